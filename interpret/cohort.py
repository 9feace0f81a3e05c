"""Many patients at once: a DataFrame in, the readings of every row out, in blocks.

The columns are the names of the public contract: a result with ``<result>_unit`` beside it (or one unit for the whole file),
optionally ``<result>_comparator``, ``<result>_laboratory`` and ``<result>_collected``; ``age_years``, ``age_days``, ``sex``,
``pregnant``, ``gestation_weeks``, ``weight_kg``, ``laboratory``; and context words as true/false/1/0/yes/no. A row that cannot
be read keeps its place, with the reason in ``error``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from interpret.columns import FAR, TICKS, Column, Columns, Limits, missing, ticks_of
from interpret.evaluate import Readings, read
from interpret.patient import (
    COMPARATORS,
    LARGEST_POWER,
    MOST_PLACES,
    PERSON_LIMITS,
    InputError,
    Problem,
    impossible,
    nearest,
)
from interpret.prepare import NO_ENDS, READ_WITH_SERUM, range_ends, shortest_collection, words_of_sex
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS, Quantity
from interpret.ranges import ADULT, Person, RangeInUse, published_range
from interpret.rules import CONFIDENCES, FLAGS, PATTERNS, URGENCIES, rulebook
from interpret.truth import FALSE, TRUE, UNKNOWN, Truth, definite
from interpret.units import convert, recognise
from interpret.words import WORDS
from reference_ranges import all_ranges, laboratories, laboratory, years_from_days

BLOCK = 65_536
"""Rows evaluated at once: large enough to be fast, small enough for memory."""

DERIVED = ("femg", "egfr", "calcium_adjusted", "urine_magnesium_24h", "urine_creatinine_per_kg")
PERSON = ("age_years", "age_days", "sex", "pregnant", "gestation_weeks", "weight_kg", "laboratory")
PARTS = ("unit", "comparator", "laboratory", "collected")
FEED_PLACES = 2
"""Decimal places laboratories print of a concentration; a file's value with more is rounded to the reporting places first."""

NO_DAY = np.datetime64("NaT", "D")

_FEED_UNITS = ("mmol/L", "mg/dL", "mEq/L")
_DECIMAL_COMMA = r"[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))"
"""A comma that can only be a decimal one: "1,000" may be one or a thousand and is refused, as nobody sees it echoed."""

_YEARS_PER_DAY = float(years_from_days(Decimal(1)))

_UNREADABLE = (OSError, ValueError, TypeError, NotImplementedError, LookupError)
"""What the readers and writers of .csv and .parquet raise for a file that they cannot handle."""

_YES_NO = {
    "true": TRUE, "1": TRUE, "yes": TRUE, "1.0": TRUE, "false": FALSE, "0": FALSE, "no": FALSE, "0.0": FALSE, "": UNKNOWN,
}  # fmt: skip


def interpret_cohort(
    frame: pd.DataFrame, laboratory: str | None = None, unit: str | None = None
) -> pd.DataFrame:
    """The readings of every row, on the same index.

    ``laboratory`` is used where a row names none, ``unit`` where a row has no unit and the result can be given in it. Columns
    that are not known are left alone. Raises ``InputError`` when the frame as a whole cannot be read.
    """
    _check(frame, laboratory, unit)
    blocks = [
        _block(frame.iloc[start : start + BLOCK], laboratory, unit)
        for start in range(0, max(len(frame), 1), BLOCK)
    ]
    found = pd.concat(blocks) if len(blocks) > 1 else blocks[0]
    return found.set_axis(frame.index, axis=0)


def unread(frame: pd.DataFrame) -> list[str]:
    """Columns of the frame that this product does not read."""
    return [str(name) for name in frame.columns if str(name) not in _known_columns()]


def _known_columns() -> frozenset[str]:
    parts = {f"{name}_{part}" for name in RESULTS for part in PARTS}
    return frozenset({*RESULTS, *parts, *PERSON, *WORDS})


