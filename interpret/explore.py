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

from interpret.columns import FAR, TICKS, Column, Columns
from interpret.evaluate import Readings, read
from interpret.explain import number
from interpret.patient import Patient
from interpret.prepare import person_of
from interpret.quantities import QUANTITIES
from interpret.ranges import RangeInUse, published_range
from interpret.trials import column_of, most_printable, step, tried_unit
from interpret.truth import TRUE, UNKNOWN, Ticks
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
    ticks: Ticks
    start: int

    def words(self, row: int) -> str:
        places = QUANTITIES[self.quantity].reporting_places(self.unit)
        return number(Fraction(int(self.ticks[row]), TICKS), places)

    @property
    def stop(self) -> int:
        return self.start + len(self.ticks)


def what_if(entered: Columns, base: Readings, tests: Sequence[str], patient: Patient) -> WhatIf:
    """Try every printable result of ``tests`` and every word not asked, in one evaluation.

    Results are tried in the unit family (mg, mmol, mEq) in which serum magnesium was entered, against the range in use.
    """
    serum = patient.results.get("serum_magnesium")
    magnesium_unit = serum.unit if serum else "mmol/L"
    trials: list[_Trial] = []
    start = 1
    for name in dict.fromkeys(tests):
        if not base.reported.columns.quantity(name).entered.any():
            trials.append(_trial(name, magnesium_unit, start))
            start = trials[-1].stop
    words = [word for word in WORDS if (base.reported.columns.word(word) == UNKNOWN).all()]
    rows = start + len(words)
    quantities = {
        trial.quantity: _tried(
            trial, rows, published_range(trial.quantity, patient.laboratory, person_of(patient))
        )
        for trial in trials
    }
    asked = {
        word: np.where(np.arange(rows) == start + offset, TRUE, UNKNOWN) for offset, word in enumerate(words)
    }
    tried = read(base.book, entered.with_(quantities, asked, rows))
    outcomes = {trial.quantity: _outcomes(trial, tried, base) for trial in trials}
    return WhatIf(outcomes, _questions(tried, start, words))


def _trial(name: str, magnesium_unit: str, start: int) -> _Trial:
    unit = tried_unit(name, magnesium_unit)
    one, most = step(name, unit), most_printable(name, unit)
    coarse = -(-(most // one + 1) // MOST_ROWS)
    return _Trial(name, unit, np.arange(0, most + one, one * coarse, dtype=np.int64), start)


def _tried(trial: _Trial, rows: int, in_use: RangeInUse) -> Column:
    values = np.full(rows, FAR)
    values[trial.start : trial.stop] = trial.ticks
    return column_of(trial.quantity, trial.unit, values, in_use)


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
