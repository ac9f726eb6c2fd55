"""What is required from now on, set against earlier years: every kind of goal, both directions, both languages."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.model import GoalRule, MonthFigure
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    DAYS,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    moderate,
    months,
    real_air,
    real_pm25,
    year,
)

BAD_DAYS = replace(DAYS, numerator_name=AIR.shortfall_name, shortfall_name=AIR.numerator_name, slug="bad-days")
LATE = 10


def two_months(bad: int, of: int) -> list[MonthFigure]:
    """November and December of a year with so many bad days in each."""
    return months({11: (30 - bad, 30), 12: (31 - bad, 31)}, of)


CASES = [
    (
        *(PM25_GOAL, real_pm25(), LATE),
        "余下 61 天均值须 ≤ 25.7；2022 年、2023 年同期分别为 33.7、35.0，2 年中 0 年达到此水平。",
        "The 61 days left must average at most 25.7; in the same months of 2022 and 2023 they averaged 33.7 and 35.0: "
        "that low in 0 of 2 years.",
    ),
    (
        *(PM25_GOAL, real_pm25(2022, 2024), LATE),
        "余下 61 天均值须 ≤ 25.7；2022 年同期为 33.7，未达到此水平。",
        "The 61 days left must average at most 25.7; in the same months of 2022 they averaged 33.7: not that low.",
    ),
    (
        *(goal(MEAN, ">=", 27), real_pm25(2022, 2024), LATE),
        "余下 61 天均值须 ≥ 25.8；2022 年同期为 33.7，达到此水平。",
        "The 61 days left must average at least 25.8; in the same months of 2022 they averaged 33.7: that high.",
    ),
    (
        *(PM25_GOAL, real_pm25(2024), LATE),
        "余下 61 天均值须 ≤ 25.7；没有同期数据齐全的往年可比。",
        "The 61 days left must average at most 25.7; no earlier year has a figure for all of these months.",
    ),
    (
        *(GOOD_AIR_GOAL, real_air(), LATE),
        "余下 61 天至多允许污染 17 天；2022 年、2023 年同期污染分别为 4 天、5 天，2 年中 2 年不超过此数。",
        "The 61 days left may have at most 17 bad days; in the same months of 2022 and 2023 there were 4 and 5: "
        "that few in 2 of 2 years.",
    ),
    (
        *(GOOD_AIR_GOAL, real_air(), 3),  # the same months had fewer valid days: shares are compared
        "余下 275 天优良率须 ≥ 92.4 %；2022 年、2023 年同期分别为 97.8 %、94.2 %，2 年中 2 年达到此水平。",
        "Of the 275 days left at least 92.4 % must be good; in the same months of 2022 and 2023 it was 97.8 % and "
        "94.2 %: that high in 2 of 2 years.",
    ),
    (
        *(goal(BAD_DAYS, "<=", 8), [*year([(1, 30)] * 10), *months({11: (3, 30), 12: (19, 31)}, 2023)], LATE),
        "余下 61 天至多允许污染 18 天；2023 年同期污染为 22 天，超过此数。",
        "The 61 days left may have at most 18 bad days; in the same months of 2023 there were 22: more than that.",
    ),
    (
        *(WATER_GOAL, [*year([(10, 10)] * 10), *months({11: (10, 10), 12: (9, 10)}, 2023)], LATE),
        "余下 2 个月不得出现不达标水源；2023 年同期不达标水源为 1 个次，未做到。",
        "No failed checks are allowed in the 2 months left; in the same months of 2023 there was 1: more than none.",
    ),
    (
        *(SEWAGE_GOAL, [*months({9: (80, 340), 12: (90, 340)}, 2023), *months({9: (108, 340)})], LATE),
        "到年底累计数还须增加 11 个行政村；2023 年同期增加为 10 个，未达到此数。",
        "The total must still rise by 11 villages by December; in the same months of 2023 it rose by 10: "
        "not that many.",
    ),
    (
        *(goal(SEWAGE, "<=", 20), [*months({9: (80, 340), 12: (66, 340)}, 2023), *months({9: (70, 340)})], LATE),
        "到年底累计数还须减少 2 个行政村；2023 年同期减少为 14 个，达到此数。",
        "The total must still fall by 2 villages by December; in the same months of 2023 it fell by 14: that many.",
    ),
]


@pytest.mark.parametrize(("rule", "figures", "month", "zh", "en"), CASES)
def test_history(rule: GoalRule, figures: list[MonthFigure], month: int, zh: str, en: str) -> None:
    sentences = at(rule, figures, month).sentences
    assert sentences.history == Text(zh, en)
    assert sentences.history in sentences.proof


@pytest.mark.parametrize(
    ("rule", "figures", "month"),
    [
        (PM25_GOAL, real_pm25(), 11),  # lost
        (PM25_GOAL, real_pm25(), 12),  # over
        (PM25_GOAL, [], 3),  # no value yet
        (goal(DAYS, ">=", 50), year([(31, 31)] * 11), 11),  # secured
        (WATER_GOAL, year([(9, 10)]), 1),  # lost
        (SECTIONS_GOAL, months({10: (6, 6)}), LATE),  # met as it stands
        (FARMLAND_GOAL, [figure("2023-12", 1, 1)], LATE),  # settled in December
    ],
)
def test_nothing_is_required_and_nothing_is_said(rule: GoalRule, figures: list[MonthFigure], month: int) -> None:
    assert at(rule, figures, month).sentences.history is None


def test_of_many_years_the_five_newest_are_named_and_all_are_counted() -> None:
    earlier = [each for bad, of in enumerate(range(2015, 2024)) for each in two_months(bad, of)]
    found = at(goal(DAYS, ">=", 92), [*real_air(2024), *earlier], LATE).sentences.history
    assert found is not None
    assert "2019, 2020, 2021, 2022 and 2023 there were 8, 10, 12, 14 and 16" in found.en
    assert found.en.endswith("that few in 9 of all 9 years on record.")
    assert found.zh.endswith("有记录的 9 年中 9 年不超过此数。")


def test_a_budget_used_up_allows_no_more() -> None:
    earlier = [
        figure(Month(2022, number), days, days) for number in range(2, 13) for days in [Month(2022, number).days]
    ]
    found = at(goal(DAYS, ">=", 92, year=2023), [*year([(2, 31)], 2023), *earlier], 1).sentences.history
    assert found is not None
    assert found.en == (
        "The 334 days left may have no more bad days; in the same months of 2022 there were 0: that few."
    )
    assert found.zh == "余下 334 天不得再有污染；2022 年同期污染为 0 天，不超过此数。"


@moderate
@given(
    so_far=st.integers(min_value=6000, max_value=9000),
    rests=st.lists(st.decimals(min_value=20, max_value=40, places=3), min_size=1, max_size=3),
    near=st.decimals(min_value=Decimal("-0.11"), max_value=Decimal("0.11"), places=4),
    sign=st.sampled_from(["<=", ">="]),
    decimals=st.sampled_from([None, 0]),
)
def test_the_printed_numbers_say_the_same_as_the_count(
    *, so_far: int, rests: list[Decimal], near: Decimal, sign: str, decimals: int | None
) -> None:
    """One of the earlier years lies close to what is required."""
    rule = goal(MEAN, sign, 27, decimals=decimals)
    figures = year([(so_far, 305)])
    required = at(rule, figures, 10).required
    if required is None:
        return
    means = [*rests, required.value + near]
    earlier = [
        figure(f"{2023 - back}-{number:02}", mean * days, days)
        for back, mean in enumerate(means)
        for number in range(2, 13)
        for days in [30]
    ]
    found = at(rule, [*figures, *earlier], 10).sentences.history
    assert found is not None
    bound = Decimal(re.findall(r"at (?:most|least) (−?[\d.]+)", found.en)[0].replace("−", "-"))
    listed = re.findall(r"averaged ([\d., and]+):", found.en)[0]
    values = [Decimal(one) for one in re.findall(r"\d+\.\d+", listed)]
    assert len(values) == len(means)
    within = sum(value <= bound if sign == "<=" else value >= bound for value in values)
    assert f"in {within} of {len(means)} years" in found.en
