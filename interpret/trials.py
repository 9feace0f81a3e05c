"""Values that nobody reported, put into columns: what every what-if is made of."""

from __future__ import annotations

import numpy as np

from interpret.columns import FAR, TICKS, Column, Limits
from interpret.prepare import range_ends
from interpret.quantities import QUANTITIES
from interpret.ranges import RangeInUse
from interpret.truth import Ticks
from interpret.units import convert


def tried_unit(name: str, like: str) -> str:
    """The unit of the family (mg, mmol, mEq) in which the clinician entered another result, else the canonical one."""
    quantity = QUANTITIES[name]
    family = like.split("/", maxsplit=1)[0]
    return next(
        (unit for unit in quantity.units if unit.split("/", maxsplit=1)[0] == family), quantity.canonical_unit
    )


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
