"""The actions, the records, the summary and the annex of a brief, by name and in both languages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from targets.brief.build import build, headline_table, in_official_style, summary
from targets.brief.duties import (
    actions_table,
    commitments_sentence,
    late_sentence,
    late_text,
    next_sentence,
    tally_sentence,
)
from targets.brief.model import ActionFact, DutyFact, Facts, GoalFact
from targets.brief.records import completeness_sentence, late_units_sentence, marks_sentences, remarks
from targets.brief.style import heading_number, numeral, official, printable
from targets.evaluation.completeness import Cell, Completeness, LateFigure
from targets.evaluation.model import Status
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    at,
    figure,
    real_air,
    real_pm25,
)

OCTOBER, TODAY = Month(2024, 10), date(2024, 11, 4)
CALM = Completeness(due=2, entered=2, on_time=2, approved=1, late=(), data_through=OCTOBER)
AIR = GoalFact(Text("优良天数比例", "Good-air days"), at(GOOD_AIR_GOAL, real_air(), 10))
PM25 = GoalFact(Text("PM2.5 平均浓度", "PM2.5 mean"), at(PM25_GOAL, real_pm25(), 10))


def duty(number: int, due_on: date | None = date(2024, 11, 30), late: int | None = None, **more: Any) -> DutyFact:
    title, owner = Text(f"任务{number}", f"task {number}"), Text(f"科{number}", f"section {number}")
    return replace(DutyFact(title, owner, due_on, late, Text("在办。", "Under way.")), **more)


def action(*duties: DutyFact, number: int = 1, next_due_on: date | None = None) -> ActionFact:
    name, theme = Text("攻坚", "Attack"), Text("蓝天保卫", "Blue sky")
    return ActionFact(number, name, theme, Status.BEHIND, 2, 5, next_due_on, duties)


def late_figure(goal: str, area: str, month: int, days: int) -> LateFigure:
    due = date.fromordinal(TODAY.toordinal() - days)
    cell = Cell(
        goal, area, Text(f"{area}县", f"{area} County"), is_city=False, month=Month(2024, month), due_on=due, given=None
    )
    return LateFigure(cell, days)


def facts(*, today: date = TODAY, actions: tuple[ActionFact, ...] = (), complete: Completeness = CALM) -> Facts:
    return Facts(Text("大庆市", "Daqing"), OCTOBER, today, (AIR, PM25), actions, complete)


def test_the_summary_counts_the_lamps_and_names_the_worst() -> None:
    assert summary(facts()) == Text(
        "截至 2024 年 10 月底，两项数值目标中：按序时 1 项、滞后 1 项。需重点关注：PM2.5 平均浓度（滞后）。",
        "At the end of October 2024, of two goals in numbers: 1 on track, 1 behind. "
        "Needing attention: PM2.5 mean (behind).",
    )
    calm = replace(facts(), goals=(AIR,))
    assert summary(calm).zh.endswith("无需重点关注的目标。")
    assert summary(calm).en.endswith("No goal needs attention.")
    assert summary(replace(facts(), goals=())).en == "The plan has no goals in numbers."


def test_the_headline_table_has_the_numbers_of_each_goal() -> None:
    air, pm25 = [[cell.text.en for cell in row] for row in headline_table(facts()).rows]
    assert air == ["Good-air days, %", "100.0", "96.1", "≥ 92", "17 days left", "91.7*", "up 4.3 pp", "on track"]
    assert pm25 == ["PM2.5 mean, µg/m³", "23.6", "27.2", "≤ 27", "0.2 µg/m³ above", "23.0*", "up 18.6 %", "behind"]


@pytest.mark.parametrize(
    ("late", "zh", "en"),
    [
        ((), "一项重点行动共 5 项任务，已完成 2 项，无逾期任务。", "none is late."),
        ((3,), "一项重点行动共 5 项任务，已完成 2 项，逾期 1 项。", "1 is late."),
        ((3, 9), "一项重点行动共 5 项任务，已完成 2 项，逾期 2 项。", "2 are late."),
    ],
)
def test_tasks_are_counted(late: tuple[int, ...], zh: str, en: str) -> None:
    told = tally_sentence([action(*(duty(days, late=days) for days in late))])
    assert told.zh == zh
    assert told.en.endswith(en)
    assert tally_sentence([]) == Text("年度计划没有重点行动。", "The plan has no key actions.")


def test_late_tasks_are_named_the_longest_first_with_their_owners() -> None:
    actions = [action(duty(1, late=1), duty(2, late=0)), action(duty(3, late=16), duty(4, late=4), duty(5))]
    assert late_sentence(actions) == Text(
        "任务3（科3，逾期 16 天）；任务4（科4，逾期 4 天）；任务1（科1，逾期 1 天）；另有 1 项见附件。",
        "Task 3 (section 3, 16 days late); task 4 (section 4, 4 days late); task 1 (section 1, 1 day late); "
        "1 more in the annex.",
    )
    assert late_sentence([action(duty(1))]) is None
    assert late_text(0) == Text("当日到期，未完成", "due that day and not done")


def test_what_is_due_next_is_what_is_due_on_the_nearest_day() -> None:
    actions = [action(duty(1, date(2024, 12, 1)), duty(2, date(2024, 11, 15)), duty(3, None), duty(4, late=2))]
    assert next_sentence(actions) == Text("11月15日：任务2（科2）。", "15 November: Task 2 (section 2).")
    assert next_sentence([action(duty(1, None))]) is None


def test_open_promises_are_told_with_their_counts() -> None:
    promise = duty(1, is_task=False, sentence=Text("已完成 232 / 300 个。", "232 of 300 cells."))
    assert commitments_sentence([action(promise)]) == Text("任务1，已完成 232 / 300 个。", "Task 1: 232 of 300 cells.")
    assert commitments_sentence([action(duty(1))]) is None


def test_an_actions_row_has_the_next_due_day_and_how_much_is_due() -> None:
    day = date(2024, 11, 15)
    both = action(duty(1, day), duty(2, day), duty(3, late=5), next_due_on=day)
    row = [cell.text for cell in actions_table([both]).rows[0]]
    assert [text.zh for text in row] == ["1.攻坚行动·蓝天保卫", "滞后", "2/5", "1", "11月15日：任务1等 2 项"]
    assert row[4].en == "15 November: task 1 and 1 more"
    assert actions_table([action()]).rows[0][4].text.zh == "—"


def test_records_are_counted_and_late_units_named() -> None:
    slug = GOOD_AIR_GOAL.indicator.slug
    late = (late_figure(slug, "甲", 8, 40), late_figure(slug, "甲", 9, 24), late_figure(slug, "乙", 9, 24))
    told = late_units_sentence(facts(complete=replace(CALM, late=late)))
    assert told == Text(
        "迟报单位 2 个：甲县（优良天数比例 8 月、9 月，最长逾期 40 天）；乙县（优良天数比例 9 月，最长逾期 24 天）。",
        "Late: 甲 County (Good-air days of August and September, up to 40 days late); "
        "乙 County (Good-air days of September, up to 24 days late).",
    )
    assert late_units_sentence(facts()) == Text("无迟报单位。", "No unit owes a figure.")
    assert completeness_sentence(facts()) == Text(
        "应报数据 2 项，已报 2 项，其中按时 2 项、已审核 1 项。",
        "Of 2 figures due 2 came, 2 in time; 1 is approved.",
    )
    nothing = replace(CALM, due=0, entered=0, on_time=0, approved=0)
    assert completeness_sentence(facts(complete=nothing)).en == "No figure is due up to this month."


def test_what_kind_of_figures_these_are_is_named() -> None:
    sample = GoalFact(
        Text("断面", "Sections"), at(SECTIONS_GOAL, [figure("2024-10", 5, 6, origin="sample", review="submitted")], 10)
    )
    assert marks_sentences([AIR, sample]) == [
        Text("示例数据：断面。", "Sample figures, not measured: Sections."),
        Text("含未审核数据：断面。", "Not yet approved: Sections."),
    ]


def test_a_month_that_is_not_over_is_named() -> None:
    assert "编制日（2024年10月31日）10 月尚未结束。" in [told.zh for told in remarks(facts(today=date(2024, 10, 31)))]
    assert not any("尚未结束" in told.zh for told in remarks(facts()))
    assert any(told.en.startswith("Dates and progress") for told in remarks(facts(actions=(_sampled(),))))


def _sampled() -> ActionFact:
    return action(duty(1, dates_are_sample=True))


def test_the_whole_brief_is_in_the_official_style() -> None:
    brief = build(facts(actions=(action(duty(1, late=3), next_due_on=None),)))
    assert (brief.issue, brief.dated) == (
        Text("2024年第10期", "No. 10 of 2024"),
        Text("2024年11月4日", "4 November 2024"),
    )
    assert brief.summary.zh.startswith("截至2024年10月底")
    assert [section.title.zh for section in brief.sections] == ["数值目标", "重点行动", "数据报送"]
    assert [section.title.zh for section in brief.annex] == ["各月数值", "逾期及12月15日前到期的任务", "计算依据"]
    assert "27.2微克/立方米" in brief.sections[0].paragraphs[1].text.zh
    assert in_official_style(brief) == brief, "once is enough"


def test_a_plan_without_anything_still_makes_a_brief() -> None:
    nothing = replace(CALM, due=0, entered=0, on_time=0, approved=0)
    brief = build(replace(facts(complete=nothing), goals=(), actions=()))
    assert brief.sections[0].tables[0].rows == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("截至 10 月底为 96.1 %（目标 ≥ 92 %）", "截至10月底为96.1%（目标≥92%）"),
        ("PM2.5 平均 27 µg/m³", "PM2.5平均27微克/立方米"),
        ("(27 × 366 − 8311.2) ÷ 61", "(27 × 366 − 8311.2) ÷ 61"),
        ("坏\x00字\x0b\ud800\ufffe符\n下", "坏字符下"),
        ("", ""),
    ],
)
def test_official_chinese_has_no_blanks_between_signs_and_figures(before: str, after: str) -> None:
    assert official(Text(before, "")).zh == after


def test_what_no_document_can_hold_is_dropped_in_both_languages() -> None:
    assert printable("a\x07b\tc\r\nd\ufffff") == "ab c  df"
    assert official(Text("", "5 % of\x1f 6 µg/m³")).en == "5 % of 6 µg/m³"


def test_numerals_and_headings() -> None:
    assert [numeral(count).zh for count in (0, 1, 9, 10, 11)] == ["零", "一", "九", "十", "11"]
    assert [numeral(count).en for count in (0, 1, 9, 10, 11)] == ["no", "one", "nine", "ten", "11"]
    assert heading_number(2) == Text("二、", "2. ")


def test_the_numbers_of_the_annex_are_the_evaluations() -> None:
    months_table = build(facts()).annex[0].tables[0]
    assert [cell.text.en for cell in months_table.rows[2]][2:] == [
        *("48.6", "44.0", "28.3", "42.7", "20.2", "14.7", "25.3", "12.3", "13.6", "23.6")
    ]
    assert Decimal(months_table.rows[3][-1].text.en) == Decimal("27.2")
