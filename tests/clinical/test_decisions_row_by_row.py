"""The clinical decisions, row by row, as patients: written from the decisions alone, without a look at the findings.

Each table is read like this: a sentence of the decisions in our own words, then patients with the answer before the colon. A
patient is a line of entries: ``serum 0.62 mmol/L (0.66-1.07)`` is a result with its typed range (a ``?`` before the bracket
closes when nobody confirmed it), ``ppi`` is present, ``no ppi`` is absent, ``urine on 2026-01-04`` is a day of collection, and
``tremor | ataxia`` stands for two patients. *settled* is what a urine-based reading of high confidence needs: working kidneys,
no magnesium, no diuretic, a complete collection.
"""

from itertools import product

import pytest

from interpret import interpret
from interpret.examples import patient_of

SHORT = {
    "serum": "serum_magnesium", "urine": "urine_magnesium_24h", "rbc": "rbc_magnesium", "ionised": "ionised_magnesium",
    "timed": "urine_magnesium_collected", "hours": "urine_collection_hours", "creatinine": "serum_creatinine",
    "urine_creatinine": "urine_creatinine_24h", "retention": "magnesium_retention", "diet": "dietary_magnesium",
    "age": "age_years", "weight": "weight_kg", "weeks": "gestation_weeks",
}  # fmt: skip
NUMBERS = {"age_years", "weight_kg", "gestation_weeks"}
PHRASES = {
    "settled": "egfr 90 mL/min/1.73m2; no iv_magnesium_recent; no oral_magnesium; no magnesium_laxative_or_antacid;"
    " no collection_incomplete; no loop_diuretic; no thiazide",
    "nothing else": "no ppi; no fasciculations",
    "alkalosis": "potassium 3.2 mmol/L; bicarbonate 32 mmol/L; urine_calcium_24h 1.0 mmol/24 h (2.5-7.5)",
}


def entry(item):
    """One entry of a line as the name and value of an example."""
    if item.startswith("no "):
        return item[3:], False
    head, _, rest = item.partition(" ")
    name = SHORT.get(head, head)
    if rest.startswith("on "):
        return f"{name}_collected_on", rest[3:]
    if name in {"male", "female"}:
        return "sex", name
    return name, (float(rest) if name in NUMBERS else rest) if rest else True


def read(line):
    for phrase, meaning in PHRASES.items():
        line = line.replace(phrase, meaning)
    return interpret(patient_of(dict(entry(item.strip()) for item in line.split(";") if item.strip())))


def rows(table):
    """Every patient of a table, with the sentence above it in the test's name."""
    found, sentence = [], ""
    for line in table.strip().splitlines():
        answer, _, patients = line.partition(": ")
        if line.startswith("# "):
            sentence = line.removeprefix("# ")
            continue
        choices = [item.strip().split(" | ") for item in patients.split(";")]
        lines = map("; ".join, product(*choices))
        found += [pytest.param(one, answer, id=f"{sentence} [{one}]") for one in lines]
    return found


LIST_A = (
    "weakness_on_examination | tremor | paraesthesia | nystagmus | ataxia | confusion | drowsiness | brisk_reflexes"
    " | chvostek_or_trousseau | palpitations | arrhythmia | syncope | bulbar_symptoms | tongue_fasciculation"
    " | respiratory_symptoms"
)
ANY_MAGNESIUM = (
    "torsades | ventricular_arrhythmia | coma_or_arrest | respiratory_depression | seizure | tetany"
    " | stridor_or_laryngospasm | organophosphate_exposure"
)
SOURCES = (
    "oral_magnesium | magnesium_laxative_or_antacid | magnesium_enema_or_bowel_preparation | iv_magnesium_recent"
    " | obstetric_magnesium | parenteral_nutrition"
)

