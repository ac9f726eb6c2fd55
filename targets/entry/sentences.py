"""The sentences of the entry page about one typed row: what, why, an example. Pure."""

from decimal import Decimal
from fractions import Fraction

from targets.evaluation.model import IndicatorRule
from targets.evaluation.phrases import capitalised, counted, month_name
from targets.numbers import shown, write_number
from targets.periods import Month
from targets.standards.rounding import round_half_even
from targets.texts import Text


def read_as(text: str, value: Decimal) -> Text:
    """How a text that is not plain digits was understood."""
    return Text(f"“{shown(text)}”读作 {value:f}", f"“{shown(text)}” read as {value:f}")


def share_read_as(rule: IndicatorRule, share: Decimal, whole: Decimal, part: Decimal) -> Text:
    """What a share stands for: 93.5 % of 31 → 29."""
    told, of = f"{share:f} %", write_number(whole)
    found = _amount(part, rule.numerator_unit)
    return Text(f"{of} 的 {told} 读作 {found.zh}", f"{told} of {of} read as {found.en}")


def note_too_long(length: int, most: int) -> Text:
    return Text(
        f"备注有 {length} 字，最多 {most} 字。请缩短后保存。",
        f"The note has {length} characters; it can have {most}. Shorten it and save again.",
    )


def half_missing(rule: IndicatorRule, field: str) -> Text:
    """The field is blank although the other half of its pair is not."""
    here, other = _name(rule, field), _name(rule, _other(field))
    return Text(
        f"填了{other.zh}，还缺{here.zh}：两项要么都填，要么都空。零请写 0。",
        f"{capitalised(other.en)} without {here.en}: fill in both or neither. Write 0 for zero.",
    )


def total_missing(rule: IndicatorRule) -> Text:
    name = rule.numerator_name
    return Text(
        f"只填了当月数，还缺累计的{name.zh}。考核看累计，请一并填写，例如 5 和 6。",
        f"The month by itself is given, but not the total to date ({name.en}). Write it too, for example 5 of 6.",
    )


def not_whole(rule: IndicatorRule, value: Decimal, *, is_bottom: bool) -> Text:
    name = rule.denominator_name if is_bottom else rule.numerator_name
    near, given = int(value), write_number(value)
    return Text(
        f"{name.zh}是计数，必须是整数，不能是 {given}。例如 {near} 或 {near + 1}。",
        f"{capitalised(name.en)} are counted, so {given} cannot be right. For example {near} or {near + 1}.",
    )


def part_above_whole(rule: IndicatorRule, part: Decimal, whole: Decimal) -> Text:
    top, bottom = rule.numerator_name, rule.denominator_name
    more, less = write_number(part), write_number(whole)
    return Text(
        f"{top.zh} {more} 大于{bottom.zh} {less}：部分不会多于全部。请核对两项，例如 {less} 和 {less}。",
        f"{capitalised(top.en)} ({more}) are more than {bottom.en} ({less}); a part cannot exceed the whole. "
        f"Check both, for example {less} of {less}.",
    )


def too_many_days(rule: IndicatorRule, days: Decimal, month: Month) -> Text:
    name, written, most = month_name(month), write_number(days), month.days
    what = rule.denominator_name
    return Text(
        f"{month.year} 年 {name.zh}只有 {most} 天，{what.zh}不能是 {written}。请填 0 到 {most}。",
        f"{name.en} {month.year} has {most} days, so {written} {what.en} cannot be right. Write 0 to {most}.",
    )


def mean_without_days(rule: IndicatorRule) -> Text:
    days = rule.denominator_name
    return Text(
        f"还缺{days.zh}：全年均值按天加权，没有天数就无法计入。例如 31。",
        f"The {days.en} are missing: the year's mean weighs each month by its days. For example 31.",
    )


def mean_of_no_days(rule: IndicatorRule) -> Text:
    days = rule.denominator_name
    return Text(
        f"{days.zh}为 0 时没有均值。整月确无有效数据，请选“总和”并填 0 和 0；没有收到数据请两项留空。",
        f"With 0 {days.en} there is no mean. If the month had none, choose “sum” and write 0 and 0; "
        "if nothing has arrived, leave both blank.",
    )


def mean_too_fine_or_large(text: str) -> Text:
    return Text(
        f"均值“{shown(text)}”乘以天数后无法完整保存：小数最多 9 位，整数最多 12 位。例如 27.25。",
        f"The mean “{shown(text)}” times its days cannot be kept whole: at most 9 decimals and 12 digits before "
        "the point. For example 27.25.",
    )


def share_without_count(rule: IndicatorRule, share: Decimal, whole: Decimal, exact: Fraction) -> Text:
    """A share that stands for no number, or for more than one."""
    told, of, name = f"{share:f} %", write_number(whole), rule.numerator_name
    about = write_number(round_half_even(exact, 3))
    return Text(
        f"{of} 的 {told} 约为 {about}，无法确定是多少{name.zh}。请直接填数量，例如 {write_number(whole)}。",
        f"{told} of {of} is about {about}, which does not tell the {name.en} for certain. "
        f"Write the number itself, for example {write_number(whole)}.",
    )


def _other(field: str) -> str:
    return (
        field.replace("denominator", "numerator")
        if "denominator" in field
        else field.replace("numerator", "denominator")
    )


def _name(rule: IndicatorRule, field: str) -> Text:
    name = rule.denominator_name if field.endswith("denominator") else rule.numerator_name
    return Text(f"当月{name.zh}", f"{name.en} of the month") if field.startswith("month_") else name


def _amount(value: Decimal, unit: Text) -> Text:
    written = write_number(value)
    return Text(f"{written} {unit.zh}", counted(written, unit.en))
