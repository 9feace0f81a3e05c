"""What whole patients are told: every finding reaches somebody, nobody is told a thing twice, and what matters comes first."""

import re
import tomllib
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from interpret import interpret
from interpret.disputed import disputed_questions
from interpret.examples import patient_of
from interpret.explain import label
from interpret.quantities import MAGNESIUM_TESTS
from interpret.rules import KINDS, URGENCIES, rulebook
from reference_ranges import (
    all_ranges,
    decision_limits,
    laboratories,
    presets,
    published_tables,
    scales,
    sources,
    surveys,
    variation,
)
from teaching.library import published

BOOK = rulebook()
CONSTRUCTED = tomllib.loads(
    Path(__file__).with_name("whole_patients.toml").read_text("utf-8"), parse_float=Decimal
)
GIVEN = {name: one["given"] for name, one in CONSTRUCTED.items()} | {
    case.id: case.given for case in published()
}
OF_THIS_LENGTH = 4
"""A sentence of fewer words, such as 'Monitor now.', may be said twice."""


@cache
def report(name):
    return interpret(patient_of(GIVEN[name]))


@cache
def told():
    """Every finding with the patients who are told it."""
    found = {}
    for name in GIVEN:
        for one in report(name).findings:
            found.setdefault(one.id, []).append(name)
    return found


def sentences(text):
    return [one.rstrip(".;:?! ") for one in re.split(r"(?<=[.?!;])\s+", text)]


# ---- every finding reaches somebody ------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_holds_in_a_published_or_constructed_patient(kind):
    assert [one.id for one in BOOK.of_kind(kind) if one.id not in told()] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_has_an_example_in_which_it_holds(kind):
    assert [one.id for one in BOOK.of_kind(kind) if "yes" not in {each.holds for each in one.examples}] == []


@pytest.mark.parametrize("name", CONSTRUCTED)
def test_a_constructed_patient_has_a_story_in_a_sentence_and_a_reading(name):
    assert CONSTRUCTED[name]["story"].endswith(".")
    assert report(name).headline


# ---- nothing twice, nothing more than a person reads ----------------------------------------------------------------
@pytest.mark.parametrize("name", GIVEN)
def test_no_two_findings_say_the_same_sentence_to_one_patient(name):
    said = [
        sentence
        for one in report(name).findings
        for sentence in {*sentences(one.statement), *sentences(one.beware or "")}
        if len(sentence.split()) >= OF_THIS_LENGTH
    ]
    assert [one for one in set(said) if said.count(one) > 1] == []


PLAIN = {
    "serum alone": {"serum_magnesium": "0.90 mmol/L"},
    "with age and sex": {"serum_magnesium": "0.90 mmol/L", "age_years": 41, "sex": "female"},
    "all three in range": {"serum_magnesium": "0.90 mmol/L", "rbc_magnesium": "5.0 mg/dL", "urine_magnesium_24h": "120 mg/24 h", "laboratory": "quest"},
    "asked, nothing present": {"serum_magnesium": "0.90 mmol/L", "ppi": False, "alcohol_excess": False, "fasciculations": False, "cramps": False},
}  # fmt: skip


@pytest.mark.parametrize("given", PLAIN.values(), ids=PLAIN)
def test_a_plain_normal_patient_has_a_short_report(given):
    found = interpret(patient_of(given))
    assert len(found.findings) <= 8
    assert found.of_kind("urgency", "cause", "fasciculation", "management") == ()
    assert len(found.next_tests) <= 1


@pytest.mark.parametrize("name", GIVEN)
def test_a_report_has_one_headline_of_one_sentence_behind_what_comes_first(name):
    first = [one.id for one in report(name).of_kind("urgency") if BOOK.by_id[one.id].headline]
    assert len(sentences(re.sub(r"\(.*?\)", "", report(name).headline))) <= 2 + len(first)


WORDY = {"pattern", "limitation", "next_test", "cause", "fasciculation", "management"}


@pytest.mark.parametrize(
    "finding", [one for one in BOOK.findings if one.kind in WORDY], ids=lambda one: one.id
)
def test_a_finding_is_a_few_short_sentences(finding):
    assert len(re.findall(r"[.?!](?=\s|$)", finding.says)) <= 3
    assert len(finding.says) <= 360


