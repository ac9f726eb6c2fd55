"""Sentences about counts summed over months of which nobody knows how many are to come: sources, inspections."""

from decimal import Decimal

from targets.evaluation.model import Attainability, Direction, GoalEvaluation, MonthFigure
from targets.evaluation.phrases import (
    capitalised,
    clauses,
    counted,
    month_list,
    month_name,
    plain,
    sentence,
    target_text,
    value_text,
    with_unit,
)
from targets.standards.rounding import exact_sum
from targets.texts import Text


def headline(evaluation: GoalEvaluation) -> Text:
    """Nothing failed and nothing may; or the months that failed; or how far a softer target is."""
    target = target_text(evaluation.rule)
    match evaluation.attainability:
        case Attainability.OUT_OF_REACH:
            return _lost(evaluation)
        case Attainability.SECURED:
            return Text(f"目标 {target.zh}：任何结果都达标", f"Any result meets the target of {target.en}")
        case _ if evaluation.budget is not None:
            return _nothing_failed(evaluation)
        case _:
            return clauses(_so_far(evaluation), _at_newest_size(evaluation))


def proof(evaluation: GoalEvaluation) -> tuple[Text, ...]:
    """The sum so far, the months that failed, and what the open months must bring."""
    return tuple(
        part
        for part in (
            _sum_so_far(evaluation),
            _failures_sentence(evaluation),
            _never_again(evaluation),
            _rest_sentence(evaluation),
        )
        if part is not None
    )


def failed(evaluation: GoalEvaluation) -> tuple[MonthFigure, ...]:
    """The figures with anything that speaks against the target."""
    figures = [result.figure for result in evaluation.months if result.figure is not None]
    return tuple(figure for figure in figures if _bad(evaluation, figure) > 0)


def failures_text(evaluation: GoalEvaluation) -> Text | None:
    """What failed and when: 4 月不达标水源 1 个次, 1 failed check in April; None where nothing did."""
    figures = failed(evaluation)
    if not figures:
        return None
    count = plain(exact_sum(_bad(evaluation, figure) for figure in figures))
    months, name = month_list([figure.month for figure in figures]), _bad_name(evaluation)
    unit = evaluation.rule.indicator.denominator_unit
    return Text(f"{months.zh}{name.zh} {count} {unit.zh}", f"{counted(count, name.en)} in {months.en}")


def _bad(evaluation: GoalEvaluation, figure: MonthFigure) -> Decimal:
    at_most = evaluation.rule.direction is Direction.AT_MOST
    return figure.numerator if at_most else exact_sum([figure.denominator, -figure.numerator])


def _bad_name(evaluation: GoalEvaluation) -> Text:
    indicator = evaluation.rule.indicator
    return indicator.numerator_name if evaluation.rule.direction is Direction.AT_MOST else indicator.shortfall_name


def _months_with_figures(evaluation: GoalEvaluation) -> int:
    return sum(result.figure is not None for result in evaluation.months)


def _lost(evaluation: GoalEvaluation) -> Text:
    failures = failures_text(evaluation)
    if failures is None:
        target = target_text(evaluation.rule)
        return Text(f"已无法达标：任何结果都达不到 {target.zh}", f"Out of reach: no result meets {target.en}")
    return Text(f"已无法达标：{failures.zh}", f"Out of reach: {failures.en}")


def _nothing_failed(evaluation: GoalEvaluation) -> Text:
    indicator, count = evaluation.rule.indicator, plain(evaluation.denominator or 0)
    months = _months_with_figures(evaluation)
    name = _bad_name(evaluation)
    passed = "全部达标" if evaluation.rule.direction is Direction.AT_LEAST else f"无{name.zh}"
    return clauses(
        Text(
            f"{months} 个月{indicator.denominator_name.zh} {count} {indicator.denominator_unit.zh}，{passed}",
            f"No {name.en} among {count} in {counted(str(months), 'months')}",
        ),
        Text("任何一个月不达标即全年不达标", "a single one puts the year out of reach"),
    )


def _so_far(evaluation: GoalEvaluation) -> Text:
    if evaluation.value is None:
        return Text("尚无数值", "No value so far")
    value, target = value_text(evaluation.value, evaluation.rule), target_text(evaluation.rule)
    return Text(f"累计 {value.zh}，目标 {target.zh}", f"{value.en} so far, the target is {target.en}")


def _at_newest_size(evaluation: GoalEvaluation) -> Text | None:
    required, unit = evaluation.required, evaluation.rule.indicator.denominator_unit
    if required is None:
        return None
    count, over = plain(required.value), counted(str(required.over), unit.en)
    return Text(
        f"按最近一月的数量，余下 {required.over} {unit.zh}须有 {count} {unit.zh}达标",
        f"at the newest month's size {count} of the {over} left must pass",
    )


def _sum_so_far(evaluation: GoalEvaluation) -> Text | None:
    if evaluation.value is None:
        return None
    indicator, month = evaluation.rule.indicator, month_name(evaluation.as_of)
    numerator, denominator = plain(evaluation.numerator or 0), plain(evaluation.denominator or 0)
    value, target = value_text(evaluation.value, evaluation.rule), target_text(evaluation.rule)
    return sentence(
        Text(
            f"截至 {month.zh}底，{indicator.denominator_name.zh}累计 {denominator} {indicator.denominator_unit.zh}，"
            f"{indicator.numerator_name.zh} {numerator} {indicator.numerator_unit.zh}，为 {value.zh}",
            f"To the end of {month.en}, {numerator} of {counted(denominator, indicator.denominator_unit.en)}, "
            f"so {value.en}",
        ),
        Text(f"目标 {target.zh}", f"the target is {target.en}"),
    )


def _failures_sentence(evaluation: GoalEvaluation) -> Text | None:
    failures = failures_text(evaluation)
    if failures is not None:
        return sentence(failures)
    if evaluation.budget is None:
        return None
    name = _bad_name(evaluation)
    return Text(f"至今无{name.zh}。", f"So far there have been no {name.en}.")


def _never_again(evaluation: GoalEvaluation) -> Text | None:
    if evaluation.attainability is not Attainability.OUT_OF_REACH or evaluation.budget is None:
        return None
    target = with_unit(plain(evaluation.rule.target), evaluation.rule)
    return Text(
        f"此后即使全部达标，累计值也只能接近、不能回到 {target.zh}，因此全年不能达标。",
        f"Whatever follows, the total can near {target.en} but never return to it, so the year's target is missed.",
    )


def _rest_sentence(evaluation: GoalEvaluation) -> Text | None:
    required, unit = evaluation.required, evaluation.rule.indicator.denominator_unit
    months = evaluation.proof.open_units
    if required is None or months == 0:
        return None
    if required.value != required.over:
        rest = _at_newest_size(evaluation)
        return None if rest is None else Text(f"{rest.zh}。", f"{capitalised(rest.en)}.")
    each = required.over // months
    left = "the month left" if months == 1 else f"each of the {months} months left"
    return Text(
        f"余下 {months} 个月，每月 {each} {unit.zh}须全部达标。",
        f"{'The' if each == 1 else 'All'} {counted(str(each), unit.en)} in {left} must pass.",
    )
