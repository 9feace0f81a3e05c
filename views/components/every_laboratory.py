"""One result against all published ranges: a bar for each laboratory, the value as one line through them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from interpret import Patient
from interpret.every_laboratory import Verdict, counted, verdicts
from interpret.patient import Measurement
from interpret.prepare import columns_of, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from reference_ranges import cite
from views.components import chart
from views.components.chart import FAINT, HOVER, STRONG, Drawn, block, line, note, safe, told
from views.components.wording import choice, plain, sentence

ROW, THICK, HEAD, NAME = 22, 10, 22, 0.36
"""Pixels of a row, of a bar, of the heading; the part of the width in which names stand."""


def show(patient: Patient) -> None:
    """The chosen test against every range, and the same as a table."""
    entered = [name for name in MAGNESIUM_TESTS if name in patient.results]
    name = entered[0]
    if len(entered) > 1:
        # Without a key of the store: which test is looked at need not outlive a change of page.
        name = st.segmented_control(
            "Test",
            entered,
            default=name,
            required=True,
            key="picture.test",
            format_func=lambda one: choice(QUANTITIES[one].label),
        )
    measurement = patient.results[name]
    found = verdicts(columns_of([patient]).quantity(name), person_of(patient))
    if not found:
        st.markdown(f"No published range of {plain(QUANTITIES[name].label)} holds for this person.")
        return
    summary = f"{QUANTITIES[name].label} {measurement}: {counted(found) or 'no range decides'}."
    st.markdown(f"**{plain(sentence(summary))}**")
    st.plotly_chart(
        figure(found, measurement), key="every_laboratory", config=HOVER, alt=in_words(found, summary)
    )
    with st.expander("The same as a table", key="every_laboratory_table"):
        st.markdown(table(found))


def figure(found: Sequence[Verdict], measurement: Measurement) -> Drawn:
    """Names on the left, bars on one common scale on the right."""
    value = float(measurement.value)
    top = 1.1 * max(value, *(float(one.high) for one in found))

    def at(number: float) -> float:
        return NAME + (1 - NAME) * number / top

    bars, notes, places = (
        [],
        [note(at(value), HEAD / 2, f"<b>{safe(str(measurement))}</b>", anchor="center")],
        [],
    )
    for row, one in enumerate(found):
        middle = HEAD + ROW * (row + 0.5)
        span = at(float(one.low)), at(float(one.high))
        bars.append(block(middle, THICK, span, STRONG if one.flag == "normal" else FAINT))
        notes.append(note(0, middle, f"{safe(one.laboratory)}: <b>{one.flag}</b>"))
        places.append((sum(span) / 2, middle))
    height = HEAD + ROW * len(found)
    through = line((at(value), HEAD), (at(value), height), 3)
    texts = [safe(_told(one)) for one in found]
    return chart.figure(height, [*bars, told(places, texts, ROW)], [through], notes)


def _told(one: Verdict) -> str:
    ranges = "; ".join(str(each) for each in (one.range.interval, *one.range.printed_also))
    return f"{ranges}, {one.range.population}. {cite(one.range.citations[0])}"


def in_words(found: Sequence[Verdict], summary: str) -> str:
    """The chart as sentences."""
    return " ".join(
        [
            summary,
            *(f"{one.laboratory}, {one.range.interval}: {one.flag}." for one in found),
        ]
    )


def table(found: Sequence[Verdict]) -> str:
    """The chart as a Markdown table."""
    rows = ["| Laboratory | Range | For | Flag | Source |", "|---|---|---|---|---|"]
    for one in found:
        cells = (
            one.laboratory,
            str(one.range.interval),
            str(one.range.population),
            one.flag,
            cite(one.range.citations[0]),
        )
        rows.append(f"| {' | '.join(map(plain, cells))} |")
    return "\n".join(rows)
