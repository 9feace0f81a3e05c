"""Lists and combinations that findings share, found by words and by id; each a line that opens."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from interpret.manual import definition_in_words, definitions, heading
from interpret.rules import Definition
from views.components import evidence_entries

MOST_SHOWN = 12


def show() -> None:
    """A filter and what it leaves."""
    sought = st.text_input(
        "Show only definitions with", key="evidence_definition_words", placeholder="words, an id or a source"
    )
    every = definitions()
    held = evidence_entries.having(sought, every, _text)
    drafts = sum(one.status == "draft" for one in held)
    st.markdown(
        f"**{len(held)} of {len(every)} definitions**, {drafts} of them drafts, "
        "by the words in which the findings name them. To dispute one, give its id."
    )
    evidence_entries.draw(held, MOST_SHOWN, "evidence_more_definitions", _draw)


def _text(one: Definition) -> str:
    return f"{one.label} {in_words(one)}"


def in_words(one: Definition) -> str:
    """A definition as the manual prints it, without its heading."""
    return "\n".join(definition_in_words(one))


def _draw(held: Sequence[Definition]) -> None:
    with st.container(gap="xsmall"):
        for one in held:
            evidence_entries.folded(heading(one), in_words(one), f"evidence_definition.{one.id}")
