"""The end of a lesson: the score, which step misled, the errors by kind, and what to read again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from teaching.errors import ERRORS
from teaching.lesson import Debrief, Lesson, Reason, name_of
from views.components import lesson
from views.components.wording import plain, sentence


def show(current: Lesson) -> None:
    """Most important first: what misled, then the case itself, then what to read."""
    case, result = current.case, current.debrief()
    st.markdown(f"## {plain(case.title)}")
    with st.container(gap="small"):
        st.markdown(f"**Score: {result.points:g} of {result.most}**")
        _misled(result)
        _steps(result)
        _points("What this case teaches", case.teaches)
        _points("A good answer", case.expected.points)
        _points("Never", case.expected.never, ":material/block: ")
        _published(current)
        _onward(current)
        _read_again(result.read_again)


def _misled(result: Debrief) -> None:
    wrong = any(not one.is_right for one in result.marks)
    box = st.warning if wrong else st.success
    box(plain(result.misled), icon=":material/signpost:" if wrong else ":material/check_circle:")


def _steps(result: Debrief) -> None:
    """Errors by kind, then every step that differed."""
    if not result.errors:
        return
    kinds = [f":red-badge[{plain(ERRORS[name].title)} × {count}]" for name, count in result.errors.items()]
    st.markdown("### Errors by kind\n\n" + " ".join(kinds))
    with st.expander(f"Every step that differed ({sum(result.errors.values())})", key="lesson_differed"):
        st.markdown(
            "\n".join(
                f"- **{plain(name_of(one.step))}.** You: {plain(one.step.text_of(one.answer))}."
                f" Report: {plain(' or '.join(map(one.step.text_of, one.step.right)))}."
                for one in result.marks
                if one.error
            )
        )


def _points(heading: str, lines: Sequence[str], sign: str = "") -> None:
    if lines:
        listed = "\n".join(f"- {sign}{plain(sentence(line))}" for line in lines)
        st.markdown(f"### {heading}\n\n{listed}")


def _published(current: Lesson) -> None:
    """What a published case adds: what its authors concluded, and where it stands."""
    case = current.case
    if case.is_constructed:
        return
    told = [f"**Its authors:** {plain(sentence(case.authors_concluded))}"] if case.authors_concluded else []
    told += [plain(sentence(case.note))] if case.note else []
    st.markdown("  \n".join([*told, f":small[{plain(case.kind)}: {plain(case.citation)}.]"]))


def _read_again(reasons: Sequence[Reason]) -> None:
    if not reasons:
        return
    st.markdown("### Read again")
    for reason in reasons:
        head = f"**{plain(reason.title)}.** " if reason.title else ""
        sources = f"  \n:small[{plain('; '.join(reason.sources))}.]" if reason.sources else ""
        rule = f" :small[Rule] `{reason.finding}`" if reason.finding else ""
        st.markdown(f"- {head}{plain(sentence(reason.text))}{sources}{rule}")


def _onward(current: Lesson) -> None:
    following = lesson.next_case(current.case)
    with st.container(horizontal=True, gap="small"):
        if following:
            st.button(
                "Next case", key="lesson_next", type="primary", on_click=lesson.begin, args=(following,)
            )
        st.button("This case again", key="lesson_again", on_click=lesson.begin, args=(current.case,))
        st.button("Choose a case", key="lesson_choose", on_click=lesson.leave)
