"""A command on a database that is away or lacks the program's tables: what to do, instead of a traceback."""

from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg.errors import UndefinedColumn, UndefinedTable


def unreachable(error: OperationalError) -> str | None:
    """The sentence where the server does not answer; None for any other fault."""
    told = f"{error}".splitlines()[0] if f"{error}" else ""
    if not told.startswith(("connection failed", "couldn't get a connection", "connection is bad")):
        return None
    return f"Nothing was done: the database does not answer ({told}). manage.py doctor says what to look at."


def unmigrated(error: ProgrammingError) -> str | None:
    """The sentence where the database lacks a table or column because migrations wait; None for any other fault."""
    if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
        return None
    connection.close()  # its transaction is broken
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return None
    return (
        f"Nothing was done: the database is not up to date, {len(waiting)} migrations wait. "
        "Run manage.py migrate, then this command again."
    )
