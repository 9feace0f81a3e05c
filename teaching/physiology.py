"""What the class generator assumes, loaded from `physiology.toml` and checked: persons, kidneys, causes and faults."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeAlias

from interpret.quantities import QUANTITIES
from interpret.rules import PATTERNS, RuleError, citations_from, one_of, only, text_of
from interpret.words import WORDS
from reference_ranges import Citation

Numbers: TypeAlias = tuple[float, ...]
"""Two: every value between is equally likely. Three: least, commonest, most."""

WHERE = "physiology.toml"
MOVES = ("up", "down")


@dataclass(frozen=True, slots=True)
class Kidney:
    """What a kidney does with magnesium: a fractional excretion in %, or an amount in mmol/24 h."""

    femg: Numbers
    amount: Numbers


@dataclass(frozen=True, slots=True)
class Cause:
    """Why magnesium is as it is. ``kidney`` names one of several, each as often as it is listed."""

    id: str
    name: str
    title: str
    present: tuple[str, ...]
    serum: Numbers
    kidney: tuple[str, ...]
    kidney_function: Numbers
    red_cells_follow: float
    changes: Mapping[str, Numbers]
    signs: tuple[str, ...]
    reads_as: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong on the way to the page, and in which direction it moves each result."""

    id: str
    name: str
    title: str
    times: Mapping[str, Numbers]
    plus: Mapping[str, Numbers]
    relabel: Mapping[str, tuple[str, str]]
    moves: Mapping[str, str]
    said: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Coupling:
    """A result that falls by so much for each mmol/L of serum magnesium below a level."""

    below: float
    falls: float


@dataclass(frozen=True, slots=True)
class Signs:
    """How often which signs are there."""

    at_or_below: float
    often: float
    words: tuple[str, ...]
    rarely: float
    unspecific: tuple[str, ...]
    asked_and_absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Physiology:
    """The whole model."""

    age_years: Numbers
    weight_kg: Numbers
    creatinine_mg_per_kg: Mapping[str, Numbers]
    healthy: Mapping[str, float]
    red_cells: Mapping[str, float]
    varies: Mapping[str, float]
    couplings: Mapping[str, Coupling]
    kidneys: Mapping[str, Kidney]
    causes: Mapping[str, Cause]
    signs: Signs
    faults: Mapping[str, Fault]
    status: str


@cache
def physiology() -> Physiology:
    """The model as shipped; raises ``RuleError`` for the first thing that is wrong."""
    text = (resources.files("teaching") / WHERE).read_text("utf-8")
    return from_table(tomllib.loads(text))


def from_table(table: Mapping[str, Any]) -> Physiology:
    """The model from its tables."""
    sections = ("persons", "healthy", "red_cells", "varies", "couplings", "kidney", "cause", "signs", "fault")
    only(WHERE, table, ("status", *sections))
    persons = table["persons"]
    citations_from(f"{WHERE}: [persons]", persons)
    red_cells = {name: value for name, value in table["red_cells"].items() if name != "cite"}
    citations_from(f"{WHERE}: [red_cells]", table["red_cells"])
    kidneys = {name: _kidney(name, given) for name, given in table["kidney"].items()}
    return Physiology(
        age_years=_numbers(WHERE, persons["age_years"]),
        weight_kg=_numbers(WHERE, persons["weight_kg"]),
        creatinine_mg_per_kg={
            sex: _numbers(WHERE, span) for sex, span in persons["creatinine_mg_per_kg"].items()
        },
        healthy=MappingProxyType(dict(table["healthy"])),
        red_cells=MappingProxyType(red_cells),
        varies=MappingProxyType({name: table["varies"][name] for name in _results(table["varies"])}),
        couplings={name: _coupling(name, given) for name, given in table["couplings"].items()},
        kidneys=MappingProxyType(kidneys),
        causes=MappingProxyType(
            {name: _cause(name, given, kidneys) for name, given in table["cause"].items()}
        ),
        signs=_signs(table["signs"]),
        faults=MappingProxyType({name: _fault(name, given) for name, given in table["fault"].items()}),
        status=one_of(WHERE, table, "status", ("draft", "reviewed")),
    )


