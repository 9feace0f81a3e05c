"""Columns and rules to truth. This module knows no medicine and no number.

Two passes. Pass 1 reads urgency and gates on what was reported. Gates that hold then narrow, widen or withhold quantities, and
pass 2 reads everything else on what the gates left. Gates do not see each other's effect, so their order cannot matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from interpret.columns import FAR, Column, Columns, at
from interpret.derive import derive
from interpret.quantities import QUANTITIES
from interpret.rules import (
    CONFIDENCES,
    FLAGS,
    OUTRIGHT,
    PATTERNS,
    URGENCIES,
    Clause,
    Conditions,
    Finding,
    Rulebook,
)
from interpret.truth import (
    FALSE,
    TRUE,
    UNKNOWN,
    Ticks,
    Truth,
    above,
    at_least,
    at_most,
    below,
    definite,
    every,
    negate,
    some,
)
from reference_ranges import DecisionLimit

_COMPARE = {"above": above, "below": below, "at_least": at_least, "at_most": at_most}
_DISCORDANT = -2
_NO_CONFIDENCE = -1


@dataclass
class Pass:
    """One pass over columns. Every clause and definition is evaluated once and remembered.

    ``reported`` holds the flags as reported, which stand where the interval that a gate left decides nothing.
    """

    book: Rulebook
    columns: Columns
    reported: Pass | None = None
    _clauses: dict[Clause, Truth] = field(default_factory=dict)
    _definitions: dict[str, Truth] = field(default_factory=dict)
    _flags: dict[str, Mapping[str, Truth]] = field(default_factory=dict)

    def conditions(self, conditions: Conditions) -> Truth:
        """All of, at least one of, none of; then ``unless``, which counts only when it is TRUE."""
        parts = list(map(self.clause, conditions.all))
        if conditions.any:
            parts.append(some(map(self.clause, conditions.any)))
        parts += map(negate, map(self.clause, conditions.none))
        holds = every(parts)
        if conditions.unless:
            holds = np.where(some(map(self.clause, conditions.unless)) == TRUE, FALSE, holds)
        return holds

    def clause(self, clause: Clause) -> Truth:
        """Truth of one clause in every row."""
        known = self._clauses.get(clause)
        if known is None:
            known = self._clauses[clause] = self._evaluate(clause)
        return known

    def word(self, name: str) -> Truth:
        """Truth of a word or definition being present."""
        definition = self.book.definitions.get(name)
        if definition is None:
            return self.columns.word(name)
        known = self._definitions.get(name)
        if known is None:
            known = self._definitions[name] = self.conditions(definition.conditions)
        return known

    def _evaluate(self, clause: Clause) -> Truth:
        name, state = clause.subject, clause.object
        if clause.limit is not None:
            least, greatest, limit = self._compared(clause, clause.limit)
            return _COMPARE[clause.verb](least, greatest, limit, limit)
        if state in FLAGS:
            return self.flag(name, state)
        if state in {"entered", "missing"}:
            entered = definite(self.columns.quantity(name).entered)
            return entered if state == "entered" else negate(entered)
        if state == "unasked":
            return definite(~self._asked(name))
        return self.word(name) if state == "present" else negate(self.word(name))

    def _compared(self, clause: Clause, limit: DecisionLimit) -> tuple[Ticks, Ticks, Ticks]:
        """The interval of a quantity, or of a count, and the limit it is compared with."""
        definition = self.book.definitions.get(clause.subject)
        if definition is None:
            column = self.columns.quantity(clause.subject)
            return column.least, column.greatest, column.limit(limit)
        counted = [self.clause(one) for one in definition.count]
        least = sum(((one == TRUE).astype(np.int64) for one in counted), np.zeros(1, np.int64))
        greatest = sum(((one != FALSE).astype(np.int64) for one in counted), np.zeros(1, np.int64))
        return least, greatest, np.array([int(limit.values["1"])])

    def flag(self, name: str, flag: str) -> Truth:
        """Whether a quantity is low, normal or high against the range in use."""
        known = self._flags.get(name)
        if known is None:
            known = self._flags[name] = self._low_normal_high(name)
        return known[flag]

    def _low_normal_high(self, name: str) -> Mapping[str, Truth]:
        column = self.columns.quantity(name)
        low = below(column.least, column.greatest, column.limits.low_from, column.limits.low_to)
        high = above(column.least, column.greatest, column.limits.high_from, column.limits.high_to)
        flags = {"low": low, "normal": np.minimum(-low, -high), "high": high}
        if self.reported is None or column is self.reported.columns.quantity(name):
            return flags
        undecided = (some(flags.values()) != TRUE) & column.entered
        return {
            flag: np.where(undecided, self.reported.flag(name, flag), truth) for flag, truth in flags.items()
        }

    def _asked(self, name: str) -> NDArray[np.bool_]:
        """Where any part of a word or list was answered."""
        if name in QUANTITIES:
            return self.columns.quantity(name).entered
        definition = self.book.definitions.get(name)
        if definition is None:
            return np.not_equal(self.columns.word(name), UNKNOWN)
        parts = definition.conditions.clauses() + definition.count
        asked: NDArray[np.bool_] = reduce(np.logical_or, (self._asked(clause.subject) for clause in parts))
        return asked


@dataclass
class Readings:
    """What the rules say about every row."""

    book: Rulebook
    reported: Pass
    left: Pass
    truth: Mapping[str, Truth]
    rows: int

    @cached_property
    def chosen(self) -> NDArray[np.int64]:
        """Index into the reading order of the first reading that is TRUE."""
        readings = self.book.reading_order
        chosen = np.full(self.rows, len(readings) - 1)
        for index in range(len(readings) - 1, -1, -1):
            chosen = np.where(self.truth[readings[index]] == TRUE, index, chosen)
        return chosen

    @cached_property
    def outright(self) -> NDArray[np.int64]:
        """Index into ``OUTRIGHT`` where a gate gives the pattern, else -1: only where there is something to read."""
        given = np.full(self.rows, -1)
        for index in range(len(OUTRIGHT) - 1, -1, -1):
            gates = [gate for gate in self.book.of_kind("gate") if gate.effects.reads_as == OUTRIGHT[index]]
            holds = some(self.truth[gate.id] for gate in gates) == TRUE
            given = np.where(holds, index, given)
        something_to_read = self.chosen < len(self.book.reading_order) - 1
        return np.where(something_to_read, given, -1)

    @cached_property
    def reading_pattern(self) -> NDArray[np.int64]:
        by_reading = np.array(
            [PATTERNS.index(self.book.by_id[name].pattern or "") for name in self.book.reading_order]
        )
        by_gate = np.array([PATTERNS.index(name) for name in OUTRIGHT])
        return np.where(self.outright >= 0, by_gate[self.outright], by_reading[self.chosen])

    def reading(self, row: int) -> Finding | None:
        """The reading of a row; None where a gate gave the pattern outright."""
        return (
            None
            if self.outright[row] >= 0
            else self.book.by_id[self.book.reading_order[int(self.chosen[row])]]
        )

    def pattern_of(self, row: int) -> str:
        return PATTERNS[int(self.reading_pattern[row])]

    @cached_property
    def confidence(self) -> NDArray[np.int64]:
        """Index into ``CONFIDENCES``; discordant and null are negative. Steps are subtracted, then caps applied, never below low."""
        base = np.array([_CONFIDENCE[self.book.by_id[name].confidence] for name in self.book.reading_order])[
            self.chosen
        ]
        minus = np.zeros(self.rows, np.int64)
        cap = np.full(self.rows, len(CONFIDENCES) - 1)
        for gate, concerned in self.confidence_gates:
            if gate.effects.confidence_minus:
                minus = minus + np.where(concerned, gate.effects.confidence_minus, 0)
            if gate.effects.confidence_at_most:
                cap = np.where(
                    concerned, np.minimum(cap, CONFIDENCES.index(gate.effects.confidence_at_most)), cap
                )
        stepped = np.minimum(np.maximum(base - minus, 0), cap)
        settled = np.where(base < 0, base, stepped)
        return np.where(self.outright >= 0, _NO_CONFIDENCE, settled)

    @cached_property
    def confidence_gates(self) -> list[tuple[Finding, NDArray[np.bool_]]]:
        """Gates that move confidence, with the rows in which they do."""
        moved = []
        for gate in self.book.of_kind("gate"):
            if gate.effects.move_confidence:
                concerned = self.truth[gate.id] == TRUE
                if patterns := gate.effects.for_patterns:
                    concerned = (
                        concerned & np.array([name in patterns for name in PATTERNS])[self.reading_pattern]
                    )
                moved.append((gate, concerned))
        return moved

    def confidence_of(self, row: int) -> str | None:
        index = int(self.confidence[row])
        return (
            {_NO_CONFIDENCE: None, _DISCORDANT: "discordant"}.get(index) if index < 0 else CONFIDENCES[index]
        )

    @cached_property
    def urgency(self) -> NDArray[np.int64]:
        """Index into ``URGENCIES``: the highest that holds, else routine when serum was entered, else not judged."""
        serum = self.reported.columns.quantity("serum_magnesium").entered
        level = np.where(
            np.broadcast_to(serum, self.rows), URGENCIES.index("routine"), URGENCIES.index("not_judged")
        )
        for index, name in enumerate(URGENCIES):
            rules = (self.truth[rule.id] for rule in self.book.of_kind("urgency") if rule.urgency == name)
            level = np.where(some(rules) == TRUE, np.maximum(level, index), level)
        return level

    def urgency_of(self, row: int) -> str:
        return URGENCIES[int(self.urgency[row])]

    def holds(self, finding_id: str, row: int) -> int:
        return at(self.truth[finding_id], row)


_CONFIDENCE = {None: _NO_CONFIDENCE, "discordant": _DISCORDANT} | {
    name: index for index, name in enumerate(CONFIDENCES)
}


def read(book: Rulebook, entered: Columns) -> Readings:
    """Evaluate every finding in every row."""
    columns = derive(entered)
    first = Pass(book, columns)
    truth = {rule.id: first.conditions(rule.conditions) for rule in book.of_kind("urgency", "gate")}
    shown = [rule.id for rule in book.of_kind("urgency") if rule.urgency != "routine"]
    suspect = [gate.id for gate in book.of_kind("gate") if gate.effects.reads_as == "sample_suspect"]
    found = {
        word: definite(some(truth[one] for one in ids) == TRUE)
        for word, ids in (("urgency_shown", shown), ("sample_suspect_shown", suspect))
    }
    left = gated(book, entered, columns, truth).with_(words=found)
    second = Pass(book, left, reported=first)
    truth |= {
        one.id: second.conditions(one.conditions)
        for one in book.findings
        if one.kind not in {"urgency", "gate"}
    }
    return Readings(book, first, second, truth, entered.rows)


def gated(book: Rulebook, entered: Columns, derived: Columns, truth: Mapping[str, Truth]) -> Columns:
    """What the gates that hold leave: narrowed and withheld quantities, and everything derived from them anew.

    What a gate keeps stands as it was derived where no other gate moved anything: lost voids leave the ratio of magnesium to
    creatinine in that urine as it is.
    """
    holding = [(gate, holds) for gate in _moving(book) if (holds := truth[gate.id] == TRUE).any()]
    moved = {name for gate, _ in holding for name in gate.effects.moves}
    changed = {
        name: _gated_column(holding, name, column)
        for name, column in derived.quantities.items()
        if name in moved
    }
    if not changed:
        return derived
    left = {name: column for name, column in changed.items() if name in entered.quantities}
    again = derive(entered.with_(left))
    left |= {name: _gated_column(holding, name, again.quantity(name)) for name in changed if name not in left}
    kept = {name for gate, _ in holding for name in gate.effects.keeps} & derived.quantities.keys()
    left |= {
        name: _kept_column(holding, name, derived.quantity(name), left.get(name) or again.quantity(name))
        for name in kept
    }
    words = {word: derived.word(word) for word in ("magnesium_result_entered", "companion_result_abnormal")}
    return again.with_(left, words)


Holding: TypeAlias = Sequence[tuple[Finding, NDArray[np.bool_]]]
"""Gates with the rows in which they hold."""


@lru_cache(maxsize=4)
def _moving(book: Rulebook) -> tuple[Finding, ...]:
    """The gates that move or withhold a quantity."""
    return tuple(gate for gate in book.of_kind("gate") if gate.effects.moves)


def _gated_column(holding: Holding, name: str, column: Column) -> Column:
    least, greatest, entered = column.least, column.greatest, column.entered
    for gate, holds in holding:
        withheld, direction = name in gate.effects.withholds, gate.effects.true_value.get(name)
        if withheld or direction == "at_most_reported":
            bottom = -FAR if withheld or column.quantity.possible[0] < 0 else 0
            least = np.where(holds, np.minimum(least, bottom), least)
        if withheld or direction == "at_least_reported":
            greatest = np.where(holds, FAR, greatest)
        if withheld:
            entered = entered & ~holds
    return replace(column, least=least, greatest=greatest, entered=entered)


def _kept_column(holding: Holding, name: str, derived: Column, again: Column) -> Column:
    """As it was derived where every gate that holds keeps it, else as it was derived again."""
    others = [holds for gate, holds in holding if name not in gate.effects.keeps]
    moved = reduce(np.logical_or, others, np.zeros(1, bool))
    return replace(
        again,
        least=np.where(moved, again.least, derived.least),
        greatest=np.where(moved, again.greatest, derived.greatest),
        entered=np.where(moved, again.entered, derived.entered),
    )
