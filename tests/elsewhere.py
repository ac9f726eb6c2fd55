"""What another connection to the test's database does meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


def parameters() -> dict[str, Any]:
    """What another connection to this database is made with, by psycopg's names."""
    connection.ensure_connection()
    told = connection.connection.info
    return {name: getattr(told, name) for name in ("host", "port", "user", "password", "dbname")}


@contextmanager
def holding(take: Callable[[], object]) -> Iterator[None]:
    """Within, another connection has what ``take`` locks."""
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            take()
            locked.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(10)
    try:
        yield
    finally:
        done.set()
        holder.join()
