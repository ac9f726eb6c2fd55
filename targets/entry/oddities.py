"""What is odd about a figure that can nevertheless be right: it never blocks, it wants a look and a note. Pure.

The rules, and why they are what they are. All are set by hand on Daqing's months of 2022 to 2024 (no standard names
them); there they call two months of 35 odd, July and November 2024, which were.

- Range: only where the unit tells it. A monthly mean in µg/m³ below 1 cannot be told from none, and 500 is where the
  scale of daily PM2.5 means ends (HJ 633-2012, table 1). A sum typed as a mean, or the reverse, ends there.
- Jump, of a figure with a season (everything but a stock): against the same month of earlier years, and the months
  beside it while fewer than ENOUGH_YEARS of these are on record. A share may leave their range by SHARE_POINTS, a mean
  by MEAN_FACTOR; with fewer than ENOUGH_MONTHS to compare, by the wider ones. Without any there is no jump. The range
  is that of the record itself, so that no value which already occurred is odd.
- Jump and fall, of a stock: against the last figure on record, as a stock has no season. It may rise by SHARE_POINTS
  a period, or by one thing of few (1 village of 6), and does not fall. A stock is what is counted once a quarter or
  year and carried forward; a newest total that comes monthly (the class of the river sections to date) is a mean to
  date in disguise, and may fall.
- Whole: what is divided by (villages, sections, sources, hectares) changes seldom. Monthly the same month of the year
  before will do as well: ice takes a section away each winter.
- Days: fewer than the standard needs for a month; or more than the comparable months ever had, unless all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import targets.entry.oddity_sentences as words
from targets.entry.cell import Cell
from targets.evaluation.aggregate import minimum_days
from targets.evaluation.model import Combination, IndicatorRule, MonthFigure
from targets.periods import Frequency, Month
from targets.texts import Text

ENOUGH_YEARS = 5
ENOUGH_MONTHS = 3
SHARE_POINTS, WIDE_SHARE_POINTS = Fraction(10), Fraction(50)
MEAN_FACTOR, WIDE_MEAN_FACTOR = Fraction(3, 2), Fraction(5)
PLAUSIBLE_MEANS = {"µg/m³": (Fraction(1), Fraction(500))}
_STEP = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}


class Kind(StrEnum):
    """Why a figure is odd, the graver first."""

    RANGE = "range"
    JUMP = "jump"
    FELL = "fell"
    WHOLE = "whole"
    FEW_DAYS = "few_days"
    MORE_DAYS = "more_days"


@dataclass(frozen=True)
class Oddity:
    """One reason to look again, with its arithmetic."""

    kind: Kind
    sentence: Text


@dataclass(frozen=True)
class _Point:
    """A month with a value. Sorts nothing by itself: the value alone decides what is lowest and highest."""

    month: Month
    value: Fraction


def oddities(rule: IndicatorRule, month: Month, cell: Cell, history: Iterable[MonthFigure]) -> tuple[Oddity, ...]:
    """All that is odd about the month's cell, the graver first; nothing for a blank one.

    ``history``: the figures on record of the same indicator and area, in any order; one of the month itself is left
    out. Only is_stock figures are also held against later months.
    """
    if cell.numerator is None or cell.denominator is None:
        return ()
    given = MonthFigure(
        month,
        cell.numerator,
        cell.denominator,
        month_numerator=cell.month_numerator,
        month_denominator=cell.month_denominator,
        half_unit=cell.half_unit,
    )
    others = sorted(
        (figure for figure in history if figure.month != month),
        key=lambda figure: (figure.month, figure.numerator, figure.denominator),
    )
    earlier = [figure for figure in others if figure.month < month]
    later = [figure for figure in others if figure.month > month]
    found = _range(rule, given)
    if is_stock(rule):
        found += [] if found else _stock_jump(rule, given, earlier)
        found += _fell(rule, given, earlier, later)
    else:
        found += [] if found else _jump(rule, given, earlier)
    found += _days(rule, given, earlier) if rule.counts_days else _whole(rule, given, earlier, later)
    return tuple(found)


def is_stock(rule: IndicatorRule) -> bool:
    """Whether the figure counts what stands at a date, which does not go away again."""
    if rule.combination is Combination.ANNUAL:
        return True
    return rule.combination is Combination.NEWEST and rule.frequency is not Frequency.MONTHLY


def comparable(month: Month, earlier: Sequence[MonthFigure]) -> list[MonthFigure]:
    """The same month of earlier years; while these are few, with the months beside it, whatever their year."""
    same = [figure for figure in earlier if figure.month.number == month.number]
    if len(same) >= ENOUGH_YEARS:
        return same
    return [figure for figure in earlier if (figure.month.number - month.number) % 12 in (0, 1, 11)]


def _value(rule: IndicatorRule, figure: MonthFigure) -> Fraction | None:
    return Cell(figure.numerator, figure.denominator).value(rule.scale)


def _points(rule: IndicatorRule, figures: Iterable[MonthFigure]) -> list[_Point]:
    values = [(figure.month, _value(rule, figure)) for figure in figures]
    return [_Point(month, value) for month, value in values if value is not None]


def _range(rule: IndicatorRule, given: MonthFigure) -> list[Oddity]:
    limits = PLAUSIBLE_MEANS.get(rule.unit.en.replace("\u03bc", "\u00b5"))
    value = _value(rule, given)
    if rule.combination is not Combination.MEAN or limits is None or value is None:
        return []
    if value < limits[0]:
        return [Oddity(Kind.RANGE, words.below_range(rule, value, limits[0], given))]
    if value > limits[1]:
        return [Oddity(Kind.RANGE, words.above_range(rule, value, limits[1], given))]
    return []


def _jump(rule: IndicatorRule, given: MonthFigure, earlier: Sequence[MonthFigure]) -> list[Oddity]:
    value = _value(rule, given)
    points = _points(rule, comparable(given.month, earlier))[::-1]  # of equal ones the newest is named
    if value is None or not points:
        return []
    lowest, highest = min(points, key=lambda one: one.value), max(points, key=lambda one: one.value)
    is_wide = len(points) < ENOUGH_MONTHS
    beside = words.Beside(given.month, len(points), any(one.month.number != given.month.number for one in points))
    if rule.scale == 100:
        margin = WIDE_SHARE_POINTS if is_wide else SHARE_POINTS
        if value > highest.value + margin:
            return [Oddity(Kind.JUMP, words.share_above(rule, value, highest.value, highest.month, margin, beside))]
        if value < lowest.value - margin:
            return [Oddity(Kind.JUMP, words.share_below(rule, value, lowest.value, lowest.month, margin, beside))]
        return []
    factor = WIDE_MEAN_FACTOR if is_wide else MEAN_FACTOR
    if value > highest.value * factor:
        return [Oddity(Kind.JUMP, words.mean_above(rule, value, highest.value, highest.month, factor, beside))]
    if value * factor < lowest.value:
        return [Oddity(Kind.JUMP, words.mean_below(rule, value, lowest.value, lowest.month, factor, beside))]
    return []


def _stock_jump(rule: IndicatorRule, given: MonthFigure, earlier: Sequence[MonthFigure]) -> list[Oddity]:
    points, value = _points(rule, earlier), _value(rule, given)
    if value is None or not points:
        return []
    last = points[-1]
    months = (given.month.year - last.month.year) * 12 + given.month.number - last.month.number
    one_more = rule.scale / Fraction(given.denominator)
    margin = max(months // _STEP[rule.frequency], 1) * max(SHARE_POINTS, one_more)
    if rule.scale == 100 and value > last.value + margin:
        return [Oddity(Kind.JUMP, words.stock_above(rule, value, last.value, last.month, margin))]
    return []


def _fell(
    rule: IndicatorRule, given: MonthFigure, earlier: Sequence[MonthFigure], later: Sequence[MonthFigure]
) -> list[Oddity]:
    """A stock below the one before it, or above the one after it."""
    pairs = [(earlier[-1], given)] if earlier else []
    pairs += [(given, later[0])] if later else []
    for before, after in pairs:
        other = before if after is given else after
        if after.numerator < before.numerator:
            return [Oddity(Kind.FELL, words.count_fell(rule, before, after, other))]
        was, becomes = _value(rule, before), _value(rule, after)
        if was is not None and becomes is not None and becomes < was:
            return [Oddity(Kind.FELL, words.share_fell(rule, (was, before), (becomes, after), other))]
    return []


def _whole(
    rule: IndicatorRule, given: MonthFigure, earlier: Sequence[MonthFigure], later: Sequence[MonthFigure]
) -> list[Oddity]:
    """Another denominator than the last one on record, of the total and of the month by itself."""
    known = [*reversed(earlier), *later]
    for field in ("denominator", "month_denominator"):
        now: Decimal | None = getattr(given, field)
        record = [(figure.month, getattr(figure, field)) for figure in known if getattr(figure, field) is not None]
        if now is None or not record:
            continue
        usual = {record[0][1]}
        if rule.frequency is Frequency.MONTHLY:
            year_before = given.month.year - 1, given.month.number
            usual |= {whole for month, whole in record if (month.year, month.number) == year_before}
        if now not in usual:
            sentence = words.other_whole(rule, now, record[0][1], record[0][0], is_own=field != "denominator")
            return [Oddity(Kind.WHOLE, sentence)]
    return []


def _days(rule: IndicatorRule, given: MonthFigure, earlier: Sequence[MonthFigure]) -> list[Oddity]:
    needed = minimum_days(rule, given.month)
    if needed is not None and given.denominator < needed:
        return [Oddity(Kind.FEW_DAYS, words.few_days(rule, given, needed))]
    missing = given.month.days - given.denominator
    known = comparable(given.month, earlier)
    if len(known) < ENOUGH_MONTHS or missing <= 0:
        return []
    fullest = min(known, key=lambda figure: figure.month.days - figure.denominator)
    if missing < fullest.month.days - fullest.denominator:
        return [Oddity(Kind.MORE_DAYS, words.more_days(rule, given, fullest, len(known)))]
    return []
