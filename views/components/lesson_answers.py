"""The report beside the learner's answers: what agrees, what differs, why, and what comes next."""

from __future__ import annotations

import streamlit as st

from interpret import Report
from teaching.lesson import Lesson, Mark, Reason, Step
from teaching.orders import ORDERS
from views.components import lesson, range_bars
from views.components.device import on_phone
from views.components.reading import level
from views.components.sources import said
from views.components.wording import SYMBOLS, plain, sentence

RIGHT, HALF, WRONG = (
    (":material/check_circle:", "green", "agrees"),
    (":material/adjust:", "orange", "on the list, not first"),
    (":material/cancel:", "red", "differs"),
)
"""Symbol, colour and word of an answer: never the colour alone."""


def show(current: Lesson) -> None:
    """The report first, then each answer beside it."""
    at, marks = current.stage, current.marks()
    agreed = sum(one.is_right for one in marks)
    st.markdown(f"## {plain(at.order.label)}: the report answers")
    with st.container(gap="small"):
        _report(at.report)
        range_bars.show(at.report, at.patient)
        st.markdown(f"### Your answers beside it: {agreed} of {len(marks)} agree")
        for one in marks:
            _answer(one, at.report)
        _everything(at.report)
        _onward(current)
    _line_at_the_bottom(at.report)


def _line_at_the_bottom(report: Report) -> None:
    """The page stays where the learner committed, below the report: an emergency stays in sight, on a phone any urgency."""
    because = [one.title for one in report.of_kind("urgency") if one.id in report.urgency_because]
    if report.emergency_text or on_phone():
        told = because[0] if report.emergency_text else _headline(report)
        with st.bottom:
            st.markdown(f":small[{SYMBOLS[report.urgency]} **{level(report)}.** {plain(told)}]")


def _report(report: Report) -> None:
    """Urgency and headline, as on the page for one patient."""
    if report.emergency_text:
        st.error(plain(report.emergency_text), icon=SYMBOLS["emergency"], title="Emergency")
    st.markdown(f"### {plain(_headline(report))}")
    confidence = f" · confidence {report.confidence}" if report.confidence else ""
    st.markdown(f"{SYMBOLS[report.urgency]} **{level(report)}**{confidence}")


def _headline(report: Report) -> str:
    """Without the range, which stands below it."""
    return report.headline.partition(" (range ")[0].removesuffix(".")


# ---- one answer ----------------------------------------------------------------------------------------------------------
def _answer(one: Mark, report: Report) -> None:
    symbol, colour, word = RIGHT if one.is_right else HALF if one.points else WRONG
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{plain(one.step.question)}**")
        yours, engine = st.columns(2)
        chosen = lesson.capital(one.step.text_of(one.answer))
        yours.markdown(f"**You:** {plain(chosen)} :{colour}-badge[{symbol} {word}]")
        engine.markdown(f"**Report:** {plain(_right(one.step))}")
        if one.error:
            st.markdown(f":{colour}-badge[{plain(one.error.title)}] {plain(one.error.told)}")
        for reason in one.step.because[: None if one.error else 1]:
            because(reason, report, f"{one.step.id}.why")


def _right(step: Step) -> str:
    return "; or: ".join(lesson.capital(step.text_of(name)) for name in step.right)


def because(reason: Reason, report: Report, place: str) -> None:
    """A sentence of the report with the button that opens its source; a range with its source beside it."""
    statement = next((one for one in report.findings if one.id == reason.finding), None)
    if statement:
        said(statement, place)
    else:
        source = f" :small[{plain('; '.join(reason.sources))}.]" if reason.sources else ""
        st.markdown(f"{plain(sentence(reason.text))}{source}")


def _everything(report: Report) -> None:
    """The report as a whole, in its own order."""
    with st.expander(f"Everything the report says ({len(report.findings)})", key="lesson_report"):
        for one in report.findings:
            said(one, "whole", lead=f"**{plain(one.title.rstrip('.'))}.** ")


# ---- what comes next -------------------------------------------------------------------------------------------------------
def _onward(current: Lesson) -> None:
    """What the learner wanted first, where this case holds it; else what it holds; or the end."""
    left = {order.id: order.label for order in current.stage.left}
    chosen = current.chosen_next
    if left and chosen and chosen in ORDERS and chosen not in left:
        st.markdown(f"**{plain(ORDERS[chosen].label)}** was not done in this case. These were:")
    elif left:
        st.markdown("### Go on")
    with st.container(horizontal=True, gap="small"):
        for name, text in sorted(left.items(), key=lambda one: one[0] != chosen):
            st.button(
                f"Order: {plain(text)}",
                key=f"order.{name}",
                type="primary" if name == chosen else "secondary",
                on_click=lesson.order,
                args=(name,),
            )
        st.button(
            "Conclude the case",
            key="lesson_conclude",
            type="secondary" if chosen in left else "primary",
            on_click=lesson.conclude,
        )
