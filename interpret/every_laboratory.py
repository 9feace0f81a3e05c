"""One result against every published range: which laboratories would flag it, and how."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from interpret.columns import TICKS, Column, at
from interpret.prepare import range_ends
from interpret.ranges import Person, RangeInUse, published_for
from reference_ranges import Range, laboratory


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one published range says about a result; ``low`` and ``high`` in the unit of the result."""

    range: Range
    laboratory: str
    low: Fraction
    high: Fraction
    flag: str
    """low, normal, high; unknown where a comparator leaves it open."""


def verdicts(column: Column, person: Person) -> tuple[Verdict, ...]:
    """The first row of a column against every range for this person, from the lowest limit up. Studies are left out."""
    name, unit, places = column.quantity.id, at(column.unit, 0), at(column.places, 0)
    least, greatest = at(column.least, 0), at(column.greatest, 0)
    return tuple(
        Verdict(
            one,
            laboratory(one.laboratory).name,
            Fraction(low, TICKS),
            Fraction(high, TICKS),
            _flag(least, greatest, low, high),
        )
        for one, low, high in _ranges(name, unit, places, person)
    )


@lru_cache(maxsize=2_000)
def _ranges(name: str, unit: int, places: int, person: Person) -> tuple[tuple[Range, int, int], ...]:
    """Every range for this person with its ends in ticks of a unit, from the lowest limit up."""
    found = []
    for one in published_for(name, person):
        low, _, high, _ = range_ends(RangeInUse(((one.interval, *one.printed_also),), ""), name, unit, places)
        found.append((one, low, high))
    return tuple(sorted(found, key=lambda one: (*one[1:], laboratory(one[0].laboratory).name)))


def _flag(least: int, greatest: int, low: int, high: int) -> str:
    if greatest < low:
        return "low"
    if least > high:
        return "high"
    return "normal" if low <= least and greatest <= high else "unknown"


def counted(found: tuple[Verdict, ...]) -> str | None:
    """'low in 3, normal in 11 of 14 published ranges'; None where no range decides."""
    counts = {flag: sum(one.flag == flag for one in found) for flag in ("low", "normal", "high")}
    total = sum(counts.values())
    parts = [f"{flag} in {count}" for flag, count in counts.items() if count]
    return f"{', '.join(parts)} of {total} published ranges" if total else None
