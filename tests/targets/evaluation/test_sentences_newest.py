"""A stock in words: to go, to spare, and the schedule."""

from dataclasses import replace

import pytest

from targets.evaluation.model import GoalRule, MonthFigure, PaceKind
from targets.texts import Text
from tests.targets.evaluation.cases import SECTIONS, SECTIONS_GOAL, SEWAGE, SEWAGE_GOAL, at, figure, goal

LAST_YEAR = figure("2023-12", 74, 340)
ENDED_AT_20 = figure("2023-12", 68, 340)
WORSE = replace(SECTIONS, numerator_name=Text("劣Ⅴ类断面", "sections worse than V"))


def september(count: int) -> MonthFigure:
    return figure("2024-09", count, 340)


HEADLINES = [
    (
        *(SECTIONS_GOAL, [figure("2024-10", 5, 6)]),
        "恰好达标：再有 1 个断面转差即不达标",
        "Just met: one more section turning worse would miss the target",
    ),
    (
        *(SECTIONS_GOAL, [figure("2024-10", 6, 6)]),
        "达标，余量 1 个断面：再有 2 个断面转差即不达标",
        "Met with 1 section to spare: 2 sections turning worse would miss the target",
    ),
    (*(SECTIONS_GOAL, [figure("2024-10", 4, 6)]), "还差 1 个断面达标", "1 section short of the target"),
    (*(SECTIONS_GOAL, [figure("2024-10", 3, 6)]), "还差 2 个断面达标", "2 sections short of the target"),
    (
        *(goal(SECTIONS, ">=", 0), [figure("2024-10", 2, 6)]),
        "达标，且无论如何转差均达标",
        "Met, however many turn worse",
    ),
    (
        *(goal(SECTIONS, ">=", 10), [figure("2024-10", 2, 6)]),
        "达标，余量 1 个断面：再有 2 个断面转差即不达标",
        "Met with 1 section to spare: 2 sections turning worse would miss the target",
    ),
    (
        *(goal(WORSE, "<=", 100), [figure("2024-10", 1, 6)]),
        "达标，且无论如何转差均达标",
        "Met, however many turn worse",
    ),
    (
        *(goal(WORSE, "<=", 90), [figure("2024-10", 1, 6)]),
        "达标，余量 4 个断面：再有 5 个断面转差即不达标",
        "Met with 4 sections to spare: 5 sections turning worse would miss the target",
    ),
    (
        *(goal(SECTIONS, ">=", "100.1"), [figure("2024-10", 6, 6)]),
        "按现有 6 个断面，即使全部计入也达不到 ≥ 100.1 %",
        "With the present 6 sections no result meets the target of at least 100.1 %",
    ),
    (
        *(goal(WORSE, "<=", 20), [figure("2024-10", 1, 6)]),
        "恰好达标：再有 1 个断面转差即不达标",
        "Just met: one more section turning worse would miss the target",
    ),
    (*(goal(WORSE, "<=", 20), [figure("2024-10", 3, 6)]), "还须减少 2 个断面", "2 sections too many"),
    (
        *(SEWAGE_GOAL, [LAST_YEAR, september(108)]),
        "还差 11 个行政村，故有风险；时序进度应为 31.7 %，超前 0.1 个百分点",
        "11 villages to go, so at risk; the schedule asks for 31.7 %, 0.1 points ahead",
    ),
    (
        *(SEWAGE_GOAL, [LAST_YEAR, september(104)]),
        "还差 15 个行政村；时序进度应为 31.7 %，滞后 1.1 个百分点",
        "15 villages to go; the schedule asks for 31.7 %, 1.1 points behind",
    ),
    (
        *(SEWAGE_GOAL, [ENDED_AT_20, figure("2024-09", "106.25", 340)]),  # 20 % + 9 months of 1.25 %
        "还差 13 个行政村，故有风险；时序进度应为 31.25 %，持平",
        "13 villages to go, so at risk; the schedule asks for 31.25 %, exactly kept",
    ),
    (
        *(SEWAGE_GOAL, [ENDED_AT_20, figure("2024-09", "106.24", 340)]),
        "还差 13 个行政村；时序进度应为 31.25 %，滞后 0.003 个百分点",
        "13 villages to go; the schedule asks for 31.25 %, 0.003 points behind",
    ),
    (*(SEWAGE_GOAL, [september(118)]), "还差 1 个行政村", "1 village to go"),  # no schedule without last year
    (*(SEWAGE_GOAL, [LAST_YEAR, september(119)]), "恰好达到全年目标", "The year's target is just reached"),
    (
        *(SEWAGE_GOAL, [LAST_YEAR, september(122)]),
        "已达到全年目标，余量 3 个行政村",
        "The year's target is reached with 3 villages to spare",
    ),
    (
        *(goal(SEWAGE, ">=", 35, pace=PaceKind.MILESTONES, milestones={9: 30}), [september(108)]),
        "还差 11 个行政村，故有风险；按计划节点应为 30.0 %，超前 1.8 个百分点",
        "11 villages to go, so at risk; the plan's milestones ask for 30.0 %, 1.8 points ahead",
    ),
    (*(SEWAGE_GOAL, [LAST_YEAR]), "2024 年尚无数据", "No figure for 2024 yet"),
    (
        *(SECTIONS_GOAL, [figure("2024-10", 0, 0)]),
        "不适用：参评断面为 0",
        "Not applicable: there are no sections assessed",
    ),
]


