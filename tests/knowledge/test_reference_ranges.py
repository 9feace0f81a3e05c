"""What the shipped ranges, limits, grades and variation say, as facts a clinician can check against the sources."""

from collections import Counter
from decimal import Decimal

import pytest

import reference_ranges as reference
from interpret.quantities import QUANTITIES, RESULTS
from reference_ranges import NoRange, Range, years_from_days

ADULT = Decimal(54)


def range_for(  # noqa: PLR0913  as find_range
    laboratory: str,
    quantity: str = "serum_magnesium",
    *,
    age: Decimal | int | str = ADULT,
    sex: str | None = None,
    weeks: Decimal | int | None = None,
    pregnant: bool = False,
) -> Range | NoRange:
    return reference.find_range(
        laboratory,
        quantity,
        age_years=Decimal(age),
        sex=sex,
        pregnant=pregnant,
        gestation_weeks=None if weeks is None else Decimal(weeks),
    )


def printed(found: Range | NoRange) -> str:
    if isinstance(found, NoRange):
        return found.reason
    return f"{found.interval.low}–{found.interval.high} {found.interval.unit}"


# ---- the printed numbers ---------------------------------------------------------------------------------------

ADULT_RANGES = [
    # laboratory            quantity               as printed
    ("uk_consensus",        "serum_magnesium",     "0.70–1.00 mmol/L"),
    ("newcastle",           "serum_magnesium",     "0.70–1.00 mmol/L"),
    ("rcpa_aacb",           "serum_magnesium",     "0.70–1.10 mmol/L"),
    ("fuerst",              "serum_magnesium",     "0.71–0.94 mmol/L"),
    ("region_zealand",      "serum_magnesium",     "0.71–0.94 mmol/L"),
    ("enders",              "serum_magnesium",     "0.66–1.07 mmol/L"),
    ("ohsu",                "serum_magnesium",     "1.6–2.6 mg/dL"),
    ("baystate",            "serum_magnesium",     "1.3–1.9 mEq/L"),
    ("nhanes_i",            "serum_magnesium",     "0.75–0.955 mmol/L"),
    ("arup",                "rbc_magnesium",       "3.6–7.5 mg/dL"),
    ("quest",               "rbc_magnesium",       "4.0–6.4 mg/dL"),
    ("labcorp",             "rbc_magnesium",       "4.2–6.8 mg/dL"),
    ("medtox",              "rbc_magnesium",       "3.5–7.1 mg/dL"),
    ("dynacare",            "rbc_magnesium",       "1.56–2.60 mmol/L"),
    ("medics",              "rbc_magnesium",       "1.63–2.59 mmol/L"),
    ("labor_becker",        "rbc_magnesium",       "1.65–2.65 mmol/L"),
    ("jakarta_donors",      "rbc_magnesium",       "4.46–7.10 mEq/L"),
    ("mayo",                "urine_magnesium_24h", "51–269 mg/24 h"),
    ("arup",                "urine_magnesium_24h", "12–199 mg/24 h"),
    ("labcorp",             "urine_magnesium_24h", "12.0–293.0 mg/24 h"),
    ("pathology_harmony",   "urine_magnesium_24h", "2.4–6.5 mmol/24 h"),
    ("south_tees",          "urine_magnesium_24h", "3.00–5.00 mmol/24 h"),
    ("kootenai",            "urine_magnesium_24h", "72.9–121.5 mg/24 h"),
    ("davis",               "urine_magnesium_24h", "20–200 mg/24 h"),
    ("uk_consensus",        "sodium",              "133–146 mmol/L"),
    ("uk_consensus",        "potassium",           "3.5–5.3 mmol/L"),
    ("uk_consensus",        "bicarbonate",         "22–29 mmol/L"),
    ("uk_consensus",        "calcium_adjusted",    "2.20–2.60 mmol/L"),
    ("uk_consensus",        "phosphate",           "0.80–1.50 mmol/L"),
    ("uk_consensus",        "albumin",             "35–50 g/L"),
    ("uk_consensus",        "alp",                 "30–130 U/L"),
]  # fmt: skip


