"""The rooms of the classroom, on SQLite and on PostgreSQL alike."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, func, select, text

from benchmarks.postgresql import cluster, programs
from teaching.classroom import (
    DATABASE,
    LASTS,
    LOOKS_FOR,
    MOST_BALLOTS,
    TABLES,
    Ballot,
    ClassroomError,
    NoRoomError,
    Room,
    Store,
    VotingClosedError,
    WrongKeyError,
    after,
    code_of,
    connect,
    default_database,
)

LESSON = (
    Ballot("normal_serum_low_stores", "serum.flag", ("low", "normal", "high")),
    Ballot("normal_serum_low_stores", "urine.reading", ("depletion", "nothing_wrong")),
    Ballot("edta", "serum.flag", ("low", "normal", "high")),
)
FIRST, FIRST_AGAIN, SECOND = (0, 1), (0, 2), (1, 1)


# ---- the places where rooms are kept ---------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def postgresql(in_ci):
    """A cluster to throw away. Debian: apt-get install postgresql."""
    if programs() is None:
        message = "No PostgreSQL server is installed: the classroom is not tested on one."
        if in_ci:
            pytest.fail(message)
        pytest.skip(message)
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rooms' / 'classroom.sqlite'}"
    return request.getfixturevalue("postgresql")


@dataclass
class Clock:
    seconds: float = 1_800_000_000

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(database):
    engine = connect(database)
    yield engine
    with engine.begin() as connection:
        for table in reversed(TABLES.sorted_tables):
            connection.execute(delete(table))
    engine.dispose()


@pytest.fixture
def store(engine, clock):
    return Store(engine, clock)


@dataclass
class Class:
    """An open room with its teacher."""

    store: Store
    code: str
    key: str

    def does(self, *actions):
        for action in actions:
            self.store.act(self.code, self.key, action, self.store.enter(self.code, self.key).version)

    def joins(self):
        return self.store.join(self.code)

    def votes(self, token, ballot, option):
        self.store.vote(self.code, token, ballot, option)

    def tally(self):
        return {ballot: dict(counted) for ballot, counted in self.store.tally(self.code).items()}


@pytest.fixture
def lesson(store):
    room, key = store.open_room(LESSON)
    return Class(store, room.code, key)


@pytest.fixture
def other_lesson(store):
    room, key = store.open_room(LESSON)
    return Class(store, room.code, key)


# ---- what a teacher may do, when -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phase", "turn", "place", "action", "becomes"),
    [
        ("waiting", 1, 0, "start", ("voting", 1, 0)),
        ("voting", 1, 0, "close", ("closed", 1, 0)),
        ("closed", 1, 0, "vote_again", ("voting", 2, 0)),
        ("closed", 1, 0, "reveal", ("revealed", 1, 0)),
        ("voting", 2, 0, "close", ("closed", 2, 0)),
        ("closed", 2, 0, "reveal", ("revealed", 2, 0)),
        ("revealed", 2, 0, "move_on", ("voting", 1, 1)),
        ("revealed", 1, 2, "move_on", ("finished", 1, 2)),
        ("voting", 1, 0, "skip", ("voting", 1, 1)),
        ("closed", 2, 0, "skip", ("voting", 1, 1)),
        ("voting", 1, 2, "skip", ("finished", 1, 2)),
        ("voting", 1, 1, "finish", ("finished", 1, 1)),
    ],
)
def test_a_lesson_moves(phase, turn, place, action, becomes):
    moved = after(Room("ABC", LESSON, 0, place, turn, phase, version=7), action)
    assert (moved.phase, moved.turn, moved.place) == becomes
    assert moved.version == 8


@pytest.mark.parametrize(
    ("phase", "turn", "action"),
    [
        ("waiting", 1, "close"),
        ("waiting", 1, "reveal"),
        ("voting", 1, "reveal"),
        ("voting", 1, "move_on"),
        ("closed", 1, "move_on"),
        ("closed", 2, "vote_again"),
        ("revealed", 1, "vote_again"),
        ("revealed", 1, "skip"),
        ("finished", 1, "start"),
        ("finished", 1, "finish"),
    ],
)
def test_a_lesson_does_not_move_so(phase, turn, action):
    with pytest.raises(ClassroomError, match="does not fit"):
        after(Room("ABC", LESSON, 0, 0, turn, phase), action)


def test_a_room_code_is_read_however_it_is_typed():
    assert code_of(" bcd-f 29") == "BCDF29"


# ---- opening and entering --------------------------------------------------------------------------------------------
def test_a_new_room_waits_at_its_first_step(store, lesson):
    room = store.enter(lesson.code, lesson.key)
    assert (room.phase, room.place, room.turn) == ("waiting", 0, 1)
    assert room.ballots == LESSON


def test_a_key_is_read_however_it_is_typed(store, lesson):
    assert store.enter(lesson.code.lower(), f" {lesson.key.lower()} ").code == lesson.code


@pytest.mark.parametrize("key", ["", "BCDFG-BCDFG-BCDFG-BCDFG"])
def test_a_wrong_key_opens_nothing(store, lesson, key):
    with pytest.raises(WrongKeyError):
        store.enter(lesson.code, key)
    with pytest.raises(WrongKeyError):
        store.act(lesson.code, key, "start", 0)
    with pytest.raises(WrongKeyError):
        store.delete(lesson.code, key)
    assert store.look(lesson.code).phase == "waiting"


def test_the_key_of_another_room_opens_nothing(store, lesson, other_lesson):
    with pytest.raises(WrongKeyError):
        store.enter(lesson.code, other_lesson.key)


def test_neither_key_nor_token_is_kept_as_it_is(engine, lesson):
    token = lesson.joins()
    with engine.connect() as connection:
        rows = [connection.execute(select(table)).all() for table in TABLES.sorted_tables]
    assert lesson.key not in str(rows)
    assert token not in str(rows)


def test_the_action_of_a_teacher_who_saw_an_older_room_does_nothing(store, lesson):
    lesson.does("start")
    assert store.act(lesson.code, lesson.key, "close", 0).phase == "voting"


@pytest.mark.parametrize(
    "name", ["Jane Doe", "0.62 mmol/L", "0.62", "1956-04-01", "NHS", "", "a" * 65, "x;--"]
)
@pytest.mark.parametrize("part", ["case", "step", "option"])
def test_only_identifiers_enter_a_room(store, part, name):
    ids = {"case": "edta", "step": "serum.flag", "option": "low"} | {part: name}
    with pytest.raises(ClassroomError, match="is not an identifier"):
        store.open_room([Ballot(ids["case"], ids["step"], (ids["option"],))])


@pytest.mark.parametrize("ballots", [(), LESSON[:1] * (MOST_BALLOTS + 1)], ids=["none", "too many"])
def test_a_room_has_some_steps_but_not_too_many(store, ballots):
    with pytest.raises(ClassroomError, match="1 to 200 steps"):
        store.open_room(ballots)


def test_a_taken_code_is_not_used_again(store, lesson, monkeypatch):
    codes = iter([lesson.code, "ZZZZZZ"])
    monkeypatch.setattr(
        "teaching.classroom._signs", lambda length: next(codes) if length == 6 else "B" * length
    )
    room, _ = store.open_room(LESSON)
    assert room.code == "ZZZZZZ"


# ---- voting ----------------------------------------------------------------------------------------------------------
def test_three_votes_are_counted(lesson):
    lesson.does("start")
    for option in ("low", "normal", "low"):
        lesson.votes(lesson.joins(), FIRST, option)
    assert lesson.tally() == {FIRST: {"low": 2, "normal": 1}}


def test_a_vote_is_changed_not_added(store, lesson):
    lesson.does("start")
    token = lesson.joins()
    for option in ("low", "high", "normal"):
        lesson.votes(token, FIRST, option)
    assert lesson.tally() == {FIRST: {"normal": 1}}
    assert store.own_votes(lesson.code, token) == {FIRST: "normal"}


def test_the_class_votes_before_and_after_its_discussion(lesson):
    lesson.does("start")
    token = lesson.joins()
    lesson.votes(token, FIRST, "low")
    lesson.does("close", "vote_again")
    lesson.votes(token, FIRST_AGAIN, "normal")
    assert lesson.tally() == {FIRST: {"low": 1}, FIRST_AGAIN: {"normal": 1}}


@pytest.mark.parametrize(
    ("actions", "ballot"),
    [
        ([], FIRST),
        (["start", "close"], FIRST),
        (["start", "close", "vote_again"], FIRST),
        (["start", "close", "reveal"], FIRST),
        (["start", "close", "reveal", "move_on"], FIRST),
        (["start"], SECOND),
        (["start", "finish"], FIRST),
    ],
    ids=["before start", "closed", "second vote", "revealed", "moved on", "not yet asked", "finished"],
)
def test_a_vote_outside_its_time_is_refused(lesson, actions, ballot):
    token = lesson.joins()
    lesson.does(*actions)
    with pytest.raises(VotingClosedError, match="not counted"):
        lesson.votes(token, ballot, "low")
    assert lesson.tally() == {}


def test_an_option_of_another_step_is_refused(lesson):
    lesson.does("start")
    with pytest.raises(ClassroomError, match="'depletion' is not an option; possible: low, normal, high"):
        lesson.votes(lesson.joins(), FIRST, "depletion")


def test_who_has_not_joined_does_not_vote(lesson, other_lesson):
    lesson.does("start")
    with pytest.raises(ClassroomError, match="has not joined"):
        lesson.votes(other_lesson.joins(), FIRST, "low")


def test_two_rooms_never_mix(store, lesson, other_lesson):
    for one, option in ((lesson, "low"), (other_lesson, "high")):
        one.does("start")
        one.votes(one.joins(), FIRST, option)
    other_lesson.does("close")
    assert (lesson.tally(), other_lesson.tally()) == ({FIRST: {"low": 1}}, {FIRST: {"high": 1}})
    assert (store.look(lesson.code).phase, store.look(other_lesson.code).phase) == ("voting", "closed")
    assert (store.members(lesson.code), store.members(other_lesson.code)) == (1, 1)


def test_a_late_joiner_votes_on_the_step_that_is_open(store, lesson):
    lesson.does("start", "close", "reveal", "move_on")
    token = lesson.joins()
    lesson.votes(token, SECOND, "depletion")
    assert store.own_votes(lesson.code, token) == {SECOND: "depletion"}


def test_a_token_is_known_after_a_restart_and_only_in_its_room(engine, clock, lesson, other_lesson):
    token = lesson.joins()
    restarted = Store(engine, clock)
    assert restarted.knows(lesson.code, token)
    assert not restarted.knows(other_lesson.code, token)


def test_the_tally_of_one_place_leaves_the_others_out(store, lesson):
    lesson.does("start")
    token = lesson.joins()
    lesson.votes(token, FIRST, "low")
    lesson.does("close", "reveal", "move_on")
    lesson.votes(token, SECOND, "depletion")
    assert store.tally(lesson.code, 1) == {SECOND: {"depletion": 1}}


# ---- looking ---------------------------------------------------------------------------------------------------------
def test_another_process_sees_the_change_within_its_moment(engine, clock, lesson, monkeypatch):
    tick = Clock(0)
    monkeypatch.setattr("teaching.classroom.time.monotonic", tick)
    elsewhere = Store(engine, clock)
    elsewhere.look(lesson.code)
    lesson.does("start")
    assert elsewhere.look(lesson.code).phase == "waiting"
    tick.seconds += LOOKS_FOR + 0.01
    assert elsewhere.look(lesson.code).phase == "voting"


def test_the_teachers_own_process_sees_the_change_at_once(store, lesson):
    assert store.look(lesson.code).phase == "waiting"
    lesson.does("start")
    assert store.look(lesson.code).phase == "voting"


# ---- the end of a room -----------------------------------------------------------------------------------------------
def held(engine):
    with engine.connect() as connection:
        counts = [select(func.count()).select_from(table) for table in TABLES.sorted_tables]
        return [connection.scalar(count) for count in counts]


def test_a_room_expires_and_takes_its_votes_along(engine, clock, store, lesson):
    lesson.does("start")
    lesson.votes(lesson.joins(), FIRST, "low")
    store.look(lesson.code)
    clock.seconds += LASTS
    with pytest.raises(NoRoomError, match="deleted after a day"):
        store.look(lesson.code)
    assert held(engine) == [0, 0, 0]


def test_a_room_lives_to_the_last_second(clock, store, lesson):
    clock.seconds += LASTS - 1
    assert store.look(lesson.code).code == lesson.code


def test_an_expired_room_takes_no_vote_and_no_member(clock, lesson):
    lesson.does("start")
    token = lesson.joins()
    clock.seconds += LASTS
    with pytest.raises(NoRoomError):
        lesson.votes(token, FIRST, "low")
    with pytest.raises(NoRoomError):
        lesson.joins()


def test_opening_a_room_clears_the_expired_ones(engine, clock, store, lesson):
    lesson.joins()
    clock.seconds += LASTS
    store.open_room(LESSON)
    assert held(engine) == [1, 0, 0]


def test_a_teacher_deletes_a_room_and_no_other(engine, store, lesson, other_lesson):
    for one in (lesson, other_lesson):
        one.does("start")
        one.votes(one.joins(), FIRST, "low")
    store.delete(lesson.code, lesson.key)
    with pytest.raises(NoRoomError):
        store.look(lesson.code)
    assert held(engine) == [1, 1, 1]


# ---- many at once ----------------------------------------------------------------------------------------------------
def at_once(count, work):
    """Run `work(0) … work(count - 1)` in as many threads, all started together."""
    start = threading.Barrier(count)

    def one(number):
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_twenty_voting_at_once_lose_nothing(lesson):
    lesson.does("start")
    tokens = [lesson.joins() for _ in range(20)]
    at_once(
        20, lambda number: lesson.votes(tokens[number], FIRST, ("low", "normal", "high", "low")[number % 4])
    )
    assert lesson.tally() == {FIRST: {"low": 10, "normal": 5, "high": 5}}


def test_twenty_joining_at_once_are_twenty(store, lesson):
    assert len(set(at_once(20, lambda _: lesson.joins()))) == 20
    assert store.members(lesson.code) == 20


def test_twenty_tabs_of_one_member_have_one_vote(lesson):
    lesson.does("start")
    token = lesson.joins()
    at_once(20, lambda number: lesson.votes(token, FIRST, ("low", "high")[number % 2]))
    assert sum(sum(counted.values()) for counted in lesson.tally().values()) == 1


def test_closing_while_twenty_vote_counts_just_the_votes_that_were_acknowledged(lesson):
    """Closing waits for the votes under way: what it shows is final."""
    lesson.does("start")
    tokens = [lesson.joins() for _ in range(20)]

    def vote_or_close(number):
        if number == 20:
            lesson.does("close")
            return lesson.tally()
        try:
            lesson.votes(tokens[number], FIRST, "low")
        except VotingClosedError:
            return 0
        return 1

    *acknowledged, at_closing = at_once(21, vote_or_close)
    assert at_closing.get(FIRST, {}).get("low", 0) == sum(acknowledged)
    assert lesson.tally() == at_closing


def test_two_processes_may_make_the_tables_at_once(database, engine):
    TABLES.drop_all(engine)
    assert len(at_once(2, lambda _: connect(database).dispose())) == 2


# ---- where it is kept ------------------------------------------------------------------------------------------------
def test_the_environment_names_the_database(monkeypatch):
    monkeypatch.setenv(DATABASE, "postgresql+psycopg://class@db/rooms")
    assert default_database() == "postgresql+psycopg://class@db/rooms"


def test_without_one_it_is_a_file_of_this_user(monkeypatch, tmp_path):
    monkeypatch.delenv(DATABASE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_database() == f"sqlite:///{tmp_path.as_posix()}/magnesium-reading/classroom.sqlite"


def test_sqlite_keeps_a_vote_through_a_loss_of_power(tmp_path):
    with connect(f"sqlite:///{tmp_path / 'classroom.sqlite'}").connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
