"""How firm a reading is: what it becomes when a result moves as results do, and the smallest change that turns it.

The same patient with one test changed, a row for each value: exact, without search and without chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np

from interpret.columns import TICKS
from interpret.evaluate import Readings, read
from interpret.explain import number
from interpret.patient import Patient
from interpret.prepare import columns_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.rules import rulebook
from interpret.trials import column_of, most_printable, step
from interpret.truth import Ticks
from interpret.variation import NINETY_FIVE, OfOneResult, of_one_result
from reference_ranges import Citation

EQUALLY_LIKELY = 401
"""Values tried: as many equal slices of the normal curve around the reported value, each by its middle."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often a reading came out, from nought to one."""

    pattern: str
    urgency: str
    share: float


@dataclass(frozen=True, slots=True)
class Firmness:
    """What becomes of the reading while one test varies as it does in one person; ``cv`` in %."""

    quantity: str
    cv: float
    citations: tuple[Citation, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """The nearest value of one test, in one direction, with another reading. ``change`` in % of the entered value."""

    quantity: str
    value: str
    change: float
    pattern: str
    urgency: str
    within_variation: bool | None
    """None: no variation of this test is held."""


def firmness(patient: Patient) -> tuple[Firmness, ...]:
    """For each magnesium test with a published variation that was entered as a plain number."""
    return tuple(
        _firmness(patient, name, published[0])
        for name in MAGNESIUM_TESTS
        if _is_plain(patient, name) and (published := of_one_result(name))
    )


def flips(patient: Patient) -> tuple[Flip, ...]:
    """For each magnesium test the nearest other reading below and above, the smallest change first."""
    found = [flip for name in MAGNESIUM_TESTS if _is_plain(patient, name) for flip in _flips(patient, name)]
    return tuple(sorted(found, key=lambda flip: abs(flip.change)))


def _is_plain(patient: Patient, name: str) -> bool:
    return name in patient.results and patient.results[name].comparator is None


def _firmness(patient: Patient, name: str, variation: OfOneResult) -> Firmness:
    measurement = patient.results[name]
    curve = NormalDist(float(measurement.value), float(measurement.value) * variation.cv / 100)
    one = step(name, measurement.unit)
    slices = [curve.inv_cdf((index + 0.5) / EQUALLY_LIKELY) for index in range(EQUALLY_LIKELY)]
    values = np.array([max(round(value * TICKS / one), 0) * one for value in slices])
    tried = _with(patient, name, values)
    counted = Counter((tried.pattern_of(row), tried.urgency_of(row)) for row in range(EQUALLY_LIKELY))
    shares = tuple(Share(*key, count / EQUALLY_LIKELY) for key, count in counted.most_common())
    return Firmness(name, variation.cv, variation.citations, shares)


def _flips(patient: Patient, name: str) -> Iterator[Flip]:
    measurement, variations = patient.results[name], of_one_result(name)
    entered = Fraction(measurement.value)
    one = step(name, measurement.unit)
    values = np.arange(0, most_printable(name, measurement.unit) + one, one, dtype=np.int64)
    own = int(entered * TICKS)
    tried = _with(patient, name, np.append(values, own))
    here = len(values)
    differs = (tried.reading_pattern != tried.reading_pattern[here]) | (tried.urgency != tried.urgency[here])
    other = np.flatnonzero(differs[:here])
    for row in (other[values[other] < own][-1:], other[values[other] > own][:1]):
        for index in row.tolist():
            value = Fraction(int(values[index]), TICKS)
            change = float((value - entered) / entered * 100) if entered else float("inf")
            places = QUANTITIES[name].reporting_places(measurement.unit)
            yield Flip(
                quantity=name,
                value=f"{number(value, places)} {measurement.unit}",
                change=change,
                pattern=tried.pattern_of(index),
                urgency=tried.urgency_of(index),
                within_variation=abs(change) <= NINETY_FIVE * variations[0].cv if variations else None,
            )


def _with(patient: Patient, name: str, values: Ticks) -> Readings:
    """The patient once for each value of one test."""
    entered = columns_of([patient])
    column = entered.quantity(name)
    changed = column_of(name, column.unit_of(0), values, column.range_of(0))
    return read(rulebook(), entered.with_({name: changed}, rows=len(values)))
