"""What stands in a sentence: values, limits, ranges and reasons in the patient's own numbers."""

import pytest

from interpret import interpret
from interpret.columns import at
from interpret.examples import patient_of
from interpret.explain import label, printed
from interpret.prepare import columns_of


def shown(text, name="serum_magnesium"):
    return printed(columns_of([patient_of({name: text})]).quantity(name), 0)


def reasons(finding, **given):
    report = interpret(patient_of(given))
    return next(one for one in report.findings if one.id == finding).reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.62 mmol/L", "0.62 mmol/L"),
        ("0.8 mmol/L", "0.80 mmol/L"),
        ("0.625 mmol/L", "0.625 mmol/L"),
        ("<0.2 mmol/L", "<0.20 mmol/L"),
        ("<=0.2 mmol/L", "0.20 mmol/L or less"),
        (">2.5 mmol/L", ">2.50 mmol/L"),
        (">=2.5 mmol/L", "2.50 mmol/L or more"),
    ],
)
def test_a_value_is_printed_with_its_comparator_and_the_places_laboratories_print(text, expected):
    assert shown(text) == expected


def test_a_value_that_may_lie_between_two_ends_says_both():
    patient = patient_of({"serum_magnesium": ">=0.5 mmol/L"})
    column = columns_of([patient]).quantity("serum_magnesium")
    both = column.between(column.least, column.least * 2)
    assert printed(both, 0) == "0.50 to 1.00 mmol/L"


def test_what_was_not_entered_says_so():
    assert printed(columns_of([patient_of({})]).quantity("serum_magnesium"), 0) == "not entered"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("serum_magnesium", "Serum magnesium"),
        ("ppi", "Proton pump inhibitor"),
        ("pregnant", "pregnant"),
        ("unknown_name", "unknown_name"),
    ],
)
def test_everything_has_a_name_for_the_screen(name, expected):
    assert label(name) == expected


def test_a_reason_names_value_and_range():
    assert reasons("low_magnesium", serum_magnesium="0.62 mmol/L") == (
        "Serum magnesium 0.62 mmol/L is low (0.70–1.00 mmol/L, UK laboratories, consensus)",
    )


def test_a_reason_names_the_limit_in_the_unit_of_the_entry():
    found = reasons("severe_low_magnesium", serum_magnesium="1.1 mg/dL")
    assert any("1.1 mg/dL is" in one and "1.2 mg/dL" in one for one in found)


def test_a_range_of_several_laboratories_says_how_many():
    report = interpret(patient_of({"serum_magnesium": "0.62 mmol/L", "rbc_magnesium": "3.0 mg/dL"}))
    assert "published ranges read together" in str(report.tests["rbc_magnesium"].range["source"])


def test_one_element_may_hold_for_all_rows():
    column = columns_of([patient_of({"serum_magnesium": "0.62 mmol/L"})]).quantity("potassium")
    assert at(column.entered, 5) == at(column.entered, 0)
