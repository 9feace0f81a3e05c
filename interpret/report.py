"""One row to a report: words, reasons, citations, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from interpret.columns import Column, Columns, at
from interpret.derive import derive
from interpret.evaluate import Pass
from interpret.every_laboratory import counted, verdicts
from interpret.explain import Explainer, label, number, printed, range_text
from interpret.explore import Flip, Outcome, Question, WhatIf, what_if
from interpret.patient import Measurement, Patient, improbable
from interpret.prepare import columns_of, daily, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS
from interpret.ranges import RangeInUse
from interpret.rules import CHANGES, FLAGS, KINDS, URGENCIES, Finding, Rulebook, rulebook
from interpret.truth import TRUE, UNKNOWN
from interpret.units import convert
from interpret.version import KNOWLEDGE_DATE, NOTICE, VERSION
from interpret.words import WORDS
from reference_ranges import DecisionLimit, all_ranges, cite, decision_limits, grade, scales

SERUM_LOW_BY_ANY_COUNT = Fraction("0.65")
"""mmol/L; below it a serum that a typed range calls normal is warned about (product decision)."""

MOST_UNDECIDED = 10
ONLY_OWN_RANGE = ("ionised_magnesium", "ionised_calcium", "pth", "urine_calcium_24h")
"""Flagged only against the reporting laboratory's own range (decisions: no preset)."""

DOUBT_THE_SERUM = ("sample_suspect", "on_magnesium_treatment")
"""Patterns given outright by a gate that keeps the serum from being read."""

NEVER_SUGGESTED = "rbc_magnesium"
"""Read where it was entered; the product never suggests ordering it."""

MOST_MISSING = 2
MOST_URGENT_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding that holds, in the patient's numbers."""

    id: str
    kind: str
    rank: int
    title: str
    statement: str
    beware: str | None
    reasons: tuple[str, ...]
    citations: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class TestResult:
    """One entered result against its range. ``why`` says why a flag is unknown or a result was not used."""

    as_entered: str | None
    flag: str
    why: str | None
    used: bool
    withheld_by: str | None
    range: Mapping[str, Any] | None
    elsewhere: str | None = None
    severity: str | None = None
    ctcae_grade: int | None = None
    against_serum: str | None = None
    in_other_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test to consider: why, how, and what each result would mean."""

    id: str
    test: str
    why: str
    how: str
    changes: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the product says about one patient."""

    assumptions: tuple[str, ...]
    headline: str
    urgency: str
    urgency_because: tuple[str, ...]
    urgency_not_excluded: tuple[Mapping[str, Any], ...]
    emergency_text: str | None
    pattern: str
    confidence: str | None
    confidence_because: tuple[str, ...]
    provisional_on: tuple[str, ...]
    tests: Mapping[str, TestResult]
    derived: Mapping[str, Mapping[str, Any]]
    findings: tuple[Statement, ...]
    undecided: tuple[Mapping[str, Any], ...]
    next_tests: tuple[NextTest, ...]
    questions: tuple[Question, ...]
    nearest_changes: tuple[Flip, ...]
    warnings: tuple[Mapping[str, str], ...]
    not_interpreted: tuple[str, ...]
    version: str = VERSION
    knowledge_date: str = KNOWLEDGE_DATE
    review_status: str = "draft"
    notice: str = field(default=NOTICE)
    example: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The public JSON object; an example is marked as one before everything else."""
        leading = ("version", "knowledge_date", "review_status", "notice")
        names = leading + tuple(name for name in self.__slots__ if name not in (*leading, "example"))
        if self.example is not None:
            names = ("example", *names)
        return {name: _plain_data(getattr(self, name)) for name in names}

    def of_kind(self, *kinds: str) -> tuple[Statement, ...]:
        return tuple(one for one in self.findings if one.kind in kinds)


def interpret(patient: Patient, book: Rulebook | None = None) -> Report:
    """Read one patient's results together."""
    book = book or rulebook()
    entered = columns_of([patient])
    return _Writer(patient, entered, what_if(book, entered, patient)).report()


