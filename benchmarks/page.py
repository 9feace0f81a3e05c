"""How long the one-patient page takes after a number was changed, beside a floor in the same run: ``python benchmarks/page.py``.

Over the websocket, as a browser asks for it, one server process each, turn by turn: the page; the floor, which draws the same blocks,
widgets, texts and charts with nothing behind them; and the bare floor, widgets and charts alone. Then the engine's own share,
the page with each picture open, and the cold start.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from client import Held, Server, Shown, Visitor, in_words, serving, visit

from interpret import Patient, interpret

Part: TypeAlias = dict[str, Any]

PATIENT: dict[str, Held] = {
    "serum_magnesium.value": "0.62 mmol/L",
    "rbc_magnesium.value": "3.9 mg/dL",
    "urine_magnesium_24h.value": "60 mg/24 h",
    "age": "54",
    "sex": [":gray[female]"],
    "present": ["Proton pump inhibitor", "Fasciculations (twitching)"],
}
THE_SAME = {
    "patient": {"age_years": 54, "sex": "female"},
    "results": {
        "serum_magnesium": {"value": 0.62, "unit": "mmol/L"},
        "rbc_magnesium": {"value": 3.9, "unit": "mg/dL"},
        "urine_magnesium_24h": {"value": 60, "unit": "mg/24 h"},
    },
    "context": {"ppi": True, "fasciculations": True},
}
"""The same patient as the engine is given it."""

CHANGED = "serum_magnesium.value"
NUMBERS = [f"0.{hundredths} mmol/L" for hundredths in (60, 61, 62, 63, 64)]
"""Numbers with one reading, so that the page keeps its parts and the floor stays a floor."""

ROUNDS, WARM, PER_PICTURE = 100, 10, 20
MOST_TIMES_FLOOR, MOST_OF_ENGINE = 1.5, 0.010


def record(visitor: Visitor) -> Part:
    """What the page drew, as blocks within blocks, for `floor_page.py`."""
    root: Part = {"kind": "page", "parts": []}
    blocks: dict[tuple[int, ...], Part] = {}
    for place, shown in visitor.drawn():
        part = _part(place, shown)
        blocks.get(place[:-1], root)["parts"].append(part)
        if "parts" in part:
            blocks[place] = part
    return root


BLOCKS = {"flex_container", "column", "popover", "expandable", "container", "vertical", "horizontal"}


def _part(place: tuple[int, ...], shown: Shown) -> Part:
    one = shown.element
    part: Part = {"kind": shown.kind, "key": getattr(one, "id", "").split("-", 2)[-1] or str(place)}
    for name in ("label", "body", "weight"):
        if hasattr(one, name):
            part[name] = getattr(one, name)
    if hasattr(one, "options"):
        part["options"] = [getattr(option, "content", option) for option in one.options]
    if shown.kind == "code":
        part["body"] = one.code_text
    if shown.kind == "text_input":
        part["live"] = one.live_debounce_ms > 0
    if shown.kind == "plotly_chart":
        part["spec"] = json.loads(one.spec)
    if shown.kind in BLOCKS:
        part["parts"] = []
    return part


async def fill(visitor: Visitor) -> None:
    """Enter the patient, as a person does, one field after the other."""
    for key, value in PATIENT.items():
        await visitor.enter(key, value)


@dataclass(frozen=True, slots=True)
class Open:
    """A page being measured: its server, its visitor, and the seconds of each rerun."""

    name: str
    server: Server
    visitor: Visitor
    taken: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def times(self, floor: Open) -> str:
        """How many times the floor this page takes, by the clock and by the processor's time."""
        by_clock = statistics.median(self.taken) / statistics.median(floor.taken)
        by_processor = statistics.mean(self.processor) / statistics.mean(floor.processor)
        return f"{by_clock:.2f} times the {floor.name} ({by_processor:.2f} of the processor)"


async def in_turns(pages: Sequence[Open]) -> None:
    """Change the number on each page in turn, and print what it took."""
    for turn in range(WARM):
        for one in pages:
            await one.visitor.enter(CHANGED, NUMBERS[turn % len(NUMBERS)])
    came = {one.name: one.visitor.received for one in pages}
    for turn in range(ROUNDS):
        for one in pages:
            used = one.server.processor_seconds()
            one.taken.append(await one.visitor.enter(CHANGED, NUMBERS[turn % len(NUMBERS)]))
            one.processor.append(one.server.processor_seconds() - used)
    print(f"rerun after a changed number, {ROUNDS} in turn, over the websocket")
    for one in pages:
        kinds = Counter(shown.kind for _, shown in one.visitor.drawn())
        processor = statistics.mean(one.processor) * 1000
        size = (one.visitor.received - came[one.name]) / ROUNDS / 1000
        print(
            f"  {one.name:6} {in_words(one.taken)}, processor {processor:5.1f} ms; {size:4.0f} kB, "
            f"{sum(kinds.values())} parts, {kinds['markdown']} of them texts"
        )


async def with_pictures(visitor: Visitor) -> None:
    """The page with each picture open."""
    offered = next(
        shown.element
        for _, shown in visitor.drawn()
        if shown.kind == "button_group" and "picture" in shown.element.id
    )
    for option in offered.options:
        await visitor.enter("picture", [option.content])
        taken = [await visitor.enter(CHANGED, NUMBERS[turn % len(NUMBERS)]) for turn in range(PER_PICTURE)]
        print(f"  with {option.content.removeprefix(':gray[').rstrip(']'):18} {in_words(taken)}")


def engine() -> tuple[list[float], float]:
    """Seconds inside `interpret` for the same patient, with everything the page shows; and of processor time, each."""
    patient = Patient.from_dict(THE_SAME)
    for _ in range(WARM):
        interpret(patient)
    used, taken = time.process_time(), []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        interpret(patient)
        taken.append(time.perf_counter() - start)
    return taken, (time.process_time() - used) / ROUNDS


def cold(one: Open) -> None:
    """How long the first visitor waits."""
    server, first = one.server, one.visitor.opened_in
    print(
        f"  {one.name:6} answers after {server.healthy_after:.2f} s, first page {first:.2f} s later: "
        f"{server.healthy_after + first:.2f} s; {server.memory():.0f} MB"
    )


async def main() -> None:
    """Print what was measured."""
    async with AsyncExitStack() as kept:
        folder = kept.enter_context(tempfile.TemporaryDirectory())

        async def opened(name: str, script: str) -> Open:
            server = kept.enter_context(serving(script))
            return Open(name, server, await kept.enter_async_context(visit(server.url)))

        print("cold start")
        page = await opened("page", "app.py")
        cold(page)
        await fill(page.visitor)
        file = Path(folder) / "floor.json"
        file.write_text(json.dumps(record(page.visitor)), encoding="utf-8")
        os.environ["FLOOR"] = str(file)
        floor = await opened("floor", "benchmarks/floor_page.py")
        cold(floor)
        os.environ["FLOOR_TEXTS"] = "0"
        bare = await opened("bare", "benchmarks/floor_page.py")
        await in_turns([page, floor, bare])
        print(f"  the page takes {page.times(floor)}, at most {MOST_TIMES_FLOOR}; {page.times(bare)}")
        await with_pictures(page.visitor)
    taken, processor = engine()
    print(
        f"engine   {in_words(taken)}, processor {processor * 1000:5.1f} ms (at most {MOST_OF_ENGINE * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    asyncio.run(main())
