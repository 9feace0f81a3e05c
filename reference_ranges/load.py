"""Read the data files and refuse whatever cannot be used, naming file, entry, field and remedy.

Numbers are read as `Decimal`, so that 0.70 stays as its source printed it.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from reference_ranges.model import (
    Citation,
    DecisionLimit,
    Grade,
    Interval,
    Laboratory,
    Population,
    Preset,
    Range,
    Scale,
    Source,
    Variation,
)

if TYPE_CHECKING:
    from pybtex.database import Entry as BibliographyEntry
    from pybtex.database import Person

Choice = TypeVar("Choice", str, int, bool)

UNITS = frozenset(
    {
        "mmol/L", "mg/dL", "mEq/L", "umol/L", "nmol/L", "pmol/L", "ng/mL", "pg/mL", "ng/L", "mIU/L", "g/L",
        "g/dL", "U/L", "mmol/24 h", "mg/24 h", "mEq/24 h", "mg/kg/24 h", "mg/day", "mmol", "mg", "mEq",
        "mmol/mmol", "mg/mg", "L", "mL", "kg", "mL/min/1.73m2", "%", "ms", "h", "d", "wk", "a", "1",
    }
)  # fmt: skip
STATUSES = ("draft", "reviewed")
KINDS = ("laboratory", "programme", "handbook", "study")
SEXES = ("female", "male")
DIRECTIONS = ("low", "high")
TRIMESTERS = (1, 2, 3)
DAYS_IN_A_YEAR = Decimal("365.25")

_BIBLIOGRAPHY_FORMS = {
    "title": r".+",
    "journal": r".+",
    "publisher": r".+",
    "howpublished": r".+",
    "edition": r".+",
    "volume": r".+",
    "pages": r".+",
    "note": r".+",
    "year": r"\d{4}",
    "doi": r"10\.\S+",
    "pmid": r"\d+",
    "url": r"https?://\S+",
}


class DataError(ValueError):
    """A data file says something that cannot be used; `where` is its file, entry and field."""

    def __init__(self, where: str, given: object, allowed: str, remedy: str) -> None:
        super().__init__(f"{where}: given {given}; allowed: {allowed}. {remedy}")


def years_from_days(days: Decimal) -> Decimal:
    """An age in years, so that ages and age limits given in days meet exactly."""
    return days / DAYS_IN_A_YEAR


# ---- one table of a file -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a data file, read field by field; each reader refuses what it cannot use."""

    file: str
    name: str
    table: Mapping[str, object]

    def refuse(self, field: str, allowed: str, remedy: str) -> DataError:
        """Make the error to raise about this field."""
        where = ", ".join(part for part in (self.file, self.name, field) if part)
        return DataError(where, self.table.get(field, "nothing"), allowed, remedy)

    def only(self, fields: Iterable[str]) -> None:
        """Refuse every field but these."""
        allowed = sorted(fields)
        for field in self.table:
            if field not in allowed:
                raise self.refuse(field, ", ".join(allowed), "Correct the spelling or remove the field.")

    def text(self, field: str) -> str:
        value = self.table.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(field, "words in quotation marks", f"Add {field}.")
        return value

    def optional_text(self, field: str) -> str | None:
        return self.text(field) if field in self.table else None

    def choice(self, field: str, choices: Collection[Choice]) -> Choice:
        for choice in choices:
            if self.table.get(field) == choice and type(self.table[field]) is type(choice):
                return choice
        allowed = ", ".join(str(choice) for choice in choices)
        raise self.refuse(field, allowed, f"Give {field} one of these.")

    def optional_choice(self, field: str, choices: Collection[Choice]) -> Choice | None:
        return self.choice(field, choices) if field in self.table else None

    def texts(self, field: str) -> tuple[str, ...]:
        """At least one text."""
        listed = self.table.get(field)
        if (
            not isinstance(listed, list)
            or not listed
            or not all(isinstance(one, str) and one.strip() for one in listed)
        ):
            raise self.refuse(field, "a list of words in quotation marks", f"Add {field}.")
        return tuple(listed)

    def number(self, field: str) -> Decimal:
        value = self.table.get(field)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.refuse(field, "a number", f"Give {field} as a number, without quotation marks.")
        number = Decimal(value)
        if not number.is_finite() or number < 0:
            raise self.refuse(field, "a number of 0 or more", f"Correct {field} from its source.")
        return number

    def optional_number(self, field: str) -> Decimal | None:
        return self.number(field) if field in self.table else None

    def day(self, field: str) -> date:
        value = self.table.get(field)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.refuse(
                field, "a date such as 2026-11-22", "Write the day the source was last looked at."
            )
        return value

    def tables(self, field: str) -> tuple["Entry", ...]:
        """The tables listed under this field, each with its place in the list."""
        listed = self.table.get(field, [])
        if not isinstance(listed, list):
            raise self.refuse(field, "a list of tables", f"Write [[{field}]] before each table.")
        return tuple(self._inner(table, f"{field} {place}") for place, table in enumerate(listed, start=1))

    def every_table(self) -> tuple["Entry", ...]:
        """The named tables this one consists of."""
        return tuple(self._inner(table, name) for name, table in self.table.items())

    def inner(self, field: str) -> "Entry":
        return self._inner(self.table.get(field), field)

    def _inner(self, table: object, name: str) -> "Entry":
        name = f"{self.name}, {name}" if self.name else name
        if not isinstance(table, dict):
            where = f"{self.file}, {name}"
            raise DataError(where, table, "a table of named fields", "Write the fields by name.")
        return Entry(self.file, name, table)

    def citations(self, known_sources: Collection[str]) -> tuple[Citation, ...]:
        """The places under `cite`: one table, or a list of them."""
        given = self.table.get("cite")
        listed = given if isinstance(given, list) else [given]
        if given is None or not listed:
            raise self.refuse(
                "cite", '{ source = "a key of sources.bib", at = "place" }', "Say where it is printed."
            )
        return tuple(self._citation(self._inner(table, "cite"), known_sources) for table in listed)

    @staticmethod
    def _citation(cite: "Entry", known_sources: Collection[str]) -> Citation:
        cite.only(("source", "at"))
        source = cite.text("source")
        if source not in known_sources:
            raise cite.refuse(
                "source", "a key of sources.bib", "Add the source to sources.bib or correct the key."
            )
        return Citation(source, cite.text("at"))