@pytest.mark.parametrize(("laboratory", "quantity", "as_printed"), ADULT_RANGES)
def test_an_adult_range_keeps_the_figures_of_its_source(
    laboratory: str, quantity: str, as_printed: str
) -> None:
    assert printed(range_for(laboratory, quantity)) == as_printed


@pytest.mark.parametrize(
    ("quantity", "at_least"), [("serum_magnesium", 14), ("rbc_magnesium", 7), ("urine_magnesium_24h", 10)]
)
def test_enough_laboratories_are_listed_to_show_how_far_they_disagree(quantity: str, at_least: int) -> None:
    assert len({published.laboratory for published in reference.all_ranges(quantity)}) >= at_least


def test_studies_are_kept_out_of_the_spread_unless_asked_for() -> None:
    shown = {published.laboratory for published in reference.all_ranges("rbc_magnesium")}
    with_studies = {published.laboratory for published in reference.all_ranges("rbc_magnesium", studies=True)}
    assert with_studies - shown == {"jakarta_donors"}


def test_every_range_is_a_test_of_the_contract_in_a_unit_of_that_test() -> None:
    for home in reference.laboratories():
        for published in home.ranges:
            assert published.quantity in RESULTS
            units = {each.unit for each in (published.interval, *published.printed_also)}
            assert units <= set(QUANTITIES[published.quantity].units)


def test_everything_is_a_draft_until_a_clinician_has_reviewed_it() -> None:
    published = [each for home in reference.laboratories() for each in home.ranges]
    limits = [
        *reference.decision_limits().values(),
        *reference.scales().values(),
        *reference.presets().values(),
    ]
    statuses = {each.status for each in (*published, *limits, *reference.variation("serum_magnesium"))}
    assert statuses == {"draft"}


def test_a_range_printed_in_two_units_keeps_both() -> None:
    found = range_for("nhanes_2021_23", sex="male")
    assert isinstance(found, Range)
    assert [(each.low, each.high, each.unit) for each in found.printed_also] == [
        (Decimal("1.72"), Decimal("2.26"), "mg/dL"),
        (Decimal("1.42"), Decimal("1.86"), "mEq/L"),
    ]


def test_the_tenfold_slip_of_a_handbook_is_left_out() -> None:
    found = range_for("davis", "urine_magnesium_24h")
    assert isinstance(found, Range)
    assert found.printed_also == ()


def test_two_urine_ranges_lie_below_the_limit_of_renal_loss_and_mayo_above_it() -> None:
    limit = reference.decision_limits()["wasting_limit"].values["mg/24 h"]
    lows = {each.laboratory: each.interval.low or 0 for each in reference.all_ranges("urine_magnesium_24h")}
    assert lows["arup"] < limit
    assert lows["labcorp"] < limit
    assert lows["mayo"] > limit


# ---- for whom --------------------------------------------------------------------------------------------------

