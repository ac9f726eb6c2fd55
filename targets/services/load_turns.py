"""Whoever writes what measurements give takes turns: a file that is read, a setting that changes, a mending."""

from django.db import connection

LOCK = 1_369_005  # an arbitrary number


def take_turns() -> None:
    """Wait for whoever has the turn, and keep it until the transaction ends. One query.

    Taken before the transaction's first row: a file that has the turn may want that very row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def is_busy() -> bool:
    """Whether somebody else has the turn, for whose end the next one would wait. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' "
            "AND datname = current_database() AND classid = 0 AND objid = %s AND objsubid = 1 "
            "AND pid <> pg_backend_pid())",
            [LOCK],
        )
        found = cursor.fetchone()
    return bool(found and found[0])
