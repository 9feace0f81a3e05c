"""The 31 misreadings that must be impossible: each has a test of its own, which fails if it comes back."""

import re

import pytest

from interpret import InputError, Patient, interpret
from interpret.examples import patient_of
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook

LOW = {"serum_magnesium": "0.60 mmol/L"}
NORMAL = {"serum_magnesium": "0.85 mmol/L"}
HIGH = {"serum_magnesium": "1.20 mmol/L"}
EGFR_90 = {"egfr": "90 mL/min/1.73m2"}
EGFR_20 = {"egfr": "20 mL/min/1.73m2"}


def read(*parts, **given):
    """A report for the parts of a patient put together."""
    together = {}
    for part in parts:
        together |= part
    return interpret(patient_of(together | given))


def ids(report, *kinds):
    return {one.id for one in report.findings if not kinds or one.kind in kinds}


def said(report):
    """Everything a person reads, in one text."""
    return " ".join(
        [report.headline, report.emergency_text or ""]
        + [f"{one.title} {one.statement} {one.beware or ''}" for one in report.findings]
    )


# ---- 1 to 5: serum and urine ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("more", [{"ppi": True}, {"cramps": True}, {"ppi": True, "cramps": True}], ids=["risk", "symptom", "both"])  # fmt: skip
def test_01_a_normal_serum_is_no_reassurance_with_a_risk_or_symptom(more):
    report = read(NORMAL, more)
    assert "neither shows nor excludes depletion" in report.headline
    assert "no reassurance" in said(report)
    assert report.next_tests


def test_02_a_urine_in_range_beside_a_low_serum_is_called_inappropriate():
    report = read(LOW, urine_magnesium_24h="60 mg/24 h (51-269)")
    urine = report.tests["urine_magnesium_24h"]
    assert (urine.flag, urine.against_serum, report.pattern) == (
        "normal",
        "inappropriately_high",
        "renal_wasting",
    )


@pytest.mark.parametrize(
    ("urine", "pattern"),
    [("40 mg/24 h (51-269)", "renal_wasting"), ("8 mg/24 h (51-269)", "extrarenal_or_low_intake")],
)
def test_03_the_low_flag_of_a_urine_is_not_conservation_and_the_number_decides(urine, pattern):
    report = read(LOW, urine_magnesium_24h=urine)
    assert (report.tests["urine_magnesium_24h"].flag, report.pattern) == ("low", pattern)


@pytest.mark.parametrize("urine", ["60 mg/24 h (51-269)", "30 mg/24 h (51-269)"], ids=["in range", "low"])
def test_04_a_urine_in_range_beside_a_high_serum_is_impaired_excretion(urine):
    report = read(HIGH, urine_magnesium_24h=urine)
    assert report.pattern == "hypermagnesaemia_impaired_excretion"
    assert report.tests["urine_magnesium_24h"].against_serum == "inappropriately_low"


@pytest.mark.parametrize(
    ("treated", "gate"),
    [({"thiazide": True}, "diuretic_in_the_collection"), ({"oral_magnesium": True}, "magnesium_in_the_collection")],
    ids=["diuretic", "magnesium by mouth"],
)  # fmt: skip
def test_05_loss_in_treated_urine_is_not_firm_and_not_called_intrinsic(treated, gate):
    report = read(LOW, EGFR_90, treated, urine_magnesium_24h="90 mg/24 h", femg="8 %")
    assert report.confidence != "high"
    assert gate in ids(report, "gate")
    assert "urine_again_untreated" in ids(report, "next_test")


def test_05_urine_after_an_infusion_shows_no_loss_at_all():
    report = read(LOW, EGFR_90, iv_magnesium_recent=True, urine_magnesium_24h="90 mg/24 h")
    assert report.pattern == "hypomagnesaemia_cause_undetermined"


