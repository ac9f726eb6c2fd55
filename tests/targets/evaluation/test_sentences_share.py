"""A share of days in words."""

from dataclasses import replace

import pytest

from targets.evaluation.model import GoalRule, MonthFigure
from targets.texts import Text
from tests.targets.evaluation.cases import AIR, DAYS, GOOD_AIR_GOAL, at, goal, real_air, year

BAD_DAYS = replace(DAYS, numerator_name=Text("污染天数", "bad days"), shortfall_name=Text("优良天数", "good days"))
EXCEEDING = replace(AIR, numerator_name=Text("达标日数", "days within the limit"))

HEADLINES = [
    (
        *(GOOD_AIR_GOAL, real_air(), 10),
        "全年允许污染 29 天，已用 12 天，剩余 17 天；余下 61 天须有 44 天优良",
        "12 of 29 bad days used, 17 left; 44 of the 61 days left must be good",
    ),
    (
        *(GOOD_AIR_GOAL, year([(2, 31)]), 1),
        "全年允许污染 29 天，已用 29 天，剩余 0 天；余下 335 天须全部优良",
        "29 of 29 bad days used, 0 left; all 335 days left must be good",
    ),
    (
        *(GOOD_AIR_GOAL, year([(0, 31)]), 1),
        "已无法达标：全年只允许污染 29 天，已用 31 天",
        "Out of reach: 31 bad days used, the year allows only 29",
    ),
    (
        *(goal(AIR, ">=", "99.8"), year([(30, 31)]), 1),
        "已无法达标：全年只允许污染 0 天，已用 1 天",
        "Out of reach: 1 bad day used, the year allows only 0",
    ),
    (
        *(goal(AIR, ">=", "99.7"), year([(30, 31)]), 1),
        "全年允许污染 1 天，已用 1 天，剩余 0 天；余下 335 天须全部优良",
        "1 of 1 bad day used, 0 left; all 335 days left must be good",
    ),
    (
        *(goal(AIR, ">=", "100.1"), year([(31, 31)]), 1),
        "已无法达标：余下 335 天即使全部优良，全年也只到 100.0 %",
        "Out of reach: even with all 335 days left good the year would end at 100.0 %",
    ),
    (
        *(goal(DAYS, ">=", 91), year([(31, 31)] * 10 + [(29, 31)]), 11),
        "已锁定达标：余下 31 天即使全部污染，共 33 天，不超过允许的 33 天",
        "Secured: even if all 31 days left were bad, 33 of 33 allowed would be used",
    ),
    (
        *(goal(AIR, ">=", 1), year([(26, 26)]), 1),  # would be secured, but January has too few days
        "全年允许污染 357 天，已用 0 天，剩余 357 天",
        "0 of 357 bad days used, 357 left",
    ),
    (
        *(goal(BAD_DAYS, "<=", 8), year([(2, 30)] * 10), 10),
        "全年允许污染 28 天，已用 20 天，剩余 8 天；余下 61 天至多 8 天污染",
        "20 of 28 bad days used, 8 left; at most 8 of the 61 days left may be bad",
    ),
    (
        *(goal(EXCEEDING, ">=", 92), year([(30, 31)]), 1),
        "全年允许污染 29 天，已用 1 天，剩余 28 天；余下 335 天须有 307 天达标日",
        "1 of 29 bad days used, 28 left; 307 of the 335 days left must be days within the limit",
    ),
    (
        *(GOOD_AIR_GOAL, [], 3),
        "2024 年尚无数据；全年允许污染 29 天，已用 0 天，剩余 29 天",
        "No figure for 2024 yet; 0 of 29 bad days used, 29 left",
    ),
    (
        *(goal(AIR, ">=", 92), year([(0, 0)]), 1),
        "不适用：有效天数为 0；全年允许污染 26 天，已用 0 天，剩余 26 天",
        "Not applicable: there are no valid days; 0 of 26 bad days used, 26 left",
    ),
]


@pytest.mark.parametrize(("rule", "figures", "month", "zh", "en"), HEADLINES)
def test_headline(rule: GoalRule, figures: list[MonthFigure], month: int, zh: str, en: str) -> None:
    assert at(rule, figures, month).sentences.headline == Text(zh, en)


