"""Turns a year's facts into the brief. Everything that is compared or counted comes from the evaluation."""

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from targets.brief.annex import annex
from targets.brief.compare import change, change_cell, gap
from targets.brief.duties import actions_section
from targets.brief.model import Brief, Cell, Column, Facts, GoalFact, Paragraph, Section, Table
from targets.brief.records import records_section
from targets.brief.sentences import goal_text, last_year_value, month_value
from targets.brief.style import full_date, how_many, official
from targets.cards import beside_target, target_text
from targets.evaluation.model import Status
from targets.evaluation.phrases import capitalised, month_name, named
from targets.evaluation.words import STATUS_WORDS
from targets.texts import Text

_T = TypeVar("_T")


def build(facts: Facts) -> Brief:
    """The brief of the month."""
    month, year = month_name(facts.as_of), facts.as_of.year
    name = facts.area
    return in_official_style(
        Brief(
            as_of=facts.as_of,
            issuer=Text(f"{name.zh}生态环境局", f"{name.en} Ecology and Environment Bureau"),
            masthead=Text("“1369”工程工作月报", "Project 1369: Monthly Brief"),
            issue=Text(f"{year}年第{facts.as_of.number}期", f"No. {facts.as_of.number} of {year}"),
            dated=full_date(facts.today),
            title=Text(
                f"{name.zh}“1369”工程 {year} 年 {month.zh}工作进展情况",
                f"Project 1369 of {name.en}: Progress to the End of {month.en} {year}",
            ),
            summary=summary(facts),
            sections=(goals_section(facts), actions_section(facts), records_section(facts)),
            annex=annex(facts),
        )
    )


def summary(facts: Facts) -> Text:
    """How many goals stand where, and which need attention, the worst first."""
    goals, month = facts.goals, month_name(facts.as_of)
    if not goals:
        return Text("年度计划没有数值目标。", "The plan has no goals in numbers.")
    counts = Counter(goal.evaluation.status for goal in goals)
    tally = [(STATUS_WORDS[status], counts[status]) for status in Status if counts[status]]
    worst = sorted(
        (goal for goal in goals if goal.evaluation.status.is_worrying), key=lambda goal: goal.evaluation.status.rank
    )
    total = how_many(len(goals))
    zh = "、".join(f"{word.zh} {count} 项" for word, count in reversed(tally))
    en = ", ".join(f"{count} {word.en}" for word, count in reversed(tally))
    head = Text(
        f"截至 {facts.as_of.year} 年 {month.zh}底，{total.zh}项数值目标中：{zh}。",
        f"At the end of {month.en} {facts.as_of.year}, of {total.en} goals in numbers: {en}.",
    )
    if not worst:
        return Text(f"{head.zh}无需重点关注的目标。", f"{head.en} No goal needs attention.")
    told = named([_with_status(goal) for goal in worst])
    return Text(f"{head.zh}需重点关注：{told.zh}。", f"{head.en} Needing attention: {told.en}.")


def goals_section(facts: Facts) -> Section:
    """The headline table and a paragraph for each goal."""
    return Section(
        title=Text("数值目标", "Goals in numbers"),
        tables=(headline_table(facts),),
        paragraphs=tuple(
            Paragraph(
                lead=Text(goal.name.zh, capitalised(goal.name.en)),
                status=goal.evaluation.status,
                text=goal_text(goal, month_is_over=facts.month_is_over),
            )
            for goal in facts.goals
        ),
    )


def headline_table(facts: Facts) -> Table:
    """The numbers of each goal in one row."""
    month = month_name(facts.as_of)
    return Table(
        title=Text(f"截至 {month.zh}底主要指标", f"Main figures at the end of {month.en}"),
        columns=(
            Column(Text("指标", "Goal"), 25),
            Column(Text("当月", "In month"), 7, is_number=True),
            Column(Text("累计", "To date"), 8, is_number=True),
            Column(Text("目标", "Target"), 8, is_number=True),
            Column(Text("距目标", "Distance"), 15),
            Column(Text("上年同期", "Last year"), 9, is_number=True),
            Column(Text("同比", "Change"), 15),
            Column(Text("状态", "State"), 13),
        ),
        rows=tuple(_row(goal) for goal in facts.goals),
    )


def _row(goal: GoalFact) -> tuple[Cell, ...]:
    evaluation = goal.evaluation
    unit, value = evaluation.rule.indicator.unit, beside_target(evaluation)
    aim = target_text(evaluation.rule)
    texts = (
        Text(f"{goal.name.zh}（{unit.zh}）", f"{goal.name.en}, {unit.en}"),
        month_value(evaluation),
        Text(value, value),
        Text(aim.zh.removesuffix(unit.zh).rstrip(), aim.en.removesuffix(unit.en).rstrip()),
        gap(evaluation),
        last_year_value(evaluation),
        change_cell(change(evaluation)),
    )
    status = evaluation.status
    return (*(Cell(text) for text in texts), Cell(STATUS_WORDS[status], status))


def _with_status(goal: GoalFact) -> Text:
    word = STATUS_WORDS[goal.evaluation.status]
    return Text(f"{goal.name.zh}（{word.zh}）", f"{goal.name.en} ({word.en})")


def in_official_style(value: _T) -> _T:
    """Every text of the brief as official papers write it."""
    return _styled(value)  # type: ignore[no-any-return]


def _styled(value: Any) -> Any:
    if isinstance(value, Text):
        return official(value)
    if isinstance(value, tuple):
        return tuple(_styled(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type) and type(value).__module__ == Brief.__module__:
        return replace(value, **{field.name: _styled(getattr(value, field.name)) for field in fields(value)})
    return value
