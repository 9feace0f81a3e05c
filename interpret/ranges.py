"""Which reference range is used for a result, and why when there is none.

The reporting laboratory's own range, typed in, wins; then the laboratory named; then the preset for adults who are not
pregnant. Where sourced ranges are read together (RBC without a laboratory, pregnancy, children) each limit is the interval from
the least to the greatest published one, so that a flag is given only where all agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from interpret.patient import Measurement, Protocol, TypedRange
from interpret.quantities import QUANTITIES
from interpret.units import convert
from reference_ranges import (
    Citation,
    Interval,
    NoRange,
    Range,
    all_ranges,
    find_range,
    laboratory,
    preset,
    trimester,
)

ADULT = 18

LOADING_PROTOCOLS = (
    ("gullestad_1994", "iv", Decimal(30), None, Decimal(8)),
    ("ryzen_1985", "iv", None, Decimal("0.1"), Decimal(4)),
)
"""Loading tests with a published cut-off: laboratory entry, route, mmol, mmol per kg, hours."""

PLAUSIBLE_TYPED_RANGE = {
    "serum_magnesium": ((Fraction("0.55"), Fraction("0.80")), (Fraction("0.85"), Fraction("1.20"))),
    "rbc_magnesium": ((Fraction("1.2"), Fraction("2.3")), (Fraction("2.3"), Fraction("3.6"))),
}
"""Where the low and the high end of a typed range of an adult may lie, in mmol/L (product decision, draft)."""


@dataclass(frozen=True, slots=True)
class Person:
    """What decides which range holds for someone."""

    age_years: Decimal | None = None
    sex: str | None = None
    pregnant: bool = False
    gestation_weeks: Decimal | None = None

    @property
    def is_adult(self) -> bool:
        """Age not given is read as an adult."""
        return self.age_years is None or self.age_years >= ADULT


@dataclass(frozen=True, slots=True)
class RangeInUse:
    """The range behind a flag. ``intervals`` holds, for each published range, every unit it is printed in.

    ``why`` says why there is none; ``unconfirmed`` that a typed range is implausible and waits for confirmation.
    """

    intervals: tuple[tuple[Interval, ...], ...]
    source: str
    citations: tuple[Citation, ...] = ()
    why: str | None = None
    unconfirmed: bool = False
    typed: bool = False

    @property
    def is_spread(self) -> bool:
        """Several published ranges read together."""
        return len(self.intervals) > 1


NO_RANGE = RangeInUse((), "", why="no range is set for this quantity")


def range_in_use(
    name: str,
    measurement: Measurement,
    laboratory_id: str | None,
    person: Person,
    weight_kg: Decimal | None = None,
) -> RangeInUse:
    """The range for one result of one person. The cut-off of a loading test is that of the protocol used."""
    if measurement.range is not None:
        return _typed(name, measurement.range, person)
    if measurement.protocol is not None:
        return _of_protocol(name, measurement.protocol, weight_kg, person)
    return published_range(name, measurement.laboratory or laboratory_id, person)


@lru_cache(maxsize=20_000)
def published_range(name: str, laboratory_id: str | None, person: Person) -> RangeInUse:
    """The named laboratory's range, the preset, or the spread of all that were published for this person."""
    if laboratory_id is not None and _has_ranges(laboratory_id, name):
        return _of_laboratory(name, laboratory_id, person)
    if not person.is_adult or person.pregnant or (preset(name) is None and name == "rbc_magnesium"):
        return _spread(name, person)
    preset_id = preset(name)
    if preset_id is None:
        return RangeInUse((), "", why="there is no preset; give your laboratory's range")
    return _of_laboratory(name, preset_id, person)


def _of_protocol(name: str, protocol: Protocol, weight_kg: Decimal | None, person: Person) -> RangeInUse:
    per_kg = protocol.mmol / weight_kg if weight_kg else None
    for laboratory_id, route, mmol, mmol_per_kg, hours in LOADING_PROTOCOLS:
        dose_fits = protocol.mmol == mmol or (
            mmol_per_kg is not None and per_kg is not None and abs(per_kg - mmol_per_kg) <= mmol_per_kg / 10
        )
        if protocol.route == route and protocol.hours == hours and dose_fits:
            return _of_laboratory(name, laboratory_id, person)
    return RangeInUse(
        (),
        "",
        why="the loading protocol is not one with a published cut-off; read it beside the published ones",
    )


