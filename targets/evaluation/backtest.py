"""How good the forecast of a mean is: a year foreseen at the end of each of its months, and what came.

Evaluated are the years of YEARS of every city with all twelve months above 0 in that year and the year before; the
annual mean is the unweighted mean of the twelve. A forecast sees the months up to its own and no later one, neither of
the city nor of the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan

from targets.evaluation.forecast_mean import NORMAL_90, SPREAD, Lognormal, Spread, rest_of_year
from targets.evaluation.forecast_pool import Series, pool_of

YEARS = (2015, 2016)
FALL = 0.97  # the event that is foreseen: the annual mean is at most the previous year's less 3 %


@dataclass(frozen=True)
class Trial:
    """One forecast beside what came."""

    city: str
    year: int
    month: int  # the last that was known
    actual: float
    median: float
    low: float
    high: float
    probability: float  # of the event
    event: bool
    persisting: float  # had the mean to date persisted
    like_last_year: float  # had the rest been last year's


@dataclass(frozen=True)
class Skill:
    """The measures over several trials, in the unit of the data; None of none."""

    n: int
    mae: float | None = None
    mae_persist: float | None = None
    mae_last_year: float | None = None
    coverage: float | None = None
    width: float | None = None
    brier: float | None = None
    brier_base: float | None = None


def trials(cities: Mapping[str, Series], years: Iterable[int] = YEARS, spread: Spread = SPREAD) -> Iterator[Trial]:
    """Every forecast of the years, by moment, then by city; ``cities``: values above 0 by counted month."""
    for year in years:
        january = year * 12
        whole = [
            name
            for name, series in sorted(cities.items())
            if all(m in series for m in range(january - 12, january + 12))
        ]
        for month in range(1, 12):
            known = {name: _until(series, january + month) for name, series in cities.items()} if whole else {}
            pool = pool_of(known)
            for name in whole:
                rest = rest_of_year(
                    known[name],
                    [(january + ahead, 1.0) for ahead in range(month, 12)],
                    pool.common(name, known[name]),
                    january,
                    spread,
                )[-1]
                yield _trial(name, cities[name], year, month, rest)


def _until(series: Series, end: int) -> dict[int, float]:
    return {month: value for month, value in series.items() if month < end and value > 0 and not isnan(value)}


def _trial(name: str, series: Series, year: int, month: int, rest: Lognormal) -> Trial:
    january = year * 12
    this = [series[each] for each in range(january, january + 12)]
    before = [series[each] for each in range(january - 12, january)]
    collected, edge = sum(this[:month]), FALL * sum(before) / 12
    return Trial(
        city=name,
        year=year,
        month=month,
        actual=sum(this) / 12,
        median=(collected + rest.quantile()) / 12,
        low=(collected + rest.quantile(-NORMAL_90)) / 12,
        high=(collected + rest.quantile(NORMAL_90)) / 12,
        probability=rest.below(edge * 12 - collected),
        event=sum(this) / 12 <= edge,
        persisting=collected / month,
        like_last_year=(collected + sum(before[month:])) / 12,
    )


def skill(of: Iterable[Trial]) -> Skill:
    """The measures over the trials. Brier's base: a constant forecast at the trials' own frequency of the event."""
    listed = list(of)
    if not listed:
        return Skill(0)
    n = len(listed)
    frequency = sum(one.event for one in listed) / n
    return Skill(
        n=n,
        mae=sum(abs(one.median - one.actual) for one in listed) / n,
        mae_persist=sum(abs(one.persisting - one.actual) for one in listed) / n,
        mae_last_year=sum(abs(one.like_last_year - one.actual) for one in listed) / n,
        coverage=sum(one.low <= one.actual <= one.high for one in listed) / n,
        width=sum(one.high - one.low for one in listed) / n,
        brier=sum((one.probability - one.event) ** 2 for one in listed) / n,
        brier_base=frequency * (1 - frequency),
    )


def by_month(of: Iterable[Trial]) -> dict[int, Skill]:
    """The measures for each of the months 1 to 11."""
    listed = list(of)
    return {month: skill(one for one in listed if one.month == month) for month in range(1, 12)}