URGENCY = f"""
# A serum below 0.30 mmol/L is an emergency by itself
emergency: serum 0.29 mmol/L | serum 0.6 mg/dL | serum 0.5 mEq/L
urgent: serum 0.30 mmol/L | serum 0.7 mg/dL | serum 0.6 mEq/L
# At 0.40 or below a list-A sign, fasciculations, cramps or a prolonged QTc make it one
emergency: serum 0.40 mmol/L; {LIST_A} | fasciculations | cramps
emergency: serum 1.0 mg/dL | serum 0.8 mEq/L; tremor
emergency: serum 0.40 mmol/L; male; qtc 471 ms
emergency: serum 0.40 mmol/L; female; qtc 481 ms
urgent: serum 0.41 mmol/L | serum 1.1 mg/dL | serum 0.9 mEq/L; tremor | cramps
urgent: serum 0.40 mmol/L; male; qtc 470 ms
urgent: serum 0.40 mmol/L; female; qtc 480 ms
urgent: serum 0.40 mmol/L; qtc 475 ms
# Fatigue, feeling weak, nausea and mood are not on list A
urgent: serum 0.40 mmol/L; fatigue | feels_weak | nausea_or_anorexia | mood_change
# Below 0.50 confusion, nystagmus, ataxia, syncope or a new arrhythmia make it one
emergency: serum 0.49 mmol/L; confusion | nystagmus | ataxia | syncope | arrhythmia
emergency: serum 1.1 mg/dL | serum 0.9 mEq/L; confusion
urgent: serum 0.50 mmol/L | serum 1.2 mg/dL | serum 1.0 mEq/L; confusion
urgent: serum 0.49 mmol/L; tremor
# Any low serum with a QTc of 500 or more
emergency: serum 0.69 mmol/L; qtc 500 ms
urgent: serum 0.69 mmol/L; qtc 499 ms
urgent: serum 0.69 mmol/L; male; qtc 475 ms
soon: serum 0.69 mmol/L; qtc 475 ms
soon: serum 0.69 mmol/L; female; qtc 475 ms
urgent: serum 0.70 mmol/L | ionised 0.5 mmol/L; qtc 500 ms
routine: serum 0.70 mmol/L; qtc 499 ms
# Above 2.0 with a sign of toxicity, obstetric treatment apart
emergency: serum 2.01 mmol/L; drowsiness | confusion | weakness_on_examination | absent_reflexes | hypotension | bradycardia | arrhythmia
emergency: serum 5.0 mg/dL | serum 4.1 mEq/L; hypotension
emergency: serum 2.01 mmol/L; no obstetric_magnesium; drowsiness
soon: serum 2.00 mmol/L | serum 4.9 mg/dL | serum 4.0 mEq/L; hypotension
urgent: serum 2.00 mmol/L; confusion
urgent: serum 2.01 mmol/L; nausea_or_anorexia
soon: serum 2.01 mmol/L; obstetric_magnesium; drowsiness | weakness_on_examination
urgent: serum 3.51 mmol/L; obstetric_magnesium; drowsiness
# Above 4.0 in anyone, obstetric treatment included
emergency: serum 4.01 mmol/L | serum 9.8 mg/dL | serum 8.1 mEq/L
emergency: serum 4.01 mmol/L; obstetric_magnesium | iv_magnesium_recent
urgent: serum 4.00 mmol/L | serum 9.7 mg/dL | serum 8.0 mEq/L; obstetric_magnesium | no obstetric_magnesium
# While magnesium is given: absent reflexes, hypotension or bradycardia, level known or not
emergency: iv_magnesium_recent | obstetric_magnesium; absent_reflexes | hypotension | bradycardia
emergency: serum 0.80 mmol/L; iv_magnesium_recent; bradycardia
routine: serum 0.80 mmol/L; oral_magnesium; bradycardia
not_judged: iv_magnesium_recent; drowsiness | no bradycardia
# Some signs are an emergency at any magnesium
emergency: serum 0.65 mmol/L | serum 0.80 mmol/L | serum 1.20 mmol/L | rbc 5 mg/dL; {ANY_MAGNESIUM}
emergency: respiratory_symptoms; weakness_on_examination
urgent: respiratory_symptoms; feels_weak
routine: serum 0.80 mmol/L; no seizure
# Potassium of 6.5 or more; in a haemolysed or likely-EDTA sample of a patient not known to be unwell, repeat now
emergency: potassium 6.5 mmol/L | potassium 6.5 mEq/L
urgent: potassium 6.4 mmol/L | potassium 6.0 mmol/L
not_judged: potassium 5.9 mmol/L
urgent: potassium 6.5 mmol/L; haemolysed | haemolysis_gross | edta_contamination; fasciculations | no tremor
emergency: potassium 6.5 mmol/L; haemolysed; {LIST_A} | hypotension | bradycardia | seizure
emergency: potassium 6.5 mmol/L; no haemolysed | late_separation
urgent: serum 0.60 mmol/L; calcium 1.6 mmol/L; potassium 7.5 mmol/L; alp 12 U/L
emergency: serum 0.60 mmol/L; calcium 1.6 mmol/L; potassium 7.5 mmol/L; no tremor | alp 80 U/L
emergency: serum 0.60 mmol/L; calcium 1.6 mmol/L; potassium 7.5 mmol/L; alp 12 U/L; tremor
# Potassium of 2.5 or less with arrhythmia, weakness, syncope, digoxin or a prolonged QTc
emergency: potassium 2.5 mmol/L; arrhythmia | weakness_on_examination | syncope | digoxin
emergency: potassium 2.5 mmol/L; male; qtc 471 ms
urgent: potassium 2.5 mmol/L; fasciculations | no digoxin
urgent: potassium 2.6 mmol/L; digoxin
urgent: potassium 2.9 mmol/L
not_judged: potassium 3.0 mmol/L
# Adjusted calcium below 1.90 with a list-A sign or a QTc of 500; 3.5 or more; urgent below 1.90 or above 3.0
emergency: calcium_adjusted 1.89 mmol/L | calcium_adjusted 7.5 mg/dL; paraesthesia
emergency: calcium_adjusted 1.89 mmol/L; qtc 500 ms
urgent: calcium_adjusted 1.89 mmol/L; no paraesthesia | qtc 490 ms
not_judged: calcium_adjusted 1.90 mmol/L | calcium_adjusted 7.6 mg/dL; paraesthesia
emergency: calcium_adjusted 3.5 mmol/L | calcium_adjusted 14.0 mg/dL | calcium 3.60 mmol/L
urgent: calcium_adjusted 3.49 mmol/L | calcium_adjusted 3.01 mmol/L | calcium_adjusted 12.1 mg/dL
not_judged: calcium_adjusted 3.00 mmol/L | calcium_adjusted 12.0 mg/dL
# For urgency a total calcium without albumin counts as it stands; adjusted goes before total
emergency: calcium 1.85 mmol/L; paraesthesia
urgent: calcium 1.85 mmol/L; albumin 40 g/L
not_judged: calcium 1.85 mmol/L; albumin 25 g/L; paraesthesia
not_judged: calcium_adjusted 2.00 mmol/L; calcium 1.80 mmol/L
# Calcium is not adjusted in CKD 5 or on dialysis: the total counts as it stands
emergency: egfr 14 mL/min/1.73m2 | dialysis; calcium 1.85 mmol/L; albumin 25 g/L; paraesthesia
not_judged: egfr 15 mL/min/1.73m2; calcium 1.85 mmol/L; albumin 25 g/L; paraesthesia
# Ionised calcium only by its laboratory's range, with a list-A sign
urgent: ionised_calcium 0.95 mmol/L (1.15-1.30); paraesthesia
not_judged: ionised_calcium 0.95 mmol/L (1.15-1.30); no paraesthesia
not_judged: ionised_calcium 0.95 mmol/L; paraesthesia
urgent: ionised_calcium 1.20 mmol/L (1.15-1.30); calcium 1.80 mmol/L
# Sodium of 120 or below, or 160 or above, with confusion or drowsiness; without them urgent
emergency: sodium 120 mmol/L | sodium 160 mmol/L; confusion | drowsiness
urgent: sodium 120 mmol/L | sodium 160 mmol/L
not_judged: sodium 121 mmol/L | sodium 159 mmol/L; drowsiness
# Phosphate of 0.30 or below
urgent: phosphate 0.30 mmol/L | phosphate 0.9 mg/dL
not_judged: phosphate 0.31 mmol/L | phosphate 1.0 mg/dL
# The same day below 0.50
urgent: serum 0.49 mmol/L | serum 1.1 mg/dL | serum 0.9 mEq/L
soon: serum 0.50 mmol/L | serum 1.2 mg/dL | serum 1.0 mEq/L
# The same day for any low serum with a list-A sign, digoxin or refeeding; cramps and fasciculations do not count
urgent: serum 0.69 mmol/L; {LIST_A} | digoxin | refeeding
soon: serum 0.69 mmol/L; fatigue | feels_weak | nausea_or_anorexia | mood_change | cramps | fasciculations
routine: serum 0.70 mmol/L; digoxin | tremor | refeeding
# The same day for a known-risk QT drug with serum below 0.60 or potassium below 3.5
urgent: serum 0.59 mmol/L | serum 1.4 mg/dL | serum 1.1 mEq/L | serum 0.58 mmol/L (0.55-0.95); qt_prolonging_drug
soon: serum 0.60 mmol/L | serum 1.5 mg/dL | serum 1.2 mEq/L; qt_prolonging_drug
urgent: serum 0.80 mmol/L; potassium 3.4 mmol/L; qt_prolonging_drug
routine: serum 0.80 mmol/L; potassium 3.5 mmol/L; qt_prolonging_drug
# The same day above 2.0, on obstetric treatment above 3.5
urgent: serum 2.01 mmol/L | serum 5.0 mg/dL | serum 4.1 mEq/L
soon: serum 2.00 mmol/L | serum 4.9 mg/dL | serum 4.0 mEq/L
urgent: serum 3.51 mmol/L | serum 8.6 mg/dL | serum 7.1 mEq/L; obstetric_magnesium
soon: serum 3.50 mmol/L | serum 8.5 mg/dL | serum 7.0 mEq/L; obstetric_magnesium
# The same day above 1.5 while a source continues with eGFR below 30, kidney injury, or a slow bowel
urgent: serum 1.51 mmol/L; {SOURCES}; egfr 29 mL/min/1.73m2 | acute_kidney_injury | bowel_obstruction_or_constipation
urgent: serum 3.7 mg/dL | serum 3.1 mEq/L; oral_magnesium; bowel_obstruction_or_constipation
soon: serum 1.51 mmol/L; oral_magnesium; egfr 30 mL/min/1.73m2
soon: serum 1.51 mmol/L; lithium | no oral_magnesium; egfr 29 mL/min/1.73m2
routine: serum 1.50 mmol/L | serum 3.6 mg/dL | serum 3.0 mEq/L; oral_magnesium; bowel_obstruction_or_constipation
# The same day at any magnesium
urgent: serum 0.80 mmol/L | rbc 5 mg/dL; ketoacidosis | confusion | ataxia | nystagmus | syncope | arrhythmia | respiratory_symptoms
urgent: weakness_on_examination | bulbar_symptoms | tongue_fasciculation; weakness_within_4_weeks
soon: weakness_within_4_weeks; no weakness_on_examination | fasciculations
routine: serum 0.80 mmol/L; palpitations | drowsiness
# A child with a low serum and any sign
urgent: age 5 | age 17; serum 0.50 mmol/L (0.65-1.10); tremor | fasciculations | cramps | hypotension | rigidity
urgent: age 0.01; serum 0.45 mmol/L (0.62-0.91); ileus_or_vomiting
soon: age 5; serum 0.50 mmol/L (0.65-1.10); no tremor | fatigue
soon: age 18; serum 0.60 mmol/L (0.65-1.10); cramps
# Within days: any other low serum, and a high one above 1.5
soon: serum 0.69 mmol/L | serum 1.6 mg/dL | serum 1.3 mEq/L
routine: serum 0.70 mmol/L | serum 1.7 mg/dL | serum 1.4 mEq/L
soon: serum 1.51 mmol/L | serum 3.7 mg/dL | serum 3.1 mEq/L
routine: serum 1.50 mmol/L | serum 3.6 mg/dL | serum 3.0 mEq/L
# Within days: a high serum with a magnesium product and eGFR below 30, or with kidney injury
soon: serum 1.20 mmol/L; acute_kidney_injury
soon: serum 1.20 mmol/L; {SOURCES}; egfr 29 mL/min/1.73m2
routine: serum 1.20 mmol/L; {SOURCES}; egfr 30 mL/min/1.73m2
routine: serum 0.80 mmol/L; acute_kidney_injury
# Within days: a neurological red flag at any magnesium
soon: serum 0.80 mmol/L | rbc 5 mg/dL; weakness_on_examination | wasting | bulbar_symptoms | tongue_fasciculation | upper_motor_neurone_signs | rigidity
# Within days: depletion supported behind a normal serum, and a suspect sample
soon: serum 0.84 mmol/L; urine 79 mg/24 h; ppi
soon: serum 1.20 mmol/L; haemolysed | late_separation
soon: serum 0.80 mmol/L; haemolysis_gross | edta_contamination
soon: serum 0.80 mmol/L; drip_arm; drip_contained_magnesium
soon: serum 0.80 mmol/L (1.7-2.4?)
# After an infusion 1.5 to 2.0 is routine
routine: serum 1.70 mmol/L | serum 2.00 mmol/L | serum 4.9 mg/dL; iv_magnesium_recent
urgent: serum 2.01 mmol/L; iv_magnesium_recent
soon: serum 1.70 mmol/L; no iv_magnesium_recent
# Routine: high up to 1.5, no disorder shown, an isolated RBC oddity
routine: serum 1.01 mmol/L | serum 0.80 mmol/L
routine: serum 0.82 mmol/L; fasciculations
routine: serum 0.80 mmol/L; rbc 3.4 mg/dL | rbc 7.6 mg/dL
# Without a serum and without a rule that holds, urgency is not judged
not_judged: rbc 3.0 mg/dL | urine 10 mg/24 h | femg 8 % | potassium 4.0 mmol/L | ppi
# A gate never lowers the urgency
emergency: serum 0.38 mmol/L; tremor; drip_arm | haemolysed | paraprotein
emergency: serum 2.2 mmol/L; hypotension; haemolysed | late_separation | drip_arm
emergency: serum 0.29 mmol/L; dialysis | pregnant | age 5 | edta_contamination
urgent: serum 0.45 mmol/L; edta_contamination | albumin 20 g/L | drip_arm | paraprotein | pregnant
urgent: serum 2.2 mmol/L; haemolysed | late_separation
urgent: serum 0.45 mmol/L (1.7-2.4?)
"""

