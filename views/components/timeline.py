"""The course of each test: the latest of each read together, a chart with its range, each change against chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from interpret import Patient, Report, interpret, rulebook
from interpret.columns import at
from interpret.evaluate import read
from interpret.explain import label
from interpret.prepare import columns_of, person_of
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
    without_order,
)
from interpret.truth import TRUE
from reference_ranges import cite
from views.components import entry, timeline_chart
from views.components.chart import HOVER
from views.components.device import days_ago, on_phone
from views.components.ranges_in_words import short
from views.components.reading import BOXES, UNPRESSED, level
from views.components.tables import draw
from views.components.timeline_chart import Event, lettered, when_of
from views.components.timeline_days import When
from views.components.timeline_entry import MARKED, Course, Day
from views.components.timeline_table import EXAMPLE
from views.components.wording import SYMBOLS, listed, named, plain, sentence

NOT_JUDGED = ":material/help: not judged"
"""A change in percent of which no published variation says how much is chance."""
SIGNS = {
    BEYOND: ":material/swap_vert: **more than chance**",
    WITHIN: ":material/drag_handle: within chance",
    BETWEEN: ":material/help: **published variations differ**",
    NOT_COMPARED: ":material/block: not compared",
}
DECIDED = ("low", "normal", "high")
FLAGS = {
    "low": "**low**",
    "normal": "normal",
    "high": "**high**",
    "differ": "ranges differ",
    "unknown": "unknown",
}
COLUMNS = ("Day", "Result", "Flag", "Change", "Against chance")
ONE_PATIENT = "views/one_patient.py"


def show_latest(course: Course) -> None:
    """The latest of each test read together, or what to do first."""
    if any(day.patient.results for day in course.days):
        _latest(course)
    else:
        st.markdown(
            "**Nothing is read yet.** Enter two days to see a change. "
            "Each test is compared only with itself, in any of its units."
        )


def show_courses(days: Sequence[Day]) -> None:
    """Each test by itself, with the events."""
    results = results_of(days)
    flags = flags_of(days) if results else {}
    found = {one.after: one for one in changes(results)}
    events = lettered([(When(day.day, day.time), day.event) for day in days if day.event])
    shown = [name for name in MAGNESIUM_TESTS if any(one.quantity == name for one in results)]
    if len(shown) > 1:
        labels = listed(map(named, shown))
        st.markdown(
            f":small[:material/block: {plain(sentence(labels))} Different specimens: each is compared only with itself.]"
        )
    for name in shown:
        _course(name, days, flags, found, events)


def results_of(days: Sequence[Day]) -> list[Dated]:
    """Every result of every day."""
    return [one for day in days for one in dated(day.day, day.patient, day.time)]


# ---- the latest ------------------------------------------------------------------------------------------------------
def latest_of_each(days: Sequence[Day]) -> list[Dated]:
    """The latest result of each test; of a day whose results have no order, the most pressing."""
    results = results_of(days)
    unordered = without_order(results)
    latest = {one.quantity: one for one in results}
    for name, last in latest.items():
        if (name, last.day) in unordered:
            possible = [one for one in results if (one.quantity, one.day) == (name, last.day)]
            alone = [replace(days[-1].patient, results={name: one.measurement}) for one in possible]
            urgency = list(read(rulebook(), columns_of(alone)).urgency)
            latest[name] = possible[urgency.index(max(urgency))]
    return [latest[name] for name in MAGNESIUM_TESTS if name in latest]


def patient_of(latest: Sequence[Dated], days: Sequence[Day]) -> Patient:
    """These results together, each with its day: what lies too far apart is not read as a pair."""
    return replace(days[-1].patient, results={one.quantity: one.measurement for one in latest})


def _latest(course: Course) -> None:
    latest = latest_of_each(course.days)
    patient = patient_of(latest, course.days)
    report = interpret(patient)
    said_first, _, in_use = report.headline.partition(" (range ")
    unordered = without_order(results_of(course.days))
    with st.container(gap="xsmall"):
        _urgency(report)
        st.markdown(f"## Latest: {plain(said_first.removesuffix('.'))}")
        dates = "; ".join(f"{named(one.quantity)} of {_days_ago(when_of(one))}" for one in latest)
        small = [f"{sentence(dates)}"]
        if in_use:
            small.append(f"By the range {plain(in_use.removesuffix(').'))}.")
        small.append("Read without medicines, conditions and signs, which may make it more pressing.")
        st.markdown(f":small[{' '.join(small)}]")
        warnings = ["Not every row is read; why stands under the table."] * bool(
            course.refused or course.waiting
        )
        warnings += [
            f"{label(one.quantity)}: which result of {one.day} came last is not known; the most pressing is read. "
            f"Give each its time of day, as {one.day} 14:30."
            for one in latest
            if (one.quantity, one.day) in unordered
        ]
        for one in [*warnings, *_gates(report)]:
            st.markdown(f":small[:material/warning: {plain(sentence(one))}]")
        _hand_over_button(patient)


def _urgency(report: Report) -> None:
    """As on the page for one patient: the word, its sign, its reason; never a word alone."""
    because = " ".join(
        sentence(one.statement) for one in report.of_kind("urgency") if one.id in report.urgency_because
    )
    text = " ".join(filter(None, [report.emergency_text, because])) or UNPRESSED.get(report.urgency, "")
    words, symbol = f"**{level(report)}.** {plain(text)}", SYMBOLS[report.urgency]
    if report.urgency == "emergency":
        st.error(words, icon=symbol)
    elif report.urgency in BOXES:
        BOXES[report.urgency](words, icon=symbol)
    else:
        st.markdown(f"{symbol} {words}")


def _gates(report: Report) -> list[str]:
    """What is not read of these results and why: what a gate withholds or turns, and every warning."""
    effects = {one.id: rulebook().by_id[one.id].effects for one in report.of_kind("gate")}
    gates = [
        one.statement
        for one in report.of_kind("gate")
        if (does := effects[one.id]) and (does.withholds or does.true_value or does.reads_as)
    ]
    return [*gates, *(f"{label(one['field'])}: {one['message']}" for one in report.warnings)]


def _hand_over_button(patient: Patient) -> None:
    """On to the page for one patient, only while nobody's entry would be lost there."""
    if not entry.is_empty() and not entry.get("example"):
        st.markdown(
            ":small[To read these with medicines, conditions and signs, first clear the page for one patient.]"
        )
    elif st.button(
        "Read these on the page for one patient",
        key="serial_hand_over",
        icon=":material/arrow_forward:",
        type="tertiary",
        on_click=hand_over,
        args=(patient,),
    ):
        st.switch_page(ONE_PATIENT)