def _check(frame: pd.DataFrame, laboratory_id: str | None, unit: str | None) -> None:
    problems = []
    known = tuple(one.id for one in laboratories())
    if laboratory_id is not None and laboratory_id not in known:
        problems.append(
            Problem(
                "laboratory",
                f"is {laboratory_id!r}; allowed: {', '.join(known)}.{nearest(laboratory_id, known)}",
            )
        )
    units = dict.fromkeys(one for name in MAGNESIUM_TESTS for one in QUANTITIES[name].units)
    if unit is not None and all(recognise(unit, QUANTITIES[name].units) is None for name in MAGNESIUM_TESTS):
        problems.append(Problem("unit", f"is {unit!r}; allowed: {', '.join(units)}"))
    problems += [
        Problem(
            name,
            f"has no unit; give a column {name}_unit with any of: {', '.join(QUANTITIES[name].units)}. "
            "The unit is never guessed",
        )
        for name in MAGNESIUM_TESTS
        if name in frame and f"{name}_unit" not in frame and _unit_of_file(unit, QUANTITIES[name]) is None
    ]
    problems += [
        Problem(str(name), f"stands {count} times among the columns; give each column its own name")
        for name, count in Counter(frame.columns).items()
        if count > 1
    ]
    if problems:
        raise InputError(problems)


def _unit_of_file(unit: str | None, quantity: Quantity) -> str | None:
    """The unit that holds for the file, where this quantity can be given in it."""
    return recognise(unit, quantity.units) if unit else None


@dataclass
class _Errors:
    """The first reason why each row cannot be read."""

    reasons: NDArray[np.object_]

    def add(self, rows: NDArray[np.bool_], message: str) -> None:
        fresh = rows & (self.reasons == "")
        self.reasons[fresh] = message

    def each(self, rows: NDArray[np.bool_], given: pd.Series, message: str) -> None:
        """A message that quotes what stood in the row."""
        self.each_row(rows, lambda row: message.format(given.iloc[row]))

    def each_row(self, rows: NDArray[np.bool_], message: Callable[[int], str]) -> None:
        """A message of its own for each row."""
        for row in np.flatnonzero(rows & (self.reasons == "")):
            self.reasons[row] = message(int(row))


@dataclass
class _Entered:
    """One result of every row as it stands in the file."""

    value: NDArray[np.float64]
    comparator: NDArray[np.object_]
    unit: NDArray[np.int8]
    present: NDArray[np.bool_]
    day: NDArray[np.datetime64]
    laboratory: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, object))


def _block(frame: pd.DataFrame, laboratory_id: str | None, unit: str | None) -> pd.DataFrame:
    errors = _Errors(np.full(len(frame), "", object))
    columns = columns_of_frame(frame, laboratory_id, unit, errors)
    return _readings_frame(frame, read(rulebook(), columns), errors)


def columns_of_frame(
    frame: pd.DataFrame, laboratory_id: str | None, unit: str | None, errors: _Errors
) -> Columns:
    """Columns of intervals for every row of a block."""
    rows = len(frame)
    people = _people(frame, errors)
    panel = _laboratories(frame, "laboratory", errors)
    panel = np.where(panel == "", laboratory_id or "", panel)
    entered = {name: _entered(frame, name, unit, errors) for name in RESULTS if name in frame}
    _check_collections(entered, errors)
    _normalise_timed_urine(entered, rows)
    quantities = {}
    for name, given in entered.items():
        own = _laboratories(frame, f"{name}_laboratory", errors)
        given.laboratory = np.where(own == "", panel, own)
        quantities[name] = _column(name, given, people)
    quantities["age_years"] = _age(people)
    quantities |= {
        name: _plain(name, _of_person(frame, name, errors))
        for name in ("gestation_weeks", "weight_kg")
        if name in frame
    }
    quantities |= _days_apart(entered)
    words = {word: _truth(frame[word], word, errors) for word in WORDS if word in frame}
    words |= words_of_sex(people.truth_of_sex("female"), words)
    words["pregnant"] = definite(people.pregnant)
    return Columns(rows, quantities, words)


