"""What teacher and class share: the store, what this browser remembers, and how a step of a room reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock, Thread

import streamlit as st

from interpret.explain import label
from teaching.classroom import LASTS, Ballot, Room, Store, connect, default_database
from teaching.lesson import Step, best_path, stage
from teaching.library import Case, case_by_id
from views.components.wording import plain, readable


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The rooms, shared by all visitors of this process."""
    return Store(connect(default_database()))


# ---- what the browser remembers --------------------------------------------------------------------------------------
def remembered(name: str) -> str:
    """A secret of this browser: of this visit, or from before a reload."""
    return str(st.session_state.get(name) or st.context.cookies.get(name, ""))


def remember(name: str, secret: str, *, for_long: bool) -> None:
    """Keep a secret of letters, digits and hyphens in a cookie: until its room is deleted, or until the browser closes.

    Only a script can set a cookie from a Streamlit page. It is not put into the address, which people send to each other.
    """
    st.session_state[name] = secret
    if st.context.cookies.get(name) != secret:
        _set_cookie(f"{name}={secret}", f"; max-age={LASTS}" if for_long else "")


def forget(name: str) -> None:
    """Let the browser forget a secret."""
    st.session_state.pop(name, None)
    _set_cookie(f"{name}=", "; max-age=0")


def _set_cookie(pair: str, lasting: str) -> None:
    secure = "(location.protocol === 'https:' ? '; secure' : '')"
    script = f"document.cookie = '{pair}; path=/; samesite=strict{lasting}' + {secure}"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


# ---- a step in words -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Asked:
    """A step as the class sees it: the case, the results that are known by then, the question."""

    case: Case
    known: Mapping[str, str]
    new: frozenset[str]
    remarks: tuple[str, ...]
    step: Step


_WORKING = Lock()


def asked(ballot: Ballot) -> Asked:
    """The step of a ballot, worked out once for a whole class: the others wait for the first."""
    with _WORKING:
        return _asked(ballot)


@cache
def prepared(code: str) -> Thread:
    """Work out the steps of a room behind the scenes, so that no class waits for the first question of a case."""
    work = Thread(
        target=lambda ballots: [asked(one) for one in ballots], args=[store().look(code).ballots], daemon=True
    )
    work.start()
    return work


@cache
def _asked(ballot: Ballot) -> Asked:
    case = case_by_id(ballot.case)
    path = best_path(case)
    moment = stage(case, path[: path.index(ballot.step.partition(".")[0]) + 1])
    return Asked(
        case=case,
        known={label(name): str(result) for name, result in moment.patient.results.items()},
        new=frozenset(map(label, moment.new)),
        remarks=tuple(map(label, moment.remarks)),
        step=next(step for step in moment.steps if step.id == ballot.step),
    )


def cases_of(room: Room) -> list[str]:
    """The cases of a room in their order."""
    return list(dict.fromkeys(ballot.case for ballot in room.ballots))


def counted(count: int, thing: str) -> str:
    """'1 vote', '2 votes'."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def begins_a_case(room: Room, place: int) -> bool:
    """Whether the step at this place is the first of its case."""
    return place == 0 or room.ballots[place - 1].case != room.ballots[place].case


def place_in_words(room: Room) -> str:
    """Which question of which case this is."""
    cases = cases_of(room)
    case = cases.index(room.ballot.case) + 1
    return f"Question {room.place + 1} of {len(room.ballots)} · case {case} of {len(cases)}"


def show_case(one: Asked, *, opened: bool, large: bool = False) -> None:
    """Story and results so far; the story stays open while the case is new. ``large`` is for a screen that is projected."""
    with st.expander(f"The case: {plain(one.case.presents)}", expanded=opened):
        st.markdown(plain(one.case.story))
    remarks = [f"- The laboratory remarks: {plain(readable(word))}" for word in one.remarks]
    if large:
        with st.container(horizontal=True, gap="medium"):
            for name, value in one.known.items():
                st.metric(f"{plain(name)}{_new(one, name)}", value, width="content")
        if remarks:
            st.markdown("\n".join(remarks))
    else:
        results = [
            f"- {plain(name)}: **{plain(value)}**{_new(one, name)}" for name, value in one.known.items()
        ]
        st.markdown("\n".join([*results, *remarks]))


def _new(one: Asked, name: str) -> str:
    """The word that marks a result of this moment."""
    return " (new)" if name in one.new else ""


def show_reasons(one: Asked) -> None:
    """Why the answer is right, with where it is from."""
    for reason in one.step.because:
        sources = f" :small[({plain('; '.join(reason.sources))})]" if reason.sources else ""
        st.markdown(f"- {plain(reason.text)}{sources}")