def read_toml(file: Traversable) -> Entry:
    """The whole of one TOML file."""
    with file.open("rb") as opened:
        try:
            return Entry(file.name, "", tomllib.load(opened, parse_float=Decimal))
        except tomllib.TOMLDecodeError as error:
            raise DataError(file.name, error, "valid TOML 1.0", "Correct that line.") from error


def toml_files(folder: Traversable) -> list[Traversable]:
    """The data files of a folder, by name."""
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )


# ---- sources -------------------------------------------------------------------------------------------


def read_sources(file: Traversable) -> Mapping[str, Source]:
    """The bibliography by key."""
    # Imported here: nothing else needs it.
    from pybtex.database import parse_string  # noqa: PLC0415
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    try:
        entries = parse_string(file.read_text("utf-8"), "bibtex").entries
    except PybtexError as error:
        raise DataError(file.name, error, "valid BibTeX, each key once", "Correct that entry.") from error
    return MappingProxyType({key: _source(file.name, key, entry) for key, entry in entries.items()})


def _source(file: str, key: str, printed: "BibliographyEntry") -> Source:
    fields = {name.lower(): _plain(text) for name, text in printed.fields.items()}
    entry = Entry(file, key, fields)
    entry.only(("author", *_BIBLIOGRAPHY_FORMS))
    for field, form in _BIBLIOGRAPHY_FORMS.items():
        if field in fields and not re.fullmatch(form, fields[field]):
            raise entry.refuse(field, f"text of the form {form}", f"Correct {field}.")
    people = printed.persons.get("author", [])
    first = _surname(people[0]) if people else entry.text("title")
    return Source(
        key=key,
        short=" ".join(part for part in (first, fields.get("year")) if part),
        authors=tuple(_author(person) for person in people),
        title=entry.text("title"),
        container=fields.get("journal") or fields.get("publisher") or fields.get("howpublished"),
        **{
            name: fields.get(name)
            for name in ("year", "edition", "volume", "pages", "doi", "pmid", "url", "note")
        },
    )


