"""Dated results and events in a table that is typed, pasted or uploaded, kept while other pages are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pandas as pd
import streamlit as st

from interpret import InputError, Patient
from interpret.explain import label
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.serial import patient_of_day
from reference_ranges import laboratory
from views.components.ranges_in_words import laboratories_with
from views.components.wording import plain, sentence

KEPT, STARTED_FROM, EDITOR, TAKEN = "serial_rows", "serial_start", "serial_editor", "serial_upload_taken"
DAY, EVENT, CHECKED = "Day", "Event", "Checked"
COLUMNS = [DAY, *MAGNESIUM_TESTS, EVENT, CHECKED]
EVENTS = ["magnesium started", "magnesium stopped", "magnesium infusion", "PPI stopped", "diuretic changed"]
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Day:
    """What was entered for one day."""

    day: dt.date
    patient: Patient
    event: str


def show() -> list[Day]:
    """Draw the table and give its days, oldest first; what cannot be read is said and left out."""
    st.markdown(
        "A row for each day; a result with its unit, as 0.62 mmol/L. Rows can be pasted from a spreadsheet."
    )
    home, upload = st.columns(2)
    with home:
        st.selectbox(
            "Laboratory",
            [one.id for one in laboratories_with(*MAGNESIUM_TESTS)],
            index=None,
            key="serial_laboratory",
            format_func=lambda one: laboratory(one).name,
            placeholder="not chosen",
            persist_state="session",
        )
    with upload:
        _upload()
    rows = _edited()
    days, problems = read(rows)
    for problem in problems:
        st.error(plain(problem), icon=":material/block:")
    if st.button("Clear all", key="serial_clear", icon=":material/delete:", disabled=rows.empty):
        _start_from(_no_rows())
        st.rerun()
    return days


def _edited() -> pd.DataFrame:
    """The table as it stands. The editor forgets when its page is left, so it starts from what was kept."""
    if EDITOR not in st.session_state:
        st.session_state[STARTED_FROM] = st.session_state.get(KEPT, _no_rows())
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


def _no_rows() -> pd.DataFrame:
    kinds = {DAY: "datetime64[ns]", CHECKED: "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "str")) for name in COLUMNS})


def _start_from(rows: pd.DataFrame) -> None:
    """Begin the table anew."""
    st.session_state[KEPT] = rows
    st.session_state.pop(EDITOR, None)


def _upload() -> None:
    """A file in the form of the table replaces it, once."""
    given = st.file_uploader("Upload a table (CSV)", type="csv", key="serial_upload", max_upload_size=1)
    if given is None or st.session_state.get(TAKEN) == given.file_id:
        return
    try:
        rows = from_csv(given)
    except ValueError as error:
        st.error(plain(sentence(str(error))), icon=":material/block:")
        return
    st.session_state[TAKEN] = given.file_id
    _start_from(rows)
    st.rerun()


def from_csv(given: BytesIO) -> pd.DataFrame:
    """The rows of a CSV file with a column `day` and a column for each test; ``ValueError`` says what is wrong."""
    try:
        rows = pd.read_csv(given, dtype=str, keep_default_na=False, nrows=MOST_ROWS + 1)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ValueError("the file is not a CSV table in UTF-8; save it as one") from error
    rows.columns = [str(name).strip().lower() for name in rows.columns]
    allowed = [DAY.lower(), *MAGNESIUM_TESTS, EVENT.lower()]
    unknown = [name for name in rows.columns if name not in allowed]
    if unknown or DAY.lower() not in rows.columns:
        raise ValueError(
            f"the file has the columns {', '.join(rows.columns)}; allowed are {', '.join(allowed)}, and day is needed"
        )
    if len(rows) > MOST_ROWS:
        raise ValueError(f"the file has more than {MOST_ROWS} rows; split it")
    days = pd.to_datetime(rows["day"], format="ISO8601", errors="coerce")
    if days.isna().any():
        wrong = rows["day"][days.isna()].iloc[0]
        raise ValueError(f"'{wrong}' is not a day; write days like 2026-11-20")
    texts = {name: rows.get(name.lower(), pd.Series([""] * len(rows))) for name in (*MAGNESIUM_TESTS, EVENT)}
    return pd.DataFrame({DAY: days, **texts, CHECKED: False})[COLUMNS]


def read(rows: pd.DataFrame) -> tuple[list[Day], Sequence[str]]:
    """Every day that can be read, oldest first, and a sentence for everything that cannot."""
    days, problems = [], []
    for place, row in enumerate(rows.to_dict("records"), 1):
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
