"""The what-if bench: three tests and what is known beside them, slid and switched, over the plane of their readings."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from interpret import Patient, Report
from interpret.explore import Flip
from interpret.flips import WordFlip, word_flips
from interpret.pattern_names import NAMES, SHORT
from interpret.plane import SERUM, URINE, Plane, plane
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.rules import URGENCIES
from interpret.variation import NINETY_FIVE, of_one_result
from interpret.words import WORDS
from reference_ranges import laboratory
from views.components import bench, every_laboratory, firmness, plane_chart
from views.components.bench import get, keyed
from views.components.chart import HOVER
from views.components.device import on_phone
from views.components.families import OF_READING, OF_URGENCY, Family
from views.components.plane_chart import Point
from views.components.ranges_in_words import laboratories_with
from views.components.wording import SYMBOLS, choice, listed, named, plain, readable, sentence

READING, URGENCY = "Reading", "Urgency"
EVERY_LABORATORY, FIRMNESS, TABLE = "Every laboratory", "Firmness", "Table of the plane"
MOST_FLIPS = 3
HEADINGS = {"conditions": "Medicines and conditions", "signs": "Signs", "sample": "Sample and collection"}
COLOURS = {"emergency": "red", "urgent": "orange", "soon": "blue", "routine": "gray", "not_judged": "gray"}
URGENCY_WORDS: Mapping[str, str] = {level: readable(level) for level in URGENCIES}


# ---- what can be set -------------------------------------------------------------------------------------------------
def controls() -> None:
    """Sliders and switches."""
    with st.container(gap="xsmall"):
        for test in MAGNESIUM_TESTS:
            _test(test)
        _kidney()
        _words()
        _units_and_laboratory()
        st.button("Start again", key="what_if.again", icon=":material/undo:", on_click=bench.start_again)


def _test(test: str) -> None:
    quantity = QUANTITIES[test]
    st.toggle(f"**{quantity.label}**", key=keyed(f"{test}.measured"))
    if get(f"{test}.measured"):
        least, most = bench.ends(test)
        places = bench.places(test)
        st.slider(
            f"{quantity.label}, {get(f'{test}.unit')}",
            least,
            most,
            key=keyed(f"{test}.value"),
            step=10**-places if places else 1.0,
            format=_written(f"%.{places}f {get(f'{test}.unit')}"),
            label_visibility="collapsed",
        )


def _written(number: str) -> str:
    """How a slider writes its value. Grey on a dark page, where it is too faint in the accent colour.

    Only there, since a screen reader reads the mark-up out.
    """
    return f":gray[{number}]" if st.context.theme.type == "dark" else number


def _kidney() -> None:
    st.toggle("**eGFR**", key=keyed("egfr.measured"))
    if get("egfr.measured"):
        unit = QUANTITIES["egfr"].canonical_unit
        st.slider(
            f"eGFR, {unit}",
            bench.KIDNEY_LEAST,
            bench.KIDNEY_MOST,
            key=keyed("egfr.value"),
            format=_written(f"%d {unit}"),
            label_visibility="collapsed",
        )


def _words() -> None:
    for group, heading in HEADINGS.items():
        count = f" ({len(get(group))})" if get(group) else ""
        with st.expander(
            f"{heading}{count}",
            expanded=group == "conditions" and not on_phone(),
            key=f"what_if.{group}.fold",
        ):
            st.pills(
                heading,
                bench.GROUPS[group],
                selection_mode="multi",
                key=keyed(group),
                wrap=True,
                format_func=lambda word: choice(WORDS[word].label),
                label_visibility="collapsed",
            )
    st.toggle("Everything else was asked and is absent", key=keyed("others_absent"))


def _units_and_laboratory() -> None:
    # Not a popover: Streamlit mounts what is in one when it opens, and a choice so mounted reports itself empty.
    with st.expander("Units and laboratory", key="what_if.units"):
        for test in MAGNESIUM_TESTS:
            st.segmented_control(
                f"Unit of {QUANTITIES[test].label}",
                list(QUANTITIES[test].units),
                required=True,
                key=keyed(f"{test}.unit"),
                format_func=choice,
                on_change=bench.change_unit,
                args=(test,),
            )
        st.selectbox(
            "Laboratory whose ranges are used",
            [home.id for home in laboratories_with(*MAGNESIUM_TESTS)],
            index=None,
            key=keyed("laboratory"),
            format_func=lambda home: laboratory(home).name,
            placeholder="not chosen",
            filter_mode="contains",
        )


# ---- what it reads as ------------------------------------------------------------------------------------------------
def reading(patient: Patient, report: Report) -> None:
    """The reading, large, over the plane."""
    with st.container(gap="xsmall"):
        _headline(report)
        _plane(patient)


def _headline(report: Report) -> None:
    """Reading and urgency in words that carry to the back of a room, then the sentence of the report."""
    family = OF_READING[report.pattern]
    name = plain(sentence(NAMES[report.pattern]).removesuffix("."))
    urgency = f"{SYMBOLS[report.urgency]} {readable(report.urgency).capitalize()}"
    st.markdown(f"## {family.symbol} {name} · :{COLOURS[report.urgency]}[{urgency}]")
    confidence = f"Confidence **{report.confidence}** · " if report.confidence else ""
    st.markdown(f"{confidence}{plain(report.headline)}")


def _plane(patient: Patient) -> None:
    st.segmented_control(
        "The plane shows",
        [READING, URGENCY],
        required=True,
        key=keyed("shows"),
        format_func=choice,
        label_visibility="collapsed",
    )
    shows = get("shows")
    found, shown, looks, words = drawn(patient, shows)
    point = point_of(patient)
    st.plotly_chart(
        plane_chart.figure(found, shown, looks, words, point),
        key="what_if.plane",
        config=HOVER,
        alt=plane_chart.in_words(found, shown, in_full(shows), point),
    )


def drawn(
    patient: Patient, shows: str
) -> tuple[Plane, plane_chart.Areas, Mapping[str, Family], Mapping[str, str]]:
    """The plane, its areas, how they look and what is written on them."""
    found = plane(patient, get(f"{SERUM}.unit"), get(f"{URINE}.unit"))
    names = found.urgencies if shows == URGENCY else found.patterns
    looks = OF_URGENCY if shows == URGENCY else OF_READING
    return found, plane_chart.areas(found, names), looks, URGENCY_WORDS if shows == URGENCY else SHORT


def in_full(shows: str) -> Mapping[str, str]:
    """What is said of an area where there is room."""
    return URGENCY_WORDS if shows == URGENCY else NAMES


def point_of(patient: Patient) -> Point:
    """Where the patient stands, and how far a serum varies."""
    serum, urine = (patient.results.get(name) for name in (SERUM, URINE))
    variation = of_one_result(SERUM)[0].cv / 100 * NINETY_FIVE
    return Point(
        serum=float(serum.value) if serum else None,
        urine=float(urine.value) if urine else None,
        spread=float(serum.value) * variation if serum else np.nan,
        words=" · ".join(str(one) for one in (serum, urine) if one),
    )


def under_the_plane(patient: Patient, report: Report) -> str:
    """What the picture rests on."""
    red_cells = patient.results.get("rbc_magnesium")
    parts = [
        f"Red cells {plain(str(red_cells))}: {report.tests['rbc_magnesium'].flag}."
        if red_cells
        else "Red cells not measured.",
        f"The bar is how far 95 of 100 serum results vary ({of_one_result(SERUM)[0].cv:.1f} %); none is held for urine."
        if SERUM in patient.results
        else "Serum is not measured.",
        "Every area is read by the same rules as a patient; no study validates the tests together.",
    ]
    return " ".join(parts)


# ---- what would turn it ----------------------------------------------------------------------------------------------
def beyond(patient: Patient, report: Report) -> None:
    """What the plane rests on, what would turn the reading, and closer looks."""
    with st.container(gap="xsmall"):
        st.markdown(f":small[{under_the_plane(patient, report)}]")
        _turns(patient, report)
        _closer(patient, report)


def _turns(patient: Patient, report: Report) -> None:
    """The nearest numbers and the switches with another reading or urgency."""
    numbers, words = st.columns(2, gap="medium")
    with numbers, st.container(gap="xsmall"):
        st.markdown("### Smallest change that turns it")
        found = report.nearest_changes[:MOST_FLIPS]
        st.markdown("\n".join(f"- {_number(one)}" for one in found) or "No printable result would.")
    with words, st.container(gap="xsmall"):
        st.markdown("### Switches that turn it")
        turning = [one for one in word_flips(patient, bench.SWITCHES) if one.changes != "confidence"]
        st.markdown("\n".join(f"- {line}" for line in _switches(turning)) or "None of those on the left.")


def _number(one: Flip) -> str:
    within = {True: ", within its variation", False: "", None: ""}[one.within_variation]
    change = f"{one.change:+.0f} %".replace("-", "−")
    return plain(f"{QUANTITIES[one.quantity].label} {one.value} ({change}{within}): ") + _outcome(
        one.pattern, one.urgency
    )


def _switches(turning: list[WordFlip]) -> list[str]:
    """One line for each outcome, with the words that lead to it."""
    outcomes: dict[tuple[str, str], list[str]] = {}
    for one in turning:
        name = named(one.word) if one.present else f"without {named(one.word)}"
        outcomes.setdefault((one.pattern, one.urgency), []).append(name)
    return [
        f"{plain(sentence(listed(names, 'or')).removesuffix('.'))}: {_outcome(pattern, urgency)}"
        for (pattern, urgency), names in outcomes.items()
    ]


def _outcome(pattern: str, urgency: str) -> str:
    return f"{OF_READING[pattern].symbol} **{plain(NAMES[pattern])}**, {readable(urgency)}"


# ---- closer ----------------------------------------------------------------------------------------------------------
def _closer(patient: Patient, report: Report) -> None:
    measured = any(name in patient.results for name in MAGNESIUM_TESTS)
    offered = [EVERY_LABORATORY, FIRMNESS, TABLE] if measured else [TABLE]
    chosen = st.segmented_control("Look closer", offered, key=keyed("closer"), format_func=choice)
    if chosen == EVERY_LABORATORY:
        every_laboratory.show(patient)
    elif chosen == FIRMNESS:
        firmness.show(patient, report)
    elif chosen == TABLE:
        shows = get("shows")
        found, shown, _, _ = drawn(patient, shows)
        st.markdown(plane_chart.table(found, shown, in_full(shows)))
