"""What the reference data are made of: sources, ranges, limits, scales and variation.

Every number keeps the figures and the unit its source printed; nothing here converts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, guideline, book or laboratory page, as `sources.bib` lists it."""

    key: str
    short: str
    """First author or organisation, with the year: what stands beside a sentence."""
    authors: tuple[str, ...]
    """People as "Costello RB", organisations by name, "et al." last; empty where not recorded."""
    title: str
    year: str | None
    container: str | None
    """What it appeared in: the journal, the publisher, the meeting."""
    edition: str | None
    volume: str | None
    pages: str | None
    doi: str | None
    pmid: str | None
    url: str | None
    note: str | None
    """How far it was read, which decides how far it can be trusted."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one source."""

    source: str
    """The key in `sources.bib`."""
    at: str
    """Page, table, heading or abstract."""


@dataclass(frozen=True, slots=True)
class Population:
    """For whom a range holds. Nobody else: there is no falling back to a wider group."""

    words: str
    """As the source describes them."""
    age_from: Decimal
    """In years; this age is included."""
    age_below: Decimal | None
    """In years; this age is not included. None: no upper limit."""
    sex: str | None
    """"female" or "male"; None: both."""
    pregnant: bool
    trimester: int | None
    """1, 2 or 3; None: the whole of pregnancy, or not pregnant."""

    def __str__(self) -> str:
        said = {None: (), "female": ("women", "girls", "female"), "male": ("men", "boys", "male")}[self.sex]
        return (
            self.words
            if self.sex is None or any(one in self.words for one in said)
            else f"{self.words}, {self.sex}"
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """A reference interval; both ends belong to it. None: open at that end."""

    low: Decimal | None
    high: Decimal | None
    unit: str

    def __str__(self) -> str:
        low, high = ("…" if end is None else str(end) for end in (self.low, self.high))
        return f"{low}–{high} {self.unit}"


@dataclass(frozen=True, slots=True)
class Range:
    """What one laboratory prints for one quantity and one population."""

    laboratory: str
    """The laboratory's id, which is the name of its file."""
    quantity: str
    population: Population
    interval: Interval
    printed_also: tuple[Interval, ...]
    """The same interval as the source prints it in other units; these figures go before any conversion."""
    specimen: str | None
    method: str | None
    tube: str | None
    note: str | None
    citations: tuple[Citation, ...]
    checked: date
    """When the source was last looked at."""
    status: str
    """"draft" until a clinician has reviewed it, then "reviewed"."""


@dataclass(frozen=True, slots=True)
class NoRange:
    """There is no range for this person: a flag is unknown, never normal."""

    reason: str
    """One plain sentence for the screen."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Whoever prints ranges."""

    id: str
    name: str
    country: str
    kind: str
    """"laboratory", "programme" (harmonised among many), "handbook" or "study" (kept out of every count)."""
    note: str | None
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """The range used when nobody has chosen one."""

    quantity: str
    laboratory: str
    because: str
    citations: tuple[Citation, ...]
    status: str


@dataclass(frozen=True, slots=True, eq=False)
class DecisionLimit:
    """A named number that findings compare with. One object for each: what is worked out of it is remembered by identity."""

    id: str
    quantity: str
    means: str
    values: Mapping[str, Decimal]
    """The limit in each unit in which it is printed, each compared in its own unit."""
    citations: tuple[Citation, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale: reached by going beyond its limit, never by touching it."""

    grade: int
    as_printed: str
    beyond: Mapping[str, Decimal] | None
    """The limit in each printed unit; None: the end of the laboratory's reference range."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A published grading of one quantity in one direction."""

    id: str
    title: str
    quantity: str
    direction: str
    """"low": a grade lies below its limit; "high": above it."""
    units: tuple[str, ...]
    """The unit columns the source prints; a value in another unit is not graded."""
    grades: tuple[Grade, ...]
    """Worst first."""
    citations: tuple[Citation, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Variation:
    """How much a result moves while the patient stays the same: coefficients of variation in %."""

    quantity: str
    population: str
    within_person: Decimal | None
    analytical: Decimal | None
    note: str | None
    citations: tuple[Citation, ...]
    status: str


@dataclass(frozen=True, slots=True)
class SurveyGroup:
    """The results of one group of people in a survey."""

    population: Population
    people: int | None
    """How many; None where the source does not say."""
    percentiles: Mapping[Decimal, Decimal]
    """The result below which this many per cent of them lie, in the unit of the survey, rising."""


@dataclass(frozen=True, slots=True)
class Survey:
    """How the results of a population are spread: what a value is drawn against, and never a reference interval."""

    id: str
    name: str
    quantity: str
    people: str
    """Who was measured."""
    unit: str
    caveats: tuple[str, ...]
    """What must stand beside a picture of it."""
    groups: tuple[SurveyGroup, ...]
    citations: tuple[Citation, ...]
    checked: date
    status: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a published table."""

    cells: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Published facts side by side, for the page of evidence. No patient is ever read against them."""

    id: str
    title: str
    about: str
    """What the rows are, and how far they can be trusted."""
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    checked: date
    status: str
