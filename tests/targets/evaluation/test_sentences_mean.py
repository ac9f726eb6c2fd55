"""A mean of days in words."""

from dataclasses import replace

import pytest

from targets.evaluation.model import GoalRule, MonthFigure
from targets.texts import Text
from tests.targets.evaluation.cases import MEAN, PM25, PM25_GOAL, at, goal, real_pm25, year

HEADLINES = [
    (
        *(PM25_GOAL, real_pm25(), 10),
        "余下 61 天均值须 ≤ 25.7；2022 年同期 33.7，2023 年同期 35.0",
        "The 61 days left must average at most 25.7; the same days averaged 33.7 in 2022 and 35.0 in 2023",
    ),
    (
        *(PM25_GOAL, real_pm25(2022, 2024), 10),
        "余下 61 天均值须 ≤ 25.7；2022 年同期 33.7",
        "The 61 days left must average at most 25.7; the same days averaged 33.7 in 2022",
    ),
    (*(PM25_GOAL, real_pm25(2024), 10), "余下 61 天均值须 ≤ 25.7", "The 61 days left must average at most 25.7"),
    (
        *(PM25_GOAL, real_pm25(), 11),
        "已无法达标：余下 31 天即使均为 0，全年均值也达 28.6 µg/m³",
        "Out of reach: even at 0 for the 31 days left the year would average 28.6 µg/m³",
    ),
    (
        *(goal(MEAN, "<=", 27), year([(823, 30)] * 10 + [("1544.181", 31)]), 11),  # 27.0005: not told as 27.0
        "已无法达标：余下 31 天即使均为 0，全年均值也达 27.0005 µg/m³",
        "Out of reach: even at 0 for the 31 days left the year would average 27.0005 µg/m³",
    ),
    (
        *(goal(MEAN, ">=", 27), real_pm25(2024), 11),
        "余下 31 天即使均为 0，全年均值也有 28.6 µg/m³，必定达标",
        "Even at 0 for the 31 days left the year would average 28.6 µg/m³: met whatever comes",
    ),
    (
        *(goal(MEAN, ">=", 27), real_pm25(2024), 10),
        "余下 61 天均值须 ≥ 25.8",
        "The 61 days left must average at least 25.8",
    ),
    (*(goal(PM25, ">=", 1), year([(900, 26)]), 1), "目前均值 34.6 µg/m³", "The mean so far is 34.6 µg/m³"),
    (
        *(goal(replace(MEAN, counts_days=False), "<=", 27), year([(900, 30)]), 1),
        "目前均值 30.0 µg/m³",
        "The mean so far is 30.0 µg/m³",
    ),
    (*(PM25_GOAL, [], 3), "2024 年尚无数据", "No figure for 2024 yet"),
]


@pytest.mark.parametrize(("rule", "figures", "month", "zh", "en"), HEADLINES)
def test_headline(rule: GoalRule, figures: list[MonthFigure], month: int, zh: str, en: str) -> None:
    assert at(rule, figures, month).sentences.headline == Text(zh, en)


def test_the_proof_of_an_attainable_mean() -> None:
    assert at(PM25_GOAL, real_pm25(), 10).sentences.proof == (
        Text(
            "截至 10 月底，有效 305 天，有效日均值之和 8311.2；未定 61 天，全年预计有效 366 天。",
            "To the end of October, 305 valid days on record with a sum of 8311.2; "
            "with 61 days open, 366 are expected for the year.",
        ),
        Text(
            "余下均值须不高于 (27 × 366 − 8311.2) ÷ 61 ≈ 25.7508；取稳妥一侧，即 25.7。",
            "The rest must average at most (27 × 366 − 8311.2) ÷ 61 ≈ 25.7508; on the safe side 25.7.",
        ),
        Text(
            "均值没有上限，年度结束之前不能断言达标。",
            "A mean has no upper bound, so it cannot be proved met before the year ends.",
        ),
        Text(
            "余下 61 天均值须 ≤ 25.7；2022 年、2023 年同期分别为 33.7、35.0，2 年中 0 年达到此水平。",
            "The 61 days left must average at most 25.7; in the same months of 2022 and 2023 they averaged 33.7 and "
            "35.0: that low in 0 of 2 years.",
        ),
        Text(
            "10 月底按往年走势应为 25.4 µg/m³，滞后 1.9 µg/m³。",
            "At the end of October the path of earlier years asks for 25.4 µg/m³, 1.9 µg/m³ behind.",
        ),
        Text(
            "灯为“滞后”：预测达标概率 11 %，低于 30 %。",
            "The light is behind: the forecast puts the chance of meeting the target at 11 %, below 30 %.",
        ),
    )


