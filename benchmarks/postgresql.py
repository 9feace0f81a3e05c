"""A PostgreSQL of its own, to be thrown away: for the tests of the classroom and its load.

    with cluster() as database:
        engine = create_engine(database)

It needs the server's programs (Debian: `postgresql`), no running service and no rights; under root it runs as the user `postgres`,
because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_WITHIN = 30.0


def programs() -> Path | None:
    """The folder of the newest installed server, or None."""
    debian = Path("/usr/lib/postgresql")
    found = sorted(debian.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start an empty cluster on a free port, give the address of its database, delete it at the end."""
    bin_folder = programs()
    if bin_folder is None:
        raise FileNotFoundError("No PostgreSQL server is installed (Debian: apt-get install postgresql).")
    user = "postgres" if os.geteuid() == 0 else None
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="magnesium-classroom-"))
    try:
        if user:
            shutil.chown(folder, user)
        log = folder / "log"
        data = str(folder / "data")
        _run(user, bin_folder / "initdb", "-D", data, "-U", "classroom", "-A", "trust", "-E", "UTF8")
        command = [bin_folder / "postgres", "-D", data, "-p", str(port), "-k", str(folder)]
        with log.open("wb") as written:
            server = subprocess.Popen(  # noqa: S603 - the installed server, with the arguments above
                [*command, "-c", "listen_addresses=localhost"],
                user=user,
                cwd=folder,
                stdout=written,
                stderr=written,
            )
            try:
                _wait_until_ready(bin_folder, port, server, log)
                yield f"postgresql+psycopg://classroom@localhost:{port}/postgres"
            finally:
                server.send_signal(signal.SIGINT)  # its "fast" shutdown
                server.wait(START_WITHIN)
    finally:
        shutil.rmtree(folder)


def _wait_until_ready(bin_folder: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ask = [bin_folder / "pg_isready", "-q", "-h", "localhost", "-p", str(port)]
    give_up = time.monotonic() + START_WITHIN
    while time.monotonic() < give_up and server.poll() is None:
        if subprocess.run(ask, check=False).returncode == 0:  # noqa: S603 - as above
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start. Its log:\n{log.read_text(encoding='utf-8')}")


def _run(user: str | None, *command: Path | str) -> None:
    done = subprocess.run(  # noqa: S603 - as above
        command, user=user, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")
