"""Dated results and events in a table that is typed, pasted or uploaded, kept while other pages are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from interpret import InputError, Patient
from interpret.explain import label
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.serial import patient_of_day
from reference_ranges import laboratory
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

KEPT, STARTED_FROM, EDITOR, TAKEN = "serial_rows", "serial_start", "serial_editor", "serial_upload_taken"
BEFORE, MARKED, PASTED = "serial_rows_before", "serial_example", "serial_pasted"
EVENTS = ("magnesium started", "magnesium stopped", "magnesium infusion", "PPI stopped", "diuretic changed")


@dataclass(frozen=True, slots=True)
class Day:
    """What was entered for one day."""

    day: dt.date
    patient: Patient
    event: str


def show() -> list[Day]:
    """Draw the table and give its days, oldest first; what cannot be read is said and left out."""
    if st.session_state.get(MARKED):
        # A badge of its own would be cut off on a phone; a coloured ground breaks into lines.
        st.markdown(f":violet-background[:material/school: Example, not a patient: {EXAMPLE}]")
    st.selectbox(
        "Laboratory",
        [one.id for one in laboratories_with(*MAGNESIUM_TESTS)],
        index=None,
        key="serial_laboratory",
        format_func=lambda one: laboratory(one).name,
        placeholder="not chosen",
        persist_state="session",
    )
    st.markdown("A row for each day; each result with its unit, as 0.62 mmol/L.")
    rows = _edited()
    _buttons(rows)
    with st.expander("Paste or upload a table", key="serial_other_ways"):
        _paste()
        _upload()
    days, problems = read(rows)
    for problem in problems:
        st.error(plain(problem), icon=":material/block:")
    return days


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
            DAY: st.column_config.DateColumn(DAY, format="YYYY-MM-DD"),
            **tests,
            EVENT: st.column_config.TextColumn(EVENT, help=f"For example: {', '.join(EVENTS)}."),
            CHECKED: st.column_config.CheckboxColumn(
                CHECKED, help="Unusual values: number, unit and specimen were checked."
            ),
        },
    )
    st.session_state[KEPT] = rows
    return rows


def _buttons(rows: pd.DataFrame) -> None:
    """Clear, bring back, or look at an example; each begins the table anew."""
    with st.container(horizontal=True, gap="small"):
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


def _paste() -> None:
    """Rows copied from a spreadsheet or typed, with a line of headings, replace the table."""
    text = st.text_area(
        "Paste rows with their headings",
        key=PASTED,
        height=120,
        placeholder=f"day; serum_magnesium; event\n{dt.date(2026, 3, 2)}; 0,62 mmol/L; {EVENTS[0]}",
        help=f"Headings: day, {', '.join(MAGNESIUM_TESTS)}, event. Tabs, semicolons or commas between the cells.",
    )
    if st.button("Take these rows", key="serial_paste", disabled=not text.strip()):
        try:
            rows = from_text(text)
        except ValueError as error:
            st.error(plain(sentence(str(error))), icon=":material/block:")
            return
        _start_from(rows)
        st.rerun()


def _upload() -> None:
    """A file in the form of the table replaces it, once."""
    given = st.file_uploader("Upload a table (CSV)", type="csv", key="serial_upload", max_upload_size=1)
    if given is None or st.session_state.get(TAKEN) == given.file_id:
        return
    try:
        rows = from_bytes(given.getvalue())
    except ValueError as error:
        st.error(plain(sentence(str(error))), icon=":material/block:")
        return
    st.session_state[TAKEN] = given.file_id
    _start_from(rows)
    st.rerun()


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
            named = [
                f"{label(one.field.removeprefix('results.').partition('.')[0])}: {one.message}"
                for one in error.problems
            ]
            problems.append(f"Row {place}, {day}, is left out. {' '.join(map(sentence, named))}")
            continue
        days.append(Day(day, patient, event))
    return sorted(days, key=lambda one: one.day), problems


def _is_given(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell.strip())
