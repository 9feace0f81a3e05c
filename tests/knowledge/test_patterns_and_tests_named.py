"""The lists of the clinical tables, line by line: 22 patterns of several results, and the further tests that can be ordered."""

import re

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.rules import rulebook

BOOK = rulebook()
LOW = {"serum_magnesium": "0.55 mmol/L"}
NORMAL = {"serum_magnesium": "0.80 mmol/L"}
HIGH = {"serum_magnesium": "1.30 mmol/L"}
K_LOW, HCO3_HIGH, HCO3_LOW = (
    {"potassium": "2.9 mmol/L"},
    {"bicarbonate": "31 mmol/L"},
    {"bicarbonate": "17 mmol/L"},
)
CA_LOW, CA_HIGH = {"calcium_adjusted": "1.95 mmol/L"}, {"calcium_adjusted": "2.90 mmol/L"}
PTH_LOW, PTH_HIGH = {"pth": "8 pg/mL (15-65)"}, {"pth": "150 pg/mL (15-65)"}
UCA_LOW, UCA_HIGH = (
    {"urine_calcium_24h": "0.8 mmol/24 h (2.5-7.5)"},
    {"urine_calcium_24h": "9.5 mmol/24 h (2.5-7.5)"},
)
CONSERVED = {"urine_magnesium_24h": "8 mg/24 h"}


def together(*parts, **more):
    given = {}
    for part in parts:
        given |= part
    return given | more


# Number, what is found, the finding that names it.
PATTERNS = [
    (1, together(LOW, K_LOW, HCO3_HIGH, UCA_LOW), "distal_tubule_pattern"),
    (2, together(LOW, K_LOW, HCO3_HIGH, UCA_HIGH), "loop_pattern"),
    (3, together(LOW, K_LOW, HCO3_LOW, CONSERVED), "lower_gut_pattern"),
    (4, together(LOW, CA_LOW, PTH_LOW), "calcium_low_for_want_of_magnesium"),
    (5, together(LOW, CA_LOW, PTH_HIGH), "calcium_low_with_high_pth"),
    (6, together(LOW, K_LOW, phosphate="0.5 mmol/L", refeeding=True), "redistribution"),
    (7, together(LOW, CA_LOW, phosphate="0.5 mmol/L", alp="220 U/L", parathyroidectomy_recent=True), "hungry_bone"),
    (8, together(LOW, CA_HIGH), "high_calcium"),
    (9, together(LOW, UCA_HIGH, PTH_HIGH, nephrocalcinosis=True), "calcium_in_kidney_and_urine"),
    (10, together(LOW, UCA_LOW, renal_cysts=True, diabetes=True), "cysts_and_young_diabetes"),
    (11, {"serum_magnesium": "0.25 mmol/L (0.70-1.00)", "age_years": 0.2, "seizure": True} | CA_LOW, "infant_with_seizures"),
    (12, together(LOW, femg="7 %", egfr="95 mL/min/1.73m2", potassium="4.1 mmol/L", urine_calcium_24h="5.0 mmol/24 h (2.5-7.5)", family_history_magnesium=True), "isolated_renal_loss_in_a_family"),
    (13, {"serum_magnesium": "0.45 mmol/L", "calcium": "1.5 mmol/L", "potassium": "8.0 mmol/L", "alp": "9 U/L"}, "edta_likely"),
    (14, together(LOW, albumin="20 g/L"), "low_albumin"),
    (15, together(NORMAL, K_LOW, potassium_refractory=True), "potassium_that_does_not_hold"),
    (16, together(NORMAL, CA_LOW, alcohol_excess=True), "calcium_low_behind_a_normal_magnesium"),
    (17, together(HIGH, CA_HIGH, UCA_LOW), "high_magnesium_and_calcium"),
    (18, together(HIGH, {"calcium_adjusted": "2.00 mmol/L"}, PTH_LOW), "high_magnesium_low_calcium"),
    (19, together(HIGH, potassium="6.2 mmol/L", phosphate="2.2 mmol/L"), "high_magnesium_potassium_phosphate"),
    (20, together(HIGH, potassium="5.9 mmol/L", sodium="124 mmol/L"), "adrenal_pattern"),
    (21, together(LOW, ckd=True, proteinuria=True), "proteinuria"),
    (22, together(LOW, CONSERVED, ppi=True), "proton_pump_inhibitor_with_conserved_urine"),
]  # fmt: skip


def test_all_22_patterns_are_here():
    assert [number for number, _, _ in PATTERNS] == list(range(1, 23))


@pytest.mark.parametrize(
    ("given", "finding"), [row[1:] for row in PATTERNS], ids=[f"M{row[0]}" for row in PATTERNS]
)
def test_a_pattern_of_several_results_is_named(given, finding):
    assert finding in {one.id for one in interpret(patient_of(given)).findings}


# What the issue asks to be orderable, and the card that orders it.
ORDERS = {
    "repeat in the right tube": ("repeat_suspect_sample", r"never EDTA"),
    "FEMg": ("femg", r"same hour"),
    "24-hour urine": ("urine_in_suspected_depletion", r"container and preservative"),
    "potassium": ("potassium", r"no haemolysis"),
    "calcium": ("calcium", r"with albumin"),
    "phosphate": ("phosphate", r"Same sample"),
    "PTH": ("pth_with_low_calcium", r"[Bb]efore the first magnesium"),
    "bicarbonate": ("bicarbonate", r"Same sample"),
    "ionised magnesium": ("ionised_magnesium", r"within 30 minutes"),
    "ECG": ("ecg", r"12 leads"),
    "loading test": ("loading_test", r"unsafe"),
    "urine calcium": ("urine_calcium", r"same collection"),
    "diuretic screen": ("diuretic_screen", r"Useless when"),
    "laxative screen": ("laxative_screen", r"Useless when"),
    "TSH and CK": ("twitching_blood_tests", r"not after hard exercise"),
    "EMG": ("nerve_tests", r"never before it"),
    "genetics": ("inherited_loss_work_up", r"consent"),
    "lithium": ("lithium_level", r"never in a lithium-heparin tube"),
    "cortisol": ("cortisol", r"In the morning"),
    "bowel imaging": ("bowel_imaging", r"Now if the level rises"),
}


@pytest.mark.parametrize(("card", "words"), ORDERS.values(), ids=ORDERS)
def test_a_further_test_can_be_ordered_as_it_stands(card, words):
    finding = BOOK.by_id[card]
    assert finding.kind == "next_test"
    assert re.search(words, finding.how)


@pytest.mark.parametrize("card", ["urine_before_replacement", "femg", "loading_test"])
def test_a_urine_test_says_where_kidneys_make_it_useless(card):
    assert re.search(r"\{(kidney_failure_limit|reduced_kidney_function_limit)\}", BOOK.by_id[card].how)


@pytest.mark.parametrize(
    "against", [{"av_block": True}, {"myasthenia_gravis": True}, {"loop_diuretic": True}, {"egfr": "50 mL/min/1.73m2"}, {"urine_magnesium_24h": "300 mg/24 h (51-269)"}],
    ids=["heart block", "myasthenia", "diuretic", "eGFR 50", "renal loss"],
)  # fmt: skip
def test_the_loading_test_is_not_named_where_it_is_useless_or_unsafe(against):
    wanted = together(
        NORMAL, ppi=True, cramps=True, egfr="90 mL/min/1.73m2", urine_magnesium_24h="100 mg/24 h"
    )
    assert "loading_test" in {one.id for one in interpret(patient_of(wanted)).findings}
    assert "loading_test" not in {one.id for one in interpret(patient_of(wanted | against)).findings}