JUST_UNDER_15_DAYS = years_from_days(Decimal("14.9"))
AGE_LIMITS = [
    # laboratory       age                            sex       expected
    ("region_zealand", 0,                             None,     "0.82–1.62 mmol/L"),
    ("region_zealand", JUST_UNDER_15_DAYS,            None,     "0.82–1.62 mmol/L"),
    ("region_zealand", years_from_days(Decimal(15)),  None,     "0.81–1.27 mmol/L"),
    ("region_zealand", "0.99",                        None,     "0.81–1.27 mmol/L"),
    ("region_zealand", 1,                             None,     "0.76–1.0 mmol/L"),
    ("region_zealand", "5.99",                        None,     "0.76–1.0 mmol/L"),
    ("region_zealand", 6,                             "female", "0.73–0.93 mmol/L"),
    ("region_zealand", "13.99",                       "female", "0.73–0.93 mmol/L"),
    ("region_zealand", 14,                            "female", "0.65–0.93 mmol/L"),
    ("region_zealand", 14,                            "male",   "0.71–0.93 mmol/L"),
    ("region_zealand", "18.99",                       "female", "0.65–0.93 mmol/L"),
    ("region_zealand", 19,                            "female", "0.71–0.94 mmol/L"),
    ("region_zealand", 6,  None, "Region Zealand gives a range for each sex, and the sex is not known."),
    ("rcpa_aacb",      years_from_days(Decimal(6)),   None,     "0.6–1.0 mmol/L"),
    ("rcpa_aacb",      years_from_days(Decimal(7)),   None,     "0.65–1.1 mmol/L"),
    ("rcpa_aacb",      "17.99",                       None,     "0.65–1.1 mmol/L"),
    ("rcpa_aacb",      18,                            None,     "0.70–1.10 mmol/L"),
    ("newcastle",      years_from_days(Decimal(27)),  None,     "0.60–1.00 mmol/L"),
    ("newcastle",      years_from_days(Decimal(28)),  None,     "0.70–1.00 mmol/L"),
    ("uk_consensus",   "17.99", None, "UK laboratories, consensus gives no range for this age."),
    ("uk_consensus",   18,                            None,     "0.70–1.00 mmol/L"),
    ("nhanes_2021_23", "18.99",                       "female", "0.68–0.90 mmol/L"),
    ("nhanes_2021_23", 19,                            "female", "0.70–0.91 mmol/L"),
]  # fmt: skip


@pytest.mark.parametrize(("laboratory", "age", "sex", "expected"), AGE_LIMITS)
def test_an_age_limit_includes_its_lower_end_only(
    laboratory: str, age: Decimal | int | str, sex: str | None, expected: str
) -> None:
    assert printed(range_for(laboratory, age=age, sex=sex)) == expected


def test_mayo_prints_its_urine_range_for_18_to_83_years_and_nobody_else() -> None:
    assert printed(range_for("mayo", "urine_magnesium_24h", age="83.9")) == "51–269 mg/24 h"
    reason = printed(range_for("mayo", "urine_magnesium_24h", age=84))
    assert reason == "Mayo Clinic Laboratories gives no range for this age."


def test_a_laboratory_without_a_range_for_the_test_says_so() -> None:
    assert printed(range_for("quest")) == "Quest Diagnostics gives no range for this test."


def test_a_range_for_women_is_not_used_for_men() -> None:
    assert printed(range_for("diasys", sex="female")) == "0.77–1.03 mmol/L"
    assert printed(range_for("diasys", sex="male")) == "0.73–1.06 mmol/L"
    assert "the sex is not known" in printed(range_for("diasys"))


def test_an_unknown_laboratory_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match=r"given 'qest'; allowed: .*quest"):
        range_for("qest")


PREGNANCY = [
    # laboratory      weeks    expected
    ("davis",         0,       "1.5–2.2 mg/dL"),
    ("davis",         "13.9",  "1.5–2.2 mg/dL"),
    ("davis",         14,      "1.5–2.2 mg/dL"),
    ("davis",         "27.9",  "1.5–2.2 mg/dL"),
    ("davis",         28,      "1.1–2.2 mg/dL"),
    ("gaw_textbook",  28,      "0.6–0.8 mmol/L"),
    ("gaw_textbook",  "27.9",  "Clinical Biochemistry (Gaw), textbook gives no range for trimester 2."),
    ("uk_consensus",  20,      "UK laboratories, consensus gives no range for pregnancy."),
]  # fmt: skip


@pytest.mark.parametrize(("laboratory", "weeks", "expected"), PREGNANCY)
def test_pregnancy_has_its_own_ranges_by_trimester(laboratory: str, weeks: Decimal, expected: str) -> None:
    assert printed(range_for(laboratory, age=30, pregnant=True, weeks=weeks)) == expected


def test_a_range_by_trimester_needs_the_week() -> None:
    reason = printed(range_for("davis", age=30, pregnant=True))
    assert reason.endswith("gives a range for each trimester, and the week of pregnancy is not known.")


