"""How values and limits stand so that they compare exactly, in the unit and places a value was reported in."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret.columns import (
    FAR,
    NOT_ASKED,
    TICKS,
    Columns,
    at,
    from_floats,
    missing,
    places_of,
    rounded_limit,
    ticks_of,
)
from interpret.quantities import QUANTITIES
from interpret.ranges import NO_RANGE
from interpret.truth import TRUE
from reference_ranges import DecisionLimit

SERUM = QUANTITIES["serum_magnesium"]
VALUES = st.decimals("0.01", "20", places=4, allow_nan=False)


def limit(text, from_unit, to_unit, places=0, name="serum_magnesium"):
    found = rounded_limit(Decimal(text), from_unit, to_unit, QUANTITIES[name], places)
    return Decimal(found.numerator) / found.denominator


# ---- places and ticks ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "places"), [("2", 0), ("2.0", 0), ("0.7", 1), ("0.70", 1), ("0.625", 3), ("0.62345", 4)]
)
def test_places_are_the_fewest_that_print_a_value(value, places):
    assert places_of(Fraction(value)) == places


@pytest.mark.parametrize(
    ("value", "kept"), [("0.62", "0.62"), ("0.69999", "0.7"), ("0.00005", "0"), ("0.00015", "0.0002"), ("-0.00005", "0")]
)  # fmt: skip
def test_a_value_is_kept_to_four_places_half_to_even(value, kept):
    assert ticks_of(Fraction(value)) == Fraction(kept) * TICKS


@given(VALUES, VALUES)
def test_values_keep_their_order(one, other):
    assert (ticks_of(Fraction(one)) < ticks_of(Fraction(other))) == (one < other)


@given(VALUES)
def test_something_lies_just_under_every_value(value):
    ticks = ticks_of(Fraction(value))
    assert ticks_of(Fraction(value) - Fraction(1, 10_000)) < ticks - 1


# ---- a limit in the unit of the value --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("printed", "from_unit", "to_unit", "expected"),
    [
        # 0.70 x 2.4305 = 1.70135; 1.00 x 2.4305 = 2.4305; 0.70 x 2 = 1.4; 1.7 / 2.4305 = 0.69945
        ("0.70", "mmol/L", "mg/dL", "1.7"),
        ("1.00", "mmol/L", "mg/dL", "2.4"),
        ("0.70", "mmol/L", "mEq/L", "1.4"),
        ("1.7", "mg/dL", "mmol/L", "0.70"),
        ("2.6", "mg/dL", "mmol/L", "1.07"),
    ],
)
def test_a_limit_in_another_unit_has_the_places_laboratories_print(printed, from_unit, to_unit, expected):
    assert limit(printed, from_unit, to_unit) == Decimal(expected)


def test_a_value_printed_finer_meets_a_finer_limit():
    assert [limit("0.70", "mmol/L", "mg/dL", places) for places in range(5)] == [
        Decimal("1.7"),
        Decimal("1.7"),
        Decimal("1.70"),
        Decimal("1.701"),
        Decimal("1.7014"),
    ]


def test_a_limit_in_its_own_unit_stays_as_printed():
    assert limit("0.695", "mmol/L", "mmol/L") == Decimal("0.695")


@pytest.mark.parametrize(
    ("printed", "expected"), [("0.125", "0.2"), ("0.375", "0.8"), ("0.225", "0.4"), ("0.275", "0.6")]
)
def test_a_half_last_place_is_rounded_to_even(printed, expected):
    # twice as many mEq/L: 0.25, 0.75, 0.45, 0.55
    assert limit(printed, "mmol/L", "mEq/L") == Decimal(expected)


def test_a_daily_limit_in_milligrams_is_whole():
    assert limit("1.0", "mmol/24 h", "mg/24 h", name="urine_magnesium_24h") == 24


@given(st.decimals("0.3", "5", places=2, allow_nan=False), st.sampled_from(["mg/dL", "mEq/L"]))
def test_a_converted_limit_is_off_by_at_most_half_a_place(printed, unit):
    exact = Fraction(printed) * SERUM.units["mmol/L"] / SERUM.units[unit]
    assert abs(rounded_limit(printed, "mmol/L", unit, SERUM, 0) - exact) <= Fraction(1, 20)


def printed_as(values):
    return DecisionLimit("a_limit", "serum_magnesium", "a limit", values, (), "draft")


def serum_in(unit):
    return from_floats("serum_magnesium", np.array([1.0]), np.array([1.0]), unit=unit)


def test_a_limit_is_used_as_printed_in_every_unit_it_is_printed_in():
    limit = printed_as({"mmol/L": Decimal("0.60"), "mg/dL": Decimal("1.5"), "mEq/L": Decimal("1.2")})
    found = [serum_in(unit).limit(limit)[0] / TICKS for unit in range(3)]
    assert found == [0.60, 1.5, 1.2]


def test_a_limit_is_converted_for_a_unit_it_is_not_printed_in():
    assert serum_in(1).limit(printed_as({"mmol/L": Decimal("0.40")}))[0] / TICKS == 1.0


# ---- columns ---------------------------------------------------------------------------------------------------------
def test_a_result_nobody_entered_can_be_anything():
    column = missing("serum_magnesium")
    assert (column.least[0], column.greatest[0], column.entered[0]) == (-FAR, FAR, False)
    assert column.range_of(0) is NO_RANGE


def test_what_can_be_anything_is_infinite_in_the_canonical_unit():
    least, greatest = missing("serum_magnesium").canonical()
    assert (least[0], greatest[0]) == (-np.inf, np.inf)


def test_the_canonical_unit_is_the_first():
    column = from_floats("serum_magnesium", np.array([2.4305]), np.array([2.4305]), unit=1, places=4)
    assert column.unit_of(0) == "mg/dL"
    assert column.canonical()[0][0] == pytest.approx(1)


def test_a_column_may_be_narrowed_and_keeps_the_rest():
    column = from_floats("serum_magnesium", np.array([0.6]), np.array([0.6]))
    narrowed = column.between(np.array([0]), column.greatest)
    assert (narrowed.least[0], narrowed.greatest[0], narrowed.quantity) == (0, column.greatest[0], SERUM)


def test_a_word_nobody_asked_is_unknown_in_every_row():
    assert Columns(3, {}, {}).word("ppi") is NOT_ASKED


def test_a_quantity_nobody_entered_is_missing():
    assert Columns(3, {}, {}).quantity("egfr") is missing("egfr")


def test_added_columns_leave_the_others_and_the_rows():
    one = Columns(1, {"egfr": missing("egfr")}, {"ppi": np.array([TRUE])})
    more = one.with_({"femg": missing("femg")}, {"tetany": np.array([TRUE])})
    assert (more.rows, set(more.quantities), set(more.words)) == (1, {"egfr", "femg"}, {"ppi", "tetany"})


def test_columns_may_be_repeated_over_more_rows():
    assert Columns(1, {}, {}).with_(rows=401).rows == 401


@pytest.mark.parametrize(
    ("array", "row", "element"), [([7], 5, 7), ([7, 8], 1, 8)], ids=["one for all", "one a row"]
)
def test_the_element_of_a_row(array, row, element):
    assert at(np.array(array), row) == element


# ---- computed values -------------------------------------------------------------------------------------------------
def test_a_computed_value_is_rounded_as_it_is_printed():
    column = from_floats("femg", np.array([7.142857]), np.array([7.142857]))
    assert (column.least[0], column.greatest[0]) == (7.1 * TICKS, 7.1 * TICKS)


@pytest.mark.parametrize(
    "known", [(np.nan, 1.0), (1.0, np.nan)], ids=["least not known", "greatest not known"]
)
def test_a_computed_value_with_an_end_that_is_no_number_is_not_known(known):
    column = from_floats("femg", *(np.array([end]) for end in known))
    assert (column.least[0], column.greatest[0], column.entered[0]) == (-FAR, FAR, False)


@pytest.mark.parametrize(
    ("ends", "entered"), [((1.0, np.inf), True), ((-np.inf, 1.0), True), ((-np.inf, np.inf), False)],
    ids=["no upper end", "no lower end", "no end"],
)  # fmt: skip
def test_a_computed_value_is_known_when_one_end_is(ends, entered):
    assert from_floats("femg", *(np.array([end]) for end in ends)).entered[0] == entered
