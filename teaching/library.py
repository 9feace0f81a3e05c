"""The case library: one TOML file each, what was found written in the names of the public contract."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from interpret import Patient
from interpret.examples import patient_of
from interpret.quantities import RESULTS
from interpret.rules import CONFIDENCES, PATTERNS, URGENCIES, RuleError, one_of, only, rulebook, text_of
from teaching.errors import ERRORS

LEVELS = ("basic", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good reading says. ``determinable`` is False where these inputs rightly leave the reading open.

    ``confidence`` is None where the literature gives none, or the reading has none.
    """

    pattern: str
    also_acceptable: tuple[str, ...]
    determinable: bool
    urgency: str
    urgency_because: str
    confidence: str | None
    points: tuple[str, ...]
    never: tuple[str, ...]

    def accepts(self, pattern: str) -> bool:
        return pattern in (self.pattern, *self.also_acceptable)


@dataclass(frozen=True, slots=True)
class Trap:
    """The one error a constructed case invites: at which step of its lesson, and with which answer."""

    kind: str
    step: str
    answer: str
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One case. ``given`` is written as in a finding's example; ``presents`` names it without giving it away.

    ``rests_on`` are the findings whose sources bear out what it teaches. Two cases are the same only if they are one
    object, so that a lesson can be remembered by its case. ``known`` are results known from before, besides the serum.
    """

    id: str
    title: str
    presents: str
    topic: str
    level: str
    kind: str
    citation: str
    story: str
    authors_concluded: str
    note: str
    given: Mapping[str, Any]
    known: tuple[str, ...]
    expected: Expected
    teaches: tuple[str, ...]
    rests_on: tuple[str, ...]
    trap: Trap | None
    status: str

    @property
    def patient(self) -> Patient:
        return patient_of(self.given)

    @property
    def is_constructed(self) -> bool:
        """Made for teaching: nobody published it, so it has no citation, but a trap."""
        return self.trap is not None


@cache
def published() -> tuple[Case, ...]:
    """Cases from the literature, by file name."""
    return load(resources.files("teaching") / "cases" / "published")


@cache
def constructed() -> tuple[Case, ...]:
    """Cases made for teaching, one trap each, by file name."""
    return load(resources.files("teaching") / "cases" / "constructed")


@cache
def cases() -> tuple[Case, ...]:
    """Every case a lesson can be held on: it has a serum magnesium. Easier ones first, constructed before published."""
    found = [case for case in (*constructed(), *published()) if "serum_magnesium" in case.given]
    return tuple(sorted(found, key=lambda case: (LEVELS.index(case.level), not case.is_constructed)))


@cache
def _by_id() -> Mapping[str, Case]:
    return MappingProxyType({case.id: case for case in (*constructed(), *published())})


def case_by_id(name: str) -> Case:
    """A case of the library; raises ``KeyError`` for an id it does not hold."""
    return _by_id()[name]


def load(folder: Traversable) -> tuple[Case, ...]:
    """Every case in a folder; raises ``RuleError`` for the first thing that is wrong."""
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return tuple(
        _case(file.name, tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)) for file in files
    )


def _case(where: str, table: Mapping[str, Any]) -> Case:
    texts = ("title", "presents", "topic", "kind", "story")
    optional = ("authors_concluded", "note")
    only(
        where,
        table,
        (
            *texts,
            *optional,
            "citation",
            "level",
            "status",
            "teaches",
            "rests_on",
            "known",
            "given",
            "expected",
            "trap",
        ),
    )
    if ("citation" in table) == ("trap" in table):
        raise RuleError(
            f"{where}: give a published case its citation, a constructed one its [trap], not both"
        )
    given = table.get("given", {})
    try:
        patient_of(given)
    except ValueError as error:
        raise RuleError(f"{where}: [given] cannot be read: {error}") from None
    return Case(
        id=where.removesuffix(".toml"),
        **{name: text_of(where, table, name) for name in texts},
        **{name: table.get(name, "") for name in optional},
        citation=text_of(where, table, "citation") if "citation" in table else "",
        level=one_of(where, table, "level", LEVELS),
        given=MappingProxyType(given),
        known=_known(where, table.get("known", ()), given),
        expected=_expected(f"{where}: [expected]", table.get("expected", {})),
        teaches=tuple(table.get("teaches", ())),
        rests_on=_findings(where, table.get("rests_on", ())),
        trap=_trap(f"{where}: [trap]", table["trap"]) if "trap" in table else None,
        status=one_of(where, table, "status", ("draft", "reviewed")),
    )


def _expected(where: str, table: Mapping[str, Any]) -> Expected:
    lists = ("also_acceptable", "points", "never")
    only(where, table, ("pattern", "determinable", "urgency", "urgency_because", "confidence", *lists))
    others = tuple(table.get("also_acceptable", ()))
    if unknown := [name for name in others if name not in PATTERNS]:
        raise RuleError(f"{where}: also_acceptable has {', '.join(unknown)}; allowed: {', '.join(PATTERNS)}")
    return Expected(
        pattern=one_of(where, table, "pattern", PATTERNS),
        also_acceptable=others,
        determinable=table.get("determinable", True),
        urgency=one_of(where, table, "urgency", URGENCIES),
        urgency_because=text_of(where, table, "urgency_because"),
        confidence=one_of(where, table, "confidence", (*CONFIDENCES, "discordant"))
        if "confidence" in table
        else None,
        points=tuple(table.get("points", ())),
        never=tuple(table.get("never", ())),
    )


def _known(where: str, names: Sequence[str], given: Mapping[str, Any]) -> tuple[str, ...]:
    if missing := [name for name in names if name not in RESULTS or name not in given]:
        raise RuleError(f"{where}: known has {', '.join(missing)}; name results that stand in [given]")
    return tuple(names)


def _findings(where: str, names: Sequence[str]) -> tuple[str, ...]:
    if unknown := [name for name in names if name not in rulebook().by_id]:
        raise RuleError(
            f"{where}: rests_on has {', '.join(unknown)}, which is no finding; give ids of findings"
        )
    return tuple(names)


def _trap(where: str, table: Mapping[str, Any]) -> Trap:
    only(where, table, ("kind", "step", "answer", "says"))
    return Trap(
        kind=one_of(where, table, "kind", ERRORS),
        **{name: text_of(where, table, name) for name in ("step", "answer", "says")},
    )
