"""Where tasks and deadlines stand in their lists, and which units a text names."""

from datetime import date
from decimal import Decimal

import pytest

from actions.agenda import Due, State, all_units, days_left, due_of, state_of, units_of
from actions.deadlines import CommitmentReading, ReportedState, TaskReading
from targets.texts import Text

FIRST, LAST, OCTOBER = date(2024, 1, 1), date(2024, 12, 31), date(2024, 10, 31)


def task(progress: int | None, due_on: date | None = LAST, state: ReportedState | None = None) -> TaskReading:
    """A task with a report of that progress; None: without one."""
    if progress is None:
        return TaskReading(FIRST, due_on)
    word = state or (ReportedState.DONE if progress == 100 else ReportedState.IN_PROGRESS)
    return TaskReading(FIRST, due_on, Decimal(progress), word, FIRST)


@pytest.mark.parametrize(
    ("reading", "state"),
    [
        pytest.param(task(100, FIRST), State.DONE, id="done, though its day is over"),
        pytest.param(task(50, OCTOBER), State.LATE, id="on its day, at its end"),
        pytest.param(task(None, date(2024, 10, 30)), State.LATE, id="late and never reported"),
        pytest.param(task(50, date(2024, 11, 1)), State.NEXT, id="due tomorrow"),
        pytest.param(task(None, date(2024, 11, 30)), State.NEXT, id="due in 30 days, not begun"),
        pytest.param(task(50, date(2024, 12, 1)), State.RUNNING, id="due in 31 days"),
        pytest.param(task(0), State.RUNNING, id="reported as in progress at 0"),
        pytest.param(task(0, state=ReportedState.NOT_STARTED), State.AHEAD, id="reported as not started"),
        pytest.param(task(None), State.AHEAD, id="no report"),
        pytest.param(task(50, None), State.RUNNING, id="no due date"),
    ],
)
def test_state(reading: TaskReading, state: State) -> None:
    assert state_of(reading, OCTOBER) is state


@pytest.mark.parametrize(
    ("due_on", "due"),
    [
        (date(2024, 10, 1), Due.OVERDUE),
        (OCTOBER, Due.OVERDUE),
        (date(2024, 11, 1), Due.IN_30),
        (date(2024, 11, 30), Due.IN_30),
        (date(2024, 12, 1), Due.IN_60),
        (date(2024, 12, 30), Due.IN_60),
        (LAST, Due.IN_90),
        (date(2025, 1, 29), Due.IN_90),
        (date(2025, 1, 30), Due.LATER),
        (None, Due.UNDATED),
    ],
)
def test_due(due_on: date | None, due: Due) -> None:
    assert due_of(task(20, due_on), OCTOBER) is due
    assert due_of(CommitmentReading(Decimal(300), Decimal(299), None, due_on), OCTOBER) is due
    assert due_of(CommitmentReading(Decimal(0), None, None, due_on), OCTOBER) is Due.DONE


def test_days_left() -> None:
    assert days_left(task(20, date(2024, 11, 1)), OCTOBER) == 1
    assert days_left(task(20, OCTOBER), OCTOBER) is None
    assert days_left(task(100), OCTOBER) is None
    assert days_left(task(20, None), OCTOBER) is None


@pytest.mark.parametrize(
    ("owner", "units"),
    [
        (Text("综合科", "Section A"), [Text("综合科", "Section A")]),
        (Text("综合科、 水科", "Section A, Section B"), [Text("综合科", "Section A"), Text("水科", "Section B")]),
        (Text("综合科，水科", "A,B"), [Text("综合科", "A"), Text("水科", "B")]),
        (Text("综合科、水科", "A and B"), [Text("综合科、水科", "A and B")]),
        (Text("", ""), []),
    ],
)
def test_units(owner: Text, units: list[Text]) -> None:
    assert list(units_of(owner)) == units


def test_each_unit_once() -> None:
    owners = [Text("水科、综合科", "W, G"), Text("水科", "W"), Text("大气科", "A")]
    assert [unit.en for unit in all_units(owners)] == ["A", "W", "G"]
