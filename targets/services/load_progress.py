"""How far a file of measurements is, written past its own transaction so that others see it."""

from types import TracebackType
from typing import Any, Self

from django.db import connection

# What waits lives as long as one process reads.
_WAITING_LIVE = (
    "UPDATE targets_load SET heartbeat_at = clock_timestamp() WHERE state = 'waiting' "
    "AND heartbeat_at < clock_timestamp() - interval '10 seconds'"
)
_TOLD = "UPDATE targets_load SET done = %s, heartbeat_at = clock_timestamp() WHERE id = %s AND state = 'reading'"


class Progress:
    """Writes the bytes done on a connection of its own; its clock is the database's.

    ``is_shown`` false: short work, for which nobody waits; nothing is written and no connection opened.
    """

    def __init__(self, load: int, *, is_shown: bool) -> None:
        self.load = load
        self.side: Any = connection.copy() if is_shown else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self.side is not None:
            self.side.close()

    def __call__(self, done: int, _total: int) -> None:
        """So many bytes."""
        if self.side is None:
            return
        with self.side.cursor() as cursor:
            cursor.execute(_TOLD, [done, self.load])
            cursor.execute(_WAITING_LIVE)
