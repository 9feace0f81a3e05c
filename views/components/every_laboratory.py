"""One result against all published ranges: a bar for each laboratory, the value as one line through them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

import streamlit as st

from interpret import Patient
from interpret.every_laboratory import Verdict, counted, verdicts
from interpret.explain import plain as fewest_places
from interpret.patient import Measurement
from interpret.prepare import columns_of, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from reference_ranges import cite
from views.components import chart, tables
from views.components.chart import HOVER, STRONG, Drawn, block, line, note, safe, told
from views.components.device import on_phone
from views.components.wording import choice, plain, sentence

ROW, THICK, HEAD, NAME = 24, 12, 22, 0.46
"""Pixels of a row, of a bar, of the heading; the part of the width in which names stand."""
ROW_ON_PHONE = 38
"""On a phone a name stands over its bar."""
MOST_LETTERS = 42
MARGIN = 0.08
"""Room beyond the outermost number, as a part of the scale: for the numbers at the ends of the bars."""


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
        tables.draw(COLUMNS, table(found), f"{QUANTITIES[name].label}: every published range")


def figure(found: Sequence[Verdict], measurement: Measurement) -> Drawn:
    """Names on the left, on a phone above, bars on one common scale on the right, their numbers at their ends."""
    value = float(measurement.value)
    printed = QUANTITIES[found[0].range.quantity].reporting_places(measurement.unit)
    ends = [value, *(float(end) for one in found for end in (one.low, one.high))]
    least, most = min(ends), max(ends)
    room = (most - least or 1) * MARGIN
    left, high, above = (0.0, ROW_ON_PHONE, 14) if on_phone() else (NAME, ROW, 0)

    def at(number: float) -> float:
        return left + (1 - left) * (number - least + room) / (most - least + 2 * room)

    bars, places = [], []
    notes = [note(at(value), HEAD / 2, f"<b>{safe(str(measurement))}</b>", anchor="center")]
    lines = []
    for row, one in enumerate(found):
        middle = HEAD + high * row + above + (high - above) / 2
        span = at(float(one.low)), at(float(one.high))
        bars.append(block(middle, THICK, span, STRONG))
        flag = f"<b>{one.flag}</b>" if one.flag != "normal" else one.flag
        notes.append(note(0, middle - above * 1.25, f"{safe(shorten(one.laboratory, MOST_LETTERS))}: {flag}"))
        notes += [
            note(place, middle, fewest_places(number, printed), anchor=anchor, size=11)
            for place, number, anchor in (
                (span[0] - 0.005, one.low, "right"),
                (span[1] + 0.005, one.high, "left"),
            )
        ]
        lines.append(line((at(value), middle - high / 2), (at(value), middle + high / 2), 2))
        places.append((sum(span) / 2, middle))
    texts = [safe(_told(one)) for one in found]
    return chart.figure(HEAD + high * len(found), [*bars, told(places, texts, ROW)], lines, notes)


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


COLUMNS = ("Laboratory", "Range", "For", "Flag", "Source")


def table(found: Sequence[Verdict]) -> list[tuple[str, ...]]:
    """The chart, a row for each range."""
    return [
        tuple(
            map(
                plain,
                (
                    one.laboratory,
                    str(one.range.interval),
                    str(one.range.population),
                    one.flag,
                    cite(one.range.citations[0]),
                ),
            )
        )
        for one in found
    ]
