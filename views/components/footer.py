"""What stands under every screen: what this is, and which version."""

from __future__ import annotations

from functools import cache

import streamlit as st

from interpret.disputed import disputed_questions
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from interpret.version import KNOWLEDGE_DATE, NOTICE, VERSION
from reference_ranges import all_ranges, sources
from views.components.wording import plain


def show() -> None:
    """Version, date of the knowledge, notice."""
    st.divider()
    st.markdown(f":small[Version {VERSION}, knowledge of {KNOWLEDGE_DATE}. {plain(NOTICE)}]")


def held() -> None:
    """Version and date, and how much of what is held a clinician has reviewed."""
    statuses = _statuses()
    st.markdown(
        f"**Version {VERSION}, knowledge of {KNOWLEDGE_DATE}.** {len(rulebook().findings)} rules, "
        f"{_ranges()} reference ranges and {len(disputed_questions())} disputed questions from {len(sources())} sources; "
        f"reviewed by a clinician: {statuses.count('reviewed')} of {len(statuses)}."
    )


@cache
def _ranges() -> int:
    return sum(len(all_ranges(name, studies=True)) for name in QUANTITIES)


@cache
def _statuses() -> tuple[str, ...]:
    """The status of every rule, range and disputed question."""
    ranges = [one.status for name in QUANTITIES for one in all_ranges(name, studies=True)]
    rules = [one.status for one in rulebook().findings]
    return (*rules, *ranges, *(one.status for one in disputed_questions()))
