"""What stands under every screen: what this is, and which version."""

from __future__ import annotations

import streamlit as st

from interpret.version import KNOWLEDGE_DATE, NOTICE, VERSION
from views.components.wording import plain


def show() -> None:
    """Version, date of the knowledge, notice."""
    st.divider()
    st.markdown(f":small[Version {VERSION}, knowledge of {KNOWLEDGE_DATE}. {plain(NOTICE)}]")
