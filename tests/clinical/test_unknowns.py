"""Not measured is never normal, not asked is never absent: what happens when an answer comes in."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interpret.evaluate import read
from interpret.prepare import columns_of
from interpret.rules import rulebook
from interpret.truth import FALSE, TRUE, UNKNOWN
from interpret.words import COMPUTED, WORDS
from tests.clinical.generated import patients

BOOK = rulebook()


def through_definitions(names):
    """Names with everything that the definitions among them name."""
    open_names, found = set(names), set()
    while open_names:
        name = open_names.pop()
        if name in BOOK.definitions and name not in found:
            one = BOOK.definitions[name]
            open_names |= {clause.subject for clause in one.conditions.clauses() + one.count}
        found.add(name)
    return found


def subjects(clauses):
    return {clause.subject for clause in clauses}


GATED = through_definitions(
    name for gate in BOOK.of_kind("gate") for name in subjects(gate.conditions.clauses())
)
EXCEPTIONS = through_definitions(
    name for rule in BOOK.of_kind("urgency") for name in subjects(rule.conditions.unless)
)
"""Words that may lift a rule: an exception counts when it is TRUE."""


def readings_of(patient):
    return read(BOOK, columns_of([patient]))


def asked(patient, word, answer):
    return replace(patient, context={**patient.context, word: answer})


ABOUT_ENTRY = set(COMPUTED)
WORD = st.sampled_from(sorted(WORDS))


def uses_unasked(finding):
    """Whether a finding is about what was entered or asked: an answer changes that, rightly."""
    clauses = finding.conditions.clauses()
    return any(clause.object in {"unasked", "missing"} or clause.subject in ABOUT_ENTRY for clause in clauses)


@settings(max_examples=120, deadline=None)
@given(patients(), WORD, st.booleans())
def test_an_answer_never_turns_a_settled_finding_into_its_opposite(patient, word, answer):
    assume(word not in patient.context)
    before, after = readings_of(patient), readings_of(asked(patient, word, answer))
    turned = [
        one.id
        for one in BOOK.findings
        if not uses_unasked(one)
        and {before.holds(one.id, 0), after.holds(one.id, 0)} == {TRUE, FALSE}
        and word not in GATED
    ]
    assert turned == []


@settings(max_examples=120, deadline=None)
@given(patients(), WORD, st.booleans())
def test_an_answer_makes_nothing_unknown_except_through_a_gate(patient, word, answer):
    assume(word not in patient.context)
    before, after = readings_of(patient), readings_of(asked(patient, word, answer))
    lost = [
        one.id
        for one in BOOK.findings
        if before.holds(one.id, 0) != UNKNOWN
        and after.holds(one.id, 0) == UNKNOWN
        and not uses_unasked(one)
        and not one.conditions.unless
    ]
    gates = [gate.id for gate in BOOK.of_kind("gate") if after.holds(gate.id, 0) != before.holds(gate.id, 0)]
    assert lost == [] or gates != []


@settings(max_examples=120, deadline=None)
@given(patients(), WORD, st.booleans())
def test_an_answer_that_no_gate_reads_never_moves_the_reading_later(patient, word, answer):
    assume(word not in patient.context and word not in GATED)
    before, after = readings_of(patient), readings_of(asked(patient, word, answer))
    assert after.chosen[0] <= before.chosen[0]


@settings(max_examples=120, deadline=None)
@given(patients(), WORD)
def test_a_word_that_is_present_never_lowers_the_urgency_of_one_that_was_not_asked(patient, word):
    assume(word not in patient.context)
    assume(word not in EXCEPTIONS)
    assert readings_of(asked(patient, word, True)).urgency[0] >= readings_of(patient).urgency[0]


@settings(max_examples=60, deadline=None)
@given(patients())
def test_nothing_that_was_not_entered_is_flagged(patient):
    readings = readings_of(patient)
    for name in ("serum_magnesium", "rbc_magnesium", "urine_magnesium_24h"):
        if name not in patient.results:
            assert [readings.reported.flag(name, flag)[0] for flag in ("low", "normal", "high")] == [
                UNKNOWN
            ] * 3
