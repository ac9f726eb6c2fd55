"""What the editors sent, and what they were told about it."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a write ended for whoever sent it."""

    ACKNOWLEDGED = "acknowledged"
    CONFLICT = "conflict"  # 409: not saved, both values shown
    TO_MEND = "to_mend"  # 422: not saved, with the reason
    UNKNOWN = "unknown"  # no answer: it may be there or not
    UNSENT = "unsent"  # there was nobody to send it to
    AWAY = "away"  # 503, try again: it may be there or not
    FAULT = "fault"  # an answer that a writer must never get

    @property
    def may_be_there(self) -> bool:
        return self in (Outcome.ACKNOWLEDGED, Outcome.UNKNOWN, Outcome.AWAY, Outcome.FAULT)


@dataclass
class Write:
    """One attempt to save one cell. ``token``: its note, which no other write has; ``base``: the version typed over.

    ``numbers``: field name to the text that was typed; empty where the record holds another number than was typed.
    ``sent`` and ``answered`` are seconds of the monotonic clock.
    """

    token: str
    key: str
    month: str
    base: int
    numbers: Mapping[str, str]
    kind: str = "value"
    by: str = ""  # the writer's user name
    outcome: Outcome = Outcome.UNSENT
    version: int | None = None  # that the answer showed
    sent: float = 0.0
    answered: float = 0.0


@dataclass
class Ledger:
    """Everything that the editors know; safe to use from each one's thread."""

    writes: list[Write] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lost: list[tuple[float, float]] = field(default_factory=list)  # when requests without an answer began and ended
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, write: Write) -> None:
        with self._guard:
            self.writes.append(write)

    def count(self, method: str, status: int) -> None:
        with self._guard:
            self.statuses[f"{method} {status}"] += 1

    def lose(self, began: float, ended: float) -> None:
        with self._guard:
            self.lost.append((began, ended))

    def blame(self, fault: str) -> None:
        with self._guard:
            self.faults.append(fault)
