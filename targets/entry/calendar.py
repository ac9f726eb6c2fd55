"""When a month's figure is due, when it closes, and why it is locked. Pure: today is an argument."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from targets.periods import Frequency, Month, due_on, last_finished_month


class Gate(StrEnum):
    """Whether the figure can be changed today, and why."""

    NOT_OVER = "not_over"  # the month is not over: there is no figure yet
    OPEN = "open"
    RETURNED = "returned"  # sent back by the reviewer: open to whoever mends it, however late
    REOPENED = "reopened"  # an administrator opened it again, through a day
    LOCKED = "locked"
    CLOSED = "closed"  # the whole year is: nothing of it changes, whatever else was allowed

    @property
    def is_open(self) -> bool:
        return self in (Gate.OPEN, Gate.RETURNED, Gate.REOPENED)


@dataclass(frozen=True)
class Term:
    """One month's figure in time. ``closes_on``: the last day on which it can be changed; None: it never closes."""

    month: Month
    today: date
    is_due: bool  # by the indicator's frequency
    due_on: date
    closes_on: date | None
    gate: Gate
    reopened_until: date | None = None
    reopened_because: str = ""

    @property
    def is_open(self) -> bool:
        return self.gate.is_open

    @property
    def days_late(self) -> int:
        """Days since the due day; 0 up to it."""
        return max((self.today - self.due_on).days, 0)

    @property
    def closes_in(self) -> int | None:
        """Days until it is locked, 0 on the last day; None where it is not to be locked or is locked already."""
        last = self.reopened_until if self.gate is Gate.REOPENED else self.closes_on
        return None if last is None or self.gate not in (Gate.OPEN, Gate.REOPENED) else (last - self.today).days


def term(
    frequency: Frequency,
    due_day: int,
    month: Month,
    today: date,
    *,
    closes_after_days: int | None,
    returned: bool = False,
    reopened_until: date | None = None,
    reopened_because: str = "",
    year_closed: bool = False,
) -> Term:
    """The month's term: due on ``due_day`` of the following month, locked ``closes_after_days`` after it.

    ``reopened_until``: the last day of the longest leave that an administrator gave, if any.
    """
    due = due_on(month, due_day)
    closes = None if closes_after_days is None else due + timedelta(days=closes_after_days)
    if month > last_finished_month(today):
        gate = Gate.NOT_OVER
    elif year_closed:
        gate = Gate.CLOSED
    elif closes is None or today <= closes:
        gate = Gate.OPEN
    elif returned:
        gate = Gate.RETURNED
    elif reopened_until is not None and today <= reopened_until:
        gate = Gate.REOPENED
    else:
        gate = Gate.LOCKED
    return Term(month, today, frequency.is_due(month), due, closes, gate, reopened_until, reopened_because)
