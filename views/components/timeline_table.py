"""The table of a course as text: what a spreadsheet copies, or a CSV file. ``ValueError`` says what is wrong and what to do."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES

DAY, EVENT, CHECKED = "Day", "Event", "Checked"
COLUMNS = [DAY, *MAGNESIUM_TESTS, EVENT, CHECKED]
HEADINGS = {
    **{name.casefold(): name for name in (DAY, *MAGNESIUM_TESTS, EVENT)},
    **{QUANTITIES[name].label.casefold(): name for name in MAGNESIUM_TESTS},
}
"""A test may be named by its id or by its label."""
SEPARATORS = "\t;"
"""Looked for in the headings before the comma, which may stand inside a number."""
MOST_ROWS = 500
EXAMPLE = "low magnesium on a proton pump inhibitor that is stopped. Constructed for teaching."
EXAMPLE_FILE = Path(__file__).parents[2] / "assets" / "example_course.csv"


def no_rows() -> pd.DataFrame:
    """The empty table."""
    kinds = {DAY: "datetime64[ns]", CHECKED: "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in COLUMNS})


@cache
def example_rows() -> pd.DataFrame:
    """The example course."""
    return from_bytes(EXAMPLE_FILE.read_bytes())


def from_bytes(content: bytes) -> pd.DataFrame:
    """The rows of a file."""
    try:
        return from_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = "the file is not text in UTF-8; save it as CSV in UTF-8"
        raise ValueError(message) from None


def from_text(text: str) -> pd.DataFrame:
    """The rows under a line of headings, with tabs, semicolons or commas between the cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        message = "there is no row; the first line names the columns, as day, serum_magnesium, event"
        raise ValueError(message)
    separator = next((one for one in SEPARATORS if one in lines[0]), ",")
    headings, *rows = ([cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator))
    names = _names(headings)
    if len(rows) > MOST_ROWS:
        message = f"there are more than {MOST_ROWS} rows; split them"
        raise ValueError(message)
    for place, row in enumerate(rows, 1):
        if len(row) != len(names):
            message = (
                f"row {place} has {len(row)} cells and the headings are {len(names)}; "
                "with decimal commas put semicolons or tabs between the cells"
            )
            raise ValueError(message)
    cells = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    texts = {name: cells.get(name, [""] * len(rows)) for name in (*MAGNESIUM_TESTS, EVENT)}
    return no_rows() if not rows else pd.DataFrame({DAY: _days(cells[DAY]), **texts, CHECKED: False})[COLUMNS]


def _names(headings: list[str]) -> list[str]:
    names = [HEADINGS.get(heading.casefold(), "") for heading in headings]
    if "" in names or DAY not in names or len(set(names)) < len(names):
        message = f"the headings are {', '.join(headings)}; allowed are {', '.join(HEADINGS)}, each once, and day is needed"
        raise ValueError(message)
    return names


def _days(texts: list[str]) -> pd.Series:
    days = pd.to_datetime(pd.Series(texts), format="ISO8601", errors="coerce")
    if days.isna().any():
        wrong = texts[int(days.isna().argmax())]
        message = f"'{wrong}' is not a day; write days like 2026-11-20"
        raise ValueError(message)
    return days
