"""The soak's own database and server, in a scratch directory that is gone afterwards however it ends."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from tests.fingerprints import ROOT
from tests.operate.kept import FIXTURES, MIGRATED, Recipe, environment
from tests.operate.production import Production
from tests.operate.scratch import Scratch
from tests.operate.soak import record
from tests.operate.soak.check import State

CLOCK = "2025-01-06T09:00:00+08:00"  # the whole of 2024 is over
SOAK = Recipe(
    "soak",
    (("-m", "tests.operate.soak.prepare"),),
    (*FIXTURES, ROOT / "tests" / "operate" / "soak" / "prepare.py"),
    {"CLOCK": CLOCK, "DJANGO_SETTINGS_MODULE": "tests.operate.soak.settings"},
    MIGRATED,
)
# Two first saves of one cell meet at the table's own constraint; the second one is told so and answered 409.
MET = re.compile(r'ERROR: +duplicate key value violates unique constraint "one_figure_per_indicator_area_month"')
DATABASE_ERRORS = re.compile(r"\b(WARNING|ERROR|FATAL|PANIC): ")
CUT_OFF = re.compile(r"FATAL: +(connection to client lost|terminating connection)")  # what a killed server leaves
SERVER_ERRORS = re.compile(r"Traceback|\b(ERROR|CRITICAL)\b|panicked|deadlock|PoolTimeout|couldn't get a connection")


class Stage(Scratch):
    """``with Stage() as stage``: the database is prepared and runs; ``start`` and ``kill`` are the server's."""

    def __init__(self) -> None:
        super().__init__(SOAK)

    def __enter__(self) -> Self:
        super().__enter__()
        self.server = Production(self.folder / "server.log", environment(self.folder, SOAK.environment))
        self.leaving.callback(self.server.kill)
        return self

    @property
    def port(self) -> int:
        return self.server.port

    def start(self) -> None:
        """Start the server and return once it answers. RuntimeError with its log where it does not."""
        self.server.start()

    def kill(self) -> int:
        """SIGKILL to the server and its workers. Returns how many processes that were."""
        return self.server.kill()

    def stop(self) -> None:
        """Ask the server to end, as Ctrl+C does. RuntimeError where it does not."""
        self.server.stop()

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
        return wrong + [line for line in _lines(self.server.log) if SERVER_ERRORS.search(line)], met


def _lines(*logs: Path) -> Iterable[str]:
    return [
        line for log in logs if log.exists() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
