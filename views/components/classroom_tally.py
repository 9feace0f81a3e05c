"""How a class voted on one step: a bar for each option, before and after the discussion, readable from the last row."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping

import streamlit as st

from teaching.classroom import AFTER, BEFORE
from teaching.lesson import Step
from views.components.chart import STILL, Drawn, block, figure, note, safe
from views.components.device import on_phone
from views.components.lesson import capital

STRENGTH = {BEFORE: 0.5, AFTER: 1.0}  # of the grey; seen through a projector, on light and on dark ground
TURNS = {BEFORE: "before", AFTER: "after"}
LINE, BAR, GAP = 28, 24, 12  # pixels: a line of words, a bar, and what lies between two options
LONGEST, BESIDE = (
    0.8,
    0.01,
)  # how much of the width the longest bar takes, and how far beside it its count stands
WORDS, COUNTS = (
    {True: 16, False: 20},
    {True: 14, False: 18},
)  # pixels of a letter, on a phone and on a desktop
CHARACTERS = {True: 38, False: 66}  # in a line, on a phone and on a desktop


def show(step: Step, votes: Mapping[int, Counter[str]], *, revealed: bool) -> None:
    """The bars of the turns that were voted on; the right options are marked once they are revealed."""
    height, data, notes = GAP / 2, [], []
    turns = {turn: votes.get(turn, Counter()) for turn in TURNS if turn == BEFORE or turn in votes}
    for option in step.options:
        marked = revealed and option.id in step.right
        words = textwrap.wrap(f"{'✓ ' if marked else ''}{capital(option.text)}", CHARACTERS[on_phone()])
        for words_of_line in words:
            text = safe(words_of_line)
            notes.append(
                note(0, height + LINE / 2, f"<b>{text}</b>" if marked else text, size=WORDS[on_phone()])
            )
            height += LINE
        for turn, counted in turns.items():
            drawn, said = _bar(height + BAR / 2, turn, counted, option.id, of_two=len(turns) > 1)
            data.append(drawn)
            notes.append(said)
            height += BAR
        height += GAP
    st.plotly_chart(
        figure(height, data, [], notes),
        config=STILL,
        key="classroom_tally",
        alt="; ".join(in_words(step, turns, revealed=revealed)),
    )


def _bar(y: float, turn: int, counted: Counter[str], option: str, *, of_two: bool) -> tuple[Drawn, Drawn]:
    count, all_votes = counted[option], counted.total()
    share = count / all_votes if all_votes else 0
    strength = STRENGTH[BEFORE if of_two and turn == BEFORE else AFTER]
    text = f"{TURNS[turn]} {counts(count, all_votes)}" if of_two else counts(count, all_votes)
    drawn = block(y, BAR - 6, (0, max(share * LONGEST, 0.002)), strength)
    return drawn, note(share * LONGEST + BESIDE, y, text, size=COUNTS[on_phone()])


def counts(count: int, all_votes: int) -> str:
    """A count with its share."""
    return f"{count} ({count / all_votes:.0%})".replace("%", " %") if all_votes else "0"


def in_words(step: Step, turns: Mapping[int, Counter[str]], *, revealed: bool) -> Iterator[str]:
    """The same for those who do not see it."""
    yield f"Votes on: {step.question}"
    for option in step.options:
        told = ", ".join(
            f"{TURNS[turn]} {counts(counted[option.id], counted.total())}" for turn, counted in turns.items()
        )
        yield f"{option.text}{' (right)' if revealed and option.id in step.right else ''}: {told}"
