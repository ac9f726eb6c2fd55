"""A database of one's own for a measurement, in a directory that is gone afterwards however it ends."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from daqing1369.embedded import locks, server

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "daqing1369"


@dataclass(frozen=True)
class Ran:
    """What a command took: its exit code, wall seconds, processor seconds and highest memory in MB."""

    code: int
    seconds: float
    processor: float
    megabytes: float


class Scratch:
    """``with Scratch() as scratch``: a migrated database on an embedded server; commands run against it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="daqing1369-scratch-"))
        self.folder.chmod(0o755)  # where root starts it, the database server runs under another account
        self.data = self.folder / "postgres"

    def __enter__(self) -> Self:
        try:
            server.ensure_running(self.data)
            if self.manage("migrate", "-v0").code:
                raise RuntimeError("The scratch database cannot be migrated.")
        except BaseException:
            self.clear()
            raise
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.clear()

    def manage(self, *arguments: str) -> Ran:
        """``manage.py`` with these arguments; what it prints goes to stderr."""
        passed = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMO", "CLOCK")}
        begun = time.monotonic()
        process = subprocess.Popen(  # noqa: S603  # this very interpreter, our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=passed | {"DATA_DIR": str(self.folder)},
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

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of its own to the database."""
        return psycopg.connect(**server.connection_params(self.data), dbname=DATABASE, autocommit=True)

    def clear(self) -> None:
        """End the server and delete the directory."""
        try:
            server.reset(self.data)
            with suppress(TimeoutError):  # the database's keeper ends by itself, a moment after the database
                os.close(locks.take(self.data / locks.KEEPER, fcntl.LOCK_EX, patience=10)[0])
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
