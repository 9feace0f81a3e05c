"""Results of one test over time: which changes exceed what one person varies and a laboratory repeats.

Two results differ by more than chance when they lie further apart than the reference change value, √2 × 1.96 × the variation of
one result. The published variations differ, so a change may lie between them; that is said, not decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from interpret.patient import InputError, Measurement, Patient, Problem, improbable, parse_typed
from interpret.quantities import QUANTITIES
from interpret.units import convert
from interpret.variation import NINETY_FIVE, of_one_result
from reference_ranges import Citation

BEYOND, WITHIN, BETWEEN, NOT_COMPARED = "beyond chance", "within chance", "sources differ", "not compared"


@dataclass(frozen=True, slots=True)
class Dated:
    """One result with its day, and its time of day where that is known."""

    day: dt.date
    quantity: str
    measurement: Measurement
    time: dt.time | None = None


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

    @property
    def in_words(self) -> str:
        """What a change must exceed to be more than chance, by the least and by the greatest of them."""
        return (
            f"Between two results of one laboratory a change of up to {self.least:.0f} % is within chance and one of more "
            f"than {self.greatest:.0f} % is more than chance; between these the published variations differ."
        )


def patient_of_day(
    day: dt.date, typed: Mapping[str, str], *, confirmed: bool = False, laboratory: str | None = None
) -> Patient:
    """The results of one day, typed like '0,62 mmol/l'. Raises ``InputError`` with everything that is wrong."""
    problems, results = [], {}
    for name, text in typed.items():
        try:
            comparator, number, unit = parse_typed(text)
        except ValueError as error:
            problems.append(Problem(name, str(error)))
            continue
        given = {"value": number, "unit": unit, "comparator": comparator, "collected": day.isoformat()}
        results[name] = given | {"value_confirmed": confirmed}
    if problems:
        raise InputError(problems)
    return Patient.from_dict({"results": results, "laboratory": laboratory})


def dated(day: dt.date, patient: Patient, time: dt.time | None = None) -> tuple[Dated, ...]:
    """Every result of a day, or of a time of it."""
    return tuple(Dated(day, name, measurement, time) for name, measurement in patient.results.items())


def without_order(results: Iterable[Dated]) -> frozenset[tuple[str, dt.date]]:
    """Each test with a day on which it has several results and their times do not tell which came first."""
    times: dict[tuple[str, dt.date], list[dt.time | None]] = {}
    for one in results:
        times.setdefault((one.quantity, one.day), []).append(one.time)
    return frozenset(
        place
        for place, given in times.items()
        if len(given) > 1 and (None in given or len(set(given)) < len(given))
    )


def reference_change(name: str) -> ReferenceChange | None:
    """Of adults who are not on dialysis; None where no variation is held."""
    published = of_one_result(name)
    if not published:
        return None
    values = [sqrt(2) * NINETY_FIVE * one.cv for one in published]
    return ReferenceChange(
        min(values), max(values), tuple(place for one in published for place in one.citations)
    )


def changes(results: Iterable[Dated]) -> tuple[Change, ...]:
    """Each result against the one before it of the same test, oldest first."""
    ordered = sorted(results, key=lambda one: (one.day, one.time or dt.time()))
    unordered = without_order(ordered)
    names = dict.fromkeys(one.quantity for one in ordered)
    series = [[one for one in ordered if one.quantity == name] for name in names]
    return tuple(_change(before, after, unordered) for each in series for before, after in pairwise(each))


def _change(before: Dated, after: Dated, unordered: Collection[tuple[str, dt.date]]) -> Change:
    if why := _why_not(before, after, unordered):
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
        why = f"{quantity.label}: no published variation is held, so chance cannot be judged."
        return Change(before, after, percent, NOT_COMPARED, why)
    verdict = BEYOND if abs(percent) > limit.greatest else WITHIN if abs(percent) <= limit.least else BETWEEN
    return Change(before, after, percent, verdict, limit.in_words)


def _why_not(before: Dated, after: Dated, unordered: Collection[tuple[str, dt.date]]) -> str:
    """Why two results of one test are not compared, or nothing."""
    quantity = QUANTITIES[after.quantity]
    for one in (before, after):
        measurement = one.measurement
        if measurement.comparator:
            return f"{measurement} is a limit of the method, not a number."
        if improbable(quantity, measurement.value, measurement.unit) and not measurement.confirmed:
            return f"{measurement} is unusual and nobody has confirmed its unit and specimen."
    if before.day == after.day and (after.quantity, after.day) in unordered:
        return "Both are of the same day; their order is not known."
    for one in (before, after):
        if (one.quantity, one.day) in unordered:
            return f"Which result of {one.day} came first is not known; give each its time of day, as {one.day} 14:30."
    if not before.measurement.value:
        return "A change from nought has no percentage."
    return ""
