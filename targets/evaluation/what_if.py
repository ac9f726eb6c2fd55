"""What if the months left went so: from what is assumed for a month to its figure, and the presets. Pure, nothing kept.

An assumption is one number per open due month, in the terms in which people speak of the goal: the mean of a month, the
good days of a month, the total at a month's end. The figures made of it go through the one evaluation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from targets.evaluation.aggregate import Record
from targets.evaluation.forecast_pool import ALONE, Common
from targets.evaluation.goal import evaluate
from targets.evaluation.model import Combination, Direction, GoalEvaluation, GoalRule, IndicatorRule, MonthFigure
from targets.evaluation.rounding import limit, meets
from targets.numbers import MOST_DECIMALS
from targets.periods import Month
from targets.standards.rounding import round_down, round_half_even, round_up

ASSUMED = "assumed"  # the origin of such a figure
BETTER = Fraction(1, 10)
_PART_DECIMALS = 2  # of a part that is measured, not counted: hectares
_ROOM = Fraction(5, 4)  # how far beyond anything known a slider for a mean reaches
_BELIEVED = 10  # times the slider's end: above, a mean was mistyped


class Preset(StrEnum):
    """Assumptions that can be filled in at once."""

    LAST_YEAR = "last_year"
    BETTER = "better"
    REQUIRED = "required"


@dataclass(frozen=True)
class Field:
    """What is asked for one open month.

    ``of``: what the number is a part of; None for a mean. ``most``: the end of the slider, and of a part the most that
    can be; a mean is believed up to ``limit``. ``is_share``: nothing is on record that the part could be taken from, so
    its share in per cent is asked for.
    """

    month: Month
    of: Decimal | None
    most: Decimal
    step: Decimal
    is_share: bool = False

    @property
    def limit(self) -> Decimal:
        """The most that is taken for a number of this field and not for a slip of the hand."""
        return self.most * _BELIEVED if self.of is None else self.of


@dataclass(frozen=True)
class Outcome:
    """What is on record, and what would be if the assumption came true, evaluated as of ``assumed.as_of``.

    ``open``: due months for which nothing was assumed; with none of them the year is over.
    """

    present: GoalEvaluation
    assumed: GoalEvaluation
    open: tuple[Month, ...]


def fields_of(record: Record, *, whole: bool) -> tuple[Field, ...]:
    """The open due months of the plan's year, in order. ``whole``: parts are counts, not measures."""
    rule = record.indicator
    if rule.combination is Combination.MEAN:
        most = _most_mean(record)
        step = Decimal((0, (1,), -rule.decimals))
        return tuple(Field(month, None, most, step) for month in record.open_due_months)
    found = []
    for month in record.open_due_months:
        of = Decimal(month.days) if rule.counts_days else _size(record)
        if of is None:
            found.append(Field(month, Decimal(100), Decimal(100), Decimal("0.1"), is_share=True))
        else:
            found.append(Field(month, of, of, Decimal(1) if whole or of > 100 else Decimal("0.01")))
    return tuple(found)


def _size(record: Record) -> Decimal | None:
    """What a part is taken from: the newest denominator on record, of this year or an earlier one."""
    sizes = [figure.denominator for _, figure in sorted(record.figures.items()) if figure.denominator > 0]
    return sizes[-1] if sizes else None


def _most_mean(record: Record) -> Decimal:
    """A round number beyond every month on record and beyond the target."""
    scale = record.indicator.scale
    known = [
        scale * Fraction(figure.numerator) / Fraction(figure.denominator)
        for figure in record.figures.values()
        if figure.denominator
    ]
    reach = max([*known, abs(Fraction(record.rule.target)), Fraction(1)]) * _ROOM
    return Decimal(ceil(reach / 10) * 10)


def figure_of(rule: IndicatorRule, field: Field, number: Decimal) -> MonthFigure:
    """The figure that the assumed number stands for: every day of the month valid, every part of the same whole."""
    if field.of is None:
        days = Decimal(field.month.days) if rule.counts_days else Decimal(1)
        total = round_half_even(Fraction(number) * Fraction(days) / rule.scale, MOST_DECIMALS)
        return MonthFigure(field.month, total, days, origin=ASSUMED)
    return MonthFigure(field.month, number, field.of, origin=ASSUMED)


def outcome(
    present: GoalEvaluation, figures: Sequence[MonthFigure], assumed: Iterable[MonthFigure], common: Common = ALONE
) -> Outcome:
    """The goal as it stands, and as it would stand at the end of the last month assumed (December, where all are)."""
    rule, as_of, added = present.rule, present.as_of, list(assumed)
    filled = {figure.month for figure in added}
    record = Record.at(rule, figures, as_of)
    still_open = tuple(month for month in record.open_due_months if month not in filled)
    if not added:
        return Outcome(present, present, still_open)
    end = max([as_of, *filled]) if still_open else Month(rule.year, 12)
    then = evaluate(rule, [*record.figures.values(), *added], end, first_month_over=True, common=common)
    return Outcome(present, then, still_open)


