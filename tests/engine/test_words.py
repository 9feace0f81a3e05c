"""The words of the public contract: none is lost or renamed, each has a label, and what counts as present is said apart."""

import pytest

from interpret.quantities import QUANTITIES
from interpret.words import COMPUTED, GROUPS, OF_THE_PERSON, WORDS

CONTRACT = {
    "medicines": """
        ppi loop_diuretic thiazide potassium_sparing_diuretic aminoglycoside amphotericin_b platinum_chemotherapy
        calcineurin_inhibitor anti_egfr_antibody pentamidine foscarnet other_tubulotoxic_drug digoxin sglt2_inhibitor
        beta_agonist corticosteroid lithium patiromer insulin_infusion qt_prolonging_drug laxative oral_magnesium
        magnesium_laxative_or_antacid magnesium_enema_or_bowel_preparation iv_magnesium_recent obstetric_magnesium
        citrate_or_massive_transfusion parenteral_nutrition anticancer_medicine""",
    "conditions": """
        chronic_diarrhoea vomiting_or_gastric_loss malabsorption bowel_resection high_output_stoma_or_fistula
        alcohol_excess alcohol_withdrawal diabetes ketoacidosis refeeding pancreatitis parathyroidectomy_recent
        hyperparathyroidism hyperthyroidism hypothyroidism adrenal_insufficiency tumour_lysis_or_rhabdomyolysis ckd
        dialysis dialysis_sample_after_session acute_kidney_injury recovery_from_aki_or_obstruction kidney_transplant
        proteinuria heart_disease hypertension burns low_intake heavy_exercise av_block myasthenia_gravis
        family_history_magnesium nephrocalcinosis renal_cysts bowel_obstruction_or_constipation
        potassium_refractory""",
    "signs": """
        fasciculations eyelid_only tongue_fasciculation cramps weakness_on_examination feels_weak
        weakness_within_4_weeks wasting bulbar_symptoms respiratory_symptoms upper_motor_neurone_signs brisk_reflexes
        rigidity sensory_loss tetany chvostek_or_trousseau stridor_or_laryngospasm seizure paraesthesia tremor
        nystagmus ataxia fatigue nausea_or_anorexia mood_change confusion drowsiness syncope palpitations arrhythmia
        ventricular_arrhythmia torsades absent_reflexes respiratory_depression hypotension bradycardia oliguria
        flushing ileus_or_vomiting coma_or_arrest""",
    "other_causes": """
        stress_or_anxiety caffeine_or_nicotine sleep_loss dehydration anticholinesterase_medicine
        organophosphate_exposure stimulant benzodiazepine_withdrawal""",
    "sample": """
        haemolysed haemolysis_gross edta_contamination drip_arm drip_contained_magnesium late_separation
        rbc_late_separation_or_lysis recent_transfusion paraprotein gadolinium_recent collection_incomplete
        magnesium_given_during_collection diuretic_during_collection""",
}


@pytest.mark.parametrize("group", CONTRACT)
def test_the_words_of_a_group_are_those_of_the_contract(group):
    assert [word.id for word in WORDS.values() if word.group == group] == CONTRACT[group].split()


def test_every_group_of_the_entry_form_has_a_heading_and_words():
    assert list(GROUPS) == list(CONTRACT)
    assert all(GROUPS.values())


def test_no_two_words_read_alike():
    labels = [word.label for word in WORDS.values()]
    assert sorted(set(labels)) == sorted(labels)


def test_a_word_is_known_by_its_own_name():
    assert [word.id for word in WORDS.values()] == list(WORDS)


def test_a_label_begins_with_a_capital_and_ends_without_a_stop():
    assert [
        word.id for word in WORDS.values() if not word.label[0].isupper() or word.label.endswith(".")
    ] == []


def test_what_counts_as_present_stands_beside_the_label():
    weakness = WORDS["weakness_on_examination"]
    assert (weakness.label, weakness.means) == ("Weakness on examination", "found by an examiner, not felt")


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("insulin_infusion", "in the last 48 hours"),
        ("iv_magnesium_recent", "in the last 48 hours"),
        ("respiratory_symptoms", "breathless at rest or lying flat, weak cough"),
        ("arrhythmia", "new or symptomatic, new AV block included"),
        ("absent_reflexes", "newly absent"),
        ("collection_incomplete", "voids lost"),
    ],
)
def test_a_word_that_could_be_read_in_two_ways_says_which(word, means):
    assert WORDS[word].means == means


def test_a_word_that_needs_no_explanation_has_none():
    assert WORDS["tremor"].means == ""


def test_the_engines_own_words_cannot_be_entered():
    assert WORDS.keys().isdisjoint(OF_THE_PERSON.keys() | COMPUTED.keys() | QUANTITIES.keys())
