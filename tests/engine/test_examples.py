"""Patients written in a line, as they stand in the findings' examples."""

import pytest

from interpret.examples import broken, patient_of

FINDING = """
title = "Low serum"
all = ["serum_magnesium is low"]
says = "Low."
cite = [{ source = "product-decision", at = "scope" }]
status = "draft"
example = [
    { given = { serum_magnesium = "0.5 mmol/L" }, holds = "yes" },
    { given = { serum_magnesium = "0.6 mmol/L" }, holds = "no" },
    { given = {}, holds = "unknown" },
]
"""


def test_a_line_holds_a_value_a_range_and_words():
    patient = patient_of({"serum_magnesium": "<0.55 mmol/L (0.66-1.07)", "ppi": True, "age_years": 54})
    measurement = patient.results["serum_magnesium"]
    assert (str(measurement), str(measurement.range.low), measurement.range.confirmed) == (
        "<0.55 mmol/L",
        "0.66",
        True,
    )
    assert (patient.context, patient.age_years) == ({"ppi": True}, 54)


def test_a_question_mark_leaves_a_range_unconfirmed():
    assert (
        not patient_of({"serum_magnesium": "0.55 mmol/L (1.5-2.5?)"})
        .results["serum_magnesium"]
        .range.confirmed
    )


@pytest.mark.parametrize("sex", ["female", "male"])
def test_sex_may_be_given_as_a_word(sex):
    assert patient_of({sex: True}).sex == sex


def test_a_date_stands_beside_its_result():
    patient = patient_of({"serum_magnesium": "0.6 mmol/L", "serum_magnesium_collected_on": "2026-11-20"})
    assert patient.results["serum_magnesium"].collected.day == 20


@pytest.mark.parametrize("text", ["0.55 mmol/L (0.66 to 1.07)", "(0.66-1.07)"])
def test_a_line_that_cannot_be_read_says_how_to_write_it(text):
    with pytest.raises(ValueError, match=r"is not a value with a unit, as in '0.55 mmol/L \(0.66-1.07\)'"):
        patient_of({"serum_magnesium": text})


def test_an_example_that_does_not_hold_is_found(book):
    found = list(broken(book(findings__limitations__one=FINDING)))
    assert [str(one) for one in found] == ["one: {'serum_magnesium': '0.6 mmol/L'} should be no, is yes"]
