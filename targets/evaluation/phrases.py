"""Numbers, units, months and lists as the sentences write them, in Chinese and English."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from targets.evaluation.model import Direction, GoalEvaluation, GoalRule, IndicatorRule
from targets.periods import Month
from targets.standards.rounding import exact_sum, round_half_even
from targets.texts import Text

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MOST_DECIMALS = 8
YEARS_SHOWN = 2
NAMES_SHOWN = 2


def plain(value: Decimal | int) -> str:
    """A given number without trailing zeros or exponent: 27.00 → 27."""
    return _signed(str(exact_sum([Decimal(value)])))


def number(value: Fraction, decimals: int) -> str:
    """A computed number, rounded half to even once, with so many decimals."""
    return _signed(str(round_half_even(value, decimals)))


def telling(value: Fraction, beside: Fraction | Decimal, decimals: int) -> str:
    """The value with the shown decimals, or with as many more as it takes to stand on its side of the other number.

    27.04 beside 27 is not written 27.0: a reader would take the miss for a hit.
    """
    other = Fraction(beside)
    for more in range(decimals, MOST_DECIMALS):
        shown = Fraction(round_half_even(value, more))
        if (shown > other) == (value > other) and (shown < other) == (value < other):
            return number(value, more)
    return number(value, MOST_DECIMALS)


def with_unit(written: str, rule: GoalRule) -> Text:
    """A written number and the unit of the value."""
    unit = rule.indicator.unit
    return Text(f"{written} {unit.zh}".rstrip(), f"{written} {unit.en}".rstrip())


def value_text(value: Fraction, rule: GoalRule) -> Text:
    """A value of the goal, told beside its target, with the unit."""
    return with_unit(telling(value, rule.target, rule.indicator.decimals), rule)


def target_text(rule: GoalRule) -> Text:
    """The target with its direction: ≥ 92 %, at least 92 %."""
    target = with_unit(plain(rule.target), rule)
    if rule.direction is Direction.AT_MOST:
        return Text(f"≤ {target.zh}", f"at most {target.en}")
    if rule.target == rule.indicator.scale:
        return target
    return Text(f"≥ {target.zh}", f"at least {target.en}")


def counted(count: str, unit: str) -> str:
    """An English count with its unit, which is given in the plural: 1 day, 2 days, 1 administrative village."""
    if count != "1":
        return f"{count} {unit}"
    if unit.endswith("ies"):
        return f"1 {unit.removesuffix('ies')}y"
    return f"1 {unit.removesuffix('s')}"


def quality(name: Text, unit: Text) -> Text:
    """What makes a unit count, by the name of the counted: 优良天数 of 天 → 优良, good days of days → good."""
    short_zh = name.zh.removesuffix("数").removesuffix(unit.zh)
    return Text(short_zh or name.zh, name.en.removesuffix(unit.en).strip() or name.en)


def things(count: Decimal | int, indicator: IndicatorRule) -> Text:
    """So many of what the denominator counts: 11 个行政村, 11 villages."""
    unit, written = indicator.denominator_unit, plain(count)
    noun = _noun(indicator) if unit.zh == "个" else ""
    return Text(f"{written} {unit.zh}{noun}", counted(written, unit.en))


def _noun(indicator: IndicatorRule) -> str:
    """What 个 counts: the end that both Chinese names share, 断面 of Ⅰ至Ⅲ类断面 and 参评断面; else the denominator."""
    counted_name, all_name = (
        name.zh.removesuffix("数").removesuffix("总") for name in (indicator.numerator_name, indicator.denominator_name)
    )
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(counted_name), reversed(all_name), strict=False))
    return "".join(character for character, _ in pairs)[::-1] or all_name


def month_name(month: Month) -> Text:
    """6 月, June."""
    return Text(f"{month.number} 月", _ENGLISH_MONTHS[month.number - 1])


def short_month(month: Month) -> Text:
    """6月, Jun: where room is scarce."""
    return Text(f"{month.number}月", _ENGLISH_MONTHS[month.number - 1][:3])


def month_list(months: Sequence[Month]) -> Text:
    """Months in order, runs of three and more drawn together: 1—3 月、6 月; January to March and June."""
    runs: list[list[Month]] = []
    for month in sorted(months):
        if runs and runs[-1][-1].plus(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    parts = [part for run in runs for part in _run(run)]
    return Text("、".join(part.zh for part in parts), english_list([part.en for part in parts]))


def capitalised(written: str) -> str:
    """An English clause as the beginning of a sentence."""
    return written[:1].upper() + written[1:]


def clauses(*parts: Text | None) -> Text:
    """The clauses that are there, in one line without a full stop."""
    there = [part for part in parts if part is not None]
    return Text("；".join(part.zh for part in there), "; ".join(part.en for part in there))


def sentence(*parts: Text | None) -> Text:
    """The clauses as a full sentence."""
    joined = clauses(*parts)
    return Text(f"{joined.zh}。", f"{joined.en}.")


def all_in_one(parts: Iterable[Text]) -> Text:
    """Short parts as one enumeration."""
    listed = list(parts)
    return Text("，".join(part.zh for part in listed), english_list([part.en for part in listed]))


def named(names: Sequence[Text]) -> Text:
    """Names one after the other: 林甸县、肇源县; Lindian County and Zhaoyuan County."""
    return Text("、".join(name.zh for name in names), english_list([name.en for name in names]))


def quoted(name: Text) -> Text:
    """The name between quotation marks; what it quotes itself stands between single ones (GB/T 15834-2011, 4.8)."""
    inner = str.maketrans("“”「」『』", "‘’‘’‘’")
    zh, en = (_paired(written).translate(inner) for written in (name.zh, name.en))
    return Text(f"“{zh}”", f"“{en}”")


def _paired(written: str) -> str:
    """Straight quotation marks as curved ones, opening and closing in turn."""
    parts = written.split('"')
    return "".join(part + ("" if place == len(parts) - 1 else "“”"[place % 2]) for place, part in enumerate(parts))


def few(names: Sequence[Text]) -> Text:
    """Up to two names; of more the first and how many others: where room is scarce."""
    if len(names) <= NAMES_SHOWN:
        return named(names)
    first, others = names[0], len(names) - 1
    return Text(f"{first.zh}等 {len(names)} 个单位", f"{first.en} and {others} others")


def earlier_years(evaluation: GoalEvaluation) -> Text | None:
    """What the open months brought in the newest complete earlier years; more of them do not fit a card."""
    decimals, listed = evaluation.rule.indicator.decimals, evaluation.rest_in_earlier_years[-YEARS_SHOWN:]
    if not listed:
        return None
    written = [(year, number(value, decimals)) for year, value in listed]
    return all_in_one(Text(f"{year} 年同期 {value}", f"{value} in {year}") for year, value in written)


def _run(run: Sequence[Month]) -> list[Text]:
    if len(run) < 3:
        return [month_name(month) for month in run]
    first, last = month_name(run[0]), month_name(run[-1])
    return [Text(f"{run[0].number}—{last.zh}", f"{first.en} to {last.en}")]


def english_list(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _signed(written: str) -> str:
    return written.replace("-", "−")
