"""The table of a course as text: what a spreadsheet copies, or a CSV file. ``ValueError`` says what is wrong and what to do."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES

DAY, EVENT, CHECKED = "Day", "Event", "Checked"
COLUMNS = [DAY, *MAGNESIUM_TESTS, EVENT, CHECKED]
MARK, NOT_A_PATIENT = "Example", "not a patient"
"""A column that only an example has: it goes along when the table is downloaded, and comes back with it."""
ASSUMED = "serum_magnesium"
"""What a heading means that names magnesium and no specimen; such a heading is kept with the rows under this name."""
HEADINGS = {
    **{name.casefold(): name for name in (DAY, *MAGNESIUM_TESTS, EVENT, CHECKED, MARK)},
    **{QUANTITIES[name].label.casefold(): name for name in MAGNESIUM_TESTS},
    "date": DAY,
}
"""A test may be named by its id or by its label."""
WITHOUT_SPECIMEN = ("magnesium", "mg")
SEPARATORS = "\t;"
"""Looked for in the headings before the comma, which may stand inside a number."""
MOST_ROWS = 500
BLANK_ROWS = 3
"""Stand in a table that begins, so that a cell can be clicked and typed into."""
EXAMPLE = "low magnesium on a proton pump inhibitor that is stopped. Constructed for teaching."
EXAMPLE_FILE = Path(__file__).parents[2] / "assets" / "example_course.csv"


def no_rows(count: int = 0) -> pd.DataFrame:
    """So many rows with nothing in them."""
    return pd.DataFrame(
        {name: pd.Series([""] * count, dtype="str") for name in COLUMNS[:-1]}
        | {CHECKED: pd.Series([False] * count, dtype="bool")}
    )


def is_given(cell: object) -> bool:
    """Whether something but blanks stands in a cell."""
    return isinstance(cell, str) and bool(cell.strip())


def is_blank(rows: pd.DataFrame) -> bool:
    """Whether nothing has been typed in any row."""
    return not rows[COLUMNS[:-1]].map(is_given).any(axis=None)


@cache
def example_rows() -> pd.DataFrame:
    """The example course, marked in every row."""
    return from_bytes(EXAMPLE_FILE.read_bytes()).assign(**{MARK: NOT_A_PATIENT})


def from_bytes(content: bytes) -> pd.DataFrame:
    """The rows of a file, in UTF-8 or as spreadsheets on Windows write it."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return from_text(text)
    message = "the file is not text; save it as CSV UTF-8, or copy its rows and paste them"
    raise ValueError(message)


def from_text(text: str) -> pd.DataFrame:
    """The rows under a line of headings, with tabs, semicolons or commas between the cells."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        message = "there is no row; the first line names the columns, as day, serum_magnesium, event"
        raise ValueError(message)
    separator = next((one for one in SEPARATORS if one in lines[0]), ",")
    headings, *rows = ([cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator))
    names = names_of(headings)
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
    texts = {name: cells.get(name, [""] * len(rows)) for name in COLUMNS[:-1]}
    checked = [cell.casefold() == "true" for cell in cells.get(CHECKED, [""] * len(rows))]
    marked = {MARK: cells[MARK]} if MARK in cells else {}
    if not rows:
        return no_rows()
    table = pd.DataFrame(texts | {CHECKED: checked} | marked)
    table.attrs[ASSUMED] = next((one for one in headings if one.casefold() in WITHOUT_SPECIMEN), "")
    return table


def names_of(headings: Sequence[str]) -> list[str]:
    """The column each heading names. Magnesium without a specimen is the serum, unless the serum has its own column."""
    names = [
        ASSUMED if heading.casefold() in WITHOUT_SPECIMEN else HEADINGS.get(heading.casefold(), "")
        for heading in headings
    ]
    twice = [heading for heading, name in zip(headings, names, strict=True) if name and names.count(name) > 1]
    if twice:
        message = f"the headings {' and '.join(twice)} name one column; keep one of them"
    elif "" in names or DAY not in names:
        allowed = f"allowed are Day or Date, {', '.join(QUANTITIES[name].label for name in MAGNESIUM_TESTS)} and Event"
        message = f"the headings are {', '.join(headings)}; {allowed}, each once, and Day is needed"
    else:
        return names
    raise ValueError(message)
