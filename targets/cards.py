"""What a card, a table head or a brief prints of an evaluated goal: its numbers as text, in both languages. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.charts.board import Chart, Kind, draw
from targets.evaluation.model import Combination, Direction, GoalEvaluation, GoalRule, Status
from targets.evaluation.phrases import few, month_name, telling
from targets.periods import Month
from targets.standards.rounding import round_half_even
from targets.texts import Text

NO_VALUE = "—"


@dataclass(frozen=True)
class Card:
    """One goal as the board shows it."""

    slug: str
    name: Text
    value: str
    has_value: bool
    of: str  # "/6": what the value is counted out of, where it is a handful; otherwise empty
    unit: Text
    target: Text
    status: Status
    headline: Text
    chart: Chart
    caption: Text
    marks: tuple[Text, ...]
    as_of: Month


def number(value: Decimal | Fraction | int) -> str:
    """A count, sum or target without trailing zeros; a fraction is shown with at most six decimals."""
    text = f"{value:f}" if isinstance(value, Decimal) else f"{round_half_even(value, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(value: Fraction | None, decimals: int) -> str:
    """A value rounded for the eye, half to even; a dash where there is none."""
    return NO_VALUE if value is None else f"{round_half_even(value, decimals):f}"


def beside_target(evaluation: GoalEvaluation) -> str:
    """The value with the shown decimals, or with as many more as keep it on its side of the target; a dash for none."""
    rule = evaluation.rule
    return NO_VALUE if evaluation.value is None else telling(evaluation.value, rule.target, rule.indicator.decimals)


def target_text(rule: GoalRule) -> Text:
    """``≥ 92 %``; a share that cannot be more is ``= 100 %``."""
    unit = rule.indicator.unit
    sign = "≥" if rule.direction is Direction.AT_LEAST else "≤"
    if rule.direction is Direction.AT_LEAST and rule.target == rule.indicator.scale == 100:
        sign = "="
    return Text(f"{sign} {number(rule.target)} {unit.zh}".rstrip(), f"{sign} {number(rule.target)} {unit.en}".rstrip())


def marks(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """What must stand wherever the figure stands: provisional, sample, not yet approved, areas missing."""
    figures = [result.figure for result in evaluation.months if result.figure is not None]
    found = []
    if not evaluation.rule.target_decided:
        found.append(Text("目标待确定", "target to be decided"))
    if evaluation.provisional:
        found.append(Text("初步数据", "provisional"))
    if any(figure.origin == "sample" for figure in figures):
        found.append(Text("示例数据", "sample"))
    if any(figure.review != "approved" for figure in figures):
        found.append(Text("含未审核数据", "not yet approved"))
    lacking = missing_areas(evaluation)
    if lacking:
        names = few(lacking)
        found.append(Text(f"缺{names.zh}", f"{names.en} missing"))
    return tuple(found)


def missing_areas(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """The areas whose figures the year to date lacks, once each; of a total, those that its newest month lacks."""
    lacking = [result.figure.missing_areas for result in evaluation.months if result.figure is not None]
    if evaluation.rule.indicator.combination in (Combination.NEWEST, Combination.ANNUAL):
        lacking = lacking[-1:]
    return tuple(dict.fromkeys(name for names in lacking for name in names))


def card(evaluation: GoalEvaluation, name: Text, beside: tuple[Text, ...] = ()) -> Card:
    """The card of a goal. ``beside``: further marks that its figures do not tell by themselves."""
    indicator = evaluation.rule.indicator
    chart = draw(evaluation)
    value, of, unit = beside_target(evaluation), "", indicator.unit
    if chart.kind is Kind.HANDFUL and evaluation.numerator is not None and evaluation.denominator is not None:
        value, of = number(evaluation.numerator), f"/{number(evaluation.denominator)}"
        unit = indicator.denominator_unit
    elif evaluation.value is None:
        unit = Text("", "")
    elif evaluation.value == indicator.scale:
        value = number(indicator.scale)  # "100" says what "100.0" leaves open: nothing was rounded up to it
    return Card(
        slug=indicator.slug,
        name=name,
        value=value,
        has_value=evaluation.value is not None,
        of=of,
        unit=unit,
        target=target_text(evaluation.rule),
        status=evaluation.status,
        headline=evaluation.sentences.headline,
        chart=chart,
        caption=_caption(evaluation, chart),
        marks=(*beside, *marks(evaluation)),
        as_of=evaluation.as_of,
    )


def _caption(evaluation: GoalEvaluation, chart: Chart) -> Text:
    """What the picture shows, in one line."""
    rule, indicator = evaluation.rule, evaluation.rule.indicator
    if chart.kind is Kind.BUDGET:
        days, through = number(evaluation.denominator or 0), month_name(evaluation.data_through or evaluation.as_of)
        return Text(
            f"每月{indicator.shortfall_name.zh} · 截至{through.zh}{indicator.denominator_name.zh} {days}",
            f"{indicator.shortfall_name.en} by month · {days} {indicator.denominator_name.en} to {through.en}",
        )
    if chart.kind is Kind.LEVEL:
        word = "月均" if indicator.combination is Combination.MEAN else "各月"
        return Text(
            f"柱：{rule.year} 年{word} · 细线：{rule.year - 1} 年 · 虚线：目标",
            f"bars: months of {rule.year} · thin line: {rule.year - 1} · dashed: target",
        )
    if chart.kind is Kind.TOTAL:
        if not chart.pace:
            return Text("累计 · 虚线：目标", "total to date · dashed: target")
        return Text("累计 · 细线：时序进度 · 虚线：目标", "total to date · thin line: schedule · dashed: target")
    if chart.kind is Kind.HANDFUL:
        through = month_name(evaluation.data_through or evaluation.as_of)
        return Text(f"截至{through.zh}累计评价", f"evaluated over January to {through.en}")
    if chart.kind is Kind.CHECKS:
        return Text("逐月：全部达标为实心", "month by month: filled where all passed")
    before = evaluation.months[-1].last_year
    if before is None:
        return Text("没有上年结算值", "no value of last year")
    settled = shown(before, indicator.decimals)
    return Text(
        f"{rule.year - 1} 年结算：{settled} {indicator.unit.zh}",
        f"settled for {rule.year - 1}: {settled} {indicator.unit.en}",
    )