# ---- the person ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _People:
    """Who the rows are, and the same as few different persons."""

    age: NDArray[np.float64]
    sex: NDArray[np.object_]
    pregnant: NDArray[np.bool_]
    weeks: NDArray[np.float64]
    code: NDArray[np.int64]
    persons: tuple[Person, ...]

    def truth_of_sex(self, sex: str) -> Truth:
        return np.where(self.sex == sex, TRUE, np.where(self.sex == "", UNKNOWN, FALSE)).astype(np.int8)


def _people(frame: pd.DataFrame, errors: _Errors) -> _People:
    years, days = _ages(frame, errors)
    sex = _text_or_empty(frame, "sex")
    odd = ~np.isin(sex, ["", "female", "male"])
    if odd.any():
        errors.each(odd, frame["sex"], "sex: is '{}'; allowed: female, male, or empty")
        sex = np.where(odd, "", sex)
    pregnant = (
        (_truth(frame["pregnant"], "pregnant", errors) == TRUE)
        if "pregnant" in frame
        else np.zeros(len(frame), bool)
    )
    weeks = _of_person(frame, "gestation_weeks", errors)
    errors.add(pregnant & (sex == "male"), "pregnant: is true while sex is male; correct one of them")
    errors.each_row(
        ~np.isnan(weeks) & ~pregnant,
        lambda row: (
            f"gestation_weeks: is {weeks[row]:g} while pregnant is not true; make pregnant true or leave the weeks out"
        ),
    )
    table = pd.DataFrame({"years": years, "days": days, "sex": sex, "pregnant": pregnant, "weeks": weeks})
    code, uniques = pd.factorize(pd.MultiIndex.from_frame(table), use_na_sentinel=False)
    persons = tuple(_person(*one) for one in uniques)
    age = np.where(np.isnan(days), years, days * _YEARS_PER_DAY)
    return _People(age, sex, pregnant, weeks, code.astype(np.int64), persons)


def _person(years: float, days: float, sex: str, pregnant: bool, weeks: float) -> Person:  # noqa: FBT001 - one row of a table
    """Days are turned into years exactly, so that the first day of an age belongs to its range."""
    in_days = _decimal(days)
    age = _decimal(years) if in_days is None else years_from_days(in_days)
    return Person(age, sex or None, bool(pregnant), _decimal(weeks))


def _ages(frame: pd.DataFrame, errors: _Errors) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The age in years and in days as they stand in the file; of two that differ nothing is read."""
    years, days = (_of_person(frame, name, errors) for name in ("age_years", "age_days"))
    errors.each_row(
        abs(years - days * _YEARS_PER_DAY) > 1,
        lambda row: f"age_days: is {days[row]:g} while age_years is {years[row]:g}; give one of them",
    )
    return years, days


def _of_person(frame: pd.DataFrame, name: str, errors: _Errors) -> NDArray[np.float64]:
    """A number about the person, within what is allowed for one patient; missing where the file has no such column."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    return _numbers(frame[name], name, errors, PERSON_LIMITS[name])


def _decimal(value: float) -> Decimal | None:
    return None if pd.isna(value) else Decimal(repr(float(value)))


def _age(people: _People) -> Column:
    """As for one patient: age not given is read as an adult."""
    given = _plain("age_years", people.age)
    return given.between(np.where(given.entered, given.least, ticks_of(Fraction(ADULT))), given.greatest)


