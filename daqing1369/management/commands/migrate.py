"""``manage.py migrate``: Django's, which gives up rather than keep everybody waiting.

A statement that waits for a table lets nobody else at that table meanwhile, not even readers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable, QueryCanceled

LOCKED = (
    "A migration waited {0:g} s for a table that others use and gave up. It changed nothing; those before it stay. "
    "See who holds it: SELECT pid, usename, state, xact_start, query FROM pg_stat_activity "
    "WHERE xact_start IS NOT NULL ORDER BY xact_start; "
    "let it end (a long report, a backup, a forgotten psql), then run manage.py migrate again, best in a quiet hour; "
    "or wait longer: --lock-timeout 60."
)
SLOW = (
    "A statement of a migration took longer than {0:g} s and was stopped. It changed nothing; those before it stay. "
    "Stop the service, take a backup, and run manage.py migrate --statement-timeout 0."
)


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        for name, default, what in (
            ("lock", settings.MIGRATE_LOCK_SECONDS, "for a table that others use"),
            ("statement", settings.MIGRATE_STATEMENT_SECONDS, "for one statement"),
        ):
            told = f"seconds to wait {what}, 0: for ever (here {default:g})"
            parser.add_argument(f"--{name}-timeout", type=seconds, default=default, metavar="SECONDS", help=told)

    def handle(self, *args: Any, **options: Any) -> None:
        lock, statement = options["lock_timeout"], options["statement_timeout"]
        try:
            with bounded(connections[options["database"]], lock=lock, statement=statement):
                super().handle(*args, **options)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(LOCKED.format(lock)) from error
            if isinstance(error.__cause__, QueryCanceled):
                raise CommandError(SLOW.format(statement)) from error
            raise


def seconds(text: str) -> float:
    """The number of seconds; ValueError, which argparse tells, for less than none."""
    number = float(text)
    if not 0 <= number < 1e6:
        raise ValueError(text)
    return number


@contextmanager
def bounded(connection: BaseDatabaseWrapper, *, lock: float, statement: float) -> Iterator[None]:
    """Within the block the connection waits no longer than that."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {int(lock * 1000)}; SET statement_timeout = {int(statement * 1000)}")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout; RESET statement_timeout")
