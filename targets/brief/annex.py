"""The annex: every month, every area, how each value comes about, what is late or due, and who owes what."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from targets.brief.duties import late_text
from targets.brief.model import Cell, Column, DutyFact, Facts, GoalFact, Paragraph, Section, Table
from targets.brief.records import owed, units
from targets.brief.sentences import value_or_why
from targets.brief.style import joined, short_date
from targets.cards import NO_VALUE, number
from targets.evaluation.compose import AreaState
from targets.evaluation.model import Combination, GoalEvaluation
from targets.evaluation.phrases import capitalised, month_list, short_month, telling
from targets.evaluation.rounding import meets
from targets.texts import Text

DAYS_AHEAD = 45
_DASH = Text(NO_VALUE, NO_VALUE)


def annex(facts: Facts) -> tuple[Section, ...]:
    """The sections that have anything to say."""
    found = (months_section(facts), areas_section(facts), duties_section(facts), owing_section(facts), basis(facts))
    return tuple(section for section in found if section is not None)


def months_section(facts: Facts) -> Section:
    """Each goal by month, and the year to each month's end."""
    months = [result.month for goal in facts.goals[:1] for result in goal.evaluation.months if result.is_past]
    share = 66 // max(len(months), 1)
    columns = (
        Column(Text("指标", "Goal"), 24),
        Column(Text("口径", "Value"), 10),
        *(Column(short_month(month), share, is_number=True) for month in months),
    )
    return Section(
        Text("各月数值", "Month by month"),
        tables=(
            Table(
                Text(f"{facts.as_of.year} 年各月数值", f"Months of {facts.as_of.year}"),
                columns,
                tuple(row for goal in facts.goals for row in _month_rows(goal)),
            ),
        ),
    )


def areas_section(facts: Facts) -> Section | None:
    """The areas of each goal that areas report, the weakest first."""
    reported = [goal for goal in facts.goals if any(area.through or area.missing_months for area in goal.areas)]
    if not reported:
        return None
    return Section(Text("各县区情况", "By area"), tables=tuple(_areas_table(goal) for goal in reported))


def duties_section(facts: Facts) -> Section | None:
    """What is late, and what is due within the coming weeks."""
    last_on = facts.as_of.last_on + timedelta(days=DAYS_AHEAD)
    rows = [
        (action.number, action.name, duty)
        for action in facts.actions
        for duty in action.duties
        if duty.due_on is not None and duty.due_on <= last_on
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (row[2].due_on or last_on, row[0]))
    columns = (
        Column(Text("行动", "Action"), 13),
        Column(Text("任务", "Task"), 31),
        Column(Text("责任单位", "Responsible"), 17),
        Column(Text("时限", "Due"), 12),
        Column(Text("情况", "Where it stands"), 27),
    )
    day = short_date(last_on)
    told = tuple(_duty_row(number, name, duty) for number, name, duty in rows)
    title = Text(f"逾期及 {day.zh}前到期的任务", f"Late, or due by {day.en}")
    return Section(title, tables=(Table(title, columns, told),))


def owing_section(facts: Facts) -> Section | None:
    """Every unit that owes figures."""
    late = units(facts)
    if not late:
        return None
    columns = (
        Column(Text("单位", "Unit"), 25),
        Column(Text("欠报数据", "Figures owed"), 55),
        Column(Text("最长逾期", "Longest"), 20),
    )
    title = Text("迟报单位", "Units that owe figures")
    rows = tuple((Cell(unit.name), Cell(owed(unit, facts.goals)), Cell(late_text(unit.days))) for unit in late)
    return Section(title, tables=(Table(title, columns, rows),))


def basis(facts: Facts) -> Section:
    """Numerator, denominator, proof and rule of each goal."""
    return Section(
        Text("计算依据", "How the values come about"),
        paragraphs=tuple(
            Paragraph(lead=goal.name, text=joined(*goal.evaluation.sentences.proof, *goal.evaluation.sentences.rule))
            for goal in facts.goals
        ),
    )


def _month_rows(goal: GoalFact) -> list[tuple[Cell, ...]]:
    evaluation = goal.evaluation
    past = [result for result in evaluation.months if result.is_past]
    by_month = [Cell(value_or_why(result, evaluation)) for result in past]
    rows = [(Cell(goal.name), Cell(Text("当月", "month")), *by_month)]
    if evaluation.rule.indicator.combination is not Combination.ANNUAL:
        to_date = [Cell(_told(result.cumulative, evaluation)) for result in past]
        rows.append((Cell(Text("", "")), Cell(Text("累计", "to date")), *to_date))
    return rows


def _areas_table(goal: GoalFact) -> Table:
    indicator = goal.evaluation.rule.indicator
    has_targets = any(area.target is not None for area in goal.areas)
    columns = [
        Column(Text("县区", "Area"), 26),
        Column(_with_unit(indicator.numerator_name, indicator.numerator_unit), 18, is_number=True),
        Column(_with_unit(indicator.denominator_name, indicator.denominator_unit), 18, is_number=True),
        Column(Text(f"数值（{indicator.unit.zh}）", f"Value, {indicator.unit.en}"), 12, is_number=True),
    ]
    if has_targets:
        columns.append(Column(Text("本级目标", "Own target"), 12, is_number=True))
    columns.append(Column(Text("备注", "Remark"), 14 if has_targets else 26))
    ranked = sorted(goal.areas, key=lambda area: (area.value is None, area.value or 0))
    rows = tuple(_area_row(area, goal.evaluation, has_targets=has_targets) for area in ranked)
    return Table(goal.name, tuple(columns), rows)


def _area_row(area: AreaState, evaluation: GoalEvaluation, *, has_targets: bool) -> tuple[Cell, ...]:
    counts = [_count(area.numerator), _count(area.denominator), _told(area.value, evaluation)]
    if has_targets:
        counts.append(_count(area.target))
    return (Cell(area.name), *(Cell(text) for text in counts), Cell(_area_remark(area, evaluation)))


def _area_remark(area: AreaState, evaluation: GoalEvaluation) -> Text:
    if area.missing_months:
        months = month_list(area.missing_months)
        return Text(f"缺报 {months.zh}", f"{months.en} missing")
    if not area.is_applicable:
        return Text("不适用", "not applicable")
    if area.is_met is False:
        return Text("未达到本级目标", "own target not met")
    if area.target is None and area.value is not None and not meets(area.value, evaluation.rule):
        return Text("未达到全市目标", "the city's target not met")
    return Text("", "")


def _duty_row(number: int, name: Text, duty: DutyFact) -> tuple[Cell, ...]:
    state = duty.sentence if duty.days_late is None else late_text(duty.days_late)
    day = short_date(duty.due_on) if duty.due_on else _DASH
    return (
        Cell(Text(f"{number}.{name.zh}", f"{number} {name.en}")),
        Cell(duty.title),
        Cell(duty.owner),
        Cell(day),
        Cell(Text(state.zh, capitalised(state.en))),
    )


def _told(value: Fraction | None, evaluation: GoalEvaluation) -> Text:
    if value is None:
        return _DASH
    written = telling(value, evaluation.rule.target, evaluation.rule.indicator.decimals)
    return Text(written, written)


def _count(value: Decimal | None) -> Text:
    return _DASH if value is None else Text(number(value), number(value))


def _with_unit(name: Text, unit: Text) -> Text:
    return Text(f"{name.zh}（{unit.zh}）", f"{capitalised(name.en)}, {unit.en}")
