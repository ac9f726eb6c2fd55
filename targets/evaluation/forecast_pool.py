"""What many cities have in common, month by month: the typical year, and what they show of it.

A monthly mean is taken as its logarithm: city's level + typical month + what the month brought to all cities + the
city's own. Here are the second and the third part; the fourth is in ``forecast_mean``. Months are counted: year × 12 +
number − 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Series = Mapping[int, float]  # by counted month; only values above 0

# The mean over cities of the logarithm of PM2.5 minus its year's mean: half of the cities of aqistudy's monthly file
# 2013-2017, chosen by lot (docs/decisions/0003-forecast.md). Without other cities it is all that is known of a season.
TYPICAL = (0.469, 0.277, 0.183, -0.028, -0.137, -0.319, -0.346, -0.357, -0.254, -0.044, 0.153, 0.403)
CITIES_FOR_HALF = 5.0  # with so many other cities what they share counts half
_LEAST_PART = 0.2  # a month that fewer than this part of the cities have says nothing about all of them
_ROUNDS = 40


@dataclass(frozen=True)
class Pool:
    """The months of several cities: sums and numbers of deviations from level and typical month."""

    levels: Mapping[str, float]  # each city's
    sums: Mapping[int, float]
    counts: Mapping[int, int]

    def common(self, without: str | None = None, series: Series | None = None) -> "Common":
        """What the cities share; ``without`` one of them, whose series is given: a city is not its own neighbour."""
        sums, counts = dict(self.sums), dict(self.counts)
        if without is not None and without in self.levels and series is not None:
            level = self.levels[without]
            for month, value in series.items():
                if month in counts:
                    sums[month] -= log(value) - typical(month) - level
                    counts[month] -= 1
        most = max(counts.values(), default=0)
        trust = most / (most + CITIES_FOR_HALF)
        told = {
            month: trust * sums[month] / count
            for month, count in counts.items()
            if count and count >= _LEAST_PART * most
        }
        return Common(told, round(trust, 1))


@dataclass(frozen=True)
class Common:
    """What a month brought to all cities, as logarithm beside the typical month; ``trust``: 0 without other cities."""

    months: Mapping[int, float]
    trust: float

    def tells_of(self, month: int) -> bool:
        """Whether the month can be compared with other cities, or there are none to compare with."""
        return self.trust == 0 or month in self.months

    def level(self, month: int) -> float:
        """Typical month and what is known of this one."""
        return typical(month) + self.months.get(month, 0.0)


ALONE = Common({}, 0.0)


def typical(month: int) -> float:
    """The typical year at a counted month."""
    return TYPICAL[month % 12]


def pool_of(cities: Mapping[str, Series]) -> Pool:
    """The cities' levels and what their months share."""
    named = {name: series for name, series in cities.items() if series}
    listed = [
        (row, month, deviation(month, value))
        for row, series in enumerate(named.values())
        for month, value in series.items()
    ]
    found = pool_of_cells(np.array(listed or np.empty((0, 3)), dtype=np.float64))
    return Pool(dict(zip(named, found.levels.values(), strict=True)), found.sums, found.counts)


def deviation(month: int, value: float) -> float:
    """A month's logarithm minus the typical month."""
    return log(value) - typical(month)


def pool_of_cells(cells: Floats) -> Pool:
    """The same of rows of city, counted month and deviation; of one month's rows of one city the last holds.

    Two-way additive, alternating means, always the same rounds, the cities in the order of their numbers.
    """
    if not len(cells):
        return Pool({}, {}, {})
    cities, rows = np.unique(cells[:, 0], return_inverse=True)
    months = cells[:, 1].astype(int)
    first = int(months.min())
    there = np.zeros((len(cities), int(months.max()) - first + 1))
    deviations = np.zeros_like(there)
    there[rows, months - first] = 1.0
    deviations[rows, months - first] = cells[:, 2]
    levels, shared = np.zeros(there.shape[0]), np.zeros(there.shape[1])
    in_month, of_city = there.sum(0), there.sum(1)
    for _ in range(_ROUNDS):
        levels = ((deviations - shared) * there).sum(1) / of_city
        shared = ((deviations - levels[:, None]) * there).sum(0) / np.maximum(in_month, 1)
    middle = float((shared * in_month).sum() / in_month.sum())
    levels = levels + middle
    sums = ((deviations - levels[:, None]) * there).sum(0)
    held = [place for place in range(len(shared)) if in_month[place]]
    return Pool(
        {str(int(city)): level for city, level in zip(cities, levels.tolist(), strict=True)},
        {first + place: float(sums[place]) for place in held},
        {first + place: int(in_month[place]) for place in held},
    )
