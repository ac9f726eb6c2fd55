"""How texts and days move to another year, and which texts somebody must read again."""

from datetime import date

import pytest

from targets.points import moved_day, moved_text, names_a_year, point_text


@pytest.mark.parametrize(
    "text", ["大庆市2024年工作", "“十四五”目标", "the 14th Five-Year Plan", "本年清零", "done this year"]
)
def test_a_text_written_for_one_year(text: str) -> None:
    assert names_a_year("", text)


@pytest.mark.parametrize("text", ["", "PM2.5 ≤ 27", "GB 3095-2012 is a number of 120240 signs", "第三轮督察"])
def test_a_text_for_any_year(text: str) -> None:
    assert names_a_year(text) is ("2012" in text)


def test_only_the_plans_own_year_moves() -> None:
    text = "2024年底前完成，2025年验收，编号120240"
    assert moved_text(text, from_year=2024, to_year=2025) == "2025年底前完成，2025年验收，编号120240"


def test_days_move_with_the_year() -> None:
    assert moved_day(date(2024, 2, 29), years=1) == date(2025, 2, 28)
    assert moved_day(date(2024, 12, 31), years=2) == date(2026, 12, 31)
    assert moved_day(None, years=1) is None


def test_a_point_is_named_in_both_languages() -> None:
    assert (point_text("task", "2.3", "dates").zh, point_text("task", "2.3", "dates").en) == (
        "任务 2.3 · 起止日期",
        "task 2.3 · dates",
    )
    assert point_text("commitment", "cells", "target").en == "commitment cells · promise"
