"""Which range is used for a result, and why there is none."""

from decimal import Decimal

import pytest

from interpret import interpret
from interpret.examples import patient_of

LOAD = {"route": "iv", "mmol": 30, "hours": 8}


def flagged(name, **given):
    return interpret(patient_of(given)).tests[name]


# ---- in this order ---------------------------------------------------------------------------------------------------
def test_a_typed_range_goes_before_all_others():
    found = flagged("serum_magnesium", serum_magnesium="0.68 mmol/L (0.66-1.07)", laboratory="quest")
    assert (found.flag, found.range["source"]) == ("normal", "the reporting laboratory, as typed")


def test_a_laboratory_goes_before_the_preset():
    assert flagged("serum_magnesium", serum_magnesium="0.67 mmol/L", laboratory="amedes").flag == "normal"


def test_the_preset_of_serum_is_the_british_consensus():
    found = flagged("serum_magnesium", serum_magnesium="0.67 mmol/L")
    assert (found.flag, found.range["low"], found.range["high"]) == ("low", Decimal("0.70"), Decimal("1.00"))


def test_a_laboratory_without_this_test_leaves_the_preset():
    assert flagged("serum_magnesium", serum_magnesium="0.67 mmol/L", laboratory="quest").range[
        "low"
    ] == Decimal("0.70")


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("0.60 mmol/L (0.70-)", "low"),
        ("5.0 mmol/L (0.70-)", "unknown"),
        ("0.30 mmol/L (-1.00)", "unknown"),
        ("1.20 mmol/L (-1.00)", "high"),
    ],
)
def test_an_end_that_is_open_decides_nothing_on_its_side(text, flag):
    assert flagged("serum_magnesium", serum_magnesium=text).flag == flag


# ---- no range --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("serum_magnesium", {"serum_magnesium": "0.80 mmol/L", "age_years": 12, "laboratory": "uk_consensus"}, "no range for this age"),
        ("pth", {"pth": "30 pg/mL"}, "there is no preset; give your laboratory's range"),
        ("urine_magnesium_24h", {"urine_magnesium_24h": "60 mg/24 h", "pregnant": True}, "no published range in pregnancy is held"),
        ("urine_magnesium_24h", {"urine_magnesium_24h": "60 mg/24 h", "age_years": 5}, "no published range at this age is held"),
        ("magnesium_retention", {"magnesium_retention": "30 %"}, "there is no preset"),
    ],
)  # fmt: skip
def test_without_a_range_the_flag_is_unknown_with_a_reason(name, given, why):
    found = flagged(name, **given)
    assert found.flag == "unknown"
    assert why in found.why


# ---- several ranges read together ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("3.4", "low"),
        ("3.5", "unknown"),
        ("4.1", "unknown"),
        ("4.2", "normal"),
        ("6.2", "normal"),
        ("7.5", "unknown"),
        ("7.6", "high"),
    ],
)
def test_red_cells_without_a_laboratory_are_flagged_only_where_all_agree(value, flag):
    assert flagged("rbc_magnesium", rbc_magnesium=f"{value} mg/dL").flag == flag


def test_where_published_ranges_disagree_the_count_says_how():
    assert flagged("rbc_magnesium", rbc_magnesium="3.6 mg/dL").why.startswith(
        "published ranges disagree here: low in"
    )


def test_a_third_trimester_serum_is_unknown_where_ranges_disagree():
    found = flagged("serum_magnesium", serum_magnesium="0.55 mmol/L", pregnant=True, gestation_weeks=32)
    assert found.flag == "unknown"


# ---- a typed range that looks wrong ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("0.80 mmol/L (1.7-2.4?)", "it would be ordinary as mg/dL for serum magnesium"),
        ("0.80 mmol/L (1.6-2.6?)", "for Red-cell (RBC) magnesium in mmol/L"),
    ],
)
def test_an_implausible_range_waits_and_names_where_it_would_be_ordinary(text, named):
    found = flagged("serum_magnesium", serum_magnesium=text)
    assert found.flag == "unknown"
    assert named in found.why


def test_an_implausible_range_that_is_ordinary_nowhere_only_asks():
    why = flagged("serum_magnesium", serum_magnesium="0.80 mmol/L (0.10-9.00?)").why
    assert why.endswith("of an adult; confirm it or correct it")


def test_an_open_implausible_end_is_printed_as_open():
    assert "… to 3.00 mmol/L" in flagged("serum_magnesium", serum_magnesium="0.80 mmol/L (-3.00?)").why


def test_a_confirmed_range_is_used():
    assert flagged("serum_magnesium", serum_magnesium="0.80 mmol/L (0.10-9.00)").flag == "normal"


def test_ranges_of_children_are_not_doubted():
    assert flagged("serum_magnesium", serum_magnesium="0.80 mmol/L (0.90-1.60?)", age_years=0).flag == "low"


def test_a_low_value_that_a_typed_range_allows_is_warned_about():
    report = interpret(patient_of({"serum_magnesium": "0.62 mmol/L (0.60-1.00)"}))
    assert any("normal by the typed range, but low in" in one["message"] for one in report.warnings)


# ---- loading tests ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("retained", "protocol", "weight", "flag"),
    [
        ("27.5 %", LOAD, None, "unknown"),
        ("27.6 %", LOAD, None, "high"),
        ("20 %", {"route": "iv", "mmol": 7, "hours": 4}, 70, "unknown"),
        ("21 %", {"route": "iv", "mmol": 7, "hours": 4}, 70, "high"),
        ("21 %", {"route": "iv", "mmol": 7, "hours": 4}, None, "unknown"),
        ("40 %", {"route": "oral", "mmol": 30, "hours": 24}, None, "unknown"),
    ],
    ids=["Gullestad on", "Gullestad over", "Ryzen on", "Ryzen over", "no weight", "oral"],
)
def test_a_loading_test_is_compared_with_the_cut_off_of_its_protocol(retained, protocol, weight, flag):
    given = {"magnesium_retention": retained, "protocol": protocol}
    if weight:
        given["weight_kg"] = weight
    assert flagged("magnesium_retention", **given).flag == flag
