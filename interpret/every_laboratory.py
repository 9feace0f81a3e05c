"""One result against every published range: which laboratories would flag it, and how."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from interpret.columns import TICKS, places_of, ticks_of
from interpret.patient import Measurement
from interpret.prepare import interval_of, range_ends
from interpret.quantities import QUANTITIES
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


def verdicts(name: str, measurement: Measurement, person: Person) -> tuple[Verdict, ...]:
    """Every published range for this person, from the lowest lower limit up. Studies of volunteers are left out."""
    quantity = QUANTITIES[name]
    value = Fraction(measurement.value)
    unit, places = tuple(quantity.units).index(measurement.unit), places_of(value)
    least, greatest = interval_of(ticks_of(value), measurement.comparator, signed=quantity.possible[0] < 0)
    found = []
    for one in published_for(name, person):
        in_use = RangeInUse(((one.interval, *one.printed_also),), "")
        low, _, high, _ = range_ends(in_use, name, unit, places)
        flag = (
            "low"
            if greatest < low
            else "high"
            if least > high
            else "normal"
            if low <= least and greatest <= high
            else "unknown"
        )
        found.append(
            Verdict(one, laboratory(one.laboratory).name, Fraction(low, TICKS), Fraction(high, TICKS), flag)
        )
    return tuple(sorted(found, key=lambda one: (one.low, one.high, one.laboratory)))


def counted(found: tuple[Verdict, ...]) -> str | None:
    """'low in 3, normal in 11 of 14 published ranges'; None where no range decides."""
    counts = {flag: sum(one.flag == flag for one in found) for flag in ("low", "normal", "high")}
    total = sum(counts.values())
    parts = [f"{flag} in {count}" for flag, count in counts.items() if count]
    return f"{', '.join(parts)} of {total} published ranges" if total else None