# ---- results ---------------------------------------------------------------------------------------------------------
def _entered(frame: pd.DataFrame, name: str, unit: str | None, errors: _Errors) -> _Entered:
    quantity, series = QUANTITIES[name], frame[name]
    comparator = np.full(len(frame), "", object)
    if not _holds_numbers(series):
        text = series.astype("string").str.strip().fillna("")
        split = text.str.extract(r"^(<=|>=|<|>|\u2264|\u2265)?\s*(.*)$")
        comparator = _text(split[0].replace({"\u2264": "<=", "\u2265": ">="}))
        series = split[1]
    if f"{name}_comparator" in frame:
        column = _text(frame[f"{name}_comparator"])
        odd = ~np.isin(column, ["", *COMPARATORS])
        errors.each(odd, frame[f"{name}_comparator"], f"{name}_comparator: is '{{}}'; allowed: <, <=, >, >=")
        apart = (column != "") & (comparator != "") & (column != comparator)
        errors.each(
            apart, frame[name], f"{name}_comparator: differs from the one in '{{}}'; correct one of them"
        )
        comparator = np.where(odd | (column == ""), comparator, column)
    value = _numbers(series, name, errors, (None if quantity.possible[0] < 0 else Decimal(0), None))
    present = ~np.isnan(value)
    codes = _units(frame, name, unit, present, errors)
    value = _as_reported(value, codes, quantity)
    table = np.array(
        [
            [
                float(convert(limit, quantity.canonical_unit, one, quantity.units))
                for limit in quantity.possible
            ]
            for one in quantity.units
        ]
    )
    beyond = present & ((value < table[codes, 0]) | (value > table[codes, 1]))
    units = tuple(quantity.units)
    errors.each_row(
        beyond,
        lambda row: f"{name}: {impossible(quantity, Decimal(f'{value[row]:.10g}'), units[codes[row]])}",
    )
    if quantity.possible[0] >= 0:
        nothing_less = present & (value == 0) & (comparator == "<")
        errors.add(nothing_less, f"{name}: is <0, but nothing is less than none; correct it")
    return _Entered(value, comparator, codes, present & ~beyond, _days(frame, f"{name}_collected", errors))


def _units(
    frame: pd.DataFrame, name: str, unit: str | None, present: NDArray[np.bool_], errors: _Errors
) -> NDArray[np.int8]:
    quantity = QUANTITIES[name]
    allowed = tuple(quantity.units)
    column = f"{name}_unit"
    of_file = _unit_of_file(unit, quantity) or (allowed[0] if len(allowed) == 1 else None)
    written = _text_or_empty(frame, column)
    codes, found = pd.factorize(np.where(written == "", of_file or "", written), use_na_sentinel=False)
    index = np.array(
        [allowed.index(known) if (known := recognise(one, quantity.units)) else -1 for one in found], np.int8
    )
    unit_index: NDArray[np.int8] = index[codes]
    unknown = present & (unit_index < 0)
    listed = ", ".join(allowed)
    errors.add(
        unknown & (written == ""), f"{column}: is missing; the unit is never guessed. Allowed: {listed}"
    )
    errors.each_row(unknown, lambda row: f"{column}: is '{written[row]}'; allowed: {listed}")
    return np.maximum(unit_index, 0)


def _as_reported(
    value: NDArray[np.float64], codes: NDArray[np.int8], quantity: Quantity
) -> NDArray[np.float64]:
    """Without the noise of floating point, and rounded where a file holds more places than any laboratory prints."""
    value = np.round(value, 10)
    units = tuple(quantity.units)
    for index, unit in enumerate(units):
        if unit in _FEED_UNITS:
            rows = (codes == index) & (_places(value) > FEED_PLACES)
            value = np.where(rows, np.round(value, quantity.reporting_places(unit)), value)
    return value


def _places(value: NDArray[np.float64]) -> NDArray[np.int8]:
    """The fewest decimal places that print each value, at most four."""
    places = np.full(value.shape, MOST_PLACES, np.int8)
    for fewer in range(MOST_PLACES - 1, -1, -1):
        exact = np.abs(np.round(value, fewer) - value) < 1e-9  # noqa: PLR2004 - below the tenth place kept
        places = np.where(exact, fewer, places).astype(np.int8)
    return places


