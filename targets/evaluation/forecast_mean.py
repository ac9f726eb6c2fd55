"""The rest of a year of monthly means as a lognormal sum.

Method: best linear unbiased prediction (Henderson 1975, Biometrics 31, 423; Robinson 1991, Statistical Science 6, 15;
the same as Gaussian process regression with a periodic kernel, Rasmussen & Williams 2006, sections 2.7 and 5.4.3) of
the logarithm of the city's months, after what all cities share is taken off (``forecast_pool``). A city's own part has
a level, a season that returns each year, a part that fades from month to month, and chance. The sum of the open months
is brought to a lognormal with the same mean and variance (Fenton 1960, IRE Trans. Comm. Systems 8, 57).

Two departures serve the reader and are kept to by a test: no month of this year has a negative weight, and the spread
does not depend on this year's months. So a worse month never betters the outlook.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import erf, exp, inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

from targets.evaluation.forecast_pool import Common, Floats, Series

NORMAL_90 = 1.2815515655446004  # 90 % of a normal distribution lie below
YEARS_BACK = 5
_MOST_KEPT = 1024


@dataclass(frozen=True)
class Spread:
    """Standard deviations of the logarithm, but for the two lengths; how they were found: docs/decisions/0003."""

    level: float = 2.0  # so wide that the level is the city's own
    season: float = 0.152  # the city's season beside the typical one
    season_length: float = 0.844  # in months: how alike neighbouring months of it are
    fading: float = 0.17
    kept: float = 0.625  # of the fading part, from one month to the next
    chance: float = 0.105
    shared_month: float = 0.13  # what an open month brings to all cities
    shared_year: float = 0.03
    alone_month: float = 0.12  # what other cities would have shown, where there are none
    alone_year: float = 0.05
    alone_season: float = 0.05
    drift: float = -0.07  # from year to year, where other cities show it
    drift_alone: float = -0.05


SPREAD = Spread()


@dataclass(frozen=True)
class Lognormal:
    """A sum above 0; ``middle`` and ``spread`` are those of its logarithm."""

    middle: float
    spread: float

    def below(self, edge: float) -> float:
        """The probability of a sum of at most this."""
        if edge <= 0:
            return 0.0
        if edge == inf:
            return 1.0
        return 0.5 * (1 + erf((log(edge) - self.middle) / (self.spread * sqrt(2))))

    def quantile(self, normal: float = 0.0) -> float:
        """The sum that lies so many standard deviations above the median."""
        return exp(self.middle + normal * self.spread)


def rest_of_year(
    series: Series, to_come: Sequence[tuple[int, float]], common: Common, january: int, spread: Spread = SPREAD
) -> list[Lognormal]:
    """For each open month the sum of value × weight of the open months up to it.

    ``series``: the city's months, all before the first that is foreseen or beside it; ``to_come``: counted months and
    their weights, in order; ``january``: the year's first month. There must be an earlier value for each month to come.
    """
    seen = tuple(m for m in sorted(series) if m >= january - 12 * YEARS_BACK and common.tells_of(m))
    months = [month for month, _ in to_come]
    pull, doubt = _kriging(tuple(m - january for m in seen), tuple(m - january for m in months), common.trust, spread)
    own = np.array([log(series[month]) - common.level(month) for month in seen])
    drift = common.trust * spread.drift + (1 - common.trust) * spread.drift_alone
    ahead = np.array([common.level(month - 12) + drift for month in months]) + pull @ own
    weights = np.array([weight for _, weight in to_come])
    means = weights * np.exp(ahead + np.diag(doubt) / 2)
    usual = weights * np.exp([_usual(series, month) for month in months])
    excess = np.exp(doubt) - 1
    found = []
    for count in range(1, len(months) + 1):
        parts = usual[:count] / usual[:count].sum()
        variance = log(1 + float(parts @ excess[:count, :count] @ parts))
        found.append(Lognormal(log(float(means[:count].sum())) - variance / 2, sqrt(variance)))
    return found


def _usual(series: Series, month: int) -> float:
    """The mean logarithm of the same month of earlier years."""
    earlier = [log(series[past]) for past in range(month - 12 * YEARS_BACK, month, 12) if past in series]
    return sum(earlier) / len(earlier)


@lru_cache(maxsize=_MOST_KEPT)
def _kriging(seen: tuple[int, ...], to_come: tuple[int, ...], trust: float, spread: Spread) -> tuple[Floats, Floats]:
    """Weights of the seen months (rows: months to come; each row sums to 1) and the covariance that stays."""
    past, ahead = np.array(seen), np.array(to_come)
    among, towards = _alike(past, past, trust, spread), _alike(ahead, past, trust, spread)
    pull: Floats = np.asarray(np.linalg.solve(among, towards.T).T, dtype=np.float64)
    doubt = _alike(ahead, ahead, trust, spread) - pull @ towards.T
    doubt += trust * (spread.shared_month**2 * np.eye(len(ahead)) + spread.shared_year**2)
    this_year = past >= 0
    pull[:, this_year] = np.maximum(pull[:, this_year], 0.0)
    pull[:, ~this_year] += ((1 - pull.sum(1)) / (~this_year).sum())[:, None]
    pull.setflags(write=False)
    doubt.setflags(write=False)
    return pull, doubt


def _alike(some: NDArray[np.int_], others: NDArray[np.int_], trust: float, spread: Spread) -> Floats:
    """The covariance of two lists of months."""
    apart = np.abs(some[:, None] - others[None, :])
    around = np.minimum(apart % 12, 12 - apart % 12)
    same = (apart == 0).astype(float)
    season = np.exp(-0.5 * (around / spread.season_length) ** 2)
    own = spread.level**2 + spread.season**2 * season + spread.fading**2 * spread.kept**apart + spread.chance**2 * same
    alone = spread.alone_month**2 * same + spread.alone_year**2 * np.exp(-apart / 12) + spread.alone_season**2 * season
    return np.asarray(own + (1 - trust) * alone)
