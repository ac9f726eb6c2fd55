"""What is said whatever the indicator: settled years, once-a-year goals, lengths, and words that must not appear."""

import pytest

from targets.evaluation.model import GoalEvaluation, GoalRule, MonthFigure
from targets.texts import Text
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    months,
    real_air,
    real_pm25,
    year,
)

FULL = [(30, 30)] * 12

SETTLED = [
    (
        *(GOOD_AIR_GOAL, real_air()),
        "全年 93.4 %，达到目标 ≥ 92 %",
        "The year ended at 93.4 %: target of at least 92 % met",
    ),
    (
        *(PM25_GOAL, real_pm25()),
        "全年 31.4 µg/m³，未达到目标 ≤ 27 µg/m³",
        "The year ended at 31.4 µg/m³: target of at most 27 µg/m³ missed",
    ),
    (
        *(PM25_GOAL, year([(810, 30)] * 11 + [("810.01", 30)])),  # 27.00003: not told as 27.0
        "全年 27.00003 µg/m³，未达到目标 ≤ 27 µg/m³",
        "The year ended at 27.00003 µg/m³: target of at most 27 µg/m³ missed",
    ),
    (
        *(WATER_GOAL, year([(3, 3)] * 3 + [(2, 3)] + [(3, 3)] * 8)),
        "全年 97.2 %，未达到目标 100 %；4 月不达标水源 1 个次",
        "The year ended at 97.2 %: target of 100 % missed; 1 failed check in April",
    ),
    (
        *(GOOD_AIR_GOAL, year([*FULL[:5], None, *FULL[6:]])),
        "全年不能评价：缺 6 月数据",
        "The year cannot be evaluated: no figure for June",
    ),
    (
        *(GOOD_AIR_GOAL, year([(20, 26), *FULL[1:]])),
        "全年不能评价：1 月有效 26 天，少于规定的 27 天",
        "The year cannot be evaluated: January has 26 valid days, fewer than the 27 required",
    ),
    (
        *(GOOD_AIR_GOAL, year([(25, 27), (25, 25), *[(25, 27)] * 10])),
        "全年不能评价：全年有效 322 天，少于规定的 324",
        "The year cannot be evaluated: 322 valid days in the year, fewer than the 324 required",
    ),
    (
        *(FARMLAND_GOAL, months({12: (0, 0)})),
        "全年不能评价：受污染耕地总面积为 0，不适用",
        "The year cannot be evaluated: not applicable, no total area of polluted farmland",
    ),
    (*(FARMLAND_GOAL, []), "全年不能评价：缺 12 月数据", "The year cannot be evaluated: no figure for December"),
    (
        *(FARMLAND_GOAL, months({12: ("99.96", 100)})),  # not told as 100.0
        "全年 99.96 %，未达到目标 100 %",
        "The year ended at 99.96 %: target of 100 % missed",
    ),
    (
        *(SEWAGE_GOAL, months({3: (82, 340)})),
        "全年不能评价：缺 12 月数据",
        "The year cannot be evaluated: no figure for December",
    ),
    (
        *(SECTIONS_GOAL, months({12: (5, 6)})),
        "全年 83.33 %，达到目标 ≥ 83.3 %",
        "The year ended at 83.33 %: target of at least 83.3 % met",
    ),
]


@pytest.mark.parametrize(("rule", "figures", "zh", "en"), SETTLED)
def test_the_headline_of_a_year_that_is_over(rule: GoalRule, figures: list[MonthFigure], zh: str, en: str) -> None:
    assert at(rule, figures, 12).sentences.headline == Text(zh, en)