PATTERN = """
# Both urine rules: agreement makes the confidence, either alone makes renal wasting
renal_wasting high: serum 0.55 mmol/L; settled; urine 1.5 mmol/24 h; femg 4.1 %
renal_wasting high: serum 1.3 mg/dL; settled; urine 36 mg/24 h; femg 5 %
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 1.5 mmol/24 h; femg 2.0 % | femg 3 % | femg 4.0 %
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 1.5 mmol/24 h
renal_wasting low: serum 0.55 mmol/L; settled; urine 1.5 mmol/24 h; femg 1.9 %
renal_wasting low: serum 0.55 mmol/L; settled; urine 0.6 mmol/24 h; femg 4.1 %
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 0.6 mmol/24 h; femg 1.9 %
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 0.6 mmol/24 h
extrarenal_or_low_intake low: serum 0.55 mmol/L; settled; urine 0.6 mmol/24 h; femg 2.0 % | femg 3 % | femg 4.0 %
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; femg 2.0 % | femg 3 % | femg 4.0 %
renal_wasting moderate: serum 0.55 mmol/L; settled; femg 4.1 %
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; femg 1.9 %
# The line is 1.0 mmol (24 mg); from 0.8 to 1.25 mmol the confidence is at most moderate
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 1.0 mmol/24 h | urine 24 mg/24 h | urine 2.0 mEq/24 h
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 0.9 mmol/24 h | urine 23 mg/24 h | urine 1.9 mEq/24 h
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 30 mg/24 h | urine 1.25 mmol/24 h; femg 5 %
renal_wasting high: serum 0.55 mmol/L; settled; urine 31 mg/24 h | urine 1.3 mmol/24 h; femg 5 %
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 20 mg/24 h | urine 0.8 mmol/24 h; femg 1 %
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 19 mg/24 h | urine 0.7 mmol/24 h; femg 1 %
# A serum within 8 % of a limit: at most moderate
renal_wasting moderate: serum 0.65 mmol/L; settled; urine 60 mg/24 h; femg 5 %
renal_wasting high: serum 0.64 mmol/L; settled; urine 60 mg/24 h; femg 5 %
hypermagnesaemia_impaired_excretion moderate: serum 1.08 mmol/L; urine 100 mg/24 h; egfr 40 mL/min/1.73m2
hypermagnesaemia_impaired_excretion high: serum 1.09 mmol/L; urine 100 mg/24 h; egfr 40 mL/min/1.73m2
# Kidney function or treatment not asked: at most moderate
renal_wasting moderate: serum 0.62 mmol/L; urine 60 mg/24 h; no ppi | femg 5 %
renal_wasting moderate: serum 0.62 mmol/L; urine 60 mg/24 h; femg 5 %; egfr 90 mL/min/1.73m2 | no oral_magnesium
extrarenal_or_low_intake moderate: serum 0.62 mmol/L; urine 8 mg/24 h
# eGFR 30 to 59: one step lower, counted from what the urine rules give
renal_wasting high: serum 0.55 mmol/L; settled; egfr 60 mL/min/1.73m2; urine 60 mg/24 h; femg 5 %
renal_wasting moderate: serum 0.55 mmol/L; settled; egfr 59 mL/min/1.73m2 | egfr 30 mL/min/1.73m2; urine 60 mg/24 h; femg 5 %
renal_wasting low: serum 0.55 mmol/L; settled; egfr 59 mL/min/1.73m2; urine 60 mg/24 h | femg 5 %
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; egfr 45 mL/min/1.73m2; urine 10 mg/24 h; femg 1 %
extrarenal_or_low_intake low: serum 0.55 mmol/L; settled; egfr 45 mL/min/1.73m2; urine 10 mg/24 h | femg 1 %
# eGFR below 30 or kidney injury: neither urine rule is read
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; egfr 29 mL/min/1.73m2 | acute_kidney_injury; urine 60 mg/24 h | urine 5 mg/24 h; femg 5 % | femg 1 %
# A computed eGFR is not valid in pregnancy, under 18, in kidney injury; with muscle wasting only a failing one stands
renal_wasting high: serum 0.55 mmol/L; no iv_magnesium_recent; urine 60 mg/24 h; femg 5 %; male; age 60; creatinine 80 umol/L
renal_wasting moderate: serum 0.55 mmol/L; no iv_magnesium_recent; urine 60 mg/24 h; femg 5 %; male; age 60; creatinine 80 umol/L; wasting
renal_wasting moderate: serum 0.55 mmol/L; no iv_magnesium_recent; urine 60 mg/24 h; femg 5 %; male; age 60; creatinine 130 umol/L; wasting | no wasting
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; urine 60 mg/24 h; male; age 60; creatinine 400 umol/L; wasting | acute_kidney_injury
# A diuretic in the collection: one step lower for renal wasting, nothing for a conserved urine
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; loop_diuretic | thiazide | diuretic_during_collection
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; loop_diuretic
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; loop_diuretic; no diuretic_during_collection
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; potassium_sparing_diuretic | sglt2_inhibitor
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 10 mg/24 h; femg 1 %; loop_diuretic
# Magnesium by mouth in the collection: the same
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; oral_magnesium | magnesium_laxative_or_antacid | magnesium_given_during_collection
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; oral_magnesium; no magnesium_given_during_collection
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; oral_magnesium; loop_diuretic
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 10 mg/24 h; femg 1 %; oral_magnesium
# Lost voids or a creatinine below the band: the amount is a lower bound; below 1.0 FEMg decides alone
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; collection_incomplete
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; urine 10 mg/24 h; collection_incomplete
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 10 mg/24 h; collection_incomplete; femg 5 %
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 10 mg/24 h; collection_incomplete; femg 1 %
# FEMg from the magnesium and creatinine of the short collection itself: lost voids cancel out of that ratio
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 10 mg/24 h; urine_creatinine 6 mmol/24 h; creatinine 60 umol/L; collection_incomplete
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 20 mg/24 h; urine_creatinine 3 mmol/24 h; creatinine 80 umol/L; collection_incomplete
# An infusion moves magnesium alone, so it moves the ratio too
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; urine 20 mg/24 h; urine_creatinine 3 mmol/24 h; creatinine 80 umol/L; collection_incomplete; iv_magnesium_recent
# A creatinine below the band for the weight
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; urine 10 mg/24 h; male; weight 70; urine_creatinine 874 mg/24 h
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 10 mg/24 h; male; weight 70; urine_creatinine 882 mg/24 h
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; urine 10 mg/24 h; female; weight 60; urine_creatinine 504 mg/24 h
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; urine 10 mg/24 h; female; weight 60; urine_creatinine 510 mg/24 h
hypermagnesaemia_impaired_excretion low: serum 1.20 mmol/L; urine 10 mg/24 h; collection_incomplete
# More than 28 h uncorrected or a creatinine above the band: 1.0 or more one step lower, below 1.0 stands
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; hours 29 h
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; hours 28 h
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; male; weight 70; urine_creatinine 2177 mg/24 h
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; male; weight 70; urine_creatinine 2170 mg/24 h
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; female; weight 60; urine_creatinine 1548 mg/24 h
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 10 mg/24 h; femg 1 %; hours 29 h
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 10 mg/24 h; femg 1 %; male; weight 70; urine_creatinine 2200 mg/24 h
# A timed amount: 20 to 28 h without comment, 12 to 20 and over 28 one step lower, under 12 not read
renal_wasting high: serum 0.55 mmol/L; settled; timed 40 mg; femg 5 %; hours 20 h | hours 28 h
renal_wasting moderate: serum 0.55 mmol/L; settled; timed 40 mg; femg 5 %; hours 12 h | hours 19 h | hours 29 h
renal_wasting low: serum 0.55 mmol/L; settled; timed 40 mg; hours 12 h
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; timed 10 mg; femg 1 %; hours 12 h
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; timed 40 mg; hours 11 h
# At 0.40 or below a conserved urine does not exclude a leak
extrarenal_or_low_intake low: serum 0.40 mmol/L | serum 1.0 mg/dL; settled; urine 10 mg/24 h; femg 1 %
extrarenal_or_low_intake high: serum 0.41 mmol/L; settled; urine 10 mg/24 h; femg 1 %
renal_wasting high: serum 0.40 mmol/L; settled; urine 60 mg/24 h; femg 5 %
# More than 3 days apart: never read as a pair
renal_wasting moderate: serum 0.55 mmol/L; settled; serum on 2026-01-01; urine 60 mg/24 h; urine on 2026-01-04
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; serum on 2026-01-01; urine 60 mg/24 h; urine on 2026-01-05
hypermagnesaemia_cause_undetermined low: serum 1.20 mmol/L; serum on 2026-01-05; urine 60 mg/24 h; urine on 2026-01-01
renal_wasting discordant: serum 0.55 mmol/L; settled; serum on 2026-01-01; urine 60 mg/24 h; rbc 8 mg/dL; rbc on 2026-01-04
renal_wasting moderate: serum 0.55 mmol/L; settled; serum on 2026-01-01; urine 60 mg/24 h; rbc 8 mg/dL; rbc on 2026-01-05
renal_wasting moderate: serum 0.55 mmol/L; settled; serum on 2026-01-01; creatinine 80 umol/L; urine_magnesium_spot 3.0 mmol/L; urine_creatinine_spot 8 mmol/L; urine_magnesium_spot on 2026-01-04
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; serum on 2026-01-01; creatinine 80 umol/L; urine_magnesium_spot 3.0 mmol/L; urine_creatinine_spot 8 mmol/L; urine_magnesium_spot on 2026-01-05
# Albumin below 30: a low serum at most low; paraprotein and gadolinium: either side
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; albumin 29 g/L | albumin 2.9 g/dL | paraprotein | gadolinium_recent
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; albumin 30 g/L
no_magnesium_disorder_shown moderate: serum 0.80 mmol/L; nothing else; albumin 25 g/L
no_magnesium_disorder_shown low: serum 0.80 mmol/L; nothing else; paraprotein | gadolinium_recent
# EDTA likely: low magnesium, calcium and ALP with a high potassium, or the laboratory says so
sample_suspect None: serum 0.60 mmol/L; potassium 7.5 mmol/L; alp 12 U/L; calcium 1.6 mmol/L | calcium_adjusted 2.19 mmol/L | ionised_calcium 1.0 mmol/L (1.15-1.30)
sample_suspect None: serum 0.60 mmol/L; potassium 5.4 mmol/L; alp 29 U/L; calcium 2.19 mmol/L
sample_suspect None: serum 0.55 mmol/L | serum 0.80 mmol/L; edta_contamination
# EDTA possible: the first three, ALP not entered or not low; the low serum stands with low confidence
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; potassium 5.4 mmol/L; calcium_adjusted 2.19 mmol/L | calcium 2.19 mmol/L | ionised_calcium 1.0 mmol/L (1.15-1.30)
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; potassium 5.4 mmol/L; calcium_adjusted 2.19 mmol/L; alp 30 U/L
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; potassium 5.4 mmol/L; calcium_adjusted 2.20 mmol/L
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; potassium 5.3 mmol/L; calcium_adjusted 2.19 mmol/L
# EDTA possible is not raised where eGFR below 30 with a normal ALP explains it
hypomagnesaemia_cause_undetermined moderate: serum 0.55 mmol/L; nothing else; egfr 29 mL/min/1.73m2; calcium_adjusted 2.0 mmol/L; potassium 5.9 mmol/L; alp 80 U/L
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; nothing else; egfr 29 mL/min/1.73m2; calcium_adjusted 2.0 mmol/L; potassium 5.9 mmol/L
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; nothing else; egfr 30 mL/min/1.73m2; calcium_adjusted 2.0 mmol/L; potassium 5.9 mmol/L; alp 80 U/L
# Haemolysis and late separation: a low serum stands, a normal one is at most low, a high one is suspect
hypomagnesaemia_cause_undetermined moderate: serum 0.58 mmol/L; nothing else; haemolysed | haemolysis_gross | late_separation
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; haemolysed | late_separation
no_magnesium_disorder_shown low: serum 0.80 mmol/L; nothing else; haemolysed | late_separation
depletion_with_normal_serum low: serum 0.80 mmol/L; potassium 3.1 mmol/L; ppi; urine 60 mg/24 h; haemolysed
sample_suspect None: serum 0.80 mmol/L; haemolysis_gross
sample_suspect None: serum 1.20 mmol/L; haemolysed | haemolysis_gross | late_separation
# Lysed or late red cells: a low RBC is ignored, a high one stands
hypermagnesaemia_impaired_excretion moderate: serum 1.20 mmol/L; rbc 3.0 mg/dL; rbc_late_separation_or_lysis; urine 60 mg/24 h
depletion_with_normal_serum low: serum 0.80 mmol/L; potassium 3.1 mmol/L; ppi; rbc 3.0 mg/dL; rbc_late_separation_or_lysis
discordant low: serum 0.80 mmol/L; rbc 8 mg/dL; rbc_late_separation_or_lysis; urine 100 mg/24 h
# A drip arm: fluid without magnesium, or not known, makes a low serum suspect; with magnesium a normal or high one
sample_suspect None: serum 0.55 mmol/L; drip_arm; no drip_contained_magnesium | no haemolysed
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; drip_arm; drip_contained_magnesium
hypermagnesaemia_cause_undetermined low: serum 1.20 mmol/L; drip_arm; no drip_contained_magnesium
sample_suspect None: serum 0.80 mmol/L | serum 1.20 mmol/L; drip_arm; drip_contained_magnesium
# Intravenous magnesium: a low serum and a conserved urine stand; the rest is on treatment or open
on_magnesium_treatment None: serum 0.80 mmol/L | serum 1.20 mmol/L; iv_magnesium_recent
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; settled; iv_magnesium_recent; urine 60 mg/24 h; femg 8 % | no ppi
extrarenal_or_low_intake moderate: serum 0.55 mmol/L; settled; iv_magnesium_recent; urine 10 mg/24 h
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; iv_magnesium_recent; urine 10 mg/24 h; femg 1 %
# A suspect sample is named before treatment, and both after what is out of scope
sample_suspect None: serum 0.80 mmol/L; iv_magnesium_recent; haemolysis_gross
out_of_scope None: serum 1.20 mmol/L; haemolysed; dialysis | pregnant | obstetric_magnesium | age 17
out_of_scope None: serum 0.55 mmol/L | rbc 5 mg/dL | potassium 2.9 mmol/L | seizure; dialysis | pregnant | obstetric_magnesium | age 17
hypomagnesaemia_cause_undetermined low: age 18; serum 0.55 mmol/L
# Nothing entered: no magnesium result, no urgency rule, no abnormal companion; otherwise a serum is needed
nothing_entered None: fasciculations | potassium 4.0 mmol/L | dialysis | pregnant | ppi
serum_needed None: potassium 3.2 mmol/L | potassium 2.9 mmol/L | seizure | wasting | rbc 5 mg/dL | urine 10 mg/24 h | femg 5 %
serum_needed None: ionised 0.40 mmol/L (0.45-0.60)
serum_needed None: rbc 5 mg/dL | urine 10 mg/24 h; edta_contamination
# A serum that cannot be classified is needed again; an unconfirmed range makes it suspect
serum_needed None: serum <0.80 mmol/L | serum <=0.70 mmol/L | serum >0.90 mmol/L
hypomagnesaemia_cause_undetermined low: serum <0.70 mmol/L | serum <0.2 mmol/L
sample_suspect None: serum 0.60 mmol/L (1.7-2.4?)
hypomagnesaemia_cause_undetermined low: serum 0.60 mmol/L (1.7-2.4)
# High serum: excretion, load, or open
hypermagnesaemia_impaired_excretion moderate: serum 1.20 mmol/L; urine 50 mg/24 h | urine 269 mg/24 h | egfr 29 mL/min/1.73m2 | acute_kidney_injury
hypermagnesaemia_excess_load moderate: serum 1.20 mmol/L; urine 270 mg/24 h
hypermagnesaemia_excess_load moderate: serum 1.20 mmol/L; oral_magnesium; egfr 60 mL/min/1.73m2
hypermagnesaemia_cause_undetermined low: serum 1.20 mmol/L; oral_magnesium; egfr 59 mL/min/1.73m2 | no ppi
hypermagnesaemia_cause_undetermined low: serum 1.20 mmol/L; lithium; egfr 90 mL/min/1.73m2
hypermagnesaemia_cause_undetermined low: serum 1.20 mmol/L; egfr 30 mL/min/1.73m2
hypermagnesaemia_cause_undetermined moderate: serum 1.20 mmol/L; nothing else
# High serum: high confidence where both agree
hypermagnesaemia_impaired_excretion high: serum 1.20 mmol/L; urine 40 mg/24 h | urine 100 mg/24 h; egfr 59 mL/min/1.73m2
hypermagnesaemia_impaired_excretion moderate: serum 1.20 mmol/L; urine 100 mg/24 h; egfr 60 mL/min/1.73m2
hypermagnesaemia_excess_load high: serum 1.20 mmol/L; urine 300 mg/24 h; oral_magnesium
# RBC moves nothing but confidence: it contradicts a low serum when high and a high serum when low
renal_wasting high: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; rbc 3.0 mg/dL
renal_wasting discordant: serum 0.55 mmol/L; settled; urine 60 mg/24 h | urine 40 mg/24 h | urine 300 mg/24 h; femg 5 %; rbc 8 mg/dL
renal_wasting discordant: serum 0.55 mmol/L; settled; rbc 8 mg/dL; femg 5 %
renal_wasting discordant: serum 0.55 mmol/L; settled; rbc 8 mg/dL; femg 5 %; urine 10 mg/24 h
extrarenal_or_low_intake discordant: serum 0.55 mmol/L; settled; rbc 8 mg/dL; urine 10 mg/24 h | femg 1 %
hypomagnesaemia_cause_undetermined discordant: serum 0.55 mmol/L; rbc 8 mg/dL; no ppi | egfr 20 mL/min/1.73m2
redistribution discordant: serum 0.55 mmol/L; refeeding; phosphate 0.5 mmol/L; rbc 8 mg/dL
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; rbc 4.1 mg/dL
hypermagnesaemia_cause_undetermined discordant: serum 1.20 mmol/L; rbc 3.0 mg/dL
hypermagnesaemia_impaired_excretion discordant: serum 1.20 mmol/L; rbc 3.0 mg/dL; urine 100 mg/24 h | egfr 20 mL/min/1.73m2
hypermagnesaemia_excess_load discordant: serum 1.20 mmol/L; rbc 3.0 mg/dL; oral_magnesium; egfr 80 mL/min/1.73m2
hypermagnesaemia_excess_load discordant: serum 1.20 mmol/L; rbc 3.0 mg/dL; urine 300 mg/24 h
hypermagnesaemia_impaired_excretion high: serum 1.20 mmol/L; rbc 8 mg/dL; urine 100 mg/24 h; egfr 20 mL/min/1.73m2
# Low serum, normal RBC: low before a repeat where the urine is in range; by the urine rules where it is flagged low
renal_wasting low: serum 0.55 mmol/L; settled; urine 60 mg/24 h; femg 5 %; rbc 5 mg/dL
renal_wasting high: serum 0.55 mmol/L; settled; urine 40 mg/24 h | urine 300 mg/24 h; femg 5 %; rbc 5 mg/dL
renal_wasting moderate: serum 0.55 mmol/L; settled; urine 40 mg/24 h; rbc 5 mg/dL
extrarenal_or_low_intake high: serum 0.55 mmol/L; settled; urine 10 mg/24 h; femg 1 %; rbc 5 mg/dL
# Companion results settle only an open low serum: a salt-losing tubule without diuretic or vomiting
renal_wasting moderate: serum 0.60 mmol/L; alkalosis; no loop_diuretic; no thiazide; no vomiting_or_gastric_loss
renal_wasting moderate: serum 0.60 mmol/L; alkalosis; no loop_diuretic; no thiazide; no vomiting_or_gastric_loss; egfr 20 mL/min/1.73m2
renal_wasting discordant: serum 0.60 mmol/L; alkalosis; no loop_diuretic; no thiazide; no vomiting_or_gastric_loss; rbc 8 mg/dL
hypomagnesaemia_cause_undetermined low: serum 0.60 mmol/L; alkalosis; no loop_diuretic; no thiazide
hypomagnesaemia_cause_undetermined low: serum 0.60 mmol/L; alkalosis; loop_diuretic | thiazide; no vomiting_or_gastric_loss
extrarenal_or_low_intake moderate: serum 0.60 mmol/L; alkalosis; no loop_diuretic; no thiazide; no vomiting_or_gastric_loss; urine 10 mg/24 h
# Redistribution: refeeding, insulin for ketoacidosis, or recent parathyroidectomy, each with low phosphate
redistribution moderate: serum 0.55 mmol/L; refeeding; phosphate 0.79 mmol/L
redistribution moderate: serum 0.55 mmol/L; refeeding; phosphate 0.5 mmol/L; urine 10 mg/24 h | femg 3 %
redistribution moderate: serum 0.55 mmol/L; insulin_infusion; ketoacidosis; phosphate 0.5 mmol/L
redistribution moderate: serum 0.55 mmol/L; parathyroidectomy_recent; phosphate 0.5 mmol/L; calcium_adjusted 2.1 mmol/L
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; refeeding; phosphate 0.80 mmol/L | no ppi
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; insulin_infusion | ketoacidosis; phosphate 0.5 mmol/L
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; parathyroidectomy_recent; phosphate 0.5 mmol/L; calcium_adjusted 2.3 mmol/L | calcium 1.9 mmol/L
renal_wasting moderate: serum 0.55 mmol/L; refeeding; phosphate 0.5 mmol/L; urine 60 mg/24 h
# A medicine names a cause, not a pattern; an emergency does not change the pattern
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; ppi | platinum_chemotherapy | loop_diuretic
renal_wasting high: serum 0.55 mmol/L; seizure; settled; urine 60 mg/24 h; femg 5 %
# An open reading is at most moderate, and low where a risk or symptom is present or a whole group was not asked
hypomagnesaemia_cause_undetermined moderate: serum 0.55 mmol/L; nothing else
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; no ppi | no fasciculations
hypomagnesaemia_cause_undetermined low: serum 0.55 mmol/L; ppi; no fasciculations
no_magnesium_disorder_shown moderate: serum 0.80 mmol/L; nothing else; fatigue | no tremor
no_magnesium_disorder_shown low: serum 0.80 mmol/L; no ppi; fasciculations
high_intake_or_compensated_loss moderate: serum 0.80 mmol/L; nothing else; urine 270 mg/24 h
high_intake_or_compensated_loss low: serum 0.80 mmol/L; ppi; urine 270 mg/24 h
# Normal serum: a urine below 80 mg with serum below 0.85 supports depletion beside a risk or symptom
depletion_with_normal_serum low: serum 0.84 mmol/L | serum 2.0 mg/dL | serum 1.6 mEq/L; urine 79 mg/24 h; ppi | fasciculations
depletion_with_normal_serum low: serum 0.84 mmol/L; urine 3.2 mmol/24 h | urine 6.5 mEq/24 h; ppi
no_magnesium_disorder_shown low: serum 0.85 mmol/L | serum 2.1 mg/dL | serum 1.7 mEq/L; urine 79 mg/24 h; ppi
no_magnesium_disorder_shown low: serum 0.84 mmol/L; urine 80 mg/24 h | urine 3.3 mmol/24 h | urine 6.6 mEq/24 h; ppi
# ... unless kidney function is known to be reduced, the collection to be short, or the diet to hold more than 250 mg
depletion_with_normal_serum low: serum 0.80 mmol/L; urine 40 mg/24 h; ppi; egfr 60 mL/min/1.73m2 | diet 250 mg/day | diet 100 mg/day
no_magnesium_disorder_shown low: serum 0.80 mmol/L; urine 40 mg/24 h; ppi; egfr 59 mL/min/1.73m2 | ckd | acute_kidney_injury | collection_incomplete | diet 251 mg/day
no_magnesium_disorder_shown low: serum 0.80 mmol/L; urine 40 mg/24 h; ppi; male; weight 70; urine_creatinine 700 mg/24 h
# Normal serum: unspecific symptoms and age do not count, nor do symptoms and risks without a supportive result
no_magnesium_disorder_shown low: serum 0.80 mmol/L; urine 40 mg/24 h; fatigue | nausea_or_anorexia | feels_weak | mood_change | age 80
no_magnesium_disorder_shown low: serum 0.82 mmol/L; fasciculations; ppi | no ppi
# Normal serum: RBC alone is not supportive
no_magnesium_disorder_shown low: serum 0.95 mmol/L; rbc 3.0 mg/dL; ppi; fasciculations
# Normal serum: ionised magnesium below its laboratory's range supports
depletion_with_normal_serum low: serum 0.95 mmol/L; ionised 0.44 mmol/L (0.45-0.60); ppi
no_magnesium_disorder_shown low: serum 0.95 mmol/L; ionised 0.45 mmol/L (0.45-0.60) | ionised 0.44 mmol/L; ppi
# Normal serum: a potassium below 3.5 that does not correct, or in a context that loses both
depletion_with_normal_serum low: serum 0.95 mmol/L; potassium 3.4 mmol/L; alcohol_excess | chronic_diarrhoea | high_output_stoma_or_fistula | loop_diuretic | thiazide | ppi
depletion_with_normal_serum low: serum 0.95 mmol/L; potassium 3.4 mmol/L; potassium_refractory; fasciculations
no_magnesium_disorder_shown low: serum 0.95 mmol/L; potassium 3.4 mmol/L; fasciculations | potassium_refractory | platinum_chemotherapy
no_magnesium_disorder_shown low: serum 0.95 mmol/L; potassium 3.5 mmol/L; ppi
# Normal serum: a low calcium with PTH low or not raised, or with alcohol excess; ionised before adjusted, never a bare total
depletion_with_normal_serum low: serum 0.95 mmol/L; calcium_adjusted 2.19 mmol/L; diabetes; pth 1 pmol/L (1.6-6.9) | pth 3 pmol/L (1.6-6.9)
depletion_with_normal_serum low: serum 0.95 mmol/L; alcohol_excess; calcium_adjusted 2.19 mmol/L | ionised_calcium 1.10 mmol/L (1.15-1.30)
depletion_with_normal_serum low: serum 0.95 mmol/L; alcohol_excess; calcium 2.00 mmol/L; albumin 38 g/L
no_magnesium_disorder_shown low: serum 0.95 mmol/L; calcium_adjusted 2.19 mmol/L; diabetes; pth 9 pmol/L (1.6-6.9) | no ppi
no_magnesium_disorder_shown low: serum 0.95 mmol/L; calcium_adjusted 2.20 mmol/L; alcohol_excess
no_magnesium_disorder_shown low: serum 0.95 mmol/L; calcium 2.00 mmol/L; alcohol_excess
no_magnesium_disorder_shown low: serum 0.95 mmol/L; ionised_calcium 1.20 mmol/L (1.15-1.30); calcium_adjusted 2.1 mmol/L; alcohol_excess
# Normal serum: retention above the cut-off of its protocol, with eGFR 60 or more
depletion_with_normal_serum low: serum 0.95 mmol/L; retention 30 % (-25); egfr 60 mL/min/1.73m2; ppi
no_magnesium_disorder_shown low: serum 0.95 mmol/L; retention 30 % (-25); egfr 59 mL/min/1.73m2 | no ckd; ppi
no_magnesium_disorder_shown low: serum 0.95 mmol/L; retention 25 % (-25) | retention 30 %; egfr 60 mL/min/1.73m2; ppi
# Normal serum: moderate with two supportive results, or one and a low RBC; never high
depletion_with_normal_serum moderate: serum 0.80 mmol/L; potassium 3.1 mmol/L; ppi; urine 60 mg/24 h | rbc 3.0 mg/dL
depletion_with_normal_serum moderate: serum 0.80 mmol/L; potassium 3.1 mmol/L; ppi; urine 60 mg/24 h; rbc 3.0 mg/dL; ionised 0.44 mmol/L (0.45-0.60)
# Normal serum, high urine: intake or a compensated loss, unless a result other than urine supports depletion
depletion_with_normal_serum low: serum 0.80 mmol/L; urine 300 mg/24 h; potassium 3.1 mmol/L; ppi
high_intake_or_compensated_loss low: serum 0.80 mmol/L; urine 75 mg/24 h (20-70); ppi
# Normal serum, high RBC: discordant with a low or normal urine, else by the other results
discordant discordant: serum 0.80 mmol/L; rbc 8 mg/dL; urine 40 mg/24 h
discordant low: serum 0.80 mmol/L; rbc 8 mg/dL; urine 100 mg/24 h
no_magnesium_disorder_shown moderate: serum 0.80 mmol/L; rbc 8 mg/dL; nothing else
high_intake_or_compensated_loss moderate: serum 0.80 mmol/L; rbc 8 mg/dL; urine 300 mg/24 h; nothing else
"""

