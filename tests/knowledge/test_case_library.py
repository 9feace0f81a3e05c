"""The case library: every case has a source, can be entered, and a case that cannot be right is refused."""

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.rules import RuleError
from teaching.errors import ERRORS
from teaching.lesson import best_path, stage, steps
from teaching.library import case_by_id, cases, constructed, load, published

GOOD = """
title = "A title"
presents = "A person"
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
        ('presents = "A person"', "", "presents is missing; write it"),
        ('citation = "A journal 2020;1:1"', "", "give a published case its citation, a constructed one its"),
        ("[given]", 'rests_on = ["no_such"]\n[given]', "rests_on has no_such, which is no finding"),
        ("[given]", 'known = ["egfr"]\n[given]', "known has egfr; name results that stand in"),
        ('urgency = "urgent"', 'urgency = "urgent"\nconfidence = "sure"', "confidence is 'sure'; allowed"),
    ],
)
def test_a_case_that_cannot_be_right_is_refused(tmp_path, old, new, message):
    with pytest.raises(RuleError, match=message):
        load_one(tmp_path, GOOD.replace(old, new, 1))


TRAP = """
[trap]
kind = "unit_slip"
step = "serum.flag"
answer = "high"
says = "Read the unit."
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"unit_slip"', '"slip"', r"\[trap\]: kind is 'slip'; allowed: unit_slip"),
        ('says = "Read the unit."', "", r"\[trap\]: says is missing"),
        ("answer", "option", "'option' is not known here"),
    ],
)
def test_a_trap_that_cannot_be_right_is_refused(tmp_path, old, new, message):
    without_citation = GOOD.replace('citation = "A journal 2020;1:1"\n', "")
    with pytest.raises(RuleError, match=message):
        load_one(tmp_path, without_citation + TRAP.replace(old, new, 1))


def test_a_case_has_a_citation_or_a_trap_and_never_both(tmp_path):
    with pytest.raises(RuleError, match="not both"):
        load_one(tmp_path, GOOD + TRAP)


# ---- the published ones ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", published(), ids=lambda case: case.id)
def test_a_published_case_has_a_source_points_and_what_never_to_say(case):
    assert case.citation
    assert case.expected.points
    assert case.expected.never


# ---- the constructed ones --------------------------------------------------------------------------------------------
TRAPS = {
    "normal_serum_low_stores": "normal_is_enough",
    "urine_in_range": "wrong_urine_comparison",
    "urine_flagged_low": "wrong_urine_comparison",
    "edta_in_the_tube": "ignored_sample",
    "haemolysed_high_serum": "ignored_sample",
    "unit_mg_per_dl": "unit_slip",
    "unit_meq": "unit_slip",
    "incomplete_collection": "ignored_sample",
    "red_cells_low_alone": "rbc_as_gold_standard",
    "red_cells_in_range": "rbc_as_gold_standard",
    "potassium_refractory": "normal_is_enough",
    "twitching_well": "settled_too_soon",
    "twitching_with_red_flags": "missed_emergency",
    "diuretic_during_collection": "ignored_sample",
    "laxatives_normal_kidneys": "missed_emergency",
    "kidneys_failing": "settled_too_soon",
    "torsades_normal_serum": "missed_emergency",
}
every_constructed = pytest.mark.parametrize("case", constructed(), ids=lambda case: case.id)


def whole(case):
    """The report on everything a constructed case holds."""
    return stage(case, best_path(case)).report


def test_each_constructed_case_teaches_one_trap():
    assert {case.id: case.trap.kind for case in constructed()} == TRAPS


@every_constructed
def test_the_expected_reading_is_what_the_engine_gives(case):
    report = whole(case)
    assert (report.pattern, report.urgency) == (case.expected.pattern, case.expected.urgency)


@pytest.mark.parametrize(
    "case", [case for case in constructed() if case.expected.confidence], ids=lambda case: case.id
)
def test_the_expected_confidence_is_what_the_engine_gives(case):
    assert whole(case).confidence == case.expected.confidence


@every_constructed
def test_every_result_of_a_case_can_be_ordered(case):
    assert stage(case, best_path(case)).patient.results.keys() == case.patient.results.keys()


@every_constructed
def test_the_trap_stands_among_the_wrong_answers_of_a_step_of_the_lesson(case):
    step = next(one for one in steps(case) if one.id == case.trap.step)
    assert step.errors[case.trap.answer] == case.trap.kind


@every_constructed
def test_what_a_case_teaches_rests_on_findings_that_hold_in_its_lesson(case):
    path = best_path(case)
    held = {one.id for end in range(1, len(path) + 1) for one in stage(case, path[:end]).report.findings}
    assert set(case.rests_on) <= held
    assert case.rests_on


@every_constructed
def test_a_constructed_case_says_what_it_teaches_and_what_never_to_say(case):
    assert case.is_constructed
    assert all((case.teaches, case.expected.points, case.expected.never))


@pytest.mark.parametrize(
    ("name", "number", "is_really"), [("unit_mg_per_dl", "1.9", "normal"), ("unit_meq", "1.1", "low")]
)
def test_the_number_of_a_unit_trap_would_be_high_in_the_other_unit(name, number, is_really):
    slipped = interpret(patient_of({"serum_magnesium": f"{number} mmol/L"}))
    assert whole(case_by_id(name)).tests["serum_magnesium"].flag == is_really
    assert slipped.tests["serum_magnesium"].flag == "high"


# ---- all of them -----------------------------------------------------------------------------------------------------
GIVES_AWAY = ("magnesium is", "normal", " low ", "high", "in range", "wasting", "EDTA", "haemoly", "suspect")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_what_a_case_is_called_before_the_lesson_gives_nothing_away(case):
    assert [word for word in GIVES_AWAY if word in case.presents] == []


def test_a_lesson_needs_a_serum():
    assert {case.id for case in published()} - {case.id for case in cases()} == {
        "alcohol_low_calcium",
        "pancreatitis_loading_test",
    }


def test_easier_cases_come_first():
    levels = [case.level for case in cases()]
    assert levels == sorted(levels, key=("basic", "intermediate", "advanced").index)


def test_every_kind_of_error_says_what_went_wrong():
    assert [kind.id for kind in ERRORS.values() if not (kind.title and kind.told.endswith("."))] == []
