"""Why a lamp is what it is: which comparison holds and which fails, in named cases and both languages."""

from dataclasses import replace
from decimal import Decimal

import pytest

from targets.evaluation.model import GoalEvaluation, GoalRule, PaceKind, Status
from targets.evaluation.sentences_lamp import lamp_reason, lamp_sentence, settled_reason
from targets.texts import Text
from tests.targets.evaluation.cases import MEAN, PM25_GOAL, SEWAGE, SEWAGE_GOAL, at, figure, goal, months, real_pm25

LAST_YEAR = figure("2023-12", 74, 340)
FALLING = goal(SEWAGE, "<=", 30, pace=PaceKind.SCHEDULE)  # from 40 % in the year before


def sewage(villages: int, rule: GoalRule = SEWAGE_GOAL, last: int = 74) -> GoalEvaluation:
    return at(rule, [figure("2023-12", last, 340), figure("2024-09", villages, 340)], 10)


CASES = {
    "target missed, pace kept": (
        sewage(108),
        "累计 31.8 % 不落后于时序进度，但未达到目标 ≥ 35 %",
        "31.8 % to date keeps to the schedule but does not meet the target of at least 35 % yet",
    ),
    "both missed": (
        sewage(104),
        "累计 30.6 % 既未达到目标 ≥ 35 %，又落后于时序进度",
        "30.6 % to date neither meets the target of at least 35 % nor keeps to the schedule",
    ),
    "both kept": (
        sewage(122),
        "累计 35.9 % 既达到目标 ≥ 35 %，又不落后于时序进度",
        "35.9 % to date meets the target of at least 35 % and keeps to the schedule",
    ),
    "target met, pace missed": (  # last year ended above the target: the straight line comes down to it
        sewage(120, last=200),
        "累计 35.3 % 达到目标 ≥ 35 %，但落后于时序进度",
        "35.3 % to date meets the target of at least 35 % but is behind the schedule",
    ),
    "at most, pace kept": (
        sewage(108, FALLING, 136),
        "累计 31.8 % 不落后于时序进度，但未达到目标 ≤ 30 %",
        "31.8 % to date keeps to the schedule but does not meet the target of at most 30 % yet",
    ),
    "no pace, missed": (
        at(goal(MEAN, "<=", 27), months({1: (900, 31)}), 1),
        "累计 29.0 µg/m³ 未达到目标 ≤ 27 µg/m³",
        "29.0 µg/m³ to date does not meet the target of at most 27 µg/m³",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_comparisons(name: str) -> None:
    evaluation, zh, en = CASES[name]
    assert lamp_reason(evaluation) == Text(zh, en)


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.7, "70 %，不低于 70 %", "70 %, not below 70 %"),
        (0.69, "69 %，低于 70 %", "69 %, below 70 %"),
        (0.3, "30 %，低于 70 %", "30 %, below 70 %"),
        (0.29, "29 %，低于 30 %", "29 %, below 30 %"),
        (0.0, "1 %，低于 30 %", "1 %, below 30 %"),
    ],
)
def test_where_there_is_a_forecast_its_probability_decides(probability: float, zh: str, en: str) -> None:
    october = at(PM25_GOAL, real_pm25(), 10)
    assert october.forecast is not None
    told = lamp_reason(replace(october, forecast=replace(october.forecast, probability=probability)))
    assert told == Text(f"预测达标概率 {zh}", f"the forecast puts the chance of meeting the target at {en}")


def test_areas_that_keep_a_light_from_green_are_named() -> None:
    lacking = replace(figure("2024-09", 122, 340), missing_areas=(Text("林甸县", "Lindian County"),))
    evaluation = at(SEWAGE_GOAL, [LAST_YEAR, lacking], 10)
    assert evaluation.status is Status.AT_RISK
    told = lamp_sentence(evaluation)
    assert told is not None
    assert told.zh.endswith("；缺林甸县数据，至多为有风险。")
    assert told.en.endswith("; without the figures of Lindian County it is at risk at best.")


def test_no_reason_is_given_where_none_is_asked_for() -> None:
    assert lamp_sentence(sewage(122)) is None  # on track
    assert lamp_reason(at(SEWAGE_GOAL, [LAST_YEAR], 10)) is None  # no value
    assert lamp_reason(at(goal(MEAN, "<=", 27), months({1: (Decimal(20000), 31)}), 1)) is None  # out of reach
    assert settled_reason(sewage(122)) is None  # the year is not over
    over = settled_reason(at(SEWAGE_GOAL, [LAST_YEAR, figure("2024-12", 122, 340)], 12))
    assert over == Text("全年 35.9 % 达到目标 ≥ 35 %", "the year's 35.9 % meets the target of at least 35 %")