def _check_collections(entered: Mapping[str, _Entered], errors: _Errors) -> None:
    """As for one patient: a timed amount needs its hours, and they must be a number of hours."""
    hours = entered.get("urine_collection_hours")
    if hours is not None:
        errors.each_row(
            hours.present & (hours.comparator != ""),
            lambda row: (
                f"urine_collection_hours: is {hours.comparator[row]}{hours.value[row]:g}, "
                "but a daily amount needs the hours themselves"
            ),
        )
    if (collected := entered.get("urine_magnesium_collected")) is not None:
        without = collected.present if hours is None else collected.present & ~hours.present
        errors.add(
            without,
            "urine_magnesium_collected: needs urine_collection_hours beside it; give the hours of the collection",
        )


def _normalise_timed_urine(entered: dict[str, _Entered], rows: int) -> None:
    """The amount of a timed collection stands for the 24-hour amount where none was entered, as for one patient."""
    collected, hours = entered.get("urine_magnesium_collected"), entered.get("urine_collection_hours")
    if collected is None or hours is None:
        return
    quantity = QUANTITIES["urine_magnesium_24h"]
    units = tuple(quantity.units)
    usable = collected.present & hours.present & (hours.value >= float(shortest_collection()))
    daily = entered.get("urine_magnesium_24h") or _Entered(
        np.full(rows, np.nan),
        np.full(rows, "", object),
        np.zeros(rows, np.int8),
        np.zeros(rows, bool),
        np.full(rows, NO_DAY),
    )
    fill = usable & ~daily.present
    with np.errstate(invalid="ignore", divide="ignore"):
        value = collected.value * 24 / hours.value
    for index, unit in enumerate(units):
        value = np.where(collected.unit == index, np.round(value, quantity.reporting_places(unit)), value)
    entered["urine_magnesium_24h"] = _Entered(
        np.where(fill, value, daily.value),
        np.where(fill, collected.comparator, daily.comparator),
        np.where(fill, collected.unit, daily.unit).astype(np.int8),
        daily.present | fill,
        np.where(fill, collected.day, daily.day),
    )


def _column(name: str, given: _Entered, people: _People) -> Column:
    quantity = QUANTITIES[name]
    places = np.where(given.present, _places(given.value), 0).astype(np.int8)
    ticks = np.rint(np.where(given.present, np.round(given.value, MOST_PLACES), 0) * TICKS).astype(np.int64)
    comparator = given.comparator
    bottom = -FAR if quantity.possible[0] < 0 else 0
    under, over = (np.isin(comparator, pair) for pair in (["<", "<="], [">", ">="]))
    least = np.where(under, bottom, ticks + (comparator == ">"))
    greatest = np.where(over, FAR, ticks - (comparator == "<"))
    unit = np.where(given.present, given.unit, 0).astype(np.int8)
    ends, ranges, index = _range_columns(name, given.laboratory, unit, places, people)
    shown = (np.where(given.present, end, unknown) for end, unknown in zip(ends, NO_ENDS, strict=True))
    return Column(
        quantity,
        np.where(given.present, least, -FAR),
        np.where(given.present, greatest, FAR),
        unit,
        places,
        given.present,
        Limits(*shown),
        ranges,
        index,
    )


def _range_columns(
    name: str,
    laboratory_ids: NDArray[np.object_],
    unit: NDArray[np.int8],
    places: NDArray[np.int8],
    people: _People,
) -> tuple[list[NDArray[np.int64]], tuple[RangeInUse, ...], NDArray[np.int64]]:
    """Limits of the range in use, looked up once for each different kind of row."""
    laboratory_code, named = pd.factorize(laboratory_ids, use_na_sentinel=False)
    key = ((laboratory_code * len(people.persons) + people.code) * len(QUANTITIES[name].units) + unit) * (
        MOST_PLACES + 1
    ) + places
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    known = {one.id for one in laboratories()}
    ranges = tuple(
        published_range(
            name,
            one if (one := named[laboratory_code[row]]) in known else None,
            people.persons[people.code[row]],
        )
        for row in first
    )
    ends = np.array(
        [
            range_ends(one, name, int(unit[row]), int(places[row]))
            for one, row in zip(ranges, first, strict=True)
        ],
        np.int64,
    ).reshape(-1, 4)
    return [ends[index, end] for end in range(4)], ranges, index


