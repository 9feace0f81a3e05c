"""The left column of a lesson: the story, what is known, the results so far, and the ranges to look up."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from interpret.explain import label
from interpret.patient import TypedRange
from interpret.prepare import person_of
from interpret.ranges import published_range
from interpret.words import WORDS
from teaching.lesson import Lesson, Stage, stage
from views.components import lesson
from views.components.device import on_phone
from views.components.ranges_in_words import short
from views.components.wording import listed, named, plain


def show(current: Lesson) -> None:
    """Everything a clinician would know at this moment, and no more."""
    case = current.case
    with st.container(gap="xsmall"):
        st.markdown(f"## {plain(case.presents)}")
        what = "Made for teaching, not a patient" if case.is_constructed else "A published case, retold"
        with st.container(horizontal=True, gap="xsmall"):
            st.badge(what, icon=":material/school:", color="violet")
            st.badge(case.level, color="gray")
        first = current.path == ("serum",) and not current.is_shown
        with (
            st.expander("The story", expanded=first, key=f"lesson_story.{first}")
            if on_phone()
            else st.container()
        ):
            st.markdown(plain(case.story))
            _known(current)
        st.markdown("### Results so far")
        for end in range(1, len(current.path) + 1):
            at = stage(case, current.path[:end])
            _results(at, flagged=current.is_shown or at is not current.stage)
        with st.expander("Ranges to look up", key="lesson_ranges"):
            _ranges(current)
        st.button(
            "Another case",
            key="lesson_leave",
            icon=":material/arrow_back:",
            on_click=lesson.leave,
            type="tertiary",
        )


def _known(current: Lesson) -> None:
    """What was asked: present and absent. What concerns a sample stands beside its result."""
    context = current.case.patient.context
    asked = [name for name in context if WORDS[name].group != "sample"]
    lines = [
        f"**{heading}:** {plain(listed(map(named, names)))}."
        for heading, names in (
            ("Present", [name for name in asked if context[name]]),
            ("Asked, and absent", [name for name in asked if not context[name]]),
        )
        if names
    ]
    st.markdown("  \n".join(f":small[{line}]" for line in lines))


def _results(at: Stage, *, flagged: bool) -> None:
    """The results of one order; their flags only once the report was shown."""
    lines = []
    for name in at.new:
        measurement = at.patient.results[name]
        own = f" :small[(printed range {_ends(measurement.range)})]" if measurement.range else ""
        tested = at.report.tests.get(name)
        flag = f": {tested.flag}" if tested and flagged else ""
        lines.append(f"- {plain(label(name))} **{plain(str(measurement))}**{own}{flag}")
    lines += [
        f"- {plain(label(name))} **{at.report.derived[name]['value']} {at.report.derived[name]['unit']}** :small[(computed)]"
        for name in at.computed
    ]
    lines += [f"- :material/info: {plain(remark)}" for remark in _remarks(at.remarks)]
    st.markdown("\n".join(lines))


def _remarks(words: Iterable[str]) -> list[str]:
    return [WORDS[word].label for word in words]


def _ranges(current: Lesson) -> None:
    """Of the results that came back, each range as its source prints it: whoever compares must look at the unit."""
    at = current.stage
    lines = [
        f"- {plain(label(name))}: {plain(_published(name, at))}"
        for name in at.patient.results
        if name in at.report.tests
    ]
    st.markdown("\n".join(lines))


def _published(name: str, at: Stage) -> str:
    found = published_range(name, at.patient.laboratory, person_of(at.patient))
    spread = at.report.tests[name].range
    return str(spread["source"]) if found.is_spread and spread else short(found, None)


def _ends(own: TypedRange) -> str:
    """A laboratory's own range, as printed beside its result."""
    low, high = ("" if end is None else str(end) for end in (own.low, own.high))
    return f"{low}–{high}" if low and high else f"from {low}" if low else f"up to {high}"
