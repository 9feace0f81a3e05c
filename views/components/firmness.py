"""How firm the reading is: what it becomes as a result varies, and the nearest value with another reading."""

from __future__ import annotations

import streamlit as st

from interpret import Patient, Report
from interpret.explain import label
from interpret.explore import Flip
from interpret.firmness import EQUALLY_LIKELY, Firmness, firmness
from interpret.pattern_names import NAMES
from reference_ranges import cite
from views.components import chart, tables
from views.components.chart import FAINT, STILL, STRONG, Drawn, block, note
from views.components.wording import listed, plain, readable

THICK, ROW = 26, 64


def show(patient: Patient, report: Report) -> None:
    """A bar for each test whose variation is published, then the nearest changes in words."""
    for one in firmness(patient):
        st.markdown(
            f"**{label(one.quantity)} repeated {EQUALLY_LIKELY} times**, varying as one person and one laboratory do "
            f"({one.cv:.1f} %; {plain(listed(map(cite, one.citations)))}):"
        )
        st.plotly_chart(figure(one), key=f"firmness.{one.quantity}", config=STILL, alt=in_words(one))
        rows = [
            (plain(NAMES[each.pattern]), readable(each.urgency), _percent(each.share)) for each in one.shares
        ]
        tables.draw(("Reading", "Urgency", "How often"), rows, f"{label(one.quantity)} repeated")
    found = report.nearest_changes
    st.markdown("**The nearest result with another reading or urgency**")
    st.markdown(
        "\n".join(f"- {plain(_flip(one))}" for one in found) or "No printable result would change it."
    )
    st.markdown(
        ":small[One test changed at a time, all else as entered. No variation of red cells or urine is held.]"
    )


def figure(one: Firmness) -> Drawn:
    """A bar divided by how often each reading came out."""
    bars, notes, start = [], [], 0.0
    for index, share in enumerate(one.shares):
        end = start + share.share
        bars.append(
            block(THICK / 2, THICK, (start, end), STRONG if index == 0 else FAINT, "" if index == 0 else "/")
        )
        notes.append(note(start, THICK + 12, _percent(share.share), size=13))
        start = end
    return chart.figure(ROW - 20, bars, [], notes)


def in_words(one: Firmness) -> str:
    """'93 %: depletion with normal serum, soon; 7 %: …'."""
    parts = [
        f"{_percent(share.share)}: {NAMES[share.pattern]}, {readable(share.urgency)}" for share in one.shares
    ]
    return "; ".join(parts) + "."


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\u00a0%"


def _flip(one: Flip) -> str:
    within = {True: ", within its variation", False: ", beyond its variation", None: ""}[one.within_variation]
    return (
        f"{label(one.quantity)} {one.value} ({_signed(one.change)}{within}): "
        f"{NAMES[one.pattern]}, {readable(one.urgency)}"
    )


def _signed(percent: float) -> str:
    return f"{percent:+.0f} %".replace("-", "−")