# ---- 6 to 9: validity ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kidneys", [EGFR_20, {"acute_kidney_injury": True}], ids=["eGFR 20", "AKI"])
def test_06_femg_and_the_loading_test_are_not_applied_to_failing_kidneys(kidneys):
    report = read(LOW, kidneys, femg="9 %")
    assert (report.pattern, report.tests["serum_magnesium"].flag) == (
        "hypomagnesaemia_cause_undetermined",
        "low",
    )
    retained = read(
        NORMAL,
        kidneys,
        magnesium_retention="60 %",
        protocol={"route": "iv", "mmol": 30, "hours": 8},
        ppi=True,
    )
    assert retained.pattern != "depletion_with_normal_serum"
    assert not {"loading_test", "femg"} & ids(read(NORMAL, kidneys, ppi=True, cramps=True), "next_test")


def test_07_femg_keeps_the_factor_and_takes_each_pair_in_its_own_unit():
    report = read(
        serum_magnesium="0.50 mmol/L",
        serum_creatinine="80 umol/L",
        urine_magnesium_spot="3.0 mmol/L",
        urine_creatinine_spot="8000 umol/L",
    )
    other_units = read(
        serum_magnesium="1.00 mEq/L",
        serum_creatinine="0.905 mg/dL",
        urine_magnesium_spot="7.2915 mg/dL",
        urine_creatinine_spot="8.0 mmol/L",
    )
    assert float(report.derived["femg"]["value"]) == pytest.approx(8.6, abs=0.05)
    assert float(other_units.derived["femg"]["value"]) == pytest.approx(8.6, abs=0.05)


@pytest.mark.parametrize("unit", [None, "g/L"], ids=["no unit", "a unit of something else"])
def test_07_a_number_without_a_unit_of_its_own_is_refused(unit):
    with pytest.raises(InputError):
        Patient.from_dict({"results": {"serum_magnesium": {"value": 2.0, "unit": unit}}})


def test_07_a_serum_ordinary_in_another_unit_is_warned_about():
    report = read(serum_magnesium="2.0 mmol/L")
    assert any(one["field"] == "serum_magnesium" and "mg/dL" in one["message"] for one in report.warnings)


EDTA = {"serum_magnesium": "0.45 mmol/L", "calcium": "1.5 mmol/L", "potassium": "8.0 mmol/L", "alp": "9 U/L"}


def test_08_pseudohypomagnesaemia_of_edta_is_repeated():
    report = read(EDTA)
    assert report.pattern == "sample_suspect"
    assert "Repeat now in a fresh serum or heparin tube, with an ECG" in said(report)


@pytest.mark.parametrize(
    "sample", [EDTA, LOW | {"edta_contamination": True}], ids=["four results", "laboratory"]
)
def test_08_and_not_treated(sample):
    report = read(sample)
    assert "repeat_suspect_sample" in ids(report)
    assert not ids(report, "management", "cause")


def test_08_what_that_sample_measured_is_not_asked_for_as_if_missing():
    assert not {"potassium", "calcium", "phosphate"} & {one.id for one in read(EDTA).next_tests}


def test_08_a_sick_patient_is_not_dismissed_because_of_it():
    assert read(EDTA, seizure=True).urgency == "emergency"


def test_09_a_haemolysed_high_serum_with_low_red_cells_is_repeated():
    report = read(HIGH, haemolysed=True, rbc_magnesium="3.5 mg/dL", laboratory="quest")
    assert report.pattern == "sample_suspect"
    assert "repeat_suspect_sample" in ids(report)


# ---- 10 and 11: red cells -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("red_cells", ["5.0 mg/dL", "7.0 mg/dL"], ids=["normal", "high"])
def test_10_normal_or_high_red_cells_do_not_cancel_a_low_serum(red_cells):
    report = read(LOW, rbc_magnesium=red_cells, laboratory="quest", urine_magnesium_24h="60 mg/24 h")
    assert (report.tests["serum_magnesium"].flag, report.pattern) == ("low", "renal_wasting")


