"""The reading at every point of serum × 24-hour urine, for everything else that was entered: one evaluation of a grid of rows.

Of serum every printable value is tried. Of urine evenly spaced values are tried and those beside every limit, so that a border
lies where the rules have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from interpret.columns import FAR, TICKS, Column, at
from interpret.evaluate import read
from interpret.patient import Patient
from interpret.prepare import columns_of, person_of
from interpret.quantities import QUANTITIES
from interpret.ranges import published_range
from interpret.rules import PATTERNS, URGENCIES, rulebook
from interpret.trials import column_of, step
from interpret.truth import Ticks
from interpret.units import convert
from reference_ranges import DecisionLimit

SERUM, URINE = "serum_magnesium", "urine_magnesium_24h"
ENDS = {SERUM: QUANTITIES[SERUM].probable, URINE: (Fraction(0), Fraction(15))}
"""The part that is read, in mmol/L and mmol/24 h: every probable serum, and urine to beyond every published upper limit."""

MOST_STEPS = {SERUM: 140, URINE: 75}
"""Evenly spaced values tried of one test; there are more beside its limits."""


@dataclass(frozen=True, slots=True)
class Side:
    """One test along one side of the plane: the values tried, and the range in use; all in ``unit``."""

    name: str
    unit: str
    values: NDArray[np.float64]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Readings over two tests: a line for each value of urine, a place in it for each value of serum."""

    serum: Side
    urine: Side
    patterns: NDArray[np.object_]
    urgencies: NDArray[np.object_]


def plane(patient: Patient, serum_unit: str, urine_unit: str) -> Plane:
    """The plane for a patient, whose own serum and urine are put aside."""
    entered = columns_of([patient])
    empty = [_empty(patient, SERUM, serum_unit), _empty(patient, URINE, urine_unit)]
    tried = [_tried(column) for column in empty]
    grid = np.meshgrid(*tried)
    columns = {
        column.quantity.id: column_of(
            column.quantity.id, column.unit_of(0), values.ravel(), column.range_of(0)
        )
        for column, values in zip(empty, grid, strict=True)
    }
    readings = read(rulebook(), entered.with_(columns, rows=grid[0].size))
    serum, urine = (_side(column, values) for column, values in zip(empty, tried, strict=True))
    return Plane(
        serum,
        urine,
        np.array(PATTERNS, object)[readings.reading_pattern].reshape(grid[0].shape),
        np.array(URGENCIES, object)[readings.urgency].reshape(grid[0].shape),
    )


def ends_of(name: str, unit: str) -> tuple[Fraction, Fraction]:
    """The ends of what is tried of a test, to the places laboratories print."""
    quantity = QUANTITIES[name]
    places = quantity.reporting_places(unit)
    least, most = (
        round(convert(end, quantity.canonical_unit, unit, quantity.units), places)
        for end in ENDS.get(name, quantity.probable)
    )
    return least, most


def _empty(patient: Patient, name: str, unit: str) -> Column:
    """One value in this unit, against the range in use."""
    if name in patient.results:
        in_use = columns_of([patient]).quantity(name).range_of(0)
    else:
        in_use = published_range(name, patient.laboratory, person_of(patient))
    return column_of(name, unit, np.zeros(1, np.int64), in_use)


def _tried(column: Column) -> Ticks:
    name, unit = column.quantity.id, column.unit_of(0)
    one = step(name, unit)
    least, most = (int(end * TICKS) for end in ends_of(name, unit))
    coarse = one * -(-(most - least) // (one * MOST_STEPS[name]))
    beside = {cut + near for cut in _cuts(column) for near in (-one, 0, one)}
    values = {*range(least, most, coarse), most, *(value for value in beside if least <= value <= most)}
    return np.array(sorted(values), np.int64)


def _cuts(column: Column) -> Iterator[int]:
    """The ends of the range in use, and every limit that urgency, a gate, a reading or a definition puts on the quantity."""
    yield from (at(end, 0) for end in column.limits)
    for limit in _limits(column.quantity.id):
        yield at(column.limit(limit), 0)


def _limits(name: str) -> Iterator[DecisionLimit]:
    book = rulebook()
    conditions = [one.conditions for one in book.of_kind("urgency", "gate", "pattern")]
    conditions += [one.conditions for one in book.definitions.values()]
    clauses = [clause for one in conditions for clause in one.clauses()]
    clauses += [clause for one in book.definitions.values() for clause in one.count]
    yield from (clause.limit for clause in clauses if clause.subject == name and clause.limit)


def _side(column: Column, values: Ticks) -> Side:
    low, high = (at(end, 0) for end in (column.limits.low_to, column.limits.high_from))
    return Side(
        column.quantity.id,
        column.unit_of(0),
        values / TICKS,
        low / TICKS if low > -FAR and low < FAR else np.nan,
        high / TICKS if abs(high) < FAR else np.nan,
    )
