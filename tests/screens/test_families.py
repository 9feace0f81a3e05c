"""The look of the readings: each has a family, families differ in symbol and word, and words on a fill can be read."""

from itertools import combinations

import pytest

from interpret.rules import PATTERNS, URGENCIES
from views.components.chart import INK
from views.components.families import OF_READING, OF_URGENCY

FAMILIES = list(dict.fromkeys(OF_READING.values()))
LEVELS = list(OF_URGENCY.values())
ENOUGH = 7  # WCAG 2.2 AAA, text: it is read from the back of a room


def luminance(colour):
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_reading_has_a_family():
    assert list(OF_READING) == list(PATTERNS)


def test_every_level_of_urgency_has_a_look():
    assert list(OF_URGENCY) == list(URGENCIES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("family", [*FAMILIES, *LEVELS], ids=lambda family: family.word)
def test_words_on_a_fill_can_be_read(family, theme):
    assert contrast(INK[theme], family.fill(theme)) >= ENOUGH


@pytest.mark.parametrize("look", [FAMILIES, LEVELS], ids=["readings", "urgencies"])
def test_no_two_look_the_same_even_without_colour(look):
    for one, other in combinations(look, 2):
        assert one.symbol != other.symbol
        assert one.word != other.word
        assert one.light != other.light
        assert one.dark != other.dark
