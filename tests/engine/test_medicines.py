"""Medicines by name."""

import pytest

from interpret.medicines import MEDICINES
from interpret.words import WORDS


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("omeprazole", "ppi"),
        ("indapamide", "thiazide"),
        ("panitumumab", "anti_egfr_antibody"),
        ("Lasix", "loop_diuretic"),
        ("PPI", "ppi"),
        ("albuterol", "beta_agonist"),
        ("pins and needles", "paraesthesia"),
        ("twitching calves", "fasciculations"),
        ("milk of magnesia", "magnesium_laxative_or_antacid"),
        ("hemolysed", "haemolysed"),
    ],
)
def test_a_name_finds_its_class(name, word):
    assert MEDICINES[name] == word


def test_every_class_is_a_word_and_no_name_is():
    assert set(MEDICINES.values()) <= set(WORDS)
    assert set(MEDICINES) & set(WORDS) == set()
