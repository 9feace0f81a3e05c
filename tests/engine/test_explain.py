"""What stands in a sentence: values, limits, ranges and reasons in the patient's own numbers."""

import pytest

from interpret import interpret
from interpret.columns import at
from interpret.evaluate import read
from interpret.examples import patient_of
from interpret.explain import Explainer, label, printed
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


# ---- a small book of its own -----------------------------------------------------------------------------------------
COUNTED = """
[signs]
label = "signs counted"
count = ["seizure", "tetany"]
cite = [{ source = "product-decision", at = "scope" }]
status = "draft"
[a_result_or_a_sign]
label = "a result or a sign"
any = ["potassium is low", "seizure"]
cite = [{ source = "product-decision", at = "scope" }]
status = "draft"
"""
FINDING = """
title = "Title"
all = ["{clause}"]
says = "Fewer than {{fewest}}, as {{potassium_limit}}."
cite = [{{ source = "product-decision", at = "scope" }}]
status = "draft"
no_unknown = "it is only read here"
example = [
    {{ given = {{ seizure = false }}, holds = "yes" }},
    {{ given = {{ seizure = true }}, holds = "no" }},
]
[limits.fewest]
quantity = "signs"
means = "how many"
"1" = 2
cite = {{ source = "product-decision", at = "scope" }}
status = "draft"
[limits.potassium_limit]
quantity = "potassium"
means = "a limit"
"mmol/L" = 2.77
cite = {{ source = "product-decision", at = "scope" }}
status = "draft"
"""


def explained(book, clause, **given):
    """The one finding of a small book for a patient: its explainer and the finding."""
    shelf = book(definitions__counted=COUNTED, findings__limitations__one=FINDING.format(clause=clause))
    readings = read(shelf, columns_of([patient_of(given)]))
    return Explainer(readings.left, 0), shelf.by_id["one"], readings


def test_a_count_below_its_limit_is_said_by_its_name(book):
    explainer, finding, _ = explained(book, "signs below fewest", seizure=False, tetany=False)
    assert explainer.reasons(finding.conditions) == ["signs counted: below 2"]


def test_a_count_reached_names_what_was_counted(book):
    explainer, finding, _ = explained(book, "signs at_least fewest", seizure=True, tetany=True)
    assert explainer.reasons(finding.conditions) == ["Seizure", "Tetany"]


def test_limits_in_a_sentence_stand_in_the_unit_of_the_entry(book):
    explainer, finding, _ = explained(book, "signs below fewest", potassium="3.1 mEq/L")
    assert explainer.fill(finding.says, finding) == "Fewer than 2, as 2.8 mEq/L."


@pytest.mark.parametrize(
    ("serum", "line"),
    [("0.62 mmol/L", "Below 1.0 mmol/24 h"), ("1.5 mg/dL", "Below 24 mg/24 h"), ("1.2 mEq/L", "Below 2.0 mEq/24 h")],
)  # fmt: skip
def test_the_limit_of_a_test_that_was_not_done_stands_in_the_units_the_clinician_uses(serum, line):
    tests = {one.id: one.why for one in interpret(patient_of({"serum_magnesium": serum})).next_tests}
    assert tests["urine_before_replacement"].startswith(line)


@pytest.mark.parametrize(
    ("given", "holds"),
    [({}, 1), ({"potassium": "4.0 mmol/L"}, -1), ({"seizure": False}, -1)],
    ids=["nothing", "a result", "a word"],
)
def test_a_list_is_unasked_until_any_part_of_it_was_answered(book, given, holds):
    _, _, readings = explained(book, "a_result_or_a_sign is unasked", **given)
    assert readings.holds("one", 0) == holds
