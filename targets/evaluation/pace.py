"""The pace of a goal: the value that the year to date is held against, month by month, besides the target."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from targets.evaluation.aggregate import Record
from targets.evaluation.model import Direction, GoalRule, PaceKind
from targets.periods import Frequency, Month, months_until

_NOTHING: Mapping[int, Fraction] = MappingProxyType({})


@dataclass(frozen=True)
class Path:
    """The pace at the end of each month (by its number), and what it was drawn from. Without values: no pace."""

    values: Mapping[int, Fraction] = field(default_factory=lambda: _NOTHING)
    years: tuple[int, ...] = ()  # seasonal: the complete earlier years
    start: Fraction | None = None  # schedule and milestones: last year's final value


def path(record: Record) -> Path:
    """The goal's pace for the twelve months; empty where the goal has none or the record cannot give one."""
    match record.rule.pace:
        case PaceKind.SEASONAL:
            return _seasonal(record)
        case PaceKind.SCHEDULE:
            start = last_final(record)
            return Path() if start is None else Path(_straight({0: start, 12: Fraction(record.rule.target)}), (), start)
        case PaceKind.MILESTONES:
            return _milestones(record)
        case PaceKind.NONE:
            return Path()


def last_final(record: Record) -> Fraction | None:
    """Last year's final value: there only with a complete December, the last month due at every frequency."""
    december = Month(record.rule.year - 1, 12)
    figure = record.figures.get(december)
    return None if figure is None or figure.missing_areas else record.path(december.year).get(december)


def judged_month(record: Record) -> Month | None:
    """The month whose pace the value to date is held against.

    Monthly figures: the as-of month. Others: the last month due by then; before any was due, the newest month that
    has a figure all the same; None where there is neither.
    """
    if record.indicator.frequency is Frequency.MONTHLY:
        return record.as_of
    past = months_until(record.as_of)
    due = [month for month in past if record.indicator.frequency.is_due(month)]
    reported = [month for month in past if month in record.figures]
    return next(iter(due[-1:] or reported[-1:]), None)


def keeps_pace(value: Fraction, pace: Fraction, rule: GoalRule) -> bool:
    """Whether the value is on the good side of the pace, or on it. Compared exactly."""
    return value >= pace if rule.direction is Direction.AT_LEAST else value <= pace


def _seasonal(record: Record) -> Path:
    """The mean path of the complete earlier years, scaled so that December ends exactly on the target."""
    paths: dict[int, list[Fraction]] = {}
    for year in record.earlier_years:
        values = [value for value in record.path(year).values() if value is not None]
        lacks_areas = any(figure.missing_areas for month, figure in record.figures.items() if month.year == year)
        if len(values) == 12 and not lacks_areas:
            paths[year] = values
    mean = [sum(values, Fraction(0)) / len(paths) for values in zip(*paths.values(), strict=True)]
    if not mean or mean[-1] == 0:
        return Path()
    factor = Fraction(record.rule.target) / mean[-1]
    return Path({number: value * factor for number, value in enumerate(mean, start=1)}, tuple(paths))


def _milestones(record: Record) -> Path:
    """Straight from last year's final value, where there is one, through the milestones to the target in December."""
    given = {number: Fraction(value) for number, value in record.rule.milestones.items()}
    if not given:
        return Path()
    start = last_final(record)
    points = {**({} if start is None else {0: start}), 12: Fraction(record.rule.target), **given}
    return Path(_straight(points), (), start)


def _straight(points: Mapping[int, Fraction]) -> dict[int, Fraction]:
    """Piecewise straight between the points, for the months 1 to 12 not before the first of them."""
    numbers = sorted(points)
    values: dict[int, Fraction] = {}
    for left, right in zip(numbers, numbers[1:] or numbers, strict=False):
        for number in range(left, right + 1):
            share = Fraction(number - left, right - left) if right > left else Fraction(0)
            values[number] = points[left] + (points[right] - points[left]) * share
    return {number: value for number, value in values.items() if 1 <= number <= 12}
