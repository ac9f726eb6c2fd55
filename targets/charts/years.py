"""The same months of several years as series: the plan's year and up to four before it."""

from collections.abc import Sequence
from enum import StrEnum

from targets.charts.year import MONTHS, Series
from targets.evaluation.model import Combination, GoalEvaluation, IndicatorRule
from targets.texts import Text

MOST_YEARS = 5
ROLES = ("year_now", "year_1", "year_2", "year_3", "year_4")


class Shown(StrEnum):
    """What of each month is compared."""

    MONTH = "month"
    TO_DATE = "to-date"


def usual(indicator: IndicatorRule) -> Shown:
    """What tells more: the months by themselves where they add up to the year, else the total so far."""
    by_itself = indicator.combination in (Combination.SUM, Combination.MEAN)
    return Shown.MONTH if by_itself else Shown.TO_DATE


def years_series(evaluations: Sequence[GoalEvaluation], shown: Shown) -> tuple[tuple[int, ...], tuple[Series, ...]]:
    """The numbers of the months that have anything to show or are due, and a series of each year, the newest first.

    ``evaluations``: one of each year, the newest first; those beyond the fifth are left out.
    """
    chosen = evaluations[:MOST_YEARS]
    values = {
        one.rule.year: [result.value if shown is Shown.MONTH else result.cumulative for result in one.months]
        for one in chosen
    }
    numbers = tuple(
        number
        for number in MONTHS
        if any(column[number - 1] is not None for column in values.values())
        or any(one.months[number - 1].is_due for one in chosen)
    )
    series = tuple(
        Series(role, Text(str(year), str(year)), tuple(column[number - 1] for number in numbers))
        for role, (year, column) in zip(ROLES, values.items(), strict=False)
    )
    return numbers, series