class _Writer:
    """Writes the report of the first row."""

    def __init__(self, patient: Patient, entered: Columns, tried: WhatIf) -> None:
        self.patient, self.entered, self.tried = patient, entered, tried
        self.readings, self.book = tried.readings, tried.readings.book
        self.person = person_of(patient)
        self.reported = Explainer(self.readings.reported, 0)
        self.left = Explainer(self.readings.left, 0)
        self.truth = {one.id: self.readings.holds(one.id, 0) for one in self.book.findings}
        self.held = self._held()

    def report(self) -> Report:
        findings = self._statements()
        leading = {rule.id for rule in self._urgency_rules()}
        may_change = self.readings.pattern_of(0) not in {"nothing_entered", "out_of_scope"}
        tests = self._tests()
        confidence_gates = [gate for gate, moved in self.readings.confidence_gates if moved[0]]
        return Report(
            assumptions=self._assumptions(),
            headline=self._headline(findings, tests["serum_magnesium"]),
            urgency=self.readings.urgency_of(0),
            urgency_because=tuple(one.id for one in findings if one.id in leading),
            urgency_not_excluded=self._urgency_not_excluded(),
            emergency_text=self._emergency_text(),
            pattern=self.readings.pattern_of(0),
            confidence=self.readings.confidence_of(0),
            confidence_because=tuple(gate.id for gate in confidence_gates),
            provisional_on=self._provisional_on(confidence_gates),
            tests=tests,
            derived=self._derived(),
            findings=findings,
            undecided=self._undecided(),
            next_tests=self._next_tests(findings, may_change=may_change),
            questions=self.tried.questions() if may_change else (),
            nearest_changes=self.tried.flips() if may_change else (),
            warnings=self._warnings(),
            not_interpreted=self._not_interpreted(),
            example=self.patient.example,
        )

    # ---- which findings -------------------------------------------------------------------------------------------
    def _holding(self, *kinds: str) -> list[Finding]:
        return [one for one in self.held if one.kind in kinds]

    def _held(self) -> list[Finding]:
        """Findings that hold: of patterns the reading, of gates those that bear on it, general ones unless a specific one replaces them."""
        reading = self.readings.reading(0)
        held = [
            one
            for one in self.book.of_kind(*KINDS)
            if self.truth[one.id] == TRUE
            and (one.kind != "pattern" or one is reading)
            and one.effects.bear_on(self.readings.pattern_of(0))
        ]
        replaced = {name for one in held for name in one.replaces}
        return [one for one in held if one.id not in replaced]

    def _explainer(self, finding: Finding) -> Explainer:
        return self.reported if finding.kind in {"urgency", "gate"} else self.left

    def _statements(self) -> tuple[Statement, ...]:
        held = list(self.held)
        position = {one.id: index for index, one in enumerate(self.book.findings)}
        held.sort(
            key=lambda one: (
                -URGENCIES.index(one.urgency or "not_judged"),
                KINDS.index(one.kind),
                -self._explainer(one).abnormal_clauses(one.conditions),
                position[one.id],
            )
        )
        return tuple(self._statement(one, rank) for rank, one in enumerate(held, 1))

    def _statement(self, finding: Finding, rank: int) -> Statement:
        explainer = self._explainer(finding)
        return Statement(
            id=finding.id,
            kind=finding.kind,
            rank=rank,
            title=explainer.fill(finding.title, finding),
            statement=explainer.fill(finding.says, finding),
            beware=explainer.fill(finding.beware, finding) if finding.beware else None,
            reasons=tuple(explainer.reasons(finding.conditions)),
            citations=tuple(cite(one) for one in finding.citations),
            status=finding.status,
        )

    # ---- the answer -----------------------------------------------------------------------------------------------
    def _headline(self, findings: Sequence[Statement], serum: TestResult) -> str:
        """What comes before the magnesium, if anything does; then the reading, with the range it was read against."""
        return " ".join([*self._first(findings), self._about_magnesium(serum)])

    def _first(self, findings: Sequence[Statement]) -> list[str]:
        """Another result that outranks the magnesium, or a red flag; in an emergency nothing that can wait longer."""
        level = self.readings.urgency_of(0)
        rules = [self.book.by_id[one.id] for one in findings if one.kind == "urgency"]
        said = [
            self.reported.fill(rule.headline, rule)
            for rule in rules
            if rule.headline and (level != "emergency" or rule.urgency == level)
        ]
        return [f"{one}." for one in said]

    def _about_magnesium(self, result: TestResult) -> str:
        reading = self.readings.reading(0)
        if reading is None:
            gate = next(
                one for one in self._holding("gate") if one.effects.reads_as == self.readings.pattern_of(0)
            )
            return self.reported.fill(gate.title, gate).rstrip(".") + "."
        sentence = self.left.fill(reading.headline or reading.title, reading)
        serum = self.readings.reported.columns.quantity("serum_magnesium")
        if not serum.entered[0] or not serum.range_of(0).intervals:
            return sentence
        flags_differ = "," in (result.elsewhere or "") and not serum.range_of(0).typed
        elsewhere = f"; {result.elsewhere}" if flags_differ else ""
        return f"{sentence.rstrip('.')} (range {range_text(serum, 0)}{elsewhere})."

    def _assumptions(self) -> tuple[str, ...]:
        said = []
        if self.patient.age_years is None:
            said.append("adult")
        if self.patient.pregnant is None and self.patient.sex != "male":
            obstetric = self.patient.context.get("obstetric_magnesium")
            said.append("with ranges outside pregnancy" if obstetric else "not pregnant")
        return tuple(said)

    def _urgency_rules(self) -> list[Finding]:
        level = self.readings.urgency_of(0)
        return [rule for rule in self._holding("urgency") if rule.urgency == level]

    def _emergency_text(self) -> str | None:
        """The version that leads. Torsades leads before toxicity: magnesium belongs to its treatment whatever the level.

        A falling pressure or pulse there is the torsades itself until shown otherwise; "stop every source" would withhold
        the treatment, and the toxicity stands among the findings. Both go before the versions that say less.
        """
        texts = {rule.emergency_text for rule in self._urgency_rules()}
        leading = ("torsades", "high_or_given", "low_or_unknown", "companion")
        return next((self.book.emergency_texts[name] for name in leading if name in texts), None)

    def _urgency_not_excluded(self) -> tuple[Mapping[str, Any], ...]:
        """Rules above the level shown that want one answer: highest first, what can be asked before what must be measured."""
        if self.readings.pattern_of(0) == "nothing_entered":
            return ()
        level = int(self.readings.urgency[0])
        found: dict[tuple[str, ...], Finding] = {}
        for rule in sorted(self.book.of_kind("urgency"), key=lambda one: -URGENCIES.index(one.urgency or "")):
            if URGENCIES.index(rule.urgency or "") <= level or self.truth[rule.id] != UNKNOWN:
                continue
            wanted = self.reported.answers_wanted(rule.conditions)
            if len(wanted) == 1:
                found.setdefault(wanted[0], rule)
        ordered = sorted(
            found.items(),
            key=lambda one: (
                -URGENCIES.index(one[1].urgency or ""),
                -self.reported.abnormal_clauses(one[1].conditions),
                one[0][0] not in WORDS,
                -len(one[0]),
            ),
        )
        return tuple(
            {"level": rule.urgency, "missing": missing, "rule": rule.id}
            for missing, rule in ordered[:MOST_URGENT_QUESTIONS]
        )

    def _provisional_on(self, confidence_gates: Sequence[Finding]) -> tuple[str, ...]:
        """What was not entered and keeps a gate undecided, where this reading depends on gates."""
        if self.readings.pattern_of(0) in {"nothing_entered", "out_of_scope", "serum_needed"}:
            return ()
        names: dict[str, None] = {}
        for gate in confidence_gates:
            names.update(dict.fromkeys(self._not_given(gate.effects.asks)))
        for gate in self.book.of_kind("gate"):
            if self.truth[gate.id] == UNKNOWN and self._would_matter(gate):
                wanted = self.reported.answers_wanted(gate.conditions)
                if len(wanted) == 1:
                    missing = self._not_given(wanted[0])
                    asked = [name for name in missing if name in WORDS] or missing
                    names.update(dict.fromkeys(name for name in asked if name in RESULTS or name in WORDS))
        return tuple(names)

    def _would_matter(self, gate: Finding) -> bool:
        """Whether a gate, were it TRUE, would touch what this reading used."""
        effects = gate.effects
        if (
            any(self.readings.reported.columns.quantity(name).entered[0] for name in effects.moves)
            or effects.reads_as
        ):
            return True
        return effects.move_confidence and (
            not effects.for_patterns or self.readings.pattern_of(0) in effects.for_patterns
        )

    # ---- the tests ------------------------------------------------------------------------------------------------
    def _tests(self) -> Mapping[str, TestResult]:
        """The three tests, and of the other results those that have a range or that a gate withholds."""
        others = [
            name
            for name in QUANTITIES
            if name not in MAGNESIUM_TESTS
            and (given := self.patient.results.get(name))
            and (
                given.range
                or all_ranges(name, studies=True)
                or name in ONLY_OWN_RANGE
                or self._withheld_by(name)
            )
        ]
        return {name: self._test(name) for name in (*MAGNESIUM_TESTS, *others)}

    def _test(self, name: str) -> TestResult:
        column = self.readings.reported.columns.quantity(name)
        if not column.entered[0]:
            return TestResult(None, "unknown", "not entered", used=False, withheld_by=None, range=None)
        flag = self._flag(name)
        withheld = self._withheld_by(name)
        in_use = column.range_of(0)
        elsewhere = self._elsewhere(name)
        why = [in_use.why or (self._why_unknown(column, elsewhere) if flag == "unknown" else None)]
        why += [self.reported.fill(withheld.title, withheld)] if withheld and not in_use.unconfirmed else []
        return TestResult(
            as_entered=str(self.patient.results.get(name) or printed(column, 0)),
            flag=flag,
            why="; ".join(filter(None, why)) or None,
            used=withheld is None,
            withheld_by=withheld.id if withheld else None,
            range=_range_data(in_use, column.unit_of(0), range_text(column, 0)),
            elsewhere=elsewhere,
            severity=self._severity(flag) if name == "serum_magnesium" else None,
            ctcae_grade=self._ctcae(in_use) if name == "serum_magnesium" else None,
            against_serum=self._against_serum() if name == "urine_magnesium_24h" else None,
            in_other_units=self._in_other_units(name),
        )

    def _flag(self, name: str) -> str:
        first = self.readings.reported
        return next((flag for flag in FLAGS if at(first.flag(name, flag), 0) == TRUE), "unknown")

    def _withheld_by(self, name: str) -> Finding | None:
        """The first gate that keeps a result from the reading; one that doubts the serum keeps the serum from it."""
        return next(
            (
                gate
                for gate in self._holding("gate")
                if name in gate.effects.withholds
                or (name == "serum_magnesium" and gate.effects.reads_as in DOUBT_THE_SERUM)
            ),
            None,
        )

    def _why_unknown(self, column: Column, elsewhere: str | None) -> str:
        in_use = column.range_of(0)
        if in_use.is_spread:
            return f"published ranges disagree here{f': {elsewhere}' if elsewhere else ''}"
        if column.least[0] != column.greatest[0]:
            return "the result does not say on which side of the limit it lies"
        if in_use.intervals[0][0].low is None:
            return "the range has no lower limit, so low and normal cannot be told apart"
        return "the range has no upper limit, so normal and high cannot be told apart"

    def _elsewhere(self, name: str) -> str | None:
        """How many published adult ranges would call this result low, normal or high."""
        if name not in MAGNESIUM_TESTS or not self.person.is_adult or self.person.pregnant:
            return None
        return counted(verdicts(self.readings.reported.columns.quantity(name), self.person))

    def _severity(self, flag: str) -> str | None:
        limits = decision_limits()
        column = self.readings.reported.columns.quantity("serum_magnesium")
        rising = ("life_threatening_low", "critical_low", "severe_low", "symptomatic_low")
        falling = ("extreme_high", "obstetric_high", "symptomatic_high", "marked_high")
        for name in rising if flag == "low" else falling if flag == "high" else ():
            limit = column.limit(limits[name])[0]
            text = self.reported.fill(f"{{{name}}}", self.book.findings[0])
            if flag == "low" and column.greatest[0] < limit:
                return f"below {text}"
            if flag == "high" and column.least[0] > limit:
                return f"above {text}"
        return {"low": "below the range", "high": "above the range"}.get(flag)

    def _ctcae(self, in_use: RangeInUse) -> int | None:
        """Only with an anticancer medicine: adverse-event reporting, not urgency."""
        measurement = self.patient.results.get("serum_magnesium")
        if (
            measurement is None
            or measurement.comparator
            or not self.patient.context.get("anticancer_medicine")
            or not in_use.intervals
        ):
            return None
        interval = next((one for one in in_use.intervals[0] if one.unit == measurement.unit), None)
        low, high = (interval.low, interval.high) if interval else (None, None)
        scale = (
            "ctcae_v5_hypomagnesaemia"
            if self._flag("serum_magnesium") == "low"
            else "ctcae_v5_hypermagnesaemia"
        )
        return grade(scales()[scale], measurement.value, measurement.unit, low, high) or None

    def _against_serum(self) -> str:
        """The urine judged against the serum, never against its own range when serum is abnormal."""
        second = self.readings.left
        if at(second.flag("serum_magnesium", "low"), 0) == TRUE:
            if self._left_truth("urine_amount_not_conserved") == TRUE:
                return "inappropriately_high"
            if self._left_truth("urine_amount_conserved") == TRUE:
                return "conserving"
        if at(second.flag("serum_magnesium", "high"), 0) == TRUE:
            if at(second.flag("urine_magnesium_24h", "high"), 0) == TRUE:
                return "appropriate"
            if at(second.flag("urine_magnesium_24h", "high"), 0) != UNKNOWN:
                return "inappropriately_low"
        return "not_judged"

    def _left_truth(self, definition: str) -> int:
        return at(self.readings.left.word(definition), 0)

    def _in_other_units(self, name: str) -> tuple[str, ...]:
        return echo(name, self.patient)

    def _derived(self) -> Mapping[str, Mapping[str, Any]]:
        columns = self.readings.reported.columns
        shown = ("femg", "egfr", "calcium_adjusted", "urine_magnesium_24h", "urine_creatinine_per_kg")
        computed = [
            name
            for name in shown
            if columns.quantity(name).entered[0]
            and (name not in self.patient.results or (name == "femg" and self._femg_is_computed()))
        ]
        return {
            name: {
                "value": _value(printed(columns.quantity(name), 0)),
                "unit": columns.quantity(name).unit_of(0),
            }
            for name in computed
        }

    def _femg_is_computed(self) -> bool:
        """A computed FEMg goes before the entered one; without its parts the entered one stands."""
        others = {name: column for name, column in self.entered.quantities.items() if name != "femg"}
        return bool(derive(replace(self.entered, quantities=others)).quantity("femg").entered[0])

    # ---- what is open -----------------------------------------------------------------------------------------------
    def _undecided(self) -> tuple[Mapping[str, Any], ...]:
        """Findings that one or two answers would settle: fewest answers first, then those with most abnormal already."""
        found = []
        if self.readings.pattern_of(0) in {"nothing_entered", "out_of_scope"}:
            return ()
        kinds = ("limitation", "next_test", "cause", "fasciculation", "management")
        open_to_a_reading = self.readings.reading(0) is not None
        for finding in self.book.of_kind(*(("pattern",) if open_to_a_reading else ()), *kinds):
            if self.truth[finding.id] != UNKNOWN:
                continue
            clauses = finding.conditions.all + finding.conditions.any
            if not any(self.left.truth(clause) == TRUE for clause in clauses):
                continue
            wanted = [self._not_given(group) for group in self.left.answers_wanted(finding.conditions)]
            choices = sum(len(group) > 1 for group in wanted)
            if 0 < len(wanted) <= MOST_MISSING and choices <= 1 and all(wanted):
                found.append(
                    (len(wanted), -self.left.abnormal_clauses(finding.conditions), finding.id, wanted)
                )
        found.sort(key=lambda one: one[:2])
        return tuple(
            {
                "id": name,
                "missing": {
                    "all_of": [group[0] for group in wanted if len(group) == 1],
                    "any_of": [one for group in wanted if len(group) > 1 for one in group],
                },
            }
            for _, _, name, wanted in found[:MOST_UNDECIDED]
        )

    def _not_given(self, names: Sequence[str]) -> tuple[str, ...]:
        """Without what was answered, what is never suggested, and results entered as a number: those lack a range or were withheld.

        Entering them again would settle nothing. A result that is only bounded, like ``<30``, may still be asked for.
        """
        columns = self.readings.reported.columns

        def given(name: str) -> bool:
            if name not in QUANTITIES:
                return at(columns.word(name), 0) != UNKNOWN
            one = columns.quantity(name)
            return bool(one.entered[0] and one.least[0] == one.greatest[0])

        return tuple(name for name in names if name != NEVER_SUGGESTED and not given(name))

    def _next_tests(self, statements: Sequence[Statement], *, may_change: bool) -> tuple[NextTest, ...]:
        held = {one.id: one for one in self._holding("next_test")}
        tests = [one.quantity for one in held.values() if one.quantity]
        tried = self.tried.outcomes(tests) if may_change else {}
        replaced = {name for one in statements for name in self.book.by_id[one.id].replaces}
        written = []
        for statement in statements:
            if statement.kind != "next_test":
                continue
            finding = held[statement.id]
            outcomes = tuple(
                replace(one, adds=self._not_replaced(one.adds, replaced))
                for one in tried.get(finding.quantity or "", ())
            )
            written.append(
                NextTest(
                    id=finding.id,
                    test=finding.test or finding.title,
                    why=statement.statement,
                    how=self.left.fill(finding.how or "", finding),
                    changes=self._changes(outcomes) if outcomes else finding.changes,
                    outcomes=outcomes,
                )
            )
        pressing = URGENCIES.index(self.readings.urgency_of(0)) >= URGENCIES.index("urgent")
        return tuple(
            sorted(
                written,
                key=lambda one: (not (pressing and self._may_press(one)), CHANGES.index(one.changes)),
            )
        )

    def _may_press(self, test: NextTest) -> bool:
        """Whether a result of the test is urgent by itself: where matters press already, it comes before what only explains."""
        added = {name for outcome in test.outcomes for name in outcome.adds}
        return any(self.book.by_id[name].kind == "urgency" for name in added)

    def _not_replaced(self, added: Sequence[str], already: AbstractSet[str]) -> tuple[str, ...]:
        """Without the general findings for which a specific one would stand, as in the findings of a report."""
        replaced = already | {name for one in added for name in self.book.by_id[one].replaces}
        return tuple(name for name in added if name not in replaced)

    def _changes(self, outcomes: Sequence[Outcome]) -> str:
        """The most that any outcome would change against the reading as it stands."""
        urgency, pattern = self.readings.urgency_of(0), self.readings.pattern_of(0)
        if any(URGENCIES.index(one.urgency) > URGENCIES.index(urgency) for one in outcomes):
            return "urgency"
        if any(one.pattern != pattern for one in outcomes):
            return "pattern"
        if any(one.confidence != self.readings.confidence_of(0) for one in outcomes):
            return "confidence"
        return "causes" if any(one.adds for one in outcomes) else "nothing"

    # ---- cautions ---------------------------------------------------------------------------------------------------
    def _warnings(self) -> tuple[Mapping[str, str], ...]:
        said: list[tuple[str, str]] = []
        for name, measurement in self.patient.results.items():
            quantity = QUANTITIES[name]
            if why := improbable(quantity, measurement.value, measurement.unit):
                said.append(
                    (name, f"{measurement} was confirmed as typed." if measurement.confirmed else why + ".")
                )
            if measurement.range and (why := self.readings.reported.columns.quantity(name).range_of(0).why):
                said.append((name, why + "."))
        said += self._collection_warnings() + self._computed_warnings() + self._limit_warnings()
        return tuple({"field": name, "message": message} for name, message in said)

    def _collection_warnings(self) -> list[tuple[str, str]]:
        collected, hours = (
            self.patient.results.get(name) for name in ("urine_magnesium_collected", "urine_collection_hours")
        )
        if collected is None or hours is None or "urine_magnesium_24h" in self.patient.results:
            return []
        if not self.readings.reported.columns.quantity("urine_magnesium_24h").entered[0]:
            return [
                (
                    "urine_magnesium_collected",
                    f"{hours} is under 12 h and is not read as a 24-h amount; collect for a whole day.",
                )
            ]
        return [
            (
                "urine_magnesium_collected",
                f"{collected} in {hours} was normalised to {daily(collected, hours.value)}.",
            )
        ]

    def _computed_warnings(self) -> list[tuple[str, str]]:
        said = []
        columns = self.readings.reported.columns
        entered, computed = self.patient.results.get("femg"), columns.quantity("femg")
        if entered and computed.least[0] == computed.greatest[0]:
            used = float(computed.canonical()[0][0])
            if abs(used - float(entered.value)) > 0.1 * used:
                said.append(
                    (
                        "femg",
                        f"entered as {entered}, but the results give {printed(computed, 0)}; the computed value is used.",
                    )
                )
        egfr = columns.quantity("egfr")
        if egfr.entered[0] and egfr.least[0] == egfr.greatest[0]:
            value = float(egfr.canonical()[0][0])
            for name in ("kidney_failure_limit", "reduced_kidney_function_limit"):
                limit = float(decision_limits()[name].values["mL/min/1.73m2"])
                if abs(value - limit) <= 5:  # noqa: PLR2004 - decisions: within 5 of a gate
                    said.append(
                        (
                            "egfr",
                            f"{printed(egfr, 0)} lies within 5 of the limit {limit:.0f} that decides how the urine is read.",
                        )
                    )
        return said

    def _limit_warnings(self) -> list[tuple[str, str]]:
        """A value so near a limit that another unit would put it on the other side, and a low value that a typed range allows."""
        serum = self.patient.results.get("serum_magnesium")
        if serum is None or serum.comparator:
            return []
        said = []
        in_use = self.readings.reported.columns.quantity("serum_magnesium").range_of(0)
        if (
            in_use.typed
            and self._flag("serum_magnesium") == "normal"
            and _canonical(serum) < SERUM_LOW_BY_ANY_COUNT
        ):
            said.append(
                ("serum_magnesium", f"normal by the typed range, but {self._elsewhere('serum_magnesium')}.")
            )
        in_units = in_every_unit(serum)
        for limit, verb in _serum_comparisons(self.book):
            if reads_differently(in_units, limit, verb):
                listed = " = ".join(f"{one} {unit}" for unit, one in limit.values.items())
                said.append(
                    (
                        "serum_magnesium",
                        f"{serum} is at the limit {listed}: in another unit it reads on the other side.",
                    )
                )
        return said

    def _not_interpreted(self) -> tuple[str, ...]:
        """What a gate withheld, and a pattern that a gate gave in place of a reading, each with the gate's words."""
        said = []
        for gate in self._holding("gate"):
            if gate.effects.reads_as:
                said.append(self.reported.fill(gate.title, gate))
            said += [
                f"{label(name)}: {self.reported.fill(gate.title, gate)}"
                for name in gate.effects.withholds
                if name in self.patient.results
            ]
        return tuple(dict.fromkeys(said))