def test_third_trimester_lower_limits_disagree_from_0_46_to_0_60() -> None:
    third = [each for each in reference.all_ranges("serum_magnesium") if each.population.trimester == 3]
    lows = {
        interval.low or 0
        for each in third
        for interval in (each.interval, *each.printed_also)
        if interval.unit == "mmol/L"
    }
    assert (min(lows), max(lows)) == (Decimal("0.46"), Decimal("0.6"))


@pytest.mark.parametrize(("weeks", "expected"), [("13.99", 1), ("14", 2), ("27.99", 2), ("28", 3), ("41", 3)])
def test_trimesters_begin_at_14_and_28_weeks(weeks: str, expected: int) -> None:
    assert reference.trimester(Decimal(weeks)) == expected


# ---- presets ---------------------------------------------------------------------------------------------------

PRESETS = [
    ("serum_magnesium", "uk_consensus"),
    ("urine_magnesium_24h", "mayo"),
    ("sodium", "uk_consensus"),
    ("potassium", "uk_consensus"),
    ("bicarbonate", "uk_consensus"),
    ("calcium_adjusted", "uk_consensus"),
    ("phosphate", "uk_consensus"),
    ("albumin", "uk_consensus"),
    ("alp", "uk_consensus"),
    ("rbc_magnesium", None),
    ("ionised_magnesium", None),
    ("ionised_calcium", None),
    ("pth", None),
    ("urine_calcium_24h", None),
]


@pytest.mark.parametrize(("quantity", "laboratory"), PRESETS)
def test_the_range_used_when_nobody_has_chosen_one(quantity: str, laboratory: str | None) -> None:
    assert reference.preset(quantity) == laboratory


def test_no_other_quantity_has_a_preset() -> None:
    assert set(reference.presets()) == {quantity for quantity, laboratory in PRESETS if laboratory}


# ---- CTCAE and DAIDS -------------------------------------------------------------------------------------------

HYPOMAGNESAEMIA = [
    # mg/dL, range 1.7–2.4    mmol/L, range 0.70–1.00
    ("0.69", "mg/dL", 4),     ("0.29", "mmol/L", 4),
    ("0.7",  "mg/dL", 3),     ("0.3",  "mmol/L", 3),
    ("0.89", "mg/dL", 3),     ("0.39", "mmol/L", 3),
    ("0.9",  "mg/dL", 2),     ("0.4",  "mmol/L", 2),
    ("1.19", "mg/dL", 2),     ("0.49", "mmol/L", 2),
    ("1.2",  "mg/dL", 1),     ("0.5",  "mmol/L", 1),
    ("1.69", "mg/dL", 1),     ("0.69", "mmol/L", 1),
    ("1.7",  "mg/dL", 0),     ("0.70", "mmol/L", 0),
]  # fmt: skip
HYPERMAGNESAEMIA = [
    ("2.4",  "mg/dL", 0),     ("1.00", "mmol/L", 0),
    ("2.41", "mg/dL", 1),     ("1.01", "mmol/L", 1),
    ("3.0",  "mg/dL", 1),     ("1.23", "mmol/L", 1),
    ("3.01", "mg/dL", 3),     ("1.24", "mmol/L", 3),
    ("8.0",  "mg/dL", 3),     ("3.30", "mmol/L", 3),
    ("8.01", "mg/dL", 4),     ("3.31", "mmol/L", 4),
]  # fmt: skip
RANGE = {"mg/dL": (Decimal("1.7"), Decimal("2.4")), "mmol/L": (Decimal("0.70"), Decimal("1.00"))}


@pytest.mark.parametrize(
    ("scale", "value", "unit", "expected"),
    [
        *(("ctcae_v5_hypomagnesaemia", *row) for row in HYPOMAGNESAEMIA),
        *(("ctcae_v5_hypermagnesaemia", *row) for row in HYPERMAGNESAEMIA),
    ],
)
def test_ctcae_grades_each_unit_by_its_own_column(scale: str, value: str, unit: str, expected: int) -> None:
    assert reference.grade(reference.scales()[scale], Decimal(value), unit, *RANGE[unit]) == expected


