"""The lamp of what has members: an outcome, a node, an action, the main line. The weakest member and the count."""

from collections.abc import Iterable
from dataclasses import dataclass

from targets.evaluation.model import Status

_GOOD = frozenset({Status.ON_TRACK, Status.SECURED, Status.MET})


@dataclass(frozen=True)
class Parent:
    """The weakest member's status, and how many of all members are on track, secured or met."""

    status: Status
    on_track: int
    total: int


def weakest(statuses: Iterable[Status]) -> Status:
    """The worst status; ``too_early`` does not weigh unless all are; without any member there is no data."""
    listed = list(statuses)
    weighing = [status for status in listed if status is not Status.TOO_EARLY]
    return min(weighing or listed, key=lambda status: status.rank, default=Status.NO_DATA)


def parent(statuses: Iterable[Status]) -> Parent:
    """The weakest member and the count, which stands beside it so that neither hides the other."""
    listed = list(statuses)
    return Parent(weakest(listed), sum(status in _GOOD for status in listed), len(listed))