@pytest.mark.parametrize("red_cells", ["3.2 mg/dL", "5.5 mg/dL", "7.4 mg/dL"])
def test_11_red_cells_alone_diagnose_and_treat_nothing(red_cells):
    report = read(rbc_magnesium=red_cells, laboratory="quest")
    assert (report.pattern, report.urgency) == ("serum_needed", "not_judged")
    assert not ids(report, "management", "cause")


def test_11_a_promoted_optimal_value_is_no_range():
    assert read(NORMAL, rbc_magnesium="5.5 mg/dL", laboratory="quest").tests["rbc_magnesium"].flag == "normal"


def test_11_nobody_is_told_to_order_red_cells():
    ordered = " ".join(f"{one.test} {one.quantity}" for one in rulebook().of_kind("next_test"))
    assert not re.search(r"rbc|red.cell", ordered, re.IGNORECASE)


# ---- 12 to 15: treatment ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "who", [LOW | EGFR_20, LOW | {"acute_kidney_injury": True}, HIGH], ids=["eGFR 20", "AKI", "high serum"]
)
def test_12_magnesium_is_not_suggested_where_it_accumulates(who):
    offered = {"route", "supplements", "food", "diet_or_supplements", "recheck_by_mouth", "slowly"}
    assert not offered & ids(read(who), "management")


@pytest.mark.parametrize(
    ("word", "warning"), [("av_block", "heart_block"), ("bradycardia", "heart_block"), ("myasthenia_gravis", "myasthenia")]
)  # fmt: skip
def test_13_heart_block_and_myasthenia_are_warned_about(word, warning):
    assert warning in ids(read(LOW, EGFR_90, **{word: True}), "management")


def test_13_unasked_they_are_asked_first():
    assert next(one.id for one in read(LOW).findings if one.kind == "management") == "check_first"


@pytest.mark.parametrize("sign", ["torsades", "seizure", "tetany", "ventricular_arrhythmia"])
def test_14_tablets_alone_are_never_offered_in_an_emergency(sign):
    report = read(LOW, **{sign: True})
    assert report.urgency == "emergency"
    assert "not_by_mouth_alone" in ids(report)
    assert not {"supplements", "food", "diet_or_supplements"} & ids(report)


@pytest.mark.parametrize("who", [NORMAL, {}, EGFR_20 | NORMAL, NORMAL | {"av_block": True}], ids=["normal", "not measured", "eGFR 20", "AV block"])  # fmt: skip
def test_15_magnesium_in_torsades_does_not_wait_for_the_level(who):
    report = read(who, torsades=True)
    assert report.urgency == "emergency"
    assert "whatever the serum level" in said(report)


# ---- 16 to 19: twitching ----------------------------------------------------------------------------------------------
RED_FLAGS = ["weakness_on_examination", "wasting", "bulbar_symptoms", "tongue_fasciculation", "upper_motor_neurone_signs", "rigidity"]  # fmt: skip


@pytest.mark.parametrize("sign", RED_FLAGS)
def test_16_twitching_with_a_red_flag_is_never_called_harmless(sign):
    report = read(NORMAL, fasciculations=True, **{sign: True})
    assert report.urgency in {"soon", "urgent", "emergency"}
    assert "red_flag_refer" in ids(report)
    assert not {"no_red_flag", "outlook_without_red_flag"} & ids(report)


@pytest.mark.parametrize("serum", ["0.42 mmol/L", "0.60 mmol/L", "0.85 mmol/L"])
def test_17_a_low_magnesium_never_ends_the_search_behind_a_red_flag(serum):
    report = read(serum_magnesium=serum, fasciculations=True, wasting=True)
    assert "Refer without delay, whatever the magnesium" in said(report)


