"""A visitor of a Streamlit app without a browser, and the app's server in a process of its own.

A visitor speaks over the websocket as the browser does: it holds the state of every widget on its page, sends all of them with each
change, keeps the large messages of the last runs, and waits until the script has finished. What a browser then draws is not measured.

    with serving("app.py") as server:
        async with visit(server.url) as visitor:
            seconds = await visitor.enter("serum_magnesium.value", "0.62 mmol/L")
            print(visitor.texts())

One process holds as many visitors as wanted; each is one coroutine.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parent.parent
START_WITHIN = 60.0
RUN_WITHIN = 60.0
KEPT_RUNS = (
    2  # how long Streamlit's browser part keeps a large message without using it (global.maxCachedMessageAge)
)

Held: TypeAlias = str | bool | float | Sequence[str] | Sequence[float]
Place: TypeAlias = tuple[int, ...]

TRIGGER = "trigger_value"
LISTS = {"string_array_value", "double_array_value"}
SENT_AS = {
    "text_input": "string_value",
    "text_area": "string_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "number_input": "double_value",
    "slider": "double_array_value",
    "checkbox": "bool_value",
    "multiselect": "string_array_value",
    "button_group": "string_array_value",
    "date_input": "string_array_value",
    "button": TRIGGER,
    "download_button": TRIGGER,
}
"""The field of a widget's state that the browser fills, for each kind of widget a page may hold."""


@dataclass(slots=True)
class Shown:
    """An element, or a block of elements, at its place on the page, with the run and the fragment that last drew it."""

    kind: str
    element: Any
    run: int
    fragment: str


@dataclass(slots=True)
class _Kept:
    """A large message, which the server may name by its hash instead of sending it again."""

    message: ForwardMsg
    used_in_run: int


@dataclass(slots=True)
class Visitor:
    """One open page. Every change gives the seconds from sending it until the script had finished."""

    _socket: ClientConnection
    _page: str
    _query: str
    opened_in: float = 0.0
    """Seconds of the first run."""
    received: int = 0
    """Bytes that came, all in all."""
    timers: dict[str, float] = field(default_factory=dict)
    """Fragments that ask to be run again, with the interval in seconds."""
    _run: int = 0
    _script: str = ""
    _shown: dict[Place, Shown] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, _Kept] = field(default_factory=dict)

    async def rerun(self) -> float:
        """Run the page again as it stands."""
        return await self._send("")

    async def enter(self, key: str, value: Held) -> float:
        """Change the widget of that key and run the page; a list for pills and boxes of several words."""
        shown = self._widget(key)
        name, kind = shown.element.id, SENT_AS[shown.kind]
        self._states[name] = _state(name, kind, value)
        return await self._send(shown.fragment)

    async def press(self, key: str) -> float:
        """Press the button of that key."""
        shown = self._widget(key)
        name = shown.element.id
        self._states[name] = _state(name, TRIGGER, value=True)
        try:
            return await self._send(shown.fragment)
        finally:
            self._states.pop(name, None)

    async def poll(self, fragment: str) -> float:
        """Run one fragment as its timer does; `timers` names those that have one."""
        return await self._send(fragment, by_timer=True)

    def keys(self) -> list[str]:
        """The key of every widget on the page, as the app gave it."""
        return [_key(one.element.id) for one in self._shown.values() if one.kind in SENT_AS]

    def drawn(self) -> list[tuple[Place, Shown]]:
        """Every block and element of the page from top to bottom; a place begins with the place of its block."""
        return sorted(self._shown.items(), key=lambda one: one[0])

    def texts(self) -> list[str]:
        """Everything the page says in Markdown, headings and boxes, from top to bottom."""
        said = {"markdown", "alert", "heading"}
        return [shown.element.body for _, shown in self.drawn() if shown.kind in said]

    def _widget(self, key: str) -> Shown:
        for one in self._shown.values():
            if one.kind in SENT_AS and _key(one.element.id) == key:
                return one
        raise KeyError(f"no widget has the key {key!r}; the page has {', '.join(sorted(self.keys()))}")

    async def _send(self, fragment: str, *, by_timer: bool = False) -> float:
        message = BackMsg()
        client = message.rerun_script
        client.query_string = self._query
        client.page_name = self._page
        client.page_script_hash = self._script
        client.fragment_id = fragment
        client.is_auto_rerun = by_timer
        client.widget_states.CopyFrom(WidgetStates(widgets=self._states.values()))
        client.cached_message_hashes.extend(self._kept)
        client.context_info.timezone = "UTC"
        client.context_info.locale = "en-GB"
        client.context_info.color_scheme = "light"
        self._run += 1
        if not fragment:
            self.timers.clear()  # a run of the whole page starts its timers anew
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(RUN_WITHIN):
            await self._until_finished()
        took = time.perf_counter() - started
        self._forget(fragment)
        for shown in self._shown.values():
            if shown.kind == "exception":
                raise RuntimeError(f"the page shows an error: {shown.element.type} {shown.element.message}")
        return took

    async def _until_finished(self) -> None:
        finished = False
        while not finished:
            data = await self._socket.recv(decode=False)
            self.received += len(data)
            finished = self._take(ForwardMsg.FromString(data))

    def _take(self, message: ForwardMsg) -> bool:
        """Take in one message of the server, and say whether it ends the run."""
        match message.WhichOneof("type"):
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the page could not be compiled; see the log of the server")
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            case "new_session":
                self._script = message.new_session.page_script_hash
            case (
                "navigation"
            ):  # the page that was chosen; without its name the next run would go to the first page
                self._script = message.navigation.page_script_hash
            case "auto_rerun":
                self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            case "ref_hash":
                kept = self._kept[message.ref_hash]
                kept.used_in_run = self._run
                self._draw(tuple(message.metadata.delta_path), kept.message)
            case "delta":
                if message.metadata.cacheable:
                    self._kept[message.hash] = _Kept(message, self._run)
                self._draw(tuple(message.metadata.delta_path), message)
        return False

    def _draw(self, place: Place, message: ForwardMsg) -> None:
        delta = message.delta
        of_block = delta.WhichOneof("type") == "add_block"
        drawn = delta.add_block if of_block else delta.new_element
        kind: str = drawn.WhichOneof("type") or ("container" if of_block else "empty")
        element: Any = getattr(drawn, kind, None)
        self._shown[place] = Shown(kind, element, self._run, delta.fragment_id)
        if SENT_AS.get(kind, TRIGGER) == TRIGGER:
            return
        if element.set_value or element.id not in self._states:
            value = _initial(kind, element)
            self._states[element.id] = (
                WidgetState(id=element.id) if value is None else _state(element.id, SENT_AS[kind], value)
            )

    def _forget(self, fragment: str) -> None:
        """Drop what the run, of the page or of one fragment, no longer drew, and messages that grew old."""
        self._shown = {
            place: one
            for place, one in self._shown.items()
            if one.run == self._run or (fragment and one.fragment != fragment)
        }
        present = {one.element.id for one in self._shown.values() if one.kind in SENT_AS}
        self._states = {name: state for name, state in self._states.items() if name in present}
        self._kept = {
            name: kept for name, kept in self._kept.items() if self._run - kept.used_in_run <= KEPT_RUNS
        }


