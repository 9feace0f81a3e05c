"""From patients to columns: intervals, the limits of the range in use, and derived quantities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

import numpy as np

from interpret.columns import FAR, Column, Columns, Limits, missing, places_of, rounded_limit, ticks_of
from interpret.patient import Measurement, Patient
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.ranges import ADULT, NO_RANGE, Person, RangeInUse, range_in_use
from interpret.truth import FALSE, TRUE, UNKNOWN, Truth
from interpret.words import NEVER_OF_A_MAN
from reference_ranges import Interval, decision_limits

READ_WITH_SERUM: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "days_between_serum_and_urine": ("urine_magnesium_24h", "urine_magnesium_spot", "femg"),
        "days_between_serum_and_rbc": ("rbc_magnesium",),
    }
)
"""The results that are read as a pair with serum, by the quantity that holds how many days lie between."""


def shortest_collection() -> Decimal:
    """Hours; a shorter timed collection is not read as a 24-h amount."""
    return decision_limits()["too_short_collection_limit"].values["h"]


def columns_of(patients: Sequence[Patient]) -> Columns:
    """Every entered value and word of the patients as columns; derived quantities come after (``derive.py``)."""
    patients = [_with_daily_urine(patient) for patient in patients]
    people = [person_of(patient) for patient in patients]
    names = dict.fromkeys(chain.from_iterable(patient.results for patient in patients))
    quantities = {name: _result_column(name, patients, people) for name in names}
    quantities["age_years"] = _age(people)
    weeks = [patient.gestation_weeks for patient in patients]
    weights = [patient.weight_kg for patient in patients]
    quantities |= {
        name: _plain(name, given)
        for name, given in (("gestation_weeks", weeks), ("weight_kg", weights))
        if any(one is not None for one in given)
    }
    quantities |= _days_apart(patients)
    asked = dict.fromkeys(chain.from_iterable(patient.context for patient in patients))
    words = {word: _truths([patient.context.get(word) for patient in patients]) for word in asked}
    words |= words_of_sex(
        _truths([None if person.sex is None else person.sex == "female" for person in people]), words
    )
    words["pregnant"] = _truths([person.pregnant for person in people])
    for word, name in (
        ("serum_range_unconfirmed", "serum_magnesium"),
        ("rbc_range_unconfirmed", "rbc_magnesium"),
    ):
        column = quantities.get(name) or missing(name)
        words[word] = _truths([column.range_of(row).unconfirmed for row in range(len(patients))])
    return Columns(len(patients), quantities, words)


def person_of(patient: Patient) -> Person:
    """What decides which range holds for a patient."""
    return Person(patient.age_years, patient.sex, bool(patient.pregnant), patient.gestation_weeks)


def words_of_sex(female: Truth, asked: Mapping[str, Truth]) -> Mapping[str, Truth]:
    """What follows from the sex: the words for it, and the words that cannot apply to a man as absent unless they were entered."""
    words = {"female": female, "male": -female}
    for word in NEVER_OF_A_MAN:
        given = asked.get(word, np.full(len(female), UNKNOWN, np.int8))
        words[word] = np.where((female == FALSE) & (given == UNKNOWN), FALSE, given)
    return words


def _truths(given: Sequence[bool | None]) -> Truth:
    return np.array([UNKNOWN if one is None else TRUE if one else FALSE for one in given], np.int8)


def _with_daily_urine(patient: Patient) -> Patient:
    """The amount of a timed collection, normalised from its hours, as the 24-hour amount when none was entered."""
    collected, hours = (
        patient.results.get("urine_magnesium_collected"),
        patient.results.get("urine_collection_hours"),
    )
    if (
        collected is None
        or hours is None
        or "urine_magnesium_24h" in patient.results
        or hours.value < shortest_collection()
    ):
        return patient
    return replace(patient, results={**patient.results, "urine_magnesium_24h": daily(collected, hours.value)})


def daily(collected: Measurement, hours: Decimal) -> Measurement:
    """The 24-hour amount of a timed collection, to the places laboratories print.

    A range typed beside the collection belongs to its own hours and does not come along.
    """
    unit = f"{collected.unit}/24 h"
    places = QUANTITIES["urine_magnesium_24h"].reporting_places(unit)
    exact = round(Fraction(collected.value) * 24 / Fraction(hours), places)
    return replace(collected, value=Decimal(f"{float(exact):.{places}f}"), unit=unit, range=None)


def _result_column(name: str, patients: Sequence[Patient], people: Sequence[Person]) -> Column:
    entries = [
        (measurement, range_in_use(name, measurement, patient.laboratory, person, patient.weight_kg))
        if (measurement := patient.results.get(name))
        else None
        for patient, person in zip(patients, people, strict=True)
    ]
    cells = [_cell(name, *entry) if entry else _EMPTY_CELL for entry in entries]
    in_use = [entry[1] if entry else NO_RANGE for entry in entries]
    ranges = tuple(dict.fromkeys(in_use))
    table = np.array([cell.numbers() for cell in cells], np.int64).T
    least, greatest, unit, places, *ends = table
    return Column(
        QUANTITIES[name],
        least,
        greatest,
        unit.astype(np.int8),
        places.astype(np.int8),
        np.array([bool(entry) for entry in entries]),
        Limits(*ends),
        ranges,
        np.array([ranges.index(one) for one in in_use]),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """One value of one row with the ends of its range, in ticks."""

    least: int
    greatest: int
    unit: int
    places: int
    ends: tuple[int, int, int, int]

    def numbers(self) -> tuple[int, ...]:
        return self.least, self.greatest, self.unit, self.places, *self.ends


NO_ENDS = (-FAR, FAR, -FAR, FAR)
"""The ends of a range that is not known."""

_EMPTY_CELL = _Cell(-FAR, FAR, 0, 0, NO_ENDS)


def _cell(name: str, measurement: Measurement, in_use: RangeInUse) -> _Cell:
    quantity = QUANTITIES[name]
    value = Fraction(measurement.value)
    unit, places = tuple(quantity.units).index(measurement.unit), places_of(value)
    least, greatest = interval_of(ticks_of(value), measurement.comparator, signed=quantity.possible[0] < 0)
    return _Cell(least, greatest, unit, places, range_ends(in_use, name, unit, places))


def interval_of(ticks: int, comparator: str | None, *, signed: bool) -> tuple[int, int]:
    """The least and greatest a result can be: ``<0.2`` is from 0 to just under 0.2."""
    bottom = -FAR if signed else 0
    return {
        None: (ticks, ticks),
        "<": (bottom, max(ticks - 1, bottom)),
        "<=": (bottom, ticks),
        ">": (ticks + 1, FAR),
        ">=": (ticks, FAR),
    }[comparator]


@lru_cache(maxsize=50_000)
def range_ends(in_use: RangeInUse, name: str, unit: int, places: int) -> tuple[int, int, int, int]:
    """Least and greatest lower limit, least and greatest upper limit, in ticks of the value's unit; ±FAR where unknown."""
    published = ends_compared(in_use, name, tuple(QUANTITIES[name].units)[unit], places)
    ends: list[int] = []
    for which in (0, 1):
        limits = [ticks_of(limit) for one in published if (limit := one[which]) is not None]
        ends += [min(limits), max(limits)] if limits else [-FAR, FAR]
    return ends[0], ends[1], ends[2], ends[3]