def test_ctcae_grade_1_needs_the_range_and_the_other_grades_do_not() -> None:
    low, high = (reference.scales()[f"ctcae_v5_{name}magnesaemia"] for name in ("hypo", "hyper"))
    assert reference.grade(low, Decimal("0.60"), "mmol/L", None, None) is None
    assert reference.grade(low, Decimal("0.45"), "mmol/L", None, None) == 2
    assert reference.grade(high, Decimal("1.10"), "mmol/L", None, None) is None
    assert reference.grade(high, Decimal("1.30"), "mmol/L", None, None) == 3


def test_ctcae_prints_no_column_in_meq() -> None:
    scale = reference.scales()["ctcae_v5_hypomagnesaemia"]
    assert reference.grade(scale, Decimal("0.5"), "mEq/L", Decimal("1.4"), Decimal("2.0")) is None


def test_ctcae_has_no_grade_2_for_a_high_magnesium() -> None:
    grades = [step.grade for step in reference.scales()["ctcae_v5_hypermagnesaemia"].grades]
    assert grades == [4, 3, 1]


DAIDS = [
    ("0.29", "mmol/L", 4), ("0.30", "mmol/L", 3), ("0.44", "mmol/L", 3), ("0.45", "mmol/L", 2),
    ("0.59", "mmol/L", 2), ("0.60", "mmol/L", 1), ("0.69", "mmol/L", 1), ("0.70", "mmol/L", 0),
    ("0.5", "mEq/L", 4), ("0.6", "mEq/L", 3), ("0.9", "mEq/L", 2), ("1.2", "mEq/L", 1), ("1.4", "mEq/L", 0),
]  # fmt: skip


@pytest.mark.parametrize(("value", "unit", "expected"), DAIDS)
def test_daids_grades_without_a_range(value: str, unit: str, expected: int) -> None:
    assert (
        reference.grade(reference.scales()["daids_low_magnesium"], Decimal(value), unit, None, None)
        == expected
    )


# ---- variation and limits --------------------------------------------------------------------------------------


def test_two_serum_results_differ_by_more_than_chance_only_beyond_11_to_13_percent() -> None:
    adults = [each for each in reference.variation("serum_magnesium") if each.population == "adults"]
    beyond = {
        round(float(Decimal("1.96") * (2 * (each.within_person**2 + each.analytical**2)).sqrt()), 1)
        for each in adults
        if each.within_person is not None and each.analytical is not None
    }
    assert beyond == {10.9, 13.0}


def test_variation_on_haemodialysis_is_wider() -> None:
    sick = [each for each in reference.variation("serum_magnesium") if "haemodialysis" in each.population]
    assert [(each.within_person, each.analytical) for each in sick] == [(Decimal("5.6"), None)]


LIMITS = [
    ("life_threatening_low", {"mmol/L": "0.30", "mg/dL": "0.7", "mEq/L": "0.6"}),
    ("critical_low", {"mmol/L": "0.40", "mg/dL": "1.0", "mEq/L": "0.8"}),
    ("severe_low", {"mmol/L": "0.50", "mg/dL": "1.2", "mEq/L": "1.0"}),
    ("extreme_high", {"mmol/L": "4.0", "mg/dL": "9.7", "mEq/L": "8.0"}),
    ("wasting_limit", {"mmol/24 h": "1.0", "mg/24 h": "24", "mEq/24 h": "2.0"}),
]


@pytest.mark.parametrize(("name", "values"), LIMITS)
def test_a_limit_stands_in_every_unit_as_decided(name: str, values: dict[str, str]) -> None:
    assert reference.decision_limits()[name].values == {
        unit: Decimal(value) for unit, value in values.items()
    }


def test_no_laboratory_stands_twice_under_one_name() -> None:
    names = Counter(home.name for home in reference.laboratories())
    assert max(names.values()) == 1
