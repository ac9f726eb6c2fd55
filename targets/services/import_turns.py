"""Who works on an upload: one process for each, few at a time, and what an older one began comes to nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from targets.models import Upload, UploadState

PROCESSES = 2  # that work on files at the same time; other files wait for one of them
_LOCKS = 1369_16  # the first of the two numbers of the database's advisory locks
MEASUREMENTS = 1369_17  # the same for those who read files of measurements
_APPLYING, _RECEIVING = 0, 99  # the second one; from 1 on: the processes
_YOUNG = timedelta(seconds=2)  # whoever made it wait is about to work on it
_WORKS = {UploadState.WAITING: UploadState.CHECKING, UploadState.CONFIRMED: UploadState.APPLYING}
_MOST_WAIT = "10s"


class Superseded(Exception):
    """The upload was given up, or checked again by another process: whatever this one found counts no more."""


@transaction.atomic
def claim(upload: Upload) -> bool:
    """Begin the work that the upload waits for; False where it waits for none, or another process was first."""
    found = Upload.objects.select_for_update().filter(pk=upload.pk, state=upload.state).order_by("pk").first()
    if found is None or UploadState(found.state) not in _WORKS:
        return False
    upload.run = found.run + (found.state == UploadState.WAITING)
    upload.state = _WORKS[UploadState(found.state)]
    Upload.objects.filter(pk=upload.pk).update(state=upload.state, run=upload.run, heartbeat_at=Now())
    upload.refresh_from_db()
    return True


def hold(upload: Upload) -> None:
    """Keep the upload as it is until the transaction ends. Raises Superseded where it is another's already."""
    mine = Upload.objects.select_for_update().filter(pk=upload.pk, run=upload.run, state=upload.state).order_by("pk")
    if mine.first() is None:
        raise Superseded


def apply_alone() -> None:
    """Let no other upload be applied until the transaction ends. OperationalError where that, or a row, takes long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_MOST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCKS, _APPLYING])


def receive_alone(locks: int = _LOCKS) -> None:
    """Let no other upload be received until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [locks, _RECEIVING])


@contextmanager
def turn(locks: int = _LOCKS, processes: int = PROCESSES) -> Iterator[bool]:
    """Be one of the few processes that work on files; False where there are enough. Ends with the connection."""
    numbers = range(1, processes + 1)
    mine = next((number for number in numbers if _ask("pg_try_advisory_lock", locks, number)), None)
    try:
        yield mine is not None
    finally:
        if mine is not None:
            _ask("pg_advisory_unlock", locks, mine)


def next_waiting(*, first: int, but: set[int]) -> Upload | None:
    """The upload ``first`` if it waits, else the one that waits longest; none of ``but``. At most two queries."""
    waiting = Upload.objects.filter(state__in=_WORKS).exclude(pk__in=but).select_related("user").order_by("pk")
    return waiting.filter(pk=first).first() or waiting.filter(heartbeat_at__lt=Now() - _YOUNG).first()


def is_any_waiting(*, but: set[int]) -> bool:
    """Whether an upload waits, however short. One query."""
    return Upload.objects.filter(state__in=_WORKS).exclude(pk__in=but).exists()


def _ask(function: str, locks: int, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [locks, number])
        row = cursor.fetchone()
    return bool(row and row[0])
