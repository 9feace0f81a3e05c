"""Where a sentence comes from: its rule, why it holds here, and its sources."""

from __future__ import annotations

from functools import cache

import streamlit as st

from interpret import Report, rulebook
from interpret.report import Statement
from reference_ranges import sources
from views.components import entry
from views.components.evidence_sources import in_full
from views.components.wording import plain, sentence


def said(one: Statement, place: str, *, lead: str = "", text: str = "", small: str = "") -> None:
    """A sentence with a small number that opens its source. ``place`` keeps keys apart where a sentence stands twice."""
    words = f"{lead}{plain(text or sentence(one.statement))}"
    if small:
        words += f"  \n:small[{plain(small)}]"
    if one.beware and not text:
        words += f"  \n:material/warning: :small[{plain(sentence(one.beware))}]"
    if entry.get("printing"):
        st.markdown(f"{words} :small[{_number(one)}]")
        return
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.markdown(words, width="stretch")
        _opened(one, place)


def _number(one: Statement) -> str:
    return plain(f"[{one.rank}]")


def _opened(one: Statement, place: str) -> None:
    """The number of the finding in this report, and what it opens: why it holds, its sources, its rule."""
    with st.popover(f"[{one.rank}]", key=f"{place}.{one.id}", type="tertiary", width="content"):
        reasons = "\n".join(f"- {plain(sentence(reason))}" for reason in one.reasons)
        st.markdown(f"**{one.rank}. {plain(one.title)}**\n\n{reasons}\n\n{small_basis(one.id)}")


@cache
def basis(name: str) -> tuple[str, ...]:
    """The sources of a finding, each with its place and, where one is known, its address; then its rule."""
    finding = rulebook().by_id[name]
    lines = [in_full(sources()[citation.source], citation.at) for citation in finding.citations]
    review = " · draft, not clinically reviewed" if finding.status == "draft" else ""
    return (*lines, f"Rule `{name}`{review}")


def small_basis(name: str) -> str:
    """The same, a line each in small letters."""
    return "  \n".join(f":small[{line}]" for line in basis(name))


def printed(report: Report) -> None:
    """On paper nothing opens: the numbers in order, each with its sources and its rule."""
    st.markdown("### Sources and rules")
    lines = [f"{_number(one)} {plain(one.title)}. {' '.join(basis(one.id))}" for one in report.findings]
    st.markdown("  \n".join(f":small[{line}]" for line in lines))
