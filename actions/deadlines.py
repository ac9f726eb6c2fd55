"""Where tasks and quantified commitments stand on a day: done, late, on their way. Exact, without a clock.

The day is always the end of that day, as a board shows the end of its as-of month: what was due on it and is not
done is late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from targets.evaluation.model import Status
from targets.evaluation.parents import weakest
from targets.periods import Month, default_as_of

FULL = 100  # per cent


class ReportedState(StrEnum):
    """What a report says of a task."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class TaskReading:
    """A task as of a day: its term and its latest report. Without a report: progress 0 and ``reported_on`` None."""

    start_on: date | None
    due_on: date | None
    progress: Decimal = Decimal(0)  # per cent, 0 to 100
    state: ReportedState = ReportedState.NOT_STARTED
    reported_on: date | None = None

    @property
    def is_done(self) -> bool:
        return self.state is ReportedState.DONE

    @property
    def share(self) -> Fraction:
        """The part done, 0 to 1."""
        return Fraction(self.progress) / FULL


@dataclass(frozen=True)
class CommitmentReading:
    """A quantified promise as of a day. ``done``: the sum of its counts; None where nothing was ever counted."""

    target: Decimal
    done: Decimal | None
    start_on: date | None
    due_on: date | None

    @property
    def amount(self) -> Fraction:
        """What counts as done: 0 where nothing was counted."""
        return Fraction(0 if self.done is None else self.done)

    @property
    def is_done(self) -> bool:
        return self.amount >= self.target

    @property
    def share(self) -> Fraction:
        """The part done, 0 to 1: min(1, done ÷ target); a target of 0 is met by nothing."""
        return Fraction(1) if self.is_done else self.amount / Fraction(self.target)

    @property
    def left(self) -> Fraction:
        """What is still to be done; never negative."""
        return max(Fraction(0), Fraction(self.target) - self.amount)


@dataclass(frozen=True)
class Pace:
    """Amounts a month. ``needed``: None where nothing is left, there is no due date, or its day is over."""

    so_far: Fraction | None  # None before the start
    needed: Fraction | None
    months_left: Fraction


def beginning(start_on: date | None, due_on: date | None) -> date | None:
    """The day a term begins: where only its end is given, the first of January of that year; None without either."""
    if start_on is not None or due_on is None:
        return start_on
    return date(due_on.year, 1, 1)


def expected_share(start_on: date | None, due_on: date, on: date) -> Fraction:
    """The share of the term's days, first and last included, that are over: 0 before it, 1 from the due day on."""
    first_on = beginning(start_on, due_on) or due_on
    return min(Fraction(1), Fraction(max(0, (on - first_on).days + 1), (due_on - first_on).days + 1))


def has_begun(member: TaskReading | CommitmentReading, on: date) -> bool:
    """Whether the term has begun; one without a beginning has."""
    first_on = beginning(member.start_on, member.due_on)
    return first_on is None or first_on <= on


def days_late(member: TaskReading | CommitmentReading, on: date) -> int | None:
    """Days since the due day of what is not done: 0 on that day; None where it is not late."""
    if member.is_done or member.due_on is None or member.due_on > on:
        return None
    return (on - member.due_on).days


def is_late(task: TaskReading, on: date) -> bool:
    """Whether the due day is over and the task is not done."""
    return days_late(task, on) is not None


def task_status(task: TaskReading, on: date) -> Status:
    """The lamp of a task: done is met, late is behind, the rest by the share of its term that is over."""
    if task.is_done:
        return Status.MET
    if is_late(task, on):
        return Status.BEHIND
    if not task.progress and not has_begun(task, on):
        return Status.TOO_EARLY
    if task.due_on is None:
        return Status.ON_TRACK if task.progress else Status.NO_DATA
    return Status.ON_TRACK if task.share >= expected_share(task.start_on, task.due_on, on) else Status.AT_RISK


def commitment_status(commitment: CommitmentReading, on: date) -> Status:
    """The lamp of a quantified promise: kept, missed, or by the share of its term that is over."""
    if commitment.is_done:
        return Status.MET
    if commitment.due_on is not None and commitment.due_on <= on:
        return Status.NOT_MET
    if not commitment.done and not has_begun(commitment, on):
        return Status.TOO_EARLY
    if commitment.done is None:
        return Status.NO_DATA
    if commitment.due_on is None:
        return Status.ON_TRACK if commitment.done else Status.NO_DATA
    expected = expected_share(commitment.start_on, commitment.due_on, on)
    return Status.ON_TRACK if commitment.share >= expected else Status.BEHIND


def action_status(tasks: Iterable[TaskReading], commitments: Iterable[CommitmentReading], on: date) -> Status:
    """The lamp of an action: its weakest member's."""
    return weakest([*(task_status(task, on) for task in tasks), *(commitment_status(one, on) for one in commitments)])


def action_progress(tasks: Iterable[TaskReading], commitments: Iterable[CommitmentReading]) -> Fraction | None:
    """The mean over its tasks and commitments of the part done, 0 to 1; None where it has neither."""
    shares = [*(task.share for task in tasks), *(commitment.share for commitment in commitments)]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def next_due(members: Iterable[TaskReading | CommitmentReading], on: date) -> date | None:
    """The nearest due day after the day, of whatever is not done."""
    days = [one.due_on for one in members if not one.is_done and one.due_on is not None and one.due_on > on]
    return min(days, default=None)


def offered_day(year: int, today: date) -> date:
    """The day that a form for the year's plan offers: the end of the last finished month, so that it counts at once
    where boards stand by default; today in the plan's first month."""
    return min(default_as_of(year, today).last_on, max(today, date(year, 1, 1)))


def months_between(first_on: date, last_on: date) -> Fraction:
    """Months from the first to the last day, both included; part of a month by its own days. 0 where there is none."""
    if last_on < first_on:
        return Fraction(0)
    return _month_point(last_on) + Fraction(1, Month.of(last_on).days) - _month_point(first_on)


def pace(commitment: CommitmentReading, on: date) -> Pace:
    """What was done a month so far, and what each month left must bring for the promise to be kept."""
    due_on = commitment.due_on
    first_on = beginning(commitment.start_on, due_on)
    past = Fraction(0) if first_on is None else months_between(first_on, on)
    months_left = Fraction(0) if due_on is None else months_between(on + timedelta(days=1), due_on)
    return Pace(
        so_far=commitment.amount / past if past else None,
        needed=commitment.left / months_left if months_left and commitment.left else None,
        months_left=months_left,
    )


def _month_point(day: date) -> Fraction:
    return day.year * 12 + day.month + Fraction(day.day - 1, Month.of(day).days)
