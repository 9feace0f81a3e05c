"""A server that dies while a class votes: what a student saw acknowledged is there when it comes back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle

from websockets.exceptions import ConnectionClosed

from benchmarks.client import serving, visit
from teaching.classroom import DATABASE, Ballot, Store, connect
from teaching.lesson import steps
from teaching.library import case_by_id

CASE, STUDENTS, KILLED_AFTER = "normal_serum_low_stores", 8, 60
STEP = steps(case_by_id(CASE))[0]
BALLOT = (0, 1)


class Student:
    """Votes without pause, each time for another option, until the connection breaks."""

    def __init__(self, store, code):
        self.token = store.join(code)
        self.query, self.cookie = f"room={code}", f"classroom_member_{code}={self.token}"
        self.acknowledged = self.sent = None

    async def votes(self, url, seen):
        with suppress(ConnectionClosed, ConnectionError):
            async with visit(url, "classroom", self.query, {"Cookie": self.cookie}) as page:
                for option in cycle(STEP.options):
                    self.sent = option.id
                    await page.press(f"classroom_vote_0_1_{self.sent}")
                    if self.is_told(page, self.sent):
                        self.acknowledged = self.sent
                        seen.append(self)

    async def reads(self, url):
        """What the page says after the restart, in the same browser."""
        async with visit(url, "classroom", self.query, {"Cookie": self.cookie}) as page:
            return next((one.id for one in STEP.options if self.is_told(page, one.id)), None)

    @staticmethod
    def is_told(page, option):
        return any(
            text.startswith(f"Your vote is counted: **{STEP.text_of(option)}**") for text in page.texts()
        )


async def killed_in_mid_vote(server, students):
    seen = []
    votes = [asyncio.create_task(student.votes(server.url, seen)) for student in students]
    while len(seen) < KILLED_AFTER or set(seen) != set(students):
        await asyncio.sleep(0.01)
        broken = [task.exception() for task in votes if task.done()]
        assert not broken
    server.process.kill()
    await asyncio.gather(*votes)


async def reopened(server, students):
    return await asyncio.gather(*(student.reads(server.url) for student in students))


def in_a_loop_of_its_own(work):
    """Run in another thread: on this one a browser of an earlier test may keep its own loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_killed_server_loses_no_acknowledged_vote(tmp_path, monkeypatch):
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'classroom.sqlite'}")
    store = Store(connect(f"sqlite:///{tmp_path / 'classroom.sqlite'}"))
    room, key = store.open_room([Ballot(CASE, STEP.id, tuple(one.id for one in STEP.options))])
    store.act(room.code, key, "start", 0)
    students = [Student(store, room.code) for _ in range(STUDENTS)]
    with serving("app.py") as server:
        in_a_loop_of_its_own(killed_in_mid_vote(server, students))
    with serving("app.py") as server:
        told = in_a_loop_of_its_own(reopened(server, students))
    # A vote may be kept though the server died before it could say so; an acknowledged one may not be lost.
    kept = [store.own_votes(room.code, student.token)[BALLOT] for student in students]
    possible = [{student.acknowledged, student.sent} for student in students]
    assert [vote in votes for vote, votes in zip(kept, possible, strict=True)] == [True] * STUDENTS
    assert told == kept
    assert store.tally(room.code)[BALLOT].total() == store.members(room.code) == STUDENTS