FLAG_OF_SERUM = """
# UK consensus when nothing is chosen, both ends included; conversion alone pushes nothing over a limit
normal: serum 0.70 mmol/L | serum 1.00 mmol/L | serum 1.7 mg/dL | serum 2.4 mg/dL | serum 1.4 mEq/L | serum 2.0 mEq/L
low: serum 0.69 mmol/L | serum 1.6 mg/dL | serum 1.3 mEq/L
high: serum 1.01 mmol/L | serum 2.5 mg/dL | serum 2.1 mEq/L
# A typed range wins where it is plausible or confirmed
normal: serum 0.60 mmol/L (0.55-0.95?) | serum 0.80 mmol/L (0.80-0.95?) | serum 0.80 mmol/L (0.70-0.85?) | serum 0.80 mmol/L (0.70-1.20?)
normal: serum 1.8 mg/dL (1.7-2.4?)
unknown: serum 0.60 mmol/L (0.54-0.95?) | serum 0.80 mmol/L (0.81-0.95?) | serum 0.80 mmol/L (0.70-0.84?) | serum 0.80 mmol/L (0.70-1.21?)
low: serum 0.60 mmol/L (1.7-2.4)
# In pregnancy a flag is given only where every sourced trimester range agrees
low: pregnant; weeks 30; serum 0.45 mmol/L
unknown: pregnant; weeks 30; serum 0.50 mmol/L
normal: pregnant; weeks 30; serum 0.65 mmol/L
high: pregnant; weeks 30; serum 1.30 mmol/L
"""

