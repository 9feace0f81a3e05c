"""Units: accepted spellings, exact conversion, and an outside library that agrees."""

from fractions import Fraction

import pint
import pytest

from interpret.quantities import QUANTITIES
from interpret.units import (
    MAGNESIUM_AMOUNT,
    MAGNESIUM_CONCENTRATION,
    MAGNESIUM_DAILY,
    convert,
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
def test_one_millimole_a_day_is_24305_micrograms_and_two_milliequivalents(value, unit):
    assert convert(Fraction(value), unit, "mmol/24 h", MAGNESIUM_DAILY) == 1


def test_conversion_there_and_back_is_exact():
    there = convert(Fraction("0.62"), "mmol/L", "mg/dL", MAGNESIUM_CONCENTRATION)
    assert convert(there, "mg/dL", "mmol/L", MAGNESIUM_CONCENTRATION) == Fraction("0.62")


@pytest.mark.parametrize("unit", MAGNESIUM_CONCENTRATION)
def test_pint_agrees_on_magnesium_concentrations(pint_units, unit):
    molar = pint_units.Quantity(24.305, "g/mol")
    given = {"mmol/L": "millimole/liter", "mg/dL": "milligram/deciliter", "mEq/L": "magnesium_mEq/liter"}[
        unit
    ]
    quantity = pint_units.Quantity(1.0, given)
    if unit == "mg/dL":
        quantity /= molar
    ours = float(convert(Fraction(1), unit, "mmol/L", MAGNESIUM_CONCENTRATION))
    assert quantity.to("millimole/liter").magnitude == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("unit", MAGNESIUM_AMOUNT)
def test_pint_agrees_on_amounts(pint_units, unit):
    quantity = pint_units.Quantity(
        1.0, {"mmol": "millimole", "mg": "milligram", "mEq": "magnesium_mEq"}[unit]
    )
    if unit == "mg":
        quantity /= pint_units.Quantity(24.305, "g/mol")
    ours = float(convert(Fraction(1), unit, "mmol", MAGNESIUM_AMOUNT))
    assert quantity.to("millimole").magnitude == pytest.approx(ours, rel=1e-12)


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


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("mmol/l", "serum_magnesium", "mmol/L"),
        ("MG/DL", "serum_magnesium", "mg/dL"),
        ("meq / L", "serum_magnesium", "mEq/L"),
        ("mmol/d", "urine_magnesium_24h", "mmol/24 h"),
        ("mmol/(24.h)", "urine_magnesium_24h", "mmol/24 h"),
        ("mg/day", "urine_magnesium_24h", "mg/24 h"),
        ("mg/24h", "urine_magnesium_24h", "mg/24 h"),
        ("mg/d", "dietary_magnesium", "mg/day"),
        ("mg/24 h", "dietary_magnesium", "mg/day"),
        ("µmol/L", "serum_creatinine", "umol/L"),
        ("μmol/L", "serum_creatinine", "umol/L"),
        ("msec", "qtc", "ms"),
    ],
)
def test_accepted_spellings_print_as_one_form(text, name, unit):
    assert recognise(text, QUANTITIES[name].units) == unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mmol", "serum_magnesium"),
        ("mg/24 h", "serum_magnesium"),
        ("g/L", "serum_magnesium"),
        ("", "serum_magnesium"),
    ],
)
def test_a_unit_of_another_kind_is_not_recognised(text, name):
    assert recognise(text, QUANTITIES[name].units) is None
