"""What was entered about one patient: results with unit, comparator and range, the person, and the context.

Nothing is filled in here. Entry is checked as a whole and every problem is told at once: what was given, what is allowed,
what to do.
"""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from interpret.quantities import QUANTITIES, RESULTS, Quantity
from interpret.units import convert, recognise
from interpret.words import WORDS
from reference_ranges import laboratories as known_laboratories
from reference_ranges import years_from_days

COMPARATORS = ("<", "<=", ">", ">=")
MOST_PLACES = 4
"""Decimal places kept of a value; more are rounded half to even."""

LARGEST_POWER = 15
"""No result is as large or as small as ten to this power; beyond it a number is a slip, and arithmetic on it may never end."""

PERSON_LIMITS: Mapping[str, tuple[Decimal, Decimal]] = MappingProxyType(
    {
        "age_years": (Decimal(0), Decimal(125)),
        "age_days": (Decimal(0), Decimal(366 * 18)),
        "gestation_weeks": (Decimal(0), Decimal(45)),
        "weight_kg": (Decimal("0.3"), Decimal(500)),
    }
)
"""The least and the most that can be given about a person."""

LONGEST_QUOTE = 60
"""Characters of what was given that an error repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class InputError(ValueError):
    """What was given cannot be read. ``problems`` holds all that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class TypedRange:
    """The reporting laboratory's own range, as typed. Either end may be missing."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """How a magnesium loading test was done."""

    route: str
    mmol: Decimal
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Measurement:
    """One result. ``confirmed`` records that someone looked at an improbable value."""

    value: Decimal
    unit: str
    comparator: str | None = None
    range: TypedRange | None = None
    laboratory: str | None = None
    collected: dt.datetime | None = None
    confirmed: bool = False
    protocol: Protocol | None = None

    def __str__(self) -> str:
        return f"{self.comparator or ''}{self.value:f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Patient:
    """One person's results and context. A word missing from ``context`` was not asked."""

    age_years: Decimal | None = None
    sex: str | None = None
    pregnant: bool | None = None
    gestation_weeks: Decimal | None = None
    weight_kg: Decimal | None = None
    laboratory: str | None = None
    results: Mapping[str, Measurement] = field(default_factory=lambda: MappingProxyType({}))
    context: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    example: str | None = None
    """What an example is an example of, where this is no patient."""

    @classmethod
    def from_dict(cls, given: Mapping[str, Any], laboratories: Iterable[str] | None = None) -> Patient:
        """A patient from the public JSON object; raises ``InputError`` with every problem found."""
        return _Reader(laboratories).patient(given)

    @classmethod
    def from_json(cls, text: str | bytes) -> Patient:
        """A patient from JSON text. Numbers are read as decimals; NaN, Infinity and duplicate keys are refused."""
        return cls.from_dict(load_json(text))


_NUMBER = re.compile(r"(<=|>=|<|>)?\s*(\d+(?:[.,]\d+)?|[.,]\d+)\s*([^\W\d_].*|[%\[].*|)", re.DOTALL)


def parse_typed(text: str) -> tuple[str | None, Decimal, str | None]:
    """Comparator, number and unit text of what a person typed: ``0,62 mmol/l``, ``<0.2``, ``1.5 mg/dL``.

    A decimal comma is a decimal point; thousands separators are refused. Raises ``ValueError`` with a sentence.
    """
    folded = text.strip().replace("\u2264", "<=").replace("\u2265", ">=")
    match = _NUMBER.fullmatch(folded)
    if not match:
        raise ValueError(
            f"'{text.strip()}' is not one number; write it like 0.62, 0,62 or <0.2, with no thousands separator"
        )
    return match[1], Decimal(match[2].replace(",", ".")), match[3] or None


class _Object(dict[str, Any]):
    """A JSON object that remembers which names stood in it twice, so that the reader can say where."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        given = tuple(pairs)
        super().__init__(given)
        names = Counter(name for name, _ in given)
        self.twice = tuple(name for name, count in names.items() if count > 1)


def load_json(text: str | bytes) -> dict[str, Any]:
    """The JSON object in ``text``; raises ``InputError`` that says what is wrong and where."""
    try:
        loaded = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_Object,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError(
            [Problem("input", f"is not JSON ({error.msg} at {place}); give one JSON object")]
        ) from None
    except (UnicodeDecodeError, RecursionError):
        raise InputError([Problem("input", "is not JSON text in UTF-8; give one JSON object")]) from None
    if not isinstance(loaded, dict):
        raise InputError(
            [
                Problem(
                    "input",
                    f"is {_kind(loaded)}, not an object; give one JSON object with patient, results, context",
                )
            ]
        )
    return loaded


def dump_json(content: Mapping[str, Any]) -> str:
    """The JSON text of a public object; a decimal is a number, a whole one without a point."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=_json_number)


