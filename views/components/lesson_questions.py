"""The questions of one moment: the learner commits before the report is shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from teaching.lesson import Lesson, Step
from views.components import lesson
from views.components.wording import plain


def show(current: Lesson) -> None:
    """One form; every question must have an answer before the report is shown."""
    at = current.stage
    st.markdown(f"## {plain(at.order.label)}: commit first")
    with st.form("lesson_questions", border=False):
        for step in at.steps:
            st.radio(
                plain(step.question),
                [option.id for option in step.options],
                key=_key(current, step),
                index=None,
                format_func=_written(step),
                horizontal=True,  # one below another, answers lie too close for a finger
            )
        if st.form_submit_button("Commit, and see the report", type="primary", key="lesson_commit"):
            _commit(current)


def _written(step: Step) -> Callable[[str], str]:
    return lambda name: plain(lesson.capital(step.text_of(name)))


def _key(current: Lesson, step: Step) -> str:
    return f"answer.{current.case.id}.{step.id}"


def _commit(current: Lesson) -> None:
    """Show the report, or say what is still open."""
    answers = {step.id: st.session_state.get(_key(current, step)) for step in current.stage.steps}
    try:
        lesson.put(current.commit(answers))
    except ValueError as error:
        st.warning(plain(str(error)).capitalize() + ".", icon=":material/pending:")
    else:
        st.rerun()
