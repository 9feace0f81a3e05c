"""What the page is seen on, and when."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import streamlit as st

PHONE = "on_phone"


def on_phone() -> bool:
    """Whether the browser calls itself mobile: one column, narrow charts. Asked once: a session keeps its browser."""
    if PHONE not in st.session_state:
        st.session_state[PHONE] = "Mobi" in st.context.headers.get("User-Agent", "")
    return bool(st.session_state[PHONE])


def now() -> dt.datetime:
    """The day and time of the browser's clock, without its zone."""
    zone = st.context.timezone
    return dt.datetime.now(ZoneInfo(zone) if zone else dt.UTC).replace(tzinfo=None)


def days_ago(day: dt.date) -> str:
    """A date with its distance from today, as the browser's clock has it."""
    days = (now().date() - day).days
    distance = {0: "today", 1: "yesterday", -1: "tomorrow"}.get(
        days, f"{days} days ago" if days > 0 else f"in {-days} days"
    )
    return f"{day.isoformat()}, {distance}"
