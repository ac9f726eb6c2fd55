"""A large file of measurements is read by a process of its own, so that no request waits for it."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models.functions import Now

from targets.models import Load, LoadState
from targets.services.import_turns import MEASUREMENTS, turn
from targets.services.load_turns import is_busy
from targets.services.loads import read
from targets.services.processes import start

INLINE_BYTES = 256 * 1024  # some years of a city's days: read while the reader waits
_YOUNG = timedelta(seconds=2)  # whoever received it is about to read it
_PAUSE = 0.5
logger = logging.getLogger(__name__)


def read_or_start(*, load: Load, now: datetime) -> Load:
    """Read the file at once where that is short and no other file is being read, else in a process of its own."""
    if load.size <= INLINE_BYTES and not is_busy():
        return read(load=load, now=now, is_shown=False)
    start("load_measurements", load.pk)
    return load


def read_in_turn(*, first: int, now: Callable[[], datetime]) -> None:
    """Read the file ``first`` and then whatever waits; nothing where another process does, which will find it.

    A process looks for what waits once more after its turn, so that nothing is left between two of them.
    """
    tried: set[int] = set()
    while True:
        with turn(MEASUREMENTS, 1) as is_mine:
            if not is_mine:
                return
            while load := next_waiting(first=first, but=tried):
                tried.add(load.pk)
                read(load=load, now=now(), is_shown=True)
        if not Load.objects.filter(state=LoadState.WAITING).exclude(pk__in=tried).exists():
            return
        time.sleep(_PAUSE)


def next_waiting(*, first: int, but: set[int]) -> Load | None:
    """The file ``first`` if it waits, else the one that waits longest; none of ``but``. At most two queries."""
    waiting = Load.objects.filter(state=LoadState.WAITING).exclude(pk__in=but).order_by("pk")
    return waiting.filter(pk=first).first() or waiting.filter(heartbeat_at__lt=Now() - _YOUNG).first()