def ends_compared(
    in_use: RangeInUse, name: str, unit: str, places: int
) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
    """The lower and the upper limit of each published range behind a flag, as a value in this unit and places meets them."""

    def end(interval: Interval, limit: Decimal | None) -> Fraction | None:
        return None if limit is None else rounded_limit(limit, interval.unit, unit, QUANTITIES[name], places)

    printed = [next((one for one in forms if one.unit == unit), forms[0]) for forms in in_use.intervals]
    return tuple((end(one, one.low), end(one, one.high)) for one in printed)


def _plain(name: str, given: Sequence[Decimal | None]) -> Column:
    """A number without unit choice, such as age."""
    values = [None if one is None else ticks_of(Fraction(one)) for one in given]
    return replace(
        missing(name),
        least=np.array([-FAR if one is None else one for one in values]),
        greatest=np.array([FAR if one is None else one for one in values]),
        places=np.array([0 if one is None else min(places_of(Fraction(one)), 2) for one in given], np.int8),
        entered=np.array([one is not None for one in values]),
    )


def _age(people: Sequence[Person]) -> Column:
    """Age; when it was not given, the interval from 18 years on: read as an adult."""
    column = _plain("age_years", [person.age_years for person in people])
    return column.between(np.where(column.entered, column.least, ticks_of(Fraction(ADULT))), column.greatest)


def _days_apart(patients: Sequence[Patient]) -> Mapping[str, Column]:
    found = {}
    for name, others in READ_WITH_SERUM.items():
        days = [_days_between(patient, others) for patient in patients]
        if any(one is not None for one in days):
            found[name] = _plain(name, days)
    return found


def _days_between(patient: Patient, others: Sequence[str]) -> Decimal | None:
    """Days from the serum to the furthest of the other results; None where no two dates are known."""
    serum = _day(patient, MAGNESIUM_TESTS[0])
    days = [abs((serum - day).days) for name in others if serum and (day := _day(patient, name))]
    return Decimal(max(days)) if days else None


def _day(patient: Patient, name: str) -> dt.date | None:
    measurement = patient.results.get(name)
    return measurement.collected.date() if measurement and measurement.collected else None
