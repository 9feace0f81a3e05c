"""A slow and plain second evaluator, written from the language's page alone, agrees with the fast one on every finding.

It reads the TOML itself, looks at one patient at a time and holds values as whole Python numbers. From the fast one it takes
only what was prepared: the interval of each value, the ends of its range, and the words.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources

import pytest
from hypothesis import given, settings

from interpret.columns import at
from interpret.evaluate import read
from interpret.examples import patient_of
from interpret.prepare import columns_of
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from tests.clinical.generated import patients

NO, MAYBE, YES = "no", "unknown", "yes"
SAID = {1: YES, 0: MAYBE, -1: NO}
OPPOSITE = {YES: NO, NO: YES, MAYBE: MAYBE}
TICK = Fraction(1, 20_000)
FAR = 2**60
KINDS = (
    "urgency",
    "gates",
    "patterns",
    "limitations",
    "next_tests",
    "causes",
    "fasciculations",
    "management",
)


def toml(package, path):
    return tomllib.loads((resources.files(package) / path).read_text("utf-8"), parse_float=Decimal)


def tables(folder):
    names = [one.name for one in (resources.files("interpret") / folder).iterdir()]
    return {
        name.removesuffix(".toml"): toml("interpret", f"{folder}/{name}")
        for name in names
        if name.endswith(".toml") and name != "order.toml"
    }


FINDINGS = {kind: tables(f"findings/{kind}") for kind in KINDS}
DEFINITIONS = {name: one for table in tables("definitions").values() for name, one in table.items()}
LIMITS = toml("reference_ranges", "decision_limits.toml")
ORDER = toml("interpret", "findings/patterns/order.toml")["order"]
LEVELS = ["not_judged", "routine", "soon", "urgent", "emergency"]
STEPS = ["low", "moderate", "high"]
OUTRIGHT = ["out_of_scope", "sample_suspect", "on_magnesium_treatment"]


def all_of(answers):
    answers = list(answers)
    return NO if NO in answers else MAYBE if MAYBE in answers else YES


def any_of(answers):
    return OPPOSITE[all_of(OPPOSITE[answer] for answer in answers)]


def settled(yes, no):
    return YES if yes else NO if no else MAYBE


@dataclass(frozen=True)
class Value:
    """What one result can be: from ``least`` to ``greatest``, with where the two limits of its range can lie."""

    least: Fraction
    greatest: Fraction
    entered: bool
    unit: str
    places: int
    ends: tuple[Fraction, ...]

    def is_below(self, from_, to):
        return settled(self.greatest < from_, self.least >= to)

    def is_above(self, from_, to):
        return settled(self.least > to, self.greatest <= from_)

    def flag(self, name):
        low, high = self.is_below(*self.ends[:2]), self.is_above(*self.ends[2:])
        return {"low": low, "high": high, "normal": all_of([OPPOSITE[low], OPPOSITE[high]])}[name]


def value(columns, name):
    column = columns.quantity(name)
    ends = [column.least, column.greatest, *column.limits]
    least, greatest, *limits = (Fraction(int(at(end, 0))) * TICK for end in ends)
    return Value(
        least,
        greatest,
        bool(at(column.entered, 0)),
        column.unit_of(0),
        int(at(column.places, 0)),
        tuple(limits),
    )


class Plain:
    """One patient, one clause at a time; ``reported`` is the same patient before the gates."""

    def __init__(self, columns, reported=None):
        self.columns, self.reported = columns, reported
        self.value = cache(lambda name: value(columns, name))
        self.present = cache(self._present)

    def finding(self, table):
        parts = [self.clause(text, table) for text in table.get("all", ())]
        parts += [any_of(self.clause(text, table) for text in table["any"])] if table.get("any") else []
        parts += [OPPOSITE[self.clause(text, table)] for text in table.get("none", ())]
        excepted = any(self.clause(text, table) == YES for text in table.get("unless", ()))
        return NO if excepted else all_of(parts)

    def clause(self, text, table):
        subject, verb, thing = text.split() if " " in text else (text, "is", "present")
        if verb != "is":
            return self.compared(subject, verb, thing, table)
        if thing in {"low", "normal", "high"}:
            return self.flag(subject, thing)
        if thing in {"entered", "missing"}:
            there = self.value(subject).entered
            return settled(there == (thing == "entered"), no=True)
        if thing == "unasked":
            return settled(not self.answered(subject), no=True)
        present = self.present(subject)
        return present if thing == "present" else OPPOSITE[present]

    def flag(self, subject, thing):
        """A gated value that decides nothing keeps the flag that was reported."""
        held = self.value(subject)
        open_ = YES not in {held.flag(name) for name in ("low", "normal", "high")}
        if self.reported and open_ and held.entered:
            return self.reported.flag(subject, thing)
        return held.flag(thing)

    def _present(self, word):
        return (
            self.finding(DEFINITIONS[word]) if word in DEFINITIONS else SAID[int(self.columns.word(word)[0])]
        )

    def answered(self, name):
        """Whether any part of a word or list was answered."""
        if name in DEFINITIONS:
            parts = [DEFINITIONS[name].get(key, ()) for key in ("all", "any", "none", "unless", "count")]
            return any(self.answered(text.split()[0]) for texts in parts for text in texts)
        if name in QUANTITIES:
            return self.value(name).entered
        return int(self.columns.word(name)[0]) != 0

    def compared(self, subject, verb, limit, table):
        printed = table.get("limits", {}).get(limit) or LIMITS[limit]
        if subject in DEFINITIONS:
            answers = [self.clause(text, table) for text in DEFINITIONS[subject]["count"]]
            nowhere = (Fraction(0),) * 4
            held = Value(
                Fraction(answers.count(YES)), Fraction(len(answers) - answers.count(NO)), True, "1", 0, nowhere
            )  # fmt: skip
            edge = Fraction(printed["1"])
        else:
            held = self.value(subject)
            edge = edge_of(printed, QUANTITIES[subject], held)
        below, above = held.is_below(edge, edge), held.is_above(edge, edge)
        return {"above": above, "below": below, "at_least": OPPOSITE[below], "at_most": OPPOSITE[above]}[verb]


def edge_of(printed, quantity, held):
    """A limit in the unit of the value; where that unit is not printed, converted once and rounded half to even."""
    forms = {unit: number for unit, number in printed.items() if unit in quantity.units}
    if held.unit in forms:
        return Fraction(forms[held.unit])
    unit, number = next(iter(forms.items()))
    exact = Fraction(number) * quantity.units[unit] / quantity.units[held.unit]
    return round(exact, max(held.places, quantity.reporting_places(held.unit)))


def answers_of(readings):
    """What the plain evaluator says of every finding."""
    first = Plain(readings.reported.columns)
    second = Plain(readings.left.columns, first)
    return {
        name: (first if kind in {"urgency", "gates"} else second).finding(table)
        for kind in KINDS
        for name, table in FINDINGS[kind].items()
    }


def gates_that_hold(said, key):
    return [table for name, table in FINDINGS["gates"].items() if said[name] == YES and key in table]


def report_of(readings, said):
    """Urgency, pattern and confidence from the answers, as the language's page says."""
    entered = {name for name in QUANTITIES if value(readings.reported.columns, name).entered}
    levels = [FINDINGS["urgency"][name]["urgency"] for name in FINDINGS["urgency"] if said[name] == YES]
    levels.append("routine" if "serum_magnesium" in entered else "not_judged")
    urgency = max(levels, key=LEVELS.index)
    given_ = {table["reads_as"] for table in gates_that_hold(said, "reads_as")}
    reading = FINDINGS["patterns"][next(name for name in ORDER if said[name] == YES)]
    outright = [name for name in OUTRIGHT if name in given_]
    if outright and reading["pattern"] != "nothing_entered":
        return urgency, outright[0], None
    return urgency, reading["pattern"], confidence_of(reading, said)


