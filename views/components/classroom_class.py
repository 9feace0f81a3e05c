"""The class: join by the address or a code, vote on the step that is open, keep the place."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from teaching.classroom import AFTER, BEFORE, ClassroomError, NoRoomError, Room
from teaching.lesson import mark
from views.components.classroom_room import (
    Asked,
    asked,
    begins_a_case,
    counted,
    place_in_words,
    prepared,
    remember,
    remembered,
    show_case,
    show_reasons,
    store,
)
from views.components.lesson import capital
from views.components.wording import listed, plain

POLL = 3.0  # seconds between two looks at the room: a look costs a server 4 ms, and nobody waits longer than this
REFUSED = "classroom_refused"


def show(code: str) -> None:
    """The page of one member of the class."""
    try:
        room = store().look(code)
        token = _joined(room.code)
    except ClassroomError as error:
        st.markdown("# Classroom")
        st.error(plain(str(error)), icon=":material/block:")
        return
    prepared(room.code)
    st.markdown(f"# Room {room.code}")
    _step(room, token)
    remember(_name_of_token(room.code), token, for_long=True)  # last, because it leaves a gap on the page
    if room.phase != "finished":
        _watch(room.code, room.version)


def _name_of_token(code: str) -> str:
    return f"classroom_member_{code}"


def _joined(code: str) -> str:
    """The token of this browser in this room; a new one at its first visit."""
    name = _name_of_token(code)
    token = remembered(name)
    if name in st.session_state or (token and store().knows(code, token)):
        return token
    return store().join(code)


@st.fragment(run_every=POLL)
def _watch(code: str, version: int) -> None:
    """Draws nothing, so that a class that waits costs next to nothing; a change redraws the page of whoever notices it."""
    try:
        changed = store().look(code).version != version
    except NoRoomError:
        changed = True
    if changed:
        st.rerun()


@st.fragment
def _step(room: Room, token: str) -> None:
    """The step as it stands; a vote redraws it alone."""
    if room.phase == "waiting":
        st.header("You are in.")
        st.markdown("The first question appears here when the teacher starts. Nobody sees who votes what.")
        return
    own = store().own_votes(room.code, token)
    if room.phase == "finished":
        _summary(room, own)
        return
    one = asked(room.ballot)
    st.markdown(f":small[{place_in_words(room)}]")
    show_case(one, opened=begins_a_case(room, room.place))
    st.header(plain(one.step.question))
    if room.phase == "voting":
        _vote(room, token, one, own)
    else:
        _closed(room, one, own.get((room.place, room.turn)))
    if refused := st.session_state.pop(REFUSED, None):
        st.warning(plain(refused), icon=":material/block:")


def _vote(room: Room, token: str, one: Asked, own: Mapping[tuple[int, int], str]) -> None:
    chosen = own.get((room.place, room.turn))
    if room.turn == AFTER:
        before = own.get((room.place, BEFORE))
        said = f" Your first vote: {plain(one.step.text_of(before))}." if before else ""
        st.markdown(f"**Vote again, after the discussion.**{said}")
    for option in one.step.options:
        st.button(
            f"{'✓ ' if option.id == chosen else ''}{plain(capital(option.text))}",
            key=f"classroom_vote_{room.place}_{room.turn}_{option.id}",
            type="primary" if option.id == chosen else "secondary",
            width="stretch",
            wrap=True,
            on_click=_cast,
            args=(room, token, option.id),
        )
    if chosen:
        st.markdown(
            f"Your vote is counted: **{plain(one.step.text_of(chosen))}**. You can change it until voting closes."
        )
    else:
        st.markdown("Choose one. Nobody sees who votes what.")


def _cast(room: Room, token: str, option: str) -> None:
    """Count a vote on the step that was on the screen; what the page says afterwards was read back from the store."""
    try:
        store().vote(room.code, token, (room.place, room.turn), option)
    except ClassroomError as error:
        st.session_state[REFUSED] = str(error)


def _closed(room: Room, one: Asked, chosen: str | None) -> None:
    own = plain(one.step.text_of(chosen)) if chosen else ""
    if room.phase == "closed":
        st.markdown(f"**Voting is closed.** {f'Your vote: {own}.' if chosen else 'You did not vote.'}")
        return
    right = plain(listed([one.step.text_of(name) for name in one.step.right], "or"))
    if not chosen:
        st.info(f"Answer: {right}. You did not vote.", icon=":material/info:")
    elif error := mark(one.step, chosen).error:
        st.error(f"Answer: {right}. You voted: {own}.", icon=":material/close:")
        st.markdown(f"**{plain(error.title)}.** {plain(error.told)}")
    else:
        st.success(
            f"Your vote agrees: {own}." + ("" if own == right else f" Right: {right}."),
            icon=":material/check:",
        )
    show_reasons(one)


def _summary(room: Room, own: Mapping[tuple[int, int], str]) -> None:
    """How often the last vote on a question agreed with the report; nobody else is told."""
    st.header("The lesson is over.")
    last = {place: own.get((place, AFTER), own.get((place, BEFORE))) for place in range(len(room.ballots))}
    voted = {place: option for place, option in last.items() if option}
    agreed = sum(option in asked(room.ballots[place]).step.right for place, option in voted.items())
    if voted:
        st.markdown(
            f"You voted on {counted(len(voted), 'question')}; {counted(agreed, 'vote')} agreed with the report."
        )
    else:
        st.markdown("You did not vote.")
