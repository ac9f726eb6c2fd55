"""Areas by month: each area's value of each month, with how it lies between the least and the greatest of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from targets.evaluation.aggregate import Record, month_results
from targets.evaluation.compose import AreaRecord, AreaState
from targets.evaluation.model import Combination, GoalRule, MonthFigure
from targets.periods import Month, months_until
from targets.texts import Text

SHADES = 5


class State(StrEnum):
    GIVEN = "given"
    NOT_APPLICABLE = "not_applicable"  # a denominator of 0
    MISSING = "missing"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class HeatCell:
    """One area's month. ``shade``: 0 for the least value of all to 4 for the greatest; None without a value."""

    month: Month
    state: State
    value: Fraction | None
    figure: MonthFigure | None
    shade: int | None


@dataclass(frozen=True)
class HeatRow:
    """One area's months in order."""

    code: str
    name: Text
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    """``to_date``: the values are of the year to each month's end, not of the months by themselves."""

    months: tuple[Month, ...]
    rows: tuple[HeatRow, ...]
    to_date: bool


def is_to_date(rule: GoalRule) -> bool:
    """Whether a month's figure is the total so far."""
    return rule.indicator.combination in (Combination.NEWEST, Combination.ANNUAL)


def heat(rule: GoalRule, areas: Sequence[AreaRecord], states: Sequence[AreaState], as_of: Month) -> Heat:
    """The months up to the as-of month in which a figure is due or there is one."""
    values = {area.code: _values(rule, area, as_of) for area in areas}
    given = {month for area in areas for month in area.figures}
    is_due = rule.indicator.frequency.is_due
    months = tuple(month for month in months_until(as_of) if is_due(month) or month in given)
    known = [value for by_month in values.values() for value in by_month.values() if value is not None]
    bounds = (min(known), max(known)) if known else (Fraction(0), Fraction(0))
    rows = tuple(
        HeatRow(
            area.code,
            area.name,
            tuple(_cell(area, state, month, values[area.code].get(month), bounds) for month in months),
        )
        for area, state in zip(areas, states, strict=True)
    )
    return Heat(months, rows, is_to_date(rule))


def _values(rule: GoalRule, area: AreaRecord, as_of: Month) -> Mapping[Month, Fraction | None]:
    results = month_results(Record.at(rule, area.figures.values(), as_of), {})
    to_date = is_to_date(rule)
    return {result.month: result.cumulative if to_date else result.value for result in results}


def _cell(
    area: AreaRecord, state: AreaState, month: Month, value: Fraction | None, bounds: tuple[Fraction, Fraction]
) -> HeatCell:
    figure = area.figures.get(month)
    if figure is not None:
        known = State.NOT_APPLICABLE if figure.denominator == 0 else State.GIVEN
    else:
        known = State.MISSING if month in state.missing_months else State.NOT_DUE
    return HeatCell(month, known, value, figure, None if value is None else shade(value, *bounds))


def shade(value: Fraction, least: Fraction, greatest: Fraction) -> int:
    """The fifth of the span that the value lies in; where all are equal, the middle one."""
    if least == greatest:
        return SHADES // 2
    return min(floor((value - least) / (greatest - least) * SHADES), SHADES - 1)
