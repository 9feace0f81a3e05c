"""The readings that the product was made for, in a clinician's words."""

import pytest

from interpret import interpret
from interpret.examples import patient_of

RENAL = {"serum_magnesium": "0.62 mmol/L", "urine_magnesium_24h": "60 mg/24 h"}
MASKED = {
    "serum_magnesium": "0.80 mmol/L", "rbc_magnesium": "3.6 mg/dL", "urine_magnesium_24h": "40 mg/24 h",
    "laboratory": "quest", "fasciculations": True, "ppi": True,
}  # fmt: skip


def read(**given):
    return interpret(patient_of(given))


def everything_said(report):
    return " ".join([report.headline, *(one.statement for one in report.findings)])


def test_low_serum_with_60_mg_of_urine_is_renal_loss_moderately_sure():
    report = read(**RENAL)
    assert (report.pattern, report.confidence) == ("renal_wasting", "moderate")


def test_that_reading_is_provisional_on_kidney_function_and_treatment():
    assert {"egfr", "oral_magnesium", "iv_magnesium_recent"} <= set(read(**RENAL).provisional_on)


def test_the_same_serum_with_8_mg_is_loss_outside_the_kidney_or_low_intake():
    assert read(**RENAL | {"urine_magnesium_24h": "8 mg/24 h"}).pattern == "extrarenal_or_low_intake"


def test_a_normal_serum_with_low_red_cells_low_urine_and_a_risk_is_possible_depletion():
    report = read(**MASKED)
    assert report.pattern == "depletion_with_normal_serum"
    assert "despite a normal serum" in report.headline


def test_it_says_that_a_normal_serum_does_not_exclude_it_and_that_no_study_validates_the_three_together():
    said = everything_said(read(**MASKED))
    assert "normal serum does not exclude" in said
    assert "No study validates" in said


def test_40_mg_beside_a_low_serum_is_inappropriate_although_mayos_range_flags_it_low():
    urine = read(serum_magnesium="0.60 mmol/L", urine_magnesium_24h="40 mg/24 h", laboratory="mayo").tests[
        "urine_magnesium_24h"
    ]
    assert (urine.flag, urine.against_serum) == ("low", "inappropriately_high")


@pytest.mark.parametrize("sample", [{}, {"haemolysed": True}], ids=["good sample", "haemolysed"])
def test_030_with_a_seizure_is_an_emergency_before_anything_else(sample):
    report = read(serum_magnesium="0.30 mmol/L", seizure=True, **sample)
    assert (report.urgency, report.findings[0].kind) == ("emergency", "urgency")
    assert report.emergency_text


def test_a_haemolysed_058_stays_low():
    report = read(serum_magnesium="0.58 mmol/L", haemolysed=True)
    assert report.tests["serum_magnesium"].flag == "low"
    assert report.pattern == "hypomagnesaemia_cause_undetermined"


def test_the_picture_of_edta_asks_for_a_fresh_sample_and_an_ecg_first():
    report = read(serum_magnesium="0.60 mmol/L", calcium="1.6 mmol/L", potassium="7.5 mmol/L", alp="12 U/L")
    assert report.pattern == "sample_suspect"
    assert report.urgency in {"urgent", "emergency"}
    said = everything_said(report)
    assert "ECG" in said
    assert "fresh sample" in said.lower() or "repeat" in said.lower()


def test_twitching_with_082_is_neither_shown_nor_excluded():
    report = read(serum_magnesium="0.82 mmol/L", fasciculations=True)
    assert report.pattern == "no_magnesium_disorder_shown"
    assert "neither shows nor excludes" in report.headline


def test_red_cells_alone_need_a_serum_and_are_not_judged():
    report = read(rbc_magnesium="3.0 mg/dL")
    assert (report.pattern, report.urgency) == ("serum_needed", "not_judged")


def test_nothing_entered_gives_no_reading():
    report = read()
    assert (report.pattern, report.urgency, report.confidence) == ("nothing_entered", "not_judged", None)
