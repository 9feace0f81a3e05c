"""The page of the classroom, without a browser: teacher and class are two sessions on one store."""

import csv
from collections import Counter
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from teaching.classroom import DATABASE, LASTS, Ballot, Room, Store, connect
from teaching.lesson import steps
from teaching.library import case_by_id, cases
from views.components import classroom_debrief, classroom_room, classroom_tally
from views.components.classroom_front import usual
from views.components.classroom_teacher import address_of

PAGE = "views/classroom.py"
CASE, STEP = "normal_serum_low_stores", "serum.flag"
RIGHT, WRONG = "normal", "low"


def ballot_of(step):
    return Ballot(CASE, step.id, tuple(option.id for option in step.options))


LESSON = [ballot_of(step) for step in steps(case_by_id(CASE)) if step.id in {STEP, "serum.cannot_show"}]


@pytest.fixture(autouse=True)
def database(tmp_path, monkeypatch):
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'classroom.sqlite'}")
    classroom_room.store.clear()
    yield f"sqlite:///{tmp_path / 'classroom.sqlite'}"
    classroom_room.store.clear()


@pytest.fixture
def store(database):
    return Store(connect(database))


@pytest.fixture
def visit(root):
    """Open the page as a new visitor: `visit(room="BCDF29")`."""

    def open_page(**query):
        page = AppTest.from_file(str(root / PAGE), default_timeout=60)
        page.context["url"] = "http://lecture-hall:8501/classroom"
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page

    return open_page


@pytest.fixture
def room(store):
    """An open room: its code and key."""
    opened, key = store.open_room(LESSON)
    return opened.code, key


@pytest.fixture
def does(store, room):
    def act(*actions):
        code, key = room
        for action in actions:
            store.act(code, key, action, store.enter(code, key).version)
        classroom_room.store()._looked.clear()  # as if the moment for which a room is remembered were over

    return act


def lead(page, code, key):
    """As a browser that remembers the key."""
    page.query_params["teach"] = code
    page.session_state[f"classroom_key_{code}"] = key
    page.run()
    assert not page.exception
    return page


def said(page):
    kinds = ("title", "header", "markdown", "error", "success", "info", "warning")
    return " ".join(one.value for kind in kinds for one in page.get(kind)).replace("\\", "")


def option(page, name, turn=1, place=0):
    return page.button(key=f"classroom_vote_{place}_{turn}_{name}")


# ---- the door --------------------------------------------------------------------------------------------------------
def test_the_door_lets_join_and_open(visit):
    page = visit()
    assert [one.value for one in page.header] == ["Join a room", "Open a room"]


def test_a_code_that_opens_nothing_is_said(visit):
    page = visit()
    page.text_input(key="classroom_code").set_value("zzz zzz")
    page.button(key="classroom_join_button").click().run()
    assert "There is no room ZZZZZZ" in said(page)


def test_a_code_lets_in_however_it_is_typed(visit, room):
    page = visit()
    page.text_input(key="classroom_code").set_value(f" {room[0].lower()} ")
    page.button(key="classroom_join_button").click().run()
    assert "You are in." in said(page)


def test_a_teacher_opens_a_room_and_sees_the_key_once(visit, store):
    page = visit()
    assert page.button(key="classroom_open").disabled
    page.multiselect(key="classroom_cases").set_value([CASE]).run()
    page.button(key="classroom_open").click().run()
    assert not page.exception
    code = "".join(page.query_params["teach"])
    key = page.code[0].value
    assert store.enter(code, key).phase == "waiting"
    page.button(key="classroom_kept").click().run()
    assert key not in [one.value for one in page.code]
    assert page.get("plotly_chart")[0].proto.alt == f"Room {code}"
    assert "Or open lecture-hall:8501/classroom and enter" in said(page)


def test_what_is_usually_asked_begins_with_the_serum_and_holds_the_trap():
    case = case_by_id(CASE)
    asked = usual(case)
    assert asked[0] == "serum.flag"
    assert case.trap.step in asked
    assert asked[-1].endswith(".urgency")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_fits_into_a_room(store, case):
    room, _ = store.open_room(
        [Ballot(case.id, one.id, tuple(o.id for o in one.options)) for one in steps(case)]
    )
    assert len(room.ballots) == len(steps(case))


# ---- the class -------------------------------------------------------------------------------------------------------
def test_whoever_comes_early_waits(visit, room, store):
    page = visit(room=room[0])
    assert "The first question appears here when the teacher starts" in said(page)
    assert store.members(room[0]) == 1


