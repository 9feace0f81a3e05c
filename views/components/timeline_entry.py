"""Dated results and events in a table that is typed, pasted or uploaded, kept while other pages are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st

from interpret import InputError, Patient, Problem
from interpret.explain import label
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.serial import patient_of_day
from reference_ranges import laboratory
from views.components.device import now, on_phone
from views.components.ranges_in_words import laboratories_with
from views.components.timeline_days import ALLOWED, read_when
from views.components.timeline_table import (
    ASSUMED,
    BLANK_ROWS,
    CHECKED,
    DAY,
    EVENT,
    EXAMPLE,
    MARK,
    MOST_ROWS,
    example_rows,
    from_bytes,
    from_text,
    is_blank,
    is_given,
    no_rows,
)
from views.components.wording import plain, sentence

KEPT, STARTED_FROM, EDITOR = "serial_rows", "serial_start", "serial_editor"
BEFORE, MARKED, REFUSED, NOTED = "serial_rows_before", "serial_example", "serial_refused", "serial_noted"
OTHER_WAYS, PASTED, UPLOADED = "serial_other_ways", "serial_pasted", "serial_upload"
LABORATORY_WIDTH, DAY_WIDTH, EVENT_WIDTH, CHECKED_WIDTH = 420, 135, 190, 80
MOST_SAID = 5
"""Rows of which it is said one by one why they are not read."""
EVENTS = ("magnesium started", "magnesium stopped", "magnesium infusion", "PPI stopped", "diuretic changed")


@dataclass(frozen=True, slots=True)
class Day:
    """What was entered for one day, or for one time of a day."""

    day: dt.date
    patient: Patient
    event: str
    time: dt.time | None = None


class Course(NamedTuple):
    """Every day that can be read, oldest first; a sentence for every row that cannot, and for every one without its day."""

    days: list[Day]
    refused: list[str]
    waiting: list[str]


def mark() -> None:
    """That this is an example, where it is one."""
    if st.session_state.get(MARKED):
        # A badge of its own would be cut off on a phone; a coloured ground breaks into lines.
        st.markdown(f":violet-background[:material/school: Example, not a patient: {EXAMPLE}]")


def show() -> Course:
    """Draw the table and give its days, and what could not be read, which is said and left out."""
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
    how = "Tap a cell twice and type" if on_phone() else "Click a cell and type; Tab goes to the next"
    st.markdown(
        f":small[{how}. The line under the rows adds one. A row for each day or time: 2026-11-20, 20 Nov 2026 or "
        "2026-11-20 14:30. Each result with its unit: 0.62 mmol/L. "
        "**Checked**: the number, unit and specimen of an unusual value were checked.]"
    )
    rows = _edited()
    with above:
        _buttons(rows)
    course = read(rows, now())
    _say_what_is_not_read(course)
    if noted := st.session_state.get(NOTED):
        st.markdown(f":small[:material/info: {plain(noted)}]")
    # The group keeps its state, so that it can be closed when it has done its work.
    with st.expander("Paste or upload a table", key=OTHER_WAYS, on_change="rerun"):
        _paste_or_upload()
    return course


def _say_what_is_not_read(course: Course) -> None:
    for refused in course.refused[:MOST_SAID]:
        st.error(plain(refused), icon=":material/block:")
    if len(course.refused) > MOST_SAID:
        st.error(f"{len(course.refused) - MOST_SAID} more are left out.", icon=":material/block:")
    if course.waiting:
        st.info(plain(" ".join(course.waiting[:MOST_SAID])), icon=":material/edit_calendar:")


def _edited() -> pd.DataFrame:
    """The table as it stands. The editor forgets when its page is left, so it starts from what was kept."""
    if EDITOR not in st.session_state:
        st.session_state[STARTED_FROM] = st.session_state.get(KEPT, no_rows(BLANK_ROWS))
    tests = {name: st.column_config.TextColumn(QUANTITIES[name].label) for name in MAGNESIUM_TESTS}
    rows: pd.DataFrame = st.data_editor(
        st.session_state[STARTED_FROM],
        key=EDITOR,
        num_rows="dynamic",
        hide_index=True,
        alt="Dated magnesium results and events, a row for each day or time of a day",
        column_config={
            # Text: a browser's own editor of dates takes the day for the month in half the world, and drops what it refuses.
            DAY: st.column_config.TextColumn(DAY, width=DAY_WIDTH, pinned=on_phone(), help=sentence(ALLOWED)),
            **tests,
            EVENT: st.column_config.TextColumn(
                EVENT, width=EVENT_WIDTH, help=f"For example: {', '.join(EVENTS)}."
            ),
            CHECKED: st.column_config.CheckboxColumn(CHECKED, width=CHECKED_WIDTH),
            MARK: st.column_config.TextColumn(MARK, disabled=True),
        },
    )
    st.session_state[KEPT] = rows
    return rows


def _buttons(rows: pd.DataFrame) -> None:
    """Clear, bring back, or look at an example; each begins the table anew."""
    if not is_blank(rows):
        st.button(
            "Clear all",
            key="serial_clear",
            icon=":material/delete:",
            on_click=_start_from,
            args=(no_rows(BLANK_ROWS),),
        )
        return
    if BEFORE in st.session_state:
        st.button("Bring back", key="serial_bring_back", icon=":material/undo:", on_click=_bring_back)
    st.button(
        "Look at an example",
        key="serial_load_example",
        icon=":material/school:",
        on_click=_start_from,
        args=(example_rows(),),
    )


def _start_from(rows: pd.DataFrame) -> None:
    """Begin the table anew; what stood there is kept for `Bring back`."""
    before = st.session_state.get(KEPT, no_rows())
    if not is_blank(before):
        st.session_state[BEFORE] = before
    st.session_state[KEPT] = rows
    st.session_state[MARKED] = MARK in rows
    heading = rows.attrs.get(ASSUMED)
    st.session_state[NOTED] = (
        f"The column '{heading}' is read as {QUANTITIES[ASSUMED].label}." if heading else ""
    )
    st.session_state.pop(EDITOR, None)


def _bring_back() -> None:
    _start_from(st.session_state.pop(BEFORE))


def _paste_or_upload() -> None:
    """Rows that are copied from a spreadsheet or typed with a line of headings, or a file of them, replace the table."""
    st.text_area(
        "Paste rows with their headings",
        key=PASTED,
        height=120,
        placeholder=f"Day; {QUANTITIES[ASSUMED].label}; Event\n{dt.date(2026, 3, 2)}; 0,62 mmol/L; {EVENTS[0]}",
        help=f"Headings: Day, {', '.join(QUANTITIES[name].label for name in MAGNESIUM_TESTS)}, Event. "
        "Tabs, semicolons or commas between the cells.",
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


def read(rows: pd.DataFrame, now: dt.datetime) -> Course:
    """What the table holds; a day later than ``now`` is refused."""
    course = Course([], [], [])
    if len(rows) > MOST_ROWS:
        course.refused.append(f"Only the first {MOST_ROWS} rows are read.")
    home = st.session_state.get("serial_laboratory")
    for place, row in enumerate(rows.head(MOST_ROWS).to_dict("records"), 1):
        texts = {name: str(row[name]) for name in MAGNESIUM_TESTS if is_given(row[name])}
        event = str(row[EVENT]) if is_given(row[EVENT]) else ""
        if not is_given(row[DAY]):
            if texts or event:
                course.waiting.append(f"Row {place} waits for its day and is not read yet.")
            continue
        try:
            when = read_when(row[DAY], now)
        except ValueError as error:
            course.refused.append(f"Row {place} is left out. {sentence(str(error))}")
            continue
        try:
            patient = patient_of_day(when.day, texts, confirmed=row[CHECKED] is True, laboratory=home)
        except InputError as error:
            course.refused.append(
                f"Row {place}, {when}, is left out. {' '.join(map(_in_words, error.problems))}"
            )
            continue
        if texts or event:
            course.days.append(Day(when.day, patient, event, when.time))
    course.days.sort(key=lambda one: (one.day, one.time or dt.time()))
    return course


def _in_words(problem: Problem) -> str:
    name, _, part = problem.field.removeprefix("results.").partition(".")
    return sentence(f"{label(name)}: {'the unit ' if part == 'unit' else ''}{problem.message}")
