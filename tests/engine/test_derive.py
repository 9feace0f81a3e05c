"""Derived quantities: formulas worked by hand and against published values, and what is not known stays unknown."""

import numpy as np
import pytest

from interpret import interpret
from interpret.columns import TICKS
from interpret.derive import ckd_epi_2021, derive, femg
from interpret.examples import patient_of
from interpret.explain import printed
from interpret.prepare import columns_of

SPOT = {
    "serum_magnesium": "0.60 mmol/L",
    "serum_creatinine": "80 umol/L",
    "urine_magnesium_spot": "3.0 mmol/L",
    "urine_creatinine_spot": "8.0 mmol/L",
}


def derived(name, *patients):
    """One derived quantity of each patient, as (least, greatest), None where it is not known."""
    column = derive(columns_of([patient_of(given) for given in patients])).quantity(name)
    entered, least, greatest = np.broadcast_arrays(column.entered, column.least, column.greatest)
    return [
        (low / TICKS, high / TICKS) if known else None
        for known, low, high in zip(entered, least, greatest, strict=True)
    ]


def one(name, **given):
    return derived(name, given)[0]


# ---- FEMg ------------------------------------------------------------------------------------------------------------
def test_femg_by_hand():
    # 100 x 3.0 x 0.080 / (0.7 x 0.60 x 8.0)
    assert one("femg", **SPOT) == (7.1, 7.1)


def test_femg_from_the_24_hour_urine_needs_no_volume():
    found = one(
        "femg",
        serum_magnesium="0.60 mmol/L",
        serum_creatinine="80 umol/L",
        urine_magnesium_24h="4.0 mmol/24 h",
        urine_creatinine_24h="10 mmol/24 h",
    )
    assert found == (7.6, 7.6)


def test_the_spot_goes_before_the_24_hour_urine():
    both = SPOT | {"urine_magnesium_24h": "4.0 mmol/24 h", "urine_creatinine_24h": "10 mmol/24 h"}
    assert one("femg", **both) == (7.1, 7.1)


def test_femg_computed_goes_before_femg_typed():
    assert one("femg", **SPOT, femg="2.0 %") == (7.1, 7.1)


@pytest.mark.parametrize(
    ("given", "equals"),
    [
        ({"serum_magnesium": "0.60 mmol/L", "egfr": "100 mL/min/1.73m2"}, "1.7 %"),
        ({"serum_magnesium": "0.60 mmol/L", "egfr": "50 mL/min/1.73m2"}, "3.3 %"),
        ({"serum_magnesium": "0.40 mmol/L", "egfr": "100 mL/min/1.73m2"}, "2.5 %"),
        ({"serum_magnesium": "0.60 mmol/L", "egfr": ">90 mL/min/1.73m2"}, "1.8 % or less"),
        ({"serum_magnesium": "0.60 mmol/L"}, "not entered"),
    ],
)
def test_1_mmol_a_day_as_an_femg_at_this_serum_and_kidney_function(given, equals):
    found = derive(columns_of([patient_of(given | {"urine_magnesium_24h": "60 mg/24 h"})]))
    assert printed(found.quantity("femg_of_wasting_limit"), 0) == equals


def test_femg_typed_stands_where_it_cannot_be_computed():
    assert one("femg", serum_magnesium="0.60 mmol/L", femg="2.0 %") == (2.0, 2.0)


def test_femg_stands_in_each_row_by_its_own_inputs():
    assert derived("femg", SPOT, {"femg": "2.0 %"}, {"serum_magnesium": "0.6 mmol/L"}) == [
        (7.1, 7.1),
        (2.0, 2.0),
        None,
    ]


@pytest.mark.parametrize("missing", SPOT)
def test_femg_is_not_known_without_any_of_its_four_inputs(missing):
    assert one("femg", **{name: text for name, text in SPOT.items() if name != missing}) is None


def test_femg_of_a_serum_below_a_limit_is_at_least_that_of_the_limit():
    least, greatest = one("femg", **SPOT | {"serum_magnesium": "<0.60 mmol/L"})
    assert least == 7.1
    assert greatest > 1e6


def test_femg_uses_each_analyte_in_one_unit_across_serum_and_urine():
    in_mass = SPOT | {"serum_creatinine": "0.905 mg/dL", "urine_magnesium_spot": "7.29 mg/dL"}
    assert one("femg", **in_mass)[0] == pytest.approx(7.1, abs=0.1)


def test_the_filterable_fraction_is_seven_tenths():
    assert femg(np.array([0.7]), np.array([1.0]), np.array([1.0]), np.array([100.0]))[0] == pytest.approx(1)