def _plain(text: str) -> str:
    return re.sub(r"[{}\\]", "", text)


def _surname(person: "Person") -> str:
    return _plain(" ".join((*person.prelast_names, *person.last_names)))


def _author(person: "Person") -> str:
    surname = _surname(person)
    if surname == "others":
        return "et al."
    given = " ".join((*person.first_names, *person.middle_names)).replace("-", " ")
    initials = "".join(name[0] for name in given.split())
    return f"{surname} {initials}".strip()


# ---- ranges --------------------------------------------------------------------------------------------


def read_laboratories(folder: Traversable, known_sources: Collection[str]) -> Mapping[str, Laboratory]:
    """Every laboratory by id, which is the name of its file."""
    found = (_laboratory(file, known_sources) for file in toml_files(folder))
    return MappingProxyType({laboratory.id: laboratory for laboratory in found})


def _laboratory(file: Traversable, known_sources: Collection[str]) -> Laboratory:
    entry = read_toml(file)
    entry.only(("name", "country", "kind", "note", "range"))
    laboratory = file.name.removesuffix(".toml")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", laboratory):
        allowed = "small letters, digits and underscores"
        raise DataError(file.name, laboratory, allowed, "Rename the file.")
    tables = entry.tables("range")
    if not tables:
        raise entry.refuse(
            "range", "at least one [[range]]", "Add the ranges of this laboratory or remove the file."
        )
    ranges = tuple(_range(table, laboratory, known_sources) for table in tables)
    refuse_overlaps(tables, [(one.quantity, one.population) for one in ranges])
    return Laboratory(
        id=laboratory,
        name=entry.text("name"),
        country=entry.text("country"),
        kind=entry.choice("kind", KINDS),
        note=entry.optional_text("note"),
        ranges=ranges,
    )


def _range(entry: Entry, laboratory: str, known_sources: Collection[str]) -> Range:
    entry.only(
        (
            "quantity", "population", "age_from_years", "age_from_days", "age_below_years",
            "age_below_days", "sex", "pregnant", "trimester", "low", "high", "unit", "printed_also",
            "specimen", "method", "tube", "note", "cite", "checked", "status",
        )
    )  # fmt: skip
    interval = _interval(entry)
    also = entry.tables("printed_also")
    for other in also:
        other.only(("low", "high", "unit"))
    printed_also = tuple(_interval(other) for other in also)
    units = [interval.unit, *(other.unit for other in printed_also)]
    if len(set(units)) < len(units):
        raise entry.refuse("printed_also", "each unit once", "Keep one interval for each unit.")
    return Range(
        laboratory=laboratory,
        quantity=entry.text("quantity"),
        population=read_population(entry),
        interval=interval,
        printed_also=printed_also,
        specimen=entry.optional_text("specimen"),
        method=entry.optional_text("method"),
        tube=entry.optional_text("tube"),
        note=entry.optional_text("note"),
        citations=entry.citations(known_sources),
        checked=entry.day("checked"),
        status=entry.choice("status", STATUSES),
    )


def _interval(entry: Entry) -> Interval:
    low, high = entry.optional_number("low"), entry.optional_number("high")
    if low is None and high is None:
        raise entry.refuse("low", "low, high or both", "Add the limits the source prints.")
    if low is not None and high is not None and low > high:
        raise entry.refuse(
            "low", f"at most high, {high}", "Low stands above high: correct them from the source."
        )
    return Interval(low, high, entry.choice("unit", sorted(UNITS)))


def read_population(entry: Entry) -> Population:
    """For whom an entry holds."""
    age_from, age_below = _age(entry, "age_from"), _age(entry, "age_below")
    if age_from is None:
        remedy = (
            "Write age_from_years = 18 where the source gives no age: such a range is read as for adults."
        )
        raise entry.refuse("age_from_years", "an age in years (or age_from_days)", remedy)
    if age_below is not None and age_from >= age_below:
        raise entry.refuse("age_below_years", f"an age above {age_from} years", "Correct the two ages.")
    pregnant = entry.optional_choice("pregnant", (True, False)) or False
    if "trimester" in entry.table and not pregnant:
        raise entry.refuse("trimester", "a trimester only with pregnant = true", "Add pregnant = true.")
    return Population(
        words=entry.text("population"),
        age_from=age_from,
        age_below=age_below,
        sex=entry.optional_choice("sex", SEXES),
        pregnant=pregnant,
        trimester=entry.optional_choice("trimester", TRIMESTERS),
    )


