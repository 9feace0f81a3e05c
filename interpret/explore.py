"""What would change the reading: extra rows of the same columns.

Every what-if is one more row in one call: a row for each printable value of a test that was not done, and a row for each
question that was not asked. Rows with the same answer are merged. Nothing is searched or sampled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interpret.columns import FAR, TICKS, Column, Columns, Limits
from interpret.derive import STANDS_FOR, derive, gives_another
from interpret.evaluate import Readings, read
from interpret.explain import ticks_in_words
from interpret.patient import Patient
from interpret.prepare import person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, unit_beside
from interpret.ranges import RangeInUse, published_range
from interpret.rules import Rulebook
from interpret.trials import beside_limits, column_of, most_printable, step
from interpret.truth import TRUE, UNKNOWN, Ticks
from interpret.variation import NINETY_FIVE, of_one_result
from interpret.words import WORDS
from reference_ranges import DecisionLimit

MOST_ROWS = 1200
"""Values tried of one test; wider tests are tried in coarser printable steps."""

ADDED_KINDS = ("urgency", "cause", "fasciculation")
"""Kinds of finding that a result may add and that are named with an outcome."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reading would be for a run of results of one test."""

    when: str
    pattern: str
    urgency: str
    confidence: str | None
    adds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A word that was not asked and would change the reading if it were present."""

    word: str
    changes: str
    pattern: str
    urgency: str


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest value of an entered test, in one direction, with another reading or urgency.

    ``change`` in % of the entered value. ``within_variation`` is None where no variation of the test is held.
    """

    quantity: str
    value: str
    change: float
    pattern: str
    urgency: str
    within_variation: bool | None


