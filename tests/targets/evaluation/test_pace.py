"""The paths that a value to date is held against."""

from decimal import Decimal
from fractions import Fraction

import pytest

from targets.evaluation.aggregate import Record
from targets.evaluation.model import GoalRule, MonthFigure, PaceKind
from targets.evaluation.pace import Path, judged_month, keeps_pace, path
from targets.periods import Month
from tests.targets.evaluation.cases import (
    DAYS,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE,
    SEWAGE_GOAL,
    WATER,
    at,
    figure,
    goal,
    months,
    real_pm25,
    year,
)


def path_of(rule: GoalRule, figures: list[MonthFigure]) -> Path:
    return path(Record.at(rule, figures, Month(rule.year, 12)))


def test_the_schedule_runs_straight_from_last_years_final_value() -> None:
    found = path_of(SEWAGE_GOAL, [figure("2023-12", 68, 340)])  # 20 %
    assert found.start == 20
    assert found.values == {number: 20 + Fraction(15 * number, 12) for number in range(1, 13)}


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure("2023-09", 68, 340)],  # not the year's final value
        [figure("2022-12", 68, 340)],
        [figure("2023-12", 0, 0)],
        [figure("2024-03", 68, 340)],
    ],
)
def test_no_schedule_without_last_years_final_value(figures: list[MonthFigure]) -> None:
    assert path_of(SEWAGE_GOAL, figures) == Path()


def test_a_schedule_of_sums_starts_from_the_whole_year() -> None:
    rule = goal(WATER, ">=", 100, pace=PaceKind.SCHEDULE)
    assert path_of(rule, months({1: (0, 3), 12: (3, 3)}, 2023)).start == 50


@pytest.mark.parametrize(
    ("milestones", "last_year", "expected"),
    [
        ({3: 22, 6: 25, 12: 35}, 20, {1: Fraction(62, 3), 3: 22, 4: 23, 6: 25, 9: 30, 12: 35}),
        ({3: 22, 6: 25, 12: 35}, None, {1: None, 2: None, 3: 22, 4: 23, 12: 35}),
        ({6: 25}, None, {5: None, 6: 25, 9: 30, 12: 35}),  # on to the target
        ({12: 34}, None, {11: None, 12: 34}),  # the plan's own word stands
        ({}, 20, dict.fromkeys(range(1, 13))),
    ],
)
def test_milestones_are_joined_by_straight_lines(
    milestones: dict[int, int], last_year: int | None, expected: dict[int, int | None]
) -> None:
    rule = goal(
        SEWAGE, ">=", 35, pace=PaceKind.MILESTONES, milestones={at: Decimal(value) for at, value in milestones.items()}
    )
    values = path_of(rule, [] if last_year is None else [figure("2023-12", last_year, 100)]).values
    assert {number: values.get(number) for number in expected} == expected


def test_the_seasonal_path_ends_on_the_target() -> None:
    found = path_of(PM25_GOAL, real_pm25())
    assert found.years == (2022,)  # March 2023 is missing
    assert found.values[12] == 27
    assert found.values[10] == (Fraction("7400.4") / 304) * 27 / (Fraction("9454.7") / 365)


def test_the_seasonal_path_is_the_mean_of_the_complete_years() -> None:
    figures = [*year([(10, 10)] + [(0, 10)] * 11, 2022), *year([(0, 10)] * 11 + [(10, 10)], 2023)]
    values = path_of(goal(DAYS, ">=", 50, pace=PaceKind.SEASONAL), figures).values
    # 100 % and 0 % after January, 8⅓ % each at the end: 50 % scaled by 50 ÷ 8⅓.
    assert [values[1], values[2], values[12]] == [Fraction(300), Fraction(150), Fraction(50)]


@pytest.mark.parametrize(
    "figures",
    [
        [],
        year([(1, 2)] * 11, 2023),
        year([(0, 10)] * 12, 2023),  # a path that ends at 0 cannot be scaled
        [*year([(0, 0)] + [(1, 10)] * 11, 2023)],  # no value after January
        year([(1, 2)] * 12, 2024),  # the plan's own year is no earlier year
    ],
)
def test_no_seasonal_path_without_a_complete_earlier_year(figures: list[MonthFigure]) -> None:
    assert path_of(goal(MEAN, "<=", 27, pace=PaceKind.SEASONAL), figures) == Path()


def test_a_goal_without_a_pace_has_none() -> None:
    assert path_of(SECTIONS_GOAL, months({12: (5, 6)}, 2023)) == Path()
    assert at(FARMLAND_GOAL, [], 12).pace is None


@pytest.mark.parametrize(
    ("rule", "figures", "month", "judged"),
    [
        (GOOD_AIR_GOAL, [], 10, 10),
        (GOOD_AIR_GOAL, [figure("2024-09", 1, 1)], 10, 10),
        (SEWAGE_GOAL, [], 10, 9),
        (SEWAGE_GOAL, [figure("2024-10", 1, 1)], 10, 9),
        (SEWAGE_GOAL, [], 12, 12),
        (SEWAGE_GOAL, [], 3, 3),
        (SEWAGE_GOAL, [], 2, None),
        (SEWAGE_GOAL, [figure("2024-01", 1, 1)], 2, 1),
        (SEWAGE_GOAL, [figure("2024-01", 1, 1), figure("2024-02", 1, 1)], 2, 2),
    ],
)
def test_the_month_whose_pace_judges(
    rule: GoalRule, figures: list[MonthFigure], month: int, judged: int | None
) -> None:
    found = judged_month(Record.at(rule, figures, Month(2024, month)))
    assert (found and found.number) == judged


def test_the_pace_itself_is_kept_and_compared_exactly() -> None:
    least, most = goal(SEWAGE, ">=", 35, decimals=0), goal(MEAN, "<=", 27, decimals=0)
    nearly = Fraction("0.0000001")
    assert keeps_pace(Fraction(30), Fraction(30), least)
    assert not keeps_pace(30 - nearly, Fraction(30), least)
    assert keeps_pace(Fraction(30), Fraction(30), most)
    assert not keeps_pace(30 + nearly, Fraction(30), most)


def test_every_month_carries_its_pace_also_those_to_come() -> None:
    results = at(SEWAGE_GOAL, [figure("2023-12", 68, 340)], 2).months
    assert [result.pace for result in results] == [20 + Fraction(15 * number, 12) for number in range(1, 13)]
