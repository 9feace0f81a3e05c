"""What three numbers say with nothing else known: a table for each serum, on a phone a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

import streamlit as st

from interpret.manual import TABLE_LABORATORIES, table_patient
from interpret.pattern_map import FLAGS, Cell, pattern_map
from interpret.pattern_names import NAMES
from interpret.quantities import QUANTITIES
from reference_ranges import all_ranges, laboratory
from views.components.device import on_phone
from views.components.tables import draw
from views.components.wording import listed, plain

SHOWN = tuple(flag for flag in FLAGS if flag != "ranges differ")
"""The ranges used here are those of one laboratory each, so that none differ."""
SERUM = (*SHOWN[1:], SHOWN[0])
"""What is measured first: without a serum there is next to nothing to read."""


def show() -> None:
    """The ranges used, then every combination of flags."""
    st.markdown(
        "Each combination of flags, for an adult of whom only the three numbers are known. "
        "Where the number decides within a flag, both readings stand there. Red cells never decide alone."
    )
    st.markdown(
        "\n".join(f"- {plain(QUANTITIES[name].label)}: {plain(_range(name))}" for name in TABLE_LABORATORIES)
    )
    for serum in SERUM:
        st.markdown(f"### Serum {serum}")
        if on_phone():
            st.markdown("\n".join(line for urine in SHOWN for line in _lines(serum, urine)))
        else:
            draw(["Urine ↓ Red cells →", *SHOWN], _rows(serum), f"Serum {serum}")


def _range(name: str) -> str:
    home = TABLE_LABORATORIES[name]
    found = next(one for one in all_ranges(name) if one.laboratory == home)
    return f"{found.interval}, {laboratory(home).name}"


@cache
def _cells() -> Mapping[tuple[str, ...], Cell]:
    return {cell.flags: cell for cell in pattern_map(table_patient())}


def _rows(serum: str) -> list[list[str]]:
    return [
        [f"**{urine}**", *(said(_cells()[serum, red_cells, urine]) for red_cells in SHOWN)] for urine in SHOWN
    ]


def _lines(serum: str, urine: str) -> Sequence[str]:
    """The readings of one urine, each with the red cells beside which it holds."""
    texts = [(said(_cells()[serum, red_cells, urine]), red_cells) for red_cells in SHOWN]
    groups = [(text, [flag for _, flag in group]) for text, group in groupby(texts, key=lambda one: one[0])]
    return [f"- **Urine {urine}**, {_beside(flags)}: {text}" for text, flags in groups]


def _beside(flags: Sequence[str]) -> str:
    return "whatever the red cells" if len(flags) == len(SHOWN) else f"red cells {listed(flags, 'or')}"


def said(cell: Cell) -> str:
    """The readings of a cell, each with the number where that decides; what was low or high the table says already."""
    return " **or** ".join(
        f"{f'{plain(one.when)}: ' if one.when else ''}{plain(NAMES[one.pattern])}" for one in cell.readings
    )
