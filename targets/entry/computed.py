"""A figure beside what the measurements give for it: whether they agree, and how pages say either. Pure."""

from fractions import Fraction

from targets.entry.cell import Cell, with_month
from targets.evaluation.model import Combination, IndicatorRule
from targets.numbers import write_number
from targets.standards.rounding import round_half_even
from targets.texts import Text


def agrees(cell: Cell, computed: Cell) -> bool:
    """Whether the value is the computed one; a mean that was typed rounded, if the computed one rounds to it."""
    if cell == computed:
        return True
    top, bottom, half_unit = cell.numerator, cell.denominator, cell.half_unit
    if half_unit is None or top is None or bottom is None or computed.numerator is None or computed.half_unit:
        return False
    return bottom == computed.denominator and abs(Fraction(top) - Fraction(computed.numerator)) <= Fraction(
        half_unit
    ) * Fraction(bottom)


def is_override(cell: Cell, computed: Cell | None) -> bool:
    """Whether the value is put in place of a computed one."""
    return computed is not None and not computed.is_blank and not agrees(cell, computed)


def source_of(standard: str) -> Text:
    """Where a computed figure comes from, as pages print it."""
    return Text(f"由监测数据按 {standard} 计算。", f"Computed from measurements by {standard}.")


def value_line(cell: Cell, rule: IndicatorRule) -> Text:
    """``20 of 31 days``, ``mean 48.57 µg/m³ of 31 days``, ``5 of 6 sections``; blank: no valid data."""
    if cell.numerator is None or cell.denominator is None:
        return Text("无有效数据", "no valid data")
    top, bottom = write_number(cell.numerator), write_number(cell.denominator)
    unit = rule.denominator_unit
    if rule.combination is not Combination.MEAN:
        return Text(f"{top}/{bottom} {unit.zh}", f"{top} of {bottom} {unit.en}")
    mean = cell.value(rule.scale)
    if mean is None:
        return Text(f"{bottom} {unit.zh}", f"{bottom} {unit.en}")
    shown = f"{round_half_even(mean, rule.detail_decimals):f}"
    return Text(
        f"均值 {shown} {rule.unit.zh}（{top} ÷ {bottom} {unit.zh}）",
        f"mean {shown} {rule.unit.en} ({top} ÷ {bottom} {unit.en})",
    )


def computed_line(cell: Cell, rule: IndicatorRule, standard: str) -> Text:
    """``computed from measurements: 20 of 31 days · HJ 633-2012``."""
    value = value_line(cell, rule)
    return Text(f"由监测数据计算：{value.zh} · {standard}", f"computed from measurements: {value.en} · {standard}")


def difference_line(cell: Cell, computed: Cell, rule: IndicatorRule) -> Text:
    """That the figure is not the computed one, with both."""
    ours = Text("空白", "blank") if cell.is_blank else value_line(cell, rule)
    theirs = value_line(computed, rule)
    if ours == theirs:
        ours, theirs = with_month(ours, cell), with_month(theirs, computed)
    return Text(
        f"与计算值不同：填报 {ours.zh}，计算 {theirs.zh}", f"differs from it: given {ours.en}, computed {theirs.en}"
    )
