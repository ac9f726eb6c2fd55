"""Many figures approved at once: each by itself, so that one refusal keeps no other back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser

from targets.queries.access import Access
from targets.services.figures import NotYours, StaleVersion
from targets.services.locking import Busy, briefly
from targets.services.review import NotWaiting, OwnFigure, YearClosed, approve


class Settled(StrEnum):
    """What became of one of them."""

    APPROVED = "approved"
    CHANGED = "changed"  # somebody changed it since it was shown: to be looked at again
    OWN = "own"
    NOT_YOURS = "not_yours"
    NOT_WAITING = "not_waiting"
    CLOSED = "closed"  # its whole year is
    BUSY = "busy"  # somebody else was writing it for too long


@dataclass(frozen=True)
class Choice:
    """A figure in the version that the reviewer saw."""

    figure_id: int
    version: int

    @classmethod
    def parse(cls, text: str) -> "Choice":
        """Raises ValueError for what is none."""
        figure_id, _, version = text.partition(":")
        if not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (figure_id, version)):
            raise ValueError(f"not a figure and its version: {text[:40]!r}")
        return cls(int(figure_id), int(version))


def approve_many(
    *, chosen: Sequence[Choice], by: AbstractBaseUser, now: datetime, access: Access, today: date
) -> dict[int, Settled]:
    """Approve each as it was seen; by figure, what became of it. Each is a transaction of its own.

    After one that is busy the others are left as they are: whoever asks waits once at most.
    """
    found = dict.fromkeys((one.figure_id for one in chosen), Settled.BUSY)
    for one in chosen:
        found[one.figure_id] = _approve(one, by=by, now=now, access=access, today=today)
        if found[one.figure_id] is Settled.BUSY:
            break
    return found


def _approve(choice: Choice, *, by: AbstractBaseUser, now: datetime, access: Access, today: date) -> Settled:
    try:
        with briefly():
            approve(figure_id=choice.figure_id, version=choice.version, by=by, now=now, access=access, today=today)
    except StaleVersion:
        return Settled.CHANGED
    except OwnFigure:
        return Settled.OWN
    except NotYours:
        return Settled.NOT_YOURS
    except YearClosed:
        return Settled.CLOSED
    except NotWaiting:
        return Settled.NOT_WAITING
    except Busy:
        return Settled.BUSY
    return Settled.APPROVED
