"""Medicines by name."""

import pytest

from interpret.medicines import MEDICINES
from interpret.words import WORDS


@pytest.mark.parametrize(
    ("name", "word"),
    [("omeprazole", "ppi"), ("indapamide", "thiazide"), ("panitumumab", "anti_egfr_antibody")],
)
def test_a_name_finds_its_class(name, word):
    assert MEDICINES[name] == word


def test_every_class_is_a_word_and_no_name_is():
    assert set(MEDICINES.values()) <= set(WORDS)
    assert set(MEDICINES) & set(WORDS) == set()
