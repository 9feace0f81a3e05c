"""A group that is drawn only while it is open: most of a reading stands folded, and what nobody sees costs as much as the rest."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from views.components import entry


def fold(heading: str, key: str, draw: Callable[[], object]) -> None:
    """The group; on the page for print it is open, under another key, since a group keeps the state it was given first."""
    if entry.get("printing"):
        with st.expander(heading, expanded=True, key=f"{key}.print"):
            draw()
        return
    with st.expander(heading, key=key, on_change="rerun") as group:
        if group.open:
            draw()
