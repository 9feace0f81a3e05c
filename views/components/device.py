"""What the page is seen on."""

from __future__ import annotations

import streamlit as st


def on_phone() -> bool:
    """Whether the browser calls itself mobile: one column, narrow charts."""
    return "Mobi" in st.context.headers.get("User-Agent", "")
