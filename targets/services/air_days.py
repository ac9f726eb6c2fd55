"""Days of cities from the hours of their stations."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from targets.models import Load


def compute_days(hours: Iterable[tuple[Any, ...]], *, load: Load | None, now: datetime) -> set[tuple[int, date]]:
    return set()
