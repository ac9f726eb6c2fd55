"""How far such forecasts were off at this time of year: by the city's own years if enough, else by many cities'."""

from dataclasses import dataclass, replace

from targets.evaluation.aggregate import Record
from targets.evaluation.forecast import foresee
from targets.evaluation.model import Combination, MonthFigure
from targets.evaluation.model import GoalRule as Rule
from targets.periods import Month, months_of

ENOUGH_YEARS = 3  # fewer years of its own say less than other cities do

# Mean error of the median in per cent of the year's mean, by the month at whose end it was made. Each city was foreseen
# by itself, without the others, as an installation of one city does it: `manage.py backtest`, docs/decisions/0003.
_IN_ORDER = (10.1, 9.3, 8.1, 7.6, 6.9, 6.0, 5.8, 5.3, 5.0, 4.4, 2.7)
MANY_CITIES = dict(enumerate(_IN_ORDER, start=1))
CITIES, YEARS = 187, (2015, 2016)


@dataclass(frozen=True)
class TrackRecord:
    """The mean error, in the value's unit (``relative``: in per cent of the value), and what it was measured on."""

    error: float
    relative: bool
    years: tuple[int, ...]  # the city's own; empty: of many cities


def track_record(rule: Rule, figures: tuple[MonthFigure, ...], as_of: Month) -> TrackRecord | None:
    """The record at this time of year; None where nothing was ever measured."""
    errors = own_errors(rule, figures, as_of)
    many = MANY_CITIES.get(as_of.number) if rule.indicator.combination is Combination.MEAN else None
    if errors and (len(errors) >= ENOUGH_YEARS or many is None):
        return TrackRecord(sum(errors.values()) / len(errors), relative=False, years=tuple(errors))
    return None if many is None else TrackRecord(many, relative=True, years=())


def own_errors(rule: Rule, figures: tuple[MonthFigure, ...], as_of: Month) -> dict[int, float]:
    """By complete earlier year: how far the forecast of that moment lay from its value; it saw nothing later."""
    there = {figure.month for figure in figures if not figure.missing_areas}
    found = {}
    for year in sorted({month.year for month in there if month.year < rule.year}):
        if not there.issuperset(months_of(year)):
            continue
        then = replace(rule, year=year)
        forecast = foresee(Record.at(then, figures, Month(year, as_of.number)))
        came = Record.at(then, figures, Month(year, 12)).to_date(Month(year, 12))
        if forecast is not None and came is not None and came.value is not None:
            found[year] = abs(forecast.median - float(came.value))
    return found