FLAG_OF_RBC = """
# Without a laboratory: low below every published lower limit, high above every upper one, normal inside all of them
low: rbc 3.4 mg/dL
unknown: rbc 3.5 mg/dL | rbc 4.1 mg/dL | rbc 7.5 mg/dL
normal: rbc 4.2 mg/dL | rbc 6.3 mg/dL
high: rbc 7.6 mg/dL
# With a laboratory: its own range
low: rbc 3.6 mg/dL; laboratory quest
normal: rbc 4.0 mg/dL; laboratory quest
high: rbc 6.5 mg/dL; laboratory quest
# A typed range that is not plausible waits to be confirmed
normal: rbc 1.5 mmol/L (1.2-2.6?)
unknown: rbc 1.5 mmol/L (1.1-2.6?) | rbc 2.5 mmol/L (1.6-3.7?)
"""

AGAINST_SERUM = """
# Urine is judged against serum, whatever flag the laboratory printed
inappropriately_high: serum 0.60 mmol/L; urine 24 mg/24 h | urine 40 mg/24 h | urine 100 mg/24 h | urine 300 mg/24 h
conserving: serum 0.60 mmol/L; urine 23 mg/24 h
inappropriately_low: serum 1.20 mmol/L; urine 40 mg/24 h | urine 269 mg/24 h
appropriate: serum 1.20 mmol/L; urine 270 mg/24 h
not_judged: serum 0.80 mmol/L; urine 40 mg/24 h | urine 100 mg/24 h | urine 300 mg/24 h
# Not where kidney failure, an infusion, lost voids or other days speak against it
not_judged: serum 0.60 mmol/L; urine 40 mg/24 h; egfr 29 mL/min/1.73m2 | acute_kidney_injury | iv_magnesium_recent
not_judged: serum 0.60 mmol/L; urine 10 mg/24 h; collection_incomplete
conserving: serum 0.60 mmol/L; urine 10 mg/24 h; iv_magnesium_recent
inappropriately_high: serum 0.60 mmol/L; urine 40 mg/24 h; collection_incomplete
"""

