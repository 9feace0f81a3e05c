"""The kinds of error a learner makes: what each is called, and what is said of it. The words stand in `errors.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from interpret.rules import only, text_of


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error."""

    id: str
    title: str
    told: str


def _kind(name: str, table: Mapping[str, str]) -> Kind:
    where = f"errors.toml: [{name}]"
    only(where, table, ("title", "told"))
    return Kind(name, text_of(where, table, "title"), text_of(where, table, "told"))


ERRORS: Mapping[str, Kind] = MappingProxyType(
    {
        name: _kind(name, table)
        for name, table in tomllib.loads(
            (resources.files("teaching") / "errors.toml").read_text("utf-8")
        ).items()
    }
)
"""Every kind of error by its id."""
