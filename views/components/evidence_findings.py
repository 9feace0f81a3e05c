"""Every finding with its condition, its sentences, its sources and its status; found by kind, by words and by id."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from interpret.manual import KINDS, finding_in_words
from interpret.rules import Finding, rulebook
from views.components import evidence_entries

EVERY_KIND = "every"
MOST_SHOWN = 12


def show() -> None:
    """Two filters and what they leave."""
    kind, words = st.columns(2)
    chosen = kind.selectbox(
        "Kind",
        [EVERY_KIND, *KINDS],
        index=1,
        key="evidence_kind",
        format_func=lambda one: KINDS.get(one, "Every kind"),
        persist_state="session",
    )
    sought = words.text_input(
        "Show only findings with", key="evidence_words", placeholder="words, an id or a source"
    )
    every = rulebook().findings if chosen == EVERY_KIND else tuple(rulebook().of_kind(chosen))
    held = evidence_entries.having(sought, every, _text)
    everywhere = evidence_entries.having(sought, rulebook().findings, _text)
    elsewhere = len(everywhere) - len(held) if sought.strip() else 0
    drafts = sum(one.status == "draft" for one in held)
    st.markdown(
        f"**{len(held)} of {len(every)} findings**, {drafts} of them drafts."
        f"{f' **{elsewhere} more** of other kinds have these words.' if elsewhere else ''}"
        " To dispute one, give its id."
    )
    evidence_entries.draw(held, MOST_SHOWN, "evidence_more", lambda findings: st.markdown(in_words(findings)))


def in_words(held: Sequence[Finding]) -> str:
    """Findings as the manual prints them."""
    return "\n".join(line for one in held for line in finding_in_words(one)).lstrip()


def _text(one: Finding) -> str:
    """What is sought through: the id, the sentences and the sources of a finding."""
    return " ".join([one.id, *one.texts(), *(place.source for place in one.citations)])
