"""Units: accepted spellings, exact conversion, and an outside library that agrees."""

from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret.quantities import QUANTITIES
from interpret.units import (
    MAGNESIUM_CONCENTRATION,
    MAGNESIUM_DAILY,
    convert,
    fold,
    recognise,
)

ALL_TABLES = {name: quantity.units for name, quantity in QUANTITIES.items()}


@pytest.fixture(scope="module")
def pint_units():
    """An outside opinion; it does not know valence, so milliequivalents are defined as what they are for magnesium."""
    registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("magnesium_mEq = 0.5 * millimole")
    return registry


@pytest.mark.parametrize(
    ("value", "unit", "in_mmol"),
    [("1", "mg/dL", "0.4114"), ("1", "mEq/L", "0.5"), ("2.4305", "mg/dL", "1"), ("0.62", "mmol/L", "0.62")],
)
def test_magnesium_concentrations(value, unit, in_mmol):
    found = convert(Fraction(value), unit, "mmol/L", MAGNESIUM_CONCENTRATION)
    assert float(found) == pytest.approx(float(in_mmol), abs=5e-5)


@pytest.mark.parametrize(("value", "unit"), [("24.305", "mg/24 h"), ("2", "mEq/24 h"), ("1", "mmol/24 h")])
def test_one_millimole_a_day_is_24_305_milligrams_and_two_milliequivalents(value, unit):
    assert convert(Fraction(value), unit, "mmol/24 h", MAGNESIUM_DAILY) == 1


PINT_NAMES = {"mEq": "magnesium_mEq", "24 h": "day", "umol": "micromole", "ug": "microgram"}
MOLAR_MASS = {
    "serum_magnesium": 24.305,
    "rbc_magnesium": 24.305,
    "urine_magnesium_24h": 24.305,
    "urine_magnesium_collected": 24.305,
    "urine_magnesium_spot": 24.305,
    "calcium_adjusted": 40.078,
    "phosphate": 30.973762,
    "glucose": 180.156,
    "serum_creatinine": 113.12,
    "urine_creatinine_spot": 113.12,
    "urine_creatinine_24h": 113.12,
    "urea": 28.014,
    "pth": 9425,
    "vitamin_d_25oh": 400.64,
}
MAGNESIUM = [name for name in MOLAR_MASS if "magnesium" in name]
PAIRS = [
    (name, unit)
    for name in MOLAR_MASS
    for unit in ALL_TABLES[name]
    if name in MAGNESIUM or not unit.startswith("mEq")
]


@pytest.mark.parametrize(("name", "unit"), PAIRS, ids=[f"{name} in {unit}" for name, unit in PAIRS])
def test_pint_agrees(pint_units, name, unit):
    table, canonical = ALL_TABLES[name], next(iter(ALL_TABLES[name]))
    given, wanted = (pint_name(text) for text in (unit, canonical))
    quantity = pint_units.Quantity(1.0, given)
    if quantity.check(pint_units.Quantity(1.0, wanted).dimensionality):
        found = quantity.to(wanted)
    else:
        found = (quantity / pint_units.Quantity(MOLAR_MASS[name], "g/mol")).to(wanted)
    assert found.magnitude == pytest.approx(float(convert(Fraction(1), unit, canonical, table)), rel=1e-9)


def pint_name(unit):
    for ours, theirs in PINT_NAMES.items():
        unit = unit.replace(ours, theirs)
    return unit


@given(
    st.sampled_from(sorted(ALL_TABLES)),
    st.fractions(min_value=0, max_value=1000, max_denominator=10**4),
    st.data(),
)
def test_conversion_there_and_back_loses_nothing(name, value, data):
    one, other = (data.draw(st.sampled_from(list(ALL_TABLES[name]))) for _ in range(2))
    there = convert(value, one, other, ALL_TABLES[name])
    assert convert(there, other, one, ALL_TABLES[name]) == value


@pytest.mark.parametrize(
    ("name", "unit", "si", "expected"),
    [
        ("calcium", "mg/dL", "mmol/L", 0.2495),
        ("phosphate", "mg/dL", "mmol/L", 0.3229),
        ("serum_creatinine", "mg/dL", "umol/L", 88.4),
        ("glucose", "mg/dL", "mmol/L", 0.0555),
        ("albumin", "g/dL", "g/L", 10),
    ],
)
def test_companion_factors_are_the_usual_ones(name, unit, si, expected):
    assert float(convert(Fraction(1), unit, si, QUANTITIES[name].units)) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("name", sorted(ALL_TABLES))
