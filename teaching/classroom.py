"""The live classroom: a teacher asks, a class votes without names, and every server process sees the same room.

A room holds identifiers of cases, steps and options, and counts. Free text and results have no place in it, so no patient can enter
a room. A teacher is whoever holds the key, a member whoever holds a token; both are kept only as hashes.

A vote returns after its commit. It holds the row of its room while it is written, so that closing waits for the votes under way and
no vote comes after it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError

DATABASE = "MAGNESIUM_CLASSROOM_DATABASE"  # the environment variable that names another database
LASTS = 24 * 3600  # seconds until a room is deleted with all its votes
LOOKS_FOR = 0.5  # seconds for which a process remembers what a room looked like
BUSY = 10.0  # seconds a writer waits for others before SQLite gives up
MOST_BALLOTS = 200

# Neither vowels, which would spell words, nor signs that are taken for one another when read from a screen.
SIGNS = "BCDFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH, KEY_GROUPS = 6, (5, 5, 5, 5)
IDENTIFIER = re.compile(r"[a-z][a-z0-9_.]{0,63}")

BEFORE, AFTER = 1, 2  # the first vote on a step, and the second, after the class has discussed it

Lock: TypeAlias = Literal["none", "share", "write"]
Votes: TypeAlias = Mapping[tuple[int, int], Counter[str]]


class ClassroomError(ValueError):
    """Something a room refuses; the text says what and why."""


class NoRoomError(ClassroomError):
    """No such room, or no longer."""


class WrongKeyError(ClassroomError):
    """Not the key of this room."""


class VotingClosedError(ClassroomError):
    """Too late, or for a step that is not being voted on."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One step of one case to vote on: identifiers only."""

    case: str
    step: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A room as it stands. ``version`` grows with everything the teacher does."""

    code: str
    ballots: tuple[Ballot, ...]
    expires: int
    place: int = 0
    turn: int = BEFORE
    phase: str = "waiting"
    version: int = 0

    @property
    def ballot(self) -> Ballot:
        return self.ballots[self.place]

    @property
    def actions(self) -> tuple[str, ...]:
        """What the teacher may do now, the usual one first."""
        if self.phase == "closed" and self.turn == AFTER:
            return ("reveal", "skip", "finish")
        return ACTIONS[self.phase]


ACTIONS = {
    "waiting": ("start", "finish"),
    "voting": ("close", "skip", "finish"),
    "closed": ("vote_again", "reveal", "skip", "finish"),
    "revealed": ("move_on", "finish"),
    "finished": (),
}


def after(room: Room, action: str) -> Room:
    """The room after what the teacher does; ``ClassroomError`` where it does not fit."""
    if action not in room.actions:
        allowed = ", ".join(room.actions) or "nothing"
        raise ClassroomError(f"'{action}' does not fit a room that is {room.phase}; possible: {allowed}")
    last = room.place == len(room.ballots) - 1
    onwards = action in {"move_on", "skip"}
    if action == "finish" or (onwards and last):
        changed = replace(room, phase="finished")
    elif onwards:
        changed = replace(room, phase="voting", place=room.place + 1, turn=BEFORE)
    elif action == "vote_again":
        changed = replace(room, phase="voting", turn=AFTER)
    else:
        changed = replace(room, phase={"start": "voting", "close": "closed", "reveal": "revealed"}[action])
    return replace(changed, version=room.version + 1)


def code_of(typed: str) -> str:
    """A room code as it is kept, however it was typed."""
    return re.sub(r"[\s-]", "", typed).upper()


# ---- the database ----------------------------------------------------------------------------------------------------
TABLES = MetaData()
_ROOMS = Table(
    "classroom_rooms",
    TABLES,
    Column("code", String(CODE_LENGTH), primary_key=True),
    Column("key_hash", String(64), nullable=False),
    Column("ballots", JSON, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("phase", String(10), nullable=False),
    Column("version", Integer, nullable=False),
)
_MEMBERS = Table(
    "classroom_members",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey(_ROOMS.c.code), nullable=False),
    Column("token_hash", String(64), nullable=False),
    UniqueConstraint("room", "token_hash"),
)
_VOTES = Table(
    "classroom_votes",
    TABLES,
    Column("member", ForeignKey(_MEMBERS.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("room", ForeignKey(_ROOMS.c.code), nullable=False),
    Column("option", String(64), nullable=False),
    Index("classroom_votes_of_a_room", "room", "place"),
)
_STATE = ("place", "turn", "phase", "version")


def default_database() -> str:
    """The database in use: what the environment names, else a file of this user."""
    if named := os.environ.get(DATABASE):
        return named
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return f"sqlite:///{(state / 'magnesium-reading' / 'classroom.sqlite').as_posix()}"


def connect(database: str) -> Engine:
    """An engine with the tables in place."""
    url = make_url(database)
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(url, connect_args={"timeout": BUSY})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True)  # outlives a restart of the database
    try:
        TABLES.create_all(engine)
    except DBAPIError:  # another process made the tables in the same moment
        TABLES.create_all(engine)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    connection.isolation_level = None  # leave BEGIN to us
    cursor = connection.cursor()
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: a reader that becomes a writer half-way could not wait."""
    reads = connection.get_execution_options().get("reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


class Store:
    """The rooms of one database; safe to share between threads, and with other processes."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        self._reading = engine.execution_options(reads=True)
        self._looked: dict[str, tuple[float, Room]] = {}
        self.delete_expired()

    # ---- the teacher ----
    def open_room(self, ballots: Sequence[Ballot]) -> tuple[Room, str]:
        """A new room and its key, which is shown now and never again."""
        _check(ballots)
        self.delete_expired()
        key = "-".join(_signs(length) for length in KEY_GROUPS)
        while True:
            room = Room(_signs(CODE_LENGTH), tuple(ballots), int(self._now()) + LASTS)
            values = {name: getattr(room, name) for name in ("code", "expires", *_STATE)}
            listed = [[one.case, one.step, list(one.options)] for one in ballots]
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(_ROOMS).values(**values, ballots=listed, key_hash=_hash(key)))
            except IntegrityError:
                continue  # the code is taken
            return room, key

    def enter(self, code: str, key: str) -> Room:
        """The room, for its teacher."""
        with self._reading.begin() as connection:
            return self._room(connection, code, key=key)

    def act(self, code: str, key: str, action: str, seen: int) -> Room:
        """Do what the teacher asks, once: a room that changed since the version they saw is left as it is."""
        with self._engine.begin() as connection:
            room = self._room(connection, code, "write", key)
            if room.version == seen:
                room = after(room, action)
                values = {name: getattr(room, name) for name in _STATE}
                connection.execute(update(_ROOMS).where(_ROOMS.c.code == room.code).values(values))
        self._looked.pop(room.code, None)
        return room

    def delete(self, code: str, key: str) -> None:
        """Delete a room with its members and votes."""
        with self._engine.begin() as connection:
            room = self._room(connection, code, "write", key)
            _delete(connection, [room.code])
        self._looked.pop(room.code, None)

    def delete_expired(self) -> None:
        """Delete every room whose time is over."""
        over = select(_ROOMS.c.code).where(_ROOMS.c.expires <= self._now())
        self._looked.clear()
        with self._reading.begin() as connection:
            if not connection.scalars(over).first():
                return
        with self._engine.begin() as connection:
            _delete(connection, connection.scalars(over.with_for_update()).all())

    # ---- the class ----
    def join(self, code: str) -> str:
        """A token for a new member, who has no name."""
        token = secrets.token_urlsafe(16)
        with self._engine.begin() as connection:
            room = self._room(connection, code, "share")
            connection.execute(insert(_MEMBERS).values(room=room.code, token_hash=_hash(token)))
        return token

    def knows(self, code: str, token: str) -> bool:
        """Whether the token is of a member of this room."""
        with self._reading.begin() as connection:
            return connection.scalar(_member(code, token)) is not None

    def vote(self, code: str, token: str, ballot: tuple[int, int], option: str) -> None:
        """Count one vote on a (place, turn), instead of an earlier one; it is kept when this returns."""
        place, turn = ballot
        with self._engine.begin() as connection:
            room = self._room(connection, code, "share")
            if room.phase != "voting" or (room.place, room.turn) != ballot:
                raise VotingClosedError("Voting on this step is closed; this vote was not counted.")
            if option not in room.ballot.options:
                raise ClassroomError(
                    f"'{option}' is not an option; possible: {', '.join(room.ballot.options)}"
                )
            member = connection.scalar(
                _member(code, token).with_for_update()
            )  # one vote of a member at a time
            if member is None:
                raise ClassroomError("This device has not joined the room; open its link again.")
            cast = {"member": member, "place": place, "turn": turn}
            same = and_(*(_VOTES.c[name] == value for name, value in cast.items()))
            if not connection.execute(update(_VOTES).where(same).values(option=option)).rowcount:
                connection.execute(insert(_VOTES).values(**cast, room=room.code, option=option))

    def own_votes(self, code: str, token: str) -> Mapping[tuple[int, int], str]:
        """What one member chose, by (place, turn)."""
        chosen = select(_VOTES.c.place, _VOTES.c.turn, _VOTES.c.option)
        with self._reading.begin() as connection:
            rows = connection.execute(chosen.where(_VOTES.c.member == _member(code, token).scalar_subquery()))
            return {(place, turn): option for place, turn, option in rows}

    # ---- everybody ----
    def look(self, code: str) -> Room:
        """The room as it was at most ``LOOKS_FOR`` ago, so that a class that asks all the time asks the database rarely."""
        code = code_of(code)
        at, room = self._looked.get(code, (-LOOKS_FOR, None))
        if room is None or time.monotonic() - at > LOOKS_FOR or room.expires <= self._now():
            try:
                with self._reading.begin() as connection:
                    room = self._room(connection, code)
            except NoRoomError:
                self.delete_expired()
                raise
            self._looked[code] = (time.monotonic(), room)
        return room

    def members(self, code: str) -> int:
        """How many have joined."""
        count = select(func.count()).select_from(_MEMBERS).where(_MEMBERS.c.room == code_of(code))
        with self._reading.begin() as connection:
            return connection.scalar(count) or 0

    def tally(self, code: str, place: int | None = None) -> Votes:
        """Votes by (place, turn) and option; of one place, or of all."""
        counted = (
            select(_VOTES.c.place, _VOTES.c.turn, _VOTES.c.option, func.count())
            .where(_VOTES.c.room == code_of(code))
            .group_by(_VOTES.c.place, _VOTES.c.turn, _VOTES.c.option)
        )
        if place is not None:
            counted = counted.where(_VOTES.c.place == place)
        votes: dict[tuple[int, int], Counter[str]] = {}
        with self._reading.begin() as connection:
            for at, turn, option, count in connection.execute(counted):
                votes.setdefault((at, turn), Counter())[option] = count
        return votes

    def _room(self, connection: Connection, code: str, lock: Lock = "none", key: str | None = None) -> Room:
        """The room by its code, and by its key where one is asked for."""
        wanted = select(_ROOMS).where(_ROOMS.c.code == code_of(code), _ROOMS.c.expires > self._now())
        if lock != "none":
            wanted = wanted.with_for_update(read=lock == "share")
        row = connection.execute(wanted).mappings().first()
        if row is None:
            raise NoRoomError(
                f"There is no room {code_of(code)}. Check the code; a room is deleted after a day."
            )
        if key is not None and not hmac.compare_digest(row["key_hash"], _hash(key.strip().upper())):
            raise WrongKeyError("This is not the teacher key of this room.")
        ballots = tuple(Ballot(case, step, tuple(options)) for case, step, options in row["ballots"])
        return Room(row["code"], ballots, row["expires"], *(row[name] for name in _STATE))


def _member(code: str, token: str) -> Select[int]:
    return select(_MEMBERS.c.id).where(
        _MEMBERS.c.room == code_of(code), _MEMBERS.c.token_hash == _hash(token)
    )


def _delete(connection: Connection, codes: Sequence[str]) -> None:
    """Rooms whose rows are held, so that no vote is under way."""
    for table, column in ((_VOTES, _VOTES.c.room), (_MEMBERS, _MEMBERS.c.room), (_ROOMS, _ROOMS.c.code)):
        connection.execute(delete(table).where(column.in_(codes)))


def _check(ballots: Sequence[Ballot]) -> None:
    if not 0 < len(ballots) <= MOST_BALLOTS:
        raise ClassroomError(f"A room has 1 to {MOST_BALLOTS} steps; these are {len(ballots)}.")
    for one in ballots:
        for name in (one.case, one.step, *one.options):
            if not IDENTIFIER.fullmatch(name):
                raise ClassroomError(
                    f"'{name}' is not an identifier of a case, step or option of the library."
                )


def _signs(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))


def _hash(secret: str) -> str:
    """Keys and tokens are random and long; against guessing them a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()
