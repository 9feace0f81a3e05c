"""What would change the reading: extra rows of the same columns.

Every what-if is one more row in one call: a row for each printable value of a test that was not done, and a row for each
question that was not asked. Rows with the same answer are merged. Nothing is searched or sampled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from interpret.columns import FAR, TICKS, Column, Columns, Limits
from interpret.evaluate import Readings, read
from interpret.explain import number
from interpret.prepare import range_ends
from interpret.quantities import QUANTITIES
from interpret.ranges import Person, published_range
from interpret.truth import TRUE, UNKNOWN, Ticks
from interpret.units import convert
from interpret.words import WORDS

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
class WhatIf:
    """Outcomes by quantity, and the questions that matter, those of urgency first."""

    outcomes: Mapping[str, tuple[Outcome, ...]]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    """The rows that try every printable value of one test."""

    quantity: str
    unit: str
    places: int
    ticks: Ticks
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.ticks)


def what_if(
    entered: Columns, base: Readings, tests: Sequence[str], person: Person, magnesium_unit: str
) -> WhatIf:
    """Try every printable result of ``tests`` and every word not asked, in one evaluation.

    ``magnesium_unit`` is the unit the clinician entered serum magnesium in; results are tried in its family (mg, mmol, mEq).
    """
    trials: list[_Trial] = []
    start = 1
    for name in dict.fromkeys(tests):
        if not base.reported.columns.quantity(name).entered.any():
            trials.append(_trial(name, magnesium_unit, start))
            start = trials[-1].stop
    words = [word for word in WORDS if (base.reported.columns.word(word) == UNKNOWN).all()]
    rows = start + len(words)
    quantities = {trial.quantity: _tried(trial, rows, person) for trial in trials}
    asked = {
        word: np.where(np.arange(rows) == start + offset, TRUE, UNKNOWN) for offset, word in enumerate(words)
    }
    tried = read(base.book, entered.with_(quantities, asked, rows))
    outcomes = {trial.quantity: _outcomes(trial, tried, base) for trial in trials}
    return WhatIf(outcomes, _questions(tried, start, words))


def _trial(name: str, magnesium_unit: str, start: int) -> _Trial:
    quantity = QUANTITIES[name]
    family = magnesium_unit.split("/", maxsplit=1)[0]
    unit = next(
        (one for one in quantity.units if one.split("/", maxsplit=1)[0] == family), quantity.canonical_unit
    )
    places = quantity.reporting_places(unit)
    most = convert(quantity.probable[1], quantity.canonical_unit, unit, quantity.units)
    count = int(most * 10**places) + 1
    steps = np.arange(0, count, -(-count // MOST_ROWS), dtype=np.int64)
    return _Trial(name, unit, places, steps * (TICKS // 10**places), start)


def _tried(trial: _Trial, rows: int, person: Person) -> Column:
    least, greatest, entered = np.full(rows, -FAR), np.full(rows, FAR), np.zeros(rows, bool)
    least[trial.start : trial.stop] = greatest[trial.start : trial.stop] = trial.ticks
    entered[trial.start : trial.stop] = True
    quantity = QUANTITIES[trial.quantity]
    unit = tuple(quantity.units).index(trial.unit)
    in_use = published_range(trial.quantity, None, person)
    limits = Limits(*(np.array([end]) for end in range_ends(in_use, trial.quantity, unit, trial.places)))
    one_unit, one_places = np.array([unit], np.int8), np.array([trial.places], np.int8)
    return Column(quantity, least, greatest, one_unit, one_places, entered, limits, (in_use,))


def _outcomes(trial: _Trial, tried: Readings, base: Readings) -> tuple[Outcome, ...]:
    rows = slice(trial.start, trial.stop)
    new = [one for one in tried.book.of_kind(*ADDED_KINDS) if base.holds(one.id, 0) != TRUE]
    adds = [np.broadcast_to(tried.truth[one.id], tried.rows)[rows] == TRUE for one in new]
    answers = np.vstack([tried.reading_pattern[rows], tried.urgency[rows], tried.confidence[rows], *adds])
    cuts = [0, *(np.flatnonzero((answers[:, 1:] != answers[:, :-1]).any(axis=0)) + 1), len(trial.ticks)]
    return tuple(
        Outcome(
            when=_when(trial, int(first), int(end)),
            pattern=tried.pattern_of(trial.start + int(first)),
            urgency=tried.urgency_of(trial.start + int(first)),
            confidence=tried.confidence_of(trial.start + int(first)),
            adds=tuple(one.id for one, holds in zip(new, adds, strict=True) if holds[first]),
        )
        for first, end in pairwise(cuts)
    )


def _when(trial: _Trial, first: int, end: int) -> str:
    """A run of results in words: 'below 24 mg/24 h', '24 to 269 mg/24 h', '270 mg/24 h or more', 'any result'."""
    low, high = (number(Fraction(int(trial.ticks[row]), TICKS), trial.places) for row in (first, end - 1))
    if first == 0 and end == len(trial.ticks):
        return "any result"
    if first == 0:
        return f"below {number(Fraction(int(trial.ticks[end]), TICKS), trial.places)} {trial.unit}"
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
