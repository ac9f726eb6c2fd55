"""Notes: months missing or too short, typed means, and what cannot be evaluated any more."""

from dataclasses import replace
from decimal import Decimal

import pytest

from targets.evaluation.model import GoalRule, MonthFigure
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    months,
    real_pm25,
    year,
)

LENIENT = replace(AIR, min_days_month=None, min_days_february=None)
FULL = [(30, 30)] * 12


def typed(month: str, mean: str, days: int, half: str = "0.05") -> MonthFigure:
    return figure(month, Decimal(mean) * days, days, half_unit=Decimal(half))


NOTES = [
    (GOOD_AIR_GOAL, year(FULL[:9]), 9, []),
    (
        *(GOOD_AIR_GOAL, year([(20, 26), (20, 24)]), 2),
        [
            (
                "1 月有效 26 天，少于规定的 27 天，全年将不能评价。",
                "January has 26 valid days, fewer than the 27 required, so the year will not be evaluable.",
            ),
            (
                "2 月有效 24 天，少于规定的 25 天，全年将不能评价。",
                "February has 24 valid days, fewer than the 25 required, so the year will not be evaluable.",
            ),
        ],
    ),
    (
        *(goal(LENIENT, ">=", 92), year([(1, 1), (1, 1)]), 2),
        [
            (
                "全年有效天数最多只有 308 天，少于规定的 324 天，全年将不能评价。",
                "At most 308 valid days are possible, fewer than the 324 required, so the year will not be evaluable.",
            )
        ],
    ),
    (
        *(GOOD_AIR_GOAL, year([*FULL[:5], None, *FULL[6:8]]), 9),
        [
            (
                "缺 6 月、9 月数据，其 60 天计为未定。",
                "No figure for June and September: the 60 days count as open.",
            )
        ],
    ),
    (
        *(PM25_GOAL, [], 3),
        [("缺 1—3 月数据，其 91 天计为未定。", "No figure for January to March: the 91 days count as open.")],
    ),
    (WATER_GOAL, months({1: (3, 3), 3: (3, 3)}), 3, [("缺 2 月数据。", "No figure for February.")]),
    (SEWAGE_GOAL, months({3: (82, 340)}), 8, [("缺 6 月数据。", "No figure for June.")]),
    (GOOD_AIR_GOAL, year([*FULL[:5], None, *FULL[6:]]), 12, []),  # its proof says so
    (
        *(WATER_GOAL, year([*[(3, 3)] * 10, None, (2, 3)]), 12),  # not met, though November is missing
        [("缺 11 月数据。", "No figure for November.")],
    ),
    (
        *(goal(MEAN, "<=", 27), [typed("2024-01", "48.6", 31), *real_pm25(2024)[1:]], 10),
        [
            (
                "部分月份按修约后的均值录入，全年均值由此至多相差 0.01 µg/m³。",
                "Some months were typed as rounded means, which can move the year's mean by up to 0.01 µg/m³.",
            )
        ],
    ),
    (
        *(goal(MEAN, "<=", 27), [typed("2024-01", "27.0", 31)], 1),
        [
            (
                "部分月份按修约后的均值录入，全年均值由此至多相差 0.05 µg/m³；目标值在此误差之内，宜补录日均值之和。",
                "Some months were typed as rounded means, which can move the year's mean by up to 0.05 µg/m³; "
                "the target lies within that, so enter the sum of daily means.",
            )
        ],
    ),
    (
        *(goal(MEAN, "<=", 27), [typed("2024-01", "27.05", 31)], 1),  # the target is the end of what it can be
        [
            (
                "部分月份按修约后的均值录入，全年均值由此至多相差 0.05 µg/m³；目标值在此误差之内，宜补录日均值之和。",
                "Some months were typed as rounded means, which can move the year's mean by up to 0.05 µg/m³; "
                "the target lies within that, so enter the sum of daily means.",
            )
        ],
    ),
    (goal(MEAN, "<=", 27), [typed("2024-01", "27.0", 31, "0")], 1, []),
    (goal(LENIENT, ">=", 92), year([(1, 9), (1, 9)]), 2, []),  # 324 are still possible
]


@pytest.mark.parametrize(("rule", "figures", "month", "said"), NOTES)
def test_notes(rule: GoalRule, figures: list[MonthFigure], month: int, said: list[tuple[str, str]]) -> None:
    assert at(rule, figures, month).sentences.notes == tuple(Text(zh, en) for zh, en in said)