STOP, TORSADES = "Stop every magnesium source", "treatment of torsades whatever the serum level"
EMERGENCY_TEXT = """
# Low or unknown magnesium: the protocol, without more
plain: seizure | serum 0.25 mmol/L | organophosphate_exposure | potassium 6.8 mmol/L
plain: serum 0.80 mmol/L; seizure
# Torsades: magnesium belongs to its treatment, whatever the level and also while it is given
torsades: torsades; no seizure | serum 0.30 mmol/L | serum 1.2 mmol/L | iv_magnesium_recent
torsades: torsades; iv_magnesium_recent; ventricular_arrhythmia | coma_or_arrest
# also beside signs of toxicity: pressure and pulse fall in torsades itself, and its treatment is not withheld
torsades: torsades; iv_magnesium_recent; hypotension | bradycardia | absent_reflexes
torsades: torsades; serum 2.5 mmol/L; hypotension
torsades: torsades; serum 1.2 mmol/L; potassium 6.8 mmol/L
# High magnesium, or magnesium being given: stop every source
stop: serum 4.5 mmol/L
stop: serum 2.5 mmol/L; respiratory_depression | coma_or_arrest | hypotension
stop: serum 1.2 mmol/L; seizure | respiratory_depression | ventricular_arrhythmia
stop: iv_magnesium_recent | obstetric_magnesium; absent_reflexes | respiratory_depression | coma_or_arrest
stop: serum 1.2 mmol/L; potassium 6.8 mmol/L | calcium_adjusted 3.6 mmol/L
stop: serum 1.2 mmol/L; potassium 2.4 mmol/L; digoxin
stop: serum 1.2 mmol/L; sodium 118 mmol/L; confusion
# Another result beside a magnesium that is not high, or that the obstetric protocol aims at
plain: serum 0.80 mmol/L | serum 0.60 mmol/L; potassium 6.8 mmol/L
plain: serum 2.5 mmol/L; obstetric_magnesium; potassium 6.8 mmol/L
# A fit in pre-eclampsia, or with a low serum under treatment, is not a reason to stop it
plain: obstetric_magnesium; seizure
plain: serum 2.5 mmol/L; obstetric_magnesium; seizure
plain: serum 0.35 mmol/L; iv_magnesium_recent; seizure
"""


