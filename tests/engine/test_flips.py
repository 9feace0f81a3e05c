"""Words turned round one at a time: what each would do to the reading."""

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.flips import word_flips
from interpret.words import WORDS

LOW = {"serum_magnesium": "0.62 mmol/L", "urine_magnesium_24h": "2.5 mmol/24 h", "egfr": "85 mL/min/1.73m2"}


def flips_of(given, *words):
    return {one.word: one for one in word_flips(patient_of(given), words or tuple(WORDS))}


@pytest.mark.parametrize("word", ["seizure", "iv_magnesium_recent", "digoxin", "drip_arm", "thiazide"])
def test_a_word_turned_on_reads_as_a_patient_who_has_it(word):
    turned, report = flips_of(LOW)[word], interpret(patient_of(LOW | {word: True}))
    assert (turned.pattern, turned.urgency, turned.confidence) == (
        report.pattern,
        report.urgency,
        report.confidence,
    )


def test_a_word_that_is_present_is_turned_off():
    turned = flips_of(LOW | {"seizure": True}, "seizure")["seizure"]
    assert (turned.present, turned.urgency) == (False, "soon")


def test_a_word_that_is_absent_is_turned_on():
    assert flips_of(LOW | {"seizure": False}, "seizure")["seizure"].present


def test_what_changes_nothing_is_left_out():
    assert flips_of(LOW, "hypertension") == {}


def test_those_of_urgency_come_first_and_the_most_pressing_foremost():
    found = list(flips_of(LOW, "iv_magnesium_recent", "digoxin", "seizure").values())
    assert [(one.word, one.changes) for one in found] == [
        ("seizure", "urgency"),
        ("digoxin", "urgency"),
        ("iv_magnesium_recent", "pattern"),
    ]


def test_no_words_no_flips():
    assert word_flips(patient_of(LOW), ()) == ()
