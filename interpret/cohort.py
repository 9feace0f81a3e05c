"""Many patients at once: a DataFrame in, the readings of every row out, in blocks.

The columns are the names of the public contract: a result with ``<result>_unit`` beside it (or one unit for the whole file),
optionally ``<result>_comparator``, ``<result>_laboratory`` and ``<result>_collected``; ``age_years``, ``age_days``, ``sex``,
``pregnant``, ``gestation_weeks``, ``weight_kg``, ``laboratory``; and context words as true/false/1/0/yes/no. A row that cannot
be read keeps its place, with the reason in ``error``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from interpret.patient import COMPARATORS, MOST_PLACES, InputError, Problem, nearest
from interpret.prepare import NO_ENDS, range_ends, shortest_collection
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS, Quantity
from interpret.ranges import ADULT, Person, RangeInUse, published_range
from interpret.rules import CONFIDENCES, FLAGS, PATTERNS, URGENCIES, rulebook
from interpret.truth import FALSE, TRUE, UNKNOWN, Truth
from interpret.units import convert, recognise
from interpret.words import WORDS
from reference_ranges import all_ranges, laboratories, laboratory

BLOCK = 65_536
"""Rows evaluated at once: large enough to be fast, small enough for memory."""

DERIVED = ("femg", "egfr", "calcium_adjusted", "urine_magnesium_24h", "urine_creatinine_per_kg")
PERSON = ("age_years", "age_days", "sex", "pregnant", "gestation_weeks", "weight_kg", "laboratory")
PARTS = ("unit", "comparator", "laboratory", "collected")
FEED_PLACES = 2
"""Decimal places laboratories print of a concentration; a file's value with more is rounded to the reporting places first."""

_FEED_UNITS = ("mmol/L", "mg/dL", "mEq/L")
_YES_NO = {
    "true": TRUE, "1": TRUE, "yes": TRUE, "1.0": TRUE, "false": FALSE, "0": FALSE, "no": FALSE, "0.0": FALSE, "": UNKNOWN,
}  # fmt: skip


