"""An assumed rest of the year in words, both languages: conditional throughout."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from targets.entry.assumed import assume
from targets.evaluation.model import GoalRule, MonthFigure, Status
from targets.evaluation.sentences_what_if import WOULD_BE, budget_text, open_sentence, required_text, verdict_sentence
from targets.evaluation.what_if import Outcome
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    DAYS,
    GOOD_AIR_GOAL,
    MEAN,
    PM25,
    PM25_GOAL,
    SEWAGE,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    goal,
    months,
    real_air,
    real_pm25,
    year,
)


def made(rule: GoalRule, figures: Sequence[MonthFigure], month: int = 10, **texts: str) -> Outcome:
    return assume(rule, figures, Month(rule.year, month), texts, whole=True, first_month_over=True).outcome


VERDICTS = [
    (
        made(PM25_GOAL, real_pm25(), m11="25.7", m12="25.7"),
        "按此假设，全年为 26.99 µg/m³，目标 ≤ 27 µg/m³ 将达标。",
        "With these figures the year would end at 26.99 µg/m³: the target of at most 27 µg/m³ would be met.",
    ),
    (
        made(PM25_GOAL, real_pm25(), m11="25.8", m12="25.8"),
        "按此假设，全年为 27.01 µg/m³，目标 ≤ 27 µg/m³ 将不达标。",
        "With these figures the year would end at 27.01 µg/m³: the target of at most 27 µg/m³ would be missed.",
    ),
    (
        made(PM25_GOAL, real_pm25(), m11="30"),
        "按此假设，到 11 月底：余下 31 天均值须 ≤ 21.6；2022 年同期 25.4，2023 年同期 35.5。",
        "With these figures, at the end of November: the 31 days left must average at most 21.6; the same days "
        "averaged 25.4 in 2022 and 35.5 in 2023.",
    ),
    (
        made(PM25_GOAL, real_pm25(), m12="30"),
        "按此假设，全年将不能评价：缺 11 月数据。",
        "With these figures the year could not be evaluated: no figure for November.",
    ),
    (
        made(WATER_GOAL, year([(10, 10)] * 11), 11, m12="9"),
        "按此假设，全年为 99.2 %，目标 100 % 将不达标。",
        "With these figures the year would end at 99.2 %: the target of 100 % would be missed.",
    ),
]


@pytest.mark.parametrize(("outcome", "zh", "en"), VERDICTS)
def test_how_the_year_would_end(outcome: Outcome, zh: str, en: str) -> None:
    assert verdict_sentence(outcome) == Text(zh, en)


def test_which_months_stay_open() -> None:
    assert open_sentence(made(PM25_GOAL, real_pm25(), m11="30")) == Text(
        "12 月未作假设，仍为未定，因此按 11 月底评价。",
        "December stays open: nothing is assumed there, so this is evaluated as of the end of November.",
    )
    two = open_sentence(made(PM25_GOAL, real_pm25(), 9, m10="30"))
    assert two is not None and two.en.startswith("November and December stay open:")
    assert open_sentence(made(PM25_GOAL, real_pm25())) is None
    assert open_sentence(made(PM25_GOAL, real_pm25(), m11="1", m12="1")) is None


def test_every_state_has_a_conditional_word() -> None:
    assert set(WOULD_BE) == set(Status)


@pytest.mark.parametrize(
    ("rule", "figures", "month", "budget", "required"),
    [
        (GOOD_AIR_GOAL, real_air(), 10, "12 of 29 bad days, 17 left", "44 of 61 days must be good"),
        (PM25_GOAL, real_pm25(), 10, None, "≤ 25.7 on average over 61 days"),
        (goal(MEAN, ">=", 27), real_pm25(), 10, None, "≥ 25.8 on average over 61 days"),
        (goal(DAYS, ">=", 92), year([(0, 31)]), 1, "31 of 29 bad days, 2 too many", None),
        (SEWAGE_GOAL, months({9: (108, 340)}), 10, None, "11 villages more"),
        (goal(SEWAGE, "<=", 30), months({9: (108, 340)}), 10, None, "6 villages fewer"),
        (
            goal(replace(DAYS, numerator_name=DAYS.shortfall_name, shortfall_name=DAYS.numerator_name), "<=", 8),
            *(year([(1, 30)] * 10), 10),
            *("10 of 28 bad days, 18 left", "43 of 61 days must be good"),
        ),
        (WATER_GOAL, year([(10, 10)] * 10), 10, "no failed checks allowed, 0 so far", "20 of 20 checks must pass"),
        (goal(PM25, "<=", 27), [], 10, None, "≤ 27 on average over 366 days"),
    ],
)
def test_budget_and_required(
    rule: GoalRule, figures: list[MonthFigure], month: int, budget: str | None, required: str | None
) -> None:
    evaluation = at(rule, figures, month)
    told = [text and text.en for text in (budget_text(evaluation), required_text(evaluation))]
    assert told == [budget, required]
