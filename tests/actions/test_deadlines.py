"""Where tasks and promises stand on a day: named cases on the edges, and what holds for all of them."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.deadlines import (
    CommitmentReading,
    Pace,
    ReportedState,
    TaskReading,
    action_progress,
    action_status,
    commitment_status,
    days_late,
    expected_share,
    is_late,
    months_between,
    next_due,
    offered_day,
    pace,
    task_status,
)
from targets.evaluation.model import Status

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
OCTOBER = date(2024, 10, 31)


def task(progress: int | None, start_on: date | None = FIRST, due_on: date | None = LAST) -> TaskReading:
    """A task with a report of that progress; None: without one."""
    if progress is None:
        return TaskReading(start_on, due_on)
    states = {0: ReportedState.NOT_STARTED, 100: ReportedState.DONE}
    return TaskReading(
        start_on, due_on, Decimal(progress), states.get(progress, ReportedState.IN_PROGRESS), date(2024, 1, 31)
    )


def promise(
    done: str | None, target: str = "300", start_on: date | None = FIRST, due_on: date | None = LAST
) -> CommitmentReading:
    return CommitmentReading(Decimal(target), None if done is None else Decimal(done), start_on, due_on)


@pytest.mark.parametrize(
    ("reading", "on", "status"),
    [
        pytest.param(task(100), FIRST, Status.MET, id="done"),
        pytest.param(task(100, due_on=date(2024, 5, 31)), OCTOBER, Status.MET, id="done after its day"),
        pytest.param(task(99, due_on=date(2024, 10, 30)), OCTOBER, Status.BEHIND, id="the day after"),
        pytest.param(task(99, due_on=OCTOBER), OCTOBER, Status.BEHIND, id="on the due day, at its end"),
        pytest.param(task(99, due_on=date(2024, 11, 1)), OCTOBER, Status.AT_RISK, id="the day before"),
        pytest.param(task(None, due_on=date(2024, 10, 30)), OCTOBER, Status.BEHIND, id="never reported and late"),
        pytest.param(task(None, start_on=date(2024, 11, 1)), OCTOBER, Status.TOO_EARLY, id="begins tomorrow"),
        pytest.param(task(None, start_on=OCTOBER), OCTOBER, Status.AT_RISK, id="began today, no report"),
        pytest.param(task(5, start_on=date(2024, 11, 1)), OCTOBER, Status.ON_TRACK, id="ahead of its beginning"),
        pytest.param(task(None, None, None), OCTOBER, Status.NO_DATA, id="no dates, no report"),
        pytest.param(task(0, None, None), OCTOBER, Status.NO_DATA, id="no dates, reported as not started"),
        pytest.param(task(1, None, None), OCTOBER, Status.ON_TRACK, id="no dates, begun"),
        pytest.param(task(None, date(2025, 1, 1), None), OCTOBER, Status.TOO_EARLY, id="no due date, not begun"),
        pytest.param(task(None, None, date(2025, 5, 1)), OCTOBER, Status.TOO_EARLY, id="due next year, no beginning"),
        pytest.param(task(83, None), OCTOBER, Status.AT_RISK, id="no beginning: from January, 305 of 366"),
        pytest.param(task(84, None), OCTOBER, Status.ON_TRACK, id="no beginning, just ahead"),
        pytest.param(task(50, date(2024, 2, 29), date(2024, 3, 1)), date(2024, 2, 29), Status.ON_TRACK, id="29 Feb"),
        pytest.param(task(49, date(2024, 2, 29), date(2024, 3, 1)), date(2024, 2, 29), Status.AT_RISK, id="29 Feb, 49"),
        pytest.param(task(99, due_on=LAST), LAST, Status.BEHIND, id="the year is over"),
    ],
)
def test_task(reading: TaskReading, on: date, status: Status) -> None:
    assert task_status(reading, on) is status


@pytest.mark.parametrize(
    ("reading", "on", "status"),
    [
        pytest.param(promise("300"), OCTOBER, Status.MET, id="exactly kept"),
        pytest.param(promise("301", due_on=date(2024, 5, 1)), OCTOBER, Status.MET, id="more than kept"),
        pytest.param(promise(None, "0"), FIRST, Status.MET, id="target 0, nothing counted"),
        pytest.param(promise("0", "0"), LAST, Status.MET, id="target 0, done 0"),
        pytest.param(promise("299.9999", due_on=OCTOBER), OCTOBER, Status.NOT_MET, id="due day, a hair short"),
        pytest.param(promise("299", due_on=date(2024, 10, 30)), OCTOBER, Status.NOT_MET, id="the day after"),
        pytest.param(promise(None, due_on=OCTOBER), OCTOBER, Status.NOT_MET, id="due, nothing counted"),
        pytest.param(promise("250"), OCTOBER, Status.ON_TRACK, id="250 of 300: exactly 305 of 366"),
        pytest.param(promise("249.9999"), OCTOBER, Status.BEHIND, id="just below the pace"),
        pytest.param(promise(None), OCTOBER, Status.NO_DATA, id="nothing counted"),
        pytest.param(promise("0"), OCTOBER, Status.BEHIND, id="counted and taken back: 0 is a value"),
        pytest.param(promise(None, start_on=date(2024, 11, 1)), OCTOBER, Status.TOO_EARLY, id="begins tomorrow"),
        pytest.param(promise("1", start_on=date(2024, 11, 1)), OCTOBER, Status.ON_TRACK, id="ahead of its beginning"),
        pytest.param(promise("5", "300", None, None), OCTOBER, Status.ON_TRACK, id="no dates, begun"),
        pytest.param(promise("0", "300", None, None), OCTOBER, Status.NO_DATA, id="no dates, 0"),
    ],
)
def test_commitment(reading: CommitmentReading, on: date, status: Status) -> None:
    assert commitment_status(reading, on) is status


def test_expected_share_counts_both_ends() -> None:
    assert expected_share(FIRST, LAST, date(2023, 12, 31)) == 0
    assert expected_share(FIRST, LAST, FIRST) == Fraction(1, 366)
    assert expected_share(FIRST, LAST, OCTOBER) == Fraction(305, 366)
    assert expected_share(FIRST, LAST, LAST) == 1
    assert expected_share(FIRST, LAST, date(2025, 1, 1)) == 1
    assert expected_share(LAST, LAST, LAST) == 1


def test_days_late() -> None:
    late = task(20, due_on=date(2024, 10, 20))
    assert days_late(late, date(2024, 10, 19)) is None
    assert days_late(late, date(2024, 10, 20)) == 0
    assert days_late(late, OCTOBER) == 11
    assert is_late(late, date(2024, 10, 20)) and not is_late(late, date(2024, 10, 19))
    assert days_late(task(100, due_on=date(2024, 10, 20)), OCTOBER) is None
    assert days_late(task(20, due_on=None), OCTOBER) is None


def test_progress_is_the_mean_over_tasks_and_commitments() -> None:
    assert action_progress([task(100), task(None), task(50)], [promise("150")]) == Fraction(1, 2)
    assert action_progress([], [promise("450")]) == 1
    assert action_progress([], [promise(None, "0")]) == 1
    assert action_progress([], []) is None


def test_action_shows_its_weakest_member() -> None:
    early = task(None, start_on=LAST)
    assert action_status([task(100), early], [promise("300")], OCTOBER) is Status.MET
    assert action_status([task(100), early], [promise("1")], OCTOBER) is Status.BEHIND
    assert action_status([early], [], OCTOBER) is Status.TOO_EARLY
    assert action_status([], [], OCTOBER) is Status.NO_DATA


def test_next_due_is_the_nearest_ahead_that_is_open() -> None:
    members = [
        task(100, due_on=date(2024, 11, 2)),
        task(10, due_on=date(2024, 11, 15)),
        task(10, due_on=OCTOBER),
        task(10, due_on=None),
    ]
    assert next_due([*members, promise("1", due_on=date(2024, 11, 10))], OCTOBER) == date(2024, 11, 10)
    assert next_due([*members, promise("300", due_on=date(2024, 11, 10))], OCTOBER) == date(2024, 11, 15)
    assert next_due(members, date(2024, 11, 15)) is None


@pytest.mark.parametrize(
    ("first_on", "last_on", "months"),
    [
        (FIRST, OCTOBER, Fraction(10)),
        (FIRST, LAST, Fraction(12)),
        (date(2024, 2, 29), date(2024, 2, 29), Fraction(1, 29)),
        (date(2024, 1, 16), date(2024, 2, 29), Fraction(16, 31) + 1),
        (date(2023, 12, 1), date(2024, 1, 31), Fraction(2)),
        (date(2024, 3, 1), date(2024, 2, 29), Fraction(0)),
    ],
)
def test_months_between(first_on: date, last_on: date, months: Fraction) -> None:
    assert months_between(first_on, last_on) == months


def test_pace() -> None:
    assert pace(promise("232"), OCTOBER) == Pace(Fraction("23.2"), Fraction(34), Fraction(2))
    assert pace(promise("300"), OCTOBER).needed is None
    assert pace(promise("232"), LAST) == Pace(Fraction(232, 12), None, Fraction(0))
    assert pace(promise(None, start_on=date(2024, 11, 1)), OCTOBER) == Pace(None, Fraction(150), Fraction(2))
    assert pace(promise("5", "300", None, None), OCTOBER) == Pace(None, None, Fraction(0))


@pytest.mark.parametrize(
    ("today", "offered"),
    [
        (date(2024, 11, 4), OCTOBER),
        (date(2024, 3, 1), date(2024, 2, 29)),
        (date(2024, 1, 31), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 1, 31)),
        (date(2024, 12, 31), date(2024, 11, 30)),
        (date(2025, 1, 1), LAST),
        (date(2025, 7, 1), LAST),
        (date(2023, 12, 31), FIRST),
    ],
)
def test_a_form_offers_a_day_that_counts_at_once(today: date, offered: date) -> None:
    assert offered_day(2024, today) == offered


DAYS = st.dates(date(2023, 1, 1), date(2025, 12, 31))
PARTS = st.integers(0, 100)
COUNTS = st.decimals(0, 1000, places=4)


@given(start_on=DAYS, length=st.integers(0, 800), on=DAYS, progress=PARTS)
def test_more_progress_never_worsens_a_task(start_on: date, length: int, on: date, progress: int) -> None:
    due_on = start_on + timedelta(days=length)
    before, after = (task_status(task(part, start_on, due_on), on) for part in (progress, min(100, progress + 1)))
    assert after.rank >= before.rank or before is Status.TOO_EARLY


@given(start_on=DAYS, length=st.integers(0, 800), on=DAYS)
def test_expected_share_rises_from_0_to_1(start_on: date, length: int, on: date) -> None:
    due_on = start_on + timedelta(days=length)
    share = expected_share(start_on, due_on, on)
    assert 0 <= share <= expected_share(start_on, due_on, on + timedelta(days=1)) <= 1
    assert (share == 0) == (on < start_on) and (share == 1) == (on >= due_on)


@given(parts=st.lists(PARTS, min_size=1), counts=st.lists(COUNTS), target=COUNTS)
def test_progress_lies_between_its_members(parts: list[int], counts: list[Decimal], target: Decimal) -> None:
    tasks, promises = [task(part) for part in parts], [promise(str(count), str(target)) for count in counts]
    progress = action_progress(tasks, promises)
    shares = [*(one.share for one in tasks), *(one.share for one in promises)]
    assert progress is not None
    assert 0 <= min(shares) <= progress <= max(shares) <= 1


@given(done=COUNTS, target=COUNTS, on=st.dates(FIRST, LAST))
def test_the_needed_pace_keeps_the_promise(done: Decimal, target: Decimal, on: date) -> None:
    reading = promise(str(done), str(target))
    numbers = pace(reading, on)
    if numbers.needed is not None:
        assert reading.amount + numbers.needed * numbers.months_left == target
    assert (numbers.needed is None) == (done >= target or on == LAST)
