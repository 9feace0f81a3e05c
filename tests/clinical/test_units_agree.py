"""The same patient in another unit reads the same: two more places leave no exception but a limit printed in two forms."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret import interpret
from interpret.columns import places_of
from interpret.examples import patient_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.report import reads_differently
from interpret.rules import rulebook
from interpret.units import convert
from reference_ranges import all_ranges, decision_limits
from tests.clinical.generated import patients

MORE_PLACES = 2


def in_unit(measurement, name, unit):
    """A result in another unit, with two places more than a laboratory prints."""
    quantity = QUANTITIES[name]
    value = convert(Fraction(measurement.value), measurement.unit, unit, quantity.units)
    places = quantity.reporting_places(unit) + MORE_PLACES
    return replace(measurement, value=Decimal(f"{float(round(value, places)):.{places}f}"), unit=unit)


def near_a_printed_limit(name, measurement):
    """Whether a value lies within half a place of a limit, where the printed forms of one limit may differ."""
    quantity = QUANTITIES[name]
    value = convert(Fraction(measurement.value), measurement.unit, quantity.canonical_unit, quantity.units)
    limits = [one.values for one in decision_limits().values() if one.quantity == name]
    limits += [
        {interval.unit: end}
        for one in all_ranges(name, studies=True)
        for interval in (one.interval, *one.printed_also)
        for end in (interval.low, interval.high)
        if end is not None
    ]
    for forms in limits:
        inside = [
            convert(Fraction(end), unit, quantity.canonical_unit, quantity.units)
            for unit, end in forms.items()
            if unit in quantity.units
        ]
        spread = max(
            Fraction(1, 2 * 10 ** quantity.reporting_places(unit)) * quantity.units[unit]
            for unit in quantity.units
        )
        if inside and min(inside) - spread <= value <= max(inside) + spread:
            return True
    return False


@settings(max_examples=100, deadline=None)
@given(patients(), st.sampled_from(MAGNESIUM_TESTS), st.integers(0, 2))
def test_a_magnesium_result_reads_the_same_in_every_unit(patient, name, place):
    if name not in patient.results or near_a_printed_limit(name, patient.results[name]):
        return
    unit = tuple(QUANTITIES[name].units)[place]
    other = replace(patient, results={**patient.results, name: in_unit(patient.results[name], name, unit)})
    one, two = interpret(patient), interpret(other)
    assert (one.pattern, one.urgency) == (two.pattern, two.urgency)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("1.7 mg/dL", "normal"),
        ("0.70 mmol/L", "normal"),
        ("1.4 mEq/L", "normal"),
        ("0.69 mmol/L", "low"),
        ("1.6 mg/dL", "low"),
    ],
)
def test_conversion_alone_never_pushes_a_value_over_the_lower_limit(text, flag):
    assert interpret(patient_of({"serum_magnesium": text})).tests["serum_magnesium"].flag == flag


def test_a_value_at_a_limit_with_two_printed_forms_is_warned_about():
    report = interpret(patient_of({"serum_magnesium": "1.2 mg/dL"}))
    assert any("is at the limit" in one["message"] for one in report.warnings)


def test_a_value_far_from_a_limit_is_not():
    severe = decision_limits()["severe_low"]
    measurement = patient_of({"serum_magnesium": "0.80 mmol/L"}).results["serum_magnesium"]
    assert not reads_differently(measurement, severe, "below")


def test_every_unit_of_a_limit_says_nearly_the_same_amount():
    """The printed forms of one limit differ by rounding only; a slip of a unit would differ twofold."""
    for limit in decision_limits().values():
        if limit.quantity in QUANTITIES:
            quantity = QUANTITIES[limit.quantity]
            amounts = [
                float(convert(Fraction(value), unit, quantity.canonical_unit, quantity.units))
                for unit, value in limit.values.items()
            ]
            assert max(amounts) <= 1.1 * min(amounts), limit.id


def test_places_are_those_that_print_a_value():
    assert [places_of(Fraction(text)) for text in ("1", "0.6", "0.62", "0.625")] == [0, 1, 2, 3]


def test_the_reading_order_is_that_of_the_book():
    assert rulebook().reading_order[-1] == "nothing_entered"
