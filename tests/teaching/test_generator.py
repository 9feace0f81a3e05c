"""The class generator: the same class from the same seed, patients who could exist, faults that push where they say."""

import io
import json
import tomllib
from collections import Counter
from decimal import Decimal
from importlib import resources

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret import Patient, interpret, interpret_cohort
from interpret.evaluate import read
from interpret.prepare import columns_of
from interpret.quantities import QUANTITIES
from interpret.rules import URGENCIES, RuleError, rulebook
from interpret.truth import TRUE
from teaching.generator import (
    ANSWERS,
    LARGEST_CLASS,
    MOST_DEVIATION,
    Chance,
    creatinine_at,
    filtered,
    make_class,
    to_csv,
    to_json,
    with_fault,
)
from teaching.physiology import from_table, physiology

CAUSES = tuple(physiology().causes)
FAULTS = tuple(physiology().faults)
LARGE = 120
"""Patients of one cause, or with one fault, from which a share is taken."""


@pytest.fixture(scope="module")
def of_cause():
    return {cause: make_class(2026, LARGE, causes=[cause]) for cause in CAUSES}


@pytest.fixture(scope="module")
def of_fault():
    return {fault: make_class(2026, LARGE, faults=[fault], faulty=1) for fault in FAULTS}


def readings(panels):
    return read(rulebook(), columns_of([Patient.from_dict(one) for one in panels]))


def value(result):
    return float(result["value"])


# ---- the same seed, the same class -------------------------------------------------------------------------------------
PRINTED_OF_SEED_ONE = {
    "serum_magnesium": "1.33 mmol/L",
    "rbc_magnesium": "2.14 mmol/L",
    "urine_magnesium_24h": "3.7 mmol/24 h",
    "urine_creatinine_24h": "7.5 mmol/24 h",
    "serum_creatinine": "467 umol/L",
    "potassium": "4.7 mmol/L",
    "calcium_adjusted": "2.29 mmol/L",
    "phosphate": "1.59 mmol/L",
    "alp": "88 U/L",
}


def test_seed_one_is_this_class_on_every_machine_and_python():
    results = make_class(1, 1)[0].given["results"]
    assert {name: f"{one['value']} {one['unit']}" for name, one in results.items()} == PRINTED_OF_SEED_ONE


def test_the_same_seed_gives_the_same_class():
    assert make_class(7, 20, faults=FAULTS) == make_class(7, 20, faults=FAULTS)


def test_another_seed_gives_another_class():
    assert make_class(7, 20) != make_class(8, 20)


def test_a_longer_class_begins_with_the_same_patients():
    assert make_class(7, 30)[:20] == make_class(7, 20)


def test_faults_are_done_to_the_same_class():
    assert [one.fault_free for one in make_class(7, 20, faults=FAULTS)] == [
        one.given for one in make_class(7, 20)
    ]


def test_the_order_of_a_choice_does_not_matter():
    assert make_class(7, 20, causes=CAUSES[::-1]) == make_class(7, 20, causes=CAUSES)


def test_chance_is_what_python_promises_to_keep():
    assert [round(share, 6) for share in (Chance("patient 1/1").share(), Chance("patient 1/2").share())] == [
        0.874534,
        0.479587,
    ]


# ---- patients who could exist ----------------------------------------------------------------------------------------
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(), faults=st.sets(st.sampled_from(FAULTS)))
def test_every_patient_is_valid_input(seed, faults):
    for one in make_class(seed, 5, faults=faults, faulty=0.5):
        assert Patient.from_dict(one.given).results.keys() == one.given["results"].keys()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers())
def test_every_result_is_printed_as_a_laboratory_prints_it(seed):
    for one in make_class(seed, 3, faults=FAULTS, faulty=0.5):
        for name, result in one.fault_free["results"].items():
            places = QUANTITIES[name].reporting_places(result["unit"])
            assert result["value"] == round(result["value"], places)


