"""Tables of facts: on a desktop a table that scrolls by itself if it must, on a phone a short list for each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from views.components.device import on_phone


def draw(columns: Sequence[str], rows: Iterable[Sequence[str]], about: str) -> None:
    """A table, or its cards on a phone; the cells are Markdown. ``about`` is what a screen reader calls it."""
    if on_phone():
        st.markdown(cards(columns, rows))
    else:
        st.table(pd.DataFrame(rows, columns=list(columns)), hide_index=True, alt=about)


def cards(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first cell of each row as its heading, every other one with the name of its column."""
    return "\n\n".join(_card(columns, row) for row in rows)


def _card(columns: Sequence[str], row: Sequence[str]) -> str:
    rest = zip(columns[1:], row[1:], strict=True)
    return "  \n".join([f"**{row[0]}**", *(f":small[{name}:] {cell}" for name, cell in rest if cell)])


def draw_page(markdown: str) -> None:
    """A page of the manual with each of its tables drawn."""
    heading = ""
    for is_table, lines in groupby(markdown.splitlines(), key=lambda line: line.startswith("|")):
        if is_table:
            columns, _, *rows = map(_cells, lines)
            draw(columns, rows, heading)
        else:
            text = list(lines)
            heading = next((line.strip("# ") for line in reversed(text) if line.startswith("#")), heading)
            st.markdown("\n".join(text))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
