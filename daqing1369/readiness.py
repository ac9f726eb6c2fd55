"""Whether this process can serve a request now."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader

BUSY, AWAY, OLD = "busy", "database does not answer", "migrations wait"


def why_not() -> str | None:
    """What a request would wait or fail for; None where it would be served. One query, or none."""
    if is_exhausted():
        return BUSY
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            run = set(cursor.fetchall())
    except Exception:  # whatever keeps the database from answering, the answer is no
        return AWAY
    return None if our_migrations() <= run else OLD


def is_exhausted() -> bool:
    """Whether every connection of this process is in use by others, so that a request would wait for one."""
    pool = getattr(connection, "pool", None)
    if pool is None or connection.connection is not None:
        return False
    told = pool.get_stats()
    return bool(told["pool_size"] >= told["pool_max"] and not told["pool_available"])


@cache
def our_migrations() -> frozenset[tuple[str, str]]:
    """Every migration that this program wants to have run. Read from the disk once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
