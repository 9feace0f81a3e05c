"""Values that nobody reported, put into columns: what every what-if is made of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from interpret.columns import FAR, TICKS, Column, Limits
from interpret.prepare import range_ends
from interpret.quantities import QUANTITIES
from interpret.ranges import RangeInUse
from interpret.truth import Ticks
from interpret.units import convert
from reference_ranges import DecisionLimit


def step(name: str, unit: str) -> int:
    """The ticks between two values that a laboratory can print."""
    return int(TICKS // 10 ** QUANTITIES[name].reporting_places(unit))


def most_printable(name: str, unit: str) -> int:
    """The greatest value worth trying, in ticks: the end of what is probable."""
    quantity, one = QUANTITIES[name], step(name, unit)
    most = convert(quantity.probable[1], quantity.canonical_unit, unit, quantity.units)
    return int(most * TICKS) // one * one


def column_of(name: str, unit: str, values: Ticks, in_use: RangeInUse) -> Column:
    """A column of given values; ``FAR`` stands for not measured."""
    quantity = QUANTITIES[name]
    index, places = tuple(quantity.units).index(unit), quantity.reporting_places(unit)
    measured = values < FAR
    return Column(
        quantity,
        np.where(measured, values, -FAR),
        values,
        np.array([index], np.int8),
        np.array([places], np.int8),
        measured,
        Limits(*(np.array([end]) for end in range_ends(in_use, name, index, places))),
        (in_use,),
    )


def beside_limits(name: str, unit: str, in_use: RangeInUse, limits: Iterable[DecisionLimit]) -> Ticks:
    """Nought, and every printable value at, just under and just over a limit or an end of the range, in ticks, rising."""
    probe = column_of(name, unit, np.zeros(1, np.int64), in_use)
    ends = [int(end[0]) for end in probe.limits]
    cuts = [cut for cut in (*ends, *(int(probe.limit(one)[0]) for one in limits)) if abs(cut) < FAR]
    one = step(name, unit)
    return np.array(
        sorted({0, *(cut + beside for cut in cuts for beside in (-one, 0, one) if cut + beside >= 0)})
    )