def hand_over(patient: Patient) -> None:
    """Callback: fill the page for one patient with these results; nothing stands in the address."""
    entry.clear()
    entry.put("laboratory", patient.laboratory)
    for name, one in patient.results.items():
        entry.put(f"{name}.value", f"{one.comparator or ''}{one.value:f}")
        entry.put(f"{name}.unit", one.unit)
        entry.put(f"{name}.confirmed", one.confirmed)
        entry.put(f"{name}.collected", one.collected.date() if one.collected else None)
    if st.session_state.get(MARKED):
        entry.put("example", EXAMPLE)


# ---- one test --------------------------------------------------------------------------------------------------------
def flags_of(days: Sequence[Day]) -> Mapping[Dated, str]:
    """Low, normal or high for each result of each day, in one evaluation; else whether published ranges differ on it."""
    patients = [day.patient for day in days]
    reported = read(rulebook(), columns_of(patients)).reported
    truths = {(name, flag): reported.flag(name, flag) for name in MAGNESIUM_TESTS for flag in DECIDED}
    return {
        one: next(
            (flag for flag in DECIDED if at(truths[one.quantity, flag], row) == TRUE), _undecided(one, day)
        )
        for row, day in enumerate(days)
        for one in dated(day.day, day.patient, day.time)
    }