def echo(name: str, patient: Patient) -> tuple[str, ...]:
    """A result in the other units of its quantity, as echoed under the entry."""
    measurement = patient.results.get(name)
    if measurement is None:
        return ()
    quantity = QUANTITIES[name]
    written = []
    for unit in quantity.units:
        if unit != measurement.unit:
            places = quantity.reporting_places(unit)
            value = round(
                convert(Fraction(measurement.value), measurement.unit, unit, quantity.units), places
            )
            written.append(f"{measurement.comparator or ''}{float(value):.{places}f} {unit}")
    return tuple(written)


@cache
def _serum_comparisons(book: Rulebook) -> tuple[tuple[DecisionLimit, str], ...]:
    """Every limit that a rule sets on serum magnesium, with the verb, once."""
    conditions = [one.conditions for one in book.findings]
    conditions += [one.conditions for one in book.definitions.values()]
    clauses = [
        clause
        for one in conditions
        for clause in one.clauses()
        if clause.subject == "serum_magnesium" and clause.limit
    ]
    found = {clause.object: (clause.limit, clause.verb) for clause in clauses if clause.limit is not None}
    return tuple(found.values())


def in_every_unit(serum: Measurement) -> Mapping[str, Decimal]:
    """A serum magnesium as it was entered, and as laboratories would print it in the other units."""
    quantity, value = QUANTITIES["serum_magnesium"], Fraction(serum.value)
    return {
        unit: serum.value
        if unit == serum.unit
        else Decimal(
            number(convert(value, serum.unit, unit, quantity.units), quantity.reporting_places(unit))
        )
        for unit in quantity.units
    }


