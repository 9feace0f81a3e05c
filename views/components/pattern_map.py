"""The pattern map: serum × red cells × urine, each cell with its reading, the patient's own outlined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import streamlit as st

from interpret import Patient
from interpret.pattern_map import FLAGS, Cell, pattern_map
from interpret.pattern_names import SHORT
from views.components import chart
from views.components.chart import HOVER, Drawn, box, note, safe, told
from views.components.device import on_phone
from views.components.wording import plain, readable

SERUM = ("low", "normal", "high")
HEAD = 64
"""Pixels above the cells."""
FAINT, OWN = 0.1, 0.34

Cells: TypeAlias = Mapping[tuple[str, ...], Cell]


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of a cell's height, the part of the width left of the cells, what stands between two words, their height."""

    side: int
    left: float
    between: str
    letters: int


DESKTOP, PHONE = Size(62, 0.13, " ", 12), Size(84, 0.18, "<br>", 11)


def show(patient: Patient) -> None:
    """A block of cells for each serum flag; on a phone the patient's own only."""
    cells = {cell.flags: cell for cell in pattern_map(patient)}
    own = next(cell for cell in cells.values() if cell.here)
    st.markdown(
        "**All else as entered, this is what each combination would read as.** Red cells across, 24-hour urine down; "
        "yours has an edge."
    )
    first = own.flags[0] if own.flags[0] in SERUM else SERUM[0]
    size, drawn = (PHONE, [first]) if on_phone() else (DESKTOP, SERUM)
    for serum in drawn:
        st.plotly_chart(
            figure(cells, serum, size), key=f"pattern_map.{serum}", config=HOVER, alt=in_words(cells, serum)
        )
    with st.expander("The same as a table", key="pattern_map_table"):
        st.markdown("\n\n".join(table(cells, serum) for serum in SERUM))


def _flags(cells: Cells, axis: int) -> list[str]:
    """The flags that a test can have here, in order."""
    held = {flags[axis] for flags in cells}
    return [flag for flag in FLAGS if flag in held]


def figure(cells: Cells, serum: str, size: Size) -> Drawn:
    """Red cells across, urine down."""
    across, down = _flags(cells, 1), _flags(cells, 2)
    wide = (1 - size.left) / len(across)
    notes = [note(0, HEAD / 4, f"<b>Serum {serum}</b>", size=14)]
    notes += [
        note(
            size.left + wide * (column + 0.5),
            HEAD * 3 / 4,
            f"<b>{flag.replace(' ', size.between)}</b>",
            anchor="center",
        )
        for column, flag in enumerate(across)
    ]
    boxes, places, texts = [], [], []
    for row, urine in enumerate(down):
        top = HEAD + size.side * row
        notes.append(note(0, top + size.side / 2, f"<b>{urine.replace(' ', '<br>')}</b>"))
        for column, red_cells in enumerate(across):
            cell = cells[serum, red_cells, urine]
            left = size.left + wide * column
            middle = (left + wide / 2, top + size.side / 2)
            corner, other = (left + 0.003, top + 2), (left + wide - 0.003, top + size.side - 2)
            boxes.append(box(corner, other, OWN if cell.here else FAINT, 4 if cell.here else 0))
            notes.append(note(*middle, _short(cell, size.between), anchor="center", size=size.letters))
            places.append(middle)
            texts.append("<br>".join(safe(one) for one in _readings(cell)))
    return chart.figure(HEAD + size.side * len(down), [told(places, texts, size.side)], boxes, notes)


def _short(cell: Cell, between: str) -> str:
    """The readings of a cell in two or three words each."""
    return "<br>or ".join(dict.fromkeys(SHORT[one.pattern].replace(" ", between) for one in cell.readings))


def _readings(cell: Cell) -> Sequence[str]:
    return [f"{one.title}{f' ({one.when})' if one.when else ''}" for one in cell.readings]


def in_words(cells: Cells, serum: str) -> str:
    """The block as sentences, the patient's own first."""
    block = [cell for cell in cells.values() if cell.flags[0] == serum]
    own = [f"Entered here: {'; '.join(_readings(cell))}." for cell in block if cell.here]
    said = [
        f"Red cells {cell.flags[1]}, urine {cell.flags[2]}: {'; '.join(_readings(cell))}." for cell in block
    ]
    return " ".join([f"Serum {serum}.", *own, *said])


def table(cells: Cells, serum: str) -> str:
    """The block as a Markdown table."""
    across, down = _flags(cells, 1), _flags(cells, 2)
    rows = [
        f"| Serum {serum}; urine down, red cells across | {' | '.join(across)} |",
        "|---|" + "---|" * len(across),
    ]
    for urine in down:
        texts = [
            "; ".join([*(["**yours**"] if cell.here else []), *map(plain, _readings(cell))])
            for cell in (cells[serum, red_cells, urine] for red_cells in across)
        ]
        rows.append(f"| {readable(urine)} | {' | '.join(texts)} |")
    return "\n".join(rows)
