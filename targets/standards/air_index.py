"""The comprehensive index of air quality (环境空气质量综合指数) by HJ 663-2013.

HJ 663-2026 is said to weigh the parts; that is not here.

Confidence: formula and limits as in public use; the clause was not read, and neither was whether the parts are rounded
before they are summed: here nothing is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from targets.standards.air_limits import GB_3095_2012, AirLimits
from targets.standards.aqi import Concentration, Pollutant, exact_concentration


@dataclass(frozen=True)
class ComprehensiveIndex:
    """The sum of the six single indices, without unit. ``value`` None: one of them is missing.

    ``parts`` holds what could be computed; ``largest``: the pollutants with the largest part, ties together.
    """

    value: Fraction | None
    parts: Mapping[Pollutant, Fraction]
    missing: tuple[Pollutant, ...]
    largest: tuple[Pollutant, ...]


def comprehensive_index(
    concentrations: Mapping[Pollutant, Concentration | None], limits: AirLimits = GB_3095_2012
) -> ComprehensiveIndex:
    """``Σ C / S`` over the six pollutants of a month, quarter or year (HJ 663-2013, as in public use).

    C: the period's mean of SO2, NO2, PM10 and PM2.5, the 95th percentile of daily CO (mg/m³), the 90th of the daily
    maximum 8-hour ozone (µg/m³). S: the year's limit, of CO and ozone the day's. Show with two decimals.
    ValueError for a negative concentration, TypeError for a float.
    """
    parts = {}
    for pollutant in Pollutant:
        amount, limit = concentrations.get(pollutant), limits.of_year(pollutant)
        if amount is not None and limit is not None:
            parts[pollutant] = exact_concentration(amount) / limit
    missing = tuple(pollutant for pollutant in Pollutant if pollutant not in parts)
    top = max(parts.values(), default=None)
    return ComprehensiveIndex(
        value=None if missing else sum(parts.values(), Fraction(0)),
        parts=MappingProxyType(parts),
        missing=missing,
        largest=tuple(pollutant for pollutant, part in parts.items() if part == top),
    )
