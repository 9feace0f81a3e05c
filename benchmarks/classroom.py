"""How a live classroom holds under load: ``python benchmarks/classroom.py [seconds]``.

Over the websocket, as browsers do: a class that polls and votes while its teacher moves on, and clinicians who edit the one-patient
page with five seconds of thought between two changes, all on one server process; beside it, in the same run, the same people on
floor pages with nothing behind them. Then two processes on one PostgreSQL with a class of twice the size. At the end every vote that
a student saw acknowledged is looked for in the store.

The people are simulated on the same machine and share its processor with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from client import Server, Visitor, in_words, serving, visit
from page import CHANGED, NUMBERS, fill, record
from postgresql import cluster

from teaching.classroom import DATABASE, Ballot, Room, Store, connect
from teaching.lesson import steps
from teaching.library import cases

STUDENTS, CLINICIANS, SECONDS = 100, 60, 60.0
THINK = 5.0  # seconds between two edits of a clinician, on average
VOTES_WITHIN = 8.0  # seconds in which a class has voted
CHANGES_MIND = 0.2  # of the votes
STEP = 12.0  # seconds for which voting is open, if nobody is slow
ARRIVAL = 10.0  # seconds in which all open their page, before the measurement
SOON = 1.0  # seconds; the aim for the 95th percentile
KINDS = ("poll", "page moved on", "vote", "edit", "teacher", "arrival")


@dataclass(slots=True)
class Measured:
    """What everybody waited for, and what the class saw acknowledged."""

    taken: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    acknowledged: dict[tuple[int, int, int], str] = field(default_factory=dict)
    refused: int = 0

    def note(self, kind: str, seconds: float) -> None:
        self.taken[kind].append(seconds)

    def votes(self) -> Counter[tuple[int, int, str]]:
        return Counter((place, turn, option) for (_, place, turn), option in self.acknowledged.items())


@dataclass(slots=True)
class Run:
    """One measurement: it begins when everybody is there, and lasts so many seconds."""

    measured: Measured
    seconds: float
    everybody: asyncio.Barrier
    until: float = 0.0

    async def begin(self) -> None:
        """Wait for the others."""
        await self.everybody.wait()
        self.until = time.perf_counter() + self.seconds

    @property
    def lasts(self) -> bool:
        return time.perf_counter() < self.until

    async def pause(self, seconds: float) -> None:
        """Think, but not beyond the end."""
        await asyncio.sleep(max(0.0, min(seconds, self.until - time.perf_counter())))


# ---- the people ------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def arriving(
    run: Run, server: Server, page: str = "", query: str = "", cookie: str = ""
) -> AsyncIterator[Visitor]:
    """A visitor who opens a page at some moment of the arrival."""
    await asyncio.sleep(random.uniform(0, ARRIVAL))  # noqa: S311 - people, not secrets
    async with visit(server.url, page, query, {"Cookie": cookie} if cookie else None) as visitor:
        run.measured.note("arrival", visitor.opened_in)
        yield visitor


async def student(run: Run, server: Server, number: int, code: str) -> None:
    """Polls as the page asks for it, votes once or twice on every step that opens."""
    voted: set[tuple[int, int]] = set()
    seen, vote_at = None, 0.0
    async with arriving(run, server, "classroom", f"room={code}") as visitor:
        ((fragment, interval),) = visitor.timers.items()
        await run.begin()
        await run.pause(random.uniform(0, interval))  # noqa: S311 - as above
        while run.lasts:
            before = visitor.texts()
            started = time.perf_counter()
            seconds = await visitor.poll(fragment)
            run.measured.note("poll" if visitor.texts() == before else "page moved on", seconds)
            buttons = [key.split("_", 4) for key in visitor.keys() if key.startswith("classroom_vote_")]  # noqa: SIM118 - keys() is a list of names
            ballot = (int(buttons[0][2]), int(buttons[0][3])) if buttons else None
            if ballot != seen:
                seen, vote_at = ballot, time.perf_counter() + random.uniform(0, VOTES_WITHIN)  # noqa: S311 - as above
            if ballot and ballot not in voted and time.perf_counter() >= vote_at:
                await vote(run, visitor, number, ballot, [button[4] for button in buttons])
                if random.random() > CHANGES_MIND:  # noqa: S311 - as above
                    voted.add(ballot)
            await run.pause(started + interval - time.perf_counter())


async def vote(
    run: Run, visitor: Visitor, number: int, ballot: tuple[int, int], options: Sequence[str]
) -> None:
    """Press an option, and remember it if the page then ticks it, which means that it is counted."""
    place, turn = ballot
    option = random.choice(options)  # noqa: S311 - as above
    key = f"classroom_vote_{place}_{turn}_{option}"
    run.measured.note("vote", await visitor.press(key))
    ticked = [
        shown.element.id
        for _, shown in visitor.drawn()
        if shown.kind == "button" and shown.element.label.startswith("✓")
    ]
    if any(name.endswith(f"-{key}") for name in ticked):
        run.measured.acknowledged[number, place, turn] = option
    else:
        run.measured.refused += 1


async def clinician(run: Run, server: Server, number: int, *, enters: bool = True) -> None:
    """Enters a patient, then changes the serum again and again."""
    async with arriving(run, server) as visitor:
        if enters:
            await fill(visitor)
        await run.begin()
        await run.pause(random.expovariate(1 / THINK))
        while run.lasts:
            number += 1
            run.measured.note("edit", await visitor.enter(CHANGED, NUMBERS[number % len(NUMBERS)]))
            await run.pause(random.expovariate(1 / THINK))


async def teacher(run: Run, server: Server, code: str, key: str) -> None:
    """Opens a step, lets vote, closes, lets vote again, closes, reveals, moves on."""
    cookie = f"classroom_key_{code}={key}"
    async with arriving(run, server, "classroom", f"teach={code}", cookie) as visitor:
        await run.begin()
        actions = ["start"]
        while run.lasts:
            for action in actions:
                run.measured.note("teacher", await visitor.press(f"classroom_{action}"))
                closes = time.perf_counter() + (STEP if action in {"start", "move_on", "vote_again"} else 2)
                while run.lasts and time.perf_counter() < closes:
                    await run.pause(1)
                    for fragment in list(visitor.timers):
                        run.measured.note("teacher", await visitor.poll(fragment))
            actions = ["close", "vote_again", "close", "reveal", "move_on"]


# ---- the measurements ------------------------------------------------------------------------------------------------
def lesson() -> list[Ballot]:
    """Every step of three cases: more than a measurement gets through."""
    return [
        Ballot(case.id, step.id, tuple(option.id for option in step.options))
        for case in cases()[:3]
        for step in steps(case)
    ]


async def measure(
    name: str, servers: Sequence[Server], seconds: float, people: Sequence[Callable[[Run], Awaitable[None]]]
) -> Measured:
    """Let people loose on servers and print what they waited for."""
    run = Run(Measured(), seconds, asyncio.Barrier(len(people) + 1))
    gathered = asyncio.gather(*(person(run) for person in people))
    await asyncio.wait(
        [gathered, begun := asyncio.ensure_future(run.begin())], return_when=asyncio.FIRST_COMPLETED
    )
    if not begun.done():
        await gathered  # somebody failed on the way in: say who
    used, own = [server.processor_seconds() for server in servers], time.process_time()
    started = time.perf_counter()
    await gathered
    took = time.perf_counter() - started
    busy = [
        (server.processor_seconds() - before) / took for server, before in zip(servers, used, strict=True)
    ]
    print(
        f"{name}: {took:.0f} s, cores in use by the server {', '.join(f'{one:.2f}' for one in busy)}, "
        f"by the people {(time.process_time() - own) / took:.2f}; "
        f"memory {', '.join(f'{server.memory():.0f} MB' for server in servers)}, load of the machine {os.getloadavg()[0]:.1f}"
    )
    for kind, taken in run.measured.taken.items():
        if taken:
            below = sum(one < SOON for one in taken) / len(taken)
            print(f"  {kind:14} {len(taken):5} times, {in_words(taken)}, {below:.1%} below {SOON:.0f} s")
    return run.measured


def nothing_lost(store: Store, room: Room, measured: Measured) -> None:
    """Every acknowledged vote stands in the store, and no other."""
    kept = Counter(
        {
            (place, turn, option): count
            for (place, turn), votes in store.tally(room.code).items()
            for option, count in votes.items()
        }
    )
    print(
        f"  votes acknowledged {measured.votes().total()}, kept {kept.total()}, refused after closing {measured.refused}"
    )
    assert kept == measured.votes(), f"lost or made up: {kept - measured.votes()} {measured.votes() - kept}"


async def floors(seconds: float, folder: Path) -> None:
    """The same people on pages with nothing behind them."""
    with serving("app.py") as server:
        async with visit(server.url) as visitor:
            await fill(visitor)
            (folder / "floor.json").write_text(json.dumps(record(visitor)), encoding="utf-8")
    os.environ["FLOOR"] = str(folder / "floor.json")

    with serving("benchmarks/floor_app.py") as server:
        students = [
            partial(student, server=server, number=number, code="FLOOR") for number in range(STUDENTS)
        ]
        editors = [
            partial(clinician, server=server, number=number, enters=False) for number in range(CLINICIANS)
        ]
        await measure(
            f"floor pages, one process, {STUDENTS} who poll and press, {CLINICIANS} who edit",
            [server],
            seconds,
            [*students, *editors],
        )


async def classroom(  # noqa: PLR0913 - what makes one measurement, each by its name
    name: str, *, database: str, processes: int, students: int, clinicians: int, seconds: float
) -> None:
    """A class and clinicians, spread over the processes."""
    os.environ[DATABASE] = database
    store = Store(connect(database))
    room, key = store.open_room(lesson())
    with ExitStack() as kept:
        servers = [kept.enter_context(serving("app.py")) for _ in range(processes)]

        def spread(
            person: Callable[..., Awaitable[None]], count: int, **more: str
        ) -> list[Callable[[Run], Awaitable[None]]]:
            return [
                partial(person, server=servers[one % processes], number=one, **more) for one in range(count)
            ]

        people = [
            partial(teacher, server=servers[0], code=room.code, key=key),
            *spread(student, students, code=room.code),
            *spread(clinician, clinicians),
        ]
        nothing_lost(store, room, await measure(name, servers, seconds, people))


async def main(seconds: float) -> None:
    """Print what was measured."""
    random.seed(1)
    async with AsyncExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        await floors(seconds, folder)
        sqlite = f"sqlite:///{folder / 'classroom.sqlite'}"
        for clinicians in (0, CLINICIANS):
            await classroom(
                f"one process, SQLite, {STUDENTS} students, {clinicians} clinicians",
                database=sqlite,
                processes=1,
                students=STUDENTS,
                clinicians=clinicians,
                seconds=seconds,
            )
        await classroom(
            f"two processes, PostgreSQL, {2 * STUDENTS} students",
            database=kept.enter_context(cluster()),
            processes=2,
            students=2 * STUDENTS,
            clinicians=0,
            seconds=seconds,
        )


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
