"""When a figure is due and when it closes: named days around the demo's October and the turn of the year."""

from datetime import date

import pytest

from targets.entry.calendar import Gate, term
from targets.periods import Frequency, Month

OCTOBER = Month(2024, 10)
MONTHLY = Frequency.MONTHLY


@pytest.mark.parametrize(
    ("today", "gate", "closes_in", "late"),
    [
        (date(2024, 10, 31), Gate.NOT_OVER, None, 0),
        (date(2024, 11, 1), Gate.OPEN, 14, 0),
        (date(2024, 11, 4), Gate.OPEN, 11, 0),
        (date(2024, 11, 5), Gate.OPEN, 10, 0),
        (date(2024, 11, 6), Gate.OPEN, 9, 1),
        (date(2024, 11, 15), Gate.OPEN, 0, 10),
        (date(2024, 11, 16), Gate.LOCKED, None, 11),
    ],
)
def test_due_on_the_fifth_and_closed_ten_days_later(today: date, gate: Gate, closes_in: int | None, late: int) -> None:
    found = term(MONTHLY, 5, OCTOBER, today, closes_after_days=10)
    assert (found.gate, found.closes_in, found.days_late) == (gate, closes_in, late)
    assert (found.due_on, found.closes_on) == (date(2024, 11, 5), date(2024, 11, 15))


def test_it_never_closes_where_the_plan_says_nothing() -> None:
    found = term(MONTHLY, 5, OCTOBER, date(2030, 1, 1), closes_after_days=None)
    assert (found.gate, found.closes_on, found.closes_in) == (Gate.OPEN, None, None)


def test_zero_days_close_it_with_the_due_day() -> None:
    assert term(MONTHLY, 5, OCTOBER, date(2024, 11, 5), closes_after_days=0).gate is Gate.OPEN
    assert term(MONTHLY, 5, OCTOBER, date(2024, 11, 6), closes_after_days=0).gate is Gate.LOCKED


def test_a_returned_figure_is_open_however_late() -> None:
    found = term(MONTHLY, 5, OCTOBER, date(2025, 6, 1), closes_after_days=10, returned=True)
    assert (found.gate, found.is_open) == (Gate.RETURNED, True)


@pytest.mark.parametrize(("until", "gate"), [(date(2024, 12, 1), Gate.REOPENED), (date(2024, 11, 30), Gate.LOCKED)])
def test_a_leave_holds_through_its_last_day(until: date, gate: Gate) -> None:
    found = term(
        MONTHLY, 5, OCTOBER, date(2024, 12, 1), closes_after_days=10, reopened_until=until, reopened_because="审计"
    )
    assert found.gate is gate
    assert found.closes_in == (0 if gate is Gate.REOPENED else None)


def test_december_is_due_in_january_and_the_thirty_first_in_the_shorter_month() -> None:
    assert term(MONTHLY, 5, Month(2024, 12), date(2025, 1, 1), closes_after_days=10).due_on == date(2025, 1, 5)
    assert term(MONTHLY, 31, Month(2024, 1), date(2024, 2, 1), closes_after_days=1).closes_on == date(2024, 3, 1)


def test_a_quarter_is_due_in_its_last_month() -> None:
    due = [number for number in range(1, 13) if term(
        Frequency.QUARTERLY, 10, Month(2024, number), date(2025, 2, 1), closes_after_days=10
    ).is_due]  # fmt: skip
    assert due == [3, 6, 9, 12]
