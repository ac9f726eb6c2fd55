"""How the entry page tells a figure on record: its value, its numbers, when it was saved, when it is due."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from targets.entry.cell import Cell
from targets.evaluation.aggregate import ratio
from targets.evaluation.model import IndicatorRule
from targets.evaluation.phrases import month_name
from targets.models import Figure, Indicator, Origin
from targets.numbers import write_number
from targets.periods import Month
from targets.standards.rounding import round_half_even
from targets.texts import Text

ORIGINS = {
    Origin.COMPUTED: Text("计算", "computed"),
    Origin.SAMPLE: Text("示例", "sample"),
    Origin.IMPORTED: Text("导入", "imported"),
}


@dataclass(frozen=True)
class Beside:
    """A figure on record, for the eye: its value, its numbers, where it comes from."""

    month: Text
    value: Text | None
    numbers: str
    origin: Text | None


def beside(figure: Figure | None, rule: IndicatorRule, month: Month) -> Beside:
    """A figure of another month, for comparison."""
    name = month_name(month)
    label = Text(f"{month.year} 年 {name.zh}", f"{name.en[:3]} {month.year}")
    cell = Cell.of(figure)
    return Beside(label, value_text(cell, rule), numbers(cell), None if cell.is_blank else origin_of(figure))


def value_text(cell: Cell, rule: IndicatorRule) -> Text | None:
    """The cell's own value with its unit; None where it has none."""
    value = value_of(cell.numerator, cell.denominator, rule.scale)
    if value is None:
        return None
    shown = f"{round_half_even(value, rule.detail_decimals):f}"
    return Text(f"{shown} {rule.unit.zh}", f"{shown} {rule.unit.en}")


def numbers(cell: Cell) -> str:
    """``29 / 31``; empty for a blank cell."""
    if cell.numerator is None or cell.denominator is None:
        return ""
    return f"{write_number(cell.numerator)} / {write_number(cell.denominator)}"


def moment(at: datetime, today: date) -> Text:
    """``14:02`` today, with the day before that, with the year before this one."""
    local = timezone.localtime(at)
    time = f"{local:%H:%M}"
    if local.date() == today:
        return Text(time, time)
    day, month = local.day, month_name(Month.of(local.date()))
    if local.year == today.year:
        return Text(f"{month.zh} {day} 日 {time}", f"{day} {month.en[:3]}, {time}")
    return Text(f"{local.year} 年 {month.zh} {day} 日 {time}", f"{day} {month.en[:3]} {local.year}, {time}")


def since(figure: Figure, today: date) -> Text:
    """When the value was saved and by whom, where a person saved it; a review is told apart."""
    by, at = (figure.entered_by, figure.entered_at) if figure.entered_at else (figure.changed_by, figure.changed_at)
    when = moment(at, today)
    if by is None:
        return when
    who = name_of(by)
    return Text(f"{when.zh} · {who}", f"{when.en} · {who}")


def name_of(user: Any) -> str:
    """What a person is called; empty for nobody."""
    return "" if user is None else user.get_full_name() or user.get_username()


def due_text(indicator: Indicator, month: Month, today: date, *, is_saved: bool) -> Text:
    """By when the figure is due and how long that is; the day alone once it is there; the next one if none is due."""
    frequency = indicator.as_rule().frequency
    if not frequency.is_due(month):
        following = next(month.plus(on) for on in range(1, 13) if frequency.is_due(month.plus(on)))
        name, day = month_name(following), day_text(indicator.due_on(following))
        return Text(f"下次报 {name.zh}数据，{day.zh}截止", f"next for {name.en}, due by {day.en}")
    day, left = day_text(indicator.due_on(month)), (indicator.due_on(month) - today).days
    by = Text(f"{day.zh}截止", f"due by {day.en}")
    if is_saved:
        return by
    if left < 0:
        return Text(f"{by.zh}，已逾期 {-left} 天", f"{by.en}, late by {days_text(-left)}")
    if left == 0:
        return Text(f"今天（{day.zh}）截止", f"{by.en}, today")
    return Text(f"{by.zh}，还有 {left} 天", f"{by.en}, in {days_text(left)}")


def has_value(figure: Figure | None) -> bool:
    """Whether a value is on record: neither nothing nor a blank."""
    return figure is not None and not figure.is_blank


def value_of(top: Decimal | None, bottom: Decimal | None, scale: int) -> Fraction | None:
    """scale × top ÷ bottom by the evaluation; None where one is missing or the bottom is 0."""
    return None if top is None or bottom is None else ratio(top, bottom, scale)


def origin_of(figure: Figure | None) -> Text | None:
    """The word for a figure that no person typed here; None for one that was, and for none."""
    return None if figure is None or not has_value(figure) else ORIGINS.get(Origin(figure.origin))


def day_text(day: date) -> Text:
    """``11 月 5 日``, ``5 November``."""
    return Text(f"{day.month} 月 {day.day} 日", f"{day.day} {month_name(Month.of(day)).en}")


def days_text(count: int) -> str:
    """``1 day``, ``4 days``."""
    return f"{count} day" if count == 1 else f"{count} days"