def _json_number(value: object) -> float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no part of a public object")


def nearest(name: str, allowed: Iterable[str]) -> str:
    """' Did you mean x?' when one allowed name is close, in capitals or not, else nothing."""
    close = difflib.get_close_matches(name.lower(), list(allowed), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def impossible(quantity: Quantity, value: Decimal, unit: str) -> str | None:
    """Why a value cannot be read at all, or None."""
    least, most = (
        convert(limit, quantity.canonical_unit, unit, quantity.units) for limit in quantity.possible
    )
    if least <= Fraction(value) <= most:
        return None
    return (
        f"{value} {unit} is not possible for {quantity.label} (allowed {_plain(least)} to {_plain(most)} {unit}); "
        f"check the number, its decimal sign and its unit{_where_ordinary(quantity, value, unit)}"
    )


def improbable(quantity: Quantity, value: Decimal, unit: str) -> str | None:
    """Why a value needs a second look, naming the unit or specimen in which it would be ordinary, or None."""
    canonical = convert(Fraction(value), unit, quantity.canonical_unit, quantity.units)
    elsewhere = _where_ordinary(quantity, value, unit)
    outside_ordinary = quantity.ordinary and not quantity.ordinary[0] <= canonical <= quantity.ordinary[1]
    if quantity.probable[0] <= canonical <= quantity.probable[1] and not (outside_ordinary and elsewhere):
        return None
    return f"{value} {unit} is unusual for {quantity.label}; confirm the number, the unit and the specimen{elsewhere}"


def _where_ordinary(quantity: Quantity, value: Decimal, unit: str) -> str:
    """'; 2.0 would be ordinary as 2.0 mg/dL, and as Red-cell (RBC) magnesium in mmol/L', else nothing."""
    named = [
        f"as {value} {other_unit}"
        if other == quantity.id
        else f"as {QUANTITIES[other].label} in {other_unit}"
        for other, other_unit in ordinary_as(quantity, value, unit)
    ]
    return f"; {value} would be ordinary {', and '.join(named)}" if named else ""


def ordinary_as(quantity: Quantity, value: Decimal, unit: str) -> tuple[tuple[str, str], ...]:
    """Where the number would be ordinary instead: the quantity's id with another unit, another specimen's with the same."""
    if quantity.ordinary is None:
        return ()
    same_specimen = [(quantity.id, other) for other in quantity.units if other != unit]
    other_specimen = [
        (other.id, unit) for other in QUANTITIES.values() if other.id != quantity.id and unit in other.units
    ]
    return tuple(
        (name, in_unit)
        for name, in_unit in same_specimen + other_specimen
        if (ordinary := QUANTITIES[name].ordinary)
        and _lies_within(ordinary, QUANTITIES[name], value, in_unit)
    )


def _lies_within(ends: tuple[Fraction, Fraction], quantity: Quantity, value: Decimal, unit: str) -> bool:
    return ends[0] <= convert(Fraction(value), unit, quantity.canonical_unit, quantity.units) <= ends[1]


def _plain(number: Fraction) -> str:
    return f"{float(number):.3g}" if number < 1000 else f"{float(number):.0f}"  # noqa: PLR2004 - print form only


def _least_given(quantity: Quantity) -> int:
    """The least number that may be written; what a quantity can be is checked in its unit afterwards."""
    return -1000 if quantity.possible[0] < 0 else 0


def _kind(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        type(None): "null",
        Decimal: "a number",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), type(value).__name__)


def _shown(value: object) -> str:
    """What was given: text in quotes, a truth value as JSON writes it, a number as it is; long text is cut, a list only named."""
    if isinstance(value, (Mapping, list)):
        return _kind(value)
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    short = shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}…"
    return f"'{short}'" if isinstance(value, str) else short


