"""Why a finding holds, in the patient's own numbers, and what is missing where it cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from interpret.columns import FAR, TICKS, Column, at, rounded_limit
from interpret.evaluate import Pass
from interpret.quantities import QUANTITIES, Quantity, unit_beside
from interpret.rules import Clause, Conditions, Finding
from interpret.truth import TRUE, UNKNOWN
from interpret.words import COMPUTED, OF_THE_PERSON, WORDS
from reference_ranges import DecisionLimit, decision_limits

_ASKED_AS = {"female": "sex", "male": "sex"}
"""What is asked of a person to know a word that follows from it."""

_UNIT_IN_WORDS = {"a": "years", "wk": "weeks", "d": "days"}
"""Units of time as they are said of a person."""

_WORDS_OF_VERB = {"above": "above {}", "below": "below {}", "at_least": "{} or more", "at_most": "{} or less"}


def label(name: str) -> str:
    """What a quantity or word is called on the screen."""
    if name in QUANTITIES:
        return QUANTITIES[name].label
    if name in WORDS:
        return WORDS[name].label
    return OF_THE_PERSON.get(name) or COMPUTED.get(name) or name


def number(value: Fraction, places: int) -> str:
    """A number as printed, with its places."""
    return f"{Decimal(round(value * 10**places)).scaleb(-places):f}"


def ticks_in_words(ticks: int, places: int) -> str:
    """A value in ticks as printed, with its places."""
    return f"{(Decimal(ticks) / TICKS).quantize(Decimal(1).scaleb(-places)):f}"


def printed(column: Column, row: int) -> str:
    """A value with its comparator and unit, to the places laboratories print or more, or 'not entered'."""
    if not at(column.entered, row):
        return "not entered"
    least, greatest, unit = at(column.least, row), at(column.greatest, row), column.unit_of(row)
    said = _UNIT_IN_WORDS.get(unit, unit)
    places = max(at(column.places, row), column.quantity.reporting_places(unit))

    def of(ticks: int) -> str:
        return ticks_in_words(ticks, places)

    if least == greatest:
        return f"{of(least)} {said}"
    if least <= 0 or least <= -FAR:
        return f"<{of(greatest + 1)} {said}" if greatest % 2 else f"{of(greatest)} {said} or less"
    if greatest >= FAR:
        return f">{of(least - 1)} {said}" if least % 2 else f"{of(least)} {said} or more"
    return f"{of(least)} to {of(greatest)} {said}"


def limit_text(limit: DecisionLimit, quantity: Quantity, unit: str) -> str:
    """A limit in a unit of its quantity: as printed, else converted."""
    if unit in limit.values:
        return f"{limit.values[unit]} {_UNIT_IN_WORDS.get(unit, unit)}"
    first = next(iter(limit.values))
    value = rounded_limit(limit.values[first], first, unit, quantity, 0)
    return f"{number(value, quantity.reporting_places(unit))} {unit}"


@dataclass(frozen=True, slots=True)
class Explainer:
    """Puts the patient's numbers into words, for one row of one pass; what it found of a clause it remembers."""

    view: Pass
    row: int
    _truth: dict[Clause, int] = field(default_factory=dict)
    _sentences: dict[Clause, str] = field(default_factory=dict)
    _wanted: dict[Clause, list[tuple[str, ...]]] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        return self.view.columns.quantity(name)

    def limit(self, limit: DecisionLimit, name: str) -> str:
        """A limit in the unit of the patient's entry; of a result that is not there, in the family of the serum's."""
        column = self.column(name)
        entered = at(column.entered, self.row)
        serum = self.column("serum_magnesium").unit_of(self.row)
        unit = column.unit_of(self.row) if entered else unit_beside(name, serum)
        return limit_text(limit, column.quantity, unit)

    def truth(self, clause: Clause) -> int:
        known = self._truth.get(clause)
        if known is None:
            known = self._truth[clause] = at(self.view.clause(clause), self.row)
        return known

    def fill(self, text: str, finding: Finding) -> str:
        """A sentence with the patient's values and the limits in their unit."""
        return text.format_map(_Filled(self, finding.limits))

    # ---- reasons ----------------------------------------------------------------------------------------------
    def reasons(self, conditions: Conditions) -> list[str]:
        """One short sentence for each clause that made a finding TRUE."""
        said: dict[str, None] = {}
        for clause in conditions.all + conditions.any:
            if self.truth(clause) == TRUE:
                said.update(dict.fromkeys(self._reasons_of(clause)))
        return list(said)

    def _reasons_of(self, clause: Clause) -> list[str]:
        definition = self.view.book.definitions.get(clause.subject)
        if definition is None:
            return [self.sentence(clause)]
        if definition.count or clause.object in {"absent", "unasked"}:
            held = [self._reasons_of(one) for one in definition.count if self.truth(one) == TRUE]
            return [sentence for group in held for sentence in group] or [self.sentence(clause)]
        return self.reasons(definition.conditions)

    def sentence(self, clause: Clause) -> str:
        """One clause in words, written once."""
        known = self._sentences.get(clause)
        if known is None:
            known = self._sentences[clause] = self._written(clause)
        return known

    def _written(self, clause: Clause) -> str:
        name = clause.subject
        if clause.limit is not None:
            if name not in QUANTITIES:
                return f"{self.view.book.definitions[name].label}: {_WORDS_OF_VERB[clause.verb].format(clause.limit.values['1'])}"
            column = self.column(name)
            limit = _WORDS_OF_VERB[clause.verb].format(self.limit(clause.limit, name))
            return f"{label(name)} {printed(column, self.row)} is {limit}"
        if name in QUANTITIES:
            return self._about_quantity(name, clause.object)
        definition = self.view.book.definitions.get(name)
        what = definition.label if definition else label(name)
        return {"present": what, "absent": f"{what}: absent", "unasked": f"{what}: not asked"}[clause.object]

    def _about_quantity(self, name: str, state: str) -> str:
        if state in {"entered", "missing"}:
            return f"{label(name)} was {'not ' if state == 'missing' else ''}entered"
        column = self.column(name)
        reported = self.view.reported.columns.quantity(name) if self.view.reported else column
        return f"{label(name)} {printed(reported, self.row)} is {state} ({range_text(reported, self.row)})"

    def abnormal_clauses(self, conditions: Conditions) -> int:
        """How many clauses name something abnormal or present in this patient."""
        return sum(
            self.truth(clause) == TRUE
            and (clause.object in {"low", "high", "present"} or clause.limit is not None)
            for clause in conditions.all + conditions.any
        )

    # ---- what is missing ------------------------------------------------------------------------------------------
    def answers_wanted(self, conditions: Conditions) -> list[tuple[str, ...]]:
        """What keeps conditions UNKNOWN: for each answer that is wanted, the inputs of which any one would give it."""
        wanted: dict[tuple[str, ...], None] = {}
        for clause in conditions.all + conditions.none:
            if self.truth(clause) == UNKNOWN:
                wanted.update(dict.fromkeys(self._answers_wanted_by(clause)))
        open_in_any = [clause for clause in conditions.any if self.truth(clause) == UNKNOWN]
        if open_in_any and max(self.truth(clause) for clause in conditions.any) == UNKNOWN:
            groups = [group for clause in open_in_any for group in self._answers_wanted_by(clause)]
            wanted[tuple(dict.fromkeys(name for group in groups for name in group))] = None
        return [group for group in wanted if group]

    def _answers_wanted_by(self, clause: Clause) -> list[tuple[str, ...]]:
        known = self._wanted.get(clause)
        if known is None:
            known = self._wanted[clause] = self._asked_by(clause)
        return known

    def _asked_by(self, clause: Clause) -> list[tuple[str, ...]]:
        definition = self.view.book.definitions.get(clause.subject)
        if definition is None:
            return [() if clause.subject in COMPUTED else (_ASKED_AS.get(clause.subject, clause.subject),)]
        if definition.count:
            groups = [
                group
                for one in definition.count
                if self.truth(one) == UNKNOWN
                for group in self._answers_wanted_by(one)
            ]
            return [tuple(dict.fromkeys(name for group in groups for name in group))]
        return self.answers_wanted(definition.conditions)


