"""What every folder of tests may use: the root of the project, and the running app."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent
START_WITHIN = 60  # seconds; one is usual, but a busy machine starts several things at once


@dataclass(frozen=True)
class RunningApp:
    """The app as a user starts it, in a process of its own."""

    url: str
    log: Path

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file that needs the running app on one worker: one server and one browser for it, another file beside it."""
    for item in items:
        if "app" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """Start the app on a free port, wait until it answers, stop it after the last test that asks for it."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    running = RunningApp(f"http://localhost:{port}", tmp_path_factory.mktemp("app") / "app.log")
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with (
        running.log.open("w", encoding="utf-8") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait_until_healthy(running, process)
            yield running
        finally:
            process.kill()


def _wait_until_healthy(running: RunningApp, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{running.url}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The app did not start. Its log:\n{running.log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """Whether something missing from this machine must fail a test instead of skipping it."""
    return os.environ.get("CI", "").lower() == "true"
