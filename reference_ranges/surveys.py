"""The population behind a value: how the results of a survey are spread, by sex and age."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from types import MappingProxyType

from reference_ranges.load import (
    STATUSES,
    UNITS,
    DataError,
    Entry,
    laboratories_by_id,
    read_population,
    read_toml,
    refuse_overlaps,
    sources,
    toml_files,
)
from reference_ranges.lookup import is_of_age
from reference_ranges.model import Laboratory, NoRange, Range, Survey, SurveyGroup

ENDS_OF_A_RANGE = (Decimal("2.5"), Decimal("97.5"))
"""A reference interval holds the central 95 %."""
HUNDRED = Decimal(100)


@cache
def _surveys() -> tuple[Survey, ...]:
    return read_surveys(files("reference_ranges") / "populations", laboratories_by_id(), sources())


def surveys(quantity: str) -> tuple[Survey, ...]:
    """Every survey of a quantity."""
    return tuple(survey for survey in _surveys() if survey.quantity == quantity)


def survey_group(survey: Survey, *, age_years: Decimal, sex: str | None) -> SurveyGroup | NoRange:
    """The group of people like this one, or why there is none. An unknown sex finds no group of one sex."""
    of_age = [group for group in survey.groups if is_of_age(group.population, age_years)]
    if not of_age:
        return NoRange(f"{survey.name} measured nobody of this age.")
    for group in of_age:
        if group.population.sex in {None, sex}:
            return group
    return NoRange(f"{survey.name} is given for each sex, and the sex is not known.")


def standing(group: SurveyGroup, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """Between which two published percentiles a value in the survey's unit stands; None: beyond the outermost.

    A value that is a percentile stands at it: both ends are that percentile.
    """
    below = [percent for percent, limit in group.percentiles.items() if limit <= value]
    above = [percent for percent, limit in group.percentiles.items() if limit >= value]
    return (max(below, default=None), min(above, default=None))


# ---- reading the files ---------------------------------------------------------------------------------
def read_surveys(
    folder: Traversable, laboratories: Mapping[str, Laboratory], known_sources: Collection[str]
) -> tuple[Survey, ...]:
    """Every survey of a folder, by file name."""
    return tuple(
        _survey(read_toml(file), file.name.removesuffix(".toml"), laboratories, known_sources)
        for file in toml_files(folder)
    )


def _survey(
    entry: Entry, survey_id: str, laboratories: Mapping[str, Laboratory], known_sources: Collection[str]
) -> Survey:
    entry.only(
        ("name", "quantity", "people", "unit", "caveats", "group", "ranges_of", "cite", "checked", "status")
    )
    quantity, unit = entry.text("quantity"), entry.choice("unit", sorted(UNITS))
    if ("group" in entry.table) == ("ranges_of" in entry.table):
        raise entry.refuse("group", "either [[group]] or ranges_of", "Give the percentiles once.")
    return Survey(
        id=survey_id,
        name=entry.text("name"),
        quantity=quantity,
        people=entry.text("people"),
        unit=unit,
        caveats=entry.texts("caveats"),
        groups=_groups(entry)
        if "group" in entry.table
        else _from_ranges(entry, quantity, unit, laboratories),
        citations=entry.citations(known_sources),
        checked=entry.day("checked"),
        status=entry.choice("status", STATUSES),
    )


def _groups(entry: Entry) -> tuple[SurveyGroup, ...]:
    tables = entry.tables("group")
    groups = tuple(_group(table) for table in tables)
    refuse_overlaps(tables, [("", group.population) for group in groups])
    return groups


def _group(entry: Entry) -> SurveyGroup:
    entry.only(("population", "age_from_years", "age_below_years", "sex", "people", "percentiles"))
    printed = entry.inner("percentiles")
    try:
        found = {Decimal(percent): printed.number(percent) for percent in printed.table}
    except ArithmeticError:
        raise entry.refuse(
            "percentiles", 'numbers such as "2.5" = 1.40', "Name each by its per cent."
        ) from None
    rising = [(percent, found[percent]) for percent in sorted(found)]
    if any(high < low for (_, low), (_, high) in pairwise(rising)) or not all(
        0 < one < HUNDRED for one in found
    ):
        raise entry.refuse(
            "percentiles", "values that rise between 0 and 100 %", "Correct them from the source."
        )
    return SurveyGroup(read_population(entry), int(entry.number("people")), MappingProxyType(dict(rising)))


def _from_ranges(
    entry: Entry, quantity: str, unit: str, laboratories: Mapping[str, Laboratory]
) -> tuple[SurveyGroup, ...]:
    home = laboratories[entry.choice("ranges_of", tuple(laboratories))]
    groups = tuple(_from_range(one, unit) for one in home.ranges if one.quantity == quantity)
    if not groups:
        raise DataError(
            f"{entry.file}, ranges_of", home.id, f"a study with ranges of {quantity}", "Choose another."
        )
    return groups


def _from_range(printed: Range, unit: str) -> SurveyGroup:
    interval = next(one for one in (printed.interval, *printed.printed_also) if one.unit == unit)
    ends = (interval.low, interval.high)
    percentiles = {
        percent: end for percent, end in zip(ENDS_OF_A_RANGE, ends, strict=True) if end is not None
    }
    return SurveyGroup(printed.population, None, MappingProxyType(percentiles))
