"""Django's PostgreSQL backend on the embedded server.

``DATABASES["default"]``: ``ENGINE`` ``"daqing1369.embedded"``, ``NAME``, ``DATA_DIR`` (a Path: the directory which
holds the server's data); ``OPTIONS`` as PostgreSQL's, ``pool`` included. HOST, PORT, USER and PASSWORD are the
server's own. The database NAME is created where it is missing.

A connection whose server was killed is replaced before the next query outside a transaction, and in the pool before it
is handed out.
"""

import os
import select
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.postgresql import base, client, creation
from psycopg_pool import ConnectionPool, PoolTimeout

from daqing1369.embedded import driver, server


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the server's own psql."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Psql's command line; starts the server and creates the database where they are missing."""
        driver.make_ready(settings_dict["DATA_DIR"], settings_dict["NAME"])
        found = server.connection_params(settings_dict["DATA_DIR"])
        reached = {**settings_dict, "HOST": found["host"], "PORT": found["port"], "USER": found["user"]}
        args, env = super().settings_to_cmd_args_env(reached, list(parameters))
        return [str(server.binaries() / "psql"), *args[1:]], {**os.environ, **(env or {})}


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases. A pool that was opened before would go on serving the real database to the tests."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """Django's, without a pool from before."""
        self.connection.close()
        self.connection.close_pool()
        return super().create_test_db(*args, **kwargs)


class DatabaseWrapper(base.DatabaseWrapper):
    """A PostgreSQL connection whose server this project keeps running."""

    Database = driver
    client_class = DatabaseClient
    creation_class = DatabaseCreation

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(settings_dict, alias)
        pool = settings_dict["OPTIONS"].get("pool")
        if pool:
            options = {} if pool is True else pool
            settings_dict["OPTIONS"]["pool"] = {**options, "connection_class": driver.EmbeddedConnection}
            # The pool's own check would wait a second and more between two dead connections; see get_new_connection.
            settings_dict["CONN_HEALTH_CHECKS"] = False

    @property
    def data_dir(self) -> Path:
        """Where the server keeps its data."""
        found = self.settings_dict.get("DATA_DIR")
        if not found:
            raise ImproperlyConfigured('DATABASES needs "DATA_DIR", the directory of the embedded database.')
        return Path(found)

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with the server's directory for the driver."""
        return {**super().get_connection_params(), "data_dir": self.data_dir}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A working connection. The server is started here, not in a pool's thread, so that a failure is told here."""
        if not self.pool:
            return super().get_new_connection(conn_params)
        if not server.in_use_here(self.data_dir):
            self._make_ready()
        for _ in range(self.pool.max_size):
            connection = self._from_pool(conn_params)
            if _answers(connection):
                return connection
            self.pool.putconn(connection)  # which replaces it
        return self._from_pool(conn_params)

    def _from_pool(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            self._make_ready()  # says why, if it is the server
            raise

    def _make_ready(self) -> None:
        driver.make_ready(self.data_dir, self.settings_dict["NAME"] or "")

    def ensure_connection(self) -> None:
        """Connects; also where the server was killed under an idle connection outside a transaction."""
        if self.connection is not None and self.autocommit and not self.in_atomic_block and _is_lost(self.connection):
            self.close()
        super().ensure_connection()


def _answers(connection: psycopg.Connection[Any]) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        return False
    return True


def _is_lost(connection: psycopg.Connection[Any]) -> bool:
    """Whether the server has hung up, as far as is known without asking it."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    if not waiting.poll(0):
        return False
    try:
        connection.pgconn.consume_input()  # the server's last words, and then …
        connection.pgconn.consume_input()  # … the end of the file
    except psycopg.OperationalError:
        return True
    return False