@pytest.mark.parametrize("cause", CAUSES)
def test_nothing_about_a_fault_free_sample_is_suspect(of_cause, cause):
    read = readings(one.given for one in of_cause[cause])
    doubts = ("edta_likely", "edta_possible", "haemolysis", "collection_short", "collection_long")
    assert [gate for gate in doubts if (read.truth[gate] == TRUE).any()] == []


@pytest.mark.parametrize("cause", CAUSES)
def test_kidney_function_is_what_the_cause_says(of_cause, cause):
    least, most = physiology().causes[cause].kidney_function
    found = readings(one.given for one in of_cause[cause]).reported.columns.quantity("egfr").canonical()[0]
    margin = 1 + 1.3 * MOST_DEVIATION * physiology().varies["serum_creatinine"] / 100
    assert least / margin <= found.min() <= found.max() <= most * margin


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("kidney_function", [10, 59, 90, 120])
def test_creatinine_gives_back_its_kidney_function(kidney_function, sex):
    report = interpret(
        Patient.from_dict(
            {
                "patient": {"age_years": 50, "sex": sex},
                "results": {
                    "serum_creatinine": {
                        "value": round(creatinine_at(kidney_function, 50, sex), 4),
                        "unit": "umol/L",
                    },
                },
            }
        )
    )
    assert report.derived["egfr"]["value"] == kidney_function


def test_a_millilitre_a_minute_is_one_and_a_half_litres_a_day():
    assert filtered(1.0, 100) == pytest.approx(144)


# ---- causes ----------------------------------------------------------------------------------------------------------
MOSTLY = 0.75
"""Share of patients with the typical reading. In 120 patients of each cause and each of 8 seeds the least was 0.82
(refeeding), then 0.86 (low intake), 0.90 (PPI, diarrhoea); every other cause 0.99 or more."""


@pytest.mark.parametrize("cause", CAUSES)
def test_three_in_four_or_more_read_as_is_typical(of_cause, cause):
    typical = physiology().causes[cause].reads_as
    assert sum(one.answer.pattern in typical for one in of_cause[cause]) / LARGE >= MOSTLY


def test_one_in_five_with_alcohol_leaks_by_the_model_so_both_readings_occur(of_cause):
    shares = Counter(one.answer.pattern for one in of_cause["alcohol"])
    assert shares["extrarenal_or_low_intake"] > shares["renal_wasting"] > LARGE / 10


