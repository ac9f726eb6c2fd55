"""The soak's own database and server, in a scratch directory that is gone afterwards however it ends."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil  # type: ignore[import-untyped]  # has no types
import psycopg

from daqing1369.embedded import locks, server
from daqing1369.serving import HOST, answers, is_free
from tests.operate.soak.check import NUMBERS, State

ROOT = Path(__file__).resolve().parents[3]
DATABASE = "daqing1369"
CLOCK = "2025-01-06T09:00:00+08:00"  # the whole of 2024 is over
PREPARE_SECONDS, START_SECONDS, STOP_SECONDS = 180, 60, 20
# Two first saves of one cell meet at the table's own constraint; the second one is told so and answered 409.
MET = re.compile(r'ERROR: +duplicate key value violates unique constraint "one_figure_per_indicator_area_month"')
DATABASE_ERRORS = re.compile(r"\b(WARNING|ERROR|FATAL|PANIC): ")
CUT_OFF = re.compile(r"FATAL: +(connection to client lost|terminating connection)")  # what a killed server leaves
SERVER_ERRORS = re.compile(r"Traceback|\b(ERROR|CRITICAL)\b|panicked|deadlock|PoolTimeout|couldn't get a connection")
STATES = """
    SELECT {id}, i.slug, a.code, a.code = %s, to_char(f.month, 'YYYY-MM'), f.version, f.note,
           coalesce(u.username, ''), f.numerator, f.denominator, f.month_numerator, f.month_denominator
    FROM {table} f JOIN targets_indicator i ON i.id = f.indicator_id JOIN targets_area a ON a.id = f.area_id
         LEFT JOIN auth_user u ON u.id = f.changed_by_id
    ORDER BY {order}
"""


class Stage:
    """``with Stage(editors) as stage``: the database is prepared and runs; ``start`` and ``kill`` are the server's."""

    def __init__(self, editors: int) -> None:
        self.editors = editors
        self.folder = Path(tempfile.mkdtemp(prefix="daqing1369-soak-"))
        self.folder.chmod(0o755)  # where root starts it, the database server runs under another account
        self.data = self.folder / "postgres"
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        try:
            server.ensure_running(self.data)
            self._run("tests.operate.soak.prepare", str(self.editors)).check_returncode()
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

    def start(self) -> None:
        """Start the server and return once it answers. RuntimeError with its log where it does not."""
        until = time.monotonic() + START_SECONDS
        while not is_free(self.port) and time.monotonic() < until:
            time.sleep(0.05)
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(  # noqa: S603  # this very interpreter, our own module
                [sys.executable, "-m", "tests.operate.soak.serve", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server does not start.\n{self.log.read_text(encoding='utf-8')[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> int:
        """SIGKILL to the server and its workers. Returns how many processes that were."""
        if self.process is None or self.process.poll() is not None:
            return 0
        parent = psutil.Process(self.process.pid)
        family = [parent, *parent.children(recursive=True)]
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        self.process.wait(STOP_SECONDS)
        psutil.wait_procs(family, timeout=STOP_SECONDS)
        return len(family)

    def stop(self) -> None:
        """Ask the server to end, as Ctrl+C does. RuntimeError where it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"The server did not stop within {STOP_SECONDS} s.") from None

    def clear(self) -> None:
        """End every process and delete the directory."""
        try:
            self.kill()
            server.reset(self.data)
            with suppress(TimeoutError):  # the database's keeper ends by itself, a moment after the database
                os.close(locks.take(self.data / locks.KEEPER, fcntl.LOCK_EX, patience=10)[0])
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def history(self) -> list[State]:
        """Every state of every figure, in the order in which they were written."""
        return self._states("targets_figureevent", "f.pgh_obj_id", "f.pgh_id")

    def figures(self) -> list[State]:
        """Every figure as it stands."""
        return self._states("targets_figure", "f.id", "f.id")

    def _states(self, table: str, identity: str, order: str) -> list[State]:
        query = STATES.format(table=table, id=identity, order=order)
        with psycopg.connect(**server.connection_params(self.data), dbname=DATABASE) as connection:
            rows = connection.execute(query.encode(), ["230600"]).fetchall()
        return [
            State(
                figure=row[0],
                key=row[1] if row[3] else f"{row[1]}_a{row[2]}",
                month=row[4],
                version=row[5],
                note=row[6],
                by=row[7],
                numbers=dict(zip(NUMBERS, row[8:], strict=True)),
            )
            for row in rows
        ]

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
