"""Questions on which good sources disagree: the positions, what this product does, and why. One file each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from interpret.rules import RuleError, citations_from, one_of, only, text_of
from reference_ranges import Citation


@dataclass(frozen=True, slots=True)
class Position:
    """What some sources hold."""

    says: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A disputed question with at least two positions."""

    id: str
    title: str
    asks: str
    positions: tuple[Position, ...]
    product_does: str
    because: str
    status: str


@cache
def disputed_questions() -> tuple[Question, ...]:
    """The shipped questions by file name."""
    return load(resources.files("interpret") / "disputed_questions")


def load(folder: Traversable) -> tuple[Question, ...]:
    """Every question in a folder; raises ``RuleError`` for the first thing that is wrong."""
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return tuple(_question(file.name, tomllib.loads(file.read_text("utf-8"))) for file in files)


def _question(where: str, table: Mapping[str, Any]) -> Question:
    only(where, table, ("title", "asks", "product_does", "because", "status", "position"))
    positions = tuple(_position(f"{where}: [[position]]", one) for one in table.get("position", ()))
    if len({one.citations for one in positions}) < 2:  # noqa: PLR2004 - one position is no dispute
        raise RuleError(
            f"{where}: has fewer than two positions with sources of their own; add [[position]] or remove the file"
        )
    return Question(
        id=where.removesuffix(".toml"),
        title=text_of(where, table, "title"),
        asks=text_of(where, table, "asks"),
        positions=positions,
        product_does=text_of(where, table, "product_does"),
        because=text_of(where, table, "because"),
        status=one_of(where, table, "status", ("draft", "reviewed")),
    )


def _position(where: str, table: Mapping[str, Any]) -> Position:
    only(where, table, ("says", "cite"))
    return Position(text_of(where, table, "says"), citations_from(where, table))