@pytest.mark.parametrize(("rule", "figures", "zh", "en"), HEADLINES)
def test_headline(rule: GoalRule, figures: list[MonthFigure], zh: str, en: str) -> None:
    assert at(rule, figures, 10).sentences.headline == Text(zh, en)


def test_before_the_first_quarter_is_due() -> None:
    assert at(SEWAGE_GOAL, [LAST_YEAR], 2).sentences.headline == Text(
        "2024 年首期数据未到期", "The first figure of 2024 is not due yet"
    )


def test_the_proof_of_a_stock_on_its_way() -> None:
    assert at(SEWAGE_GOAL, [LAST_YEAR, september(108)], 10).sentences.proof == (
        Text(
            "最新数据（9 月）：340 个行政村中完成治理的行政村 108 个，为 31.8 %；目标 ≥ 35 %。",
            "The newest figure (September): 108 of 340 villages, 31.8 %; the target is at least 35 %.",
        ),
        Text(
            "达标须至少 119 个行政村；还差 11 个行政村。", "To meet it takes at least 119 villages; 11 villages to go."
        ),
        Text(
            "该项以最新数据为累计值，年底之前可升可降，不提前下结论。",
            "The newest figure is the total; it can move either way, and nothing is certain before the year ends.",
        ),
        Text(
            "9 月底时序进度应为 31.7 %，超前 0.1 个百分点。",
            "At the end of September the schedule asks for 31.7 %, 0.1 points ahead.",
        ),
        Text(
            "灯为“有风险”：累计 31.8 % 不落后于时序进度，但未达到目标 ≥ 35 %。",
            "The light is at risk: 31.8 % to date keeps to the schedule but does not meet the target of at least 35 % "
            "yet.",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "count", "zh", "en"),
    [
        (
            SECTIONS_GOAL,
            5,
            "达标须至少 5 个断面；余量 0 个断面。",
            "To meet it takes at least 5 sections; 0 sections to spare.",
        ),
        (
            SECTIONS_GOAL,
            6,
            "达标须至少 5 个断面；余量 1 个断面。",
            "To meet it takes at least 5 sections; 1 section to spare.",
        ),
        (
            goal(WORSE, "<=", 20),
            3,
            "达标须至多 1 个断面；还差 2 个断面。",
            "To meet it takes at most 1 section; 2 sections to go.",
        ),
        (
            goal(WORSE, "<=", 40),
            1,
            "达标须至多 2 个断面；余量 1 个断面。",
            "To meet it takes at most 2 sections; 1 section to spare.",
        ),
    ],
)
def test_what_the_target_takes(rule: GoalRule, count: int, zh: str, en: str) -> None:
    assert at(rule, [figure("2024-10", count, 6)], 10).sentences.proof[1] == Text(zh, en)


def test_a_value_is_told_on_its_side_of_the_target() -> None:
    first, *_ = at(SECTIONS_GOAL, [figure("2024-10", 5, 6)], 10).sentences.proof
    assert "83.33 %" in first.zh  # not 83.3 beside 83.3


def test_an_impossible_target_has_no_count() -> None:
    proof = at(goal(SECTIONS, ">=", "100.1"), [figure("2024-10", 6, 6)], 10).sentences.proof
    assert len(proof) == 3
    assert not any("takes" in text.en for text in proof)


def test_a_figure_out_of_turn_is_held_against_its_own_month() -> None:
    january, february = figure("2024-01", 80, 340), figure("2024-02", 80, 340)
    assert "February" in at(SEWAGE_GOAL, [LAST_YEAR, january, february], 2).sentences.proof[-2].en
    *_, pace, _ = at(SEWAGE_GOAL, [LAST_YEAR, january], 2).sentences.proof
    assert pace == Text(
        "1 月底时序进度应为 22.9 %，超前 0.7 个百分点。",
        "At the end of January the schedule asks for 22.9 %, 0.7 points ahead.",
    )
