"""Tables of facts: on a desktop side by side, on a phone a short list for each row, so that no page scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from views.components.device import on_phone


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, or its cards on a phone; the cells are Markdown."""
    if on_phone():
        return cards(columns, rows)
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def cards(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first cell of each row as its heading, every other one with the name of its column."""
    return "\n\n".join(_card(columns, row) for row in rows)


def _card(columns: Sequence[str], row: Sequence[str]) -> str:
    rest = zip(columns[1:], row[1:], strict=True)
    return "  \n".join([f"**{row[0]}**", *(f":small[{name}:] {cell}" for name, cell in rest if cell)])


def as_cards(markdown: str) -> str:
    """A page of the manual with each of its tables as cards."""
    parts = []
    for is_table, lines in groupby(markdown.splitlines(), key=lambda line: line.startswith("|")):
        if is_table:
            columns, _, *rows = map(_cells, lines)
            parts.append(cards(columns, rows))
        else:
            parts.append("\n".join(lines))
    return "\n".join(parts)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