def _age(entry: Entry, limit: str) -> Decimal | None:
    years, days = entry.optional_number(f"{limit}_years"), entry.optional_number(f"{limit}_days")
    if years is not None and days is not None:
        raise entry.refuse(
            f"{limit}_days", f"{limit}_years or {limit}_days, not both", "Keep the printed one."
        )
    return years_from_days(days) if days is not None else years


def refuse_overlaps(entries: Sequence[Entry], people: Sequence[tuple[str, Population]]) -> None:
    """Refuse two entries for the same quantity and the same person."""
    for (_, (quantity, first)), (entry, (other, second)) in combinations(
        zip(entries, people, strict=True), 2
    ):
        if quantity == other and _overlap(first, second):
            allowed = f"people not already covered by {first.words!r}" + (
                f" for {quantity}" if quantity else ""
            )
            raise entry.refuse(
                "population", allowed, "Set age, sex, pregnant or trimester so that they do not meet."
            )


def _overlap(first: Population, second: Population) -> bool:
    return (
        (second.age_below is None or first.age_from < second.age_below)
        and (first.age_below is None or second.age_from < first.age_below)
        and (first.sex is None or second.sex is None or first.sex == second.sex)
        and first.pregnant == second.pregnant
        and (first.trimester is None or second.trimester is None or first.trimester == second.trimester)
    )


def read_presets(
    file: Traversable, laboratories: Mapping[str, Laboratory], known_sources: Collection[str]
) -> Mapping[str, Preset]:
    """The laboratory used for each quantity when none was chosen."""
    found: dict[str, Preset] = {}
    for entry in read_toml(file).every_table():
        entry.only(("laboratory", "because", "cite", "status"))
        laboratory = entry.choice("laboratory", tuple(laboratories))
        if not any(printed.quantity == entry.name for printed in laboratories[laboratory].ranges):
            raise entry.refuse(
                "laboratory", f"a laboratory with a range for {entry.name}", "Choose another one."
            )
        found[entry.name] = Preset(
            quantity=entry.name,
            laboratory=laboratory,
            because=entry.text("because"),
            citations=entry.citations(known_sources),
            status=entry.choice("status", STATUSES),
        )
    return MappingProxyType(found)


# ---- limits, scales, variation -------------------------------------------------------------------------


def limit_from_table(name: str, table: object, where: str, known_sources: Collection[str]) -> DecisionLimit:
    """One limit, from `decision_limits.toml` or from the `[limits]` of a finding; `where` names the file."""
    entry = Entry(where, "", {name: table}).inner(name)
    entry.only(("quantity", "means", "cite", "status", *UNITS))
    units = [field for field in entry.table if field in UNITS]
    if not units:
        raise entry.refuse("unit", "at least one unit with its number", 'Add a line such as "mmol/L" = 0.50.')
    return DecisionLimit(
        id=name,
        quantity=entry.text("quantity"),
        means=entry.text("means"),
        values=MappingProxyType({unit: entry.number(unit) for unit in units}),
        citations=entry.citations(known_sources),
        status=entry.choice("status", STATUSES),
    )


def read_limits(file: Traversable, known_sources: Collection[str]) -> Mapping[str, DecisionLimit]:
    """The shared decision limits by name; one number has one name."""
    found: dict[str, DecisionLimit] = {}
    names: dict[tuple[str, str, Decimal], str] = {}
    for name, table in read_toml(file).table.items():
        limit = limit_from_table(name, table, file.name, known_sources)
        for unit, value in limit.values.items():
            first = names.setdefault((limit.quantity, unit, value), name)
            if first != name:
                remedy = f"{first} already is this number of {limit.quantity}: use it instead."
                where = f"{file.name}, {name}, {unit}"
                raise DataError(where, value, "each number, quantity and unit once", remedy)
        found[name] = limit
    return MappingProxyType(found)


