"""Months, due days and the share of the year that is over."""

from datetime import date
from fractions import Fraction

import pytest

from targets.periods import (
    Frequency,
    Month,
    days_in_year,
    default_as_of,
    due_on,
    judged_on,
    last_finished_month,
    months_of,
    months_until,
    percent_elapsed,
    share_elapsed,
)


@pytest.mark.parametrize("text", ["2024-10", "1900-01", "2200-12", "2024-02"])
def test_a_month_reads_what_it_prints(text: str) -> None:
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "2024", "2024-1", "2024-13", "2024-00", "1899-12", "2201-01", "24-10", "2024-10-01"),
        *("2024/10", " 2024-10", "2024-10\n", "２０２４-１０", "-024-10", "2024-10" * 5000),
    ],
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_a_refusal_does_not_repeat_a_long_text() -> None:
    with pytest.raises(ValueError, match="YYYY-MM") as refused:
        Month.parse("x" * 10_000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(("year", "number"), [(2024, 0), (2024, 13), (1899, 1), (2201, 1)])
def test_a_month_that_does_not_exist(year: int, number: int) -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month(year, number)


@pytest.mark.parametrize(
    ("month", "days"),
    [("2024-01", 31), ("2024-02", 29), ("2023-02", 28), ("2100-02", 28), ("2000-02", 29), ("2024-04", 30)],
)
def test_the_length_of_a_month(month: str, days: int) -> None:
    found = Month.parse(month)
    assert found.days == days
    assert (found.first_on.day, found.last_on.day) == (1, days)
    assert Month.of(found.last_on) == Month.of(found.first_on) == found


@pytest.mark.parametrize(
    ("month", "by", "reached"),
    [
        ("2024-10", 0, "2024-10"),
        ("2024-12", 1, "2025-01"),
        ("2024-01", -1, "2023-12"),
        ("2024-02", -12, "2023-02"),
        ("2024-05", 20, "2026-01"),
    ],
)
def test_steps_over_the_turn_of_the_year(month: str, by: int, reached: str) -> None:
    assert Month.parse(month).plus(by) == Month.parse(reached)


def test_months_sort_by_time() -> None:
    texts = ["2023-12", "2024-01", "2024-02", "2024-10"]
    assert sorted(Month.parse(text) for text in reversed(texts)) == [Month.parse(text) for text in texts]


def test_the_months_of_a_year_and_up_to_one() -> None:
    assert [str(month) for month in months_of(2024)] == [f"2024-{number:02d}" for number in range(1, 13)]
    assert months_until(Month(2024, 12)) == months_of(2024)
    assert months_until(Month(2024, 1)) == (Month(2024, 1),)
    assert months_until(Month(2024, 3)) == months_of(2024)[:3]


@pytest.mark.parametrize(
    ("frequency", "due"),
    [
        (Frequency.MONTHLY, list(range(1, 13))),
        (Frequency.QUARTERLY, [3, 6, 9, 12]),
        (Frequency.ANNUAL, [12]),
    ],
)
def test_when_a_figure_is_due(frequency: Frequency, due: list[int]) -> None:
    assert [month.number for month in months_of(2024) if frequency.is_due(month)] == due


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2024, 11, 4), "2024-10"),
        (date(2024, 1, 1), "2023-12"),
        (date(2024, 12, 31), "2024-11"),
        (date(2024, 3, 1), "2024-02"),
        (date(2024, 2, 29), "2024-01"),
    ],
)
def test_the_last_finished_month(today: date, month: str) -> None:
    assert last_finished_month(today) == Month.parse(month)


@pytest.mark.parametrize(
    ("year", "today", "month"),
    [
        (2024, date(2024, 11, 4), "2024-10"),
        (2024, date(2024, 1, 31), "2024-01"),  # the year has begun, no month is over
        (2024, date(2025, 1, 1), "2024-12"),
        (2024, date(2027, 5, 5), "2024-12"),
        (2025, date(2024, 11, 4), "2025-01"),
    ],
)
def test_the_default_as_of_stays_in_the_plans_year(year: int, today: date, month: str) -> None:
    assert default_as_of(year, today) == Month.parse(month)


@pytest.mark.parametrize(
    ("as_of", "today", "day"),
    [
        ("2024-10", date(2024, 11, 4), date(2024, 10, 31)),
        ("2024-01", date(2024, 2, 1), date(2024, 1, 31)),
        ("2024-01", date(2024, 1, 31), date(2024, 1, 31)),
        ("2024-01", date(2024, 1, 5), date(2024, 1, 5)),
        ("2024-01", date(2023, 11, 4), date(2023, 11, 4)),
        ("2024-12", date(2025, 6, 1), date(2024, 12, 31)),
        ("2024-12", date(2024, 11, 4), date(2024, 12, 31)),
    ],
)
def test_terms_are_judged_at_the_end_of_a_month_and_today_before_there_is_one(
    as_of: str, today: date, day: date
) -> None:
    assert judged_on(Month.parse(as_of), today) == day


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [
        ("2024-10", 5, date(2024, 11, 5)),
        ("2024-12", 10, date(2025, 1, 10)),
        ("2024-01", 31, date(2024, 2, 29)),
        ("2023-01", 30, date(2023, 2, 28)),
        ("2024-03", 31, date(2024, 4, 30)),
    ],
)
def test_a_figure_is_due_in_the_following_month(month: str, day: int, due: date) -> None:
    assert due_on(Month.parse(month), day) == due


@pytest.mark.parametrize(("year", "days"), [(2024, 366), (2023, 365), (2100, 365), (2000, 366)])
def test_days_in_a_year(year: int, days: int) -> None:
    assert days_in_year(year) == days == sum(month.days for month in months_of(year))


@pytest.mark.parametrize(
    ("month", "today", "share"),
    [
        ("2024-10", date(2024, 11, 4), Fraction(305, 366)),
        ("2024-12", date(2025, 1, 4), Fraction(1)),
        ("2024-12", date(2024, 11, 4), Fraction(1)),
        ("2023-01", date(2023, 2, 1), Fraction(31, 365)),
        ("2023-01", date(2023, 1, 15), Fraction(15, 365)),
        ("2024-01", date(2023, 12, 31), Fraction(0)),
        ("2024-01", date(2023, 11, 4), Fraction(0)),
    ],
)
def test_the_share_of_the_year_that_is_over(month: str, today: date, share: Fraction) -> None:
    assert share_elapsed(Month.parse(month), today) == share
    assert percent_elapsed(Month.parse(month), today) == round(100 * share)