def confidence_of(reading, said):
    step = reading.get("confidence")
    if step not in STEPS:
        return step

    def concerning(key):
        gates = gates_that_hold(said, key)
        return [
            gate[key]
            for gate in gates
            if reading["pattern"] in gate.get("for_patterns", [reading["pattern"]])
        ]

    place = max(STEPS.index(step) - sum(concerning("confidence_minus")), 0)
    return STEPS[min([place, *map(STEPS.index, concerning("confidence_at_most"))])]


def narrowed(readings, said, name):
    """The interval that the gates leave of an entered result."""
    held = value(readings.reported.columns, name)
    least, greatest, entered = held.least, held.greatest, held.entered
    bottom = -FAR * TICK if QUANTITIES[name].possible[0] < 0 else Fraction(0)
    for direction in [table["true_value"].get(name) for table in gates_that_hold(said, "true_value")]:
        least = min(least, bottom) if direction == "at_most_reported" else least
        greatest = FAR * TICK if direction == "at_least_reported" else greatest
    if any(name in table["withholds"] for table in gates_that_hold(said, "withholds")):
        least, greatest, entered = -FAR * TICK, FAR * TICK, False
    return least, greatest, entered


def disagreements(patient):
    """Everything on which the two evaluators differ for a patient."""
    readings = read(rulebook(), columns_of([patient]))
    said = answers_of(readings)
    pairs: dict[str, tuple[object, object]] = {
        name: (SAID[readings.holds(name, 0)], answer) for name, answer in said.items()
    }
    fast = (readings.urgency_of(0), readings.pattern_of(0), readings.confidence_of(0))
    pairs["report"] = (fast, report_of(readings, said))
    for name in patient.results:
        left = value(readings.left.columns, name)
        pairs[f"{name} after the gates"] = (
            (left.least, left.greatest, left.entered),
            narrowed(readings, said, name),
        )
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@settings(max_examples=150, deadline=None)
@given(patients())
def test_both_evaluators_agree_on_patients_that_nobody_wrote_down(patient):
    assert disagreements(patient) == {}


@pytest.mark.parametrize("finding", rulebook().findings, ids=lambda finding: finding.id)
def test_both_evaluators_agree_on_the_examples_of(finding):
    assert [disagreements(patient_of(example.given)) for example in finding.examples] == [{}] * len(
        finding.examples
    )


def test_the_plain_evaluator_holds_every_finding():
    assert {name for kind in KINDS for name in FINDINGS[kind]} == set(rulebook().by_id)
