"""Load and check the findings and definitions. Every error names the file, the entry, the field and the remedy.

The language is described in ``docs/rule_language.md``.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from interpret.patient import nearest
from interpret.quantities import QUANTITIES
from interpret.words import COMPUTED, OF_THE_PERSON, WORDS
from reference_ranges import Citation, DecisionLimit, decision_limits, limit_from_table, sources

KINDS = ("urgency", "gate", "pattern", "limitation", "next_test", "cause", "fasciculation", "management")
"""Kinds of finding, in the order in which a person needs them."""

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "urgency": "urgency", "gates": "gate", "patterns": "pattern", "limitations": "limitation",
        "next_tests": "next_test", "causes": "cause", "fasciculations": "fasciculation", "management": "management",
    }
)  # fmt: skip
"""Folder of findings, with the kind it holds."""

URGENCIES = ("not_judged", "routine", "soon", "urgent", "emergency")
"""Levels of urgency, rising."""

CONFIDENCES = ("low", "moderate", "high")
"""Steps of confidence, rising; ``discordant`` stands beside them."""

PATTERNS = (
    "nothing_entered", "out_of_scope", "serum_needed", "sample_suspect", "on_magnesium_treatment", "renal_wasting",
    "extrarenal_or_low_intake", "redistribution", "hypomagnesaemia_cause_undetermined", "depletion_with_normal_serum",
    "no_magnesium_disorder_shown", "high_intake_or_compensated_loss", "hypermagnesaemia_impaired_excretion",
    "hypermagnesaemia_excess_load", "hypermagnesaemia_cause_undetermined", "discordant",
)  # fmt: skip
"""The readings of the public contract."""

OUTRIGHT = ("out_of_scope", "sample_suspect", "on_magnesium_treatment")
"""Patterns that a gate gives outright, in this order."""

WITHOUT_CONFIDENCE = frozenset({"nothing_entered", "serum_needed", *OUTRIGHT})
"""Patterns whose confidence is null."""

EMERGENCY_TEXTS = ("low_or_unknown", "torsades", "high_or_given", "companion")

CHANGES = ("urgency", "pattern", "confidence", "causes", "nothing")
"""What a test may change of a report, the most first."""

READABLE = 16
"""A list of allowed names up to this length is printed in an error."""

FLAGS = ("low", "normal", "high")
COMPARISONS = ("above", "below", "at_least", "at_most")
DIRECTIONS = ("at_most_reported", "at_least_reported")


class RuleError(ValueError):
    """A finding or definition cannot be used; the message names file, entry, field and remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """Three words: a quantity, word or definition; a verb; a state or the name of a limit.

    A rulebook holds one object for each clause, however often it is written: its truth is remembered by identity.
    """

    subject: str
    verb: str
    object: str
    limit: DecisionLimit | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.subject} {self.verb} {self.object}"


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of, at least one of, none of; ``unless`` switches off only when it is TRUE."""

    all: tuple[Clause, ...] = ()
    any: tuple[Clause, ...] = ()
    none: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()

    def clauses(self) -> tuple[Clause, ...]:
        return self.all + self.any + self.none + self.unless


@dataclass(frozen=True, slots=True)
class Definition:
    """A list or combination with a name; with ``count`` its value is a number of things that hold."""

    id: str
    label: str
    conditions: Conditions
    count: tuple[Clause, ...]
    citations: tuple[Citation, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Example:
    """A patient in a finding's file and whether the finding holds for them."""

    given: Mapping[str, Any]
    holds: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What a gate that is TRUE does, and nothing else."""

    true_value: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    withholds: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    confidence_at_most: str | None = None
    confidence_minus: int = 0
    for_patterns: tuple[str, ...] = ()
    reads_as: str | None = None
    asks: tuple[str, ...] = ()

    @property
    def move_confidence(self) -> bool:
        return bool(self.confidence_at_most or self.confidence_minus)

    @property
    def moves(self) -> tuple[str, ...]:
        """The quantities that are narrowed, widened or withheld."""
        return (*self.true_value, *self.withholds)

    def bear_on(self, pattern: str) -> bool:
        """Whether a reading feels them: those that only move the confidence of other patterns do not."""
        others = self.true_value or self.withholds or self.reads_as
        return bool(others) or not self.for_patterns or pattern in self.for_patterns


@dataclass(frozen=True, slots=True)
class Finding:
    """One clinical statement with its condition, words, limits, sources and examples."""

    id: str
    kind: str
    title: str
    conditions: Conditions
    says: str
    beware: str | None
    citations: tuple[Citation, ...]
    status: str
    limits: Mapping[str, DecisionLimit]
    examples: tuple[Example, ...]
    replaces: tuple[str, ...] = ()
    no_unknown: str | None = None
    urgency: str | None = None
    emergency_text: str | None = None
    effects: Effects = field(default_factory=Effects)
    pattern: str | None = None
    confidence: str | None = None
    headline: str | None = None
    test: str | None = None
    how: str | None = None
    quantity: str | None = None
    changes: str = "causes"

    def texts(self) -> tuple[str, ...]:
        """Every sentence of the finding that may hold placeholders."""
        return tuple(text for text in (self.title, self.says, self.beware, self.headline, self.how) if text)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything the evaluator and the report need, checked."""

    findings: tuple[Finding, ...]
    definitions: Mapping[str, Definition]
    reading_order: tuple[str, ...]
    together: Mapping[str, str]
    emergency_texts: Mapping[str, str]

    @cached_property
    def by_id(self) -> Mapping[str, Finding]:
        """Every finding by its id."""
        return MappingProxyType({finding.id: finding for finding in self.findings})

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Finding, ...]]:
        return {kind: tuple(finding for finding in self.findings if finding.kind == kind) for kind in KINDS}

    @cached_property
    def tests(self) -> tuple[str, ...]:
        """Quantities that a next test measures, in the order of the findings."""
        suggested = self.of_kind("next_test")
        return tuple(dict.fromkeys(one.quantity for one in suggested if one.quantity is not None))

    def of_kind(self, *kinds: str) -> tuple[Finding, ...]:
        return tuple(finding for kind in kinds for finding in self._by_kind[kind])