def test_the_proof_of_a_year_that_is_over() -> None:
    assert at(GOOD_AIR_GOAL, real_air(), 12).sentences.proof == (
        Text(
            "全年优良天数 342 天，有效天数 366 天，为 93.4 %；目标 ≥ 92 %，达标。",
            "The year: good days 342, valid days 366, so 93.4 %; the target of at least 92 % is met.",
        ),
    )
    assert at(WATER_GOAL, year([*[(3, 3)] * 11, (2, 3)]), 12).sentences.proof == (
        Text(
            "全年达标水源 35 个次，监测水源 36 个次，为 97.2 %；目标 100 %，未达标。",
            "The year: compliant sources 35, sources monitored 36, so 97.2 %; the target of 100 % is missed.",
        ),
        Text("12 月不达标水源 1 个次。", "1 failed check in December."),
    )


def test_every_reason_why_a_year_cannot_be_evaluated_is_in_the_proof() -> None:
    counts = [(20, 26), (20, 24), None, *FULL[3:]]
    assert [text.en for text in at(GOOD_AIR_GOAL, year(counts), 12).sentences.proof] == [
        "The year cannot be evaluated: no figure for March.",
        "The year cannot be evaluated: January has 26 valid days, fewer than the 27 required.",
        "The year cannot be evaluated: February has 24 valid days, fewer than the 25 required.",
        "The year cannot be evaluated: 320 valid days in the year, fewer than the 324 required.",
    ]


def test_324_valid_days_are_enough() -> None:
    proof = at(GOOD_AIR_GOAL, year([(20, 24), *FULL[1:11], None]), 12).sentences.proof  # 24 and 10 × 30 days
    assert [text.en for text in proof] == [
        "The year cannot be evaluated: no figure for December.",
        "The year cannot be evaluated: January has 24 valid days, fewer than the 27 required.",
    ]


def test_a_goal_settled_once_a_year() -> None:
    sentences = at(FARMLAND_GOAL, months({6: (92, 100)}), 10).sentences
    assert sentences.headline == Text("每年 12 月结算一次", "Settled once a year, in December")
    assert sentences.proof == (
        Text(
            "该项每年 12 月结算一次，此前没有数值，也不评价。",
            "It is settled once a year, in December; before that there is no value and no judgement.",
        ),
    )


def test_a_year_without_any_figure() -> None:
    assert at(PM25_GOAL, [], 2).sentences.proof == (Text("2024 年尚无数据。", "No figure for 2024 yet."),)
    assert at(PM25_GOAL, [], 1, first_month_over=False).sentences.headline == Text(
        "2024 年首期数据未到期", "The first figure of 2024 is not due yet"
    )


def all_texts(evaluation: GoalEvaluation) -> list[Text]:
    sentences = evaluation.sentences
    return [*sentences.proof, *sentences.notes, *sentences.rule]


REAL = [
    (GOOD_AIR_GOAL, real_air()),
    (PM25_GOAL, real_pm25()),
    (SECTIONS_GOAL, months(dict.fromkeys(range(1, 13), (5, 6)))),
    (WATER_GOAL, months(dict.fromkeys(range(1, 13), (3, 3)))),
    (WATER_GOAL, months({1: (3, 3), 3: (1, 3), 5: (2, 3), 7: (2, 3), 9: (0, 3), 11: (2, 3)})),
    (FARMLAND_GOAL, months({12: (100, 100)})),
    (SEWAGE_GOAL, [figure("2023-12", 74, 340), *months({3: (82, 340), 6: (95, 340), 9: (108, 340), 12: (121, 340)})]),
]


@pytest.mark.parametrize(("rule", "figures"), REAL)
def test_headlines_fit_a_card_and_sentences_end(rule: GoalRule, figures: list[MonthFigure]) -> None:
    for month in range(1, 13):
        evaluation = at(rule, figures, month)
        headline = evaluation.sentences.headline
        assert 0 < len(headline.zh) <= 60
        assert 0 < len(headline.en) <= 110
        assert headline.en[0].isupper() or headline.en[0].isdigit()
        for text in all_texts(evaluation):
            assert text.zh.endswith("。")
            assert text.en.endswith(".")
            assert not set("<>&*_`") & set(text.zh + text.en)
            assert "  " not in text.zh + text.en
