"""Every limit of every clause: just under, on, just over and missing, in each unit in which it stands. Made from the data."""

from fractions import Fraction

import numpy as np
import pytest

from interpret.columns import TICKS, Columns, places_of, ticks_of
from interpret.derive import derive
from interpret.evaluate import Pass
from interpret.quantities import QUANTITIES
from interpret.ranges import NO_RANGE
from interpret.rules import rulebook
from interpret.trials import column_of
from interpret.truth import FALSE, TRUE, UNKNOWN
from reference_ranges import decision_limits

BOOK = rulebook()
UNDER, ON, OVER = 0, 1, 2
HOLDS = {
    "above": (FALSE, FALSE, TRUE),
    "below": (TRUE, FALSE, FALSE),
    "at_least": (FALSE, TRUE, TRUE),
    "at_most": (TRUE, TRUE, FALSE),
}


def compared_clauses():
    """Each clause that compares a quantity with a limit, once for each unit in which the limit stands."""
    held = [one.conditions for one in (*BOOK.findings, *BOOK.definitions.values())]
    clauses = {clause for conditions in held for clause in conditions.clauses() if clause.limit is not None}
    clauses |= {
        clause for one in BOOK.definitions.values() for clause in one.count if clause.limit is not None
    }
    return sorted(
        (str(clause), unit, clause)
        for clause in clauses
        if clause.subject in QUANTITIES
        for unit in clause.limit.values
    )


COMPARED = compared_clauses()


def truth_of(clause, unit, ticks):
    column = column_of(clause.subject, unit, np.array(ticks), NO_RANGE)
    columns = Columns(len(ticks), {clause.subject: column}, {})
    return Pass(BOOK, columns).clause(clause)


@pytest.mark.parametrize(
    ("unit", "clause"),
    [(unit, clause) for _, unit, clause in COMPARED],
    ids=[f"{name} in {unit}" for name, unit, _ in COMPARED],
)
def test_under_on_and_over_a_limit(unit, clause):
    limit = Fraction(clause.limit.values[unit])
    one = Fraction(1, 10 ** max(places_of(limit), QUANTITIES[clause.subject].reporting_places(unit)))
    values = [ticks_of(limit - one), ticks_of(limit), ticks_of(limit + one)]
    assert tuple(truth_of(clause, unit, values)) == HOLDS[clause.verb]


@pytest.mark.parametrize("clause", sorted({clause for _, _, clause in COMPARED}, key=str), ids=str)
def test_a_limit_decides_nothing_about_what_is_missing(clause):
    columns = derive(Columns(1, {}, {}))
    assert Pass(BOOK, columns).clause(clause)[0] == UNKNOWN


def test_every_decision_limit_is_used_by_a_clause_or_named_in_a_sentence():
    used = {clause.limit.id for _, _, clause in COMPARED}
    counted = {
        clause.limit.id
        for one in (*BOOK.findings, *BOOK.definitions.values())
        for clause in one.conditions.clauses()
        if clause.limit is not None
    }
    named = " ".join(text for one in BOOK.findings for text in one.texts())
    elsewhere = {
        "obstetric_high",
        "too_short_collection_limit",
    }  # a step of severity; what a timed amount needs
    assert [
        name
        for name in decision_limits()
        if name not in used | counted | elsewhere and f"{{{name}}}" not in named
    ] == []


@pytest.mark.parametrize("quantity", ["serum_magnesium", "urine_magnesium_24h"])
def test_conversion_alone_never_pushes_a_value_over_a_limit(quantity):
    """The same limit in each unit in which it is printed holds for exactly the printed figure."""
    clauses = [
        (unit, clause)
        for _, unit, clause in COMPARED
        if clause.subject == quantity and clause.verb == "at_least"
    ]
    for unit, clause in clauses:
        on = ticks_of(Fraction(clause.limit.values[unit]))
        assert truth_of(clause, unit, [on])[0] == TRUE
        assert on % (TICKS // 10**4) == 0