def interpret_cohort(
    frame: pd.DataFrame, laboratory: str | None = None, unit: str | None = None
) -> pd.DataFrame:
    """The readings of every row, on the same index.

    ``laboratory`` is used where a row names none; ``unit`` for magnesium concentrations without a unit column. Columns that
    are not known are left alone. Raises ``InputError`` when the frame as a whole cannot be read.
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
    if unit is not None and recognise(unit, QUANTITIES["serum_magnesium"].units) is None:
        problems.append(
            Problem("unit", f"is {unit!r}; allowed: {', '.join(QUANTITIES['serum_magnesium'].units)}")
        )
    problems += [
        Problem(name, f"has no unit; give a column {name}_unit. The unit is never guessed")
        for name in MAGNESIUM_TESTS
        if name in frame and f"{name}_unit" not in frame and unit not in QUANTITIES[name].units
    ]
    if len(set(frame.columns)) != len(frame.columns):
        problems.append(Problem("columns", "one name stands twice; give each column its own name"))
    if problems:
        raise InputError(problems)


@dataclass
class _Errors:
    """The first reason why each row cannot be read."""

    reasons: NDArray[np.object_]

    def add(self, rows: NDArray[np.bool_], message: str) -> None:
        fresh = rows & (self.reasons == "")
        self.reasons[fresh] = message

    def each(self, rows: NDArray[np.bool_], given: pd.Series, message: str) -> None:
        """A message that quotes what stood in the row."""
        for row in np.flatnonzero(rows):
            if self.reasons[row] == "":
                self.reasons[row] = message.format(given.iloc[row])


@dataclass
class _Entered:
    """One result of every row as it stands in the file."""

    value: NDArray[np.float64]
    comparator: NDArray[np.object_]
    unit: NDArray[np.int8]
    present: NDArray[np.bool_]
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
    panel = _text_or_empty(frame, "laboratory")
    panel = np.where(panel == "", laboratory_id or "", panel)
    entered = {name: _entered(frame, name, unit, errors) for name in RESULTS if name in frame}
    _normalise_timed_urine(entered, rows)
    quantities = {}
    for name, given in entered.items():
        own = _text_or_empty(frame, f"{name}_laboratory")
        given.laboratory = np.where(own == "", panel, own)
        _known_laboratories(given.laboratory, f"{name}_laboratory", errors)
        quantities[name] = _column(name, given, people)
    quantities["age_years"] = _age(people)
    for name in ("gestation_weeks", "weight_kg"):
        if name in frame:
            quantities[name] = _plain(name, _numbers(frame[name], name, errors))
    quantities |= _days_apart(frame, errors)
    words = {word: _truth(frame[word], word, errors) for word in WORDS if word in frame}
    words["female"] = people.truth_of_sex("female")
    words["male"] = -words["female"]
    words["pregnant"] = np.where(people.pregnant, TRUE, FALSE)
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
    rows = len(frame)
    age = _numbers(frame["age_years"], "age_years", errors) if "age_years" in frame else np.full(rows, np.nan)
    if "age_days" in frame:
        days = _numbers(frame["age_days"], "age_days", errors)
        age = np.where(np.isnan(days), age, days / 365.25)
    errors.add(age > float(QUANTITIES["age_years"].possible[1]), "age_years: is over 125; correct it")
    sex = _text_or_empty(frame, "sex")
    odd = ~np.isin(sex, ["", "female", "male"])
    if odd.any():
        errors.each(odd, frame["sex"], "sex: is '{}'; allowed: female, male, or empty")
        sex = np.where(odd, "", sex)
    pregnant = (
        (_truth(frame["pregnant"], "pregnant", errors) == TRUE)
        if "pregnant" in frame
        else np.zeros(rows, bool)
    )
    weeks = (
        _numbers(frame["gestation_weeks"], "gestation_weeks", errors)
        if "gestation_weeks" in frame
        else np.full(rows, np.nan)
    )
    table = pd.DataFrame({"age": age, "sex": sex, "pregnant": pregnant, "weeks": weeks})
    code, uniques = pd.factorize(pd.MultiIndex.from_frame(table), use_na_sentinel=False)
    persons = tuple(
        Person(_decimal(one[0]), one[1] or None, bool(one[2]), _decimal(one[3])) for one in uniques
    )
    return _People(age, sex, pregnant, weeks, code.astype(np.int64), persons)


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
    if not pd.api.types.is_numeric_dtype(series):
        text = series.astype("string").str.strip().fillna("")
        split = text.str.extract(r"^(<=|>=|<|>|\u2264|\u2265)?\s*(.*)$")
        comparator = _text(split[0].replace({"\u2264": "<=", "\u2265": ">="}))
        series = split[1]
    if f"{name}_comparator" in frame:
        column = _text(frame[f"{name}_comparator"])
        comparator = np.where(column == "", comparator, column)
        odd = ~np.isin(comparator, ["", *COMPARATORS])
        errors.each(odd, frame[f"{name}_comparator"], f"{name}_comparator: is '{{}}'; allowed: <, <=, >, >=")
        comparator = np.where(odd, "", comparator)
    value = _numbers(series, name, errors, negative=quantity.possible[0] < 0)
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
    errors.each(
        beyond, frame[name], f"{name}: {{}} is not possible in this unit; check the number and its unit"
    )
    return _Entered(value, comparator, codes, present & ~beyond)


def _units(
    frame: pd.DataFrame, name: str, unit: str | None, present: NDArray[np.bool_], errors: _Errors
) -> NDArray[np.int8]:
    quantity = QUANTITIES[name]
    allowed = tuple(quantity.units)
    column = f"{name}_unit"
    if column in frame:
        codes, found = pd.factorize(frame[column].astype("string").fillna(""))
        index = np.array(
            [allowed.index(known) if (known := recognise(str(one), quantity.units)) else -1 for one in found]
        )
        unit_index = index[codes]
        errors.each(
            present & (unit_index < 0), frame[column], f"{column}: is '{{}}'; allowed: {', '.join(allowed)}"
        )
        known_units: NDArray[np.int8] = np.maximum(unit_index, 0).astype(np.int8)
        return known_units
    chosen = recognise(unit, quantity.units) if unit else None
    if chosen is None and len(allowed) > 1:
        errors.add(present, f"{name}: has no unit; give a column {column}. Allowed: {', '.join(allowed)}")
    return np.full(len(frame), allowed.index(chosen) if chosen else 0, np.int8)


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


def _normalise_timed_urine(entered: dict[str, _Entered], rows: int) -> None:
    """The amount of a timed collection stands for the 24-hour amount where none was entered, as for one patient."""
    collected, hours = entered.get("urine_magnesium_collected"), entered.get("urine_collection_hours")
    if collected is None or hours is None:
        return
    quantity = QUANTITIES["urine_magnesium_24h"]
    units = tuple(quantity.units)
    usable = collected.present & hours.present & (hours.value >= float(shortest_collection()))
    daily = entered.get("urine_magnesium_24h") or _Entered(
        np.full(rows, np.nan), np.full(rows, "", object), np.zeros(rows, np.int8), np.zeros(rows, bool)
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


def _days_apart(frame: pd.DataFrame, errors: _Errors) -> Mapping[str, Column]:
    days = {
        name: _days(frame[column], column, errors)
        for name in MAGNESIUM_TESTS
        if (column := f"{name}_collected") in frame
    }
    return {
        name: _plain(name, np.asarray((days["serum_magnesium"] - days[other]).dt.days.abs(), np.float64))
        for name, other in (
            ("days_between_serum_and_urine", "urine_magnesium_24h"),
            ("days_between_serum_and_rbc", "rbc_magnesium"),
        )
        if {"serum_magnesium", other} <= days.keys()
    }


def _days(series: pd.Series, name: str, errors: _Errors) -> pd.Series:
    """The day of each row, missing where none is given."""
    text = pd.Series(_text(series), index=series.index)
    days = pd.to_datetime(text.replace("", None), errors="coerce", format="ISO8601", utc=True).dt.normalize()
    unread = (days.isna() & (text != "")).to_numpy(bool)
    errors.each(unread, series, f"{name}: '{{}}' is not a date; give a date like 2026-11-20")
    return days


# ---- cells -----------------------------------------------------------------------------------------------------------
def _numbers(series: pd.Series, name: str, errors: _Errors, *, negative: bool = False) -> NDArray[np.float64]:
    if pd.api.types.is_numeric_dtype(series):
        values = series.to_numpy(float, na_value=np.nan)
    else:
        text = series.astype("string").str.strip().fillna("")
        comma = text.str.fullmatch(r"\d+,\d+").fillna(value=False)
        values = pd.to_numeric(
            text.str.replace(",", ".").where(comma, text).replace("", None), errors="coerce"
        ).to_numpy(float, na_value=np.nan)
        errors.each(
            np.isnan(values) & (text != "").to_numpy(bool),
            series,
            f"{name}: '{{}}' is not a number; give one number",
        )
    infinite = np.isinf(values)
    errors.add(infinite, f"{name}: is infinite; leave it empty if it is not known")
    below_zero = np.zeros(len(values), bool) if negative else values < 0
    errors.each(below_zero, series, f"{name}: is {{}}; allowed: 0 or more")
    return np.where(infinite | below_zero, np.nan, values)


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


def _known_laboratories(ids: NDArray[np.object_], where: str, errors: _Errors) -> None:
    codes, named = pd.factorize(ids, use_na_sentinel=False)
    known = {one.id for one in laboratories()}
    for code, one in enumerate(named):
        if one and one not in known:
            errors.add(
                codes == code, f"{where}: is '{one}', which is not a known laboratory.{nearest(one, known)}"
            )


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
    """A .csv or .parquet file; raises ``InputError`` with a sentence when it cannot be read."""
    try:
        match path.suffix.lower():
            case ".csv":
                return pd.read_csv(path, dtype=str, keep_default_na=False)
            case ".parquet":
                return pd.read_parquet(path)
            case other:
                raise InputError([Problem(str(path), f"ends in '{other}'; give a .csv or .parquet file")])
    except FileNotFoundError:
        raise InputError([Problem(str(path), "does not exist; check the name")]) from None
    except IsADirectoryError:
        raise InputError([Problem(str(path), "is a folder; give a file")]) from None
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            [
                Problem(
                    str(path), f"cannot be read ({str(error).splitlines()[0]}); give a .csv or .parquet file"
                )
            ]
        ) from None


def write_file(frame: pd.DataFrame, path: Path) -> None:
    """Write .csv or .parquet; raises ``InputError`` when it cannot be written."""
    try:
        match path.suffix.lower():
            case ".csv":
                frame.to_csv(path, index=False)
            case ".parquet":
                frame.to_parquet(path)
            case other:
                raise InputError([Problem(str(path), f"ends in '{other}'; give a .csv or .parquet file")])
    except OSError as error:
        raise InputError(
            [Problem(str(path), f"cannot be written ({error.strerror}); choose another place")]
        ) from None


def beside(frame: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The readings beside the rows they were read from; a name that both have is the reading's with ``_read``."""
    named = readings.rename(columns={name: f"{name}_read" for name in readings if name in frame})
    parts = [frame.reset_index(drop=True), named.reset_index(drop=True)]
    return pd.concat(parts, axis=1).set_axis(frame.index, axis=0)


