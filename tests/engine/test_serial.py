"""Results over time: what exceeds chance, and what is not compared."""

import datetime as dt
from decimal import Decimal

import pytest

from interpret.patient import InputError, Measurement
from interpret.serial import (
    BETWEEN,
    BEYOND,
    NOT_COMPARED,
    WITHIN,
    Dated,
    changes,
    patient_of_day,
    reference_change,
)
from interpret.serial import dated as in_rows

SERUM, RBC = "serum_magnesium", "rbc_magnesium"


def dated(day, value, unit="mmol/L", name=SERUM, **more):
    return Dated(dt.date(2026, 11, day), name, Measurement(Decimal(value), unit, **more))


def one_change(before, after):
    (found,) = changes([before, after])
    return found


def test_the_published_critical_differences_are_met():
    found = reference_change(SERUM)
    assert (found.least, found.greatest) == (pytest.approx(10.9, abs=0.1), pytest.approx(13.0, abs=0.1))


def test_a_change_says_up_to_where_it_is_chance_and_beyond_which_it_is_more():
    assert one_change(dated(1, "0.70"), dated(8, "0.78")).why == (
        "Between two results of one laboratory a change of up to 11 % is within chance and one of more than 13 % is more "
        "than chance; between these the published variations differ."
    )


def test_no_reference_change_is_invented():
    assert reference_change(RBC) is None


@pytest.mark.parametrize(
    ("last", "verdict"),
    [
        ("0.70", WITHIN),
        ("0.77", WITHIN),   # +10 %
        ("0.78", BETWEEN),  # +11.4 %: beyond one published limit, within the other
        ("0.79", BETWEEN),
        ("0.80", BEYOND),   # +14 %
        ("0.63", WITHIN),
        ("0.60", BEYOND),
    ],
)  # fmt: skip
def test_a_change_is_judged_against_both_published_limits(last, verdict):
    assert one_change(dated(1, "0.70"), dated(8, last)).verdict == verdict


def test_a_change_is_said_in_percent():
    assert one_change(dated(1, "0.50"), dated(2, "0.60")).percent == pytest.approx(20)


def test_the_same_amount_in_another_unit_is_no_change():
    assert one_change(dated(1, "1.0"), dated(2, "2.0", "mEq/L")).percent == pytest.approx(0)


def test_results_are_put_in_the_order_of_their_days():
    found = one_change(dated(8, "0.60"), dated(1, "0.50"))
    assert (found.before.day.day, found.after.day.day) == (1, 8)


def test_each_test_is_compared_only_with_itself():
    found = changes(
        [dated(1, "0.60"), dated(1, "4.2", "mg/dL", RBC), dated(5, "0.66"), dated(5, "4.4", "mg/dL", RBC)]
    )
    assert [(one.before.quantity, one.after.quantity) for one in found] == [(SERUM, SERUM), (RBC, RBC)]


def test_red_cells_are_not_judged_because_no_variation_is_held():
    found = one_change(dated(1, "4.2", "mg/dL", RBC), dated(5, "5.4", "mg/dL", RBC))
    assert (found.verdict, found.why) == (
        NOT_COMPARED,
        "Red-cell (RBC) magnesium: no published variation is held, so chance cannot be judged.",
    )


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (
            dated(1, "0.4", comparator="<"),
            dated(2, "0.6"),
            "<0.4 mmol/L is a limit of the method, not a number.",
        ),
        (dated(1, "0.6"), dated(1, "0.7"), "Both are of the same day; their order is not known."),
        (dated(1, "0", confirmed=True), dated(2, "0.7"), "A change from nought has no percentage."),
    ],
    ids=["comparator", "same day", "nought"],
)
def test_what_is_not_compared_says_why(before, after, why):
    found = one_change(before, after)
    assert (found.verdict, found.percent, found.why) == (NOT_COMPARED, None, why)


def test_an_unusual_value_nobody_confirmed_is_not_compared():
    found = one_change(dated(1, "0.80"), dated(9, "3.9"))
    assert "nobody has confirmed its unit and specimen" in found.why


def test_an_unusual_value_somebody_confirmed_is_compared():
    assert one_change(dated(1, "0.80"), dated(9, "3.9", confirmed=True)).verdict == BEYOND


# ---- from typed text -------------------------------------------------------------------------------------------------
DAY = dt.date(2026, 11, 20)


def test_a_day_is_read_from_typed_text():
    patient = patient_of_day(DAY, {SERUM: "0,62 mmol/l", RBC: "<4.1 mg/dl"})
    assert [f"{one.quantity} {one.measurement}" for one in in_rows(DAY, patient)] == [
        "serum_magnesium 0.62 mmol/L",
        "rbc_magnesium <4.1 mg/dL",
    ]


def test_the_day_is_the_day_of_collection():
    assert patient_of_day(DAY, {SERUM: "0.62 mmol/L"}).results[SERUM].collected.date() == DAY


def test_a_checked_day_is_confirmed():
    assert patient_of_day(DAY, {SERUM: "3.9 mmol/L"}, confirmed=True).results[SERUM].confirmed


def test_a_day_is_read_against_the_laboratory_named():
    assert patient_of_day(DAY, {SERUM: "0.62 mmol/L"}, laboratory="mayo").laboratory == "mayo"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("low", "is not one number"),
        ("0.62", "unit"),
        ("0.62 g/L", "unit"),
        ("1,000.5 mg/dL", "is not one number"),
    ],
)
def test_what_cannot_be_read_says_why(text, said):
    with pytest.raises(InputError, match=said):
        patient_of_day(DAY, {SERUM: text})
