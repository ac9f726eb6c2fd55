"""This year beside last year and the value beside its target: direction, size, unit, in both languages."""

from dataclasses import replace
from fractions import Fraction

import pytest

from targets.brief.compare import change, change_cell, changed, gap, unmatched_months
from targets.evaluation.model import GoalEvaluation, GoalRule
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS,
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

DECEMBER_OF_SEWAGE = months({3: (82, 340), 6: (95, 340), 9: (108, 340), 12: (119, 340)})
WORSE = replace(SECTIONS, numerator_name=Text("劣Ⅴ类断面", "sections worse than V"))


@pytest.mark.parametrize(
    ("rule", "now", "before", "zh", "en", "improved"),
    [
        (GOOD_AIR_GOAL, "96.1", "91.8", "上升4.3 个百分点", "up 4.3 pp", True),
        (GOOD_AIR_GOAL, "91.8", "96.1", "下降4.3 个百分点", "down 4.3 pp", False),
        (GOOD_AIR_GOAL, "96.1", "96.1", "持平", "unchanged", None),
        (GOOD_AIR_GOAL, "0", "0", "持平", "unchanged", None),
        (GOOD_AIR_GOAL, "0", "50", "下降50.0 个百分点", "down 50.0 pp", False),
        (GOOD_AIR_GOAL, "96.11", "96.10", "上升0.01 个百分点", "up 0.01 pp", True),
        (PM25_GOAL, "27", "30", "下降10.0%", "down 10.0 %", True),
        (PM25_GOAL, "33", "30", "上升10.0%", "up 10.0 %", False),
        (PM25_GOAL, "30", "30", "持平", "unchanged", None),
        (PM25_GOAL, "30.01", "30", "上升0.03%", "up 0.03 %", False),
        (PM25_GOAL, "5", "0", "上升5.0 µg/m³", "up 5.0 µg/m³", False),
        (PM25_GOAL, "0", "5", "下降100.0%", "down 100.0 %", True),
    ],
)
def test_a_change_has_direction_size_and_sense(
    rule: GoalRule, now: str, before: str, zh: str, en: str, *, improved: bool | None
) -> None:
    found = changed(Fraction(now), Fraction(before), rule)
    assert change_cell(found) == Text(zh, en)
    assert found.improved is improved


def test_nothing_to_compare_is_a_dash() -> None:
    assert change_cell(change(at(GOOD_AIR_GOAL, months({1: (30, 31)}), 1))) == Text("—", "—")
    assert change_cell(change(at(GOOD_AIR_GOAL, [], 1))) == Text("—", "—")


def test_a_quarterly_goal_is_compared_at_its_newest_month() -> None:
    evaluation = at(SEWAGE_GOAL, [*months({9: (68, 340), 12: (74, 340)}, 2023), *months({9: (108, 340)})], 10)
    found = change(evaluation)
    assert found is not None
    assert (found.before, found.rose, found.improved) == (Fraction(20), True, True)


def test_months_that_last_year_lacks_are_named() -> None:
    assert unmatched_months(at(GOOD_AIR_GOAL, real_air(), 10)) == (Month(2024, 3),)
    assert unmatched_months(at(GOOD_AIR_GOAL, real_air(), 2)) == ()
    assert unmatched_months(at(SECTIONS_GOAL, months({10: (5, 6)}), 10)) == ()


@pytest.mark.parametrize(
    ("evaluation", "zh", "en"),
    [
        (at(GOOD_AIR_GOAL, real_air(), 10), "余 17 天", "17 days left"),
        (at(GOOD_AIR_GOAL, months({1: (2, 31)}), 1), "余 0 天", "0 days left"),
        (at(GOOD_AIR_GOAL, months({1: (3, 31)}), 1), "余 1 天", "1 day left"),
        (at(GOOD_AIR_GOAL, months({1: (1, 31)}), 1), "超 1 天", "1 day too many"),
        (at(GOOD_AIR_GOAL, months({1: (0, 31)}), 1), "超 2 天", "2 days too many"),
        (at(GOOD_AIR_GOAL, real_air(), 12), "高 1.4 个百分点", "1.4 pp above"),
        (at(PM25_GOAL, real_pm25(), 10), "高 0.2 µg/m³", "0.2 µg/m³ above"),
        (at(PM25_GOAL, [figure("2024-01", 800, 31)], 1), "低 1.2 µg/m³", "1.2 µg/m³ below"),
        (at(PM25_GOAL, [figure("2024-01", 27 * 31, 31)], 1), "恰好达到", "just reached"),
        (at(PM25_GOAL, [figure("2024-01", "837.0031", 31)], 1), "高 0.0001 µg/m³", "0.0001 µg/m³ above"),
        (at(SECTIONS_GOAL, months({10: (4, 6)}), 10), "差 1 个断面", "1 section to go"),
        (at(SECTIONS_GOAL, months({10: (5, 6)}), 10), "恰好达到", "just reached"),
        (at(SECTIONS_GOAL, months({10: (6, 6)}), 10), "余 1 个断面", "1 section to spare"),
        (at(goal(WORSE, "<=", 20), months({10: (2, 6)}), 10), "多 1 个断面", "1 section too many"),
        (at(WATER_GOAL, months({1: (3, 3)}), 1), "无不达标水源", "no failed checks"),
        (at(WATER_GOAL, months({1: (2, 3)}), 1), "超 1 个次", "1 check too many"),
        (at(SEWAGE_GOAL, months({9: (108, 340)}), 10), "差 11 个行政村", "11 villages to go"),
        (at(SEWAGE_GOAL, DECEMBER_OF_SEWAGE, 12), "恰好达到", "just reached"),
        (at(FARMLAND_GOAL, [], 10), "12月结算", "settled in December"),
        (at(FARMLAND_GOAL, [], 12), "—", "—"),
        (at(GOOD_AIR_GOAL, [], 3), "—", "—"),
    ],
)
def test_the_gap_is_told_in_the_goals_own_way(evaluation: GoalEvaluation, zh: str, en: str) -> None:
    assert gap(evaluation) == Text(zh, en)
