"""The board's pictures: what is drawn is what is so."""

import pytest

from targets.charts.board import BASE, Kind, draw
from tests.targets.evaluation.cases import (
    DAYS,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    months,
    real_air,
    real_pm25,
)


def test_the_budget_is_its_boxes() -> None:
    chart = draw(at(GOOD_AIR_GOAL, real_air(), 10))
    assert chart.boxes.count("spent") == 12
    assert chart.boxes.count("left") == 17
    assert chart.spent_share is None


def test_an_overdrawn_budget_shows_what_is_over() -> None:
    chart = draw(at(GOOD_AIR_GOAL, months({1: (0, 31), 2: (29, 29)}), 2))
    assert (chart.boxes.count("spent"), chart.boxes.count("left"), chart.boxes.count("over")) == (29, 0, 2)


def test_a_budget_too_large_for_boxes_is_a_bar() -> None:
    chart = draw(at(goal(DAYS, ">=", 50), months({1: (0, 31)}), 1))
    assert chart.boxes == ()
    assert chart.spent_share == pytest.approx(31 / 183)


def test_bars_of_months_stand_on_one_line_and_blank_months_are_hollow() -> None:
    chart = draw(at(PM25_GOAL, real_pm25(), 10))
    assert [bar.state for bar in chart.bars] == [*["over"] * 4, *["good"] * 6, "hollow", "hollow"]
    assert all(bar.y + bar.height == pytest.approx(BASE) for bar in chart.bars)
    assert chart.target_y is not None
    above = [bar for bar in chart.bars if bar.state == "over"]
    assert all(bar.y < chart.target_y for bar in above)


def test_a_month_of_zero_is_a_bar_and_not_a_gap() -> None:
    chart = draw(at(PM25_GOAL, [figure("2024-01", 0, 31)], 2))
    assert [bar.state for bar in chart.bars[:2]] == ["good", "hollow"]
    assert chart.bars[0].height > 0


def test_a_target_of_zero_and_no_figure_still_draw() -> None:
    chart = draw(at(goal(PM25_GOAL.indicator, "<=", 0), [], 1))
    assert {bar.state for bar in chart.bars} == {"hollow"}
    assert chart.target_y == BASE


def test_last_year_is_a_line_broken_where_a_month_has_no_value() -> None:
    chart = draw(at(PM25_GOAL, real_pm25(), 10))
    assert [len(run.split()) for run in chart.last_year] == [2, 9]  # March 2023 has no values


def test_sections_are_as_many_dots_as_there_are_sections() -> None:
    chart = draw(at(SECTIONS_GOAL, months({10: (5, 6)}), 10))
    assert chart.dots == (True,) * 5 + (False,)


def test_checks_show_the_failed_month() -> None:
    chart = draw(at(WATER_GOAL, months({1: (3, 3), 2: (2, 3)}), 3))
    assert [bar.state for bar in chart.bars[:3]] == ["good", "over", "hollow"]


def test_a_total_carries_its_schedule() -> None:
    figures = [*months({12: (74, 340)}, 2023), *months({3: (82, 340), 6: (95, 340)})]
    chart = draw(at(SEWAGE_GOAL, figures, 8))
    assert chart.kind is Kind.TOTAL
    assert [bar.month for bar in chart.bars if bar.state != "hollow"] == [3, 6]
    assert [len(run.split()) for run in chart.pace] == [12]