# ---- what comes first --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", GIVEN)
def test_findings_come_by_urgency_then_by_kind(name):
    def place(one):
        finding = BOOK.by_id[one.id]
        return (-URGENCIES.index(finding.urgency or "not_judged"), KINDS.index(finding.kind))

    assert all(place(first) <= place(second) for first, second in pairwise(report(name).findings))


def listed(folder):
    """The written order of a folder of findings."""
    home = Path(__file__).parents[2] / "interpret" / "findings" / folder / "order.toml"
    return tomllib.loads(home.read_text("utf-8"))["order"]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("limitations", "limitation"), ("next_tests", "next_test"), ("causes", "cause"), ("fasciculations", "fasciculation"), ("management", "management")],
)  # fmt: skip
def test_every_finding_of_a_folder_has_its_place(folder, kind):
    assert sorted(listed(folder)) == sorted(one.id for one in BOOK.of_kind(kind))


MORE_ABNORMAL_FIRST = {
    "two results before a medicine": (
        {"serum_magnesium": "0.60 mmol/L", "thiazide": True, "calcium_adjusted": "1.95 mmol/L", "pth": "9 pg/mL (15-65)"},
        ["calcium_low_for_want_of_magnesium", "thiazide"],
    ),
    "medicines in the written order": (
        {"serum_magnesium": "0.60 mmol/L", "thiazide": True, "ppi": True, "loop_diuretic": True},
        ["proton_pump_inhibitor", "loop_diuretic", "thiazide"],
    ),
    "a red flag before triggers": (
        {"serum_magnesium": "0.85 mmol/L", "fasciculations": True, "wasting": True, "caffeine_or_nicotine": True},
        ["red_flag_refer", "everyday_triggers"],
    ),
    "the check before the treatment": (
        {"serum_magnesium": "0.60 mmol/L", "ppi": True},
        ["check_first", "review_ppi", "route", "supplements"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "order"), MORE_ABNORMAL_FIRST.values(), ids=MORE_ABNORMAL_FIRST)
def test_what_names_more_that_is_abnormal_comes_first_then_the_written_order(given, order):
    found = [one.id for one in interpret(patient_of(given)).findings]
    assert [one for one in found if one in order] == order


def presses(test):
    """Whether a result of a test would be urgent by itself."""
    return any(BOOK.by_id[name].kind == "urgency" for one in test.outcomes for name in one.adds)


@pytest.mark.parametrize("name", GIVEN)
def test_tests_come_by_what_may_press_where_matters_press_then_by_what_they_may_change(name):
    found = report(name)
    order = ["urgency", "pattern", "confidence", "causes", "nothing"]
    pressing = found.urgency in {"urgent", "emergency"}
    places = [(not (pressing and presses(one)), order.index(one.changes)) for one in found.next_tests]
    assert places == sorted(places)


# ---- nothing is said about what was not done -----------------------------------------------------------------------
@pytest.mark.parametrize("name", GIVEN)
def test_nobody_is_told_that_a_test_not_done_is_normal(name):
    found = report(name)
    missing = [test for test in MAGNESIUM_TESTS if found.tests[test].as_entered is None]
    assert {found.tests[test].flag for test in missing} <= {"unknown"}
    reasons = " | ".join(reason for one in found.findings for reason in one.reasons)
    assert not any(re.search(rf"{re.escape(label(test))}[^|]*\bnormal\b", reasons) for test in missing)


# ---- sources -----------------------------------------------------------------------------------------------------------
def cited():
    """Whatever names its sources."""
    yield from BOOK.findings
    yield from BOOK.definitions.values()
    yield from (limit for one in BOOK.findings for limit in one.limits.values())
    yield from (position for question in disputed_questions() for position in question.positions)
    yield from (one for home in laboratories() for one in home.ranges)
    yield from (row for table in published_tables() for row in table.rows)
    for shared in (decision_limits(), presets(), scales()):
        yield from shared.values()
    for name in ("serum_magnesium", "ionised_magnesium"):
        yield from (*variation(name), *surveys(name))


def every_citation():
    return [citation for one in cited() for citation in one.citations]


def test_every_citation_resolves_and_no_source_is_unused():
    assert {one.source for one in every_citation()} == set(sources())


def test_every_citation_names_a_place():
    assert [one for one in every_citation() if not one.at.strip()] == []


def test_every_quantity_with_a_range_is_one_that_can_be_entered():
    assert all(all_ranges(name, studies=True) for name in MAGNESIUM_TESTS)