def test_18_nobody_is_promised_that_magnesium_stops_twitching_or_cramps():
    report = read(LOW, fasciculations=True, cramps=True)
    assert "No trial of magnesium" in said(report)
    assert not re.search(r"will (stop|cure|relieve)|cures|relieves", said(report))


def test_19_anxiety_and_benign_twitching_are_not_labelled_before_the_examination():
    report = read(NORMAL, fasciculations=True, stress_or_anxiety=True)
    assert not {"no_red_flag", "outlook_without_red_flag", "emg"} & ids(report)
    assert {"examine_first", "twitching_blood_tests"} <= ids(report)
    assert "only after examination and blood tests" in said(report)


# ---- 20 to 24: causes that are missed -------------------------------------------------------------------------------
@pytest.mark.parametrize("companion", [{"potassium": "3.0 mmol/L"}, {"calcium_adjusted": "2.0 mmol/L"}], ids=["potassium", "calcium"])  # fmt: skip
def test_20_potassium_or_calcium_are_never_replaced_without_magnesium(companion):
    assert "magnesium_with_potassium_and_calcium" in ids(read(LOW, EGFR_90, companion))


def test_20_and_calcium_by_vein_is_never_delayed_for_it():
    assert "never delays intravenous calcium" in said(
        read(LOW, EGFR_90, calcium_adjusted="1.85 mmol/L", tetany=True)
    )


def test_21_a_low_pth_beside_a_low_calcium_waits_for_magnesium():
    report = read(LOW, calcium_adjusted="1.95 mmol/L", pth="8 pg/mL (15-65)")
    assert "calcium_low_for_want_of_magnesium" in ids(report)
    assert "not primary hypoparathyroidism" in said(report)


def test_22_organophosphate_is_an_emergency_and_medicines_that_twitch_are_named():
    assert read(NORMAL, fasciculations=True, organophosphate_exposure=True).urgency == "emergency"
    assert "medicines_that_twitch" in ids(read(NORMAL, fasciculations=True, anticholinesterase_medicine=True))


def test_23_a_proton_pump_inhibitor_is_reviewed_and_not_only_supplemented():
    order = [one.id for one in read(LOW, EGFR_90, ppi=True).findings]
    assert order.index("review_ppi") < order.index("supplements")


def test_24_the_aim_of_obstetric_magnesium_is_no_poisoning():
    report = read(serum_magnesium="2.4 mmol/L", sex="female", pregnant=True, obstetric_magnesium=True)
    assert report.pattern == "out_of_scope"
    assert report.urgency not in {"urgent", "emergency"}
    assert "stop_every_source" not in ids(report)


def test_24_and_real_toxicity_there_is_an_emergency():
    toxic = read(serum_magnesium="2.4 mmol/L", pregnant=True, sex="female", obstetric_magnesium=True, absent_reflexes=True)  # fmt: skip
    assert toxic.urgency == "emergency"
    assert "Stop every magnesium source, infusion included" in (toxic.emergency_text or "")


@pytest.mark.parametrize(
    ("serum", "failing", "urgency"),
    [
        ("1.30 mmol/L", {}, "routine"),
        ("2.9 mmol/L", {}, "soon"),
        ("3.6 mmol/L", {}, "urgent"),
        ("1.30 mmol/L", {"acute_kidney_injury": True}, "soon"),
        ("2.9 mmol/L", {"acute_kidney_injury": True}, "urgent"),
    ],
)
def test_24_nobody_is_told_to_stop_obstetric_magnesium_short_of_an_emergency(serum, failing, urgency):
    report = read(serum_magnesium=serum, sex="female", obstetric_magnesium=True, **failing)
    assert report.urgency == urgency
    said = " ".join([one.statement for one in report.findings] + [one.how for one in report.next_tests])
    assert re.findall(r"[Ss]top (?!rules)[^.]*", said) == []