# ---- eGFR ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("creatinine", "age", "female", "egfr"),
    [
        # worked by hand from the published equation, creatinine in mg/dL
        (1.0, 50, False, 92),
        (1.0, 50, True, 69),
        (2.0, 70, False, 35),
        (0.6, 30, True, 124),
    ],
)
def test_ckd_epi_2021(creatinine, age, female, egfr):
    found = ckd_epi_2021(np.array([creatinine * 88.402]), np.array([float(age)]), np.array([female]))
    assert round(found[0]) == egfr


@pytest.mark.parametrize(
    "given",
    [
        {"sex": "female"},
        {"age_years": 50},
        {"age_years": 17, "sex": "female"},
        {"age_years": 30, "sex": "female", "pregnant": True},
    ],
    ids=["no age", "no sex", "a child", "pregnant"],
)
def test_egfr_is_computed_only_for_adults_whose_age_and_sex_are_known(given):
    assert one("egfr", serum_creatinine="80 umol/L", **given) is None


def test_egfr_is_computed_only_in_rows_with_a_creatinine():
    woman = {"age_years": 50, "sex": "female"}
    assert derived("egfr", woman | {"serum_creatinine": "80 umol/L"}, woman) == [(77, 77), None]


def test_egfr_typed_goes_before_egfr_computed():
    assert one("egfr", serum_creatinine="80 umol/L", age_years=50, sex="male", egfr="25 mL/min/1.73m2") == (
        25,
        25,
    )


def test_a_creatinine_above_a_limit_bounds_egfr_from_above():
    least, greatest = one("egfr", serum_creatinine=">177 umol/L", age_years=70, sex="male")
    assert (least, greatest) == (0, 35)


# ---- calcium ---------------------------------------------------------------------------------------------------------
def test_adjusted_calcium_adds_002_for_each_gram_of_albumin_under_40():
    assert one("calcium_adjusted", calcium="2.00 mmol/L", albumin="30 g/L") == (2.2, 2.2)


def test_adjusted_calcium_typed_goes_before_computed():
    found = one("calcium_adjusted", calcium="2.00 mmol/L", albumin="30 g/L", calcium_adjusted="2.30 mmol/L")
    assert found == (2.3, 2.3)


def test_without_albumin_the_total_is_acted_on():
    assert one("calcium_acted_on", calcium="1.80 mmol/L") == (1.8, 1.8)


def test_with_albumin_the_adjusted_is_acted_on():
    assert one("calcium_acted_on", calcium="1.80 mmol/L", albumin="30 g/L") == (2.0, 2.0)


def test_rows_with_and_without_albumin_each_have_their_own_calcium():
    given = ({"calcium": "1.80 mmol/L", "albumin": "30 g/L"}, {"calcium": "1.80 mmol/L"})
    assert derived("calcium_acted_on", *given) == [(2.0, 2.0), (1.8, 1.8)]


# ---- urine -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("hours", "amount", "daily"),
    [("12 h", "30 mg", "60 mg/24 h"), ("24 h", "60 mg", "60 mg/24 h"), ("48 h", "60 mg", "30 mg/24 h")],
)
def test_a_timed_collection_is_read_per_24_hours(hours, amount, daily):
    patient = patient_of({"urine_magnesium_collected": amount, "urine_collection_hours": hours})
    assert interpret(patient).tests["urine_magnesium_24h"].as_entered == daily


def test_a_collection_shorter_than_12_hours_gives_no_24_hour_amount():
    patient = patient_of({"urine_magnesium_collected": "30 mg", "urine_collection_hours": "11 h"})
    assert interpret(patient).tests["urine_magnesium_24h"].as_entered is None


def test_urine_creatinine_per_kilogram_is_in_mg():
    assert one("urine_creatinine_per_kg", urine_creatinine_24h="10 mmol/24 h", weight_kg=70) == (16.2, 16.2)


# ---- the distance from a limit ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("serum", "percent"), [("0.70", 0), ("0.63", 10), ("0.77", 10), ("0.95", 5), ("1.10", 10)]
)
def test_distance_from_the_nearer_limit_in_percent_of_it(serum, percent):
    assert one("serum_magnesium_distance_from_limit", serum_magnesium=f"{serum} mmol/L") == (percent, percent)


def test_a_comparator_has_no_distance():
    assert one("serum_magnesium_distance_from_limit", serum_magnesium="<0.4 mmol/L") is None


# ---- days between results --------------------------------------------------------------------------------------------
def test_days_between_serum_and_urine_count_calendar_days():
    given = {
        "serum_magnesium": "0.60 mmol/L",
        "serum_magnesium_collected_on": "2026-11-20T23:00",
        "urine_magnesium_24h": "60 mg/24 h",
        "urine_magnesium_24h_collected_on": "2026-11-18",
    }
    assert one("days_between_serum_and_urine", **given) == (2, 2)


def test_days_are_not_known_without_both_dates():
    given = {"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "60 mg/24 h"}
    assert one("days_between_serum_and_urine", **given) is None
