"""Causes, twitching and management: who is told what, and who is not."""

import re

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.rules import rulebook

LOW = {"serum_magnesium": "0.55 mmol/L"}
NORMAL = {"serum_magnesium": "0.85 mmol/L"}
HIGH = {"serum_magnesium": "1.30 mmol/L"}
LOW_URINE_CALCIUM = {"urine_calcium_24h": "1.0 mmol/24 h (2.5-7.5)"}
HIGH_URINE_CALCIUM = {"urine_calcium_24h": "9.0 mmol/24 h (2.5-7.5)"}
SAID = ("cause", "fasciculation", "management")
BOOK = rulebook()


def told(kind, **given):
    return [one.id for one in interpret(patient_of(given)).of_kind(kind)]


def risks():
    """The words that count as a risk of depletion."""
    return [clause.subject for clause in BOOK.definitions["risk_of_depletion"].conditions.any]


# ---- short reports ------------------------------------------------------------------------------------------------
PLAIN = [
    NORMAL,
    NORMAL | {"age_years": 54, "sex": "female"},
    NORMAL | {"ppi": False, "fasciculations": False},
]


@pytest.mark.parametrize("given", PLAIN, ids=["serum alone", "with age and sex", "asked, absent"])
def test_a_plain_normal_serum_has_a_short_report(given):
    assert len(interpret(patient_of(given)).findings) <= 8


@pytest.mark.parametrize("given", PLAIN, ids=["serum alone", "with age and sex", "asked, absent"])
def test_a_plain_normal_serum_is_told_no_cause_and_no_treatment(given):
    assert interpret(patient_of(given)).of_kind(*SAID) == ()


@pytest.mark.parametrize("risk", risks())
def test_a_risk_beside_a_normal_serum_is_not_called_a_cause(risk):
    assert told("cause", **NORMAL, **{risk: True}) == []


