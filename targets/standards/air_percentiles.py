"""Percentiles of daily values by HJ 663-2013, annex A.

Confidence: the formula and the percentages are believed, the annex was not read.
"""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from targets.standards.aqi import Concentration, Item, exact_concentration

# HJ 663-2013: the percentile of a year's daily values that is compared with the daily limit.
ASSESSED_PERCENT: Mapping[Item, int] = MappingProxyType(
    {
        Item.PM25_24H: 95,
        Item.PM10_24H: 95,
        Item.O3_8H: 90,  # of the daily maximum 8-hour mean
        Item.NO2_24H: 98,
        Item.SO2_24H: 98,
        Item.CO_24H: 95,
    }
)


def percentile(values: Iterable[Concentration], percent: int) -> Fraction | None:
    """The percentile of some concentrations, in their unit, exact (HJ 663-2013 annex A, believed).

    Sorted upwards, ``k = 1 + (n − 1) · percent / 100`` and linear between the values at the places around k. None of no
    values. ValueError for a percentage outside 0 to 100 and a negative concentration, TypeError for a float.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"not a percentage: {percent}")
    ordered = sorted(map(exact_concentration, values))
    if not ordered:
        return None
    place = 1 + Fraction((len(ordered) - 1) * percent, 100)
    whole = math.floor(place)
    below, above = ordered[whole - 1], ordered[min(whole, len(ordered) - 1)]
    return below + (above - below) * (place - whole)