class _Reader:
    """Reads the public JSON object and collects every problem on the way."""

    def __init__(self, laboratories: Iterable[str] | None) -> None:
        self.problems: list[Problem] = []
        self.laboratories = None if laboratories is None else tuple(laboratories)

    def patient(self, given: Mapping[str, Any]) -> Patient:
        parts = self.table(given, "input", ("patient", "laboratory", "results", "context", "example"))
        person = self.table(
            parts.get("patient"),
            "patient",
            ("age_years", "age_days", "sex", "pregnant", "gestation_weeks", "weight_kg"),
        )
        results = self.table(parts.get("results"), "results", RESULTS)
        context = self.table(parts.get("context"), "context", WORDS)
        patient = Patient(
            age_years=self.age(person),
            sex=self.choice(person, "sex", "patient.sex", ("female", "male")),
            pregnant=self.yes_no(person.get("pregnant"), "patient.pregnant"),
            gestation_weeks=self.of_person(person, "gestation_weeks"),
            weight_kg=self.of_person(person, "weight_kg"),
            laboratory=self.laboratory(parts.get("laboratory"), "laboratory"),
            results=MappingProxyType(
                {
                    name: one
                    for name, value in results.items()
                    if (one := self.measurement(name, value)) is not None
                }
            ),
            context=MappingProxyType(
                {
                    word: asked
                    for word, value in context.items()
                    if (asked := self.yes_no(value, f"context.{word}")) is not None
                }
            ),
            example=self.text(parts.get("example"), "example"),
        )
        if patient.sex == "male" and patient.pregnant:
            self.refuse("patient.pregnant", "is true while sex is male; correct one of them")
        if patient.gestation_weeks is not None and not patient.pregnant:
            self.refuse(
                "patient.gestation_weeks",
                f"is {patient.gestation_weeks} while pregnant is not true; make pregnant true or leave the weeks out",
            )
        hours = patient.results.get("urine_collection_hours")
        if hours is not None and hours.comparator is not None:
            self.refuse(
                "results.urine_collection_hours.comparator",
                f"is {hours.comparator}, but a daily amount needs the hours themselves; leave it out",
            )
        if "urine_magnesium_collected" in patient.results and hours is None:
            self.refuse(
                "results.urine_magnesium_collected",
                "needs urine_collection_hours beside it; give the hours of the collection",
            )
        if self.problems:
            raise InputError(self.problems)
        return patient

    def refuse(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))

    def table(self, given: object, where: str, allowed: Iterable[str]) -> dict[str, Any]:
        if given is None:
            return {}
        names = tuple(allowed)
        listed = ", ".join(names)
        if not isinstance(given, Mapping):
            self.refuse(where, f"is {_kind(given)}, not an object; give an object with any of: {listed}")
            return {}
        prefix = "" if where == "input" else f"{where}."
        for name in getattr(given, "twice", ()):
            self.refuse(f"{prefix}{name}", "is given twice; give each name once")
        for name in given:
            if name not in names:
                self.refuse(
                    f"{prefix}{name}", f"is not a known name.{nearest(str(name), names)} Allowed: {listed}"
                )
        return {name: value for name, value in given.items() if name in names}

    def number(
        self, given: object, where: str, least: Decimal | int = 0, most: Decimal | int | None = None
    ) -> Decimal | None:
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, (int, float, Decimal)):
            self.refuse(where, f"is {_shown(given)}; give a number without quotes")
            return None
        number = Decimal(str(given)) if isinstance(given, float) else Decimal(given)
        if not number.is_finite():
            self.refuse(
                where, f"is {given}, which is not a number that can be read; leave it out if it is not known"
            )
            return None
        if abs(number.adjusted()) > LARGEST_POWER:
            self.refuse(where, f"is {_shown(number)}, which no result can be; write it in full, like 0.62")
            return None
        if number < least or (most is not None and number > most):
            allowed = f"{least} or more" if most is None else f"{least} to {most}"
            self.refuse(where, f"is {_shown(number)}; allowed: {allowed}")
            return None
        return number

    def of_person(self, person: Mapping[str, Any], name: str) -> Decimal | None:
        least, most = PERSON_LIMITS[name]
        return self.number(person.get(name), f"patient.{name}", least, most)

    def yes_no(self, given: object, where: str) -> bool | None:
        if given is None or isinstance(given, bool):
            return given
        self.refuse(where, f"is {_shown(given)}; give true, false, or leave it out for 'not asked'")
        return None

    def text(self, given: object, where: str) -> str | None:
        if given is None or isinstance(given, str):
            return given
        self.refuse(where, f"is {_shown(given)}; give text, or leave it out")
        return None

    def choice(self, given: Mapping[str, Any], name: str, where: str, allowed: tuple[str, ...]) -> str | None:
        value = given.get(name)
        if value is None or value in allowed:
            return value
        self.refuse(where, f"is {_shown(value)}; allowed: {', '.join(allowed)}, or leave it out")
        return None

    def laboratory(self, given: object, where: str) -> str | None:
        if given is None:
            return None
        known = self.laboratories if self.laboratories is not None else _known_laboratories()
        if given in known:
            return str(given)
        self.refuse(
            where,
            f"is {_shown(given)}, which is not a known laboratory; allowed: {', '.join(known)}.{nearest(str(given), known)}",
        )
        return None

    def age(self, person: Mapping[str, Any]) -> Decimal | None:
        years, days = self.of_person(person, "age_years"), self.of_person(person, "age_days")
        if years is not None and days is not None and abs(years - years_from_days(days)) > 1:
            self.refuse("patient.age_days", f"is {days} while age_years is {years}; give one of them")
        return years_from_days(days) if days is not None else years

    def measurement(self, name: str, given: object) -> Measurement | None:
        where = f"results.{name}"
        if given is None:
            return None
        keys = (
            "value",
            "unit",
            "comparator",
            "range",
            "range_confirmed",
            "laboratory",
            "collected",
            "value_confirmed",
            "protocol",
        )
        parts = self.table(given, where, keys)
        if not isinstance(given, Mapping):
            return None
        quantity = QUANTITIES[name]
        value = self.number(parts.get("value"), f"{where}.value", least=_least_given(quantity))
        if value is None and parts.get("value") is None:
            self.refuse(f"{where}.value", "is missing; give a number, or leave the whole result out")
        unit = self.unit(parts.get("unit"), f"{where}.unit", quantity)
        comparator = self.choice(parts, "comparator", f"{where}.comparator", COMPARATORS)
        if value is None or unit is None:
            return None
        if why := impossible(quantity, value, unit):
            self.refuse(f"{where}.value", f"{comparator or ''}{why}")
        if comparator == "<" and value == _least_given(quantity):
            self.refuse(
                f"{where}.comparator", "is < beside 0, but nothing is less than none; correct one of them"
            )
        return Measurement(
            value=value,
            unit=unit,
            comparator=comparator,
            range=self.typed_range(parts, where, quantity, unit),
            laboratory=self.laboratory(parts.get("laboratory"), f"{where}.laboratory"),
            collected=self.date(parts.get("collected"), f"{where}.collected"),
            confirmed=bool(self.yes_no(parts.get("value_confirmed"), f"{where}.value_confirmed")),
            protocol=self.protocol(parts.get("protocol"), f"{where}.protocol", name),
        )

    def unit(self, given: object, where: str, quantity: Quantity) -> str | None:
        allowed = ", ".join(quantity.units)
        if given is None:
            self.refuse(
                where, f"is missing; the unit is never guessed. Allowed for {quantity.label}: {allowed}"
            )
            return None
        unit = recognise(given, quantity.units) if isinstance(given, str) else None
        if unit is None:
            self.refuse(where, f"is {_shown(given)}; allowed for {quantity.label}: {allowed}")
        return unit

    def typed_range(
        self, parts: Mapping[str, Any], where: str, quantity: Quantity, unit: str
    ) -> TypedRange | None:
        given = self.table(parts.get("range"), f"{where}.range", ("low", "high", "unit"))
        least = _least_given(quantity)
        low = self.number(given.get("low"), f"{where}.range.low", least=least)
        high = self.number(given.get("high"), f"{where}.range.high", least=least)
        range_unit = (
            unit if given.get("unit") is None else self.unit(given["unit"], f"{where}.range.unit", quantity)
        )
        confirmed = self.yes_no(parts.get("range_confirmed"), f"{where}.range_confirmed")
        if low is not None and high is not None and low > high:
            self.refuse(f"{where}.range", f"has low {low} above high {high}; exchange or correct them")
            return None
        if range_unit is None or (low is None and high is None):
            return None
        return TypedRange(low, high, range_unit, bool(confirmed))

    def date(self, given: object, where: str) -> dt.datetime | None:
        if given is None:
            return None
        try:
            moment = dt.datetime.fromisoformat(given if isinstance(given, str) else "")
            return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).replace(tzinfo=None)
        except (ValueError, OverflowError):
            self.refuse(
                where, f"is {_shown(given)}; give a date like 2026-11-20 or a date-time like 2026-11-20T08:30"
            )
            return None

    def protocol(self, given: object, where: str, name: str) -> Protocol | None:
        if given is None:
            return None
        if name != "magnesium_retention":
            self.refuse(where, "belongs to magnesium_retention only; leave it out")
            return None
        parts = self.table(given, where, ("route", "mmol", "hours"))
        route = self.choice(parts, "route", f"{where}.route", ("iv", "oral"))
        mmol = self.number(parts.get("mmol"), f"{where}.mmol", least=1, most=200)
        hours = self.number(parts.get("hours"), f"{where}.hours", least=1, most=48)
        if any(parts.get(name) is None for name in ("route", "mmol", "hours")):
            self.refuse(where, "needs route (iv or oral), mmol and hours")
        if route is None or mmol is None or hours is None:
            return None
        return Protocol(route, mmol, hours)


def _known_laboratories() -> tuple[str, ...]:
    return tuple(one.id for one in known_laboratories())