@dataclass(frozen=True, slots=True)
class _Trial:
    """The rows that try every printable value of one test."""

    quantity: str
    unit: str
    ticks: Ticks
    start: int

    def words(self, row: int) -> str:
        places = QUANTITIES[self.quantity].reporting_places(self.unit)
        return ticks_in_words(int(self.ticks[row]), places)

    @property
    def stop(self) -> int:
        return self.start + len(self.ticks)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A patient in row 0, and under it every printable result of a test and every word that was not asked."""

    patient: Patient
    readings: Readings
    trials: Mapping[str, _Trial]
    words: Sequence[str]
    first_word: int

    def outcomes(self, tests: Iterable[str]) -> Mapping[str, tuple[Outcome, ...]]:
        """What each result of these tests would mean, for those that were not done."""
        asked = [name for name in tests if name in self.trials and name not in self.patient.results]
        book, truth = self.readings.book, self.readings.truth
        added = [one.id for one in book.of_kind(*ADDED_KINDS) if self.readings.holds(one.id, 0) != TRUE]
        holds = np.empty((len(added), self.readings.rows), bool)
        for line, name in enumerate(added):
            holds[line] = truth[name] == TRUE
        return {name: _outcomes(self.trials[name], self.readings, added, holds) for name in asked}

    def questions(self) -> tuple[Question, ...]:
        """The words that would change the reading if they were present, those of urgency first."""
        return _questions(self.readings, self.first_word, self.words)

    def flips(self) -> tuple[Flip, ...]:
        """The nearest results with another reading or urgency, the smallest change first."""
        own = [name for name in self.trials if name in self.patient.results]
        found = [flip for name in own for flip in _flips(self.trials[name], self.readings, self.patient)]
        return tuple(sorted(found, key=lambda flip: abs(flip.change)))


def what_if(book: Rulebook, entered: Columns, patient: Patient) -> WhatIf:
    """Read a patient once with everything that may be tried: one evaluation.

    Tests that were not done, of those that a finding may suggest, are tried in the unit family (mg, mmol, mEq) in which
    serum magnesium was entered, against the range in use; magnesium tests that were done in their own unit and range.
    """
    serum = patient.results.get("serum_magnesium")
    magnesium_unit = serum.unit if serum else "mmol/L"
    known, person = derive(entered), person_of(patient)
    given = {name for name, column in known.quantities.items() if column.entered[0]}
    trials: dict[str, _Trial] = {}
    columns: dict[str, Callable[[int], Column]] = {}
    start = 1
    for name in book.tests:
        if name not in given:
            unit, in_use = (
                unit_beside(name, magnesium_unit),
                published_range(name, patient.laboratory, person),
            )
            values = _worth_trying(book, name, unit, in_use, every=gives_another(name, given))
            trials[name] = _Trial(name, unit, values, start)
            columns[name] = partial(_tried, trials[name], in_use)
            start = trials[name].stop
    for name in MAGNESIUM_TESTS:
        if is_plain(patient, name):
            column = entered.quantity(name)
            unit, in_use = patient.results[name].unit, column.range_of(0)
            values = _worth_trying(book, name, unit, in_use, every=gives_another(name, given))
            trials[name] = _Trial(name, unit, values, start)
            columns[name] = partial(_varied, trials[name], column)
            start = trials[name].stop
    words = [word for word in WORDS if entered.word(word)[0] == UNKNOWN]
    rows = start + len(words)
    quantities = {name: of_rows(rows) for name, of_rows in columns.items()}
    present = np.full((len(words), rows), UNKNOWN, np.int8)
    present[np.arange(len(words)), np.arange(start, rows)] = TRUE
    asked = dict(zip(words, present, strict=True))
    return WhatIf(patient, read(book, entered.with_(quantities, asked, rows)), trials, words, start)


def is_plain(patient: Patient, name: str) -> bool:
    """Whether a result was entered as a number, without a comparator."""
    return name in patient.results and patient.results[name].comparator is None


@lru_cache(maxsize=10_000)
def _worth_trying(book: Rulebook, name: str, unit: str, in_use: RangeInUse, *, every: bool) -> Ticks:
    """Every printable value of a test; where nothing else is computed from it those beside its limits tell the same."""
    one, most = step(name, unit), most_printable(name, unit)
    if every:
        coarse = -(-(most // one + 1) // MOST_ROWS)
        return np.arange(0, most + one, one * coarse, dtype=np.int64)
    limits = _limits(book)
    values = beside_limits(name, unit, in_use, limits[name] + limits[STANDS_FOR.get(name, "")])
    return values[values <= most]


@lru_cache(maxsize=4)
def _limits(book: Rulebook) -> Mapping[str, tuple[DecisionLimit, ...]]:
    """Every limit that a finding or definition puts on a quantity."""
    conditions = [one.conditions for one in book.findings]
    conditions += [one.conditions for one in book.definitions.values()]
    clauses = [clause for one in conditions for clause in one.clauses()]
    clauses += [clause for one in book.definitions.values() for clause in one.count]
    found: defaultdict[str, dict[int, DecisionLimit]] = defaultdict(dict)
    for clause in clauses:
        if clause.limit is not None:
            found[clause.subject][id(clause.limit)] = clause.limit
    return defaultdict(tuple, {name: tuple(limits.values()) for name, limits in found.items()})


def _tried(trial: _Trial, in_use: RangeInUse, rows: int) -> Column:
    values = np.full(rows, FAR)
    values[trial.start : trial.stop] = trial.ticks
    return column_of(trial.quantity, trial.unit, values, in_use)


def _varied(trial: _Trial, entered: Column, rows: int) -> Column:
    """The entered result in every row but those of its trial."""
    tried = _tried(trial, entered.range_of(0), rows)
    row = np.arange(rows)
    inside = (row >= trial.start) & (row < trial.stop)
    limits = (np.where(inside, new, old) for new, old in zip(tried.limits, entered.limits, strict=True))
    return replace(
        entered,
        least=np.where(inside, tried.least, entered.least),
        greatest=np.where(inside, tried.greatest, entered.greatest),
        places=np.where(inside, tried.places, entered.places),
        limits=Limits(*limits),
    )


def _outcomes(
    trial: _Trial, tried: Readings, added: Sequence[str], holds: NDArray[np.bool_]
) -> tuple[Outcome, ...]:
    """Runs of results with the same answer; ``holds`` has a line for each finding of ``added``."""
    rows = slice(trial.start, trial.stop)
    of_trial = holds[:, rows]
    differs = (of_trial[:, 1:] != of_trial[:, :-1]).any(axis=0)
    for answers in (tried.reading_pattern[rows], tried.urgency[rows], tried.confidence[rows]):
        differs |= answers[1:] != answers[:-1]
    cuts = [0, *(np.flatnonzero(differs) + 1), len(trial.ticks)]
    return tuple(
        Outcome(
            when=_when(trial, int(first), int(end)),
            pattern=tried.pattern_of(trial.start + int(first)),
            urgency=tried.urgency_of(trial.start + int(first)),
            confidence=tried.confidence_of(trial.start + int(first)),
            adds=tuple(added[index] for index in np.flatnonzero(holds[:, trial.start + int(first)]).tolist()),
        )
        for first, end in pairwise(cuts)
    )


def _flips(trial: _Trial, tried: Readings, patient: Patient) -> Iterator[Flip]:
    """Below and above the entered value the nearest with another reading or urgency; row 0 is the patient."""
    entered, variations = Fraction(patient.results[trial.quantity].value), of_one_result(trial.quantity)
    rows = slice(trial.start, trial.stop)
    differs = (tried.reading_pattern[rows] != tried.reading_pattern[0]) | (
        tried.urgency[rows] != tried.urgency[0]
    )
    other, own = np.flatnonzero(differs), float(entered * TICKS)
    for nearest in (other[trial.ticks[other] < own][-1:], other[trial.ticks[other] > own][:1]):
        for index in nearest.tolist():
            value = Fraction(int(trial.ticks[index]), TICKS)
            change = float((value - entered) / entered * 100) if entered else float("inf")
            yield Flip(
                quantity=trial.quantity,
                value=f"{trial.words(index)} {trial.unit}",
                change=change,
                pattern=tried.pattern_of(trial.start + index),
                urgency=tried.urgency_of(trial.start + index),
                within_variation=abs(change) <= NINETY_FIVE * variations[0].cv if variations else None,
            )


def _when(trial: _Trial, first: int, end: int) -> str:
    """A run of results in words: 'below 24 mg/24 h', '24 to 269 mg/24 h', '270 mg/24 h or more', 'any result'."""
    if first == 0 and end == len(trial.ticks):
        return "any result"
    if first == 0:
        return f"below {trial.words(end)} {trial.unit}"
    low, high = trial.words(first), trial.words(end - 1)
    if end == len(trial.ticks):
        return f"{low} {trial.unit} or more"
    return f"{low} {trial.unit}" if low == high else f"{low} to {high} {trial.unit}"


def _questions(tried: Readings, start: int, words: Sequence[str]) -> tuple[Question, ...]:
    found = []
    for row, word in enumerate(words, start):
        changes = changed(tried, row)
        if changes != "nothing":
            found.append(
                (
                    int(tried.urgency[row]),
                    Question(word, changes, tried.pattern_of(row), tried.urgency_of(row)),
                )
            )
    now = int(tried.urgency[0])
    found.sort(key=lambda one: (-max(one[0], now), one[1].changes == "confidence"))
    return tuple(question for _, question in found)


def changed(tried: Readings, row: int) -> str:
    """What a row changes against the first: urgency, pattern, confidence or nothing."""
    for name, values in (
        ("urgency", tried.urgency),
        ("pattern", tried.reading_pattern),
        ("confidence", tried.confidence),
    ):
        if values[row] != values[0]:
            return name
    return "nothing"