@pytest.mark.parametrize("serum", ["0.55 mmol/L", "0.85 mmol/L", "2.9 mmol/L"])
def test_24_no_urine_is_collected_on_obstetric_magnesium(serum):
    report = read(serum_magnesium=serum, sex="female", ppi=True, obstetric_magnesium=True)
    assert [one.test for one in report.next_tests if "urine" in one.test.lower()] == []


def test_24_obstetric_magnesium_is_not_read_as_not_pregnant():
    report = read(serum_magnesium="2.9 mmol/L", age_years=30, sex="female", obstetric_magnesium=True)
    assert report.assumptions == ("with ranges outside pregnancy",)


# ---- 25 to 31: scope and certainty ------------------------------------------------------------------------------------
def test_25_a_normal_egfr_does_not_excuse_a_high_magnesium():
    report = read(HIGH, EGFR_90, magnesium_laxative_or_antacid=True, bowel_obstruction_or_constipation=True)
    assert {"bowel_imaging", "slow_bowel"} <= ids(report)
    assert "also with normal kidneys" in said(report)


@pytest.mark.parametrize("who", [LOW, NORMAL, HIGH], ids=["low", "normal", "high"])
def test_26_nobody_on_dialysis_is_offered_magnesium(who):
    report = read(who, dialysis=True)
    assert "no_magnesium_on_dialysis" in ids(report)
    assert not {"supplements", "food", "diet_or_supplements", "route"} & ids(report)


@pytest.mark.parametrize(
    ("given", "urgency"),
    [
        (LOW | {"refeeding": True}, "urgent"),
        (LOW | {"digoxin": True}, "urgent"),
        ({"serum_magnesium": "0.55 mmol/L", "qt_prolonging_drug": True}, "urgent"),
        ({"serum_magnesium": "0.65 mmol/L"}, "soon"),
    ],
    ids=["refeeding", "digoxin", "QT medicine", "none of them"],
)
def test_27_refeeding_digoxin_and_qt_medicines_raise_the_urgency(given, urgency):
    assert read(given).urgency == urgency


def test_27_alcohol_and_refeeding_bring_thiamine():
    for word in ("alcohol_excess", "refeeding"):
        assert "thiamine" in ids(read(LOW, EGFR_90, **{word: True}))


@pytest.mark.parametrize(
    "who", [{"age_years": 0.01}, {"age_years": 9}, {"sex": "female", "pregnant": True}], ids=["newborn", "child", "pregnant"]
)  # fmt: skip
def test_28_adult_limits_are_not_put_on_children_newborns_or_pregnancy(who):
    report = read(LOW, who, urine_magnesium_24h="60 mg/24 h")
    assert (report.pattern, report.confidence) == ("out_of_scope", None)


def test_29_nothing_is_corrected_for_albumin():
    report = read(LOW, albumin="20 g/L")
    assert report.tests["serum_magnesium"].as_entered == "0.60 mmol/L"
    assert (report.tests["serum_magnesium"].flag, report.confidence) == ("low", "low")
    assert not any("corrected" in name for name in QUANTITIES)


def test_30_a_test_that_was_not_done_is_unknown_and_not_normal():
    tests = read(LOW).tests
    assert {tests[name].flag for name in ("rbc_magnesium", "urine_magnesium_24h")} == {"unknown"}


def test_30_no_headline_is_certain():
    headlines = " ".join(one.headline or "" for one in rulebook().of_kind("pattern"))
    assert not re.search(r"\b(proves|confirms|certainly|definitely|diagnosis is)\b", headlines)


def test_31_the_upper_level_is_not_a_dose_and_salts_are_told_from_elemental_magnesium():
    text = said(read(LOW, EGFR_90))
    assert "does not apply to supervised treatment" in text
    assert "compare the elemental" in text


# ---- none is forgotten ----------------------------------------------------------------------------------------------
def test_each_of_the_31_has_a_test():
    numbers = {int(name[5:7]) for name in globals() if re.match(r"test_\d\d_", name)}
    assert numbers == set(range(1, 32))