@pytest.mark.parametrize(("patient", "level"), rows(URGENCY))
def test_urgency(patient, level):
    assert read(patient).urgency == level


@pytest.mark.parametrize(("patient", "reading"), rows(PATTERN))
def test_pattern_and_confidence(patient, reading):
    report = read(patient)
    assert f"{report.pattern} {report.confidence}" == reading


@pytest.mark.parametrize(("patient", "flag"), rows(FLAG_OF_SERUM))
def test_flag_of_serum(patient, flag):
    assert read(patient).tests["serum_magnesium"].flag == flag


@pytest.mark.parametrize(("patient", "flag"), rows(FLAG_OF_RBC))
def test_flag_of_red_cells(patient, flag):
    assert read(patient).tests["rbc_magnesium"].flag == flag


@pytest.mark.parametrize(("patient", "judged"), rows(AGAINST_SERUM))
def test_urine_against_serum(patient, judged):
    assert read(patient).tests["urine_magnesium_24h"].against_serum == judged


@pytest.mark.parametrize(("patient", "version"), rows(EMERGENCY_TEXT))
def test_the_version_of_the_emergency_text(patient, version):
    text = read(patient).emergency_text
    said = {name for name, words in (("stop", STOP), ("torsades", TORSADES)) if words in text}
    assert said == ({version} - {"plain"})


