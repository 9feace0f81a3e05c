"""The pattern map: serum × red cells × urine, each cell with its reading, the patient's own outlined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import streamlit as st

from interpret import Patient
from interpret.pattern_map import FLAGS, Cell, pattern_map
from interpret.pattern_names import NAMES
from views.components import chart, tables
from views.components.chart import HOVER, Drawn, box, note, safe, told
from views.components.device import on_phone
from views.components.families import OF_READING, Family
from views.components.wording import plain, readable

SERUM = ("low", "normal", "high")
HEAD, BETWEEN = 52, 0.02
"""Pixels above the cells, and the part of the width between two blocks."""
EDGE = 4
SHORT_FLAG = {"not measured": "none", "ranges differ": "differ"}
"""What stands over a narrow column."""

Cells: TypeAlias = Mapping[tuple[str, ...], Cell]


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of a cell's height and of the letters in it, and the part of the width left of the cells."""

    side: int
    letters: int
    left: float


DESKTOP, PHONE = Size(44, 17, 0.09), Size(52, 17, 0.19)


def show(patient: Patient, pattern: str) -> None:
    """A block of cells for each serum flag, on a phone the patient's own only; under it what the symbols mean."""
    cells = {cell.flags: cell for cell in pattern_map(patient)}
    own = next(cell for cell in cells.values() if cell.here)
    st.markdown(
        "**What each combination would read as, all else as entered.** Serum in blocks, red cells across, 24-hour urine "
        "down; this patient’s cell has an edge. Two symbols: the number decides."
    )
    first = own.flags[0] if own.flags[0] in SERUM else SERUM[0]
    blocks, size = ((first,), PHONE) if on_phone() else (SERUM, DESKTOP)
    st.plotly_chart(figure(cells, blocks, size), key="pattern_map", config=HOVER, alt=in_words(own, pattern))
    shown = {
        family_of(one.pattern): None
        for cell in cells.values()
        if cell.flags[0] in blocks
        for one in cell.readings
    }
    words = [f"{family.symbol} {family.word}" for family in shown]
    words += [f"{short}: {flag}" for flag, short in SHORT_FLAG.items() if flag in _flags(cells, 1)]
    st.markdown(f":small[{'  ·  '.join(words)}]")
    with st.expander("The same as a table", key="pattern_map_table"):
        for serum in SERUM:
            st.markdown(f"**Serum {serum}**")
            tables.draw(columns(cells), table(cells, serum), f"Pattern map, serum {serum}")


def family_of(pattern: str) -> Family:
    """The family of a reading."""
    return OF_READING[pattern]


def _flags(cells: Cells, axis: int) -> list[str]:
    """The flags that a test can have here, in order."""
    held = {flags[axis] for flags in cells}
    return [flag for flag in FLAGS if flag in held]


def figure(cells: Cells, blocks: Sequence[str], size: Size) -> Drawn:
    """A block for each serum flag, red cells across, urine down."""
    across, down = _flags(cells, 1), _flags(cells, 2)
    block = (1 - size.left - BETWEEN * (len(blocks) - 1)) / len(blocks)
    wide = block / len(across)
    notes = [
        note(0, HEAD + size.side * (row + 0.5), f"<b>{urine.replace(' ', '<br>')}</b>", size=11)
        for row, urine in enumerate(down)
    ]
    notes += [note(0, HEAD * 0.45, "red cells →", size=11), note(0, HEAD * 0.8, "urine ↓", size=11)]
    boxes, places, texts = [], [], []
    for number, serum in enumerate(blocks):
        start = size.left + (block + BETWEEN) * number
        notes.append(note(start, HEAD / 4, f"<b>Serum {serum}</b>", size=14))
        for column, red_cells in enumerate(across):
            middle = start + wide * (column + 0.5)
            flag = SHORT_FLAG.get(red_cells, red_cells)
            notes.append(note(middle, HEAD * 3 / 4, flag, anchor="center", size=11))
            for row, urine in enumerate(down):
                cell = cells[serum, red_cells, urine]
                top = HEAD + size.side * row
                boxes.append(_box(cell, middle - wide / 2, wide, top, size.side))
                notes.append(
                    note(middle, top + size.side / 2, _symbols(cell), anchor="center", size=size.letters)
                )
                places.append((middle, top + size.side / 2))
                texts.append("<br>".join(safe(one) for one in _readings(cell)))
    return chart.figure(HEAD + size.side * len(down), [told(places, texts, size.side)], boxes, notes)


def _box(cell: Cell, left: float, wide: float, top: float, high: float) -> Drawn:
    """A cell in the colour of its reading, the patient's own with an edge."""
    drawn = box((left + 0.002, top + 1), (left + wide - 0.002, top + high - 1), 0, EDGE if cell.here else 0)
    fill = family_of(cell.readings[0].pattern).fill(st.context.theme.type or "light")
    return drawn | {"fillcolor": fill}


def _symbols(cell: Cell) -> str:
    return " ".join(dict.fromkeys(family_of(one.pattern).symbol for one in cell.readings))


def _readings(cell: Cell) -> Sequence[str]:
    return [f"{one.title}{f' ({one.when})' if one.when else ''}" for one in cell.readings]


def in_words(own: Cell, pattern: str) -> str:
    """Where the patient stands in the map; the other cells are in the table."""
    serum, red_cells, urine = own.flags
    return (
        f"Pattern map. Entered here: serum {serum}, red cells {red_cells}, urine {urine}: {NAMES[pattern]}. "
        f"In this cell: {'; '.join(_readings(own))}. The whole map follows as a table."
    )


def columns(cells: Cells) -> list[str]:
    """The headings of a block as a table: urine down, red cells across."""
    return ["Urine", *(f"red cells {flag}" for flag in _flags(cells, 1))]


def table(cells: Cells, serum: str) -> list[tuple[str, ...]]:
    """A block, a row for each urine."""
    return [
        (
            readable(urine),
            *(_in_a_cell(cells[serum, red_cells, urine]) for red_cells in _flags(cells, 1)),
        )
        for urine in _flags(cells, 2)
    ]


def _in_a_cell(cell: Cell) -> str:
    return "; ".join([*(["**yours**"] if cell.here else []), *map(plain, _readings(cell))])
