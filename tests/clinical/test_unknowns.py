"""Not measured is never normal, not asked is never absent: what happens when an answer comes in.

Every answer that a patient still lacks is tried: each unasked word as present and as absent, each result not entered as low,
middling and high. An answer may overturn what was settled only where the rule is about asking (``is unasked``, ``is missing``)
or names an exception (``unless``), and may unsettle it only through a gate.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings

from interpret.columns import FAR, TICKS, Columns
from interpret.evaluate import Readings, read
from interpret.examples import patient_of
from interpret.prepare import columns_of, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS
from interpret.ranges import published_range
from interpret.rules import FLAGS, rulebook
from interpret.trials import column_of
from interpret.truth import FALSE, TRUE, UNKNOWN, Ticks, Truth
from interpret.words import COMPUTED, WORDS
from tests.clinical.generated import LEFT_OUT, patients

BOOK = rulebook()

EGFR = {"egfr", "serum_creatinine", "acute_kidney_injury", "wasting"}
CALCIUM = {"calcium_adjusted", "calcium", "albumin", "dialysis"} | EGFR
COMES_FROM = {
    "egfr": EGFR,
    "femg": {
        "femg",
        "serum_magnesium",
        "serum_creatinine",
        "urine_magnesium_spot",
        "urine_creatinine_spot",
        "urine_magnesium_24h",
        "urine_creatinine_24h",
    },
    "calcium_adjusted": CALCIUM,
    "calcium_acted_on": CALCIUM,
    "serum_magnesium_distance_from_limit": {"serum_magnesium"},
    "urine_creatinine_per_kg": {"urine_creatinine_24h"},
}
"""What a derived quantity is computed from. It may change when a better source is entered, as its definition says."""


def inputs(subject):
    """Every word and result behind the subject of a clause."""
    if subject in BOOK.definitions:
        one = BOOK.definitions[subject]
        return {leaf for clause in one.conditions.clauses() + one.count for leaf in inputs(clause.subject)}
    return COMES_FROM.get(subject, {subject})


def withholding(quantity):
    """What the gates read that make a quantity count as not entered."""
    gates = [gate for gate in BOOK.of_kind("gate") if quantity in gate.effects.withholds]
    return {leaf for gate in gates for clause in gate.conditions.clauses() for leaf in inputs(clause.subject)}


def overturning(clause):
    """The answers that may rightly overturn a clause which was settled without them."""
    if clause.object == "unasked":
        return inputs(clause.subject)
    if clause.object in {"entered", "missing"}:
        return inputs(clause.subject) | withholding(clause.subject)
    if clause.subject in COMPUTED:
        return set(WORDS) | set(RESULTS)
    if clause.subject in BOOK.definitions:
        one = BOOK.definitions[clause.subject]
        return overturning_any(one.conditions).union(*map(overturning, one.count))
    return COMES_FROM.get(clause.subject, set())


@cache
def overturning_any(conditions):
    """The same for a whole condition; an exception (``unless``) counts only when it is TRUE, so its words overturn."""
    found = {leaf for clause in conditions.unless for leaf in inputs(clause.subject)}
    return frozenset(found.union(*map(overturning, conditions.clauses())))


MOVING_GATES = [gate for gate in BOOK.of_kind("gate") if gate.effects.true_value or gate.effects.withholds]
"""Gates that change what the other findings see."""

READ_BY_MOVING_GATES = {
    leaf for gate in MOVING_GATES for clause in gate.conditions.clauses() for leaf in inputs(clause.subject)
}


@dataclass(frozen=True)
class Answered:
    """One patient in the first row, and in each other row with one more answer."""

    readings: Readings
    answers: tuple[tuple[str, object], ...]

    def truth(self, finding):
        return np.broadcast_to(self.readings.truth[finding], self.readings.rows)

    def after(self, rows):
        return {self.answers[row - 1] for row in np.flatnonzero(rows) if row}


def printable(name):
    """A low, a middling and a high value of a result in ticks of its canonical unit, as a laboratory prints them."""
    quantity = QUANTITIES[name]
    least, most = (max(end, Fraction(0)) for end in quantity.probable)
    places = quantity.reporting_places(quantity.canonical_unit)
    return [int(round(value, places) * TICKS) for value in (least, (least + most) / 2, most)]


def answered(patient):
    """The patient with every answer that is still open, one at a time."""
    answers = [
        (word, answer) for word in WORDS if patient.context.get(word) is None for answer in (TRUE, FALSE)
    ]
    answers += [
        (name, value)
        for name in RESULTS
        if name not in patient.results and name not in LEFT_OUT
        for value in printable(name)
    ]
    rows = 1 + len(answers)
    words: dict[str, Truth] = {}
    results: dict[str, Ticks] = {}
    for row, (name, answer) in enumerate(answers, start=1):
        if name in WORDS:
            words.setdefault(name, np.zeros(rows, np.int8))[row] = answer
        else:
            results.setdefault(name, np.full(rows, FAR))[row] = answer
    columns = {
        name: column_of(
            name,
            QUANTITIES[name].canonical_unit,
            values,
            published_range(name, patient.laboratory, person_of(patient)),
        )
        for name, values in results.items()
    }
    entered: Columns = columns_of([patient]).with_(columns, words, rows)
    return Answered(read(BOOK, entered), tuple(answers))


def of_every_finding():
    """The patients of all examples: each finding holds in one of them, and is unknown in another."""
    found = []
    for finding in BOOK.findings:
        found += [dict(one.given) for one in finding.examples if dict(one.given) not in found]
    return [patient_of(given) for given in found]


def opposites(tried):
    """Findings that an answer turns from TRUE to FALSE or back, with the answer, where nothing says that it may."""
    return [
        (finding.id, answer)
        for finding in BOOK.findings
        for before in [int(tried.truth(finding.id)[0])]
        if before != UNKNOWN
        for answer in tried.after(tried.truth(finding.id) == -before)
        if answer[0] not in overturning_any(finding.conditions)
    ]


def unsettled(tried):
    """Findings that an answer makes unknown, with the answer, where neither the rule nor a gate that now holds says why."""
    gated = np.any([tried.truth(gate.id) != tried.truth(gate.id)[0] for gate in MOVING_GATES], axis=0)
    as_reported = np.zeros_like(gated)  # urgency and gates read what was reported, before any gate
    return [
        (finding.id, answer)
        for finding in BOOK.findings
        if tried.truth(finding.id)[0] != UNKNOWN
        for answer in tried.after(
            (tried.truth(finding.id) == UNKNOWN)
            & ~(as_reported if finding.kind in {"urgency", "gate"} else gated)
        )
        if answer[0] not in overturning_any(finding.conditions)
    ]


def moved_later(tried):
    """Answers that no gate reads after which a reading further down the list is chosen, where no exception says so."""
    chosen = tried.readings.chosen
    before = BOOK.by_id[BOOK.reading_order[chosen[0]]]
    return [
        answer
        for answer in tried.after(chosen > chosen[0])
        if answer[0] not in READ_BY_MOVING_GATES | overturning_any(before.conditions)
    ]


CLAIMS = {
    "no answer turns a settled finding into its opposite": opposites,
    "no answer makes a finding unknown but through a gate": unsettled,
    "no answer that no gate reads moves the reading later": moved_later,
}


@pytest.fixture(scope="module")
def every_example():
    return [answered(patient) for patient in of_every_finding()]


@pytest.mark.parametrize("claim", CLAIMS)
def test_for_the_patients_of_every_example(every_example, claim):
    assert [broken for tried in every_example for broken in CLAIMS[claim](tried)] == []


@pytest.mark.parametrize("claim", CLAIMS)
@settings(max_examples=40, deadline=None)
@given(patient=patients())
def test_for_patients_that_nobody_wrote_down(claim, patient):
    assert CLAIMS[claim](answered(patient)) == []


MAY_LOWER_URGENCY = {
    "haemolysed": "explains a potassium of 6.5 or more in a patient not known to be unwell",
    "haemolysis_gross": "explains a potassium of 6.5 or more in a patient not known to be unwell",
    "edta_contamination": "explains a potassium of 6.5 or more in a patient not known to be unwell",
    "iv_magnesium_recent": "an infusion explains a serum of 1.5 to 2.0 mmol/L",
    "obstetric_magnesium": "obstetric treatment aims above 2.0 mmol/L",
    "acute_kidney_injury": "a low urine supports depletion only while the kidneys work",
    "ckd": "a low urine supports depletion only while the kidneys work",
    "dialysis": "a low urine supports depletion only while the kidneys work",
    "collection_incomplete": "a low urine supports depletion only when it is complete",
}
"""The exceptions that the urgency rules name (``unless``), and why."""


def lowering(tried):
    """Words that lower the urgency when they are answered, with the answer."""
    urgency = tried.readings.urgency
    return {answer for answer in tried.after(urgency < urgency[0]) if answer[0] in WORDS}


def test_the_urgency_is_lowered_by_the_named_exceptions_when_present_and_by_nothing_else(every_example):
    lowered = {answer for tried in every_example for answer in lowering(tried)}
    assert lowered == {(word, TRUE) for word in MAY_LOWER_URGENCY}


@settings(max_examples=40, deadline=None)
@given(patients())
def test_only_the_named_exceptions_lower_the_urgency_of_patients_nobody_wrote_down(patient):
    assert lowering(answered(patient)) <= {(word, TRUE) for word in MAY_LOWER_URGENCY}


def test_a_magnesium_test_that_was_not_entered_has_no_flag():
    readings = read(BOOK, columns_of(of_every_finding()))
    flagged = [
        (name, flag)
        for name in MAGNESIUM_TESTS
        for flag in FLAGS
        for truth in [readings.reported.flag(name, flag)]
        if (truth[~readings.reported.columns.quantity(name).entered] != UNKNOWN).any()
    ]
    assert flagged == []
