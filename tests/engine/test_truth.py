"""Three-valued truth: Kleene's tables, and comparisons of intervals that never say more than is known."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret import rulebook
from interpret.examples import patient_of
from interpret.explore import what_if
from interpret.prepare import columns_of
from interpret.truth import (
    FALSE,
    TRUE,
    UNKNOWN,
    above,
    at_least,
    at_most,
    below,
    definite,
    every,
    negate,
    some,
)

TRUTHS = st.sampled_from([FALSE, UNKNOWN, TRUE])
NUMBERS = st.integers(-50, 50)
INTERVALS = st.tuples(NUMBERS, NUMBERS).map(sorted)
COMPARISONS = {
    above: lambda value, limit: value > limit,
    below: lambda value, limit: value < limit,
    at_least: lambda value, limit: value >= limit,
    at_most: lambda value, limit: value <= limit,
}


def column(*truths):
    return np.array(truths, np.int8)


def compared(verb, value, limit):
    """What a comparison of two intervals says of one row."""
    return int(verb(*(np.array([end]) for end in (*value, *limit)))[0])


def within(interval):
    return range(interval[0], interval[1] + 1)


# ---- Kleene's logic --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (TRUE, TRUE, TRUE, TRUE),
        (TRUE, UNKNOWN, UNKNOWN, TRUE),
        (TRUE, FALSE, FALSE, TRUE),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, FALSE, FALSE, UNKNOWN),
        (FALSE, FALSE, FALSE, FALSE),
    ],
)
def test_and_or_are_those_of_kleene(one, other, both, either):
    assert every([column(one), column(other)]) == both
    assert some([column(one), column(other)]) == either


@pytest.mark.parametrize(
    ("part", "opposite"), [(TRUE, FALSE), (UNKNOWN, UNKNOWN), (FALSE, TRUE)], ids=["true", "unknown", "false"]
)
def test_not_exchanges_true_and_false_and_leaves_unknown(part, opposite):
    assert negate(column(part)) == opposite


def test_all_of_nothing_holds():
    assert every([]) == TRUE


def test_one_of_nothing_does_not_hold():
    assert some([]) == FALSE


@given(st.lists(TRUTHS), st.randoms())
def test_the_order_of_clauses_does_not_matter(parts, random):
    shuffled = random.sample(parts, len(parts))
    assert every(map(column, shuffled)) == every(map(column, parts))
    assert some(map(column, shuffled)) == some(map(column, parts))


@given(st.lists(TRUTHS))
def test_not_all_is_the_same_as_some_not(parts):
    columns = [column(part) for part in parts]
    assert negate(every(columns)) == some(map(negate, columns))


@given(st.lists(TRUTHS, min_size=1), st.data())
def test_an_answer_never_turns_what_was_settled(parts, data):
    filled = [
        data.draw(st.sampled_from([FALSE, TRUE])) if part == UNKNOWN and data.draw(st.booleans()) else part
        for part in parts
    ]
    for combined in (every, some):
        before, after = (combined(map(column, one))[0] for one in (parts, filled))
        assert before in (UNKNOWN, after)


def test_each_row_is_combined_alone():
    found = every([column(TRUE, TRUE, FALSE), column(TRUE, UNKNOWN, UNKNOWN)])
    assert found.tolist() == [TRUE, UNKNOWN, FALSE]


def test_one_value_for_all_rows_meets_each_row():
    assert every([column(TRUE), column(TRUE, FALSE)]).tolist() == [TRUE, FALSE]


def test_a_definite_statement_is_never_unknown():
    assert definite(np.array([True, False])).tolist() == [TRUE, FALSE]


def test_truth_is_kept_in_one_byte_a_row():
    parts = (every([]), some([]), negate(column(TRUE)), definite(np.array([True])))
    assert {part.dtype for part in parts} == {np.dtype(np.int8)}


# ---- comparisons -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("verb", "under", "on", "over"),
    [
        (above, FALSE, FALSE, TRUE),
        (below, TRUE, FALSE, FALSE),
        (at_least, FALSE, TRUE, TRUE),
        (at_most, TRUE, TRUE, FALSE),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_at_a_limit(verb, under, on, over):
    assert [compared(verb, (value, value), (70, 70)) for value in (69, 70, 71)] == [under, on, over]


@given(st.sampled_from(list(COMPARISONS)), INTERVALS, INTERVALS)
def test_a_comparison_holds_only_if_it_holds_of_every_value_and_every_limit(verb, value, limit):
    outcomes = {
        COMPARISONS[verb](one, other) for one, other in itertools.product(within(value), within(limit))
    }
    expected = UNKNOWN if len(outcomes) > 1 else TRUE if True in outcomes else FALSE
    assert compared(verb, value, limit) == expected


@given(st.sampled_from(list(COMPARISONS)), INTERVALS, INTERVALS, st.data())
def test_knowing_a_value_better_never_reverses_a_comparison(verb, value, limit, data):
    narrower = sorted(data.draw(st.sampled_from(within(value))) for _ in range(2))
    assert compared(verb, value, limit) in (UNKNOWN, compared(verb, narrower, limit))


@given(INTERVALS, INTERVALS)
def test_at_least_is_the_opposite_of_below(value, limit):
    assert compared(at_least, value, limit) == -compared(below, value, limit)


@given(INTERVALS, INTERVALS)
def test_at_most_is_the_opposite_of_above(value, limit):
    assert compared(at_most, value, limit) == -compared(above, value, limit)


@given(INTERVALS, INTERVALS, NUMBERS)
def test_only_the_distance_from_the_limit_matters(value, limit, shift):
    moved = [[end + shift for end in interval] for interval in (value, limit)]
    for verb in COMPARISONS:
        assert compared(verb, value, limit) == compared(verb, *moved)


def test_a_truth_takes_one_byte_a_row():
    """A register of a million rows keeps hundreds of truths at once."""
    panel = patient_of(
        {"serum_magnesium": "0.62 mmol/L", "calcium": "1.80 mmol/L", "sex": "female", "age_years": 54}
    )
    readings = what_if(rulebook(), columns_of([panel]), panel).readings
    assert {name for name, truth in readings.truth.items() if truth.dtype != np.int8} == set()
