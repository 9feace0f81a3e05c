"""The course of each test: a chart with its range, each change against chance, and the latest reading."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from interpret import interpret
from interpret.prepare import person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.ranges import RangeInUse, range_in_use
from interpret.serial import (
    BETWEEN,
    BEYOND,
    NOT_COMPARED,
    WITHIN,
    Change,
    Dated,
    changes,
    dated,
    reference_change,
)
from interpret.units import convert
from reference_ranges import cite
from views.components import chart
from views.components.chart import HOVER, Drawn, safe
from views.components.timeline_entry import Day
from views.components.wording import SYMBOLS, listed, plain, readable, sentence

SIGNS = {
    BEYOND: ":material/swap_vert: **More than chance.**",
    WITHIN: ":material/drag_handle: Within chance.",
    BETWEEN: ":material/help: **Published variations differ.**",
    NOT_COMPARED: ":material/block: Not compared.",
}
HEIGHT = 240


def show(days: Sequence[Day]) -> None:
    """Everything about the course, the latest first."""
    results = [one for day in days for one in dated(day.day, day.patient)]
    if not results:
        st.markdown("## Nothing is read yet")
        st.markdown(
            "Enter two days to see a change. Each test is compared only with itself, in any of its units."
        )
        return
    _latest([day for day in days if day.patient.results][-1])
    found = changes(results)
    for name in MAGNESIUM_TESTS:
        series = sorted((one for one in results if one.quantity == name), key=lambda one: one.day)
        if series:
            _course(name, series, days, [one for one in found if one.after.quantity == name])


def _latest(day: Day) -> None:
    report = interpret(day.patient)
    st.markdown(f"## Latest, {day.day}: {plain(report.headline)}")
    text = " ".join(
        sentence(one.statement) for one in report.of_kind("urgency") if one.id in report.urgency_because
    )
    st.markdown(
        f"{SYMBOLS[report.urgency]} **{readable(report.urgency).capitalize()}.** {plain(report.emergency_text or '')} {plain(text)}"
    )
    st.markdown(
        ":small[Read from the results of that day alone; enter medicines, conditions and signs on the page for one patient.]"
    )


def _course(name: str, series: Sequence[Dated], days: Sequence[Day], found: Sequence[Change]) -> None:
    st.markdown(f"### {QUANTITIES[name].label}")
    unit = series[-1].measurement.unit
    latest = next(day for day in reversed(days) if name in day.patient.results)
    in_use = range_in_use(
        name, latest.patient.results[name], latest.patient.laboratory, person_of(latest.patient)
    )
    texts = [f"{one.day}: {one.measurement}" for one in series]
    st.plotly_chart(
        figure(name, series, [day for day in days if day.event], in_use),
        key=f"course.{name}",
        config=HOVER,
        alt=f"{QUANTITIES[name].label} over time in {unit}. {'; '.join(texts)}. Range: {in_use.source or 'none'}.",
    )
    for one in found:
        st.markdown(f"- {_change(one)}")
    if limit := reference_change(name):
        st.markdown(f":small[{plain(listed(map(cite, limit.citations)))}.]")


def _change(one: Change) -> str:
    percent = "" if one.percent is None else f" ({one.percent:+.0f} %)".replace("-", "−")
    step = (
        f"{one.before.day} to {one.after.day}: {one.before.measurement} to {one.after.measurement}{percent}."
    )
    return f"{plain(step)} {SIGNS[one.verdict]} :small[{plain(one.why)}]"


def figure(name: str, series: Sequence[Dated], events: Sequence[Day], in_use: RangeInUse) -> Drawn:
    """Values over days in the unit of the latest, the range as a band, events as dotted lines."""
    quantity, unit = QUANTITIES[name], series[-1].measurement.unit

    def in_unit(value: Fraction, printed: str) -> float:
        return float(convert(value, printed, unit, quantity.units))

    values = [in_unit(Fraction(one.measurement.value), one.measurement.unit) for one in series]
    shapes: list[Drawn] = []
    for forms in in_use.intervals:
        form = next((one for one in forms if one.unit == unit), forms[0])
        low, high = (
            None if end is None else in_unit(Fraction(end), form.unit) for end in (form.low, form.high)
        )
        band = {
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": low or 0,
            "y1": max(values) * 1.2 if high is None else high,
        }
        shapes.append(
            {
                "type": "rect",
                "fillcolor": chart.grey(chart.FAINT / len(in_use.intervals) ** 0.5),
                "line": {"width": 0},
                "layer": "below",
            }
            | band
        )
    ink = {"color": chart.ink(), "width": 1, "dash": "dot"}
    shapes += [
        {
            "type": "line",
            "x0": str(day.day),
            "x1": str(day.day),
            "yref": "paper",
            "y0": 0,
            "y1": 0.9,
            "line": ink,
        }
        for day in events
    ]
    notes = [  # one under the other in turn, so that near days stay readable
        {
            "x": str(day.day),
            "yref": "paper",
            "y": 1 - index % 3 / 8,
            "text": safe(day.event),
            "showarrow": False,
        }
        for index, day in enumerate(events)
    ]
    points = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [str(one.day) for one in series],
        "y": values,
        "text": [safe(_beside(one, unit)) for one in series],
        "textposition": "top center",
        "line": {"color": chart.ink(), "width": 2},
        "marker": {"size": 9},
        "hovertext": [safe(f"{one.day}: {one.measurement}") for one in series],
        "hoverinfo": "text",
    }
    grid = {"gridcolor": chart.grey(chart.FAINT), "fixedrange": True}
    layout = {
        "height": HEIGHT,
        "font": {"color": chart.ink()},
        "margin": {"l": 50, "r": 20, "t": 10, "b": 30},
        "xaxis": grid | {"type": "date", "tickformat": "%Y-%m-%d"},
        "yaxis": grid | {"title": {"text": unit}, "rangemode": "tozero"},
        "shapes": shapes,
        "annotations": notes,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    return {"data": [points], "layout": layout}


def _beside(one: Dated, unit: str) -> str:
    """What stands beside a point: the number, with its unit where that is not the unit of the axis."""
    number = f"{one.measurement.comparator or ''}{one.measurement.value}"
    return number if one.measurement.unit == unit else f"{number} {one.measurement.unit}"