# ---- one result, one answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patient", "said"),
    [
        ("serum 0.65 mmol/L", ["low_magnesium"]),
        ("serum 0.55 mmol/L", ["low_magnesium_within_3_days"]),
        ("serum 0.45 mmol/L", ["severe_low_magnesium"]),
        ("serum 0.25 mmol/L", ["life_threatening_low_magnesium"]),
        ("serum 0.55 mmol/L; tremor", ["low_magnesium_with_sign"]),
        ("serum 1.6 mmol/L", ["marked_high_magnesium"]),
        ("serum 2.2 mmol/L", ["symptomatic_high_magnesium"]),
        ("serum 4.5 mmol/L; hypotension", ["high_magnesium_with_sign", "extreme_high_magnesium"]),
        ("serum 1.3 mmol/L; haemolysed", ["sample_suspect"]),
        ("serum 1.3 mmol/L; acute_kidney_injury", ["high_magnesium_with_failing_kidneys"]),
        ("serum 2.5 mmol/L; respiratory_depression; iv_magnesium_recent",
         ["breathing_fails_while_given_magnesium", "emergency_sign_with_high_magnesium", "symptomatic_high_magnesium"]),
        ("potassium 2.4 mmol/L; digoxin", ["potassium_emergency_low"]),
        ("sodium 115 mmol/L; drowsiness", ["sodium_emergency"]),
    ],
)  # fmt: skip
def test_no_milder_sentence_stands_beside_a_stronger_one_of_the_same_result(patient, said):
    assert sorted(one.id for one in read(patient).of_kind("urgency")) == sorted(said)


# ---- what a reading waits for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patient", "waits_for"),
    [
        ("serum 0.62 mmol/L; urine 60 mg/24 h", {"egfr", "oral_magnesium", "iv_magnesium_recent"}),
        ("serum 0.62 mmol/L; femg 5 %", {"egfr", "oral_magnesium", "iv_magnesium_recent"}),
        ("serum 1.20 mmol/L; urine 100 mg/24 h", {"egfr"}),
        ("serum 1.20 mmol/L; urine 300 mg/24 h", {"oral_magnesium", "magnesium_laxative_or_antacid"}),
    ],
)
def test_what_was_not_asked_and_weakens_the_reading_is_listed(patient, waits_for):
    assert waits_for <= set(read(patient).provisional_on)


@pytest.mark.parametrize("entered", ["egfr 90 mL/min/1.73m2", "no oral_magnesium; no iv_magnesium_recent"])
def test_what_was_asked_is_listed_no_more(entered):
    asked = {entry(item.strip())[0] for item in entered.split(";")}
    assert not asked & set(read(f"serum 0.62 mmol/L; urine 60 mg/24 h; {entered}").provisional_on)


def test_redistribution_without_a_phosphate_stays_open_and_asks_for_it():
    open_ = {one["id"]: one["missing"] for one in read("serum 0.55 mmol/L; refeeding").undecided}
    assert "phosphate" in open_["redistribution"]["all_of"] + open_["redistribution"]["any_of"]


# ---- what a gate withholds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("patient", "test", "gate"),
    [
        ("serum 0.60 mmol/L; calcium 1.6 mmol/L; potassium 7.5 mmol/L; alp 12 U/L", "potassium", "edta_likely"),
        ("serum 0.60 mmol/L; urine 40 mg/24 h; acute_kidney_injury", "urine_magnesium_24h", "acute_kidney_injury_urine"),
        ("serum 0.60 mmol/L; urine 40 mg/24 h; egfr 29 mL/min/1.73m2", "urine_magnesium_24h", "kidney_failure_urine"),
        ("serum 0.80 mmol/L; rbc 3.0 mg/dL; rbc_late_separation_or_lysis", "rbc_magnesium", "red_cells_lysed"),
        ("serum 0.80 mmol/L; rbc 8.0 mg/dL; rbc_late_separation_or_lysis", "rbc_magnesium", None),
        ("serum 0.80 mmol/L; urine 40 mg/24 h; egfr 29 mL/min/1.73m2", "urine_magnesium_24h", None),
        ("serum 0.60 mmol/L; urine 40 mg/24 h; egfr 30 mL/min/1.73m2", "urine_magnesium_24h", None),
    ],
)  # fmt: skip
def test_a_gate_withholds_only_what_the_disturbance_could_have_caused(patient, test, gate):
    assert read(patient).tests[test].withheld_by == gate
