"""Every context word of the public contract: its label, its group and, where it is not obvious, what counts as present."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Word:
    """Something present, absent or not asked. ``means`` says what counts where the label does not."""

    id: str
    label: str
    group: str
    means: str = ""


_MEDICINES = {
    "ppi": "Proton pump inhibitor",
    "loop_diuretic": "Loop diuretic",
    "thiazide": "Thiazide or thiazide-like diuretic",
    "potassium_sparing_diuretic": "Potassium-sparing diuretic",
    "aminoglycoside": "Aminoglycoside",
    "amphotericin_b": "Amphotericin B",
    "platinum_chemotherapy": "Platinum chemotherapy",
    "calcineurin_inhibitor": "Calcineurin inhibitor",
    "anti_egfr_antibody": "Anti-EGFR antibody",
    "pentamidine": "Pentamidine",
    "foscarnet": "Foscarnet",
    "other_tubulotoxic_drug": "Other drug toxic to the tubule",
    "digoxin": "Digoxin",
    "sglt2_inhibitor": "SGLT2 inhibitor",
    "beta_agonist": "Beta-agonist",
    "corticosteroid": "Corticosteroid",
    "lithium": "Lithium",
    "patiromer": "Patiromer",
    "insulin_infusion": "Insulin infusion; in the last 48 hours",
    "qt_prolonging_drug": "QT-prolonging drug; known risk of torsades",
    "laxative": "Laxative",
    "oral_magnesium": "Magnesium by mouth",
    "magnesium_laxative_or_antacid": "Magnesium laxative or antacid",
    "magnesium_enema_or_bowel_preparation": "Magnesium enema or bowel preparation",
    "iv_magnesium_recent": "Intravenous magnesium; in the last 48 hours",
    "obstetric_magnesium": "Magnesium for pre-eclampsia or preterm birth",
    "citrate_or_massive_transfusion": "Citrate or massive transfusion",
    "parenteral_nutrition": "Parenteral nutrition",
    "anticancer_medicine": "Anticancer medicine",
}
_CONDITIONS = {
    "chronic_diarrhoea": "Chronic diarrhoea",
    "vomiting_or_gastric_loss": "Vomiting or gastric loss",
    "malabsorption": "Malabsorption",
    "bowel_resection": "Bowel resection",
    "high_output_stoma_or_fistula": "High-output stoma or fistula",
    "alcohol_excess": "Alcohol excess",
    "alcohol_withdrawal": "Alcohol withdrawal",
    "diabetes": "Diabetes",
    "ketoacidosis": "Ketoacidosis",
    "refeeding": "Refeeding",
    "pancreatitis": "Pancreatitis",
    "parathyroidectomy_recent": "Recent parathyroidectomy",
    "hyperparathyroidism": "Hyperparathyroidism",
    "hyperthyroidism": "Hyperthyroidism",
    "hypothyroidism": "Hypothyroidism",
    "adrenal_insufficiency": "Adrenal insufficiency",
    "tumour_lysis_or_rhabdomyolysis": "Tumour lysis or rhabdomyolysis",
    "ckd": "Chronic kidney disease",
    "dialysis": "Dialysis",
    "dialysis_sample_after_session": "Sample taken after a dialysis session",
    "acute_kidney_injury": "Acute kidney injury",
    "recovery_from_aki_or_obstruction": "Recovery from kidney injury or obstruction",
    "kidney_transplant": "Kidney transplant",
    "proteinuria": "Proteinuria",
    "heart_disease": "Heart disease",
    "hypertension": "Hypertension",
    "burns": "Burns",
    "low_intake": "Low intake",
    "heavy_exercise": "Heavy exercise",
    "av_block": "AV block",
    "myasthenia_gravis": "Myasthenia gravis",
    "family_history_magnesium": "Family history of low magnesium",
    "nephrocalcinosis": "Nephrocalcinosis",
    "renal_cysts": "Renal cysts",
    "bowel_obstruction_or_constipation": "Bowel obstruction or constipation",
    "potassium_refractory": "Potassium that does not correct; despite replacement",
}
_SIGNS = {
    "fasciculations": "Fasciculations (twitching)",
    "eyelid_only": "Twitching of one eyelid only",
    "tongue_fasciculation": "Tongue fasciculation",
    "cramps": "Cramps",
    "weakness_on_examination": "Weakness on examination; found by an examiner, not felt",
    "feels_weak": "Feels weak; without weakness on examination",
    "weakness_within_4_weeks": "Weakness that began within 4 weeks",
    "wasting": "Muscle wasting",
    "bulbar_symptoms": "Bulbar symptoms; speech, swallowing",
    "respiratory_symptoms": "Respiratory symptoms; breathless at rest or lying flat, weak cough",
    "upper_motor_neurone_signs": "Upper motor neurone signs",
    "brisk_reflexes": "Brisk reflexes",
    "rigidity": "Rigidity",
    "sensory_loss": "Sensory loss",
    "tetany": "Tetany",
    "chvostek_or_trousseau": "Chvostek or Trousseau sign",
    "stridor_or_laryngospasm": "Stridor or laryngospasm",
    "seizure": "Seizure",
    "paraesthesia": "Paraesthesia",
    "tremor": "Tremor",
    "nystagmus": "Nystagmus",
    "ataxia": "Ataxia",
    "fatigue": "Fatigue",
    "nausea_or_anorexia": "Nausea or anorexia",
    "mood_change": "Change of mood",
    "confusion": "New confusion",
    "drowsiness": "Drowsiness",
    "syncope": "Syncope",
    "palpitations": "Palpitations",
    "arrhythmia": "Arrhythmia; new or symptomatic, new AV block included",
    "ventricular_arrhythmia": "Ventricular arrhythmia",
    "torsades": "Torsades de pointes",
    "absent_reflexes": "Absent reflexes; newly absent",
    "respiratory_depression": "Respiratory depression",
    "hypotension": "Hypotension",
    "bradycardia": "Bradycardia",
    "oliguria": "Oliguria",
    "flushing": "Flushing",
    "ileus_or_vomiting": "Ileus or vomiting",
    "coma_or_arrest": "Coma or cardiac arrest",
}
_OTHER_CAUSES = {
    "stress_or_anxiety": "Stress or anxiety",
    "caffeine_or_nicotine": "Caffeine or nicotine",
    "sleep_loss": "Sleep loss",
    "dehydration": "Dehydration",
    "anticholinesterase_medicine": "Anticholinesterase medicine",
    "organophosphate_exposure": "Organophosphate exposure",
    "stimulant": "Stimulant",
    "benzodiazepine_withdrawal": "Benzodiazepine withdrawal",
}
_SAMPLE = {
    "haemolysed": "Haemolysed serum",
    "haemolysis_gross": "Grossly haemolysed serum",
    "edta_contamination": "EDTA contamination; reported by the laboratory",
    "drip_arm": "Blood taken from a drip arm",
    "drip_contained_magnesium": "The drip contained magnesium",
    "late_separation": "Serum separated late",
    "rbc_late_separation_or_lysis": "Red cells separated late or lysed",
    "recent_transfusion": "Recent red-cell transfusion",
    "paraprotein": "Paraprotein",
    "gadolinium_recent": "Recent gadolinium contrast",
    "collection_incomplete": "Urine collection incomplete; voids lost",
    "magnesium_given_during_collection": "Magnesium by mouth during the urine collection",
    "diuretic_during_collection": "Diuretic during the urine collection",
}

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "medicines": "Medicines",
        "conditions": "Conditions",
        "signs": "Symptoms and signs in this illness",
        "other_causes": "Other causes of twitching",
        "sample": "Sample and collection",
    }
)
"""The groups of the entry form with their headings."""


def _words(group: str, labels: Mapping[str, str]) -> list[Word]:
    split = ((name, *text.partition("; ")) for name, text in labels.items())
    return [Word(name, label, group, means) for name, label, _, means in split]


WORDS: Mapping[str, Word] = MappingProxyType(
    {
        word.id: word
        for group, labels in zip(
            GROUPS, (_MEDICINES, _CONDITIONS, _SIGNS, _OTHER_CAUSES, _SAMPLE), strict=True
        )
        for word in _words(group, labels)
    }
)
"""Every context word of the contract."""

OF_THE_PERSON: Mapping[str, str] = MappingProxyType(
    {"female": "female", "male": "male", "pregnant": "pregnant"}
)
"""Words that follow from the person's details."""

NEVER_OF_A_MAN = ("obstetric_magnesium",)
"""Words that cannot apply to a man: absent without being asked."""

COMPUTED: Mapping[str, str] = MappingProxyType(
    {
        "serum_range_unconfirmed": "an implausible typed serum range, not confirmed",
        "rbc_range_unconfirmed": "an implausible typed RBC range, not confirmed",
        "magnesium_result_entered": "a magnesium result was entered",
        "companion_result_abnormal": "a companion result is outside its range",
        "urgency_shown": "an urgency rule holds",
        "sample_suspect_shown": "a sample or a range that has to be confirmed before the serum is read",
    }
)
"""Words that the engine computes."""
