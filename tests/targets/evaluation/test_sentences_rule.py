"""The rules in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from targets.evaluation.model import GoalRule, MonthFigure, PaceKind
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE,
    SEWAGE_GOAL,
    at,
    figure,
    goal,
    real_air,
    real_pm25,
    year,
)

LAST_YEAR = figure("2023-12", 74, 340)


def rules_of(rule: GoalRule, figures: list[MonthFigure]) -> tuple[Text, ...]:
    return at(rule, figures, 10).sentences.rule


def test_the_rules_of_a_share_of_days() -> None:
    assert rules_of(GOOD_AIR_GOAL, real_air()) == (
        Text(
            "各月优良天数与有效天数分别累加后相除一次，不对各月比例取平均，中间不修约。",
            "The months' good days and valid days are summed and divided once; "
            "monthly shares are never averaged, nothing is rounded on the way.",
        ),
        Text(
            "年度评价的有效性：有效天数全年不少于 324 天，每月不少于 27 天，2 月不少于 25 天，否则不能评价。",
            "To be evaluable the year needs at least so many valid days: "
            "324 in the year, 27 in each month, 25 in February.",
        ),
        Text(
            "以全数值与目标 ≥ 92 % 比较（GB/T 8170 全数值比较法），显示值按四舍六入五成双修约到 1 位小数。",
            "Compared with the target of at least 92 % by the full value (GB/T 8170), "
            "shown rounded half to even to 1 decimal.",
        ),
        Text(
            "进度：2022 年逐月累计走势，按比例调整到年末恰为目标 92 %。",
            "The pace is the path of 2022, scaled so that the year ends exactly on the target of 92 %.",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            PM25_GOAL,
            "全年均值为有效日均值之和除以有效天数，各月按有效天数加权，不对月均值取平均，中间不修约。",
            "The year's mean is the sum of valid daily means divided by the valid days: "
            "months weigh by their valid days, nothing is rounded on the way.",
        ),
        (
            SECTIONS_GOAL,
            "最新一期数据即为累计值：Ⅰ至Ⅲ类断面除以参评断面。按月报送。",
            "The newest figure is the total to date: sections of class I to III divided by sections assessed. "
            "Reported by month.",
        ),
        (
            SEWAGE_GOAL,
            "最新一期数据即为累计值：完成治理的行政村除以行政村总数。按季度报送。",
            "The newest figure is the total to date: villages with treatment completed divided by "
            "all administrative villages. Reported by quarter.",
        ),
        (
            FARMLAND_GOAL,
            "每年 12 月按安全利用面积除以受污染耕地总面积结算一次。",
            "Settled once a year, in December: area in safe use divided by total area of polluted farmland.",
        ),
    ],
)
def test_how_months_combine(rule: GoalRule, zh: str, en: str) -> None:
    assert rules_of(rule, [])[0] == Text(zh, en)


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (
            {"min_days_month": None, "min_days_february": None},
            "年度评价的有效性：有效天数全年不少于 324 天，否则不能评价。",
            "To be evaluable the year needs at least so many valid days: 324 in the year.",
        ),
        (
            {"min_days_year": None, "min_days_february": None},
            "年度评价的有效性：有效天数每月不少于 27 天，否则不能评价。",
            "To be evaluable the year needs at least so many valid days: 27 in each month.",
        ),
    ],
)
def test_the_validity_that_the_indicator_asks_for(days: dict[str, None], zh: str, en: str) -> None:
    assert rules_of(goal(replace(AIR, **days), ">=", 92), [])[1] == Text(zh, en)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            goal(replace(MEAN, decimals=2), "<=", 27),
            "以全数值与目标 ≤ 27 µg/m³ 比较（GB/T 8170 全数值比较法），显示值按四舍六入五成双修约到 2 位小数。",
            "Compared with the target of at most 27 µg/m³ by the full value (GB/T 8170), "
            "shown rounded half to even to 2 decimals.",
        ),
        (
            goal(MEAN, "<=", 27, decimals=0),
            "先按四舍六入五成双修约到 0 位小数，再与目标 ≤ 27 µg/m³ 比较（GB/T 8170 修约值比较法），"
            "即界限为 27.5 µg/m³（不含）。",
            "Rounded half to even to a whole number, then compared with the target of at most 27 µg/m³ (GB/T 8170), "
            "so the limit is 27.5 µg/m³ (not included).",
        ),
        (
            goal(MEAN, "<=", 27, decimals=1),
            "先按四舍六入五成双修约到 1 位小数，再与目标 ≤ 27 µg/m³ 比较（GB/T 8170 修约值比较法），"
            "即界限为 27.05 µg/m³（含）。",
            "Rounded half to even to 1 decimal, then compared with the target of at most 27 µg/m³ (GB/T 8170), "
            "so the limit is 27.05 µg/m³ (included).",
        ),
        (
            goal(MEAN, ">=", 20, decimals=0),
            "先按四舍六入五成双修约到 0 位小数，再与目标 ≥ 20 µg/m³ 比较（GB/T 8170 修约值比较法），"
            "即界限为 19.5 µg/m³（含）。",
            "Rounded half to even to a whole number, then compared with the target of at least 20 µg/m³ (GB/T 8170), "
            "so the limit is 19.5 µg/m³ (included).",
        ),
    ],
)
def test_the_comparison(rule: GoalRule, zh: str, en: str) -> None:
    assert rules_of(rule, [])[1] == Text(zh, en)


@pytest.mark.parametrize(
    ("rule", "figures", "zh", "en"),
    [
        (SECTIONS_GOAL, [], "不设进度，只与目标比较。", "There is no pace: only the target is compared."),
        (
            *(SEWAGE_GOAL, []),
            "进度所需的往年数据不全，因此只与目标比较。",
            "Earlier years' figures are too incomplete for a pace, so only the target is compared.",
        ),
        (
            *(SEWAGE_GOAL, [LAST_YEAR]),
            "时序进度：由上年末的 21.8 % 逐月等量推进到年末目标 35 %。",
            "The schedule runs straight from last year's final 21.8 % to the target of 35 % in December.",
        ),
        (
            *(
                goal(SEWAGE, ">=", 35, pace=PaceKind.MILESTONES, milestones={6: Decimal("30.0"), 3: Decimal(25)}),
                [],
            ),
            "进度按计划节点：3 月 25 %、6 月 30 %，节点之间直线推进。",
            "The pace follows the plan's milestones: 25 % in March, 30 % in June, straight between them.",
        ),
        (
            *(
                goal(PM25, "<=", 27, pace=PaceKind.SEASONAL),
                [*real_pm25(2022), *year([(600, 30)] * 12, 2021)],
            ),
            "进度：2021、2022 年逐月累计走势的平均，按比例调整到年末恰为目标 27 µg/m³。",
            "The pace is the mean path of 2021 and 2022, scaled so that the year ends exactly on the target of "
            "27 µg/m³.",
        ),
    ],
)
def test_the_pace(rule: GoalRule, figures: list[MonthFigure], zh: str, en: str) -> None:
    assert rules_of(rule, figures)[-1] == Text(zh, en)


def test_a_goal_settled_once_a_year_says_nothing_of_a_pace() -> None:
    assert len(rules_of(FARMLAND_GOAL, [])) == 2