@cache
def rulebook() -> Rulebook:
    """The shipped findings and definitions, loaded once."""
    return load(resources.files("interpret"))


def load(root: Traversable) -> Rulebook:
    """Read ``definitions/`` and ``findings/`` under ``root``; raises ``RuleError`` for the first thing that is wrong."""
    reader = _Reader(root)
    return reader.rulebook()


def placeholders(text: str) -> Iterator[str]:
    """Names in braces in a sentence of a finding."""
    return (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


class _Reader:
    """Reads one tree of files. Holds what names may be used while clauses are checked."""

    def __init__(self, root: Traversable) -> None:
        self.root = root
        self.shared_limits = decision_limits()
        self.clauses: dict[tuple[str, str, str, int], Clause] = {}
        self.sources = sources()
        self.definition_tables = dict(self._definition_tables())

    def rulebook(self) -> Rulebook:
        definitions = {
            name: self._definition(where, name, table)
            for name, (where, table) in self.definition_tables.items()
        }
        _refuse_circles(definitions)
        findings: list[Finding] = []
        for folder, kind in FOLDERS.items():
            findings += self._folder(folder, kind)
        by_id: dict[str, Finding] = {}
        for finding in findings:
            if finding.id in by_id:
                raise RuleError(f"findings: {finding.id} is the name of two files; rename one")
            by_id[finding.id] = finding
        for finding in findings:
            for other in finding.replaces:
                if other not in by_id or by_id[other].kind != finding.kind:
                    raise RuleError(
                        f"{finding.id}.toml: replaces names '{other}', which is no finding of its kind; correct the name"
                    )
        readings = [finding for finding in findings if finding.kind == "pattern"]
        if readings and readings[-1].conditions.clauses():
            raise RuleError(
                f"patterns/order.toml: the last reading, {readings[-1].id}, has a condition; end with one that always holds"
            )
        order, together = self._reading_order([finding.id for finding in readings])
        return Rulebook(
            tuple(findings), MappingProxyType(definitions), order, together, self._emergency_texts()
        )

    # ---- files ------------------------------------------------------------------------------------------------
    def _toml(self, file: Traversable) -> dict[str, Any]:
        try:
            return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise RuleError(f"{file.name}: is not TOML ({error}); correct the line") from None

    def _definition_tables(self) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
        seen: dict[str, str] = {}
        for file in _toml_files(self.root / "definitions"):
            for name, table in self._toml(file).items():
                if name in seen or name in WORDS or name in QUANTITIES:
                    raise RuleError(
                        f"{file.name}: '{name}' already has a meaning ({seen.get(name, 'a word or quantity')}); choose another name"
                    )
                seen[name] = file.name
                yield name, (f"{file.name}: [{name}]", table)

    def _folder(self, folder: str, kind: str) -> list[Finding]:
        directory = self.root / "findings" / folder
        found = {}
        order: list[str] = []
        for file in _toml_files(directory):
            name = file.name.removesuffix(".toml")
            if name == "order":
                order = self._toml(file).get("order", [])
                continue
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                raise RuleError(
                    f"{folder}/{file.name}: the file name is the id; use lower-case letters, digits and _"
                )
            found[name] = self._finding(f"{folder}/{file.name}", name, kind, self._toml(file))
        for name in order:
            if name not in found:
                raise RuleError(
                    f"{folder}/order.toml: '{name}' has no file; correct the name or write {name}.toml"
                )
        if kind == "pattern" and (missing := sorted(set(found) - set(order))):
            raise RuleError(
                f"{folder}/order.toml: does not list {', '.join(missing)}; every reading needs its place"
            )
        return [found[name] for name in order] + [
            finding for name, finding in found.items() if name not in order
        ]

    def _reading_order(self, patterns: list[str]) -> tuple[tuple[str, ...], Mapping[str, str]]:
        file = self.root / "findings" / "patterns" / "order.toml"
        table = self._toml(file) if file.is_file() else {}
        only("patterns/order.toml", table, ("order", "together"))
        together = table.get("together", {})
        for name in together:
            if name not in patterns:
                raise RuleError(
                    f"patterns/order.toml: together names '{name}', which is no reading; correct the name"
                )
        return tuple(patterns), MappingProxyType(together)

    def _emergency_texts(self) -> Mapping[str, str]:
        file = self.root / "findings" / "emergency_texts.toml"
        table = self._toml(file) if file.is_file() else {}
        only("emergency_texts.toml", table, EMERGENCY_TEXTS)
        return MappingProxyType({name: entry["says"] for name, entry in table.items()})

    # ---- one finding ------------------------------------------------------------------------------------------
    def _finding(self, where: str, name: str, kind: str, table: dict[str, Any]) -> Finding:
        common = (
            "title",
            "all",
            "any",
            "none",
            "says",
            "beware",
            "cite",
            "status",
            "limits",
            "example",
            "replaces",
            "no_unknown",
        )
        own = {
            "urgency": ("unless", "urgency", "emergency_text", "headline"),
            "gate": (
                "unless",
                "true_value",
                "withholds",
                "keeps",
                "confidence_at_most",
                "confidence_minus",
                "for_patterns",
                "reads_as",
                "asks",
            ),
            "pattern": ("pattern", "confidence", "headline"),
            "next_test": ("test", "how", "quantity", "changes"),
        }.get(kind, ())
        only(where, table, common + own)
        if kind in {"urgency", "gate"} and table.get("none"):
            raise RuleError(
                f"{where}: none is not allowed in {kind} findings, an unasked question would switch them off; use unless"
            )
        limits = {
            key: limit_from_table(f"{name}.{key}", entry, f"{where}: [limits.{key}]", self.sources)
            for key, entry in table.get("limits", {}).items()
        }
        for key in limits:
            if key in self.shared_limits or key in QUANTITIES or key in WORDS:
                raise RuleError(f"{where}: [limits.{key}] already has a meaning; choose another name")
        finding = Finding(
            id=name,
            kind=kind,
            title=text_of(where, table, "title"),
            conditions=self._conditions(where, table, limits),
            says=text_of(where, table, "says"),
            beware=table.get("beware"),
            citations=citations_from(where, table),
            status=one_of(where, table, "status", ("draft", "reviewed")),
            limits=MappingProxyType(limits),
            examples=tuple(self._example(where, entry) for entry in table.get("example", [])),
            replaces=tuple(table.get("replaces", ())),
            no_unknown=table.get("no_unknown"),
            **self._own_keys(where, kind, table),
        )
        self._check_limits_are_used(where, finding)
        self._check_texts(where, finding)
        _check_examples(where, finding)
        return finding

    def _own_keys(self, where: str, kind: str, table: dict[str, Any]) -> dict[str, Any]:
        match kind:
            case "urgency":
                level = one_of(where, table, "urgency", URGENCIES[1:])
                text = table.get("emergency_text")
                if (level == "emergency") != (text in EMERGENCY_TEXTS):
                    raise RuleError(
                        f"{where}: emergency_text is {text!r}; an emergency needs one of {', '.join(EMERGENCY_TEXTS)}, others none"
                    )
                headline = text_of(where, table, "headline") if "headline" in table else None
                return {"urgency": level, "emergency_text": text, "headline": headline}
            case "gate":
                return {"effects": self._effects(where, table)}
            case "pattern":
                pattern = one_of(where, table, "pattern", PATTERNS)
                confidence = table.get("confidence")
                if (confidence is None) != (pattern in WITHOUT_CONFIDENCE) or confidence not in (
                    None,
                    *CONFIDENCES,
                    "discordant",
                ):
                    raise RuleError(
                        f"{where}: confidence is {confidence!r}; {pattern} {'has none' if pattern in WITHOUT_CONFIDENCE else 'needs high, moderate, low or discordant'}"
                    )
                return {
                    "pattern": pattern,
                    "confidence": confidence,
                    "headline": text_of(where, table, "headline"),
                }
            case "next_test":
                quantity = table.get("quantity")
                if quantity is not None and quantity not in QUANTITIES:
                    raise RuleError(
                        f"{where}: quantity is {quantity!r}, which is no quantity.{nearest(quantity, QUANTITIES)}"
                    )
                if quantity is not None and "changes" in table:
                    raise RuleError(
                        f"{where}: changes stands beside quantity, whose every result is tried; take changes out"
                    )
                return {
                    "test": text_of(where, table, "test"),
                    "how": text_of(where, table, "how"),
                    "quantity": quantity,
                    "changes": one_of(where, {"changes": "causes"} | table, "changes", CHANGES),
                }
            case _:
                return {}

    def _effects(self, where: str, table: dict[str, Any]) -> Effects:
        effects = Effects(
            true_value=MappingProxyType(dict(table.get("true_value", {}))),
            withholds=tuple(table.get("withholds", ())),
            keeps=tuple(table.get("keeps", ())),
            confidence_at_most=table.get("confidence_at_most"),
            confidence_minus=table.get("confidence_minus", 0),
            for_patterns=tuple(table.get("for_patterns", ())),
            reads_as=table.get("reads_as"),
            asks=tuple(table.get("asks", ())),
        )
        for key, given, allowed in (
            ("true_value", tuple(effects.true_value), tuple(QUANTITIES)),
            ("true_value", tuple(effects.true_value.values()), DIRECTIONS),
            ("withholds", effects.withholds, tuple(QUANTITIES)),
            ("keeps", effects.keeps, tuple(QUANTITIES)),
            ("for_patterns", effects.for_patterns, PATTERNS),
            ("asks", effects.asks, (*QUANTITIES, *WORDS)),
            ("reads_as", (effects.reads_as,), (None, *OUTRIGHT)),
            ("confidence_at_most", (effects.confidence_at_most,), (None, "low", "moderate")),
            ("confidence_minus", (effects.confidence_minus,), (0, 1)),
        ):
            for one in given:
                if one not in allowed:
                    listed = f"; allowed: {', '.join(map(str, allowed))}" if len(allowed) <= READABLE else ""
                    raise RuleError(
                        f"{where}: {key} has {one!r}, which it cannot have{listed}.{nearest(str(one), map(str, allowed))}"
                    )
        if not (effects.true_value or effects.withholds or effects.move_confidence or effects.reads_as):
            raise RuleError(
                f"{where}: the gate does nothing; give true_value, withholds, confidence_at_most, confidence_minus or reads_as"
            )
        return effects

    # ---- clauses ----------------------------------------------------------------------------------------------
    def _definition(self, where: str, name: str, table: dict[str, Any]) -> Definition:
        only(where, table, ("label", "all", "any", "none", "unless", "count", "cite", "status"))
        conditions = self._conditions(where, table, {})
        count = tuple(self._clause(where, text, {}) for text in table.get("count", ()))
        if bool(count) == bool(conditions.clauses()):
            raise RuleError(f"{where}: needs either all, any, none, unless, or count, and not both")
        return Definition(
            name, text_of(where, table, "label"), conditions, count, citations_from(where, table),
            one_of(where, table, "status", ("draft", "reviewed")),
        )  # fmt: skip

    def _conditions(
        self, where: str, table: dict[str, Any], limits: Mapping[str, DecisionLimit]
    ) -> Conditions:
        lists = {
            key: tuple(self._clause(where, text, limits) for text in table.get(key, ()))
            for key in ("all", "any", "none", "unless")
        }
        return Conditions(**lists)

    def _clause(self, where: str, text: str, limits: Mapping[str, DecisionLimit]) -> Clause:
        parts = text.split()
        if len(parts) == 1:
            parts = [parts[0], "is", "present"]
        if len(parts) != 3:  # noqa: PLR2004 - three words
            raise RuleError(
                f"{where}: '{text}' has {len(parts)} words; a clause is three words, or one word that is present"
            )
        subject, verb, obj = parts
        is_quantity = subject in QUANTITIES
        counts = subject in self.definition_tables and "count" in self.definition_tables[subject][1]
        is_word = (
            subject in WORDS
            or subject in OF_THE_PERSON
            or subject in COMPUTED
            or (subject in self.definition_tables and not counts)
        )
        if not (is_quantity or is_word or counts):
            names = (*QUANTITIES, *WORDS, *OF_THE_PERSON, *COMPUTED, *self.definition_tables)
            raise RuleError(
                f"{where}: '{text}': '{subject}' is no quantity, word or definition.{nearest(subject, names)}"
            )
        if verb in COMPARISONS:
            limit = limits.get(obj) or self.shared_limits.get(obj)
            if limit is None:
                raise RuleError(
                    f"{where}: '{text}': there is no limit '{obj}'; add [limits.{obj}] here.{nearest(obj, (*limits, *self.shared_limits))}"
                )
            units = QUANTITIES[subject].units if is_quantity else ("1",)
            if is_word or any(unit not in units for unit in limit.values):
                raise RuleError(
                    f"{where}: '{text}': limit '{obj}' is in {', '.join(limit.values)}, {subject} is in {', '.join(units) if not is_word else 'no unit'}"
                )
            return self._one_clause(subject, verb, limit.id, limit)
        allowed = (
            ("low", "normal", "high", "entered", "missing")
            if is_quantity
            else ("present", "absent", "unasked")
        )
        if verb != "is" or obj not in allowed or counts:
            raise RuleError(
                f"{where}: '{text}' cannot be read; for {subject} write 'is' with {', '.join(allowed)}, or {', '.join(COMPARISONS)} with a limit"
            )
        return self._one_clause(subject, verb, obj, None)

    def _one_clause(self, subject: str, verb: str, obj: str, limit: DecisionLimit | None) -> Clause:
        clause = Clause(subject, verb, obj, limit)
        return self.clauses.setdefault((subject, verb, obj, id(limit)), clause)

    # ---- words ------------------------------------------------------------------------------------------------
    def _example(self, where: str, entry: Mapping[str, Any]) -> Example:
        only(f"{where}: [[example]]", entry, ("given", "holds"))
        if entry.get("holds") not in ("yes", "no", "unknown"):
            raise RuleError(
                f"{where}: [[example]] holds is {entry.get('holds')!r}; allowed: yes, no, unknown"
            )
        allowed = (
            *QUANTITIES,
            *WORDS,
            *OF_THE_PERSON,
            "sex",
            "laboratory",
            "weight_kg",
            "protocol",
            "collected",
        )
        for name in entry.get("given", {}):
            if name.removesuffix("_collected_on") not in allowed:
                raise RuleError(
                    f"{where}: [[example]] names '{name}', which is nothing that can be entered.{nearest(name, allowed)}"
                )
        return Example(MappingProxyType(dict(entry.get("given", {}))), entry["holds"])

    def _check_limits_are_used(self, where: str, finding: Finding) -> None:
        used = {clause.object for clause in finding.conditions.clauses()}
        named = {name for text in finding.texts() for name in placeholders(text)}
        for key, limit in finding.limits.items():
            if limit.id not in used and key not in named:
                raise RuleError(f"{where}: [limits.{key}] is used by no clause and no sentence; remove it")

    def _check_texts(self, where: str, finding: Finding) -> None:
        allowed = (*QUANTITIES, *finding.limits, *self.shared_limits)
        for text in finding.texts():
            for name in placeholders(text):
                if name not in allowed:
                    raise RuleError(
                        f"{where}: {{{name}}} is no quantity and no limit.{nearest(name, allowed)}"
                    )


def _toml_files(directory: Traversable) -> list[Traversable]:
    if not directory.is_dir():
        return []
    return sorted(
        (file for file in directory.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )


def only(where: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Refuse a key that is not known here."""
    names = tuple(allowed)
    for key in table:
        if key not in names:
            raise RuleError(
                f"{where}: '{key}' is not known here; allowed: {', '.join(names)}.{nearest(key, names)}"
            )


def citations_from(where: str, table: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The places in sources that an entry cites; at least one."""
    given, known = table.get("cite"), sources()
    if not isinstance(given, list) or not given:
        raise RuleError(f'{where}: cite is missing; give cite = [{{ source = "key", at = "place" }}]')
    for entry in given:
        if set(entry) != {"source", "at"}:
            raise RuleError(f"{where}: cite has {', '.join(entry)}; give source and at")
        if entry["source"] not in known:
            raise RuleError(
                f"{where}: cite names source '{entry['source']}', which is not in sources.bib; add it there.{nearest(entry['source'], known)}"
            )
    return tuple(Citation(entry["source"], entry["at"]) for entry in given)


def text_of(where: str, table: Mapping[str, Any], key: str) -> str:
    """A text that must be there."""
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{where}: {key} is missing; write it")
    return value


def one_of(where: str, table: Mapping[str, Any], key: str, allowed: Iterable[str]) -> str:
    """One of the allowed words."""
    names = tuple(allowed)
    value = table.get(key)
    if value not in names:
        raise RuleError(f"{where}: {key} is {value!r}; allowed: {', '.join(names)}")
    return str(value)


def _check_examples(where: str, finding: Finding) -> None:
    given = {example.holds for example in finding.examples}
    unconditional = not finding.conditions.clauses()
    needed = {"yes"} if unconditional else {"yes", "no"} if finding.no_unknown else {"yes", "no", "unknown"}
    if missing := sorted(needed - given):
        raise RuleError(
            f"{where}: has no example that is {', '.join(missing)}; add [[example]] with given and holds"
        )


def _refuse_circles(definitions: Mapping[str, Definition]) -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise RuleError(f"definitions: {' → '.join((*path, name))} is a circle; take one of them out")
        if name in definitions and name not in done:
            definition = definitions[name]
            for clause in definition.conditions.clauses() + definition.count:
                visit(clause.subject, (*path, name))
            done.add(name)

    for name in definitions:
        visit(name, ())
