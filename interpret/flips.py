"""What each word would do if it were the other way round: one evaluation, a row for each word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.evaluate import read
from interpret.explore import changed
from interpret.patient import Patient
from interpret.prepare import columns_of
from interpret.rules import URGENCIES, rulebook
from interpret.truth import FALSE, TRUE


@dataclass(frozen=True, slots=True)
class WordFlip:
    """A word that changes something when it is ``present`` instead of absent or not asked, or absent instead of present."""

    word: str
    present: bool
    changes: str
    """The most that it changes: urgency, pattern or confidence."""
    pattern: str
    urgency: str
    confidence: str | None


_WEIGHT = ("urgency", "pattern", "confidence")


def word_flips(patient: Patient, words: Sequence[str]) -> tuple[WordFlip, ...]:
    """The words that would change something, those of urgency first, the most pressing foremost."""
    entered = columns_of([patient])
    rows = np.arange(len(words) + 1)
    present = {word: patient.context.get(word) is not True for word in words}
    turned = {
        word: np.where(rows == row, TRUE if present[word] else FALSE, entered.word(word)[0])
        for row, word in enumerate(words, start=1)
    }
    tried = read(rulebook(), entered.with_(words=turned, rows=len(rows)))
    found = [
        WordFlip(
            word,
            present[word],
            changes,
            tried.pattern_of(row),
            tried.urgency_of(row),
            tried.confidence_of(row),
        )
        for row, word in enumerate(words, start=1)
        if (changes := changed(tried, row)) != "nothing"
    ]
    return tuple(sorted(found, key=lambda one: (_WEIGHT.index(one.changes), -URGENCIES.index(one.urgency))))