def test_a_vote_is_confirmed_and_counted(visit, room, does, store):
    does("start")
    page = visit(room=room[0])
    assert "0.78 mmol/L: what is its flag?" in said(page)
    option(page, WRONG).click().run()
    assert "Your vote is counted: **low**" in said(page)
    assert store.tally(room[0]) == {(0, 1): Counter({WRONG: 1})}


def test_a_vote_can_be_changed_while_voting_is_open(visit, room, does, store):
    does("start")
    page = visit(room=room[0])
    option(page, WRONG).click().run()
    option(page, RIGHT).click().run()
    assert "Your vote is counted: **in range**" in said(page)
    assert store.tally(room[0]) == {(0, 1): Counter({RIGHT: 1})}


def test_a_vote_from_a_page_that_is_behind_is_refused_and_said(visit, room, does, store):
    does("start")
    page = visit(room=room[0])
    does("close")
    option(page, WRONG).click().run()
    assert "this vote was not counted" in said(page)
    assert store.tally(room[0]) == {}


def test_the_page_follows_the_teacher(visit, room, does):
    page = visit(room=room[0])
    does("start")
    page.run()
    assert "what is its flag?" in said(page)
    does("close", "reveal", "move_on")
    page.run()
    assert "Question 2 of 2" in said(page)


def test_a_reload_keeps_place_and_vote(visit, room, does, monkeypatch, store):
    does("start")
    token = store.join(room[0])
    store.vote(room[0], token, (0, 1), WRONG)
    cookies = {f"classroom_member_{room[0]}": token}
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)
    assert "Your vote is counted: **low**" in said(visit(room=room[0]))
    assert store.members(room[0]) == 1


def test_a_token_of_another_room_is_no_member_here(visit, room, monkeypatch, store):
    other, _ = store.open_room(LESSON)
    cookies = {f"classroom_member_{room[0]}": store.join(other.code)}
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)
    visit(room=room[0])
    assert store.members(room[0]) == 1


def test_after_the_discussion_the_first_vote_is_shown(visit, room, does):
    does("start")
    page = visit(room=room[0])
    option(page, WRONG).click().run()
    does("close", "vote_again")
    page.run()
    assert "Vote again, after the discussion.** Your first vote: low." in said(page)
    option(page, RIGHT, turn=2).click().run()
    assert "Your vote is counted: **in range**" in said(page)


@pytest.mark.parametrize(
    ("vote", "told"),
    [
        (RIGHT, "Your vote agrees: in range."),
        (WRONG, "Answer: in range. You voted: low. **Range misread.**"),
        (None, "Answer: in range. You did not vote."),
    ],
)
def test_the_answer_is_told_with_its_reason(visit, room, does, vote, told):
    does("start")
    page = visit(room=room[0])
    if vote:
        option(page, vote).click().run()
    does("close", "reveal")
    page.run()
    boxes = " ".join(one.value for kind in ("success", "error", "info") for one in page.get(kind))
    assert told.partition(" **")[0] in boxes
    assert told.partition(" **")[2] in said(page)
    assert "the range in use is 0.70 to 1.00 mmol/L" in said(page)


def test_before_the_answer_nothing_gives_it_away(visit, room, does):
    does("start")
    page = visit(room=room[0])
    option(page, WRONG).click().run()
    does("close")
    page.run()
    assert "Voting is closed.** Your vote: low." in said(page)
    assert "Answer" not in said(page)


def test_the_end_counts_only_for_oneself(visit, room, does):
    does("start")
    page = visit(room=room[0])
    option(page, RIGHT).click().run()
    does("finish")
    page.run()
    assert "You voted on 1 question; 1 vote agreed with the report." in said(page)


def test_a_room_that_is_over_is_said(visit, room, store):
    page = visit(room=room[0])
    store.delete(*room)
    classroom_room.store()._looked.clear()
    page.run()
    assert f"There is no room {room[0]}" in said(page)


# ---- the teacher -----------------------------------------------------------------------------------------------------
def test_another_browser_needs_the_key(visit, room):
    page = visit(teach=room[0])
    page.text_input(key="classroom_typed_key").set_value("wrong")
    page.button(key="classroom_lead").click().run()
    assert "This is not the teacher key of this room." in said(page)
    page.text_input(key="classroom_typed_key").set_value(room[1].lower())
    page.button(key="classroom_lead").click().run()
    assert page.button(key="classroom_start")


