"""What the rest of the year may bring: the year's value as a distribution, from the same months of earlier years.

An opinion with a record (docs/decisions/0003-forecast.md): nothing proven depends on it, and here alone the core uses
floats. Foreseen are monthly indicators that count days: means (``forecast_mean``) and shares (``forecast_share``).
Never what is settled once a year, or whose newest figure is the total. The same input always gives the same forecast.
"""

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from targets.evaluation.aggregate import Record, Tally, ratio, total
from targets.evaluation.attainability import Counts
from targets.evaluation.forecast_mean import NORMAL_90, YEARS_BACK, rest_of_year
from targets.evaluation.forecast_pool import ALONE, Common, Floats
from targets.evaluation.forecast_share import open_bad_days
from targets.evaluation.model import (
    Combination,
    Direction,
    Forecast,
    GoalRule,
    IndicatorRule,
    MonthFigure,
    MonthOutlook,
)
from targets.evaluation.rounding import limit
from targets.periods import Frequency, Month, months_until
from targets.standards.rounding import exact_sum

_PARTS = (0.1, 0.5, 0.9)
_NORMALS = (-NORMAL_90, 0.0, NORMAL_90)


def is_foreseeable(indicator: IndicatorRule) -> bool:
    """Whether the rest of its year is uncertain and seasonal: days are counted, month by month."""
    adds_up = indicator.combination in (Combination.SUM, Combination.MEAN)
    return indicator.counts_days and indicator.frequency is Frequency.MONTHLY and adds_up


def learns_from_others(indicator: IndicatorRule) -> bool:
    """Whether other cities' months say something of this one's."""
    return indicator.combination is Combination.MEAN and is_foreseeable(indicator)


def counted(month: Month) -> int:
    """The month as a number: year × 12 + number − 1."""
    return month.year * 12 + month.number - 1


def years_to_go_by(record: Record) -> tuple[int, ...]:
    """The earlier years, of those that still tell something, that have a figure for each open month."""
    numbers = [month.number for month in record.open_months]
    return tuple(
        year
        for year in record.earlier_years
        if year >= record.rule.year - YEARS_BACK
        and all(_is_usable(record, record.figures.get(Month(year, number))) for number in numbers)
    )


def foresee(record: Record, common: Common = ALONE) -> Forecast | None:
    """The forecast as of the record's month; None without an earlier year to go by, or nothing seasonal to foresee.

    ``common``: what other cities' months share, of that moment and earlier; for means.
    """
    years = years_to_go_by(record) if is_foreseeable(record.indicator) and record.open_months else ()
    if not years:
        return None
    if record.indicator.combination is Combination.MEAN:
        return _mean(record, common, years)
    return _share(record, years)


def series_of(figures: Iterable[MonthFigure], indicator: IndicatorRule) -> dict[int, float]:
    """A city's monthly means by counted month, as far as they are above 0."""
    found = {}
    for figure in figures:
        value = ratio(figure.numerator, figure.denominator, indicator.scale)
        if value is not None and value > 0 and not figure.missing_areas:
            found[counted(figure.month)] = float(value)
    return found


def _is_usable(record: Record, figure: MonthFigure | None) -> bool:
    """Whether an earlier month tells something: complete, of some days; a mean above 0."""
    if figure is None or figure.denominator <= 0 or figure.missing_areas:
        return False
    return figure.numerator > 0 or record.indicator.combination is Combination.SUM


def _mean(record: Record, common: Common, years: tuple[int, ...]) -> Forecast:
    rule, months = record.rule, record.open_months
    series = series_of(record.figures.values(), record.indicator)
    to_come = [(counted(month), float(month.days)) for month in months]
    sums = rest_of_year(series, to_come, common, counted(Month(rule.year, 1)))
    path = []
    for month, rest in zip(months, sums, strict=True):
        collected, days = _on_record(record, month)
        low, median, high = ((float(collected) + rest.quantile(normal)) / float(days) for normal in _NORMALS)
        path.append(MonthOutlook(month, median=median, low=low, high=high))
    collected, days = _on_record(record, months[-1])
    below = sums[-1].below(float(limit(rule).value * days - collected))
    return _forecast(path, below if rule.direction is Direction.AT_MOST else 1 - below, years)


def _on_record(record: Record, until: Month) -> tuple[Fraction, Fraction]:
    """The scaled sum of the plan's year up to a month, and its days with those of the open months."""
    figures = [record.figures[month] for month in months_until(until) if month in record.figures]
    collected = Fraction(exact_sum(figure.numerator for figure in figures)) * record.indicator.scale
    days = Fraction(exact_sum(figure.denominator for figure in figures))
    return collected, days + sum(month.days for month in record.open_months if month <= until)


def _share(record: Record, years: tuple[int, ...]) -> Forecast:
    """Day counts are whole and bounded, and each count meets or misses exactly as the year's value would."""
    rule, months = record.rule, record.open_months
    past = {month: _floats(rule, figure) for month, figure in record.figures.items() if not figure.missing_areas}
    chances = open_bad_days(
        {counted(month): counts for month, counts in past.items() if month.year < rule.year},
        {counted(month): counts for month, counts in past.items() if month.year == rule.year},
        [(counted(month), month.days) for month in months],
    )
    known = [_counts(record, month) for month in months]
    path = [_outlook(*each) for each in zip(months, known, chances, strict=True)]
    counts, chance = known[-1], chances[-1]
    meeting = bisect_left(range(len(chance)), 1, key=lambda bad: not counts.meets_if(counts.bad + bad, counts.all))
    return _forecast(path, float(chance[:meeting].sum()), years)


def _floats(rule: GoalRule, figure: MonthFigure) -> tuple[float, float]:
    """A month's bad days and its days."""
    counts = Counts.of(rule, Tally(figure.numerator, figure.denominator, None))
    return float(counts.bad), float(counts.all)


def _counts(record: Record, until: Month) -> Counts:
    """The days of the plan's year up to a month, those of open months all taken for good."""
    figures = [record.figures[month] for month in months_until(until) if month in record.figures]
    counts = Counts.of(record.rule, total(figures, 1))
    days = sum(month.days for month in record.open_months if month <= until)
    return Counts(record.rule, counts.good + days, counts.bad)


def _outlook(month: Month, counts: Counts, chance: Floats) -> MonthOutlook:
    """The values at the counts of bad days that 10, 50 and 90 % do not exceed; an at-least value falls with them."""
    reached = np.cumsum(chance)
    bad = (min(int(np.searchsorted(reached, part)), len(chance) - 1) for part in _PARTS)
    low, median, high = sorted(float(counts.value_if(counts.bad + more, counts.all)) for more in bad)
    return MonthOutlook(month, median=median, low=low, high=high)


def _forecast(path: list[MonthOutlook], probability: float, years: tuple[int, ...]) -> Forecast:
    end = path[-1]
    return Forecast(end.median, end.low, end.high, min(max(probability, 0.0), 1.0), years, tuple(path))
