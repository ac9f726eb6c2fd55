"""Waiting for somebody else's write, but not for long: behind a large import nobody's page hangs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable, RestrictViolation

from targets.texts import Text

LONGEST_WAIT = "5s"


class Busy(Exception):
    """Somebody else was writing the same for longer than LONGEST_WAIT; nothing of one's own was written."""

    sentence = Text(
        "其他人正在写入这些数据（例如导入），本次没有保存，内容未丢失；请稍后再试。",
        "Somebody else is writing these figures right now, such as an import. Nothing was saved and nothing is lost; "
        "try again in a moment.",
    )


def is_closed_meanwhile(fault: IntegrityError) -> bool:
    """Whether the database refused it because the year was closed in between."""
    return isinstance(fault.__cause__, RestrictViolation)


@contextmanager
def briefly() -> Iterator[None]:
    """One transaction, or a part of the present one, in which a wait for a lock ends soon. Raises Busy.

    A context or a decorator, in place of transaction.atomic. The limit is undone with the part only where that fails;
    else it holds to the end of the whole transaction.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            yield
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable):
            raise Busy from fault
        raise
    except IntegrityError as fault:
        if is_closed_meanwhile(fault):  # trying again says so
            raise Busy from fault
        raise
