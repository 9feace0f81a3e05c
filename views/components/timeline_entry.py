"""Dated results and events in a table that is typed, pasted or uploaded, kept while other pages are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from interpret import InputError, Patient, Problem
from interpret.explain import label
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.serial import patient_of_day
from reference_ranges import laboratory
from views.components.device import on_phone
from views.components.ranges_in_words import laboratories_with
from views.components.timeline_table import (
    CHECKED,
    DAY,
    EVENT,
    EXAMPLE,
    MOST_ROWS,
    example_rows,
    from_bytes,
    from_text,
    no_rows,
)
from views.components.wording import plain, sentence

KEPT, STARTED_FROM, EDITOR = "serial_rows", "serial_start", "serial_editor"
BEFORE, MARKED, REFUSED = "serial_rows_before", "serial_example", "serial_refused"
OTHER_WAYS, PASTED, UPLOADED = "serial_other_ways", "serial_pasted", "serial_upload"
LABORATORY_WIDTH, DAY_WIDTH, EVENT_WIDTH, CHECKED_WIDTH = 420, 110, 200, 90
EVENTS = ("magnesium started", "magnesium stopped", "magnesium infusion", "PPI stopped", "diuretic changed")


@dataclass(frozen=True, slots=True)
class Day:
    """What was entered for one day."""

    day: dt.date
    patient: Patient
    event: str


def mark() -> None:
    """That this is an example, where it is one."""
    if st.session_state.get(MARKED):
        # A badge of its own would be cut off on a phone; a coloured ground breaks into lines.
        st.markdown(f":violet-background[:material/school: Example, not a patient: {EXAMPLE}]")


def show() -> tuple[list[Day], Sequence[str]]:
    """Draw the table and give its days, oldest first, and what could not be read, which is said and left out."""
    above = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    above.selectbox(
        "Laboratory",
        [one.id for one in laboratories_with(*MAGNESIUM_TESTS)],
        index=None,
        key="serial_laboratory",
        format_func=lambda one: laboratory(one).name,
        placeholder="not chosen",
        persist_state="session",
        width=LABORATORY_WIDTH,
    )
    st.markdown(
        ":small[A row for each day; each result with its unit, as 0.62 mmol/L. "
        "**Checked**: the number, unit and specimen of an unusual value were checked.]"
    )
    rows = _edited()
    with above:
        _buttons(rows)
    days, problems = read(rows)
    for problem in problems:
        st.error(plain(problem), icon=":material/block:")
    # The group keeps its state, so that it can be closed when it has done its work.
    with st.expander("Paste or upload a table", key=OTHER_WAYS, on_change="rerun"):
        _paste_or_upload()
    return days, problems


def _edited() -> pd.DataFrame:
    """The table as it stands. The editor forgets when its page is left, so it starts from what was kept."""
    if EDITOR not in st.session_state:
        st.session_state[STARTED_FROM] = st.session_state.get(KEPT, no_rows())
    tests = {name: st.column_config.TextColumn(QUANTITIES[name].label) for name in MAGNESIUM_TESTS}
    rows: pd.DataFrame = st.data_editor(
        st.session_state[STARTED_FROM],
        key=EDITOR,
        num_rows="dynamic",
        hide_index=True,
        alt="Dated magnesium results and events, one row a day",
        column_config={
            DAY: st.column_config.DateColumn(DAY, format="YYYY-MM-DD", width=DAY_WIDTH, pinned=on_phone()),
            **tests,
            EVENT: st.column_config.TextColumn(
                EVENT, width=EVENT_WIDTH, help=f"For example: {', '.join(EVENTS)}."
            ),
            CHECKED: st.column_config.CheckboxColumn(CHECKED, width=CHECKED_WIDTH),
        },
    )
    st.session_state[KEPT] = rows
    return rows


def _buttons(rows: pd.DataFrame) -> None:
    """Clear, bring back, or look at an example; each begins the table anew."""
    if not rows.empty:
        st.button(
            "Clear all",
            key="serial_clear",
            icon=":material/delete:",
            on_click=_start_from,
            args=(no_rows(),),
        )
    elif BEFORE in st.session_state:
        st.button("Bring back", key="serial_bring_back", icon=":material/undo:", on_click=_bring_back)
    if rows.empty:
        st.button(
            "Look at an example",
            key="serial_load_example",
            icon=":material/school:",
            on_click=_load_example,
        )


def _start_from(rows: pd.DataFrame, *, example: bool = False) -> None:
    """Begin the table anew; what stood there is kept for `Bring back`."""
    before = st.session_state.get(KEPT, no_rows())
    if not before.empty:
        st.session_state[BEFORE] = (before, st.session_state.get(MARKED, False))
    st.session_state[KEPT] = rows
    st.session_state[MARKED] = example
    st.session_state.pop(EDITOR, None)


def _bring_back() -> None:
    rows, example = st.session_state.pop(BEFORE)
    _start_from(rows, example=example)


def _load_example() -> None:
    _start_from(example_rows(), example=True)


def _paste_or_upload() -> None:
    """Rows that are copied from a spreadsheet or typed with a line of headings, or a file of them, replace the table."""
    st.text_area(
        "Paste rows with their headings",
        key=PASTED,
        height=120,
        placeholder=f"day; serum_magnesium; event\n{dt.date(2026, 3, 2)}; 0,62 mmol/L; {EVENTS[0]}",
        help=f"Headings: day, {', '.join(MAGNESIUM_TESTS)}, event. Tabs, semicolons or commas between the cells.",
    )
    st.button("Take these rows", key="serial_paste", on_click=_take_pasted)
    st.file_uploader(
        "Upload a table (CSV)", type="csv", key=UPLOADED, max_upload_size=1, on_change=_take_uploaded
    )
    if message := st.session_state.pop(REFUSED, ""):
        st.error(plain(sentence(message)), icon=":material/block:")


def _take_pasted() -> None:
    _take(partial(from_text, st.session_state[PASTED]))


def _take_uploaded() -> None:
    if given := st.session_state[UPLOADED]:
        _take(partial(from_bytes, given.getvalue()))


def _take(rows: Callable[[], pd.DataFrame]) -> None:
    """Begin anew with rows and close the group, or keep why they cannot be read."""
    try:
        _start_from(rows())
    except ValueError as error:
        st.session_state[REFUSED] = str(error)
    else:
        st.session_state[PASTED] = ""
        st.session_state[OTHER_WAYS] = False


def read(rows: pd.DataFrame) -> tuple[list[Day], Sequence[str]]:
    """Every day that can be read, oldest first, and a sentence for everything that cannot."""
    days, problems = [], []
    if len(rows) > MOST_ROWS:
        problems.append(f"Only the first {MOST_ROWS} rows are read.")
    for place, row in enumerate(rows.head(MOST_ROWS).to_dict("records"), 1):
        texts = {name: str(row[name]) for name in MAGNESIUM_TESTS if _is_given(row[name])}
        event = str(row[EVENT]) if _is_given(row[EVENT]) else ""
        if pd.isna(row[DAY]):
            if texts or event:
                problems.append(f"Row {place} has no day, so it is left out.")
            continue
        day = pd.Timestamp(row[DAY]).date()
        home = st.session_state.get("serial_laboratory")
        try:
            patient = patient_of_day(day, texts, confirmed=row[CHECKED] is True, laboratory=home)
        except InputError as error:
            problems.append(f"Row {place}, {day}, is left out. {' '.join(map(_in_words, error.problems))}")
            continue
        days.append(Day(day, patient, event))
    return sorted(days, key=lambda one: one.day), problems


def _in_words(problem: Problem) -> str:
    name, _, part = problem.field.removeprefix("results.").partition(".")
    return sentence(f"{label(name)}: {'the unit ' if part == 'unit' else ''}{problem.message}")


def _is_given(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell.strip())
