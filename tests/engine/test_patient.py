"""What may be given about a patient, and what an error says: what was given, what is allowed, what to do."""

from decimal import Decimal

import numpy as np
import pytest

from interpret import InputError, Patient
from interpret.patient import improbable, nearest, parse_typed
from interpret.quantities import QUANTITIES, RESULTS
from interpret.units import convert
from interpret.words import WORDS

SERUM = {"value": 0.62, "unit": "mmol/L"}


def serum(**changes):
    return {"results": {"serum_magnesium": SERUM | changes}}


def refused(given):
    """Every problem of a JSON object, as field and message."""
    with pytest.raises(InputError) as error:
        Patient.from_dict(given)
    return {problem.field: problem.message for problem in error.value.problems}


def refused_text(text):
    with pytest.raises(InputError) as error:
        Patient.from_json(text)
    return str(error.value)


# ---- what is read ----------------------------------------------------------------------------------------------------
def test_everything_is_optional():
    assert Patient.from_dict({}) == Patient()


def test_a_whole_patient_is_read():
    patient = Patient.from_dict(
        {
            "patient": {"age_years": 54, "sex": "female", "pregnant": False, "weight_kg": 70},
            "laboratory": "quest",
            "results": {"serum_magnesium": SERUM},
            "context": {"ppi": True, "loop_diuretic": False, "haemolysed": None},
        }
    )
    assert (patient.age_years, patient.sex, patient.pregnant, patient.weight_kg) == (54, "female", False, 70)
    assert patient.laboratory == "quest"
    assert patient.context == {"ppi": True, "loop_diuretic": False}


def test_a_number_keeps_the_figures_it_was_written_with():
    read = Patient.from_json('{"results": {"serum_magnesium": {"value": 0.70, "unit": "mmol/L"}}}')
    assert str(read.results["serum_magnesium"].value) == "0.70"


def test_a_result_may_be_null():
    assert Patient.from_dict({"results": {"serum_magnesium": None}}).results == {}


def test_age_in_days_serves_under_one_year():
    assert Patient.from_dict({"patient": {"age_days": 73}}).age_years == pytest.approx(
        Decimal("0.2"), abs=Decimal("0.001")
    )


def test_age_in_days_and_years_may_agree():
    assert Patient.from_dict({"patient": {"age_days": 100, "age_years": 0}}).age_years < 1


@pytest.mark.parametrize("comparator", ["<", "<=", ">", ">="])
def test_comparators_are_kept(comparator):
    assert Patient.from_dict(serum(comparator=comparator)).results["serum_magnesium"].comparator == comparator


@pytest.mark.parametrize(
    ("collected", "moment"),
    [
        ("2026-11-20", "2026-11-20T00:00:00"),
        ("2026-11-20T08:30", "2026-11-20T08:30:00"),
        ("2026-11-20T08:30+02:00", "2026-11-20T06:30:00"),
    ],
    ids=["day", "moment", "moment with a time zone"],
)
def test_a_date_or_a_date_time_is_read(collected, moment):
    assert (
        Patient.from_dict(serum(collected=collected)).results["serum_magnesium"].collected.isoformat()
        == moment
    )


def test_a_typed_range_takes_the_unit_of_its_result():
    measurement = Patient.from_dict(serum(range={"low": 0.66, "high": None})).results["serum_magnesium"]
    assert (measurement.range.low, measurement.range.high, measurement.range.unit) == (
        Decimal("0.66"),
        None,
        "mmol/L",
    )


def test_a_range_without_ends_is_no_range():
    assert Patient.from_dict(serum(range={"low": None})).results["serum_magnesium"].range is None


def test_a_concentration_cannot_be_negative():
    assert refused(serum(value=-0.1))["results.serum_magnesium.value"] == "is -0.1; allowed: 0 or more"


def test_the_range_of_a_concentration_cannot_be_negative():
    said = refused(serum(range={"low": -0.1, "high": 1.0}))
    assert said["results.serum_magnesium.range.low"] == "is -0.1; allowed: 0 or more"


def test_retention_in_a_loading_test_may_be_negative():
    given = {"magnesium_retention": {"value": -12, "unit": "%", "range": {"high": -5}}}
    assert Patient.from_dict({"results": given}).results["magnesium_retention"].value == -12


def test_a_retention_below_zero_is_a_result():
    given = {"magnesium_retention": {"value": 0, "unit": "%", "comparator": "<"}}
    assert str(Patient.from_dict({"results": given}).results["magnesium_retention"]) == "<0 %"


