"""What a process knows of a database that is away: who asks whether it is back, and who is told at once that it is not.

Without it each request of an outage would wait for the pool's whole time-out, and those behind it for theirs.
"""

import threading
import time
from collections.abc import Callable

PAUSE = 0.5  # seconds between two questions


class Outage:
    """Safe to use from each thread. ``clock``: monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._known = False
        self._asking = False
        self._asked_at = 0.0

    @property
    def is_known(self) -> bool:
        """Whether the last question was answered with no, or with nothing."""
        return self._known

    def ask(self, question: Callable[[], None]) -> bool:
        """Ask, unless another thread does or just did. False: nothing was asked. What the question raises is raised."""
        with self._guard:
            if self._asking or (self._known and self._clock() - self._asked_at < PAUSE):
                return False
            self._asking = True
        is_away = True
        try:
            question()
            is_away = False
        finally:
            with self._guard:
                self._asking, self._known, self._asked_at = False, is_away, self._clock()
        return True
