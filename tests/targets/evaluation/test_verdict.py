"""Verdict, attainability and the one lamp, as the states are defined."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from targets.evaluation.aggregate import Record
from targets.evaluation.model import Attainability, GoalRule, MonthFigure, PaceKind, Status, Verdict
from targets.evaluation.pace import path as pace_path
from targets.evaluation.verdict import decide_status
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    DAYS,
    FARMLAND,
    FARMLAND_GOAL,
    MEAN,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    months,
    year,
)


def states(rule: GoalRule, figures: list[MonthFigure], month: int, *, first_month_over: bool = True) -> str:
    evaluation = at(rule, figures, month, first_month_over=first_month_over)
    return f"{evaluation.status} {evaluation.verdict} {evaluation.attainability}"


WITHOUT_JUNE = [*[(30, 30)] * 5, None, *[(30, 30)] * 6]

OPEN = [
    (goal(DAYS, ">=", 92), [], 1, "no_data open unknown"),
    (goal(DAYS, ">=", 92), [(30, 31)], 1, "on_track open attainable"),
    (goal(DAYS, ">=", 92), [(28, 31)], 1, "behind open attainable"),  # 90.3 %
    (goal(DAYS, ">=", 92), [(1, 31)], 1, "out_of_reach open out_of_reach"),
    (goal(DAYS, ">=", 1), [(31, 31)], 1, "secured open secured"),
    (goal(DAYS, ">=", 92), [(0, 0)], 1, "no_data open unknown"),
    (goal(AIR, ">=", 1), [(26, 26)], 1, "on_track open attainable"),  # too few days: nothing is secured
    (goal(AIR, ">=", 92), [(0, 26), (0, 29)], 2, "out_of_reach open out_of_reach"),
    (goal(MEAN, "<=", 27), [(837, 31)], 1, "on_track open attainable"),  # exactly 27
    (goal(MEAN, "<=", 27), [("837.1", 31)], 1, "behind open attainable"),
    (goal(MEAN, "<=", 27), [(9883, 31)], 1, "out_of_reach open out_of_reach"),
    (SECTIONS_GOAL, [(5, 6)], 1, "on_track open attainable"),
    (SECTIONS_GOAL, [(4, 6)], 1, "behind open attainable"),
    (SECTIONS_GOAL, [(4, 6)], 11, "behind open attainable"),
    (WATER_GOAL, [(3, 3)], 1, "on_track open attainable"),
    (WATER_GOAL, [(3, 3), (2, 3)], 2, "out_of_reach open out_of_reach"),
    (FARMLAND_GOAL, [(92, 100)], 11, "too_early open unknown"),
    (FARMLAND_GOAL, [], 1, "too_early open unknown"),
]

OVER = [
    (goal(DAYS, ">=", 92), [(30, 30)] * 12, "met met secured"),
    (goal(DAYS, ">=", 92), [(27, 30)] * 12, "not_met not_met out_of_reach"),
    (goal(DAYS, ">=", 92), WITHOUT_JUNE, "not_evaluable not_evaluable unknown"),
    (goal(DAYS, ">=", 92), [], "not_evaluable not_evaluable unknown"),
    (goal(DAYS, ">=", 92), [(0, 0)] * 12, "not_evaluable not_evaluable unknown"),
    (goal(AIR, ">=", 92), [(26, 26), *[(30, 30)] * 11], "not_evaluable not_evaluable unknown"),
    (goal(AIR, ">=", 92), [(0, 26), *[(0, 30)] * 11], "not_evaluable not_evaluable unknown"),
    (goal(MEAN, "<=", 27), [(810, 30)] * 12, "met met secured"),  # exactly 27: the target itself is met
    (goal(MEAN, "<=", 27), [*[(810, 30)] * 11, ("810.0001", 30)], "not_met not_met out_of_reach"),
    (goal(MEAN, "<=", 27, decimals=0), [*[(810, 30)] * 11, ("810.0001", 30)], "met met secured"),
    (SECTIONS_GOAL, [*[None] * 11, (5, 6)], "met met secured"),  # 83.33 %
    (SECTIONS_GOAL, [(5, 6)] * 11, "not_evaluable not_evaluable unknown"),
    (SECTIONS_GOAL, [*[(5, 6)] * 11, (4, 6)], "not_met not_met out_of_reach"),
    (SECTIONS_GOAL, [*[(5, 6)] * 11, (0, 0)], "not_evaluable not_evaluable unknown"),
    (SEWAGE_GOAL, [None, None, (119, 340)], "not_evaluable not_evaluable unknown"),
    (WATER_GOAL, [(3, 3)] * 12, "met met secured"),
    (WATER_GOAL, [*[(3, 3)] * 11, (2, 3)], "not_met not_met out_of_reach"),
    (WATER_GOAL, [*[(3, 3)] * 10, None, (3, 3)], "not_evaluable not_evaluable unknown"),
    (WATER_GOAL, [*[(3, 3)] * 10, None, (2, 3)], "not_met not_met out_of_reach"),  # proved without November
    (WATER_GOAL, [], "not_evaluable not_evaluable unknown"),
    (FARMLAND_GOAL, [*[None] * 11, (100, 100)], "met met secured"),
    (FARMLAND_GOAL, [*[None] * 11, ("99.9", 100)], "not_met not_met out_of_reach"),
    (FARMLAND_GOAL, [*[None] * 10, (100, 100)], "not_evaluable not_evaluable unknown"),
    (FARMLAND_GOAL, [*[None] * 11, (0, 0)], "not_evaluable not_evaluable unknown"),
    (goal(FARMLAND, ">=", 0), [*[None] * 11, (0, 100)], "met met secured"),
]


@pytest.mark.parametrize(("rule", "counts", "month", "expected"), OPEN)
def test_while_the_year_is_open(
    rule: GoalRule, counts: list[tuple[int, int] | None], month: int, expected: str
) -> None:
    assert states(rule, year(counts), month) == expected


@pytest.mark.parametrize(("rule", "counts", "expected"), OVER)
def test_once_the_year_is_over(rule: GoalRule, counts: list[tuple[int, int] | None], expected: str) -> None:
    assert states(rule, year(counts), 12) == expected


@pytest.mark.parametrize(
    ("value", "last_year", "pace", "status"),
    [
        (36, 25, "30", "on_track"),
        (35, 35, "35", "on_track"),
        (34, 25, "30", "at_risk"),
        (34, 33, "34", "at_risk"),
        (36, 39, "37", "at_risk"),
        (34, "33.2", "34.1", "behind"),
        (36, None, None, "on_track"),
        (34, None, None, "behind"),
    ],
)
def test_value_and_pace_make_the_lamp(value: int, last_year: int | str | None, pace: str | None, status: str) -> None:
    # The schedule at the end of June is half way from last year's final value to the target.
    start = [] if last_year is None else [figure("2023-12", last_year, 100)]
    evaluation = at(SEWAGE_GOAL, [*start, figure("2024-06", value, 100)], 6)
    assert evaluation.pace == (None if pace is None else Fraction(pace))
    assert evaluation.status == Status(status)


@pytest.mark.parametrize(
    ("value", "earlier", "status"),
    [(26, 26, "on_track"), (28, 28, "at_risk"), (28, 27, "behind"), (26, 25, "at_risk")],
)
def test_the_same_for_an_upper_limit(value: int, earlier: int, status: str) -> None:
    # One earlier year that stood at `earlier` in June and ended on the target: it is its own pace.
    rule = goal(MEAN, "<=", 27, pace=PaceKind.SEASONAL)
    path = [(30 * earlier, 30)] * 6 + [(30 * (54 - earlier), 30)] * 6
    record = Record.at(rule, [*year(path, 2023), *year([(30 * value, 30)] * 6)], Month(2024, 6))
    pace = pace_path(record).values[6]
    assert pace == earlier
    assert open_lamp(record, pace) == Status(status)


def open_lamp(record: Record, pace: Fraction | None, probability: float | None = None) -> Status:
    value = record.path(2024)[Month(2024, 6)]
    return decide_status(record, value, Attainability.ATTAINABLE, Verdict.OPEN, pace, probability)


@pytest.mark.parametrize(
    ("probability", "status"),
    [(0.0, "behind"), (0.29, "behind"), (0.3, "at_risk"), (0.69, "at_risk"), (0.7, "on_track"), (1.0, "on_track")],
)
def test_with_a_forecast_the_probability_makes_the_lamp(probability: float, status: str) -> None:
    record = Record.at(goal(MEAN, "<=", 27), year([(30 * 40, 30)] * 6), Month(2024, 6))
    assert open_lamp(record, Fraction(30), probability) == Status(status)


def test_the_plan_sets_from_which_probability_on() -> None:
    rule = goal(MEAN, "<=", 27, on_track_from=Decimal("0.5"), at_risk_from=Decimal("0.5"))
    record = Record.at(rule, year([(30 * 20, 30)] * 6), Month(2024, 6))
    assert open_lamp(record, None, 0.5) is Status.ON_TRACK
    assert open_lamp(record, None, 0.49) is Status.BEHIND


def test_a_probability_brings_no_green_to_a_value_that_areas_are_missing_from() -> None:
    lacking = [replace(each, missing_areas=(Text("林甸县", "Lindian"),)) for each in year([(30 * 20, 30)] * 6)]
    record = Record.at(goal(MEAN, "<=", 27), lacking, Month(2024, 6))
    assert open_lamp(record, None, 0.99) is Status.AT_RISK


@pytest.mark.parametrize(
    ("rule", "figures", "month", "first_month_over", "status"),
    [
        (goal(DAYS, ">=", 92), [], 1, False, "too_early"),
        (goal(DAYS, ">=", 92), [], 1, True, "no_data"),
        (goal(DAYS, ">=", 92), months({1: (0, 0)}), 1, False, "no_data"),
        (goal(DAYS, ">=", 92), months({1: (30, 31)}), 1, False, "on_track"),
        (goal(DAYS, ">=", 92), months({12: (30, 31)}, 2023), 1, True, "no_data"),
        (SEWAGE_GOAL, [], 2, True, "too_early"),
        (SEWAGE_GOAL, [], 3, True, "no_data"),
        (SEWAGE_GOAL, months({1: (90, 340)}), 2, True, "behind"),
        (SEWAGE_GOAL, months({12: (90, 340)}, 2023), 2, True, "too_early"),
        (SECTIONS_GOAL, [], 12, False, "too_early"),
        (SECTIONS_GOAL, [], 12, True, "not_evaluable"),
    ],
)
def test_too_early_or_no_data(
    rule: GoalRule, figures: list[MonthFigure], month: int, status: str, *, first_month_over: bool
) -> None:
    assert at(rule, figures, month, first_month_over=first_month_over).status == Status(status)


def test_what_is_required_ends_with_the_year() -> None:
    figures = year([(20, 30)] * 12)
    assert at(goal(DAYS, ">=", 92), figures, 12).required is None
    assert at(SECTIONS_GOAL, year([(4, 6)] * 12), 12).required is None
    assert at(SECTIONS_GOAL, year([(4, 6)] * 11), 12).required is None  # not evaluable
    assert at(WATER_GOAL, year([(3, 3), (2, 3)]), 5).required is None


@pytest.mark.parametrize("rule", [goal(DAYS, ">=", 92), goal(MEAN, "<=", 27), SECTIONS_GOAL])
def test_a_settled_year_is_its_own_best_and_worst(rule: GoalRule) -> None:
    evaluation = at(rule, year([(5, 6)] * 12), 12)
    assert evaluation.proof.open_units == 0
    assert evaluation.proof.best == evaluation.proof.worst == evaluation.value