def test_a_float_of_a_data_frame_is_read_as_it_prints():
    assert Patient.from_dict(serum(value=np.float64(0.62))).results["serum_magnesium"].value == Decimal(
        "0.62"
    )


def test_a_loading_test_keeps_its_protocol():
    given = {"value": 30, "unit": "%", "protocol": {"route": "iv", "mmol": 30, "hours": 24}}
    protocol = (
        Patient.from_dict({"results": {"magnesium_retention": given}}).results["magnesium_retention"].protocol
    )
    assert (protocol.route, protocol.mmol, protocol.hours) == ("iv", 30, 24)


# ---- what is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"example": 3}, "example", "is 3; give text, or leave it out"),
        ({"result": {}}, "result", "is not a known name. Did you mean results? Allowed: patient, laboratory, results, context, example"),
        ({"results": {"serum_magnesum": SERUM}}, "results.serum_magnesum", "Did you mean serum_magnesium?"),
        ({"results": {"quartz": SERUM}}, "results.quartz", "is not a known name. Allowed: serum_magnesium, ionised_magnesium, "),
        ({"context": {"pp": True}}, "context.pp", "Did you mean ppi? Allowed: ppi, loop_diuretic, "),
        ({"context": {"PPI": True}}, "context.PPI", "Did you mean ppi?"),
        ({"context": {"ppi": "yes"}}, "context.ppi", "is 'yes'; give true, false, or leave it out for 'not asked'"),
        ({"patient": []}, "patient", "is a list, not an object; give an object with any of: age_years, "),
        ({"patient": {"sex": "f"}}, "patient.sex", "is 'f'; allowed: female, male, or leave it out"),
        ({"patient": {"age_years": 130}}, "patient.age_years", "is 130; allowed: 0 to 125"),
        ({"patient": {"age_years": "54"}}, "patient.age_years", "is '54'; give a number without quotes"),
        ({"patient": {"age_years": True}}, "patient.age_years", "is true; give a number without quotes"),
        ({"patient": {"age_days": 6589}}, "patient.age_days", "is 6589; allowed: 0 to 6588"),
        ({"patient": {"age_years": 3, "age_days": 20}}, "patient.age_days", "is 20 while age_years is 3; give one of them"),
        ({"patient": {"pregnant": None, "gestation_weeks": 32}}, "patient.gestation_weeks", "is 32 while pregnant is not true; make pregnant true or leave the weeks out"),
        ({"patient": {"pregnant": True, "gestation_weeks": 46}}, "patient.gestation_weeks", "is 46; allowed: 0 to 45"),
        ({"patient": {"weight_kg": 0.1}}, "patient.weight_kg", "is 0.1; allowed: 0.3 to 500"),
        ({"patient": {"pregnant": 1}}, "patient.pregnant", "is 1; give true, false"),
        ({"patient": {"sex": True}}, "patient.sex", "is true; allowed: female, male"),
        ({"patient": {"sex": "male", "pregnant": True}}, "patient.pregnant", "is true while sex is male; correct one of them"),
        ({"laboratory": "quist"}, "laboratory", "Did you mean quest?"),
        (serum(value="0.62"), "results.serum_magnesium.value", "is '0.62'; give a number without quotes"),
        (serum(value=[0.62]), "results.serum_magnesium.value", "is a list; give a number without quotes"),
        (serum(unit="m" * 1000), "results.serum_magnesium.unit", f"is '{'m' * 60}…'; allowed"),
        (serum(value=Decimal("6" * 1000)), "results.serum_magnesium.value", f"is {'6' * 60}…, which no result can be"),
        (serum(value=float("nan")), "results.serum_magnesium.value", "is nan, which is not a number that can be read"),
        (serum(value=float("inf")), "results.serum_magnesium.value", "is inf, which is not a number that can be read"),
        (serum(value=True), "results.serum_magnesium.value", "is true; give a number without quotes"),
        (serum(value=Decimal("1E+999999999")), "results.serum_magnesium.value", "is 1E+999999999, which no result can be; write it in full, like 0.62"),
        (serum(value=Decimal("1E-999999999")), "results.serum_magnesium.value", "is 1E-999999999, which no result can be; write it in full, like 0.62"),
        (serum(value=None), "results.serum_magnesium.value", "is missing; give a number, or leave the whole result out"),
        (serum(unit=None), "results.serum_magnesium.unit", "is missing; the unit is never guessed. Allowed for Serum magnesium: mmol/L, mg/dL, mEq/L"),
        (serum(unit="mg"), "results.serum_magnesium.unit", "is 'mg'; allowed for Serum magnesium: mmol/L, mg/dL, mEq/L"),
        (serum(unit=3), "results.serum_magnesium.unit", "is 3; allowed"),
        (serum(comparator="~"), "results.serum_magnesium.comparator", "is '~'; allowed: <, <=, >, >=, or leave it out"),
        (serum(collected="20.11.2026"), "results.serum_magnesium.collected", "give a date like 2026-11-20"),
        (serum(collected="0001-01-01T00:00+14:00"), "results.serum_magnesium.collected", "is '0001-01-01T00:00+14:00'; give a date"),
        (serum(collected=20261120), "results.serum_magnesium.collected", "give a date like 2026-11-20"),
        (serum(range={"low": 1.0, "high": 0.7}), "results.serum_magnesium.range", "has low 1.0 above high 0.7; exchange or correct them"),
        (serum(range={"low": 0.7, "unit": "g/L"}), "results.serum_magnesium.range.unit", "is 'g/L'; allowed"),
        (serum(range_confirmed="yes"), "results.serum_magnesium.range_confirmed", "is 'yes'; give true, false"),
        (serum(value_confirmed=1), "results.serum_magnesium.value_confirmed", "is 1; give true, false"),
        ({"results": {"urine_magnesium_24h": {"value": 0, "unit": "mg/24 h", "comparator": "<"}}}, "results.urine_magnesium_24h.comparator", "is < beside 0, but nothing is less than none"),
        ({"results": {"urine_collection_hours": {"value": 24, "unit": "h", "comparator": "<"}}}, "results.urine_collection_hours.comparator", "is <, but a daily amount needs the hours themselves; leave it out"),
        (serum(protocol={"route": "iv", "mmol": 30, "hours": 24}), "results.serum_magnesium.protocol", "belongs to magnesium_retention only"),
        ({"results": {"serum_magnesium": 0.62}}, "results.serum_magnesium", "is a number, not an object"),
        ({"results": {"magnesium_retention": {"value": 30, "unit": "%", "protocol": {"route": "iv"}}}}, "results.magnesium_retention.protocol", "needs route (iv or oral), mmol and hours"),
        ({"results": {"magnesium_retention": {"value": 30, "unit": "%", "protocol": {"route": "iv", "mmol": 0, "hours": 24}}}}, "results.magnesium_retention.protocol.mmol", "is 0; allowed: 1 to 200"),
        ({"results": {"urine_magnesium_collected": {"value": 4, "unit": "mmol"}}}, "results.urine_magnesium_collected", "needs urine_collection_hours beside it"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)  # fmt: skip