def _kidney(name: str, table: Mapping[str, Any]) -> Kidney:
    where = f"{WHERE}: [kidney.{name}]"
    only(where, table, ("femg", "amount", "cite"))
    citations_from(where, table)
    if ("femg" in table) == ("amount" in table):
        raise RuleError(f"{where}: give femg or amount, one of them")
    return Kidney(*(_numbers(where, table[one]) if one in table else () for one in ("femg", "amount")))


def _cause(name: str, table: Mapping[str, Any], kidneys: Iterable[str]) -> Cause:
    where = f"{WHERE}: [cause.{name}]"
    lists = ("present", "kidney", "signs", "reads_as")
    numbers = ("serum", "kidney_function")
    only(where, table, ("name", "title", *lists, *numbers, "red_cells_follow", "changes", "cite"))
    return Cause(
        id=name,
        name=text_of(where, table, "name"),
        title=text_of(where, table, "title"),
        present=_known(where, table.get("present", ()), WORDS),
        kidney=_known(where, table["kidney"], kidneys),
        signs=_known(where, table.get("signs", ()), WORDS),
        reads_as=_known(where, table["reads_as"], PATTERNS),
        serum=_numbers(where, table["serum"]),
        kidney_function=_numbers(where, table["kidney_function"]),
        red_cells_follow=table["red_cells_follow"],
        changes=_spans(where, table.get("changes", {})),
        citations=citations_from(where, table) if "cite" in table else (),
    )


def _fault(name: str, table: Mapping[str, Any]) -> Fault:
    where = f"{WHERE}: [fault.{name}]"
    only(where, table, ("name", "title", "times", "plus", "relabel", "moves", "said", "cite"))
    fault = Fault(
        id=name,
        name=text_of(where, table, "name"),
        title=text_of(where, table, "title"),
        times=_spans(where, table.get("times", {})),
        plus=_spans(where, table.get("plus", {})),
        relabel={one: (units[0], units[1]) for one, units in table.get("relabel", {}).items()},
        moves=MappingProxyType({one: one_of(where, table["moves"], one, MOVES) for one in table["moves"]}),
        said=_known(where, table.get("said", ()), WORDS),
        citations=citations_from(where, table),
    )
    moved = {*fault.times, *fault.plus, *fault.relabel}
    if moved != set(fault.moves):
        raise RuleError(f"{where}: moves names {', '.join(fault.moves)}; name {', '.join(sorted(moved))}")
    return fault


def _coupling(name: str, table: Mapping[str, Any]) -> Coupling:
    where = f"{WHERE}: [couplings.{name}]"
    only(where, table, ("below", "falls", "cite"))
    citations_from(where, table)
    return Coupling(table["below"], table["falls"])


def _signs(table: Mapping[str, Any]) -> Signs:
    where = f"{WHERE}: [signs]"
    lists = ("words", "unspecific", "asked_and_absent")
    only(where, table, ("at_or_below", "often", "rarely", *lists, "cite"))
    citations_from(where, table)
    return Signs(
        at_or_below=table["at_or_below"],
        often=table["often"],
        rarely=table["rarely"],
        **{name: _known(where, table[name], WORDS) for name in lists},
    )


def _known(where: str, given: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    names = tuple(given)
    if unknown := [name for name in names if name not in tuple(allowed)]:
        raise RuleError(f"{where}: {', '.join(unknown)} is not known; correct the name")
    return names


def _results(given: Iterable[str]) -> tuple[str, ...]:
    return _known(WHERE, given, QUANTITIES)


def _spans(where: str, given: Mapping[str, Any]) -> Mapping[str, Numbers]:
    return MappingProxyType({name: _numbers(where, given[name]) for name in _results(given)})


def _numbers(where: str, given: Iterable[float]) -> Numbers:
    numbers = tuple(float(one) for one in given)
    if len(numbers) not in {2, 3}:
        raise RuleError(f"{where}: {list(numbers)} is neither [least, most] nor [least, commonest, most]")
    return numbers