def _plain(name: str, values: NDArray[np.float64]) -> Column:
    known = ~np.isnan(values)
    ticks = np.rint(np.where(known, values, 0) * TICKS).astype(np.int64)
    return replace(
        missing(name), least=np.where(known, ticks, -FAR), greatest=np.where(known, ticks, FAR), entered=known
    )


def _days_apart(entered: Mapping[str, _Entered]) -> Mapping[str, Column]:
    """As for one patient: days from the serum to the furthest of the other results, where both dates are known."""
    day = {name: np.where(given.present, given.day, NO_DAY) for name, given in entered.items()}
    if "serum_magnesium" not in day:
        return {}
    return {
        name: _plain(
            name, np.fmax.reduce([_days_between(day["serum_magnesium"], day[other]) for other in held])
        )
        for name, others in READ_WITH_SERUM.items()
        if (held := [other for other in others if other in day])
    }


def _days_between(one: NDArray[np.datetime64], other: NDArray[np.datetime64]) -> NDArray[np.float64]:
    apart = (one - other).astype("timedelta64[D]")
    return np.where(np.isnat(apart), np.nan, abs(apart.astype(np.int64)).astype(np.float64))


def _days(frame: pd.DataFrame, column: str, errors: _Errors) -> NDArray[np.datetime64]:
    """The day of each row, missing where none is given."""
    if column not in frame:
        return np.full(len(frame), NO_DAY)
    text = pd.Series(_text(frame[column]))
    days = pd.to_datetime(text.replace("", None), errors="coerce", format="ISO8601", utc=True)
    unread = (days.isna() & (text != "")).to_numpy(bool)
    errors.each(unread, frame[column], f"{column}: '{{}}' is not a date; give a date like 2026-11-20")
    return days.dt.tz_localize(None).to_numpy().astype("datetime64[D]")


# ---- cells -----------------------------------------------------------------------------------------------------------
def _holds_numbers(series: pd.Series) -> bool:
    """Whether a column holds real numbers; true and false are none."""
    kinds = pd.api.types
    return (
        kinds.is_numeric_dtype(series)
        and not kinds.is_bool_dtype(series)
        and not kinds.is_complex_dtype(series)
    )


def _numbers(
    series: pd.Series, name: str, errors: _Errors, limits: tuple[Decimal | None, Decimal | None]
) -> NDArray[np.float64]:
    """The number of each row, missing where there is none or none between the limits."""
    if _holds_numbers(series):
        values = series.to_numpy(float, na_value=np.nan)
    else:
        text = series.astype("string").str.strip().fillna("")
        comma = text.str.fullmatch(_DECIMAL_COMMA).fillna(value=False)
        values = pd.to_numeric(
            text.str.replace(",", ".").where(comma, text).replace("", None), errors="coerce"
        ).to_numpy(float, na_value=np.nan)
        errors.each(
            np.isnan(values) & (text != "").to_numpy(bool),
            series,
            f"{name}: '{{}}' is not one number; write it like 0.62 or 0,62, with no thousands separator",
        )
    too_large = abs(values) >= 10.0**LARGEST_POWER
    errors.each(
        too_large, series, f"{name}: is {{}}, which no result can be; leave it empty if it is not known"
    )
    least, most = limits
    outside = np.zeros(len(values), bool)
    if least is not None:
        outside = (values < float(least)) | (values > (np.inf if most is None else float(most)))
        allowed = f"{least} or more" if most is None else f"{least} to {most}"
        errors.each(outside, series, f"{name}: is {{}}; allowed: {allowed}")
    return np.where(too_large | outside, np.nan, values)


def _text(series: pd.Series) -> NDArray[np.object_]:
    """Text of each row without spaces at the ends; empty where there is none."""
    return series.astype("string").str.strip().fillna("").to_numpy(object)