def test_what_cannot_be_read_says_what_was_given_and_what_is_allowed(given, field, said):
    assert said in str(refused(given).get(field))


def test_a_number_in_an_own_list_of_laboratories_is_checked_against_it():
    with pytest.raises(InputError, match="allowed: ours"):
        Patient.from_dict({"laboratory": "quest"}, laboratories=["ours"])


def test_every_problem_is_told_at_once():
    assert len(refused({"patient": {"sex": "f", "age_years": 130}, "context": {"pp": True}})) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is a list, not an object"),
        ("null", "is null, not an object"),
        ('"a"', "is text, not an object"),
        ("true", "is true or false, not an object"),
        ("1", "is a number, not an object"),
        ('{"context": {"ppi": true, "ppi": false}}', "context.ppi: is given twice; give each name once"),
        ('{"results": {"potassium": {"value": 4, "value": 5, "unit": "mmol/L"}}}', "results.potassium.value: is given twice"),
        ('{"context": {}, "context": {}}', "context: is given twice"),
        ('{"patient": {"age_years": NaN}}', "patient.age_years: is NaN, which is not a number that can be read"),
        ('{"results": {"potassium": {"value": Infinity, "unit": "mmol/L"}}}', "results.potassium.value: is Infinity, which is not a number"),
        ('{"context": {"ppi": 1}}', "context.ppi: is 1; give true, false"),
        ('{"results": {"serum_magnesium": {"value": 1e999999999, "unit": "mmol/L"}}}', "is 1E+999999999, which no result can be"),
        ('{"patient": {"age_years": -Infinity}}', "patient.age_years: is -Infinity, which is not a number that can be read"),
        (b"\xff\xfe\xff", "is not JSON text in UTF-8"),
        ("[" * 100_000, "is not JSON text"),
        (f'{{"results": {{"potassium": {{"value": 4, "unit": {"[" * 900}{"]" * 900}}}}}}}', "results.potassium.unit: is a list; allowed"),
    ],
)  # fmt: skip
def test_json_that_cannot_be_read_says_why(text, said):
    assert said in refused_text(text)


