"""A slow and plain second evaluator, written from the language's page alone, agrees with the fast one on every finding."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from importlib import resources

from hypothesis import given, settings

from interpret.evaluate import read
from interpret.prepare import columns_of
from interpret.rules import rulebook
from tests.clinical.generated import patients

NO, MAYBE, YES = "no", "unknown", "yes"
ROOT = resources.files("interpret")


def tables(folder):
    return {
        path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for path in (ROOT / folder).iterdir()
        if path.name.endswith(".toml")
    }


FINDINGS = {
    name: (kind, table)
    for kind in (
        "urgency",
        "gates",
        "patterns",
        "limitations",
        "next_tests",
        "causes",
        "fasciculations",
        "management",
    )
    for name, table in tables(f"findings/{kind}").items()
    if name != "order"
}
DEFINITIONS = {name: one for table in tables("definitions").values() for name, one in table.items()}


def opposite(answer):
    return {YES: NO, NO: YES, MAYBE: MAYBE}[answer]


def all_of(answers):
    answers = list(answers)
    return NO if NO in answers else MAYBE if MAYBE in answers else YES


def any_of(answers):
    return opposite(all_of(opposite(answer) for answer in answers))


class Plain:
    """One patient, one clause at a time, with Python numbers. Values come from the columns, everything else from the TOML."""

    def __init__(self, one_pass):
        self.columns, self.one_pass = one_pass.columns, one_pass

    def finding(self, table):
        answer = self.lists(table)
        lifted = any_of(self.clause(text, table) for text in table.get("unless", ()))
        return NO if table.get("unless") and lifted == YES else answer

    def lists(self, table):
        parts = [self.clause(text, table) for text in table.get("all", ())]
        parts += [any_of(self.clause(text, table) for text in table["any"])] if table.get("any") else []
        parts += [opposite(self.clause(text, table)) for text in table.get("none", ())]
        return all_of(parts)

    def clause(self, text, table):
        subject, verb, thing = text.split() if " " in text else (text, "is", "present")
        if verb != "is":
            return self.compared(subject, verb, thing, table)
        if thing in {"low", "normal", "high"}:
            return {1: YES, 0: MAYBE, -1: NO}[int(self.one_pass.flag(subject, thing)[0])]
        if thing in {"entered", "missing"}:
            there = bool(self.columns.quantity(subject).entered[0])
            return YES if there is (thing == "entered") else NO
        if thing == "unasked":
            return NO if self.answered(subject) else YES
        present = self.present(subject)
        return present if thing == "present" else opposite(present)

    def present(self, word):
        if word in DEFINITIONS:
            return self.finding(DEFINITIONS[word])
        return {1: YES, 0: MAYBE, -1: NO}[int(self.columns.word(word)[0])]

    def answered(self, word):
        if word not in DEFINITIONS:
            return int(self.columns.word(word)[0]) != 0
        one = DEFINITIONS[word]
        texts = [text for key in ("all", "any", "none", "unless", "count") for text in one.get(key, ())]
        subjects = {text.split()[0] for text in texts}
        known = rulebook().definitions.keys() | self.columns.words.keys()
        return any(
            bool(self.columns.quantity(name).entered[0]) if name in self.columns.quantities and name not in known
            else self.answered(name) if name in known
            else False
            for name in subjects
        )  # fmt: skip

    def compared(self, subject, verb, limit, table):
        if subject in DEFINITIONS:
            answers = [self.clause(text, table) for text in DEFINITIONS[subject]["count"]]
            least, greatest = answers.count(YES), len(answers) - answers.count(NO)
            edge = int(self.limit(limit, table)["1"])
        else:
            column = self.columns.quantity(subject)
            least, greatest = (
                Fraction(int(column.least[0]), 20_000),
                Fraction(int(column.greatest[0]), 20_000),
            )
            edge = self.edge(self.limit(limit, table), column)
        said = {
            "above": (least > edge, greatest <= edge),
            "below": (greatest < edge, least >= edge),
            "at_least": (least >= edge, greatest < edge),
            "at_most": (greatest <= edge, least > edge),
        }[verb]
        return YES if said[0] else NO if said[1] else MAYBE

    def limit(self, name, table):
        return table.get("limits", {}).get(name) or LIMITS[name]

    def edge(self, limit, column):
        """The limit in the unit of the value; converted once and rounded half to even where that unit is not printed."""
        unit, quantity = column.unit_of(0), column.quantity
        printed = {name: value for name, value in limit.items() if name in quantity.units}
        if unit in printed:
            return Fraction(printed[unit])
        first, value = next(iter(printed.items()))
        exact = Fraction(value) * quantity.units[first] / quantity.units[unit]
        return round(exact, max(int(column.places[0]), quantity.reporting_places(unit)))


LIMITS = tomllib.loads(
    (resources.files("reference_ranges") / "decision_limits.toml").read_text("utf-8"), parse_float=Decimal
)
FIRST = {"urgency", "gates"}
SAID = {1: YES, 0: MAYBE, -1: NO}


@settings(max_examples=150, deadline=None)
@given(patients())
def test_both_evaluators_agree_on_every_finding(patient):
    readings = read(rulebook(), columns_of([patient]))
    reported, left = Plain(readings.reported), Plain(readings.left)
    differ = {
        name: (SAID[readings.holds(name, 0)], plain)
        for name, (kind, table) in FINDINGS.items()
        if SAID[readings.holds(name, 0)] != (plain := (reported if kind in FIRST else left).finding(table))
    }
    assert differ == {}
