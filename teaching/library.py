"""The case library: one TOML file each, what was found written in the names of the public contract."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from interpret import Patient
from interpret.examples import patient_of
from interpret.rules import PATTERNS, URGENCIES, RuleError, one_of, only, text_of

LEVELS = ("basic", "intermediate", "advanced")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a good reading says. ``determinable`` is False where these inputs rightly leave the reading open."""

    pattern: str
    also_acceptable: tuple[str, ...]
    determinable: bool
    urgency: str
    urgency_because: str
    points: tuple[str, ...]
    never: tuple[str, ...]

    def accepts(self, pattern: str) -> bool:
        return pattern in (self.pattern, *self.also_acceptable)


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``given`` is written as in a finding's example."""

    id: str
    title: str
    topic: str
    level: str
    kind: str
    citation: str
    story: str
    authors_concluded: str
    note: str
    given: Mapping[str, Any]
    expected: Expected
    status: str

    @property
    def patient(self) -> Patient:
        return patient_of(self.given)


@cache
def published() -> tuple[Case, ...]:
    """Cases from the literature, by file name."""
    return load(resources.files("teaching") / "cases" / "published")


def load(folder: Traversable) -> tuple[Case, ...]:
    """Every case in a folder; raises ``RuleError`` for the first thing that is wrong."""
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return tuple(
        _case(file.name, tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)) for file in files
    )


def _case(where: str, table: Mapping[str, Any]) -> Case:
    texts = ("title", "topic", "kind", "citation", "story")
    optional = ("authors_concluded", "note")
    only(where, table, (*texts, *optional, "level", "status", "given", "expected"))
    given = table.get("given", {})
    try:
        patient_of(given)
    except ValueError as error:
        raise RuleError(f"{where}: [given] cannot be read: {error}") from None
    return Case(
        id=where.removesuffix(".toml"),
        **{name: text_of(where, table, name) for name in texts},
        **{name: table.get(name, "") for name in optional},
        level=one_of(where, table, "level", LEVELS),
        given=MappingProxyType(given),
        expected=_expected(f"{where}: [expected]", table.get("expected", {})),
        status=one_of(where, table, "status", ("draft", "reviewed")),
    )


def _expected(where: str, table: Mapping[str, Any]) -> Expected:
    lists = ("also_acceptable", "points", "never")
    only(where, table, ("pattern", "determinable", "urgency", "urgency_because", *lists))
    others = tuple(table.get("also_acceptable", ()))
    if unknown := [name for name in others if name not in PATTERNS]:
        raise RuleError(f"{where}: also_acceptable has {', '.join(unknown)}; allowed: {', '.join(PATTERNS)}")
    return Expected(
        pattern=one_of(where, table, "pattern", PATTERNS),
        also_acceptable=others,
        determinable=table.get("determinable", True),
        urgency=one_of(where, table, "urgency", URGENCIES),
        urgency_because=text_of(where, table, "urgency_because"),
        points=tuple(table.get("points", ())),
        never=tuple(table.get("never", ())),
    )