def test_an_unknown_kind_of_value_is_named():
    assert "is set" in refused({"patient": {1}})["patient"]


def test_nothing_is_suggested_where_nothing_is_near():
    assert nearest("quartz", ["serum_magnesium"]) == ""


# ---- plausibility ----------------------------------------------------------------------------------------------------
def test_an_impossible_value_quotes_value_unit_and_limits():
    said = refused(serum(value=62))["results.serum_magnesium.value"]
    assert said.startswith("62 mmol/L is not possible for Serum magnesium (allowed 0.01 to 20 mmol/L); ")
    assert "check the number, its decimal sign and its unit" in said


def test_an_impossible_value_says_where_it_would_be_ordinary():
    said = refused({"results": {"urine_magnesium_24h": {"value": 90000, "unit": "mg/24 h"}}})
    assert "is not possible" in said["results.urine_magnesium_24h.value"]


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_every_result_can_be_given_in_each_of_its_units(name):
    quantity = QUANTITIES[name]
    for unit in quantity.units:
        middle = convert(sum(quantity.probable) / 2, quantity.canonical_unit, unit, quantity.units)
        given = {name: {"value": round(float(middle), 3), "unit": unit}}
        if name == "urine_magnesium_collected":
            given["urine_collection_hours"] = {"value": 24, "unit": "h"}
        assert Patient.from_dict({"results": given}).results[name].unit == unit


def test_every_word_can_be_given():
    assert Patient.from_dict({"context": dict.fromkeys(WORDS, True)}).context.keys() == WORDS.keys()


# ---- typed text ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0.62", (None, Decimal("0.62"), None)),
        ("0,62 mmol/l", (None, Decimal("0.62"), "mmol/l")),
        (" <0.2 ", ("<", Decimal("0.2"), None)),
        ("≤0.2 mmol/L", ("<=", Decimal("0.2"), "mmol/L")),
        ("≥ 3", (">=", Decimal(3), None)),
        (">10.5mg/dL", (">", Decimal("10.5"), "mg/dL")),
        (".8", (None, Decimal("0.8"), None)),
        ("60 mg/24 h", (None, Decimal(60), "mg/24 h")),
    ],
)
def test_typed_text_is_read(text, read):
    assert parse_typed(text) == read


@pytest.mark.parametrize(
    "text", ["", "low", "1.000,5", "1,000.5", "1 000", "0.6.2", "-0.5", "<", "0.6-0.7", "0.62*", "1/2"]
)
def test_text_that_is_not_one_number_is_refused(text):
    with pytest.raises(ValueError, match="is not one number; write it like"):
        parse_typed(text)


@pytest.mark.parametrize(
    ("text", "unit"), [("1e-1", "e-1"), ("12 [IU]/L", "[IU]/L"), ("4%", "%"), ("80 µmol/L", "µmol/L")]
)
def test_what_follows_a_number_is_taken_for_its_unit(text, unit):
    assert parse_typed(text)[2] == unit


# ---- improbable values -----------------------------------------------------------------------------------------------
def unusual(name, value, unit):
    return improbable(QUANTITIES[name], Decimal(value), unit)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("serum_magnesium", "0.80", "mmol/L"),
        ("rbc_magnesium", "5.0", "mg/dL"),
        ("potassium", "4.1", "mmol/L"),
    ],
)
def test_an_ordinary_value_needs_no_second_look(name, value, unit):
    assert unusual(name, value, unit) is None


def test_two_millimole_of_serum_magnesium_names_where_it_would_be_ordinary():
    said = unusual("serum_magnesium", "2.0", "mmol/L")
    assert (
        "would be ordinary as 2.0 mg/dL, and as 2.0 mEq/L, and as Red-cell (RBC) magnesium in mmol/L" in said
    )


def test_an_unusual_value_of_another_test_names_no_other_unit():
    assert unusual("potassium", "9.5", "mmol/L").endswith("confirm the number, the unit and the specimen")


def test_a_value_low_enough_to_be_real_and_ordinary_nowhere_needs_no_second_look():
    assert unusual("serum_magnesium", "0.30", "mmol/L") is None
