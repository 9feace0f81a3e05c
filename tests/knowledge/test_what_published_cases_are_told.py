"""The 22 published cases, point by point: what a good colleague says about each, and what nobody may say."""

import re
from functools import cache

import pytest

from interpret import interpret
from teaching.library import published

CASES = {case.id: case for case in published()}


@cache
def report(name):
    return interpret(CASES[name].patient)


@cache
def told(name):
    """Everything that is said about a case, in one text."""
    found = report(name)
    parts = [found.headline, found.emergency_text or ""]
    parts += [f"{one.title}. {one.statement} {one.beware or ''}" for one in found.findings]
    parts += [f"{one.test}. {one.why} {one.how}" for one in found.next_tests]
    parts += [one["message"] for one in found.warnings]
    return " ".join(parts)


MUST_MENTION = {
    "ppi_conserving_kidney": {
        "the kidney conserves": r"kidney conserves it",
        "absorption has failed": r"failed absorption",
        "a trial without the inhibitor or an H2 blocker": r"after stopping the proton pump inhibitor.*H2 blocker",
        "recheck after stopping": r"two weeks after stopping",
    },
    "ppi_and_colectomy": {
        "a PTH in range is too low for this calcium": r"PTH that is low or only in range is the parathyroid glands' want",
        "magnesium before calcium and potassium hold": r"before or with potassium and calcium",
        "ECG and monitoring": r"ECG and monitoring now",
        "urine before the first dose": r"before the first dose when it costs no time",
        "two causes at once": r"Proton pump inhibitors lower absorption.*(Diarrhoea, a stoma|resection lower absorption)",
    },
    "indapamide_and_sodium": {
        "sodium drives the urgency": r"Sodium 99 mmol/L.*outranks the magnesium",
        "the thiazide-like drug": r"Thiazide and thiazide-like diuretics",
        "vomiting is another way": r"Vomiting and drainage of the stomach lose magnesium",
        "urine magnesium": r"Spot urine magnesium and creatinine",
    },
    "cetuximab": {
        "the FEMg is far above a conserving kidney's": r"FEMg 12\.2 % is above 4 %",
        "the antibody and its channel": r"Cetuximab and panitumumab.*TRPM6",
        "kidney disease raises FEMg": r"urine rules are read one step less certain",
    },
    "ciclosporin_first_month": {
        "a high FEMg is renal loss": r"FEMg is high: renal loss",
        "the drug": r"Ciclosporin and tacrolimus lower",
        "recheck": r"3 to 5 days by mouth",
    },
    "ciclosporin_normal_serum": {
        "the cut-offs need a low serum": r"cut-offs of FEMg were set with a low serum",
        "watch it": r"second result tells more than any other test",
    },
    "alcohol_undetectable": {
        "alcohol acts three ways": r"little intake, losses from the gut and a leak of the kidney",
        "a fast infusion is lost and stores refill slowly": r"half of a fast infusion goes out.*takes days to refill",
        "thiamine": r"thiamine",
        "phosphate": r"Phosphate",
        "urine before the first dose": r"before the first dose when it costs no time",
    },
    "hungry_bone": {
        "uptake into bone": r"bone takes up calcium, phosphate and magnesium together",
        "calcium is replaced with magnesium": r"before or with potassium and calcium",
    },
    "hyperparathyroidism_masked": {
        "a high calcium makes the kidney lose magnesium": r"high calcium makes the kidney lose magnesium: think of hyperparathyroidism",
        "PTH cannot be read yet": r"PTH that is not raised is read again once magnesium is in range",
        "a loop diuretic lowers it further": r"A loop diuretic lowers magnesium further",
        "torsades whatever the level": r"whatever the serum level",
    },
    "gitelman": {
        "the pattern of the distal tubule": r"fits the distal tubule",
        "medicines, vomiting and laxatives first": r"Exclude medicines first; vomiting and laxatives",
        "a diuretic screen": r"Urine diuretic screen",
        "urine magnesium or FEMg": r"Spot urine magnesium and creatinine \(FEMg\)",
        "the gene": r"SLC12A3",
    },
    "bartter_normal_magnesium": {
        "a normal magnesium does not exclude it": r"a magnesium in range excludes neither Bartter",
        "urine calcium separates it from Gitelman": r"Urine calcium separates them: high, with calcium in the kidneys",
    },
    "bowel_obstruction": {
        "stop every source": r"Stop every magnesium source",
        "calcium as antagonist": r"Calcium by vein opposes magnesium",
        "ECG and reflexes": r"ECG, reflexes and breathing now",
        "the bowel goes on feeding it, also with normal kidneys": r"goes on being absorbed, also with normal kidneys",
        "see what is left in the bowel": r"Abdominal X-ray or CT",
    },
    "epsom_salts": {
        "stop every source": r"Stop every magnesium source",
        "calcium as antagonist": r"Calcium by vein opposes magnesium",
        "dialysis where kidneys fail": r"dialysis where they do not",
    },
    "milk_of_magnesia": {
        "stop every source": r"Stop every magnesium source",
        "calcium as antagonist": r"Calcium by vein opposes magnesium",
        "fluids and a diuretic if the kidneys work": r"fluids and a loop diuretic where the kidneys work",
        "the bowel goes on feeding it": r"goes on being absorbed",
    },
    "kidney_injury_no_intake": {
        "the kidney lets too little out": r"kidneys that cannot excrete it",
        "no magnesium": r"stop every magnesium source|Stop every product",
        "another result drives the urgency": r"Sodium 172 mmol/L.*outranks the magnesium",
    },
    "kidney_failure_tetany": {
        "low for this kidney function, with diuretic and inhibitor": r"magnesium tends to be high; a value in range beside a risk such as a diuretic or proton pump inhibitor may hide a loss",
        "magnesium is risky here": r"accumulates when the kidneys cannot excrete it",
        "the QT and the drug list": r"QTc 556 ms.*drug list",
        "calcium is not held back": r"Intravenous calcium is not held back",
    },
    "nystagmus_undetectable": {
        "inhibitor and losses from the gut": r"Proton pump inhibitors lower absorption.*Vomiting",
        "magnesium before potassium and calcium": r"before or with potassium and calcium",
        "Wernicke's disease looks alike": r"Wernicke's disease alike: thiamine",
        "ECG": r"12-lead ECG",
    },
    "throat_spasm": {
        "absent signs exclude nothing": r"Absent Chvostek and Trousseau signs exclude neither",
        "a PTH in range is too low": r"PTH that is low or only in range is the parathyroid glands' want",
        "by vein": r"magnesium goes by vein",
        "look for malabsorption": r"Coeliac serology, faecal elastase",
    },
    "unit_trap_lithium": {
        "the range contradicts the unit": r"check whether unit and specimen are right",
        "the lithium level": r"Serum lithium",
        "lithium and nystagmus": r"nystagmus",
    },
    "wasting_after_ketoacidosis": {
        "a high FEMg is renal loss": r"FEMg 8\.1 % is above 4 %",
        "on magnesium": r"Supplements raise the urine",
        "urine calcium and Gitelman": r"low urine calcium points to the distal tubule \(Gitelman",
    },
    "pancreatitis_loading_test": {
        "cut-offs disagree": r"Published cut-offs of retention are 20, 25, 27\.5 and 50 %",
        "serum is needed": r"Serum decides urgency",
    },
    "alcohol_low_calcium": {"nothing was printed that could be read": r"Enter a serum magnesium"},
}