def test_the_address_may_spell_the_code_loosely(visit, room):
    page = visit()
    page.session_state[f"classroom_key_{room[0]}"] = room[1]
    page.query_params["teach"] = f" {room[0].lower()}"
    page.run()
    assert page.button(key="classroom_start")


def test_the_teacher_leads_through_a_question(visit, room, store):
    page = lead(visit(), *room)
    for action in ("start", "close", "vote_again", "close", "reveal", "move_on"):
        page.button(key=f"classroom_{action}").click().run()
        assert not page.exception
    assert store.enter(*room).place == 1


def test_the_teacher_sees_votes_come_in(visit, room, does, store):
    does("start")
    store.vote(room[0], store.join(room[0]), (0, 1), WRONG)
    store.join(room[0])
    page = lead(visit(), *room)
    assert "1 of 2 have voted" in said(page)
    assert "low: before 1 (100 %)" in page.get("plotly_chart")[0].proto.alt


def test_the_votes_are_hidden_on_request(visit, room, does):
    does("start")
    page = lead(visit(), *room)
    page.toggle(key="classroom_hide").set_value(True).run()
    assert not page.get("plotly_chart")
    assert "0 of 0 have voted" in said(page)


def test_a_room_led_elsewhere_is_not_moved_twice(visit, room, does, store):
    page = lead(visit(), *room)
    does("start", "close")
    page.button(key="classroom_start").click().run()
    assert not page.exception
    assert store.enter(*room).phase == "closed"


def test_the_teacher_deletes_the_room(visit, room):
    page = lead(visit(), *room)
    page.button(key="classroom_delete").click().run()
    assert "Open a room" in said(page)
    assert "There is no room" in said(visit(teach=room[0]))


def test_a_localhost_address_is_said_to_reach_no_phone(visit, room):
    page = visit()
    page.context["url"] = "http://localhost:8501/classroom"
    assert "works on this computer only" in said(lead(page, *room))


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("http://lecture-hall:8501/classroom", "http://lecture-hall:8501/classroom?room=BCDF29"),
        ("https://host/tool/classroom?teach=BCDF29", "https://host/tool/classroom?room=BCDF29"),
    ],
)
def test_the_class_gets_the_address_without_the_teachers_part(page, address):
    assert address_of(page, "BCDF29") == address


# ---- the debrief -----------------------------------------------------------------------------------------------------
VOTES = {(0, 1): Counter({WRONG: 2, RIGHT: 1}), (0, 2): Counter({RIGHT: 3})}
DEBRIEFED = Room("BCDF29", tuple(LESSON), LASTS, phase="finished")


def test_the_file_has_every_option_with_its_votes():
    rows = list(csv.DictReader(StringIO(classroom_debrief.as_csv(classroom_debrief.lines(DEBRIEFED, VOTES)))))
    assert len(rows) == sum(len(ballot.options) for ballot in LESSON)
    flag = {row["option"]: row for row in rows[: len(LESSON[0].options)]}
    assert (flag["low"]["right"], flag["low"]["votes_before"], flag["low"]["votes_after"]) == ("no", "2", "0")
    assert (flag["in range"]["right"], flag["in range"]["votes_after"]) == ("yes", "3")
    assert (flag["low"]["error"], flag["in range"]["error"]) == ("Range misread", "")


def test_the_page_to_print_stands_alone():
    page = classroom_debrief.as_page(DEBRIEFED, VOTES)
    assert "✓ in range</td><td>1 (33 %)</td><td>3 (100 %)</td>" in page
    assert page.count("Not voted on.") == 1
    assert "Not a medical device" in page
    assert [sign for sign in ("<script", "http:", "https:", "<link", "<img") if sign in page] == []


def test_the_teacher_gets_the_debrief(visit, room, does, store):
    does("start")
    store.vote(room[0], store.join(room[0]), (0, 1), RIGHT)
    does("finish")
    page = lead(visit(), *room)
    assert [one.label for one in page.get("download_button")] == ["Debrief as CSV", "Page to print"]
    assert page.table[0].value["Right before"].tolist() == ["1 of 1", "–"]


# ---- the histogram ---------------------------------------------------------------------------------------------------
def test_the_histogram_is_told_in_words():
    step = next(step for step in steps(case_by_id(CASE)) if step.id == STEP)
    told = list(
        classroom_tally.in_words(step, {1: Counter({WRONG: 1, RIGHT: 3}), 2: Counter()}, revealed=True)
    )
    assert told[1:3] == ["low: before 1 (25 %), after 0", "in range (right): before 3 (75 %), after 0"]
