"""Counts of which nobody knows how many are to come, in words."""

from dataclasses import replace

import pytest

from targets.evaluation.model import GoalRule
from targets.texts import Text
from tests.targets.evaluation.cases import WATER, WATER_GOAL, at, goal, year

SPILLS = replace(WATER, numerator_name=Text("超标水样", "samples above the limit"))

Counts = list[tuple[int, int] | None]
TEN: Counts = [(3, 3)] * 10

HEADLINES = [
    (
        *(WATER_GOAL, TEN),
        "10 个月监测水源 30 个次，全部达标；任何一个月不达标即全年不达标",
        "No failed checks among 30 in 10 months; a single one puts the year out of reach",
    ),
    (
        *(WATER_GOAL, TEN[:1]),
        "1 个月监测水源 3 个次，全部达标；任何一个月不达标即全年不达标",
        "No failed checks among 3 in 1 month; a single one puts the year out of reach",
    ),
    (
        *(WATER_GOAL, [(3, 3), (3, 3), (3, 3), (2, 3)]),
        "已无法达标：4 月不达标水源 1 个次",
        "Out of reach: 1 failed check in April",
    ),
    (
        *(WATER_GOAL, [(3, 3), (1, 3), (3, 3), (2, 3), (3, 3)]),
        "已无法达标：2 月、4 月不达标水源 3 个次",
        "Out of reach: 3 failed checks in February and April",
    ),
    (
        *(WATER_GOAL, [(2, 3)] * 5),
        "已无法达标：1—5 月不达标水源 5 个次",
        "Out of reach: 5 failed checks in January to May",
    ),
    (
        *(goal(WATER, ">=", "100.1"), TEN),
        "已无法达标：任何结果都达不到 ≥ 100.1 %",
        "Out of reach: no result meets at least 100.1 %",
    ),
    (
        *(goal(SPILLS, "<=", 0), [(0, 3), (0, 3)]),
        "2 个月监测水源 6 个次，无超标水样；任何一个月不达标即全年不达标",
        "No samples above the limit among 6 in 2 months; a single one puts the year out of reach",
    ),
    (
        *(goal(SPILLS, "<=", 0), [(0, 3), (2, 3)]),
        "已无法达标：2 月超标水样 2 个次",
        "Out of reach: 2 samples above the limit in February",
    ),
    (*(goal(WATER, ">=", 0), [(0, 3)]), "目标 ≥ 0 %：任何结果都达标", "Any result meets the target of at least 0 %"),
    (
        *(goal(WATER, ">=", 90), [*TEN[:9], (2, 3)]),
        "累计 96.7 %，目标 ≥ 90 %；按最近一月的数量，余下 6 个次须有 4 个次达标",
        "96.7 % so far, the target is at least 90 %; at the newest month's size 4 of the 6 checks left must pass",
    ),
    (*(goal(WATER, ">=", 50), TEN), "累计 100.0 %，目标 ≥ 50 %", "100.0 % so far, the target is at least 50 %"),
    (*(WATER_GOAL, [None] * 10), "2024 年尚无数据", "No figure for 2024 yet"),
    (*(WATER_GOAL, [(0, 0)]), "不适用：监测水源为 0", "Not applicable: there are no sources monitored"),
]


@pytest.mark.parametrize(("rule", "counts", "zh", "en"), HEADLINES)
def test_headline(rule: GoalRule, counts: Counts, zh: str, en: str) -> None:
    assert at(rule, year(counts), len(counts)).sentences.headline == Text(zh, en)


def test_the_proof_while_nothing_failed() -> None:
    assert at(WATER_GOAL, year(TEN), 10).sentences.proof == (
        Text(
            "截至 10 月底，监测水源累计 30 个次，达标水源 30 个次，为 100.0 %；目标 100 %。",
            "To the end of October, 30 of 30 checks, so 100.0 %; the target is 100 %.",
        ),
        Text("至今无不达标水源。", "So far there have been no failed checks."),
        Text("余下 2 个月，每月 3 个次须全部达标。", "All 3 checks in each of the 2 months left must pass."),
    )


def test_the_proof_once_a_month_failed() -> None:
    assert at(WATER_GOAL, year([(3, 3), (2, 3)]), 2).sentences.proof == (
        Text(
            "截至 2 月底，监测水源累计 6 个次，达标水源 5 个次，为 83.3 %；目标 100 %。",
            "To the end of February, 5 of 6 checks, so 83.3 %; the target is 100 %.",
        ),
        Text("2 月不达标水源 1 个次。", "1 failed check in February."),
        Text(
            "此后即使全部达标，累计值也只能接近、不能回到 100 %，因此全年不能达标。",
            "Whatever follows, the total can near 100 % but never return to it, so the year's target is missed.",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "counts", "zh", "en"),
    [
        (
            WATER_GOAL,
            [(3, 3)] * 11,
            "余下 1 个月，每月 3 个次须全部达标。",
            "All 3 checks in the month left must pass.",
        ),
        (WATER_GOAL, [(1, 1)] * 11, "余下 1 个月，每月 1 个次须全部达标。", "The 1 check in the month left must pass."),
        (
            *(goal(WATER, ">=", 90), [*TEN[:9], (2, 3)]),
            "按最近一月的数量，余下 6 个次须有 4 个次达标。",
            "At the newest month's size 4 of the 6 checks left must pass.",
        ),
    ],
)
def test_what_the_rest_must_bring(rule: GoalRule, counts: Counts, zh: str, en: str) -> None:
    assert at(rule, year(counts), len(counts)).sentences.proof[-1] == Text(zh, en)


def test_100_per_cent_is_not_said_of_less() -> None:
    evaluation = at(WATER_GOAL, year([(99999, 100000)]), 1)
    first, *_ = evaluation.sentences.proof
    assert "99.999 %" in first.zh
    assert "100.0 %" not in first.zh + first.en
