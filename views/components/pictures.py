"""One picture at a time, chosen; what is not chosen is not computed."""

from __future__ import annotations

import streamlit as st

from interpret import Patient, Report
from interpret.quantities import MAGNESIUM_TESTS
from views.components import every_laboratory, firmness, pattern_map, range_bars, range_chart, tables
from views.components.entry import keyed
from views.components.wording import choice

RANGES, EVERY_LABORATORY, MAP, FIRMNESS, TABLE = (
    "Ranges",
    "Every laboratory",
    "Pattern map",
    "Firmness",
    "Table",
)


def show(report: Report, patient: Patient) -> None:
    """The selector and the chosen picture. Without a magnesium result there is only the table."""
    measured = any(name in patient.results for name in MAGNESIUM_TESTS)
    offered = [RANGES, EVERY_LABORATORY, MAP, FIRMNESS, TABLE] if measured else [TABLE]
    chosen = st.segmented_control("Look closer", offered, key=keyed("picture"), format_func=choice)
    if chosen == TABLE:
        tables.draw(range_bars.COLUMNS, range_bars.table(report), "Every result with its range")
    elif chosen == RANGES:
        range_chart.show(patient)
    elif chosen == EVERY_LABORATORY:
        every_laboratory.show(patient)
    elif chosen == MAP:
        pattern_map.show(patient, report.pattern)
    elif chosen == FIRMNESS:
        firmness.show(patient, report)