def _key(identity: str) -> str:
    """The app's key at the end of a widget's id, `$$ID-<digest>-<key>`."""
    return identity.split("-", 2)[-1]


def _state(identity: str, kind: str, value: Held) -> WidgetState:
    state = WidgetState(id=identity)
    if kind in LISTS:
        getattr(state, kind).data.extend(value)
    else:
        setattr(state, kind, value)
    return state


def _initial(kind: str, element: Any) -> Held | None:  # noqa: ANN401 - the messages of widgets share no type
    """What a widget holds when it is first drawn, or after the app has set it."""
    set_by_app = element.set_value
    match kind:
        case "selectbox" | "radio":
            if set_by_app:
                return _if_given(element, "raw_value")
            return str(element.options[element.default]) if element.HasField("default") else None
        case "multiselect" | "button_group":
            chosen = (
                getattr(option, "content", option)
                for option in map(element.options.__getitem__, element.default)
            )
            return list(element.raw_values if set_by_app else chosen)
        case "date_input" | "slider":
            return list(element.value if set_by_app else element.default)
        case "checkbox":
            return bool(element.value if set_by_app else element.default)
        case _:
            return _if_given(element, "value" if set_by_app else "default")


def _if_given(element: Any, part: str) -> Held | None:  # noqa: ANN401 - as above
    value: Held = getattr(element, part)
    return value if element.HasField(part) else None


@asynccontextmanager
async def visit(
    url: str, page: str = "", query: str = "", headers: Mapping[str, str] | None = None
) -> AsyncIterator[Visitor]:
    """Open a page as a new visitor, run it once and close it at the end; `page` is its path, empty for the first."""
    address = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(address, max_size=None, additional_headers=headers) as opened:
        visitor = Visitor(opened, page, query)
        visitor.opened_in = await visitor.rerun()
        yield visitor


@dataclass(frozen=True, slots=True)
class Server:
    """A running app."""

    url: str
    process: subprocess.Popen[bytes]
    healthy_after: float
    """Seconds from starting the process until it answered."""

    def memory(self) -> float:
        """Megabytes of the process in use (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def processor_seconds(self) -> float:
        """Seconds of processor time the process has used: unlike the clock, little moved by what else runs (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(script: str, *options: str) -> Iterator[Server]:
    """Start a Streamlit script of this project on a free port, with the project's settings, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    command += ["--server.port", str(port), "--logger.level", "error", *options]
    url, started = f"http://localhost:{port}", time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - this project's own app
        try:
            _wait_until_healthy(url, process)
            yield Server(url, process, time.perf_counter() - started)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 - the address is built above
                return
        except (URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"{url} did not answer within {START_WITHIN:.0f} s")


def in_words(seconds: Sequence[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered) * 1000:6.1f} ms, 95th percentile {high * 1000:6.1f} ms"
