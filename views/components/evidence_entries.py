"""What the long sections of the evidence share: words that find an entry, the first ones, the others folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

from views.components.wording import plain

T = TypeVar("T")


def having(words: str, entries: Iterable[T], text: Callable[[T], str]) -> list[T]:
    """The entries in whose text every word stands."""
    parts = words.casefold().split()
    return [one for one in entries if all(part in text(one).casefold() for part in parts)]


def draw(entries: Sequence[T], most: int, key: str, drawn: Callable[[Sequence[T]], object]) -> None:
    """The first ones; the others when they are asked for."""
    drawn(entries[:most])
    if len(entries) > most:
        with st.expander(f"{len(entries) - most} more", key=key, on_change="rerun") as more:
            if more.open:
                drawn(entries[most:])


def folded(name: str, text: str, key: str) -> None:
    """An entry as one line that opens."""
    with st.expander(plain(name), key=key):
        st.markdown(text)
