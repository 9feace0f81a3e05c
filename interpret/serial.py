"""Results of one test over time: which changes exceed what one person varies and a laboratory repeats.

Two results differ by more than chance when they lie further apart than the reference change value, √2 × 1.96 × the variation of
one result. The published variations differ, so a change may lie between them; that is said, not decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import hypot, sqrt
from statistics import NormalDist

from interpret.patient import Measurement, improbable
from interpret.quantities import QUANTITIES
from interpret.units import convert
from reference_ranges import Citation, variation

BEYOND, WITHIN, BETWEEN, NOT_COMPARED = "beyond chance", "within chance", "sources differ", "not compared"


@dataclass(frozen=True, slots=True)
class Dated:
    """One result with its day."""

    day: dt.date
    quantity: str
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Change:
    """From one result of a test to the next. ``percent`` is None where they are not compared; ``why`` says why not."""

    before: Dated
    after: Dated
    percent: float | None
    verdict: str
    why: str


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """The least and greatest published reference change value of a test, in %."""

    least: float
    greatest: float
    citations: tuple[Citation, ...]


def reference_change(name: str) -> ReferenceChange | None:
    """Of adults who are not on dialysis; None where no variation is held."""
    held = [
        one for one in variation(name) if one.population == "adults" and one.within_person and one.analytical
    ]
    if not held:
        return None
    factor = sqrt(2) * NormalDist().inv_cdf(0.975)
    values = [factor * hypot(one.within_person or 0, one.analytical or 0) for one in held]
    return ReferenceChange(
        min(values), max(values), tuple(citation for one in held for citation in one.citations)
    )


def changes(results: Iterable[Dated]) -> tuple[Change, ...]:
    """Each result against the one before it of the same test, oldest first."""
    ordered = sorted(results, key=lambda one: one.day)
    names = dict.fromkeys(one.quantity for one in ordered)
    series = [[one for one in ordered if one.quantity == name] for name in names]
    return tuple(_change(before, after) for each in series for before, after in pairwise(each))


def _change(before: Dated, after: Dated) -> Change:
    if why := _why_not(before, after):
        return Change(before, after, None, NOT_COMPARED, why)
    quantity = QUANTITIES[after.quantity]
    first, last = (
        convert(
            Fraction(one.measurement.value), one.measurement.unit, quantity.canonical_unit, quantity.units
        )
        for one in (before, after)
    )
    percent = float((last - first) / first * 100)
    limit = reference_change(after.quantity)
    if limit is None:
        why = f"No published variation of {quantity.label.lower()} is held, so chance cannot be judged."
        return Change(before, after, percent, NOT_COMPARED, why)
    span = (
        f"{limit.least:.0f} %"
        if limit.least == limit.greatest
        else f"{limit.least:.0f} to {limit.greatest:.0f} %"
    )
    verdict = BEYOND if abs(percent) > limit.greatest else WITHIN if abs(percent) <= limit.least else BETWEEN
    return Change(before, after, percent, verdict, f"Two results of one laboratory differ by more than chance beyond {span}.")


def _why_not(before: Dated, after: Dated) -> str:
    """Why two results of one test are not compared, or nothing."""
    quantity = QUANTITIES[after.quantity]
    for one in (before, after):
        measurement = one.measurement
        if measurement.comparator:
            return f"{measurement} is a limit of the method, not a number."
        if improbable(quantity, measurement.value, measurement.unit) and not measurement.confirmed:
            return f"{measurement} is unusual and nobody has confirmed its unit and specimen."
    if before.day == after.day:
        return "Both are of the same day; their order is not known."
    if not before.measurement.value:
        return "A change from nought has no percentage."
    return ""
