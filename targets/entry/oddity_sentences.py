"""What is odd about a figure, in words with the numbers that make it so. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.evaluation.phrases import capitalised, counted, month_name, number, plain, quality, telling
from targets.numbers import write_number
from targets.periods import Month
from targets.standards.rounding import exact_sum, round_half_even
from targets.texts import Text


@dataclass(frozen=True)
class Beside:
    """What a month is compared with: how many months, and whether the ones next to it in the year are among them."""

    month: Month
    count: int
    has_neighbours: bool

    @property
    def highest(self) -> Text:
        """``7 个可比月份（10 月及前后月）的最高值``; ``the highest of the 7 comparable months (October and …)``."""
        return self._extreme(Text("最高值", "highest"))

    @property
    def lowest(self) -> Text:
        return self._extreme(Text("最低值", "lowest"))

    def _extreme(self, which: Text) -> Text:
        name, count = month_name(self.month), self.count
        if count == 1:
            return Text("唯一可比的月份", "the only comparable month")
        if not self.has_neighbours:
            return Text(f"往年 {count} 个 {name.zh}的{which.zh}", f"the {which.en} of the {count} earlier {name.en}s")
        return Text(
            f" {count} 个可比月份（{name.zh}及前后月）的{which.zh}",
            f"the {which.en} of the {count} comparable months ({name.en} and the months beside it)",
        )


def below_range(rule: IndicatorRule, value: Fraction, least: Fraction, given: MonthFigure) -> Text:
    """A monthly mean that no instrument tells from none. A mean taken for the sum ends here."""
    told, top, days = _told(rule, value, least), write_number(given.numerator), write_number(given.denominator)
    hint = Text("", "")
    if given.half_unit is None and given.numerator >= least:
        hint = Text(f"若 {top} 本身就是均值，请选“均值”。", f" If {top} is the mean itself, choose “mean”.")
    return Text(
        f"{top} ÷ {days} = {told.zh}，低于 {least} {rule.unit.zh}，月均值不会这么低。{hint.zh}",
        f"{top} ÷ {days} = {told.en} is below {least}; no monthly mean is that low.{hint.en}",
    )


def above_range(rule: IndicatorRule, value: Fraction, most: Fraction, given: MonthFigure) -> Text:
    """A monthly mean beyond the scale of daily means. A sum taken for the mean ends here."""
    told, days, hint = _told(rule, value, most), write_number(given.denominator), Text("", "")
    if given.half_unit is not None:
        share = _told(rule, value / Fraction(given.denominator))
        hint = Text(
            f"若这是日均值之和，请选“总和”：÷ {days} = {share.zh}。",
            f" If it is the sum of the daily means, choose “sum”: ÷ {days} = {share.en}.",
        )
    return Text(
        f"{told.zh} 高于日均值标尺的上限 {most} {rule.unit.zh}。{hint.zh}",
        f"{told.en} is above {most}, where the scale of daily means ends.{hint.en}",
    )


def share_above(
    rule: IndicatorRule, value: Fraction, highest: Fraction, when: Month, margin: Fraction, beside: Beside
) -> Text:
    more, told = _gap(rule, value, highest, margin), _against(rule, value, highest, when)
    return Text(
        f"{told[0].zh}，比{beside.highest.zh}（{told[1].zh}）高 {more} 个百分点，超过 {margin} 个百分点。",
        f"{told[0].en} is {more} percentage points above {beside.highest.en}: {told[1].en}. "
        f"More than {margin} is not expected.",
    )


def share_below(
    rule: IndicatorRule, value: Fraction, lowest: Fraction, when: Month, margin: Fraction, beside: Beside
) -> Text:
    less, told = _gap(rule, lowest, value, margin), _against(rule, value, lowest, when)
    return Text(
        f"{told[0].zh}，比{beside.lowest.zh}（{told[1].zh}）低 {less} 个百分点，超过 {margin} 个百分点。",
        f"{told[0].en} is {less} percentage points below {beside.lowest.en}: {told[1].en}. "
        f"More than {margin} is not expected.",
    )


def mean_above(
    rule: IndicatorRule, value: Fraction, highest: Fraction, when: Month, factor: Fraction, beside: Beside
) -> Text:
    bound, told = highest * factor, _against(rule, value, highest, when)
    more, times = _gap(rule, value, highest), write_number(_decimal(factor))
    most = telling(bound, value, rule.detail_decimals)
    return Text(
        f"{told[0].zh}，比{beside.highest.zh}（{told[1].zh}）高 {more}，超过其 {times} 倍（{most}）。",
        f"{told[0].en} is {more} above {beside.highest.en}: {told[1].en}. It is more than {times} times that ({most}).",
    )


def mean_below(
    rule: IndicatorRule, value: Fraction, lowest: Fraction, when: Month, factor: Fraction, beside: Beside
) -> Text:
    bound, told = lowest / factor, _against(rule, value, lowest, when)
    less, times = _gap(rule, lowest, value), write_number(_decimal(factor))
    least = telling(bound, value, rule.detail_decimals)
    return Text(
        f"{told[0].zh}，比{beside.lowest.zh}（{told[1].zh}）低 {less}，也低于其除以 {times} 的 {least}。",
        f"{told[0].en} is {less} below {beside.lowest.en}: {told[1].en}. "
        f"It is below that divided by {times} ({least}).",
    )


def stock_above(rule: IndicatorRule, value: Fraction, last: Fraction, when: Month, margin: Fraction) -> Text:
    more, told = _gap(rule, value, last, margin), _against(rule, value, last, when)
    most = write_number(round_half_even(margin, rule.detail_decimals))
    return Text(
        f"{told[0].zh}，比上次（{told[1].zh}）高 {more} 个百分点，超过这段时间的 {most} 个百分点。",
        f"{told[0].en} is {more} percentage points above the last on record: {told[1].en}. "
        f"More than {most} in that time is not expected.",
    )


def count_fell(rule: IndicatorRule, before: MonthFigure, after: MonthFigure, other: MonthFigure) -> Text:
    """``other``: the one of the two that is on record."""
    was, becomes = write_number(before.numerator), write_number(after.numerator)
    less = write_number(exact_sum([before.numerator, -after.numerator]))
    name, when = rule.numerator_name, _month(other.month)
    if other is before:
        return Text(
            f"{name.zh} {becomes}，比 {when.zh}的 {was} 少 {less}；累计数不应减少。",
            f"{capitalised(name.en)}: {becomes} is {less} below the {was} of {when.en}. "
            "What is counted to date does not fall.",
        )
    return Text(
        f"{name.zh} {was}，比之后 {when.zh}已报的 {becomes} 多 {less}；累计数不应减少。",
        f"{capitalised(name.en)}: {was} is {less} above the {becomes} that {when.en} has on record after it. "
        "What is counted to date does not fall.",
    )


def share_fell(
    rule: IndicatorRule, was: tuple[Fraction, MonthFigure], becomes: tuple[Fraction, MonthFigure], other: MonthFigure
) -> Text:
    """The counted part did not fall, so the whole must have grown."""
    before, after = _told(rule, was[0], becomes[0]), _told(rule, becomes[0], was[0])
    wholes = [write_number(figure.denominator) for _, figure in (was, becomes)]
    name, when = rule.denominator_name, _month(other.month)
    zh = f"由 {before.zh} 降到 {after.zh}，因为{name.zh}由 {wholes[0]} 增到 {wholes[1]}；存量比例不应下降。"
    en = f"falls from {before.en} to {after.en}, as {name.en} rise from {wholes[0]} to {wholes[1]}."
    return Text(
        f"与 {when.zh}相比，比例{zh}",
        f"Beside {when.en} the share {en} A share to date should not fall.",
    )


def other_whole(rule: IndicatorRule, now: Decimal, last: Decimal, when: Month, *, is_own: bool) -> Text:
    name, month = rule.denominator_name, _month(when)
    given, usual = write_number(now), write_number(last)
    zh, en = (f"当月{name.zh}", f"{name.en}, this month") if is_own else (name.zh, name.en)
    return Text(
        f"{zh} {given}，与上次（{month.zh}）的 {usual} 不同。",
        f"{capitalised(en)}: {given}, but {usual} in {month.en}, the last on record.",
    )


def few_days(rule: IndicatorRule, given: MonthFigure, needed: int) -> Text:
    days, unit, name = plain(given.denominator), rule.denominator_unit, month_name(given.month)
    valid = quality(rule.denominator_name, unit)
    return Text(
        f"{name.zh}{valid.zh} {days} {unit.zh}，少于规定的 {needed} {unit.zh}，全年将不能评价。",
        f"{counted(days, rule.denominator_name.en)} in {name.en}, fewer than the {needed} required: "
        "the year will not be evaluable.",
    )


def more_days(rule: IndicatorRule, given: MonthFigure, fullest: MonthFigure, count: int) -> Text:
    unit, when, most = rule.denominator_unit, _month(fullest.month), fullest.month.days
    days, usual = plain(given.denominator), plain(fullest.denominator)
    here, there = (write_number(exact_sum([Decimal(each.month.days), -each.denominator])) for each in (given, fullest))
    valid = quality(rule.denominator_name, unit)
    return Text(
        f"{valid.zh} {days} {unit.zh}，只缺 {here} {unit.zh}；{count} 个可比月份至少缺 {there} {unit.zh}"
        f"（{when.zh} {usual}/{most}）。",
        f"{counted(days, rule.denominator_name.en)}, only {here} missing; "
        f"each of {count} comparable months misses at least {there} ({usual} of {most} in {when.en}).",
    )


def _told(rule: IndicatorRule, value: Fraction, beside: Fraction | None = None) -> Text:
    written = telling(value, value if beside is None else beside, rule.detail_decimals)
    return Text(f"{written} {rule.unit.zh}".rstrip(), f"{written} {rule.unit.en}".rstrip())


def _against(rule: IndicatorRule, value: Fraction, other: Fraction, when: Month) -> tuple[Text, Text]:
    """The value, and the one it is held against with its month."""
    told, against, month = _told(rule, value, other), _told(rule, other, value), _month(when)
    return told, Text(f"{month.zh} {against.zh}", f"{against.en} in {month.en}")


def _gap(rule: IndicatorRule, greater: Fraction, lesser: Fraction, margin: Fraction | None = None) -> str:
    """The difference of the two as they are shown, so that a reader can check it; beyond the margin in any case."""
    shown = Fraction(round_half_even(greater, rule.detail_decimals)) - Fraction(
        round_half_even(lesser, rule.detail_decimals)
    )
    if margin is None or shown > margin:
        return number(shown, rule.detail_decimals)
    return telling(greater - lesser, margin, rule.detail_decimals)


def _month(month: Month) -> Text:
    name = month_name(month)
    return Text(f"{month.year} 年 {name.zh}", f"{name.en} {month.year}")


def _decimal(value: Fraction) -> Decimal:
    """A factor of few decimals as it is written."""
    return Decimal(value.numerator) / Decimal(value.denominator)
