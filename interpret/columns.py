"""Columns of intervals: how values, limits and ranges stand so that they compare exactly.

A value is held in whole *ticks*, half last places of the fourth decimal (1/20,000 of its unit), so that ``<0.2`` can end just
under 0.2 and no comparison meets a rounding error. Every value keeps the unit and the decimal places it was reported in. A limit
is compared in that unit: as printed where its source prints that unit, else converted once and rounded half to even to the
places of the value (never fewer than laboratories print).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from interpret.patient import MOST_PLACES
from interpret.quantities import QUANTITIES, Quantity
from interpret.ranges import NO_RANGE, RangeInUse
from interpret.truth import Ticks, Truth
from interpret.units import convert
from reference_ranges import DecisionLimit

TICKS = 20_000
FAR = 2**60
"""Further than any value: an end that is not known."""


class Limits(NamedTuple):
    """Where the lower and the upper limit of the range in use lie.

    From the least to the greatest of published limits: the same number twice for one range, -FAR to FAR where there is none.
    """

    low_from: Ticks
    low_to: Ticks
    high_from: Ticks
    high_to: Ticks


@dataclass(frozen=True, slots=True)
class Column:
    """One quantity over all rows; every array has one entry a row, or one entry for all rows.

    ``ranges`` are the different ranges in use, ``range_index`` which of them each row has.
    """

    quantity: Quantity
    least: Ticks
    greatest: Ticks
    unit: NDArray[np.int8]
    places: NDArray[np.int8]
    entered: NDArray[np.bool_]
    limits: Limits
    ranges: tuple[RangeInUse, ...] = (NO_RANGE,)
    range_index: NDArray[np.int64] | None = None

    def range_of(self, row: int) -> RangeInUse:
        return self.ranges[
            0 if self.range_index is None else int(self.range_index[min(row, len(self.range_index) - 1)])
        ]

    def unit_of(self, row: int) -> str:
        return tuple(self.quantity.units)[at(self.unit, row)]

    def canonical(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both ends in the canonical unit; an unknown end is infinite."""
        worth = _worth(self.quantity.id)[self.unit]
        return _to_float(self.least) * worth, _to_float(self.greatest) * worth

    def limit(self, limit: DecisionLimit) -> Ticks:
        """A limit in the unit and places of each row."""
        return _limit_table(self.quantity.id, limit)[self.unit, self.places]

    def between(self, least: Ticks, greatest: Ticks) -> Column:
        """The same column with another interval, as a gate leaves it."""
        return replace(self, least=least, greatest=greatest)


@dataclass(frozen=True, slots=True)
class Columns:
    """Quantities and words of all rows. What nobody entered or asked is not held; it is UNKNOWN everywhere."""

    rows: int
    quantities: Mapping[str, Column]
    words: Mapping[str, Truth]

    def quantity(self, name: str) -> Column:
        return self.quantities.get(name) or missing(name)

    def word(self, name: str) -> Truth:
        return self.words.get(name, NOT_ASKED)

    def with_(
        self,
        quantities: Mapping[str, Column] | None = None,
        words: Mapping[str, Truth] | None = None,
        rows: int | None = None,
    ) -> Columns:
        return Columns(
            rows or self.rows, {**self.quantities, **(quantities or {})}, {**self.words, **(words or {})}
        )


NOT_ASKED: Truth = np.zeros(1, np.int8)


def at(array: NDArray[Any], row: int) -> int:
    """The element of a row, also of a column that holds one value for all rows, as Python's own number or truth."""
    element: int = array.item(row if len(array) > 1 else 0)
    return element


@cache
def missing(name: str) -> Column:
    """A quantity that nobody entered."""
    nowhere, everywhere = np.array([-FAR]), np.array([FAR])
    none = np.zeros(1, np.int8)
    limits = Limits(nowhere, everywhere, nowhere, everywhere)
    return Column(QUANTITIES[name], nowhere, everywhere, none, none, np.zeros(1, bool), limits)


def places_of(value: Fraction) -> int:
    """The fewest decimal places that print a value, at most four."""
    return next((places for places in range(MOST_PLACES) if round(value, places) == value), MOST_PLACES)


def ticks_of(value: Fraction) -> int:
    """A value in ticks, rounded half to even at the fourth decimal."""
    return int(round(value, MOST_PLACES) * TICKS)


def rounded_limit(value: Decimal, from_unit: str, to_unit: str, quantity: Quantity, places: int) -> Fraction:
    """A limit in another unit, to the places of the value it is compared with."""
    exact = Fraction(value)
    if from_unit == to_unit:
        return exact
    converted = convert(exact, from_unit, to_unit, quantity.units)
    return round(converted, max(places, quantity.reporting_places(to_unit)))


def from_floats(
    name: str,
    least: NDArray[np.float64],
    greatest: NDArray[np.float64],
    unit: int = 0,
    places: int | None = None,
) -> Column:
    """A derived quantity in one of its units, rounded to the places in which it is printed; NaN is not known."""
    quantity = QUANTITIES[name]
    printed = tuple(quantity.units)[unit]
    to = quantity.reporting_places(printed) if places is None else places
    known = ~(np.isnan(least) | np.isnan(greatest))
    base = missing(name)
    return replace(
        base,
        least=_to_ticks(np.where(known, least, -np.inf), to),
        greatest=_to_ticks(np.where(known, greatest, np.inf), to),
        unit=np.array([unit], np.int8),
        places=np.array([to], np.int8),
        entered=known & np.isfinite(least) | known & np.isfinite(greatest),
    )


def _to_ticks(values: NDArray[np.float64], places: int) -> Ticks:
    whole = np.where(np.isfinite(values), np.round(values, places) * TICKS, 0.0)
    return np.where(
        np.isposinf(values), FAR, np.where(np.isneginf(values), -FAR, np.rint(whole).astype(np.int64))
    )


def _to_float(ticks: Ticks) -> NDArray[np.float64]:
    return np.where(ticks >= FAR, np.inf, np.where(ticks <= -FAR, -np.inf, ticks / TICKS))


@cache
def _worth(name: str) -> NDArray[np.float64]:
    return np.array([float(one) for one in QUANTITIES[name].units.values()])


@cache
def _limit_table(name: str, limit: DecisionLimit) -> Ticks:
    """Ticks of one limit for every unit (rows) and number of places (columns) a value may have."""
    quantity, printed = QUANTITIES[name], limit.values
    first = next(iter(printed))
    return np.array(
        [
            [
                ticks_of(
                    rounded_limit(
                        printed[unit if unit in printed else first],
                        unit if unit in printed else first,
                        unit,
                        quantity,
                        places,
                    )
                )
                for places in range(MOST_PLACES + 1)
            ]
            for unit in quantity.units
        ]
    )
