"""Every limit of every clause: just under, on, just over and missing, in each unit in which it stands. Made from the data."""

from fractions import Fraction

import numpy as np
import pytest

from interpret.columns import FAR, Columns, places_of, ticks_of
from interpret.derive import derive
from interpret.evaluate import Pass
from interpret.quantities import QUANTITIES
from interpret.ranges import NO_RANGE
from interpret.rules import placeholders, rulebook
from interpret.trials import column_of
from interpret.truth import FALSE, TRUE, UNKNOWN
from interpret.units import convert
from reference_ranges import decision_limits

BOOK = rulebook()
HOLDS = {
    "above": {"under": FALSE, "on": FALSE, "over": TRUE},
    "below": {"under": TRUE, "on": FALSE, "over": FALSE},
    "at_least": {"under": FALSE, "on": TRUE, "over": TRUE},
    "at_most": {"under": TRUE, "on": TRUE, "over": FALSE},
}
"""The sign is the source's: 'above' and 'below' are strict, 'at least' and 'at most' include the limit."""


DEFINITIONS = BOOK.definitions.values()
CONDITIONS = [finding.conditions for finding in BOOK.findings] + [one.conditions for one in DEFINITIONS]
CLAUSES = [clause for conditions in CONDITIONS for clause in conditions.clauses()]
CLAUSES += [clause for definition in DEFINITIONS for clause in definition.count]
COMPARED = {clause for clause in CLAUSES if clause.limit is not None}
OF_QUANTITIES = sorted((one for one in COMPARED if one.subject in QUANTITIES), key=str)
OF_COUNTS = sorted(COMPARED - set(OF_QUANTITIES), key=str)
IN_EACH_UNIT = [(clause, unit) for clause in OF_QUANTITIES if clause.limit for unit in clause.limit.values]


def around(clause, unit):
    """The last printable value under a limit, the limit, and the first over it, in ticks."""
    limit = Fraction(clause.limit.values[unit])
    places = max(places_of(limit), QUANTITIES[clause.subject].reporting_places(unit))
    one = Fraction(1, 10**places)
    return {"under": ticks_of(limit - one), "on": ticks_of(limit), "over": ticks_of(limit + one)}


def truths(clause, unit, ticks):
    column = column_of(clause.subject, unit, np.array(ticks), NO_RANGE)
    return Pass(BOOK, Columns(len(ticks), {clause.subject: column}, {})).clause(clause)


@pytest.mark.parametrize(
    ("clause", "unit"), IN_EACH_UNIT, ids=[f"{clause} in {unit}" for clause, unit in IN_EACH_UNIT]
)
def test_under_on_and_over_a_limit(clause, unit):
    places = around(clause, unit)
    found = truths(clause, unit, list(places.values()))
    assert dict(zip(places, found.tolist(), strict=True)) == HOLDS[clause.verb]


@pytest.mark.parametrize("clause", OF_QUANTITIES, ids=str)
def test_a_limit_decides_nothing_about_a_value_that_is_missing(clause):
    assert Pass(BOOK, derive(Columns(1, {}, {}))).clause(clause).tolist() == [UNKNOWN]


def bounded(clause, unit, comparator):
    """What a clause says of a value that was reported only as below, or above, its limit."""
    column = column_of(clause.subject, unit, np.array([around(clause, unit)["on"]]), NO_RANGE)
    nothing, everything = np.array([-FAR]), np.array([FAR])
    ends = (nothing, column.least - 1) if comparator == "<" else (column.least + 1, everything)
    return Pass(BOOK, Columns(1, {clause.subject: column.between(*ends)}, {})).clause(clause)[0]


@pytest.mark.parametrize(
    ("clause", "unit"), IN_EACH_UNIT, ids=[f"{clause} in {unit}" for clause, unit in IN_EACH_UNIT]
)
def test_a_value_reported_only_as_beyond_a_limit_is_judged_by_it(clause, unit):
    expected = HOLDS[clause.verb]
    assert (bounded(clause, unit, "<"), bounded(clause, unit, ">")) == (expected["under"], expected["over"])


@pytest.mark.parametrize("clause", OF_COUNTS, ids=str)
@pytest.mark.parametrize(
    ("more", "unasked", "place"),
    [(-1, 0, "under"), (0, 0, "on"), (1, 0, "over"), (-1, 1, None), (0, 1, "on"), (-2, 1, "under")],
    ids=["under", "on", "over", "under, one unasked", "on, one unasked", "two under, one unasked"],
)
def test_a_count_under_on_and_over_its_limit(clause, more, unasked, place):
    parts = BOOK.definitions[clause.subject].count
    present = int(clause.limit.values["1"]) + more
    said = [TRUE] * present + [UNKNOWN] * unasked + [FALSE] * (len(parts) - present - unasked)
    one = Pass(BOOK, Columns(1, {}, {}))
    one._clauses.update({part: np.array([truth]) for part, truth in zip(parts, said, strict=True)})
    assert one.clause(clause).tolist() == [HOLDS[clause.verb][place] if place else UNKNOWN]


def test_every_decision_limit_is_compared_with_or_printed():
    compared = {clause.object for clause in COMPARED}
    printed = {name for finding in BOOK.findings for text in finding.texts() for name in placeholders(text)}
    unused = set(decision_limits()) - compared - printed
    assert unused == {
        "too_short_collection_limit",  # decides whether a timed amount is normalised
        "ckd_5_limit",  # decides whether calcium is adjusted for albumin
    }


LIMITS = {
    limit.id: limit for finding in BOOK.findings for limit in finding.limits.values()
} | decision_limits()


@pytest.mark.parametrize(
    "limit", [one for one in LIMITS.values() if one.quantity in QUANTITIES], ids=lambda one: one.id
)
def test_the_forms_in_which_a_limit_is_printed_say_the_same_amount(limit):
    """They differ by rounding only; a slip of a unit would differ twofold or tenfold."""
    quantity = QUANTITIES[limit.quantity]
    amounts = {
        unit: convert(Fraction(number), unit, quantity.canonical_unit, quantity.units)
        for unit, number in limit.values.items()
    }
    halves = {
        unit: quantity.units[unit] / (2 * 10 ** places_of(Fraction(number)))
        for unit, number in limit.values.items()
    }
    first = next(iter(amounts))
    far = {unit for unit in amounts if abs(amounts[unit] - amounts[first]) > halves[unit] + halves[first]}
    assert far == set()