def _has_ranges(laboratory_id: str, name: str) -> bool:
    return any(one.quantity == name for one in laboratory(laboratory_id).ranges)


def _of_laboratory(name: str, laboratory_id: str, person: Person) -> RangeInUse:
    found = find_range(
        laboratory_id,
        name,
        age_years=_assumed_age(person),
        sex=person.sex,
        pregnant=person.pregnant,
        gestation_weeks=person.gestation_weeks,
    )
    home = laboratory(laboratory_id)
    if isinstance(found, NoRange):
        return RangeInUse((), home.name, why=found.reason)
    return RangeInUse((_printed(found),), home.name, found.citations)


def _spread(name: str, person: Person) -> RangeInUse:
    """All published ranges for this person read together; studies of volunteers and donors are left out."""
    found = published_for(name, person)
    if not found:
        who = "in pregnancy" if person.pregnant else "at this age" if not person.is_adult else "for this test"
        return RangeInUse((), "", why=f"no published range {who} is held; give your laboratory's range")
    return RangeInUse(tuple(_printed(one) for one in found), f"{len(found)} published ranges read together")


@lru_cache(maxsize=2_000)
def published_for(name: str, person: Person) -> tuple[Range, ...]:
    """Every published range with both ends that holds for this person, without studies; any trimester when weeks are unknown."""
    term = trimester(person.gestation_weeks) if person.gestation_weeks is not None else None
    age = _assumed_age(person)

    def holds(one: Range) -> bool:
        people = one.population
        return (
            one.interval.low is not None
            and one.interval.high is not None
            and people.pregnant == person.pregnant
            and people.age_from <= age
            and (people.age_below is None or age < people.age_below)
            and people.sex in (None, person.sex)
            and (term is None or people.trimester in (None, term))
        )

    return tuple(one for one in all_ranges(name) if holds(one))


def _assumed_age(person: Person) -> Decimal:
    """Age not given is read as an adult of 30, an age that every adult range includes."""
    return Decimal(30) if person.age_years is None else person.age_years


def _printed(found: Range) -> tuple[Interval, ...]:
    return (found.interval, *found.printed_also)


def _typed(name: str, typed: TypedRange, person: Person) -> RangeInUse:
    interval = Interval(typed.low, typed.high, typed.unit)
    if not typed.confirmed and (why := _implausible(name, typed, person)):
        return RangeInUse((), "the reporting laboratory, as typed", why=why, unconfirmed=True, typed=True)
    return RangeInUse(((interval,),), "the reporting laboratory, as typed", typed=True)


def _implausible(name: str, typed: TypedRange, person: Person) -> str | None:
    """Why a typed range is not used until it is confirmed, naming where it would be ordinary."""
    if name not in PLAUSIBLE_TYPED_RANGE or not person.is_adult or person.pregnant:
        return None
    if _fits(name, typed, typed.unit):
        return None
    elsewhere = [
        f"as {other} for {QUANTITIES[name].label.lower()}"
        for other in QUANTITIES[name].units
        if other != typed.unit and _fits(name, typed, other)
    ]
    elsewhere += [
        f"for {QUANTITIES[other].label} in {typed.unit}"
        for other in PLAUSIBLE_TYPED_RANGE
        if other != name and _fits(other, typed, typed.unit)
    ]
    ordinary = f"; it would be ordinary {' or '.join(elsewhere)}" if elsewhere else ""
    printed = f"{_end(typed.low)} to {_end(typed.high)} {typed.unit}"
    return f"the typed range {printed} is unusual for {QUANTITIES[name].label.lower()} of an adult{ordinary}; confirm it or correct it"


def _fits(name: str, typed: TypedRange, unit: str) -> bool:
    quantity = QUANTITIES[name]
    for end, (least, most) in zip((typed.low, typed.high), PLAUSIBLE_TYPED_RANGE[name], strict=True):
        if (
            end is not None
            and not least <= convert(Fraction(end), unit, quantity.canonical_unit, quantity.units) <= most
        ):
            return False
    return True


def _end(value: Decimal | None) -> str:
    return "…" if value is None else str(value)