MUST_NOT_SAY = {
    "ppi_conserving_kidney": r"renal loss favoured|renal wasting|adheren|not taken",
    "ppi_and_colectomy": r"primary hypoparathyroidism(?<!not primary hypoparathyroidism)|vitamin D (lack|deficiency) (is|explains)",
    "indapamide_and_sodium": r"magnesium explains the confusion|confusion is explained",
    "cetuximab": r"diarrhoea is the main|stop the (antibody|cancer)",
    "ciclosporin_first_month": r"emergency protocol|infusion is urgent",
    "ciclosporin_normal_serum": r"renal loss favoured|renal wasting|magnesium deficiency\b",
    "alcohol_undetectable": r"means that it is refilled(?<!does not mean that it is refilled)|adheren",
    "hungry_bone": r"renal loss favoured|renal wasting",
    "hyperparathyroidism_masked": r"always lowers calcium|excludes hyperparathyroidism",
    "gitelman": r"fits the loop of the tubule|A diet poor in",
    "bartter_normal_magnesium": r"renal loss favoured|fits a distal tubular loss",
    "bowel_obstruction": r"normal kidneys exclude|repeat within (days|two weeks)",
    "epsom_salts": r"normal kidneys exclude(?! toxicity while)|repeat within (days|two weeks)",
    "milk_of_magnesia": r"normal kidneys exclude|repeat within two weeks",
    "kidney_injury_no_intake": r"Calcium by vein opposes",
    "kidney_failure_tetany": r"Calcium is low for want of magnesium|Published guidance goes by mouth",
    "nystagmus_undetectable": r"stroke",
    "throat_spasm": r"psychogenic|Anxiety is|normal QT means",
    "unit_trap_lithium": r"Serum magnesium is (low|high)|stop every source",
    "wasting_after_ketoacidosis": r"serum falls on treatment",
    "pancreatitis_loading_test": r"normal serum excludes",
    "alcohol_low_calcium": r"vitamin D|parathyroid",
}

FIRST_TESTS = {
    "ppi_and_colectomy": {"ecg", "urine_before_replacement"},
    "throat_spasm": {"ecg", "urine_before_replacement"},
    "gitelman": {"ecg"},
    "alcohol_undetectable": {"ecg", "calcium", "phosphate"},
    "bowel_obstruction": {"ecg"},
    "milk_of_magnesia": {"ecg"},
    "unit_trap_lithium": {"lithium_level"},
    "hyperparathyroidism_masked": {"urine_before_replacement"},
    "pancreatitis_loading_test": {"serum_magnesium"},
}
"""Tests that stand among the first three, which are all a person sees before unfolding the rest."""


def test_all_22_cases_are_here_and_no_other():
    assert set(MUST_MENTION) == set(MUST_NOT_SAY) == set(CASES)
    assert len(CASES) == 22


@pytest.mark.parametrize(
    ("case", "point"), [(case, point) for case, points in MUST_MENTION.items() for point in points]
)
def test_a_point_is_mentioned(case, point):
    assert re.search(MUST_MENTION[case][point], told(case), re.DOTALL)


@pytest.mark.parametrize("case", MUST_NOT_SAY)
def test_a_misreading_is_not_said(case):
    assert re.search(MUST_NOT_SAY[case], told(case)) is None


@pytest.mark.parametrize("case", FIRST_TESTS)
def test_the_test_that_matters_is_among_the_first_three(case):
    assert FIRST_TESTS[case] <= {one.id for one in report(case).next_tests[:3]}
