"""Constructed cases for teaching, one file each in `views/examples`, in the form of the public JSON object."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A patient who does not exist."""

    id: str
    title: str
    given: Mapping[str, Any]


@cache
def all_examples() -> tuple[Example, ...]:
    """Every example, by file name."""
    return tuple(_load(path) for path in sorted(FOLDER.glob("*.toml")))


def _load(path: Path) -> Example:
    table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return Example(path.stem, table.pop("title"), table)