def test_the_first_unit_of_a_quantity_is_worth_one(name):
    assert next(iter(ALL_TABLES[name].values())) == 1


SPELLINGS = {
    ("serum_magnesium", "mmol/L"): "mmol/L mmol/l MMOL/L",
    ("serum_magnesium", "mg/dL"): "mg/dL mg/dl MG/DL",
    ("serum_magnesium", "mEq/L"): "mEq/L meq/l MEQ/L",
    (
        "urine_magnesium_24h",
        "mmol/24 h",
    ): "mmol/24h mmol/d mmol/day mmol/24hr mmol/24hrs mmol/24hours mmol/24.h mmol/(24.h) mmol/(24h) MMOL/D",
    ("urine_magnesium_24h", "mg/24 h"): "mg/24h mg/d mg/day mg/24hr mg/(24.h)",
    ("urine_magnesium_24h", "mEq/24 h"): "mEq/24h meq/d mEq/day mEq/24hr meq/(24.h)",
    ("urine_magnesium_collected", "mEq"): "mEq meq",
    ("urine_collection_hours", "h"): "h H hr hrs hour hours",
    ("urine_volume_24h", "L"): "L l L/d L/24h L/day",
    ("urine_volume_24h", "mL"): "mL ml mL/d ml/24h mL/(24.h)",
    ("urine_creatinine_24h", "g/24 h"): "g/24h g/d g/day g/(24.h)",
    ("femg", "%"): "% percent",
    ("dietary_magnesium", "mg/day"): "mg/day mg/d mg/24h",
    ("serum_creatinine", "umol/L"): "umol/L \u00b5mol/L \u03bcmol/l mcmol/L UMOL/L",
    ("egfr", "mL/min/1.73m2"): "mL/min/1.73m2 ml/min/1.73m\u00b2 mL/min/1.73m^2 mL/min/{1.73_m2}",
    ("tsh", "mIU/L"): "mIU/L mU/L uIU/mL \u00b5IU/mL uU/mL m[IU]/L u[IU]/mL",
    ("ck", "U/L"): "U/L IU/L [IU]/L",
    ("pth", "pg/mL"): "pg/mL ng/L",
    ("vitamin_d_25oh", "ng/mL"): "ng/mL \u00b5g/L ug/L mcg/L",
    ("qtc", "ms"): "ms msec",
}
ONE_FORM = [(text, name, unit) for (name, unit), texts in SPELLINGS.items() for text in texts.split()]


@pytest.mark.parametrize(("text", "name", "unit"), ONE_FORM, ids=[text for text, _, _ in ONE_FORM])
def test_accepted_spellings_print_as_one_form(text, name, unit):
    assert recognise(text, QUANTITIES[name].units) == unit


@pytest.mark.parametrize(("name", "table"), ALL_TABLES.items(), ids=ALL_TABLES)
def test_every_unit_is_recognised_as_it_is_printed_and_without_spaces(name, table):
    for unit in table:
        assert recognise(unit, QUANTITIES[name].units) == unit
        assert recognise(unit.replace(" ", ""), QUANTITIES[name].units) == unit


@pytest.mark.parametrize("name", ALL_TABLES)
def test_no_two_units_of_a_quantity_are_told_apart_by_their_spelling_alone(name):
    folded = [fold(unit) for unit in ALL_TABLES[name]]
    assert len(set(folded)) == len(folded)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mmol", "serum_magnesium"),
        ("mg/24 h", "serum_magnesium"),
        ("g/L", "serum_magnesium"),
        ("", "serum_magnesium"),
        ("mol/L", "serum_magnesium"),
        ("mmol/L", "urine_magnesium_24h"),
        ("mmol/24 h", "urine_magnesium_collected"),
        ("mmol/h", "urine_magnesium_24h"),
        ("mmol/12 h", "urine_magnesium_24h"),
        ("mg/dL/24 h", "urine_magnesium_24h"),
        ("mEq/L", "phosphate"),
        ("mL/min", "egfr"),
    ],
)
def test_a_unit_of_another_kind_is_not_recognised(text, name):
    assert recognise(text, QUANTITIES[name].units) is None
