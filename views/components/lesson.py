"""The lesson of this browser session: which case, how far, and what was reached. Nothing is kept beyond the session."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from teaching.lesson import Lesson
from teaching.library import LEVELS, Case, cases
from views.components.wording import choice, plain

LESSON, REACHED = "lesson", "lessons_reached"
MADE, PUBLISHED = "Made for teaching", "From the literature"


def current() -> Lesson | None:
    """The lesson under way."""
    found = st.session_state.get(LESSON)
    return found if isinstance(found, Lesson) else None


def begin(case: Case) -> None:
    """Start on a case, with no answer left from before."""
    for key in [key for key in st.session_state if str(key).startswith(f"answer.{case.id}.")]:
        del st.session_state[key]
    put(Lesson(case))


def put(lesson: Lesson) -> None:
    """Keep where the learner stands; the points once it is over."""
    st.session_state[LESSON] = lesson
    if lesson.is_over:
        result = lesson.debrief()
        reached()[lesson.case.id] = f"{result.points:g} of {result.most}"


def order(name: str) -> None:
    """Order a result of this case."""
    found = current()
    if found:
        put(found.order(name))


def conclude() -> None:
    """End the lesson."""
    found = current()
    if found:
        put(found.conclude())


def leave() -> None:
    """Back to the choice of cases."""
    st.session_state.pop(LESSON, None)


def reached() -> dict[str, str]:
    """Points by case, of lessons concluded in this session."""
    found: dict[str, str] = st.session_state.setdefault(REACHED, {})
    return found


def next_case(case: Case) -> Case | None:
    """The next one that was not done: after this one, else from the start."""
    everything = cases()
    place = everything.index(case)
    return next(
        (one for one in everything[place + 1 :] + everything[:place] if one.id not in reached()), None
    )


def capital(text: str) -> str:
    """An answer as it stands by itself."""
    return text[:1].upper() + text[1:]


# ---- choosing a case ---------------------------------------------------------------------------------------------------
def choose() -> None:
    """Level and kind, then one button for each case. A case is named without giving it away."""
    st.markdown(
        "A case gives its results one at a time. Before each you commit: the flag, what it cannot show, the next test, the"
        " reading and the urgency. Then the report answers, with its reasons and sources."
    )
    with st.container(horizontal=True, gap="medium"):
        level = st.segmented_control(
            "Level", LEVELS, default=LEVELS[0], key="lesson_level", format_func=choice
        )
        kind = st.segmented_control("Cases", [MADE, PUBLISHED], key="lesson_kind", format_func=choice)
    offered = [
        case
        for case in cases()
        if level in {None, case.level} and kind in {None, MADE if case.is_constructed else PUBLISHED}
    ]
    for one in LEVELS:
        _list(one, [case for case in offered if case.level == one])
    st.markdown(
        ":small[No case is a patient of this house. Nothing you answer is kept when you close the page.]"
    )


def _list(level: str, offered: Sequence[Case]) -> None:
    if not offered:
        return
    st.markdown(f"## {level.capitalize()}")
    columns = st.columns(2, gap="small")
    for place, case in enumerate(offered):
        done = f" — reached {reached()[case.id]}" if case.id in reached() else ""
        kind = "made for teaching" if case.is_constructed else "from the literature"
        columns[place % 2].button(
            f"{plain(case.presents)}  \n:small[{kind}{done}]",
            key=f"lesson.{case.id}",
            on_click=begin,
            args=(case,),
            width="stretch",
        )
