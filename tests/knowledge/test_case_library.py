"""The case library: every case has a source, can be entered, and a case that cannot be right is refused."""

import pytest

from interpret.rules import RuleError
from teaching.library import load, published

GOOD = """
title = "A title"
topic = "a topic"
level = "basic"
kind = "single case"
citation = "A journal 2020;1:1"
story = "A story."
status = "draft"
[given]
serum_magnesium = "0.45 mmol/L"
[expected]
pattern = "extrarenal_or_low_intake"
also_acceptable = ["hypomagnesaemia_cause_undetermined"]
urgency = "urgent"
urgency_because = "low"
points = ["One."]
never = ["two"]
"""


def load_one(tmp_path, text):
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    return load(tmp_path)[0]


def test_a_case_is_read(tmp_path):
    case = load_one(tmp_path, GOOD)
    assert (case.id, str(case.patient.results["serum_magnesium"])) == ("one", "0.45 mmol/L")
    assert case.expected.determinable


@pytest.mark.parametrize(
    ("pattern", "accepted"),
    [
        ("extrarenal_or_low_intake", True),
        ("hypomagnesaemia_cause_undetermined", True),
        ("renal_wasting", False),
    ],
)
def test_a_case_accepts_its_readings_and_no_others(tmp_path, pattern, accepted):
    assert load_one(tmp_path, GOOD).expected.accepts(pattern) is accepted


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('story = "A story."', "", "one.toml: story is missing; write it"),
        ('level = "basic"', 'level = "hard"', "level is 'hard'; allowed: basic, intermediate, advanced"),
        ("0.45 mmol/L", "low", r"one.toml: \[given\] cannot be read: 'low' is not one number"),
        ("0.45 mmol/L", "0.45 g/L", r"\[given\] cannot be read: results.serum_magnesium.unit: is 'g/L'"),
        ('"extrarenal_or_low_intake"', '"gut"', "pattern is 'gut'; allowed: nothing_entered"),
        (
            '["hypomagnesaemia_cause_undetermined"]',
            '["gut"]',
            "also_acceptable has gut; allowed: nothing_entered",
        ),
        ('urgency = "urgent"', 'urgency = "now"', "urgency is 'now'; allowed"),
        ("points", "point", "'point' is not known here"),
    ],
)
def test_a_case_that_cannot_be_right_is_refused(tmp_path, old, new, message):
    with pytest.raises(RuleError, match=message):
        load_one(tmp_path, GOOD.replace(old, new, 1))


@pytest.mark.parametrize("case", published(), ids=lambda case: case.id)
def test_a_published_case_has_a_source_points_and_what_never_to_say(case):
    assert case.citation
    assert case.expected.points
    assert case.expected.never