def range_text(column: Column, row: int) -> str:
    """The range in use in words."""
    in_use = column.range_of(row)
    ends = [at(end, row) for end in column.limits]
    if all(abs(end) >= FAR for end in ends):
        return in_use.why or "no range"
    unit = column.unit_of(row)
    places = column.quantity.reporting_places(unit)

    def spread(least: int, most: int) -> str:
        if abs(least) >= FAR:
            return "…"
        first, last = (_end_in_words(end, places) for end in (least, most))
        return first if first == last else f"{first}/{last}"

    return f"{spread(ends[0], ends[1])}–{spread(ends[2], ends[3])} {unit}, {in_use.source}"


@lru_cache(maxsize=10_000)
def _end_in_words(ticks: int, places: int) -> str:
    return plain(Fraction(ticks, TICKS), places)


def plain(value: Fraction, places: int) -> str:
    """At least the reporting places, and as many more as the value has."""
    while places < 4 and round(value, places) != value:  # noqa: PLR2004 - the most places that are kept
        places += 1
    return number(value, places)


class _Filled(dict[str, str]):
    """Placeholders of a sentence: quantities as entered, limits in the patient's unit."""

    def __init__(self, explainer: Explainer, limits: Mapping[str, DecisionLimit]) -> None:
        super().__init__()
        self.explainer = explainer
        self.limits = limits

    def __missing__(self, name: str) -> str:
        if name in QUANTITIES:
            first = self.explainer.view.reported or self.explainer.view
            return printed(first.columns.quantity(name), self.explainer.row)
        limit = self.limits.get(name) or decision_limits()[name]
        if limit.quantity not in QUANTITIES:
            return " ".join(f"{value}" for value in limit.values.values())
        return self.explainer.limit(limit, limit.quantity)