def summary(frame: pd.DataFrame, readings: pd.DataFrame) -> str:
    """What was read, for a person: rows, errors, patterns, and how many are below each laboratory's limit."""
    wrong = int(readings["error"].notna().sum())
    lines = [f"{len(frame)} rows read, {wrong} with an error (see the column 'error')."]
    if left := unread(frame):
        lines.append(f"Columns not read: {', '.join(left)}.")
    counts = readings["pattern"].value_counts()
    lines += [f"  {name}: {count}" for name, count in counts.items()]
    if "serum_magnesium" in frame:
        lines.append("Serum magnesium below the lower limit of each published range that holds for the row:")
        lines += [
            f"  {name}: {count} of {judged} below" for name, count, judged in below_each_laboratory(frame)
        ]
    return "\n".join(lines)


def below_each_laboratory(
    frame: pd.DataFrame, name: str = "serum_magnesium", unit: str | None = None
) -> Iterator[tuple[str, int, int]]:
    """For each laboratory: its name, how many rows lie below its lower limit, and how many rows it has a range for."""
    errors = _Errors(np.full(len(frame), "", object))
    people = _people(frame, errors)
    given = _entered(frame, name, unit, errors)
    for home in dict.fromkeys(one.laboratory for one in all_ranges(name, studies=True)):
        given.laboratory = np.full(len(frame), home, object)
        column = _column(name, given, people)
        judged = given.present & (column.limits.low_from > -FAR)
        below = judged & (column.greatest < column.limits.low_from)
        if judged.any():
            yield laboratory(home).name, int(below.sum()), int(judged.sum())
