"""A number explained: each step from the months' figures to the verdict, with its numbers written out. Plain data."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor

from targets.evaluation.explain_lines import Line, Step, line_of, long, scale_text, short, sign_text
from targets.evaluation.explain_rest import attainability, required_from_now
from targets.evaluation.model import Combination, Comparison, GoalEvaluation, MonthFigure, Verdict
from targets.evaluation.phrases import capitalised, counted, month_list, month_name, number, plain
from targets.evaluation.rounding import meets
from targets.evaluation.sentences_notes import reasons_not_evaluable
from targets.evaluation.sentences_rule import decimals_text
from targets.texts import Text


def steps(evaluation: GoalEvaluation) -> tuple[Step, ...]:
    """The whole way, in order; steps that do not apply are left out. A goal without any figure has no steps."""
    if evaluation.numerator is None or evaluation.denominator is None:
        return ()
    found = [_sums(evaluation)]
    if evaluation.value is not None:
        found += [_division(evaluation, evaluation.value), _rounding(evaluation, evaluation.value)]
        found += [_comparison(evaluation, evaluation.value)]
    found += [_validity(evaluation)]
    if evaluation.verdict is Verdict.OPEN and evaluation.value is not None:
        found.append(attainability(evaluation))
        found += [step for step in [required_from_now(evaluation)] if step is not None]
    return tuple(found)


def behind(evaluation: GoalEvaluation) -> tuple[MonthFigure, ...]:
    """The figures that the value is made of: all of them, or the newest total alone."""
    figures = [result.figure for result in evaluation.months if result.figure is not None]
    if evaluation.rule.indicator.combination in (Combination.SUM, Combination.MEAN):
        return tuple(figures)
    return tuple(figure for figure in figures if figure.month == evaluation.data_through)


def _sums(evaluation: GoalEvaluation) -> Step:
    indicator, figures = evaluation.rule.indicator, behind(evaluation)
    lines = (
        _sum_line(indicator.numerator_name, indicator.numerator_unit, (figure.numerator for figure in figures)),
        _sum_line(indicator.denominator_name, indicator.denominator_unit, (figure.denominator for figure in figures)),
    )
    if indicator.combination in (Combination.SUM, Combination.MEAN):
        months = month_list([figure.month for figure in figures])
        said = Text(f"按月相加：{months.zh}。", f"Month by month: {months.en}.")
        return Step("sum", Text("各月相加", "The months added up"), lines, (said,))
    month = month_name(figures[0].month)
    said = Text(
        f"最新一期（{month.zh}）即为累计值，不与以前各期相加。",
        f"The newest figure ({month.en}) is the total to date; earlier ones are not added to it.",
    )
    return Step("sum", Text("取最新一期", "The newest figure"), lines, (said,))


def _sum_line(name: Text, unit: Text, terms: Iterable[Decimal]) -> Line:
    listed = list(terms)
    total = sum((Fraction(term) for term in listed), Fraction(0))
    return Line(name, " + ".join(plain(term) for term in listed), "=", short(total), unit)


def _division(evaluation: GoalEvaluation, value: Fraction) -> Step:
    indicator = evaluation.rule.indicator
    expression = (
        f"{scale_text(evaluation.rule)}{plain(evaluation.numerator or 0)} ÷ {plain(evaluation.denominator or 0)}"
    )
    line = line_of(indicator.name, expression, value, evaluation.rule)
    said = Text(
        f"只除一次，此前不修约；准确值为分数 {value.numerator}/{value.denominator}。",
        f"Divided once, nothing rounded before; exactly it is the fraction {value.numerator}/{value.denominator}.",
    )
    return Step("division", Text("相除", "Divided"), (line,), (said,))


def _rounding(evaluation: GoalEvaluation, value: Fraction) -> Step:
    indicator = evaluation.rule.indicator
    places = dict.fromkeys([indicator.decimals, indicator.detail_decimals])
    lines, said = [], []
    for decimals in places:
        name = Text(f"修约到 {decimals} 位小数", f"to {decimals_text(decimals)}")
        lines.append(Line(name, long(value, None), "→", number(value, decimals), indicator.unit))
        said.append(_decided(value, decimals))
    rule = Text(
        "GB/T 8170 四舍六入五成双，只为显示修约一次。",
        "GB/T 8170, half to even; rounded once, to be shown.",
    )
    return Step("rounding", Text("修约", "Rounded"), tuple(lines), (rule, *said))


def _decided(value: Fraction, decimals: int) -> Text:
    """Which digit decided."""
    scaled = abs(value) * 10**decimals
    rest = scaled - floor(scaled)
    digit, kept = floor(rest * 10), floor(scaled) % 10
    zh, en = f"{decimals} 位小数：", f"{capitalised(decimals_text(decimals))}: "
    if rest == 0:
        return Text(f"{zh}其后没有舍去的数字。", f"{en}nothing is dropped.")
    if rest == Fraction(1, 2):
        even = kept % 2 == 0
        return Text(
            f"{zh}舍去部分恰为 5，保留的末位 {kept} 为{'偶数，舍去' if even else '奇数，进一'}。",
            f"{en}what is dropped is exactly half; the last digit kept, {kept}, is "
            f"{'even and stays' if even else 'odd and goes up by one'}.",
        )
    if rest < Fraction(1, 2):
        return Text(
            f"{zh}舍去的第一位数字是 {digit}，小于 5，舍去。",
            f"{en}the first digit dropped is {digit}, below 5: dropped.",
        )
    more = "，其后不全为 0" if digit == 5 else ""
    more_en = " with more behind it" if digit == 5 else ""
    return Text(
        f"{zh}舍去的第一位数字是 {digit}{more}，进一。",
        f"{en}the first digit dropped is {digit}{more_en}: one up.",
    )


def _comparison(evaluation: GoalEvaluation, value: Fraction) -> Step:
    rule, holds = evaluation.rule, meets(value, evaluation.rule)
    against = f"{sign_text(rule)} {plain(rule.target)}"
    if rule.comparison is Comparison.EXACT:
        shown = long(value, rule)
        how = Text("以全数值比较（GB/T 8170 全数值比较法）", "The full value is compared (GB/T 8170)")
    else:
        shown = number(value, rule.comparison_decimals or 0)
        digits = rule.comparison_decimals or 0
        how = Text(
            f"先修约到 {digits} 位小数再比较（GB/T 8170 修约值比较法）",
            f"Rounded to {decimals_text(digits)}, then compared (GB/T 8170)",
        )
    said = [
        Text(
            f"{how.zh}：{shown} {against} {'成立' if holds else '不成立'}。",
            f"{how.en}: {shown} {against} is {str(holds).lower()}.",
        )
    ]
    if evaluation.verdict is Verdict.OPEN:
        said.append(
            Text(
                "年度未结束：此为当前状态，不是全年结论。",
                "The year is not over: this is the state so far, not the verdict.",
            )
        )
    return Step("comparison", Text("与目标比较", "Compared with the target"), (), tuple(said))


def _validity(evaluation: GoalEvaluation) -> Step:
    indicator, validity = evaluation.rule.indicator, evaluation.validity
    said: list[Text] = []
    day = indicator.denominator_unit
    if indicator.min_days_year is not None and validity.valid_days is not None:
        days, needed = validity.valid_days, indicator.min_days_year
        verdict = Text("成立", "true") if days >= needed else Text("尚不成立", "not yet true")
        said.append(
            Text(
                f"全年{indicator.denominator_name.zh}：{days} ≥ {needed} {verdict.zh}。",
                f"{capitalised(indicator.denominator_name.en)} in the year: {days} ≥ {needed} is {verdict.en}.",
            )
        )
    if indicator.min_days_month is not None:
        february = indicator.min_days_february or indicator.min_days_month
        limits_zh = f"每月不少于 {indicator.min_days_month} {day.zh}，2 月不少于 {february} {day.zh}"
        limits_en = f"At least {counted(str(indicator.min_days_month), day.en)} in each month, {february} in February"
        if validity.short_months:
            short = month_list(validity.short_months)
            said.append(Text(f"{limits_zh}：{short.zh}不足。", f"{limits_en}: too few in {short.en}."))
        else:
            said.append(Text(f"{limits_zh}：各月均满足。", f"{limits_en}: every month on record has them."))
    missing = validity.missing_months
    if missing:
        months = month_list(missing)
        said.append(Text(f"应报未报：{months.zh}。", f"Due, but without a figure: {months.en}."))
    else:
        said.append(Text("到期的月份均有数据。", "Every month due so far has a figure."))
    if evaluation.verdict is Verdict.NOT_EVALUABLE:
        said += [
            Text(f"因此不能评价：{one.zh}。", f"So it cannot be evaluated: {one.en}.")
            for one in reasons_not_evaluable(evaluation)
        ]
    return Step("validity", Text("数据有效性", "Whether the year can be evaluated"), (), tuple(said))