def reads_differently(in_units: Mapping[str, Decimal], limit: DecisionLimit, verb: str) -> bool:
    """Whether a comparison comes out differently when the value is printed in another unit of the limit."""
    strictly_under = verb in {"below", "at_least"}
    sides = {
        in_units[unit] < one if strictly_under else in_units[unit] > one for unit, one in limit.values.items()
    }
    return len(sides) > 1


def _canonical(measurement: Measurement) -> Fraction:
    quantity = QUANTITIES["serum_magnesium"]
    return convert(Fraction(measurement.value), measurement.unit, quantity.canonical_unit, quantity.units)


def _range_data(in_use: RangeInUse, unit: str, text: str) -> Mapping[str, Any] | None:
    if not in_use.intervals:
        return None
    if in_use.is_spread:
        return {"low": None, "high": None, "unit": unit, "source": text}
    interval = next((one for one in in_use.intervals[0] if one.unit == unit), in_use.intervals[0][0])
    source = in_use.source + (f" ({cite(in_use.citations[0])})" if in_use.citations else "")
    return {"low": interval.low, "high": interval.high, "unit": interval.unit, "source": source}


def _value(text: str) -> Decimal | str:
    number = text.split(" ", maxsplit=1)[0]
    return number if number.startswith(("<", ">")) or " to " in text or " or " in text else Decimal(number)


def _plain_data(value: Any) -> Any:  # noqa: ANN401 - any part of a report
    if isinstance(value, Mapping):
        return {name: _plain_data(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_data(one) for one in value]
    if hasattr(value, "__slots__") and not isinstance(value, (str, int, float, Decimal)):
        return {name: _plain_data(getattr(value, name)) for name in value.__slots__}
    return value


__all__ = ["NextTest", "Pass", "Report", "Statement", "TestResult", "echo", "interpret"]
