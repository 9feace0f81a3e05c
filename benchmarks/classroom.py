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
STEP = 12.0  # seconds for which voting is open
ARRIVAL = 10.0  # seconds in which all arrive
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


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement while it lasts."""

    measured: Measured
    until: float

    @property
    def lasts(self) -> bool:
        return time.perf_counter() < self.until


# ---- the people ------------------------------------------------------------------------------------------------------
@asynccontextmanager
async def arriving(
    run: Run, server: Server, page: str = "", query: str = "", cookie: str = ""
) -> AsyncIterator[Visitor]:
    """A visitor who opens a page at some moment of the arrival."""
    await asyncio.sleep(random.uniform(0, ARRIVAL))  # noqa: S311 - people, not secrets
    started = time.perf_counter()
    async with visit(server.url, page, query, {"Cookie": cookie} if cookie else None) as visitor:
        run.measured.note("arrival", time.perf_counter() - started)
        yield visitor


async def student(run: Run, server: Server, number: int, code: str) -> None:
    """Polls as the page asks for it, votes once or twice on every step that opens."""
    voted: set[tuple[int, int]] = set()
    seen, vote_at = None, 0.0
    async with arriving(run, server, "classroom", f"room={code}") as visitor:
        while run.lasts and visitor.timers:
            ((fragment, interval),) = visitor.timers.items()
            await asyncio.sleep(interval)
            before = visitor.texts()
            seconds = await visitor.poll(fragment)
            run.measured.note("poll" if visitor.texts() == before else "page moved on", seconds)
            buttons = [key.split("_", 4) for key in visitor.keys() if key.startswith("classroom_vote_")]  # noqa: SIM118
            if not buttons:
                continue
            ballot = (int(buttons[0][2]), int(buttons[0][3]))
            if ballot != seen:
                seen, vote_at = ballot, time.perf_counter() + random.uniform(0, VOTES_WITHIN)  # noqa: S311 - as above
            if ballot not in voted and time.perf_counter() >= vote_at:
                await vote(run, visitor, number, ballot, [button[4] for button in buttons])
                if random.random() > CHANGES_MIND:  # noqa: S311 - as above
                    voted.add(ballot)


async def vote(
    run: Run, visitor: Visitor, number: int, ballot: tuple[int, int], options: Sequence[str]
) -> None:
    """Press an option, and remember it if the page then says that it is counted."""
    place, turn = ballot
    option = random.choice(options)  # noqa: S311 - as above
    run.measured.note("vote", await visitor.press(f"classroom_vote_{place}_{turn}_{option}"))
    if any(text.startswith("Your vote is counted") for text in visitor.texts()):
        run.measured.acknowledged[number, place, turn] = option
    else:
        run.measured.refused += 1


async def clinician(run: Run, server: Server, number: int) -> None:
    """Enters a patient, then changes the serum again and again."""
    async with arriving(run, server) as visitor:
        await fill(visitor)
        while run.lasts:
            await asyncio.sleep(random.expovariate(1 / THINK))
            number += 1
            run.measured.note("edit", await visitor.enter(CHANGED, NUMBERS[number % len(NUMBERS)]))


async def teacher(run: Run, server: Server, code: str, key: str) -> None:
    """Opens a step, lets vote, closes, lets vote again, closes, reveals, moves on."""
    async with arriving(run, server, "classroom", f"teach={code}", f"classroom_key_{code}={key}") as visitor:
        await asyncio.sleep(ARRIVAL)
        actions = ["start"]
        while run.lasts:
            for action in actions:
                run.measured.note("teacher", await visitor.press(f"classroom_{action}"))
                closes = time.perf_counter() + (STEP if action in {"start", "move_on", "vote_again"} else 0)
                while run.lasts and time.perf_counter() < closes:
                    await asyncio.sleep(1)
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
    name: str, servers: Sequence[Server], seconds: float, people: Callable[[Run], Sequence[Awaitable[None]]]
) -> Measured:
    """Let people loose on servers and print what they waited for."""
    run = Run(Measured(), time.perf_counter() + ARRIVAL + seconds)
    used = [server.processor_seconds() for server in servers]
    started = time.perf_counter()
    await asyncio.gather(*people(run))
    took = time.perf_counter() - started
    busy = [
        (server.processor_seconds() - before) / took for server, before in zip(servers, used, strict=True)
    ]
    print(
        f"{name}: {took:.0f} s, processor of the server {', '.join(f'{one:.2f}' for one in busy)}, "
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

    async def edits(run: Run, server: Server, number: int) -> None:
        async with arriving(run, server) as visitor:
            while run.lasts:
                await asyncio.sleep(random.expovariate(1 / THINK))
                number += 1
                run.measured.note("edit", await visitor.enter(CHANGED, NUMBERS[number % len(NUMBERS)]))

    with serving("benchmarks/floor_app.py") as server:
        await measure(
            f"floor pages, {STUDENTS} who poll and press, {CLINICIANS} who edit",
            [server],
            seconds,
            lambda run: [
                *(student(run, server, number, "FLOOR") for number in range(STUDENTS)),
                *(edits(run, server, number) for number in range(CLINICIANS)),
            ],
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

        def people(run: Run) -> list[Awaitable[None]]:
            return [
                teacher(run, servers[0], room.code, key),
                *(student(run, servers[number % processes], number, room.code) for number in range(students)),
                *(clinician(run, servers[number % processes], number) for number in range(clinicians)),
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
