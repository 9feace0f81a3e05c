"""The reading in every cell of serum × red cells × 24-hour urine, for everything else that was entered.

A cell is a combination of flags. Where the number decides within a cell, for example a urine amount below its own range but
above what a kidney should let through, the cell is split and says at which number. Exact: every value beside a limit is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interpret.columns import FAR, Columns
from interpret.evaluate import Readings, read
from interpret.explain import ticks_in_words
from interpret.patient import Patient
from interpret.pattern_names import NAMES
from interpret.prepare import columns_of, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, unit_beside
from interpret.ranges import RangeInUse, published_range, range_in_use
from interpret.rules import Rulebook, rulebook
from interpret.trials import beside_limits, column_of
from interpret.truth import TRUE, Ticks
from reference_ranges import DecisionLimit

FLAGS = ("not measured", "low", "ranges differ", "normal", "high")
"""What a test can be; 'ranges differ' only where published ranges are read together."""


@dataclass(frozen=True, slots=True)
class CellReading:
    """One reading of a cell; ``reading`` is the id of a finding. ``when`` is empty where the whole cell has it."""

    reading: str
    pattern: str
    title: str
    when: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Flags of serum, red cells and urine with their readings; ``here`` marks the patient's own."""

    flags: tuple[str, ...]
    readings: tuple[CellReading, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The values of one test that are tried, in ticks of one unit; the last, ``FAR``, is 'not measured'."""

    name: str
    unit: str
    in_use: RangeInUse
    points: Ticks

    def words(self, ticks: int) -> str:
        places = QUANTITIES[self.name].reporting_places(self.unit)
        return ticks_in_words(ticks, places)


@dataclass(frozen=True, slots=True)
class Regions:
    """A row for every value beside every limit of the three tests, and for 'not measured'; all else as entered."""

    columns: Columns
    axes: tuple[Axis, ...]
    grid: Ticks
    """One line for each axis, one column for each row."""


def regions(patient: Patient) -> Regions:
    """Every region of serum, red cells and urine for a patient, against the ranges in use."""
    axes = tuple(_axis(name, patient, rulebook()) for name in MAGNESIUM_TESTS)
    grid = np.array([each.ravel() for each in np.meshgrid(*(axis.points for axis in axes), indexing="ij")])
    columns = {
        axis.name: column_of(axis.name, axis.unit, values, axis.in_use)
        for axis, values in zip(axes, grid, strict=True)
    }
    return Regions(columns_of([patient]).with_(columns, rows=grid.shape[1]), axes, grid)


def pattern_map(patient: Patient) -> tuple[Cell, ...]:
    """Every cell for a patient: all else as entered, the three tests tried against the ranges in use."""
    every = regions(patient)
    tried, own = read(rulebook(), every.columns), read(rulebook(), columns_of([patient]))
    here = tuple(FLAGS[int(_flags(own, name)[0])] for name in MAGNESIUM_TESTS)
    flags = np.array([_flags(tried, name) for name in MAGNESIUM_TESTS])
    found = []
    for key in np.unique(flags, axis=1).T:
        rows = np.flatnonzero((flags == key[:, None]).all(axis=0))
        named = tuple(FLAGS[flag] for flag in key)
        found.append(Cell(named, tuple(_readings(tried, every, rows)), named == here))
    return tuple(found)


def _axis(name: str, patient: Patient, book: Rulebook) -> Axis:
    measurement = patient.results.get(name)
    person = person_of(patient)
    if measurement:
        in_use = range_in_use(name, measurement, patient.laboratory, person, patient.weight_kg)
        unit = measurement.unit
    else:
        serum = patient.results.get(MAGNESIUM_TESTS[0])
        in_use = published_range(name, patient.laboratory, person)
        unit = unit_beside(name, serum.unit if serum else "mmol/L")
    points = beside_limits(name, unit, in_use, _limits(name, book))
    return Axis(name, unit, in_use, np.append(points, FAR))


def _limits(name: str, book: Rulebook) -> Iterator[DecisionLimit]:
    """The limits that a reading, a gate or a definition puts on a quantity."""
    clauses = [clause for one in book.of_kind("pattern", "gate") for clause in one.conditions.clauses()]
    for one in book.definitions.values():
        clauses += one.conditions.clauses() + one.count
    yield from (clause.limit for clause in clauses if clause.subject == name and clause.limit)


def _flags(readings: Readings, name: str) -> NDArray[np.int8]:
    """Index into ``FLAGS`` for each row, as reported."""
    first = readings.reported
    conditions = [first.flag(name, flag) == TRUE for flag in ("low", "normal", "high")]
    known = np.select(
        conditions, [FLAGS.index(flag) for flag in ("low", "normal", "high")], FLAGS.index("ranges differ")
    )
    flags = np.where(first.columns.quantity(name).entered, known, FLAGS.index("not measured"))
    return np.broadcast_to(flags, readings.rows)


def _readings(tried: Readings, every: Regions, rows: NDArray[np.int64]) -> Iterator[CellReading]:
    """The readings of one cell, in the order of the numbers."""
    given = [tried.reading(int(row)) for row in rows]
    names = np.array(
        [one.id if one else tried.pattern_of(int(row)) for one, row in zip(given, rows, strict=True)]
    )
    for name in dict.fromkeys(names.tolist()):
        has = names == name
        first = int(np.flatnonzero(has)[0])
        finding, pattern = given[first], tried.pattern_of(int(rows[first]))
        title = finding.title if finding else NAMES[pattern]
        yield CellReading(name, pattern, title, _when(every.axes, every.grid[:, rows], has))


def _when(axes: Sequence[Axis], cell: Ticks, has: NDArray[np.bool_]) -> str:
    """For which of a cell's numbers a reading holds: a stretch of each test, or 'otherwise' where it is not that simple."""
    inside = np.all([np.isin(values, values[has]) for values in cell], axis=0)
    if (inside != has).any():
        return "otherwise"
    spans = [_span(axis, values, values[has]) for axis, values in zip(axes, cell, strict=True)]
    return ", ".join(span for span in spans if span)


def _span(axis: Axis, cell: Ticks, some: Ticks) -> str:
    """Which stretch of a cell's values some of them are, or nothing when they are all."""
    values, held = np.unique(cell), np.unique(some)
    first, last = np.searchsorted(values, (held[0], held[-1]))
    parts = [f"{axis.words(int(values[first]))} {axis.unit} or more"] if first > 0 else []
    parts += [f"below {axis.words(int(values[last + 1]))} {axis.unit}"] if last + 1 < len(values) else []
    return f"{QUANTITIES[axis.name].label} {' and '.join(parts)}" if parts else ""
