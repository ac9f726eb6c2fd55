"""The rules in words: how the months combine, what makes a year valid, how value and target are compared, the pace."""

from fractions import Fraction

from targets.evaluation.model import Combination, Comparison, GoalRule, IndicatorRule, PaceKind
from targets.evaluation.pace import Path
from targets.evaluation.phrases import english_list, month_name, number, plain, target_text, value_text, with_unit
from targets.evaluation.rounding import limit
from targets.periods import Frequency, Month
from targets.texts import Text


def rule_sentences(rule: GoalRule, path: Path) -> tuple[Text, ...]:
    """The goal's rules, in the order in which they apply."""
    parts = (_combination(rule.indicator), _validity(rule.indicator), _comparison(rule), _pace(rule, path))
    return tuple(part for part in parts if part is not None)


def _combination(indicator: IndicatorRule) -> Text:
    numerator, denominator = indicator.numerator_name, indicator.denominator_name
    match indicator.combination:
        case Combination.SUM:
            return Text(
                f"各月{numerator.zh}与{denominator.zh}分别累加后相除一次，不对各月比例取平均，中间不修约。",
                f"The months' {numerator.en} and {denominator.en} are summed and divided once; "
                "monthly shares are never averaged, nothing is rounded on the way.",
            )
        case Combination.MEAN:
            return Text(
                f"全年均值为{numerator.zh}除以{denominator.zh}，各月按{denominator.zh}加权，不对月均值取平均，中间不修约。",
                f"The year's mean is the {numerator.en} divided by the {denominator.en}: months weigh by their "
                f"{denominator.en}, nothing is rounded on the way.",
            )
        case Combination.NEWEST:
            return Text(
                f"最新一期数据即为累计值：{numerator.zh}除以{denominator.zh}。{_reported(indicator).zh}",
                f"The newest figure is the total to date: {numerator.en} divided by {denominator.en}. "
                f"{_reported(indicator).en}",
            )
        case Combination.ANNUAL:
            return Text(
                f"每年 12 月按{numerator.zh}除以{denominator.zh}结算一次。",
                f"Settled once a year, in December: {numerator.en} divided by {denominator.en}.",
            )


def _reported(indicator: IndicatorRule) -> Text:
    if indicator.frequency is Frequency.QUARTERLY:
        return Text("按季度报送。", "Reported by quarter.")
    return Text("按月报送。", "Reported by month.")


def _validity(indicator: IndicatorRule) -> Text | None:
    year, month, february = indicator.min_days_year, indicator.min_days_month, indicator.min_days_february
    name, day = indicator.denominator_name, indicator.denominator_unit
    zh, en = [], []
    if year is not None:
        zh.append(f"全年不少于 {year} {day.zh}")
        en.append(f"{year} in the year")
    if month is not None:
        zh.append(f"每月不少于 {month} {day.zh}")
        en.append(f"{month} in each month")
    if february is not None:
        zh.append(f"2 月不少于 {february} {day.zh}")
        en.append(f"{february} in February")
    if not zh:
        return None
    return Text(
        f"年度评价的有效性：{name.zh}{'，'.join(zh)}，否则不能评价。",
        f"To be evaluable the year needs at least so many {name.en}: {', '.join(en)}.",
    )


def _comparison(rule: GoalRule) -> Text:
    target, shown = target_text(rule), rule.indicator.decimals
    if rule.comparison is Comparison.EXACT:
        return Text(
            f"以全数值与目标 {target.zh} 比较（GB/T 8170 全数值比较法），显示值按四舍六入五成双修约到 {shown} 位小数。",
            f"Compared with the target of {target.en} by the full value (GB/T 8170), shown rounded half to even "
            f"to {decimals_text(shown)}.",
        )
    edge = limit(rule)
    last = with_unit(_trimmed(edge.value), rule)
    kept = Text("含", "included") if edge.attained else Text("不含", "not included")
    digits = rule.comparison_decimals or 0
    return Text(
        f"先按四舍六入五成双修约到 {digits} 位小数，再与目标 {target.zh} 比较（GB/T 8170 修约值比较法），"
        f"即界限为 {last.zh}（{kept.zh}）。",
        f"Rounded half to even to {decimals_text(digits)}, then compared with the target of {target.en} (GB/T 8170), "
        f"so the limit is {last.en} ({kept.en}).",
    )


def _pace(rule: GoalRule, path: Path) -> Text | None:
    if rule.indicator.combination is Combination.ANNUAL:
        return None
    target = with_unit(plain(rule.target), rule)
    match rule.pace:
        case PaceKind.NONE:
            return Text("不设进度，只与目标比较。", "There is no pace: only the target is compared.")
        case _ if not path.values:
            return Text(
                "进度所需的往年数据不全，因此只与目标比较。",
                "Earlier years' figures are too incomplete for a pace, so only the target is compared.",
            )
        case PaceKind.SEASONAL:
            return _seasonal(path, target)
        case PaceKind.SCHEDULE:
            start = value_text(path.start or Fraction(0), rule)
            return Text(
                f"时序进度：由上年末的 {start.zh} 逐月等量推进到年末目标 {target.zh}。",
                f"The schedule runs straight from last year's final {start.en} to the target of {target.en} in "
                "December.",
            )
        case PaceKind.MILESTONES:
            return _milestones(rule)


def _seasonal(path: Path, target: Text) -> Text:
    years = [str(year) for year in path.years]
    zh, en = ("的平均", "mean path") if len(years) > 1 else ("", "path")
    return Text(
        f"进度：{'、'.join(years)} 年逐月累计走势{zh}，按比例调整到年末恰为目标 {target.zh}。",
        f"The pace is the {en} of {english_list(years)}, scaled so that the year ends exactly on the target "
        f"of {target.en}.",
    )


def _milestones(rule: GoalRule) -> Text:
    points = [
        (month_name(Month(rule.year, month)), with_unit(plain(value), rule))
        for month, value in sorted(rule.milestones.items())
    ]
    zh = "、".join(f"{month.zh} {value.zh}" for month, value in points)
    en = ", ".join(f"{value.en} in {month.en}" for month, value in points)
    return Text(
        f"进度按计划节点：{zh}，节点之间直线推进。",
        f"The pace follows the plan's milestones: {en}, straight between them.",
    )


def decimals_text(count: int) -> str:
    """1 decimal, 2 decimals, a whole number."""
    if count == 0:
        return "a whole number"
    return "1 decimal" if count == 1 else f"{count} decimals"


def _trimmed(value: Fraction) -> str:
    return number(value, 8).rstrip("0").rstrip(".")
