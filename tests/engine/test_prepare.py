"""From patients to columns: intervals, the ends of a range in the unit of the value, timed collections, dates."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret import Patient
from interpret.columns import FAR, TICKS
from interpret.patient import Measurement
from interpret.prepare import columns_of, daily, interval_of, person_of
from interpret.truth import FALSE, TRUE, UNKNOWN


def patient(results=None, context=None, **person):
    return Patient.from_dict({"patient": person, "results": results or {}, "context": context or {}})


def serum(value, unit="mmol/L", **more):
    return {"serum_magnesium": {"value": value, "unit": unit, **more}}


def ends(column, row=0):
    """Least and greatest of a row, in its own unit."""
    return column.least[row] / TICKS, column.greatest[row] / TICKS


def limits(*patients, name="serum_magnesium"):
    """The lower and the upper end of the range of each patient, each as (least, greatest), in the unit of the value."""
    column = columns_of(patients).quantity(name)
    return [tuple(end[row] / TICKS for end in column.limits) for row in range(len(patients))]


# ---- a value is an interval ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("comparator", "interval"),
    [
        (None, (4000, 4000)),
        ("<", (0, 3999)),
        ("<=", (0, 4000)),
        (">", (4001, FAR)),
        (">=", (4000, FAR)),
    ],
)
def test_a_comparator_leaves_one_end_open(comparator, interval):
    assert interval_of(4000, comparator, signed=False) == interval


@pytest.mark.parametrize("comparator", ["<", "<="])
def test_what_may_be_negative_has_no_lower_end_under_a_value(comparator):
    assert interval_of(4000, comparator, signed=True)[0] == -FAR


@given(st.integers(0, 10**6), st.sampled_from([None, "<", "<=", ">", ">="]))
def test_the_ends_of_an_interval_are_in_order(ticks, comparator):
    least, greatest = interval_of(ticks, comparator, signed=False)
    assert least <= greatest


def test_a_value_keeps_the_unit_and_places_it_was_reported_in():
    column = columns_of([patient(serum(1.7, "mg/dL"))]).quantity("serum_magnesium")
    assert (column.unit_of(0), column.places[0], ends(column)) == ("mg/dL", 1, (1.7, 1.7))


def test_a_row_without_a_result_stays_unknown_beside_one_with_it():
    column = columns_of([patient(serum(0.62)), patient()]).quantity("serum_magnesium")
    assert column.entered.tolist() == [True, False]
    assert (column.least[1], column.greatest[1]) == (-FAR, FAR)


def test_what_nobody_entered_has_no_column():
    assert "serum_magnesium" not in columns_of([patient()]).quantities


# ---- the range of each row -------------------------------------------------------------------------------------------
def test_a_range_in_another_unit_is_converted_to_that_of_the_value():
    ours = patient(serum(1.7, "mg/dL", range={"low": 0.70, "high": 1.00, "unit": "mmol/L"}))
    assert limits(ours) == [(1.7, 1.7, 2.4, 2.4)]


def test_a_printed_form_in_the_unit_of_the_value_goes_before_a_conversion():
    found = patient({"rbc_magnesium": {"value": 5.0, "unit": "mg/dL", "laboratory": "quest"}})
    assert limits(found, name="rbc_magnesium") == [(4.0, 4.0, 6.4, 6.4)]


def test_each_row_has_its_own_range():
    rows = (
        patient(serum(0.68, range={"low": 0.66, "high": 1.07})),
        patient(serum(0.68)),
        patient(serum(0.68, range={"low": 0.66, "high": 1.07})),
    )
    column = columns_of(rows).quantity("serum_magnesium")
    assert [column.range_of(row).typed for row in range(3)] == [True, False, True]
    assert len(column.ranges) == 2


def test_an_end_that_was_not_typed_lies_nowhere():
    least, greatest = limits(patient(serum(0.68, range={"low": 0.66})))[0][2:]
    assert (least, greatest) == (-FAR / TICKS, FAR / TICKS)


def test_a_range_that_waits_for_confirmation_sets_its_word_in_its_row_alone():
    doubtful = patient(serum(0.8, range={"low": 1.7, "high": 2.4}))
    words = columns_of([doubtful, patient(serum(0.8)), patient()]).words
    assert words["serum_range_unconfirmed"].tolist() == [TRUE, FALSE, FALSE]
    assert words["rbc_range_unconfirmed"].tolist() == [FALSE] * 3


# ---- the person and the context --------------------------------------------------------------------------------------
def test_age_not_given_is_read_as_18_or_more():
    column = columns_of([patient(age_years=54), patient()]).quantity("age_years")
    assert [ends(column, 0), (column.least[1] / TICKS, column.greatest[1])] == [(54, 54), (18, FAR)]
    assert column.entered.tolist() == [True, False]


def test_sex_not_given_is_unknown():
    words = columns_of([patient(sex="female"), patient(sex="male"), patient()]).words
    assert words["female"].tolist() == [TRUE, FALSE, UNKNOWN]
    assert words["male"].tolist() == [FALSE, TRUE, UNKNOWN]


def test_what_cannot_apply_to_a_man_is_absent_without_being_asked():
    entered = patient(sex="male", context={"obstetric_magnesium": True})
    rows = (patient(sex="male"), entered, patient(sex="female"), patient())
    assert columns_of(rows).word("obstetric_magnesium").tolist() == [FALSE, TRUE, UNKNOWN, UNKNOWN]


def test_pregnancy_not_given_is_read_as_not_pregnant():
    words = columns_of([patient(pregnant=True), patient(pregnant=False), patient()]).words
    assert words["pregnant"].tolist() == [TRUE, FALSE, FALSE]


def test_a_word_is_present_absent_or_not_asked():
    rows = (patient(context={"ppi": True}), patient(context={"ppi": False}), patient())
    assert columns_of(rows).word("ppi").tolist() == [TRUE, FALSE, UNKNOWN]


def test_weight_and_weeks_are_columns_where_they_were_given():
    columns = columns_of([patient(weight_kg=70), patient(pregnant=True, gestation_weeks=0)])
    assert columns.quantity("weight_kg").entered.tolist() == [True, False]
    assert ends(columns.quantity("gestation_weeks"), 1) == (0, 0)


def test_who_someone_is_decides_the_range():
    who = person_of(patient(age_years=30, sex="female", pregnant=True, gestation_weeks=32))
    assert (who.age_years, who.sex, who.pregnant, who.gestation_weeks) == (30, "female", True, 32)


# ---- a timed collection ----------------------------------------------------------------------------------------------
def timed(value, unit, hours, **more):
    return {
        "urine_magnesium_collected": {"value": value, "unit": unit, **more},
        "urine_collection_hours": {"value": hours, "unit": "h"},
    }


@pytest.mark.parametrize(
    ("collected", "hours", "per_day"),
    [
        ("2.0 mmol", 12, "4.0 mmol/24 h"),
        ("1.05 mmol", 24, "1.0 mmol/24 h"),
        ("1.15 mmol", 24, "1.2 mmol/24 h"),
        ("30 mg", 25, "29 mg/24 h"),
        ("0.5 mg", 24, "0 mg/24 h"),
        ("3 mEq", 36, "2.0 mEq/24 h"),
        ("<1 mmol", 12, "<2.0 mmol/24 h"),
    ],
)
def test_the_amount_of_a_timed_collection_in_24_hours(collected, hours, per_day):
    text, unit = collected.split()
    comparator = "<" if text.startswith("<") else None
    measurement = Measurement(Decimal(text.strip("<")), unit, comparator)
    assert str(daily(measurement, Decimal(hours))) == per_day


def test_a_daily_amount_that_was_entered_stands():
    entered = {"urine_magnesium_24h": {"value": 3, "unit": "mmol/24 h"}}
    column = columns_of([patient(timed(2, "mmol", 12) | entered)]).quantity("urine_magnesium_24h")
    assert ends(column) == (3, 3)


@pytest.mark.parametrize(("hours", "read"), [(11.9, False), (12, True)])
def test_a_collection_under_12_hours_gives_no_daily_amount(hours, read):
    assert ("urine_magnesium_24h" in columns_of([patient(timed(2, "mmol", hours))]).quantities) == read


def test_hours_without_an_amount_give_no_daily_amount():
    hours = {"urine_collection_hours": {"value": 24, "unit": "h"}}
    assert "urine_magnesium_24h" not in columns_of([patient(hours)]).quantities


def test_a_range_typed_beside_a_timed_amount_does_not_judge_the_daily_amount():
    given = timed(2, "mmol", 24, range={"low": 1, "high": 4})
    column = columns_of([patient(given)]).quantity("urine_magnesium_24h")
    assert not column.range_of(0).typed


# ---- days between results --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("serum_on", "urine_on", "days"),
    [
        ("2026-11-20", "2026-11-20T23:59", 0),
        ("2026-11-20T23:59", "2026-11-21T00:01", 1),
        ("2026-11-20", "2026-11-18", 2),
        ("2024-02-28", "2024-03-01", 2),
    ],
    ids=["one day", "over midnight", "urine first", "leap day"],
)
def test_days_between_serum_and_urine(serum_on, urine_on, days):
    urine = {"urine_magnesium_24h": {"value": 3, "unit": "mmol/24 h", "collected": urine_on}}
    columns = columns_of([patient(serum(0.6, collected=serum_on) | urine)])
    assert ends(columns.quantity("days_between_serum_and_urine")) == (days, days)


def test_days_between_serum_and_red_cells_stand_in_their_own_row():
    cells = {"rbc_magnesium": {"value": 4.5, "unit": "mg/dL", "collected": "2026-11-01"}}
    dated = serum(0.6, collected="2026-11-20")
    columns = columns_of(
        [patient(dated | cells), patient(dated), patient(cells), patient(serum(0.6) | cells)]
    )
    assert columns.quantity("days_between_serum_and_rbc").entered.tolist() == [True, False, False, False]


def test_many_patients_read_as_each_alone():
    rows = [patient(serum(value)) for value in (0.3, 0.62, 0.8, 2.1)]
    together = columns_of(rows).quantity("serum_magnesium")
    alone = [columns_of([one]).quantity("serum_magnesium") for one in rows]
    assert np.array_equal(together.least, np.concatenate([one.least for one in alone]))