def test_the_proof_of_an_attainable_share() -> None:
    assert at(GOOD_AIR_GOAL, real_air(), 10).sentences.proof == (
        Text(
            "截至 10 月底，有效 305 天，其中优良 293 天、污染 12 天；未定 61 天，全年预计有效 366 天。",
            "To the end of October, 305 valid days on record: 293 good, 12 bad; "
            "with 61 days open, 366 are expected for the year.",
        ),
        Text(
            "未定各天若全部优良，全年为 96.7 %，若全部污染，全年为 80.1 %；目标 ≥ 92 %。",
            "If every open day is good the year ends at 96.7 %, if every one is bad at 80.1 %; "
            "the target is at least 92 %.",
        ),
        Text(
            "366 天中至多 29 天污染仍可达标；已用 12 天，剩余 17 天。",
            "Of 366 days at most 29 may be bad; 12 used, 17 left.",
        ),
        Text("因此尚可达标：余下 61 天须有 44 天优良。", "So it is attainable: 44 of the 61 days left must be good."),
        Text(
            "即余下天数的优良率 72.1 %。",
            "That is 72.1 % of the days left.",
        ),
        Text(
            "余下 61 天至多允许污染 17 天；2022 年、2023 年同期污染分别为 4 天、5 天，2 年中 2 年不超过此数。",
            "The 61 days left may have at most 17 bad days; in the same months of 2022 and 2023 there were 4 and 5: "
            "that few in 2 of 2 years.",
        ),
        Text(
            "10 月底按往年走势应为 92.2 %，超前 3.9 个百分点。",
            "At the end of October the path of earlier years asks for 92.2 %, 3.9 points ahead.",
        ),
    )


def test_the_proof_of_a_lost_share() -> None:
    assert at(goal(AIR, ">=", 92), year([(0, 31)]), 1).sentences.proof == (
        Text(
            "截至 1 月底，有效 31 天，其中优良 0 天、污染 31 天；未定 335 天，全年预计有效 366 天。",
            "To the end of January, 31 valid days on record: 0 good, 31 bad; "
            "with 335 days open, 366 are expected for the year.",
        ),
        Text(
            "未定各天若全部优良，全年为 91.5 %，若全部污染，全年为 0.0 %；目标 ≥ 92 %。",
            "If every open day is good the year ends at 91.5 %, if every one is bad at 0.0 %; "
            "the target is at least 92 %.",
        ),
        Text(
            "366 天中至多 29 天污染仍可达标；已用 31 天，超出 2 天。",
            "Of 366 days at most 29 may be bad; 31 used, 2 too many.",
        ),
        Text("因此无论未定各日如何，全年都不能达标。", "So the target is missed whatever the open days bring."),
    )


def test_the_proof_of_a_secured_share() -> None:
    *_, conclusion = at(goal(DAYS, ">=", 91), year([(31, 31)] * 11), 11).sentences.proof
    assert conclusion == Text(
        "因此无论未定各日如何，全年必定达标。", "So the target is met whatever the open days bring."
    )


def test_a_budget_used_up_is_not_overdrawn() -> None:
    evaluation = at(GOOD_AIR_GOAL, year([(2, 31)]), 1)
    assert evaluation.sentences.proof[2] == Text(
        "366 天中至多 29 天污染仍可达标；已用 29 天，剩余 0 天。", "Of 366 days at most 29 may be bad; 29 used, 0 left."
    )


def test_nothing_is_concluded_for_a_year_with_a_month_too_short() -> None:
    evaluation = at(goal(AIR, ">=", 1), year([(26, 26)]), 1)
    assert len(evaluation.sentences.proof) == 3
    assert not any("锁定" in text.zh or "secured" in text.en for text in evaluation.sentences.proof)


def test_a_share_that_may_not_be_exceeded_counts_its_numerator_as_bad() -> None:
    first, *_ = at(goal(BAD_DAYS, "<=", 8), year([(1, 30), (2, 29)]), 2).sentences.proof
    assert first == Text(
        "截至 2 月底，有效 59 天，其中优良 56 天、污染 3 天；未定 306 天，全年预计有效 365 天。",
        "To the end of February, 59 valid days on record: 56 good, 3 bad; "
        "with 306 days open, 365 are expected for the year.",
    )
