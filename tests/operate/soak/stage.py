"""The soak's own database and server, in a scratch directory that is gone afterwards however it ends."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from daqing1369.embedded import locks, server
from daqing1369.serving import HOST
from tests.operate.soak import record
from tests.operate.soak.application import ROOT, Application
from tests.operate.soak.check import State

DATABASE = "daqing1369"
CLOCK = "2025-01-06T09:00:00+08:00"  # the whole of 2024 is over
PREPARE_SECONDS = 180
# Two first saves of one cell meet at the table's own constraint; the second one is told so and answered 409.
MET = re.compile(r'ERROR: +duplicate key value violates unique constraint "one_figure_per_indicator_area_month"')
DATABASE_ERRORS = re.compile(r"\b(WARNING|ERROR|FATAL|PANIC): ")
CUT_OFF = re.compile(r"FATAL: +(connection to client lost|terminating connection)")  # what a killed server leaves
SERVER_ERRORS = re.compile(r"Traceback|\b(ERROR|CRITICAL)\b|panicked|deadlock|PoolTimeout|couldn't get a connection")


class Stage:
    """``with Stage(editors) as stage``: the database is prepared and runs; ``start`` and ``kill`` are the server's."""

    def __init__(self, editors: int) -> None:
        self.editors = editors
        self.folder = Path(tempfile.mkdtemp(prefix="daqing1369-soak-"))
        self.folder.chmod(0o755)  # where root starts it, the database server runs under another account
        self.data = self.folder / "postgres"
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.application: Application | None = None

    def __enter__(self) -> Self:
        try:
            server.ensure_running(self.data)
            self._run("tests.operate.soak.prepare", str(self.editors)).check_returncode()
            self.application = Application(self.port, self.log, self.serving)
        except BaseException:
            self.clear()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    @property
    def environment(self) -> dict[str, str]:
        """Evaluation mode with a data directory of its own; settings of the pool pass through."""
        passed = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMO")}
        own = {"DATA_DIR": str(self.folder), "CLOCK": CLOCK, "DJANGO_SETTINGS_MODULE": "tests.operate.soak.settings"}
        return passed | own

    @property
    def serving(self) -> dict[str, str]:
        """The server's environment."""
        return self.environment

    @property
    def running(self) -> Application:
        """The server; there is one from the moment at which its database is prepared."""
        if self.application is None:
            raise RuntimeError("There is no server yet.")
        return self.application

    def start(self) -> None:
        """Start the server and return once it answers. RuntimeError with its log where it does not."""
        self.running.start()

    def kill(self) -> int:
        """SIGKILL to the server and its workers. Returns how many processes that were."""
        return self.application.kill() if self.application else 0

    def stop(self) -> None:
        """Ask the server to end, as Ctrl+C does. RuntimeError where it does not."""
        self.running.stop()

    def clear(self) -> None:
        """End every process and delete the directory."""
        try:
            self.kill()
            server.reset(self.data)
            with suppress(TimeoutError):  # the database's keeper ends by itself, a moment after the database
                os.close(locks.take(self.data / locks.KEEPER, fcntl.LOCK_EX, patience=10)[0])
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, name: str = "check") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of one's own to the database, which knows it under that name."""
        found = server.connection_params(self.data)
        return psycopg.connect(**found, dbname=DATABASE, autocommit=True, application_name=name)

    def history(self) -> list[State]:
        """Every state of every figure, in the order in which they were written."""
        with self.connect() as connection:
            return record.history(connection)

    def figures(self) -> list[State]:
        """Every figure as it stands."""
        with self.connect() as connection:
            return record.figures(connection)

    def complaints(self) -> tuple[list[str], int]:
        """What the logs of the server and of the database hold against them, and how often two first saves met."""
        database = _lines(self.data / "server.log")
        met = sum(1 for line in database if MET.search(line))
        wrong = [line for line in database if DATABASE_ERRORS.search(line)]
        wrong = [line for line in wrong if not MET.search(line) and not CUT_OFF.search(line)]
        return wrong + [line for line in _lines(self.log) if SERVER_ERRORS.search(line)], met

    def _run(self, module: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", module, *arguments]
        return subprocess.run(  # noqa: S603  # this very interpreter, our own module
            command, cwd=ROOT, env=self.environment, stdout=sys.stderr, check=False, timeout=PREPARE_SECONDS
        )


def _lines(*logs: Path) -> Iterable[str]:
    return [
        line for log in logs if log.exists() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
    ]


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
