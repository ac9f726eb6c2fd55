"""Long pieces of work: progress written past their own transaction so that others see it, and values for COPY."""

import json
from enum import Enum
from types import TracebackType
from typing import Any, Self

from django.db import connection

OFTEN = 2_000  # rows between two signs of life
SHORT = 5_000  # rows that nobody waits for: what a request does itself needs no second connection


# What waits for a process lives as long as one works.
_QUEUE_LIVES = (
    "UPDATE targets_upload SET heartbeat_at = clock_timestamp() WHERE state IN ('waiting', 'confirmed') "
    "AND heartbeat_at < clock_timestamp() - interval '10 seconds'"
)


class Progress:
    """Writes how far an upload has come, on a connection of its own; its clock is the database's.

    ``is_shown`` false: short work, for which nobody waits; nothing is written and no connection opened.
    """

    def __init__(self, upload: int, run: int, *, is_shown: bool) -> None:
        self.upload, self.run = upload, run
        self.side: Any = connection.copy() if is_shown else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self.side is not None:
            self.side.close()

    def tell(self, done: int, total: int) -> None:
        """So many rows of so many; 0 for an unknown total."""
        if self.side is None:
            return
        with self.side.cursor() as cursor:
            cursor.execute(
                "UPDATE targets_upload SET done = %s, total = %s, heartbeat_at = clock_timestamp() "
                "WHERE id = %s AND run = %s",
                [done, max(total, done), self.upload, self.run],
            )
            cursor.execute(_QUEUE_LIVES)


def plain(value: Any) -> Any:
    """A value as COPY takes it: lists as JSON, a word of a vocabulary as its text."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.value if isinstance(value, Enum) else value