# ---- causes -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("risk", risks())
def test_every_risk_of_depletion_is_a_cause_beside_a_low_serum(risk):
    assert told("cause", **LOW, **{risk: True}) != []


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({"low_intake": True}, "low_intake"),
        ({"alcohol_excess": True}, "alcohol"),
        ({"malabsorption": True}, "malabsorption_or_resection"),
        ({"ppi": True}, "proton_pump_inhibitor"),
        ({"loop_diuretic": True}, "loop_diuretic"),
        ({"aminoglycoside": True}, "aminoglycoside"),
        ({"diabetes": True}, "diabetes"),
        ({"age_years": 80}, "older_age"),
        ({"heavy_exercise": True}, "skin_losses"),
        ({"stress_or_anxiety": True}, "stress"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_risks_that_patients_read_about_are_each_answered(given, cause):
    assert cause in told("cause", **LOW, **given)


def test_age_alone_is_not_called_a_risk():
    assert "age_years" not in risks()


@pytest.mark.parametrize("word", ["oral_magnesium", "magnesium_laxative_or_antacid", "magnesium_enema_or_bowel_preparation", "iv_magnesium_recent", "parenteral_nutrition"])  # fmt: skip
def test_every_source_of_magnesium_is_a_cause_beside_a_high_serum(word):
    assert set(told("cause", **HIGH, **{word: True})) & {"magnesium_taken", "magnesium_infused"}


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        (LOW | {"potassium": "3.0 mmol/L", "bicarbonate": "30 mmol/L"} | HIGH_URINE_CALCIUM, "loop_pattern"),
        (LOW | {"potassium": "3.0 mmol/L", "bicarbonate": "16 mmol/L"}, "lower_gut_pattern"),
        (LOW | {"calcium_adjusted": "2.0 mmol/L", "pth": "1.0 pmol/L (1.6-6.9)"}, "calcium_low_for_want_of_magnesium"),
        (LOW | {"calcium_adjusted": "2.0 mmol/L", "pth": "12 pmol/L (1.6-6.9)"}, "calcium_low_with_high_pth"),
        (LOW | {"refeeding": True, "phosphate": "0.5 mmol/L"}, "refeeding"),
        (LOW | {"parathyroidectomy_recent": True}, "hungry_bone"),
        (LOW | {"calcium_adjusted": "2.9 mmol/L"}, "high_calcium"),
        (LOW | {"nephrocalcinosis": True} | HIGH_URINE_CALCIUM, "calcium_in_kidney_and_urine"),
        (LOW | {"renal_cysts": True, "diabetes": True}, "cysts_and_young_diabetes"),
        (LOW | {"potassium": "3.0 mmol/L"}, "potassium_low_for_want_of_magnesium"),
        (LOW | {"proteinuria": True}, "proteinuria"),
        (LOW | {"ppi": True, "urine_magnesium_24h": "8 mg/24 h"}, "proton_pump_inhibitor_with_conserved_urine"),
        (HIGH | {"calcium_adjusted": "2.9 mmol/L"}, "high_magnesium_and_calcium"),
        (HIGH | {"calcium_adjusted": "2.0 mmol/L"}, "high_magnesium_low_calcium"),
        (HIGH | {"potassium": "6.2 mmol/L", "phosphate": "2.0 mmol/L"}, "high_magnesium_potassium_phosphate"),
        (HIGH | {"potassium": "6.2 mmol/L", "sodium": "125 mmol/L"}, "adrenal_pattern"),
        (HIGH | {"ckd": True}, "kidneys_hold_magnesium"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_results_that_go_together_name_their_cause(given, cause):
    assert cause in told("cause", **given)


def test_a_low_urine_calcium_is_not_read_as_loss_in_the_loop():
    given = LOW | {"potassium": "3.0 mmol/L", "bicarbonate": "30 mmol/L"} | LOW_URINE_CALCIUM
    assert "loop_pattern" not in told("cause", **given)


def test_a_high_serum_is_never_explained_by_a_loss():
    given = HIGH | {"loop_diuretic": True, "cramps": True, "potassium": "3.0 mmol/L"}
    assert not {"loop_diuretic", "potassium_low_for_want_of_magnesium"} & set(told("cause", **given))


def test_a_particular_disorder_replaces_the_general_word_for_inherited_ones():
    found = told("cause", **LOW, renal_cysts=True, diabetes=True)
    assert "inherited_tubulopathy" not in found


# ---- when nothing is said about treatment -------------------------------------------------------------------------
HIDDEN = {
    "high serum": (HIGH, {"stop_every_source"}),
    "eGFR 20": (LOW | {"egfr": "20 mL/min/1.73m2"}, {"kidneys_failing"}),
    "acute kidney injury": (LOW | {"acute_kidney_injury": True}, {"kidneys_failing"}),
    "dialysis": (LOW | {"dialysis": True}, {"kidneys_failing", "no_magnesium_on_dialysis"}),
    "child": (LOW | {"age_years": 10}, set()),
    "pregnant": (LOW | {"sex": "female", "pregnant": True}, set()),
    "obstetric magnesium": (LOW | {"obstetric_magnesium": True}, {"obstetric_protocol"}),
    "EDTA named by the laboratory": (LOW | {"edta_contamination": True}, set()),
    "drip arm": (LOW | {"drip_arm": True}, set()),
    "range not confirmed": ({"serum_magnesium": "0.90 mmol/L (1.30-1.80?)"}, set()),
}


@pytest.mark.parametrize(("given", "all_that_is_said"), HIDDEN.values(), ids=HIDDEN)
def test_treatment_of_a_low_magnesium_is_not_discussed(given, all_that_is_said):
    assert set(told("management", **given, diabetes=True)) == all_that_is_said


@pytest.mark.parametrize(
    "case", ["child", "pregnant", "dialysis", "EDTA named by the laboratory", "drip arm"]
)
def test_no_cause_is_named_outside_the_adult_reading_or_from_a_suspect_sample(case):
    given, _ = HIDDEN[case]
    assert told("cause", **given, ppi=True) == []


# ---- what is said about treatment ---------------------------------------------------------------------------------
BY_MOUTH = {"diet_or_supplements", "food", "supplements", "requirement_and_upper_level", "recheck_by_mouth"}


def test_diet_and_supplements_are_compared_for_a_low_serum():
    assert set(told("management", **LOW)) >= BY_MOUTH


@pytest.mark.parametrize(
    "given",
    [LOW | {"seizure": True}, LOW | {"torsades": True}, LOW | {"tetany": True}, {"serum_magnesium": "0.45 mmol/L"}],
    ids=["seizure", "torsades", "tetany", "0.45 mmol/L"],
)  # fmt: skip
def test_food_and_tablets_are_not_offered_where_the_vein_is_called_for(given):
    assert not BY_MOUTH & set(told("management", **given))


def test_tablets_alone_are_called_too_little_in_a_seizure():
    assert "not_by_mouth_alone" in told("management", **LOW, seizure=True)


@pytest.mark.parametrize("egfr", ["90 mL/min/1.73m2", "20 mL/min/1.73m2"])
def test_torsades_has_magnesium_at_any_level_and_any_kidney_function(egfr):
    assert "magnesium_in_torsades" in told("management", **NORMAL, torsades=True, egfr=egfr)


@pytest.mark.parametrize(
    "more", [{}, {"ppi": True, "potassium": "3.0 mmol/L"}, {"loop_diuretic": True, "digoxin": True}]
)
def test_kidneys_heart_block_and_myasthenia_are_asked_before_anything_is_said(more):
    assert told("management", **LOW, **more)[0] == "check_first"


def test_nothing_is_left_to_check_when_all_three_were_asked():
    asked = {"egfr": "90 mL/min/1.73m2", "av_block": False, "myasthenia_gravis": False}
    assert "check_first" not in told("management", **LOW, **asked)


@pytest.mark.parametrize(
    ("word", "finding"), [("av_block", "heart_block"), ("myasthenia_gravis", "myasthenia")]
)
def test_heart_block_and_myasthenia_are_named(word, finding):
    assert finding in told("management", **LOW, **{word: True})


def test_a_proton_pump_inhibitor_is_no_first_cause_of_a_loss_in_urine():
    given = LOW | {"ppi": True, "thiazide": True, "urine_magnesium_24h": "90 mg/24 h"}
    found = told("cause", **given)
    assert found.index("thiazide") < found.index("proton_pump_inhibitor_beside_a_loss")
    assert "proton_pump_inhibitor" not in found


def test_a_proton_pump_inhibitor_is_reviewed_before_magnesium_is_only_added():
    found = told("management", **LOW, ppi=True)
    assert found.index("review_ppi") < found.index("supplements")


def test_the_aim_of_obstetric_magnesium_is_not_called_poisoning():
    found = told("management", serum_magnesium="2.3 mmol/L", obstetric_magnesium=True)
    assert found == ["obstetric_protocol"]


DOSE = re.compile(
    r"\b(mg|g|mmol|mL)/(kg|h|min)\b|\b(give|take|infuse|inject|start with)\b[^.;]*\d ?(mg|g|mmol|mL)\b"
    r"|\d ?(mg|g|mmol|mL)\b[^.;]*\b(over \d|once|twice|per kg)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Give 20 mmol over 3 hours.",
        "0.2 mmol/kg by vein.",
        "Take 400 mg of the salt.",
        "10 mmol twice a day.",
    ],
)
def test_a_dose_would_be_noticed(sentence):
    assert DOSE.search(sentence)


@pytest.mark.parametrize("finding", BOOK.of_kind(*SAID), ids=lambda one: one.id)
def test_no_finding_gives_a_dose(finding):
    assert not DOSE.search(f"{finding.title} {finding.says} {finding.beware or ''}")


def test_an_amount_for_a_day_stands_only_among_the_requirements():
    daily = [one.id for one in BOOK.of_kind("management") if re.search(r"\d m(g|mol) (a|per) day", one.says)]
    assert daily == ["requirement_and_upper_level"]


# ---- twitching ----------------------------------------------------------------------------------------------------
TRIGGERS = {
    "stress_or_anxiety": True,
    "caffeine_or_nicotine": True,
    "sleep_loss": True,
    "lithium": True,
    "stimulant": True,
}


@pytest.mark.parametrize("sign", ["weakness_on_examination", "wasting", "bulbar_symptoms", "upper_motor_neurone_signs", "rigidity"])  # fmt: skip
def test_a_red_flag_leads_whatever_the_magnesium_and_the_triggers(sign):
    assert (
        told("fasciculation", **LOW, fasciculations=True, **TRIGGERS, **{sign: True})[0] == "red_flag_refer"
    )


@pytest.mark.parametrize(
    ("serum", "finding"),
    [
        ("0.59 mmol/L", "magnesium_low_enough"),
        ("0.60 mmol/L", "magnesium_hardly_low_enough"),
        ("0.69 mmol/L", "magnesium_hardly_low_enough"),
    ],
)
def test_how_low_magnesium_must_be_to_explain_twitching(serum, finding):
    found = told("fasciculation", serum_magnesium=serum, fasciculations=True)
    assert {"magnesium_low_enough", "magnesium_hardly_low_enough"} & set(found) == {finding}


def test_nobody_is_promised_that_magnesium_stops_twitching():
    assert "no_trial_of_magnesium" in told("fasciculation", **LOW, fasciculations=True)


@pytest.mark.parametrize("finding", ["no_red_flag", "outlook_without_red_flag", "emg"])
def test_reassurance_waits_for_the_examination(finding):
    assert finding not in told("fasciculation", **NORMAL, fasciculations=True)


def test_advice_for_adults_is_not_given_for_a_child():
    signs = [
        one.subject for one in BOOK.definitions["red_flag"].conditions.any if one.subject != "bulbar_sign"
    ]
    examined = dict.fromkeys([*signs, "bulbar_symptoms", "tongue_fasciculation"], False)
    assert "no_red_flag" in told("fasciculation", **NORMAL, fasciculations=True, **examined)
    assert "no_red_flag" not in told("fasciculation", **NORMAL, age_years=10, fasciculations=True, **examined)


# ---- how it is written --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("finding", BOOK.of_kind(*SAID), ids=lambda one: one.id)
def test_a_finding_is_at_most_two_sentences(finding):
    assert len(re.findall(r"[.?!](?=\s|$)", finding.says)) <= 2


@pytest.mark.parametrize("folder", ["causes", "fasciculations", "management"])
def test_every_finding_has_its_place_in_the_order(root, folder):
    home = root / "interpret" / "findings" / folder
    files = {path.stem for path in home.glob("*.toml")} - {"order"}
    assert set(re.findall(r'"(\w+)"', (home / "order.toml").read_text(encoding="utf-8"))) == files