def _undecided(one: Dated, day: Day) -> str:
    in_use = range_in_use(one.quantity, one.measurement, day.patient.laboratory, person_of(day.patient))
    return "differ" if len(in_use.intervals) > 1 and not one.measurement.comparator else "unknown"


def _course(
    name: str,
    days: Sequence[Day],
    flags: Mapping[Dated, str],
    found: Mapping[Dated, Change],
    events: Sequence[Event],
) -> None:
    """Chart, its key, and the same as a table with the events between the results; one result alone has no course."""
    series = [one for one in results_of(days) if one.quantity == name]
    in_use = _range(name, days)
    made = [found[one] for one in series if one in found]
    verdicts = {one.verdict for one in made}
    is_course = len(series) > 1
    st.markdown(f"### {plain(QUANTITIES[name].label)}")
    if is_course:
        st.plotly_chart(
            timeline_chart.figure(series, events, in_use, found, [When(day.day, day.time) for day in days]),
            key=f"course.{name}",
            config=HOVER,
            alt=timeline_chart.in_words(series, events, in_use),
        )
    range_in_words = plain(short(in_use, series[-1].measurement.unit))
    key = [f"{'Grey' if is_course else 'Range'}: {range_in_words}."] if in_use.intervals else []
    key += ["▲ ▼ more than chance from the result before."] if BEYOND in verdicts else []
    key += (
        ["No line joins results that are not compared."] if any(one.percent is None for one in made) else []
    )
    st.markdown(f":small[{' '.join(key)}]")
    rows = _rows(series, events, flags, found)
    if on_phone():
        st.markdown(_in_lines(rows))
    else:
        draw(COLUMNS, rows, f"{QUANTITIES[name].label} by day")
    if verdicts - {NOT_COMPARED} and (limit := reference_change(name)):
        st.markdown(f":small[{plain(limit.in_words)} {plain(sentence(listed(map(cite, limit.citations))))}]")


def _range(name: str, days: Sequence[Day]) -> RangeInUse:
    latest = next(day.patient for day in reversed(days) if name in day.patient.results)
    return range_in_use(name, latest.results[name], latest.laboratory, person_of(latest))


def _rows(
    series: Sequence[Dated],
    events: Sequence[Event],
    flags: Mapping[Dated, str],
    found: Mapping[Dated, Change],
) -> list[list[str]]:
    """A line for each result and each event, oldest first."""
    lines = [(when_of(one).moment, 1, _result(one, flags, found)) for one in series]
    lines += [
        (one.when.moment, 0, [_days_ago(one.when), f"**{one.letter}** {plain(one.text)}", "", "", ""])
        for one in events
    ]
    return [cells for _, _, cells in sorted(lines, key=lambda line: line[:2])]


def _days_ago(when: When) -> str:
    """Its day and time, and how far its day is from today."""
    return days_ago(when.day).replace(str(when.day), str(when), 1)


def _in_lines(rows: Sequence[Sequence[str]]) -> str:
    """The table on a phone: a line for each row, its day first."""
    return "\n".join(f"- {day}: {', '.join(filter(None, cells))}" for day, *cells in rows)


def _result(
    one: Dated,
    flags: Mapping[Dated, str],
    found: Mapping[Dated, Change],
) -> list[str]:
    change = found.get(one)
    percent, verdict = ("", "") if change is None else _change(change)
    return [_days_ago(when_of(one)), plain(str(one.measurement)), FLAGS[flags[one]], percent, verdict]


def _change(change: Change) -> tuple[str, str]:
    """In percent, and against chance."""
    if change.verdict != NOT_COMPARED:
        sign = SIGNS[change.verdict]
    else:
        sign = f"{SIGNS[NOT_COMPARED] if change.percent is None else NOT_JUDGED}. :small[{plain(change.why)}]"
    percent = "" if change.percent is None else f"{change.percent:+.0f}\N{NO-BREAK SPACE}%"
    return percent.replace("-", "−"), sign