@pytest.mark.parametrize(
    ("cause", "name", "beside"),
    [
        ("thiazide_or_gitelman_like", "potassium", "below"),
        ("refeeding", "phosphate", "below"),
        ("proton_pump_inhibitor", "rbc_magnesium", "below"),
        ("low_intake", "urine_magnesium_24h", "below"),
        ("laxative_load", "urine_magnesium_24h", "above"),
        ("kidney_disease_and_laxative", "serum_creatinine", "above"),
    ],
)
def test_a_cause_moves_what_it_should(of_cause, cause, name, beside):
    def middle(one):
        return sorted(value(patient.given["results"][name]) for patient in of_cause[one])[LARGE // 2]

    assert (middle(cause) < middle("none")) == (beside == "below")


def test_a_class_without_choice_has_every_cause():
    assert {one.cause for one in make_class(1, 200)} == set(CAUSES)


def test_only_the_chosen_causes_are_in_a_class():
    assert {one.cause for one in make_class(1, 50, causes=["none", "refeeding"])} == {"none", "refeeding"}


def test_the_cause_is_in_the_context(of_cause):
    assert all(one.given["context"]["ppi"] for one in of_cause["proton_pump_inhibitor"])


def test_a_patient_has_a_title_a_class_can_read(of_cause):
    assert of_cause["proton_pump_inhibitor"][0].title == "Woman of 57: proton pump inhibitor, tremor"


# ---- faults ----------------------------------------------------------------------------------------------------------
DIRECTIONS = [
    (fault.id, name, way) for fault in physiology().faults.values() for name, way in fault.moves.items()
]


def in_mmol(result, name):
    quantity = QUANTITIES[name]
    return value(result) * float(quantity.units[result["unit"]])


@pytest.mark.parametrize(("fault", "name", "way"), DIRECTIONS)
def test_a_fault_moves_a_result_in_its_stated_direction(of_fault, fault, name, way):
    for one in of_fault[fault]:
        before, after = (in_mmol(given["results"][name], name) for given in (one.fault_free, one.given))
        assert (after > before) if way == "up" else (after < before)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_moves_nothing_else(of_fault, fault):
    moved = physiology().faults[fault].moves
    for one in of_fault[fault]:
        results = one.given["results"], one.fault_free["results"]
        assert {name for name in results[0] if results[0][name] != results[1][name]} == set(moved)


def test_a_worse_fault_moves_further():
    clean = make_class(3, 1)[0].given
    fault = physiology().faults["edta"]
    mild, bad = (with_fault(clean, fault, severity)["results"]["potassium"] for severity in (0, 1))
    assert value(mild) < value(bad)


def test_lost_voids_leave_the_fractional_excretion_where_it_was(of_fault):
    """Both amounts come from one bottle, so their ratio stays; only rounding to the reporting places moves it."""
    for one in of_fault["incomplete_collection"]:
        ratios = [
            value(given["results"]["urine_magnesium_24h"]) / value(given["results"]["urine_creatinine_24h"])
            for given in (one.fault_free, one.given)
        ]
        amount = value(one.given["results"]["urine_magnesium_24h"])
        assert ratios[1] == pytest.approx(ratios[0], rel=0.05 + 0.1 / amount)


def test_laboratories_say_haemolysis_and_the_class_must_find_the_rest(of_fault):
    said = {
        fault: {word for word, held in made[0].given["context"].items() if held}
        - {word for word, held in made[0].fault_free["context"].items() if held}
        for fault, made in of_fault.items()
    }
    assert {fault: words for fault, words in said.items() if words} == {"haemolysis": {"haemolysed"}}


def test_edta_is_found_in_three_quarters_by_the_four_results_together(of_fault):
    low = [one for one in of_fault["edta"] if one.answer_without_fault.pattern.startswith(("renal", "extra"))]
    found = [one for one in low if one.answer.pattern == "sample_suspect"]
    assert len(found) / len(low) >= 0.75


def lowered(made):
    return [
        one
        for one in made
        if URGENCIES.index(one.answer.urgency) < URGENCIES.index(one.answer_without_fault.urgency)
    ]


def test_edta_never_hides_an_urgency(of_fault):
    assert lowered(of_fault["edta"]) == []


@pytest.mark.parametrize("fault", ["mg_dl_read_as_mmol_l", "haemolysis"])
def test_a_fault_that_raises_a_low_serum_can_hide_an_urgency(of_fault, fault):
    """The reason to teach it: the number itself is wrong, and no rule can read what is not there."""
    assert lowered(of_fault[fault]) != []


def test_lost_voids_hide_no_urgency_but_that_of_a_supported_depletion(of_fault):
    assert {one.answer_without_fault.pattern for one in lowered(of_fault["incomplete_collection"])} <= {
        "depletion_with_normal_serum"
    }


TOLD = {
    "incomplete_collection": "collection_incomplete",
    "haemolysis": "haemolysed",
    "edta": "edta_contamination",
}


@pytest.mark.parametrize(("fault", "word"), TOLD.items())
def test_saying_what_went_wrong_never_lowers_the_urgency_of_a_low_or_high_serum(of_fault, fault, word):
    """Of the named exceptions (decisions, ruling 6) two can occur here: a depletion no longer supported, and a high
    potassium that the tube explains in a well patient."""
    said, unsaid = (
        readings(one.given | {"context": one.given["context"] | {word: told}} for one in of_fault[fault])
        for told in (True, None)
    )
    for row in np.flatnonzero(said.urgency < unsaid.urgency):
        because = [
            rule.id
            for rule in unsaid.book.of_kind("urgency")
            if rule.urgency == unsaid.urgency_of(row) and unsaid.holds(rule.id, row) == TRUE
        ]
        assert unsaid.pattern_of(row) == "depletion_with_normal_serum" or any(
            "potassium" in one for one in because
        )


def test_no_fault_chosen_means_no_fault():
    assert {one.fault for one in make_class(1, 50)} == {None}


def test_a_third_of_a_class_has_a_fault_when_faults_are_chosen():
    faulty = sum(one.fault is not None for one in make_class(1, 300, faults=FAULTS))
    assert 75 <= faulty <= 125


# ---- what is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"number": 0}, "A class of 0 cannot be made; give a number from 1 to 5000"),
        ({"number": LARGEST_CLASS + 1}, "A class of 5001 cannot be made"),
        ({"causes": ["diarrhea"]}, "There is no cause 'diarrhea'; .*Did you mean diarrhoea"),
        ({"faults": ["hemolysis"]}, "There is no fault 'hemolysis'; .*Did you mean haemolysis"),
    ],
    ids=["nobody", "too many", "unknown cause", "unknown fault"],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(wrong, message):
    with pytest.raises(ValueError, match=message):
        make_class(**{"seed": 1, "number": 5} | wrong)


