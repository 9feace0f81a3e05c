"""Errors known to be in print: each is a case that fails if the error comes in."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from interpret import InputError, Patient, interpret
from interpret.examples import patient_of
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from interpret.units import convert
from reference_ranges import all_ranges, decision_limits, published_tables

BOOK = rulebook()
SERUM, URINE = QUANTITIES["serum_magnesium"].units, QUANTITIES["urine_magnesium_24h"].units


def converted(value, unit, other, units):
    return float(convert(Fraction(value), unit, other, units))


def read(**given):
    return interpret(patient_of(given))


def words(*names):
    """What these findings say."""
    return " ".join(f"{BOOK.by_id[name].says} {BOOK.by_id[name].beware or ''}" for name in names)


# ---- units and digits -------------------------------------------------------------------------------------------------
def test_20_to_200_mg_a_day_is_0_82_to_8_23_mmol_and_not_tenfold():
    assert converted("20", "mg/24 h", "mmol/24 h", URINE) == pytest.approx(0.823, abs=0.001)
    assert converted("200", "mg/24 h", "mmol/24 h", URINE) == pytest.approx(8.229, abs=0.001)
    (davis,) = [one for one in all_ranges("urine_magnesium_24h") if one.laboratory == "davis"]
    assert (str(davis.interval), davis.printed_also) == ("20–200 mg/24 h", ())


def test_a_urine_range_typed_with_that_slip_has_to_be_looked_at():
    report = read(serum_magnesium="0.60 mmol/L", urine_magnesium_24h="60 mmol/24 h")
    assert any(one["field"] == "urine_magnesium_24h" for one in report.warnings)


def test_1_7_to_2_2_mg_dl_is_0_70_to_0_91_mmol_and_not_its_half_in_meq():
    assert converted("1.7", "mg/dL", "mmol/L", SERUM) == pytest.approx(0.70, abs=0.005)
    assert converted("2.2", "mg/dL", "mmol/L", SERUM) == pytest.approx(0.905, abs=0.005)
    assert not any(
        (str(one.interval.low), str(one.interval.high)) == ("0.85", "1.10")
        for one in all_ranges("serum_magnesium")
    )


def test_a_range_in_mg_dl_beside_a_value_in_mmol_is_used_in_its_own_unit():
    given = {"value": 0.62, "unit": "mmol/L", "range": {"low": 1.7, "high": 2.4, "unit": "mg/dL"}}
    report = interpret(Patient.from_dict({"results": {"serum_magnesium": given}}))
    assert report.tests["serum_magnesium"].flag == "low"


def test_critical_limits_in_meq_are_compared_in_meq():
    limits = decision_limits()["severe_low"].values
    assert (limits["mg/dL"], limits["mEq/L"]) == (Decimal("1.2"), Decimal("1.0"))
    assert "severe_low_magnesium" in read(serum_magnesium="0.95 mEq/L").urgency_because


@pytest.mark.parametrize("value", ["1.7 mg/dL", "1.4 mEq/L", "0.70 mmol/L"])
def test_conversion_alone_pushes_no_value_over_a_limit(value):
    assert read(serum_magnesium=value).tests["serum_magnesium"].flag == "normal"


# ---- figures that are slips -------------------------------------------------------------------------------------------
def test_the_load_of_the_loading_test_is_0_2_meq_per_kg():
    (table,) = [one for one in published_tables() if one.id == "loading_tests"]
    (trial,) = [row for row in table.rows if row.cells[0].startswith("Ryzen")]
    (page,) = [row for row in table.rows if row.cells[0].startswith("Medical Algorithms")]
    assert "0.2 mEq/kg" in trial.cells[1]
    assert "a slip of mEq for mmol" in page.cells[1]


def test_no_level_is_named_at_which_reflexes_are_safe():
    assert not re.search(
        r"reflex[^.;]*\d ?(mmol|mEq|mg)", " ".join(one.says for one in BOOK.findings), re.IGNORECASE
    )


@pytest.mark.parametrize("serum", ["1.6 mmol/L", "2.5 mmol/L", "3.4 mmol/L"])
def test_absent_reflexes_on_magnesium_are_an_emergency_at_any_level(serum):
    assert read(serum_magnesium=serum, iv_magnesium_recent=True, absent_reflexes=True).urgency == "emergency"


@pytest.mark.parametrize(("urine", "pattern"), [("5 mg/24 h", "extrarenal_or_low_intake"), ("23 mg/24 h", "extrarenal_or_low_intake"), ("24 mg/24 h", "renal_wasting")])  # fmt: skip
def test_renal_loss_begins_at_24_mg_a_day_and_not_at_3_65(urine, pattern):
    assert read(serum_magnesium="0.55 mmol/L", urine_magnesium_24h=urine).pattern == pattern


def test_the_activating_calcium_receptor_has_a_high_urine_calcium():
    given = {"serum_magnesium": "0.60 mmol/L", "calcium_adjusted": "1.95 mmol/L", "pth": "9 pg/mL (15-65)"}
    found = {
        flag: {one.id for one in read(**given, urine_calcium_24h=urine).findings}
        for flag, urine in (("low", "1.0 mmol/24 h (2.5-7.5)"), ("high", "9.0 mmol/24 h (2.5-7.5)"))
    }
    assert "calcium_receptor" in found["high"]
    assert "calcium_receptor" not in found["low"]


def test_femg_of_half_a_percent_does_not_make_a_waster():
    assert (
        read(serum_magnesium="0.55 mmol/L", femg="1.2 %", egfr="90 mL/min/1.73m2").pattern
        == "extrarenal_or_low_intake"
    )


# ---- the article this product grew from -----------------------------------------------------------------------------
def test_proton_pump_inhibitors_lower_absorption_and_do_not_raise_excretion():
    text = words("proton_pump_inhibitor", "proton_pump_inhibitor_with_conserved_urine")
    assert "lower absorption in the gut" in text
    assert not re.search(r"excret|renal loss", text)


def test_falling_kidney_function_in_age_raises_serum_magnesium():
    assert "falling kidney function raises it" in words("older_age")


def test_red_cells_and_urine_are_nowhere_called_more_accurate():
    everything = " ".join(f"{one.says} {one.headline or ''}" for one in BOOK.findings)
    assert not re.search(r"more (accurate|sensitive|reliable)|better than serum", everything)


@pytest.mark.parametrize("word", ["osteoporosis", "blood pressure", "mood"])
def test_associations_over_years_are_no_signs_of_depletion_in_one_person(word):
    signs = {clause.subject for clause in BOOK.definitions["symptom_of_depletion"].conditions.any}
    assert not any(word.split()[-1] in sign for sign in signs)
    assert "hypertension" not in signs


def test_45_percent_of_americans_are_nowhere_called_deficient():
    assert "45 %" not in " ".join(one.says for one in BOOK.findings)


def test_no_lone_claim_that_red_cells_hold_a_fifth_of_body_magnesium():
    assert not re.search(r"(20|30) ?% of body", " ".join(one.says for one in BOOK.findings))


# ---- codes -----------------------------------------------------------------------------------------------------------
def test_a_red_cell_value_under_a_serum_name_asks_to_be_looked_at():
    report = read(serum_magnesium="2.3 mmol/L")
    assert any(
        "red-cell" in one["message"].lower() or "rbc" in one["message"].lower() for one in report.warnings
    )


def test_mmol_without_the_time_is_no_daily_amount():
    with pytest.raises(InputError, match="urine_magnesium_24h"):
        Patient.from_dict({"results": {"urine_magnesium_24h": {"value": 3.0, "unit": "mmol"}}})


# ---- all of them ------------------------------------------------------------------------------------------------------
def test_the_errors_stand_in_the_manual_for_teaching():
    (table,) = [one for one in published_tables() if one.id == "errors_in_print"]
    assert len(table.rows) == 13
