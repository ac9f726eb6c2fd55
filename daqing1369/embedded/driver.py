"""psycopg, with a ``connect`` that has the embedded server running first.

Django's backend and its pool both come to ``EmbeddedConnection.connect``, the pool from threads of its own.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import *  # noqa: F403 - Django looks up psycopg's names, errors above all, on this module
from psycopg import errors, sql

from daqing1369.embedded import server

TEST_PREFIX = "test_"  # databases of test runs are made and deleted by the test runner
ATTEMPTS = 3  # a server that recovers from a crash may break off a connection after it said it was ready


class EmbeddedConnection(psycopg.Connection[Any]):
    """A connection to the server in ``data_dir``, which is started, or started again, where it does not answer."""

    @classmethod
    def connect(cls, conninfo: str = "", *, data_dir: Path, **kwargs: Any) -> Self:  # type: ignore[override]  # one parameter more
        """As psycopg's; OperationalError also where the server cannot be started."""
        attempts = ATTEMPTS
        while True:
            try:
                if not server.in_use_here(data_dir):
                    make_ready(data_dir, kwargs.get("dbname", ""))
                return super().connect(conninfo, **{**kwargs, **server.connection_params(data_dir)})
            except psycopg.OperationalError:  # killed, recovering, or without this database
                attempts -= 1
                if not attempts:
                    raise
                make_ready(data_dir, kwargs.get("dbname", ""))


connect = EmbeddedConnection.connect  # type: ignore[assignment]  # in the place of psycopg's


def make_ready(data_dir: Path, name: str) -> None:
    """Has the server running and the database there; creates that where it is missing and not one of a test run.

    Raises psycopg.OperationalError where the server cannot be started.
    """
    try:
        params = server.ensure_running(data_dir)
    except server.ServerError as error:
        raise psycopg.OperationalError(str(error)) from error
    if not name or name.startswith(TEST_PREFIX):
        return
    with psycopg.connect(**params, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with suppress(errors.DuplicateDatabase, errors.UniqueViolation):  # another process was quicker
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