# ---- files -----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def mixed():
    return make_class(5, 40, faults=FAULTS, faulty=0.5)


def table(made, *, answers):
    return pd.read_csv(io.StringIO(to_csv(made, answers=answers)), dtype=str, keep_default_na=False)


def test_the_cohort_reads_the_file_as_the_answer_key_says(mixed):
    frame = table(mixed, answers=True)
    readings = interpret_cohort(frame)
    assert readings["error"].isna().all()
    for column in ("pattern", "confidence", "urgency"):
        assert readings[column].fillna("").tolist() == frame[f"answer_{column}"].tolist()


def test_a_file_for_the_class_holds_no_answer(mixed):
    assert set(ANSWERS).isdisjoint(table(mixed, answers=False).columns)


def test_a_file_with_answers_says_what_the_fault_did(mixed):
    frame = table(mixed, answers=True)
    assert frame["pattern_without_fault"].tolist() == [one.answer_without_fault.pattern for one in mixed]


def test_json_is_in_the_names_of_the_contract(mixed):
    for listed, one in zip(
        json.loads(to_json(mixed, answers=False), parse_float=Decimal), mixed, strict=True
    ):
        assert Patient.from_dict(listed["given"]) == Patient.from_dict(one.given)
        assert "answer" not in listed


def test_json_with_answers_has_the_cause(mixed):
    listed = json.loads(to_json(mixed, answers=True))
    assert [one["answer"]["cause"] for one in listed] == [one.cause for one in mixed]


# ---- the model -------------------------------------------------------------------------------------------------------
@pytest.fixture
def model():
    return tomllib.loads((resources.files("teaching") / "physiology.toml").read_text("utf-8"))


def test_the_model_is_draft_until_a_clinician_has_read_it():
    assert physiology().status == "draft"


def test_the_variation_of_serum_stands_in_one_place_only(model):
    assert "serum_magnesium" not in model["varies"]


def test_every_cause_but_none_and_every_fault_is_cited():
    model = physiology()
    uncited = [one.id for one in (*model.causes.values(), *model.faults.values()) if not one.citations]
    assert uncited == ["none"]


def wrong_kidney(table):
    table["kidney"]["leaking"]["amount"] = [1, 2]


def wrong_word(table):
    table["cause"]["low_intake"]["present"] = ["poor_diet"]


def wrong_numbers(table):
    table["cause"]["low_intake"]["serum"] = [0.7]


def wrong_direction(table):
    del table["fault"]["edta"]["moves"]["alp"]


def wrong_reading(table):
    table["cause"]["none"]["reads_as"] = ["healthy"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (wrong_kidney, "kidney.leaking.: give femg or amount, one of them"),
        (wrong_word, "cause.low_intake.: poor_diet is not known"),
        (wrong_numbers, "is neither .least, most. nor .least, commonest, most."),
        (
            wrong_direction,
            "fault.edta.: moves names .*; name alp, calcium_adjusted, potassium, serum_magnesium",
        ),
        (wrong_reading, "cause.none.: healthy is not known"),
    ],
)
def test_a_model_that_cannot_be_is_refused(model, spoil, message):
    spoil(model)
    with pytest.raises(RuleError, match=message):
        from_table(model)
