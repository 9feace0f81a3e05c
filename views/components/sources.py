"""Where a sentence comes from: its rule, why it holds here, and its sources."""

from __future__ import annotations

import streamlit as st

from interpret import rulebook
from interpret.report import Statement
from reference_ranges import reference, sources
from views.components.wording import plain, sentence


def said(one: Statement, place: str, *, lead: str = "", text: str = "", small: str = "") -> None:
    """A sentence with a small number that opens its source. ``place`` keeps keys apart where a sentence stands twice."""
    words = f"{lead}{plain(text or sentence(one.statement))}"
    if small:
        words += f"  \n:small[{plain(small)}]"
    if one.beware and not text:
        words += f"  \n:material/warning: :small[{plain(sentence(one.beware))}]"
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.markdown(words, width="stretch")
        opened(one, place)


def opened(one: Statement, place: str) -> None:
    """The number of the finding in this report, and what it opens: why it holds, its sources, its rule."""
    with st.popover(f"[{one.rank}]", key=f"{place}.{one.id}", type="tertiary", width="content"):
        st.markdown(f"**{one.rank}. {plain(one.title)}**")
        for reason in one.reasons:
            st.markdown(f"- {plain(sentence(reason))}")
        for citation in rulebook().by_id[one.id].citations:
            st.markdown(f":small[{plain(reference(sources()[citation.source]))} — {plain(citation.at)}.]")
        review = " :small[· draft, not clinically reviewed]" if one.status == "draft" else ""
        st.markdown(f":small[Rule] `{one.id}`{review}")
