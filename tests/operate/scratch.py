"""A database of one's own for a measurement, in a directory that is gone afterwards however it ends."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from daqing1369.embedded import server
from tests.fingerprints import ROOT
from tests.operate.kept import MIGRATED, Recipe, environment, lay, scratch_folder

DATABASE = "daqing1369"


@dataclass(frozen=True)
class Ran:
    """What a command took: its exit code, wall seconds, processor seconds and highest memory in MB."""

    code: int
    seconds: float
    processor: float
    megabytes: float


class Scratch:
    """``with Scratch() as scratch``: a migrated database on an embedded server; commands run against it.

    With a recipe the database is as that makes it.
    """

    folder: Path

    def __init__(self, recipe: Recipe = MIGRATED) -> None:
        self.recipe = recipe
        self.leaving = ExitStack()

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    def __enter__(self) -> Self:
        with self.leaving:
            self.folder = self.leaving.enter_context(scratch_folder())
            lay(self.recipe, self.folder)
            server.ensure_running(self.data)
            self.leaving = self.leaving.pop_all()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.leaving.close()

    def manage(self, *arguments: str) -> Ran:
        """``manage.py`` with these arguments; what it prints goes to stderr."""
        begun = time.monotonic()
        process = subprocess.Popen(  # noqa: S603  # this very interpreter, our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.folder, self.recipe.environment),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return Ran(
            code=process.returncode,
            seconds=time.monotonic() - begun,
            processor=usage.ru_utime + usage.ru_stime,
            megabytes=usage.ru_maxrss / 1024,
        )

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection of its own to the database."""
        return psycopg.connect(**server.connection_params(self.data), dbname=DATABASE, autocommit=True)
