"""The examples in findings and definitions: patients written in a line, and what must hold for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from interpret.evaluate import read
from interpret.patient import Patient, parse_typed
from interpret.prepare import columns_of
from interpret.quantities import RESULTS
from interpret.rules import Example, Finding, Rulebook
from interpret.words import WORDS

HOLDS = {1: "yes", 0: "unknown", -1: "no"}

_RESULT = re.compile(r"^(?P<value>[^(]+?)(?:\((?P<low>[\d.]*)-(?P<high>[\d.]*)(?P<doubt>\?)?\))?$")


@dataclass(frozen=True, slots=True)
class Broken:
    """An example that does not hold as its file says."""

    finding: str
    given: Mapping[str, Any]
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.finding}: {dict(self.given)} should be {self.expected}, is {self.found}"


def patient_of(given: Mapping[str, Any]) -> Patient:
    """A patient from one line of an example, such as ``{serum_magnesium = "0.55 mmol/L (0.66-1.07)", ppi = true}``."""
    return Patient.from_dict(json_of(given))


def json_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The public JSON object of one line of an example."""
    results: dict[str, Any] = {}
    for name in RESULTS:
        if name in given:
            results[name] = _result(str(given[name]))
            if collected := given.get(f"{name}_collected_on"):
                results[name]["collected"] = collected
            if name == "magnesium_retention" and "protocol" in given:
                results[name]["protocol"] = given["protocol"]
    person = {
        name: given[name]
        for name in ("age_years", "sex", "pregnant", "gestation_weeks", "weight_kg")
        if name in given
    }
    for name in ("female", "male"):
        if given.get(name):
            person["sex"] = name
    context = {word: given[word] for word in WORDS if word in given}
    return {"patient": person, "laboratory": given.get("laboratory"), "results": results, "context": context}


def _result(text: str) -> dict[str, Any]:
    match = _RESULT.match(text.strip())
    if match is None:
        raise ValueError(f"'{text}' is not a value with a unit, as in '0.55 mmol/L (0.66-1.07)'")
    comparator, value, unit = parse_typed(match["value"])
    result: dict[str, Any] = {"value": value, "unit": unit, "comparator": comparator}
    if match["low"] is not None:
        ends = {end: Decimal(match[end]) if match[end] else None for end in ("low", "high")}
        result |= {"range": ends, "range_confirmed": not match["doubt"]}
    return result


def broken(book: Rulebook) -> Iterator[Broken]:
    """Every example of every finding that does not hold as written."""
    for finding in book.findings:
        for example in finding.examples:
            found = holds(book, finding, example)
            if found != example.holds:
                yield Broken(finding.id, example.given, example.holds, found)


def holds(book: Rulebook, finding: Finding, example: Example) -> str:
    """Whether a finding holds for an example's patient: yes, no or unknown."""
    return HOLDS[read(book, columns_of([patient_of(example.given)])).holds(finding.id, 0)]
