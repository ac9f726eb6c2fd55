"""What the page says of days and moments; no database."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from targets.entry.cell import Cell
from targets.entry.told import due_text, moment, numbers
from targets.models import Indicator
from targets.periods import Month

TODAY = date(2024, 11, 4)


def monthly(frequency: str = "monthly", due_day: int = 5) -> Indicator:
    texts = {f"{name}_{language}": "x" for name in ("name", "unit") for language in ("zh", "en")}
    return Indicator(combination="sum", frequency=frequency, scale=100, due_day=due_day, **texts)


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        ("2024-11-04T01:02:00+00:00", "09:02", "09:02"),
        ("2024-11-03T16:30:00+00:00", "00:30", "00:30"),  # already today in Shanghai
        ("2024-11-03T15:30:00+00:00", "11 月 3 日 23:30", "3 Nov, 23:30"),
        ("2023-12-31T12:00:00+08:00", "2023 年 12 月 31 日 12:00", "31 Dec 2023, 12:00"),
    ],
)
def test_a_moment_says_its_day_unless_it_is_today(at: str, zh: str, en: str) -> None:
    told = moment(datetime.fromisoformat(at).astimezone(ZoneInfo("UTC")), TODAY)
    assert (told.zh, told.en) == (zh, en)


@pytest.mark.parametrize(
    ("today", "zh", "en"),
    [
        (date(2024, 11, 3), "11 月 5 日截止，还有 2 天", "due by 5 November, in 2 days"),
        (date(2024, 11, 4), "11 月 5 日截止，还有 1 天", "due by 5 November, in 1 day"),
        (date(2024, 11, 5), "今天（11 月 5 日）截止", "due by 5 November, today"),
        (date(2024, 11, 6), "11 月 5 日截止，已逾期 1 天", "due by 5 November, late by 1 day"),
        (date(2025, 1, 1), "11 月 5 日截止，已逾期 57 天", "due by 5 November, late by 57 days"),
    ],
)
def test_how_long_a_figure_has(today: date, zh: str, en: str) -> None:
    told = due_text(monthly(), Month(2024, 10), today, is_saved=False)
    assert (told.zh, told.en) == (zh, en)


def test_a_saved_figure_is_not_hurried() -> None:
    assert due_text(monthly(), Month(2024, 10), date(2025, 1, 1), is_saved=True).en == "due by 5 November"


def test_a_figure_that_is_not_due_names_the_next() -> None:
    told = due_text(monthly("quarterly", 10), Month(2024, 10), TODAY, is_saved=False)
    assert (told.zh, told.en) == ("下次报 12 月数据，1 月 10 日截止", "next for December, due by 10 January")


def test_numbers_are_plain_and_a_blank_has_none() -> None:
    assert numbers(Cell(Decimal("0E-10"), Decimal("31.0000000000"))) == "0 / 31"
    assert numbers(Cell()) == ""
