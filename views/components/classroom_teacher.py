"""The teacher: ask, watch the votes come in, close, discuss, vote again, reveal, move on."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import segno
import streamlit as st

from teaching.classroom import ClassroomError, NoRoomError, Room, WrongKeyError, code_of
from views.components import classroom_debrief, classroom_tally
from views.components.chart import STILL, figure
from views.components.classroom_room import (
    asked,
    begins_a_case,
    forget,
    place_in_words,
    prepared,
    remember,
    remembered,
    show_case,
    show_reasons,
    store,
)
from views.components.device import on_phone
from views.components.wording import plain

POLL = 1.0  # seconds between two looks at the votes
NEW_KEY = "classroom_new_key"
BUTTONS = {
    "start": "Start",
    "close": "Close voting",
    "vote_again": "Vote again, after discussion",
    "reveal": "Reveal the answer",
    "move_on": "Next question",
    "skip": "Skip this question",
}
PHASES = {
    "voting": "voting is open",
    "closed": "voting is closed",
    "revealed": "answer revealed",
}
CODE_SIZE = 64  # pixels
ONLY_HERE = {"localhost", "127.0.0.1", "::1"}


def name_of_key(code: str) -> str:
    """Where this browser keeps the key of a room."""
    return f"classroom_key_{code_of(code)}"


def show(code: str) -> None:
    """The page of whoever holds the key."""
    name = name_of_key(code)
    try:
        room = store().enter(code, remembered(name))
    except WrongKeyError:
        st.markdown("# Classroom")
        _ask_for_key(code)
        return
    except NoRoomError as error:
        st.markdown("# Classroom")
        st.error(plain(str(error)), icon=":material/block:")
        return
    prepared(room.code)
    if st.session_state.get(NEW_KEY) == room.code:
        _show_key_once(room)
    else:
        _lead(room)
    remember(name, remembered(name), for_long=False)


def _lead(room: Room) -> None:
    """The lesson with what leads it: beside it, on a phone above it."""
    if on_phone():
        controls, lesson, rest = st.container(), st.container(), st.container()
    else:
        lesson, controls = st.columns([8, 4], gap="large")
        rest = controls
    with controls:
        _controls(room)
        if room.phase == "waiting":
            _watch_arrivals(room)
    with lesson:
        _lesson(room)
    with rest:
        if room.phase not in {"waiting", "finished"}:
            st.header(f"Room {room.code}")
            _how_to_join(room, 160)
        _end(room)


def _ask_for_key(code: str) -> None:
    with st.form("classroom_enter", border=False):
        st.markdown(f"Room {plain(code)} is led from another browser. Its teacher key opens it here too.")
        key = st.text_input("Teacher key", type="password", key="classroom_typed_key")
        if st.form_submit_button("Lead this room", key="classroom_lead"):
            try:
                store().enter(code, key)
            except ClassroomError as error:
                st.error(plain(str(error)), icon=":material/block:")
                return
            st.session_state[name_of_key(code)] = key.strip().upper()
            st.rerun()


def _show_key_once(room: Room) -> None:
    st.markdown("# Keep this teacher key")
    st.markdown(
        "It is shown only now; do not project it. It leads the room from another computer. This browser remembers it until it "
        "is closed."
    )
    st.code(st.session_state[name_of_key(room.code)], language=None)
    if st.button("I have kept it: to the room", key="classroom_kept", type="primary"):
        st.session_state.pop(NEW_KEY)
        st.rerun()


def _act(room: Room, action: str) -> None:
    """Do it, unless somebody else with the key did something first; the page then shows what they did."""
    try:
        store().act(room.code, remembered(name_of_key(room.code)), action, room.version)
    except ClassroomError as error:
        st.toast(plain(str(error)), icon=":material/block:")


# ---- the lesson ------------------------------------------------------------------------------------------------------
def _lesson(room: Room) -> None:
    """What is projected: the question is the largest thing on it."""
    if room.phase == "finished":
        st.title(f"Debrief of room {room.code}")
        classroom_debrief.show(room)
        return
    if room.phase == "waiting":
        st.title("Join by phone: no account, no name")
        _how_to_join(room, 360)
        return
    st.markdown(f":small[{place_in_words(room)} · {PHASES[room.phase]}]")
    one = asked(room.ballot)
    told = room.phase != "voting"  # then the votes need the room more than the story does
    show_case(one, opened=begins_a_case(room, room.place) and not told, large=not on_phone())
    st.title(plain(one.step.question))
    if room.phase == "voting":
        _watch_votes(room)
    else:
        _votes(room)
    if room.phase == "revealed":
        show_reasons(one)


@st.fragment(run_every=POLL)
def _watch_arrivals(room: Room) -> None:
    _follow(room)
    st.metric("In the room", store().members(room.code))


@st.fragment(run_every=POLL)
def _watch_votes(room: Room) -> None:
    """The votes as they come in; hidden on request, because a class that sees them follows the majority."""
    _follow(room)
    _votes(room, hidden=bool(st.session_state.get("classroom_hide")))


def _follow(room: Room) -> None:
    """Draw the page anew when the room was changed from another browser, or is gone."""
    try:
        changed = store().look(room.code).version > room.version
    except NoRoomError:
        changed = True
    if changed:
        st.rerun()


def _votes(room: Room, *, hidden: bool = False) -> None:
    votes = store().tally(room.code, room.place)
    turns = {turn: counted for (_, turn), counted in votes.items()}
    here = turns[room.turn].total() if room.turn in turns else 0
    st.header(f"{here} of {store().members(room.code)} have voted")
    if not hidden:
        classroom_tally.show(asked(room.ballot).step, turns, revealed=room.phase == "revealed")


# ---- beside the lesson -----------------------------------------------------------------------------------------------
def _controls(room: Room) -> None:
    """At the same place all through the lesson, above the fold of a projector."""
    offered = [action for action in room.actions if action in BUTTONS]
    for action in offered:
        st.button(
            BUTTONS[action],
            key=f"classroom_{action}",
            type="primary" if action == offered[0] else "secondary",
            width="stretch",
            on_click=_act,
            args=(room, action),
        )
    if room.phase in {"waiting", "voting"}:
        st.toggle("Hide votes while voting is open", key="classroom_hide", persist_state="session")


def _how_to_join(room: Room, width: int) -> None:
    """The code to scan; while the class comes in, also what those type who cannot scan it."""
    address = address_of(st.context.url or "", room.code)
    scanned, typed = st.columns([5, 4], gap="medium") if room.phase == "waiting" else (st.container(), None)
    scanned.image(
        segno.make(address, error="m", micro=False).svg_inline(scale=6, border=3, light="#fff"),
        width=width,
        alt=f"QR code of the address of room {room.code}",
    )
    if typed:
        with typed:
            _to_type(address, room.code)
    st.code(address, language=None, wrap_lines=True)
    if room.phase == "waiting" and urlsplit(address).hostname in ONLY_HERE:
        st.warning(
            "This address works on this computer only. For phones, start the app with `--server.address 0.0.0.0` and open this "
            "page by the computer's name in the network.",
            icon=":material/wifi_off:",
        )


def _to_type(address: str, code: str) -> None:
    """The page and the code, to be read from the last row. Only in a picture can the code be this large."""
    parts = urlsplit(address)
    st.header(f"Or open {plain(parts.netloc + parts.path)} and enter")
    height = CODE_SIZE * 1.5
    letters = {
        "type": "scatter",
        "mode": "text",
        "x": [0],
        "y": [height / 2],
        "text": [f"<b>{code}</b>"],
        "textposition": "middle right",
        "textfont": {"size": CODE_SIZE},
    }
    st.plotly_chart(
        figure(height, [letters], [], []),
        config=STILL,
        key="classroom_code_in_large",
        alt=f"Room {code}",
    )


def address_of(page: str, code: str) -> str:
    """The address at which this page lets a class in."""
    parts = urlsplit(page)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, f"room={code}", ""))


def _end(room: Room) -> None:
    with st.expander("End", key="classroom_end"):
        if room.phase != "finished":
            st.button("End the lesson", key="classroom_finish", on_click=_act, args=(room, "finish"))
        st.markdown("A room is deleted with its votes after a day, or now:")
        if st.button("Delete this room", key="classroom_delete", icon=":material/delete:"):
            name = name_of_key(room.code)
            store().delete(room.code, remembered(name))
            forget(name)
            st.query_params.clear()
            st.rerun()


def opened(room: Room, key: str) -> None:
    """Lead a room that was just opened: its key is shown first."""
    st.session_state[name_of_key(room.code)] = key
    st.session_state[NEW_KEY] = room.code
    st.query_params["teach"] = room.code
