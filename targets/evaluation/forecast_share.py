"""The rest of a year of counted days as a whole number of bad ones.

Method: each open month's bad days are beta-binomial (Skellam 1948, J. R. Statist. Soc. B 10, 257): their share has a
mean, and days of one month resemble each other. The mean is that of the same month of earlier years, drawn towards the
typical season where few days stand behind it; it is multiplied by what this year does differently, a gamma variable
that learns from the months so far (gamma-Poisson, as in credibility theory: Bühlmann & Gisler 2005, chapter 2). Counts
are convolved exactly, for each value of that variable on a fixed grid, and mixed. So the numbers are whole, none is
below 0 or above the days there are, and one more bad day so far never betters the outlook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from targets.evaluation.forecast_pool import Floats

Counts = Mapping[int, tuple[float, float]]  # by counted month: bad days of so many days

# Bad days (AQI above 100) of a month beside the year's mean: 361 cities, 2016, aqistudy's daily file. A month has at
# least a fifth of the mean: one mild summer is no promise.
TYPICAL = (1.93, 1.61, 1.65, 0.9, 0.5, 0.25, 0.22, 0.2, 0.38, 0.46, 1.61, 2.47)


@dataclass(frozen=True)
class Habit:
    """How much the past is worth; how each was found: docs/decisions/0003."""

    season_days: float = 31.0  # so many days of the typical season stand beside the days of earlier years
    level_days: float = 60.0  # and so many of a usual level beside a city's year
    usual_share: float = 0.12
    year_weight: float = 10.0  # the year's factor has the variance 1 ÷ this before a month is known
    clustering: float = 3.0  # variance of a month's count beside that of independent days
    likeness: float = 0.07  # of two days of a month: correlation of being bad


HABIT = Habit()
_FACTORS = np.geomspace(0.2, 5.0, 17)
_MOST_SHARE = 0.95


def open_bad_days(
    earlier: Counts, so_far: Counts, to_come: Sequence[tuple[int, int]], habit: Habit = HABIT
) -> list[Floats]:
    """For each open month the probabilities of 0, 1, 2 … bad days in the open months up to it.

    ``to_come``: counted months and their days, in order.
    """
    expected = usual_shares(earlier, habit)
    weights = _year_factors(expected, so_far, habit)
    mixed: list[Floats] = []
    sums = [np.ones(1) for _ in _FACTORS]
    for month, days in to_come:
        shares = np.minimum(expected[month % 12] * _FACTORS, _MOST_SHARE)
        counts = beta_binomial(days, shares, habit.likeness)
        sums = [np.convolve(before, count) for before, count in zip(sums, counts, strict=True)]
        mixed.append(np.asarray(weights @ np.array(sums)))
    return mixed


def usual_shares(earlier: Counts, habit: Habit = HABIT) -> Floats:
    """The share of bad days to expect of each calendar month in a year like the earlier ones."""
    bad, days = np.zeros(12), np.zeros(12)
    for month, (count, of) in earlier.items():
        bad[month % 12] += count
        days[month % 12] += of
    season = np.array(TYPICAL)
    level = (bad.sum() + habit.level_days * habit.usual_share) / ((days * season).sum() + habit.level_days)
    return np.asarray((bad + habit.season_days * level * season) / (days + habit.season_days))


def _year_factors(expected: Floats, so_far: Counts, habit: Habit) -> Floats:
    """How likely each factor of the grid is, after the months so far."""
    bad = sum(count for count, _ in so_far.values())
    due = sum(float(expected[month % 12]) * of for month, (_, of) in so_far.items())
    form = habit.year_weight + bad / habit.clustering
    rate = habit.year_weight + due / habit.clustering
    logs = form * np.log(_FACTORS) - rate * _FACTORS  # with respect to the logarithm, as the grid is spaced
    density = np.exp(logs - logs.max())
    return np.asarray(density / density.sum())


def beta_binomial(days: int, shares: Floats, likeness: float) -> Floats:
    """Row by share: the probabilities of 0 to all of the days being bad."""
    size = 1 / likeness - 1
    a, b = shares[:, None] * size, (1 - shares[:, None]) * size
    taken = np.arange(days)
    steps = (days - taken) * (a + taken) / ((taken + 1) * (b + days - taken - 1))
    none = np.prod((b + taken) / (a + b + taken), axis=1, keepdims=True)
    return np.asarray(np.hstack([none, none * np.cumprod(steps, axis=1)]))
