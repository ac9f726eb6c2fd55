"""The strip of the year: where bars, overdue parts, promises and deadlines lie, in per cent of the year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.agenda import State
from actions.deadlines import CommitmentReading, ReportedState, TaskReading
from actions.strips import Lane, Mark, Ruler, lane, marks, ruler, whole

FIRST, LAST, OCTOBER = date(2024, 1, 1), date(2024, 12, 31), date(2024, 10, 31)


def task(progress: int, start_on: date | None, due_on: date | None) -> TaskReading:
    state = ReportedState.DONE if progress == 100 else ReportedState.IN_PROGRESS
    return TaskReading(start_on, due_on, Decimal(progress), state, FIRST)


@pytest.mark.parametrize(
    ("reading", "drawn"),
    [
        pytest.param(task(50, FIRST, LAST), Lane("0.00%", "100.00%", "50.00%", State.RUNNING), id="the whole year"),
        pytest.param(task(100, FIRST, FIRST), Lane("0.00%", "0.27%", "0.27%", State.DONE), id="one day"),
        pytest.param(
            task(20, date(2024, 7, 1), date(2024, 10, 20)),
            Lane("49.73%", "30.60%", "6.12%", State.LATE, "80.33%", "3.01%"),
            id="11 days late",
        ),
        pytest.param(
            task(20, None, OCTOBER), Lane("0.00%", "83.33%", "16.67%", State.LATE), id="due today: nothing overdue yet"
        ),
        pytest.param(
            task(0, date(2024, 12, 1), None), Lane("91.53%", "8.47%", "0.00%", State.RUNNING), id="no due date"
        ),
        pytest.param(
            task(0, date(2023, 7, 1), date(2025, 6, 30)),
            Lane("0.00%", "100.00%", "0.00%", State.RUNNING),
            id="longer than the year",
        ),
        pytest.param(task(0, None, None), None, id="no dates"),
        pytest.param(task(0, date(2025, 1, 1), date(2025, 2, 1)), None, id="another year"),
        pytest.param(
            CommitmentReading(Decimal(300), Decimal(150), FIRST, LAST),
            Lane("0.00%", "100.00%", "50.00%", State.RUNNING, milestone="100.00%"),
            id="a promise",
        ),
        pytest.param(
            CommitmentReading(Decimal(300), None, date(2024, 12, 31), LAST),
            Lane("99.73%", "0.27%", "0.00%", State.AHEAD, milestone="100.00%"),
            id="a promise not counted",
        ),
    ],
)
def test_lane(reading: TaskReading | CommitmentReading, drawn: Lane | None) -> None:
    assert lane(reading, 2024, OCTOBER) == drawn


def test_ruler() -> None:
    found = ruler(2024, OCTOBER)
    assert (found.months[0], found.months[1], found.today) == ((1, "0.00%"), (2, "8.47%"), "83.33%")
    assert ruler(2024, LAST).today == "100.00%"
    assert ruler(2024, date(2025, 1, 1)) == Ruler(found.months, "")


def test_marks_of_one_day_are_one_and_late_ones_lie_on_top() -> None:
    readings = [
        task(50, None, date(2024, 10, 20)),
        task(50, None, LAST),
        task(100, None, date(2024, 5, 31)),
        task(100, None, date(2024, 5, 31)),
        task(50, None, None),
        task(50, None, date(2025, 1, 1)),
    ]
    assert marks(readings, 2024, OCTOBER) == (
        Mark("41.53%", State.DONE, 2),
        Mark("100.00%", State.RUNNING, 1),
        Mark("80.33%", State.LATE, 1),
    )


def test_an_action_spans_its_parts() -> None:
    readings = [task(50, date(2024, 7, 1), OCTOBER), task(0, date(2024, 10, 1), LAST), task(0, None, None)]
    assert whole(readings, Fraction(1, 2), 2024, date(2024, 9, 30)) == Lane("49.73%", "50.27%", "25.14%", State.RUNNING)
    assert whole(readings, Fraction(1, 2), 2024, OCTOBER).state is State.LATE  # type: ignore[union-attr]
    assert whole([task(100, FIRST, LAST)], Fraction(1), 2024, OCTOBER).state is State.DONE  # type: ignore[union-attr]
    assert whole([], None, 2024, OCTOBER) is None
    assert whole([task(0, date(2025, 1, 1), date(2025, 2, 1))], Fraction(0), 2024, OCTOBER) is None


DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))


@given(start_on=DAYS, due_on=DAYS, on=st.dates(FIRST, LAST), progress=st.integers(0, 100))
def test_nothing_is_drawn_outside_the_year(start_on: date, due_on: date, on: date, progress: int) -> None:
    found = lane(task(progress, min(start_on, due_on), max(start_on, due_on)), 2024, on)
    if found is not None:
        x, width, done = (Decimal(part.rstrip("%")) for part in (found.x, found.width, found.done))
        late = Decimal(found.late_width.rstrip("%") or 0)
        assert 0 <= x <= x + width + late <= Decimal("100.02")  # each is rounded by itself
        assert 0 <= done <= width
