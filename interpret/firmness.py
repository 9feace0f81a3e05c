"""How firm a reading is: what it becomes when a result moves as results do.

The same patient with one test changed, a row for each value: exact, without search and without chance.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from interpret.columns import TICKS
from interpret.evaluate import Readings, read
from interpret.explore import is_plain
from interpret.patient import Patient
from interpret.prepare import columns_of
from interpret.quantities import MAGNESIUM_TESTS
from interpret.rules import rulebook
from interpret.trials import column_of, step
from interpret.truth import Ticks
from interpret.variation import OfOneResult, of_one_result
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


def firmness(patient: Patient) -> tuple[Firmness, ...]:
    """For each magnesium test with a published variation that was entered as a plain number."""
    return tuple(
        _firmness(patient, name, published[0])
        for name in MAGNESIUM_TESTS
        if is_plain(patient, name) and (published := of_one_result(name))
    )


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


def _with(patient: Patient, name: str, values: Ticks) -> Readings:
    """The patient once for each value of one test."""
    entered = columns_of([patient])
    column = entered.quantity(name)
    changed = column_of(name, column.unit_of(0), values, column.range_of(0))
    return read(rulebook(), entered.with_({name: changed}, rows=len(values)))
