"""Every result and word that can be entered, found by kind and by words; a result is a line that opens on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import streamlit as st

from interpret.manual import RESULT_COLUMNS, result_in_words, spelling
from interpret.quantities import QUANTITIES, Quantity
from interpret.words import GROUPS, WORDS, Word
from views.components import evidence_entries
from views.components.device import on_phone
from views.components.tables import draw
from views.components.wording import plain

RESULTS = "results"
KINDS: Mapping[str, str] = MappingProxyType({RESULTS: "Results", **GROUPS})
MOST_SHOWN = 20


def show() -> None:
    """Two filters and what they leave."""
    kind, words = st.columns(2)
    chosen = kind.selectbox(
        "Kind", list(KINDS), key="evidence_input_kind", format_func=KINDS.__getitem__, persist_state="session"
    )
    sought = words.text_input(
        "Show only inputs with", key="evidence_input_words", placeholder="words, an id or a unit"
    )
    results = evidence_entries.having(sought, QUANTITIES.values(), _text)
    named = evidence_entries.having(sought, WORDS.values(), _text)
    held = [one for one in named if one.group == chosen]
    shown, every = (len(results), len(QUANTITIES)) if chosen == RESULTS else (len(held), _size(chosen))
    elsewhere = len(results) + len(named) - shown if sought.strip() else 0
    st.markdown(
        f"**{shown} of {every} inputs.**"
        f"{f' **{elsewhere} more** of other kinds have these words.' if elsewhere else ''}"
    )
    if chosen == RESULTS:
        st.markdown(f":small[{' '.join(spelling())}]")
        evidence_entries.draw(results, MOST_SHOWN, "evidence_more_inputs", _results)
    else:
        st.markdown("\n".join(map(_word, held)))


def _size(group: str) -> int:
    return sum(one.group == group for one in WORDS.values())


def _text(one: Quantity | Word) -> str:
    """What is sought through: everything that is shown, and the units as they are spelled in data."""
    told = [one.means] if isinstance(one, Word) else [*result_in_words(one), *one.units]
    return " ".join([one.id, one.label, *told])


def _word(one: Word) -> str:
    means = f": {plain(one.means)}" if one.means else ""
    return f"- {plain(one.label)}{means} :small[`{one.id}`]"


def _results(held: Sequence[Quantity]) -> None:
    if not on_phone():
        rows = [[f"`{one.id}`", *map(plain, result_in_words(one))] for one in held]
        draw(RESULT_COLUMNS, rows, "Results")
        return
    with st.container(gap="xsmall"):
        for one in held:
            name, *cells = result_in_words(one)
            told = zip(RESULT_COLUMNS[2:], map(plain, cells), strict=True)
            lines = [f":small[{column}:] {cell}" for column, cell in told if cell]
            evidence_entries.folded(name, "  \n".join([f"`{one.id}`", *lines]), f"evidence_input.{one.id}")