def test_the_proof_of_a_lost_mean_says_what_it_would_take_and_why_it_cannot() -> None:
    _, formula, *_ = at(PM25_GOAL, real_pm25(), 11).sentences.proof
    assert formula == Text(
        "余下均值须不高于 (27 × 366 − 10464.1) ÷ 31 ≈ −18.7774；均值不会低于 0，因此无论余下如何都不能达标。",
        "The rest must average at most (27 × 366 − 10464.1) ÷ 31 ≈ −18.7774; "
        "no mean is below 0, so the target is missed whatever comes.",
    )


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            goal(MEAN, "<=", 27, decimals=0),
            "余下均值须低于 (27.5 × 366 − 8311.2) ÷ 61 ≈ 28.7508；取稳妥一侧，即 28.7。",
            "The rest must average below (27.5 × 366 − 8311.2) ÷ 61 ≈ 28.7508; on the safe side 28.7.",
        ),
        (
            goal(MEAN, "<=", 28, decimals=0),
            "余下均值须不高于 (28.5 × 366 − 8311.2) ÷ 61 ≈ 34.7508；取稳妥一侧，即 34.7。",
            "The rest must average at most (28.5 × 366 − 8311.2) ÷ 61 ≈ 34.7508; on the safe side 34.7.",
        ),
        (
            goal(MEAN, ">=", 28),
            "余下均值须不低于 (28 × 366 − 8311.2) ÷ 61 ≈ 31.7508；取稳妥一侧，即 31.8。",
            "The rest must average at least (28 × 366 − 8311.2) ÷ 61 ≈ 31.7508; on the safe side 31.8.",
        ),
        (
            goal(MEAN, ">=", 29, decimals=0),
            "余下均值须高于 (28.5 × 366 − 8311.2) ÷ 61 ≈ 34.7508；取稳妥一侧，即 34.8。",
            "The rest must average above (28.5 × 366 − 8311.2) ÷ 61 ≈ 34.7508; on the safe side 34.8.",
        ),
        (
            goal(MEAN, ">=", 20),
            "余下均值须不低于 (20 × 366 − 8311.2) ÷ 61 ≈ −16.2492；均值不会低于 0，因此无论余下如何都达标。",
            "The rest must average at least (20 × 366 − 8311.2) ÷ 61 ≈ −16.2492; "
            "no mean is below 0, so the target is met whatever comes.",
        ),
    ],
)
def test_the_formula_by_direction_and_comparison(rule: GoalRule, zh: str, en: str) -> None:
    assert at(rule, real_pm25(2024), 10).sentences.proof[1] == Text(zh, en)


def test_an_exact_quotient_is_written_as_one() -> None:
    _, formula, *_ = at(goal(MEAN, "<=", 27), year([(810, 30)] * 10), 10).sentences.proof
    assert formula.en == "The rest must average at most (27 × 361 − 8100) ÷ 61 = 27; on the safe side 27.0."
    _, formula, *_ = at(goal(MEAN, "<=", 27), year([*[(819, 30)] * 9, ("820.5", 30)]), 10).sentences.proof
    assert formula.en == "The rest must average at most (27 × 361 − 8191.5) ÷ 61 = 25.5; on the safe side 25.5."


def test_what_a_lower_limit_cannot_prove() -> None:
    assert at(goal(MEAN, ">=", 27), real_pm25(2024), 10).sentences.proof[2] == Text(
        "均值没有上限，年度结束之前不能断言不达标。",
        "A mean has no upper bound, so it cannot be proved missed before the year ends.",
    )


def test_secured_is_never_said_of_a_mean() -> None:
    for month in range(1, 13):
        for rule in (goal(MEAN, ">=", 1), PM25_GOAL):
            sentences = at(rule, real_pm25(), month).sentences
            for text in (sentences.headline, *sentences.proof, *sentences.notes):
                assert "secured" not in text.en.lower()
                assert "锁定" not in text.zh