def preset(
    record: Record, required: GoalEvaluation, fields: Sequence[Field], kind: Preset, *, whole: bool
) -> Mapping[Month, Decimal]:
    """The number for each field, as far as the record gives one. ``required``: the goal as it stands."""
    if not fields:
        return {}
    if kind is Preset.REQUIRED:
        return _as_required(record, required, fields, whole=whole)
    change = Fraction(0) if kind is Preset.LAST_YEAR else BETTER
    if record.rule.direction is Direction.AT_MOST:
        change = -change
    found = {field.month: _as_last_year(record, field, 1 + change, whole=whole) for field in fields}
    return {month: number for month, number in found.items() if number is not None}


def _as_last_year(record: Record, field: Field, factor: Fraction, *, whole: bool) -> Decimal | None:
    """The same month of the last earlier year that has it, times the factor; of a total that grows, its growth."""
    earlier = _last_earlier(record, field.month)
    if earlier is None or earlier.denominator == 0:
        return None
    share = Fraction(earlier.numerator) / Fraction(earlier.denominator)
    if field.of is None:
        return round_half_even(record.indicator.scale * share * factor, record.indicator.detail_decimals)
    grown = _grown(record, earlier, factor)
    number = share * factor * Fraction(field.of) if grown is None else grown
    decimals = 0 if whole and not field.is_share else _PART_DECIMALS
    return round_half_even(min(max(number, Fraction(0)), Fraction(field.of)), decimals)


def _last_earlier(record: Record, month: Month) -> MonthFigure | None:
    same = [record.figures.get(Month(year, month.number)) for year in record.earlier_years]
    return next((figure for figure in reversed(same) if figure is not None), None)


def _grown(record: Record, earlier: MonthFigure, factor: Fraction) -> Fraction | None:
    """The newest total and as much more as it grew by the same month of the earlier year; None for other kinds."""
    newest = record.behind(record.as_of)
    if record.indicator.combination is not Combination.NEWEST or not newest:
        return None
    then = record.figures.get(Month(earlier.month.year, newest[-1].month.number))
    if then is None or newest[-1].month.number >= earlier.month.number:
        return None
    return Fraction(newest[-1].numerator) + (Fraction(earlier.numerator) - Fraction(then.numerator)) * factor


def _as_required(
    record: Record, present: GoalEvaluation, fields: Sequence[Field], *, whole: bool
) -> Mapping[Month, Decimal]:
    rule = record.rule
    if rule.indicator.combination in (Combination.NEWEST, Combination.ANNUAL):
        just = _just_enough(rule, fields[-1].of or Decimal(100), whole=whole and not fields[-1].is_share)
        return {} if just is None else {field.month: just for field in fields}
    if present.required is None:
        return {}
    if rule.indicator.combination is Combination.MEAN:
        return {field.month: present.required.value for field in fields}
    good = _spread([int(field.of or 0) for field in fields], int(present.required.value))
    turned = rule.direction is Direction.AT_MOST
    return {
        field.month: (field.of or Decimal(0)) - part if turned else Decimal(part)
        for field, part in zip(fields, good, strict=True)
    }


def _just_enough(rule: GoalRule, of: Decimal, *, whole: bool) -> Decimal | None:
    """The least (at most: the largest) part of the whole that meets the target; None where none does."""
    decimals = 0 if whole else _PART_DECIMALS
    exact = limit(rule).value * Fraction(of) / rule.indicator.scale
    step = Fraction(1, 10**decimals)
    if rule.direction is Direction.AT_LEAST:
        first = max(Fraction(round_up(exact, decimals)), Fraction(0))
        candidates = (first, first + step)
    else:
        first = min(Fraction(round_down(exact, decimals)), Fraction(of))
        candidates = (first, first - step)
    for part in candidates:
        if 0 <= part <= of and meets(rule.indicator.scale * part / Fraction(of), rule):
            return round_half_even(part, decimals)
    return None


def _spread(room: Sequence[int], needed: int) -> list[int]:
    """So many spread over the months by their room, exactly: the same share of each, the rest to the first months."""
    total = sum(room)
    if not 0 <= needed <= total:
        return [min(each, max(needed, 0)) for each in room]
    parts = [floor(Fraction(needed * each, total)) for each in room] if total else [0 for _ in room]
    for place, each in enumerate(room):
        if sum(parts) < needed and parts[place] < each:
            parts[place] += 1
    return parts
