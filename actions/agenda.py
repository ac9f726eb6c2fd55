"""What is due when: an action's tasks by state, and every deadline of a plan by how near it is. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from actions.deadlines import CommitmentReading, ReportedState, TaskReading, days_late
from targets.texts import Text

SOON = 30  # days
Reading = TaskReading | CommitmentReading


class State(StrEnum):
    """Where a task stands, in the order in which a page lists them."""

    LATE = "late"
    NEXT = "next"  # due within SOON days
    RUNNING = "running"
    AHEAD = "ahead"  # nothing was reported as begun
    DONE = "done"


class Due(StrEnum):
    """How near the deadline of a task or commitment is, in the order in which a page lists them."""

    OVERDUE = "overdue"
    IN_30 = "30"
    IN_60 = "60"
    IN_90 = "90"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"


STATE_TITLES = {
    State.LATE: Text("逾期", "Late"),
    State.NEXT: Text(f"{SOON} 天内到期", f"Due within {SOON} days"),
    State.RUNNING: Text("进行中", "Running"),
    State.AHEAD: Text("未开始", "Not begun"),
    State.DONE: Text("已完成", "Done"),
}
DUE_TITLES = {
    Due.OVERDUE: Text("已逾期", "Overdue"),
    Due.IN_30: Text("30 天内到期", "Due within 30 days"),
    Due.IN_60: Text("31—60 天到期", "Due in 31 to 60 days"),
    Due.IN_90: Text("61—90 天到期", "Due in 61 to 90 days"),
    Due.LATER: Text("90 天以后到期", "Due later than 90 days"),
    Due.UNDATED: Text("未定时限", "No due date"),
    Due.DONE: Text("已完成", "Done"),
}
_WITHIN = ((30, Due.IN_30), (60, Due.IN_60), (90, Due.IN_90))


def days_left(reading: Reading, on: date) -> int | None:
    """Days to the due day of what is not done; None where it is done, late or undated."""
    if reading.is_done or reading.due_on is None or reading.due_on <= on:
        return None
    return (reading.due_on - on).days


def state_of(task: TaskReading, on: date) -> State:
    """The task's place among those of its action."""
    if task.is_done:
        return State.DONE
    if days_late(task, on) is not None:
        return State.LATE
    left = days_left(task, on)
    if left is not None and left <= SOON:
        return State.NEXT
    return State.AHEAD if task.state is ReportedState.NOT_STARTED and not task.progress else State.RUNNING


def due_of(reading: Reading, on: date) -> Due:
    """The deadline's place among those of the plan."""
    if reading.is_done:
        return Due.DONE
    if days_late(reading, on) is not None:
        return Due.OVERDUE
    left = days_left(reading, on)
    if left is None:
        return Due.UNDATED
    return next((due for most, due in _WITHIN if left <= most), Due.LATER)


def by_due_day(reading: Reading) -> tuple[bool, date]:
    """Sorts by the due day, what has none last."""
    return reading.due_on is None, reading.due_on or date.max


def units_of(owner: Text) -> tuple[Text, ...]:
    """The units named by the text: 综合科、水科, Section A, Section B. One where the languages name unequally many."""
    chinese = [part.strip() for part in owner.zh.replace("，", "、").split("、") if part.strip()]
    english = [part.strip() for part in owner.en.split(",") if part.strip()]
    if len(chinese) != len(english):
        return (owner,)
    return tuple(Text(zh, en) for zh, en in zip(chinese, english, strict=True))


def all_units(owners: Iterable[Text]) -> tuple[Text, ...]:
    """Every unit that the texts name, once, by its Chinese name."""
    found = {unit.zh: unit for owner in owners for unit in units_of(owner)}
    return tuple(found[name] for name in sorted(found))
