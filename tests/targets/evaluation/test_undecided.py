"""A goal whose target is last year's: its value is shown, and nothing is judged, green least of all."""

from dataclasses import replace

import pytest

from targets.cards import marks
from targets.evaluation.model import Attainability, GoalRule, MonthFigure, PaceKind, Status, Verdict
from tests.targets.evaluation.cases import (
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    WATER_GOAL,
    at,
    real_air,
    real_pm25,
    year,
)

GREEN = {Status.ON_TRACK, Status.SECURED, Status.MET}
CASES = [
    (GOOD_AIR_GOAL, real_air()),
    (PM25_GOAL, real_pm25()),
    (replace(PM25_GOAL, pace=PaceKind.NONE), real_pm25(2024)),
    (SECTIONS_GOAL, year([(6, 6)] * 12)),
    (WATER_GOAL, year([(10, 10)] * 12)),
]


@pytest.mark.parametrize(("rule", "figures"), CASES)
@pytest.mark.parametrize("month", [1, 6, 10, 12])
def test_a_value_without_a_verdict(rule: GoalRule, figures: list[MonthFigure], month: int) -> None:
    judged, seen = at(rule, figures, month), at(replace(rule, target_decided=False), figures, month)
    assert (seen.value, seen.numerator, seen.months) == (judged.value, judged.numerator, judged.months)
    assert seen.status is Status.NOT_EVALUABLE
    assert seen.attainability is Attainability.UNKNOWN
    assert seen.verdict is (Verdict.NOT_EVALUABLE if month == 12 else Verdict.OPEN)
    assert (seen.required, seen.budget, seen.forecast) == (None, None, None)
    assert "尚未确定" in seen.sentences.headline.zh and "not yet decided" in seen.sentences.headline.en
    assert marks(seen)[0].en == "target to be decided"


def test_some_of_them_would_be_green() -> None:
    assert {at(rule, figures, month).status for rule, figures in CASES for month in (1, 6, 10, 12)} & GREEN


def test_without_a_figure_the_lamp_says_that() -> None:
    rule = replace(GOOD_AIR_GOAL, target_decided=False)
    assert at(rule, [], 1).status is Status.NO_DATA
    early = at(rule, [], 1, first_month_over=False)
    assert early.status is Status.TOO_EARLY
    assert early.sentences.proof[0].en == (
        "The target (at least 92 %) is last year's and not yet decided, so nothing is judged."
    )


def test_the_same_words_as_before_once_it_is_decided() -> None:
    assert at(replace(GOOD_AIR_GOAL, target_decided=True), real_air(), 10) == at(GOOD_AIR_GOAL, real_air(), 10)
