"""Published facts side by side: protocols, foods, salts, requirements, scores. Never beside a patient."""

from __future__ import annotations

import streamlit as st

from reference_ranges import PublishedTable, TableRow, published_tables
from views.components.evidence_sources import cited
from views.components.tables import draw
from views.components.wording import plain

PROTOCOLS = ("dosing_protocols", "loading_tests", "when_to_measure_again")
"""Tables of what somebody does; the others are of what somebody found."""


def show() -> None:
    """One table at a time, the protocols first."""
    held = {one.id: one for one in published_tables()}
    st.markdown(
        f"{len(held)} tables. No patient is read against any of them, and nothing is computed from them."
    )
    chosen = st.selectbox(
        "Table",
        [*PROTOCOLS, *(name for name in held if name not in PROTOCOLS)],
        key="evidence_published",
        format_func=lambda name: held[name].title,
        persist_state="session",
    )
    _table(held[chosen])


def _table(one: PublishedTable) -> None:
    decides = ": local protocol decides" if one.id in PROTOCOLS else ""
    st.markdown(f"### {plain(one.title)}{decides}")
    st.markdown(f"{plain(one.about)}  \n:small[`{one.id}` · {one.status} · checked {one.checked}]")
    draw([*map(plain, one.columns), "Source and place"], map(_row, one.rows), one.title)


def _row(row: TableRow) -> list[str]:
    return [*map(plain, row.cells), cited(row.citations)]