def read_scales(folder: Traversable, known_sources: Collection[str]) -> Mapping[str, Scale]:
    """The published gradings by name."""
    found: dict[str, Scale] = {}
    for entry in (entry for file in toml_files(folder) for entry in read_toml(file).every_table()):
        if entry.name in found:
            where = f"{entry.file}, {entry.name}"
            raise DataError(where, "the same name again", "each scale once", "Give it another name.")
        found[entry.name] = _scale(entry, known_sources)
    return MappingProxyType(found)


def _scale(entry: Entry, known_sources: Collection[str]) -> Scale:
    entry.only(("title", "quantity", "direction", "units", "grade", "cite", "status"))
    units = entry.table.get("units")
    if not isinstance(units, list) or not units or not UNITS.issuperset(units):
        raise entry.refuse(
            "units", f"a list from {', '.join(sorted(UNITS))}", "Name the unit columns of the source."
        )
    steps = entry.tables("grade")
    grades = tuple(_grade(step, tuple(units)) for step in steps)
    if not grades or any(worse.grade <= better.grade for worse, better in pairwise(grades)):
        raise entry.refuse(
            "grade", "at least one grade, each once, the worst first", "Put the grades in this order."
        )
    return Scale(
        id=entry.name,
        title=entry.text("title"),
        quantity=entry.text("quantity"),
        direction=entry.choice("direction", DIRECTIONS),
        units=tuple(units),
        grades=grades,
        citations=entry.citations(known_sources),
        status=entry.choice("status", STATUSES),
    )


def _grade(entry: Entry, units: tuple[str, ...]) -> Grade:
    entry.only(("grade", "as_printed", "beyond"))
    beyond: Mapping[str, Decimal] | None = None
    if "beyond" in entry.table:
        limits = entry.inner("beyond")
        limits.only(units)
        beyond = MappingProxyType({unit: limits.number(unit) for unit in units})
    return Grade(entry.choice("grade", (1, 2, 3, 4, 5)), entry.text("as_printed"), beyond)


def read_variation(file: Traversable, known_sources: Collection[str]) -> tuple[Variation, ...]:
    """Within-person and analytical variation, one entry for each source."""
    entry = read_toml(file)
    entry.only(("variation",))
    return tuple(_variation(table, known_sources) for table in entry.tables("variation"))


def _variation(entry: Entry, known_sources: Collection[str]) -> Variation:
    entry.only(("quantity", "population", "within_person", "analytical", "note", "cite", "status"))
    within, analytical = entry.optional_number("within_person"), entry.optional_number("analytical")
    if within is None and analytical is None:
        raise entry.refuse(
            "within_person", "within_person, analytical or both, in %", "Add what the source prints."
        )
    return Variation(
        quantity=entry.text("quantity"),
        population=entry.text("population"),
        within_person=within,
        analytical=analytical,
        note=entry.optional_text("note"),
        citations=entry.citations(known_sources),
        status=entry.choice("status", STATUSES),
    )


# ---- what ships ----------------------------------------------------------------------------------------

_SHIPPED = files("reference_ranges")


@cache
def sources() -> Mapping[str, Source]:
    """Every source by key."""
    return read_sources(_SHIPPED / "sources.bib")


@cache
def laboratories_by_id() -> Mapping[str, Laboratory]:
    """Every laboratory with its ranges."""
    return read_laboratories(_SHIPPED / "laboratories", sources())


@cache
def presets() -> Mapping[str, Preset]:
    """The range used for each quantity when none was chosen; a quantity not listed has none."""
    return read_presets(_SHIPPED / "presets.toml", laboratories_by_id(), sources())


@cache
def decision_limits() -> Mapping[str, DecisionLimit]:
    """The limits that more than one finding uses."""
    return read_limits(_SHIPPED / "decision_limits.toml", sources())


@cache
def scales() -> Mapping[str, Scale]:
    """The published gradings."""
    return read_scales(_SHIPPED / "scales", sources())


@cache
def all_variation() -> tuple[Variation, ...]:
    """Biological and analytical variation of every quantity."""
    return read_variation(_SHIPPED / "variation.toml", sources())
