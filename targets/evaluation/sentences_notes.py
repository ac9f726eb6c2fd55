"""Notes beside a value: months missing or too short, a year that cannot be evaluated, typed means that were rounded."""

from collections.abc import Mapping
from fractions import Fraction

from targets.evaluation.aggregate import minimum_days
from targets.evaluation.model import Combination, GoalEvaluation, MonthFigure, Verdict
from targets.evaluation.phrases import (
    capitalised,
    counted,
    month_list,
    month_name,
    named,
    plain,
    quality,
    sentence,
    telling,
    with_unit,
)
from targets.evaluation.undecided import undecided_text
from targets.periods import Month
from targets.texts import Text


def notes(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """All notes, the graver first; none where nothing is wrong. The reasons of a settled year stand in its proof."""
    found: list[Text] = []
    if evaluation.verdict is Verdict.OPEN:
        found += [_short_month_sentence(evaluation, figure) for figure in _short_figures(evaluation)]
        found += _too_few_days(evaluation)
    if evaluation.verdict is not Verdict.NOT_EVALUABLE:
        found += _missing(evaluation)
    found += _incomplete(evaluation)
    return (*found, *_rounding(evaluation))


def reasons_not_evaluable(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """Why the year cannot be evaluated, as clauses; at least one."""
    indicator, validity = evaluation.rule.indicator, evaluation.validity
    reasons = [] if evaluation.rule.target_decided else [undecided_text(evaluation.rule)]
    missing = _decisive(evaluation)
    if missing:
        months = month_list(missing)
        reasons.append(Text(f"缺 {months.zh}数据", f"no figure for {months.en}"))
    reasons += [_lacking(areas, months) for areas, months in _lacks(evaluation, decisive=True).items()]
    reasons += [_short_month(evaluation, figure) for figure in _short_figures(evaluation)]
    needed, days = indicator.min_days_year, validity.valid_days
    if needed is not None and days is not None and days < needed:
        valid = quality(indicator.denominator_name, indicator.denominator_unit)
        reasons.append(
            Text(
                f"全年{valid.zh} {days} {indicator.denominator_unit.zh}，少于规定的 {needed}",
                f"{counted(str(days), indicator.denominator_name.en)} in the year, fewer than the {needed} required",
            )
        )
    if evaluation.value is None and evaluation.denominator is not None:
        reasons.append(
            Text(f"{indicator.denominator_name.zh}为 0，不适用", f"not applicable, no {indicator.denominator_name.en}")
        )
    return tuple(reasons)


def _decisive(evaluation: GoalEvaluation) -> tuple[Month, ...]:
    """The missing months that keep the year from being evaluated: of a total carried forward only the last one."""
    missing = evaluation.validity.missing_months
    return tuple(month for month in missing if _is_decisive(evaluation, month))


def _is_decisive(evaluation: GoalEvaluation, month: Month) -> bool:
    carried = evaluation.rule.indicator.combination in (Combination.NEWEST, Combination.ANNUAL)
    return month.number == 12 or not carried


def _lacks(evaluation: GoalEvaluation, *, decisive: bool) -> Mapping[tuple[Text, ...], tuple[Month, ...]]:
    """The areas that gave nothing, with the months for which they did not.

    Decisive: where that keeps a year that is over from being evaluated. Otherwise: where it does not, but the value to
    date is not behind it either way.
    """
    through = evaluation.data_through
    over = evaluation.verdict is Verdict.NOT_EVALUABLE
    found: dict[tuple[Text, ...], tuple[Month, ...]] = {}
    for result in evaluation.months:
        figure = result.figure
        if figure is None or not figure.missing_areas:
            continue
        settles = over and _is_decisive(evaluation, result.month)
        superseded = through is not None and through > result.month and _is_newest(evaluation)
        if settles == decisive and not superseded:
            found[figure.missing_areas] = (*found.get(figure.missing_areas, ()), result.month)
    return found


def _is_newest(evaluation: GoalEvaluation) -> bool:
    return evaluation.rule.indicator.combination is Combination.NEWEST


def _lacking(areas: tuple[Text, ...], months: tuple[Month, ...]) -> Text:
    when, who = month_list(months), named(areas)
    return Text(f"{when.zh}缺{who.zh}数据", f"no figure from {who.en} for {when.en}")


def _incomplete(evaluation: GoalEvaluation) -> list[Text]:
    """Who has not reported, and what the value shows instead."""
    found = []
    for areas, months in _lacks(evaluation, decisive=False).items():
        lacking = _lacking(areas, months)
        kept = evaluation.data_through if _is_newest(evaluation) and evaluation.data_through not in months else None
        if kept is None:
            found.append(
                Text(
                    f"{lacking.zh}，全市数值仅由其余单位合成。",
                    f"{capitalised(lacking.en)}: the city's value is composed of the other areas only.",
                )
            )
        else:
            month = month_name(kept)
            found.append(
                Text(
                    f"{lacking.zh}，报齐之前沿用 {month.zh}的全市数值。",
                    f"{capitalised(lacking.en)}: until it is complete, the city's value is that of {month.en}.",
                )
            )
    return found


def _short_figures(evaluation: GoalEvaluation) -> list[MonthFigure]:
    short = set(evaluation.validity.short_months)
    return [result.figure for result in evaluation.months if result.figure is not None and result.month in short]


def _short_month(evaluation: GoalEvaluation, figure: MonthFigure) -> Text:
    indicator, month = evaluation.rule.indicator, month_name(figure.month)
    days, needed = plain(figure.denominator), minimum_days(indicator, figure.month)
    unit, valid = indicator.denominator_unit, quality(indicator.denominator_name, indicator.denominator_unit)
    return Text(
        f"{month.zh}{valid.zh} {days} {unit.zh}，少于规定的 {needed} {unit.zh}",
        f"{month.en} has {counted(days, indicator.denominator_name.en)}, fewer than the {needed} required",
    )


def _short_month_sentence(evaluation: GoalEvaluation, figure: MonthFigure) -> Text:
    short = _short_month(evaluation, figure)
    return Text(f"{short.zh}，全年将不能评价。", f"{short.en}, so the year will not be evaluable.")


def _too_few_days(evaluation: GoalEvaluation) -> list[Text]:
    indicator, possible = evaluation.rule.indicator, evaluation.proof.expected
    needed = indicator.min_days_year
    if needed is None or possible is None or possible >= needed:
        return []
    name, unit = indicator.denominator_name, indicator.denominator_unit
    return [
        Text(
            f"全年{name.zh}最多只有 {possible} {unit.zh}，少于规定的 {needed} {unit.zh}，全年将不能评价。",
            f"At most {possible} {name.en} are possible, fewer than the {needed} required, "
            "so the year will not be evaluable.",
        )
    ]


def _missing(evaluation: GoalEvaluation) -> list[Text]:
    missing = evaluation.validity.missing_months
    if not missing:
        return []
    months, unit = month_list(missing), evaluation.rule.indicator.denominator_unit
    if not evaluation.rule.indicator.counts_days:
        return [Text(f"缺 {months.zh}数据。", f"No figure for {months.en}.")]
    days = str(sum(month.days for month in missing))
    return [
        Text(
            f"缺 {months.zh}数据，其 {days} {unit.zh}计为未定。",
            f"No figure for {months.en}: the {counted(days, unit.en)} count as open.",
        )
    ]


def _rounding(evaluation: GoalEvaluation) -> list[Text]:
    """How far typed, rounded means can move the year's mean, and whether that reaches the target."""
    error, value = evaluation.rounding_error, evaluation.value
    if error is None or value is None or error == 0:
        return []
    rule = evaluation.rule
    amount = with_unit(telling(error, Fraction(0), rule.indicator.detail_decimals), rule)
    reaches = abs(value - Fraction(rule.target)) <= error
    warning = Text(
        "目标值在此误差之内，宜补录日均值之和", "the target lies within that, so enter the sum of daily means"
    )
    return [
        sentence(
            Text(
                f"部分月份按修约后的均值录入，全年均值由此至多相差 {amount.zh}",
                f"Some months were typed as rounded means, which can move the year's mean by up to {amount.en}",
            ),
            warning if reaches else None,
        )
    ]
