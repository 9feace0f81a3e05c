"""The door: join a room by its code, open one, or come back to one as its teacher."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from teaching.classroom import Ballot, ClassroomError, code_of
from teaching.lesson import name_of, steps
from teaching.library import Case, case_by_id, cases
from views.components import classroom_teacher
from views.components.classroom_room import counted, store
from views.components.wording import choice, plain

MOST_CASES = 8


def show() -> None:
    """Class on the left, teacher on the right."""
    st.markdown("# Classroom")
    left, right = st.columns([4, 8], gap="large")
    with left:
        _join()
    with right:
        _open()
        _return()


def _join() -> None:
    st.header("Join a room")
    with st.form("classroom_join", border=False):
        code = st.text_input(
            "Room code", key="classroom_code", placeholder="six letters or digits, from the screen"
        )
        if st.form_submit_button("Join", key="classroom_join_button"):
            _go("room", code)
    st.markdown(":small[No account, no name. A cookie keeps your place in the room for a day.]")


def _return() -> None:
    with st.expander("Lead a room that is already open"), st.form("classroom_return", border=False):
        code = st.text_input("Code of your room", key="classroom_own_code")
        if st.form_submit_button("Lead it", key="classroom_return_button"):
            _go("teach", code)


def _go(where: str, typed: str) -> None:
    """To a room that exists, by its address, so that a reload comes back to it."""
    try:
        st.query_params[where] = store().look(code_of(typed)).code
    except ClassroomError as error:
        st.error(plain(str(error)), icon=":material/block:")
    else:
        st.rerun()


def _open() -> None:
    st.header("Open a room")
    chosen = st.multiselect(
        "Cases of the lesson, in their order",
        [case.id for case in cases()],
        key="classroom_cases",
        format_func=lambda name: _in_words(case_by_id(name)),
        max_selections=MOST_CASES,
        select_all=False,
        wrap=True,
        placeholder=f"choose up to {MOST_CASES}",
    )
    ballots = [ballot for name in chosen for ballot in _questions(case_by_id(name))]
    st.markdown(
        f"{counted(len(ballots), 'question')} to vote on."
        if chosen
        else "Each case is a few questions to vote on."
    )
    if st.button("Open the room", key="classroom_open", type="primary", disabled=not ballots):
        try:
            room, key = store().open_room(ballots)
        except ClassroomError as error:
            st.error(plain(str(error)), icon=":material/block:")
        else:
            classroom_teacher.opened(room, key)
            st.rerun()


def _in_words(case: Case) -> str:
    return f"{case.title} ({case.level})"


def _questions(case: Case) -> list[Ballot]:
    """The questions of one case that the teacher keeps."""
    offered = steps(case)
    with st.expander(f"Questions: {plain(case.title)}", key=f"classroom_questions_{case.id}"):
        kept = st.pills(
            "Asked",
            [step.id for step in offered],
            default=usual(case),
            selection_mode="multi",
            key=f"classroom_asked_{case.id}",
            format_func={step.id: choice(name_of(step)) for step in offered}.__getitem__,
        )
    return ballots_of(case, kept)


def usual(case: Case) -> list[str]:
    """What is asked unless the teacher chooses otherwise: the first flag, where the trap is, and how it ends."""
    offered = [step.id for step in steps(case)]
    ends = [[name for name in offered if name.endswith(f".{ask}")][-1] for ask in ("reading", "urgency")]
    wanted = {offered[0], *ends, *([case.trap.step] if case.trap else [])}
    return [name for name in offered if name in wanted]


def ballots_of(case: Case, kept: Iterable[str]) -> list[Ballot]:
    """The kept steps of a case in the order of its lesson."""
    wanted = set(kept)
    return [
        Ballot(case.id, step.id, tuple(option.id for option in step.options))
        for step in steps(case)
        if step.id in wanted
    ]
