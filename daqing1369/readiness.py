"""Whether this process can serve a request now, and how long a request of it waits for what others hold."""

from functools import cache

from django.conf import settings
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


def wait_no_longer() -> None:
    """Give up a lock that others hold after DB_LOCK_SECONDS: who waits has one of the few turns of this process.

    For servers, before their first query; commands may wait. The settings are those that a connection begins with.
    """
    options = connection.settings_dict["OPTIONS"]
    limit = f"-c lock_timeout={round(settings.DB_LOCK_SECONDS * 1000)}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