def _text_or_empty(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    return _text(frame[name]) if name in frame else np.full(len(frame), "", object)


def _truth(series: pd.Series, word: str, errors: _Errors) -> Truth:
    codes, found = pd.factorize(series.astype("string").str.strip().str.lower().fillna(""))
    known = np.array([_YES_NO.get(str(one), 2) for one in found], np.int8)
    truth = known[codes]
    errors.each(
        truth > TRUE,
        series,
        f"{word}: is '{{}}'; allowed: true, false, 1, 0, yes, no, or empty for not asked",
    )
    settled: Truth = np.where(truth > TRUE, UNKNOWN, truth).astype(np.int8)
    return settled


def _laboratories(frame: pd.DataFrame, column: str, errors: _Errors) -> NDArray[np.object_]:
    """The laboratory that each row names in a column; empty where it names none."""
    if column not in frame:
        return np.full(len(frame), "", object)
    named = _text(frame[column])
    known = tuple(one.id for one in laboratories())
    errors.each_row(
        ~pd.Series(named).isin(["", *known]).to_numpy(bool),
        lambda row: (
            f"{column}: is '{named[row]}', which is not a known laboratory.{nearest(named[row], known)} "
            f"Allowed: {', '.join(known)}"
        ),
    )
    return named


# ---- out -------------------------------------------------------------------------------------------------------------
def _readings_frame(frame: pd.DataFrame, readings: Readings, errors: _Errors) -> pd.DataFrame:
    rows = readings.rows
    wrong = errors.reasons != ""
    order = np.array([*readings.book.reading_order, ""], object)
    names = {
        "pattern": np.array(PATTERNS, object)[readings.reading_pattern],
        "confidence": np.array([*CONFIDENCES, "discordant", None], object)[readings.confidence],
        "urgency": np.array(URGENCIES, object)[readings.urgency],
        "reading": order[np.where(readings.outright >= 0, len(order) - 1, readings.chosen)],
    }
    out: dict[str, Any] = {name: _hidden(values, wrong) for name, values in names.items()}
    for name in MAGNESIUM_TESTS:
        flag = np.full(rows, "unknown", object)
        for one in FLAGS:
            flag = np.where(readings.reported.flag(name, one) == TRUE, one, flag)
        out[f"{name}_flag"] = _hidden(flag, wrong)
    for name in DERIVED:
        column = readings.reported.columns.quantity(name)
        value = np.where(column.entered & (column.least == column.greatest), column.least / TICKS, np.nan)
        out[f"{name}_derived"] = np.where(wrong, np.nan, np.broadcast_to(value, rows))
    for finding in readings.book.findings:
        truth = np.broadcast_to(readings.truth[finding.id], rows)
        out[finding.id] = pd.arrays.BooleanArray((truth == TRUE).copy(), (wrong | (truth == UNKNOWN)).copy())
    out["error"] = _hidden(errors.reasons, ~wrong)
    return pd.DataFrame(out, index=frame.index)


def _hidden(values: NDArray[np.object_], rows: NDArray[np.bool_]) -> Any:  # noqa: ANN401 - an array of pandas
    """Text of each row, missing where it must not be read."""
    shown = pd.array(values, dtype="string")
    shown[rows] = pd.NA
    return shown


# ---- files -----------------------------------------------------------------------------------------------------------
def read_file(path: Path) -> pd.DataFrame:
    """A .csv or .parquet file; raises ``InputError`` with a sentence when it cannot be read or holds nothing that is read."""
    kind = _kind_of(path)
    if path.is_dir():
        raise InputError([Problem(str(path), "is a folder; give a file")])
    try:
        frame = _read_csv(path) if kind == ".csv" else pd.read_parquet(path)
    except FileNotFoundError:
        raise InputError([Problem(str(path), "does not exist; check the name")]) from None
    except _UNREADABLE as error:
        raise InputError(
            [
                Problem(
                    str(path),
                    f"cannot be read ({_first_line(error)}); give a .csv file with commas and a name for every column in "
                    "its first line, or a .parquet file",
                )
            ]
        ) from None
    if len(frame.columns) and len(unread(frame)) == len(frame.columns):
        found = ", ".join(unread(frame))
        raise InputError(
            [
                Problem(
                    str(path),
                    f"has no column that is read, only: {found}; give columns like serum_magnesium and "
                    "serum_magnesium_unit, separated by commas",
                )
            ]
        )
    return frame


def _read_csv(path: Path) -> pd.DataFrame:
    """Every cell as it was written. The first line is read as cells too, so that no name is changed and no cell moves."""
    lines: pd.DataFrame = pd.read_csv(
        path, dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig"
    )
    names = [str(name).strip() or f"column {place}" for place, name in enumerate(lines.iloc[0], 1)]
    frame = lines.iloc[1:].reset_index(drop=True)
    frame.columns = pd.Index(names)
    return frame


def write_file(frame: pd.DataFrame, path: Path) -> None:
    """Write .csv or .parquet; raises ``InputError`` when it cannot be written."""
    kind = _kind_of(path)
    try:
        if kind == ".csv":
            frame.to_csv(path, index=False)
        else:
            frame.to_parquet(path)
    except _UNREADABLE as error:
        raise InputError(
            [Problem(str(path), f"cannot be written ({_first_line(error)}); choose another place")]
        ) from None


def _kind_of(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in {".csv", ".parquet"}:
        raise InputError([Problem(str(path), f"ends in '{kind}'; give a .csv or .parquet file")])
    return kind


def _first_line(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).partition("\n")[0]


def beside(frame: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The readings beside the rows they were read from.

    A reading whose name the file has too, or that is the name of an input, is given ``_read`` after it: ``potassium`` in the
    file is the result, ``potassium_read`` whether the finding of that name holds. A file may so be read again.
    """
    taken = {*map(str, frame.columns), *_known_columns()}
    names = []
    for name in readings.columns:
        while name in taken:
            name = f"{name}_read"  # noqa: PLW2901 - until it is free
        taken.add(name)
        names.append(name)
    parts = [frame.reset_index(drop=True), readings.set_axis(names, axis=1).reset_index(drop=True)]
    return pd.concat(parts, axis=1).set_axis(frame.index, axis=0)


def summary(frame: pd.DataFrame, readings: pd.DataFrame, unit: str | None = None) -> str:
    """What was read, for a person: rows, errors, patterns, and how many are below each laboratory's limit."""
    wrong = int(readings["error"].notna().sum())
    lines = [f"{len(frame)} rows read, {wrong} with an error (see the column 'error')."]
    if left := unread(frame):
        lines.append(f"Columns not read: {', '.join(left)}.")
    counts = readings["pattern"].value_counts()
    lines += [f"  {name}: {count}" for name, count in counts.items()]
    if "serum_magnesium" in frame and (below := list(below_each_laboratory(frame, unit=unit))):
        lines.append("Serum magnesium below the lower limit of each published range that holds for the row:")
        lines += [f"  {name}: {count} of {judged} below" for name, count, judged in below]
    return "\n".join(lines)


def below_each_laboratory(
    frame: pd.DataFrame, name: str = "serum_magnesium", unit: str | None = None
) -> Iterator[tuple[str, int, int]]:
    """For each laboratory: its name, how many rows lie below its lower limit, and how many rows it has a range for."""
    errors = _Errors(np.full(len(frame), "", object))
    people = _people(frame, errors)
    given = _entered(frame, name, unit, errors)
    given.present &= errors.reasons == ""
    for home in dict.fromkeys(one.laboratory for one in all_ranges(name, studies=True)):
        given.laboratory = np.full(len(frame), home, object)
        column = _column(name, given, people)
        judged = given.present & (column.limits.low_from > -FAR)
        below = judged & (column.greatest < column.limits.low_from)
        if judged.any():
            yield laboratory(home).name, int(below.sum()), int(judged.sum())
