"""What the product holds to be true, to be read and disagreed with: one section at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import streamlit as st

from interpret.manual import page
from views.components import (
    evidence_decisions,
    evidence_definitions,
    evidence_findings,
    evidence_inputs,
    evidence_limits,
    evidence_published,
    evidence_ranges,
    evidence_sources,
)
from views.components.device import on_phone
from views.components.tables import draw_page
from views.components.wording import choice


def show() -> None:
    """The selector, a list on a phone, and the chosen section."""
    if on_phone():
        chosen = st.selectbox(
            "Section", list(SECTIONS), key="evidence_section", persist_state="session", filter_mode=None
        )
    else:
        chosen = st.segmented_control(
            "Section",
            list(SECTIONS),
            default=next(iter(SECTIONS)),
            required=True,
            key="evidence_section",
            format_func=choice,
            persist_state="session",
        )
    st.markdown(f"## {chosen}")
    SECTIONS[chosen]()


def _ranges() -> None:
    name = evidence_ranges.show()
    evidence_limits.show(name)


def _disputed() -> None:
    """The page of the manual, its headings under that of the section."""
    _, _, body = _questions().partition("\n")
    draw_page(body.replace("\n## ", "\n### "))


@cache
def _questions() -> str:
    return page("disputed_questions.md")


SECTIONS: Mapping[str, Callable[[], None]] = {
    "Ranges": _ranges,
    "Findings": evidence_findings.show,
    "Decision table": evidence_decisions.show,
    "Disputed questions": _disputed,
    "Published tables": evidence_published.show,
    "Definitions": evidence_definitions.show,
    "Inputs": evidence_inputs.show,
    "Sources": evidence_sources.show,
}
