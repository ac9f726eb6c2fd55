"""Air quality index by HJ 633-2012 and HJ 633-2026: tables as data, exact arithmetic, rounded up.

Whether a concentration is rounded to the published digits before it is judged is a switch of the version,
``Standard.rounds_first``; without it a concentration is judged as it is given. Averaging stations comes before both.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from targets.standards.rounding import round_half_even
from targets.texts import Text

Concentration = Decimal | Fraction | int

TOP = 500  # the highest index; concentrations beyond the tables stay there (common practice, not in the text)
GOOD_AT_MOST = 100  # levels one and two: a good day (优良天)
PRIMARY_ABOVE = 50


class Pollutant(StrEnum):
    """The six pollutants, in the order in which ties are listed."""

    PM25 = "pm25"
    PM10 = "pm10"
    O3 = "o3"
    NO2 = "no2"
    SO2 = "so2"
    CO = "co"

    @property
    def label(self) -> Text:
        """The pollutant's name as pages and reports write it."""
        return _LABELS[self]


_LABELS = {
    Pollutant.PM25: Text("细颗粒物（PM2.5）", "PM2.5"),
    Pollutant.PM10: Text("可吸入颗粒物（PM10）", "PM10"),
    Pollutant.O3: Text("臭氧", "ozone"),
    Pollutant.NO2: Text("二氧化氮", "nitrogen dioxide"),
    Pollutant.SO2: Text("二氧化硫", "sulphur dioxide"),
    Pollutant.CO: Text("一氧化碳", "carbon monoxide"),
}


class Item(StrEnum):
    """A pollutant with its averaging time. CO in mg/m³, the others in µg/m³; ozone in a daily report: the maximum."""

    PM25_24H = "pm25_24h"
    PM10_24H = "pm10_24h"
    O3_8H = "o3_8h"
    O3_1H = "o3_1h"
    NO2_24H = "no2_24h"
    SO2_24H = "so2_24h"
    CO_24H = "co_24h"
    NO2_1H = "no2_1h"
    SO2_1H = "so2_1h"
    CO_1H = "co_1h"

    @property
    def pollutant(self) -> Pollutant:
        """What is measured, without the averaging time."""
        return Pollutant(self.value.split("_")[0])

    @property
    def unit(self) -> str:
        """The unit of the table's concentrations."""
        return "mg/m³" if self.pollutant is Pollutant.CO else "µg/m³"

    @property
    def published_decimals(self) -> int:
        """The digits in which a concentration is published (HJ 633-2026 4.2.2): CO with one decimal, integers else."""
        return 1 if self.pollutant is Pollutant.CO else 0


@dataclass(frozen=True)
class Level:
    """One of the six levels, its name and screen colour (annex A of both versions). ``highest`` None: no upper end."""

    number: int
    lowest: int
    highest: int | None
    name: Text
    colour_name: Text
    colour: str


LEVELS = (
    Level(1, 0, 50, Text("优", "excellent"), Text("绿色", "green"), "#00E400"),
    Level(2, 51, 100, Text("良", "good"), Text("黄色", "yellow"), "#FFFF00"),
    Level(3, 101, 150, Text("轻度污染", "lightly polluted"), Text("橙色", "orange"), "#FF7E00"),
    Level(4, 151, 200, Text("中度污染", "moderately polluted"), Text("红色", "red"), "#FF0000"),
    Level(5, 201, 300, Text("重度污染", "heavily polluted"), Text("紫色", "purple"), "#99004C"),
    Level(6, 301, None, Text("严重污染", "severely polluted"), Text("褐红色", "maroon"), "#7E0023"),
)

IAQI_POINTS = (0, 50, 100, 150, 200, 300, 400, 500)

# HJ 633-2012, table 1. A shorter row ends below 500: beyond it, ``Standard.beyond`` says what holds.
_TABLE_2012 = {
    Item.SO2_24H: (0, 50, 150, 475, 800, 1600, 2100, 2620),
    Item.SO2_1H: (0, 150, 500, 650, 800),
    Item.NO2_24H: (0, 40, 80, 180, 280, 565, 750, 940),
    Item.NO2_1H: (0, 100, 200, 700, 1200, 2340, 3090, 3840),
    Item.PM10_24H: (0, 50, 150, 250, 350, 420, 500, 600),
    Item.CO_24H: (0, 2, 4, 14, 24, 36, 48, 60),
    Item.CO_1H: (0, 5, 10, 35, 60, 90, 120, 150),
    Item.O3_1H: (0, 160, 200, 300, 400, 800, 1000, 1200),
    Item.O3_8H: (0, 100, 160, 215, 265, 800),
    Item.PM25_24H: (0, 35, 75, 115, 150, 250, 350, 500),
}

# HJ 633-2026, table 3: as before, but for the 100-points of the two particulates.
_TABLE_2026 = _TABLE_2012 | {
    Item.PM10_24H: (0, 50, 120, 250, 350, 420, 500, 600),
    Item.PM25_24H: (0, 35, 60, 115, 150, 250, 350, 500),
}

_DAILY_2026 = (Item.PM25_24H, Item.PM10_24H, Item.O3_8H, Item.NO2_24H, Item.SO2_24H, Item.CO_24H)
_DAILY_2012 = (*_DAILY_2026[:3], Item.O3_1H, *_DAILY_2026[3:])


@dataclass(frozen=True, eq=False)
class Standard:
    """One version of HJ 633. ``beyond``: the sub-index above a short row; None: no sub-index, another item reports.

    ``rounds_first``: whether a concentration is rounded half to even (GB/T 8170) to its published digits before the
    sub-index. HJ 633-2026 4.2.2 says so; the text of 2012 does not, though it may be practice (unconfirmed).
    ``with_rounding`` turns it.
    """

    code: str
    applies_from_on: date
    breakpoints: Mapping[Item, tuple[int, ...]]
    daily_items: tuple[Item, ...]
    beyond: Mapping[Item, int | None]
    publishes_incomplete: bool  # with an item missing, an AQI above 100 from the others still stands
    rounds_first: bool


HJ_633_2012 = Standard(
    code="HJ 633-2012",
    applies_from_on=date(2016, 1, 1),
    breakpoints=MappingProxyType(_TABLE_2012),
    daily_items=_DAILY_2012,  # 5.1.2: seven indicators
    beyond=MappingProxyType(
        {Item.SO2_1H: None, Item.O3_8H: None}
    ),  # table 1, notes: the 24-hour / 1-hour sub-index reports
    publishes_incomplete=False,
    rounds_first=False,
)
HJ_633_2026 = Standard(
    code="HJ 633-2026",
    applies_from_on=date(2026, 3, 1),
    breakpoints=MappingProxyType(_TABLE_2026),
    daily_items=_DAILY_2026,  # six indicators: no 1-hour ozone
    beyond=MappingProxyType({Item.SO2_1H: 200, Item.O3_8H: 300}),  # table 3, notes
    publishes_incomplete=True,  # 5.3.1
    rounds_first=True,  # 4.2.2
)
STANDARDS = (HJ_633_2012, HJ_633_2026)


@dataclass(frozen=True)
class DailyAqi:
    """A day's index and how it came about. ``aqi`` None is the standard's "NA": an item is missing."""

    standard: Standard
    aqi: int | None
    level: Level | None
    primary: tuple[Pollutant, ...]  # 首要污染物: the largest sub-index; ties together; none up to 50
    exceeding: tuple[Pollutant, ...]  # 超标污染物: sub-index above 100 (a term of 2012, listed for 2026 as well)
    sub_indices: Mapping[Item, int]
    missing: tuple[Item, ...]  # of this day only
    never_supplied: tuple[Item, ...]  # what the source declares it never has; left out, and the page says so


def standard_for(day: date) -> Standard:
    """The version that judges a day. There is no table older than 2012's, so it serves all earlier days."""
    applying = [standard for standard in STANDARDS if standard.applies_from_on <= day]
    return applying[-1] if applying else STANDARDS[0]


@cache
def with_rounding(standard: Standard, *, rounds_first: bool) -> Standard:
    """The version with its rounding switch as given: itself where it stands so already, else always the same copy."""
    return standard if standard.rounds_first == rounds_first else replace(standard, rounds_first=rounds_first)


def level_of(aqi: int) -> Level:
    """The level of an index (annex A). ValueError for a negative one."""
    if aqi < 0:
        raise ValueError(f"an AQI is not negative: {aqi}")
    return next(level for level in LEVELS if level.highest is None or aqi <= level.highest)


def iaqi(item: Item, concentration: Concentration, standard: Standard) -> int | None:
    """The sub-index of one item, 0 to 500, rounded up (HJ 633-2012 4.2 and 6.2; HJ 633-2026 4.2.6).

    The concentration is in the item's unit, taken as given or, where the version says so, rounded first.
    None: the standard gives none so high and another averaging time reports (HJ 633-2012: SO2 1 h, O3 8 h above 800).
    TypeError for a float, which is not exact; ValueError for a negative or not finite concentration.
    """
    amount = exact_concentration(concentration)
    if standard.rounds_first:
        amount = Fraction(round_half_even(amount, item.published_decimals))
    points = standard.breakpoints[item]
    if amount > points[-1]:
        return standard.beyond.get(item, TOP)
    upper = next(index for index, point in enumerate(points[1:], start=1) if amount <= point)
    low, high = points[upper - 1], points[upper]
    index_low, index_high = IAQI_POINTS[upper - 1], IAQI_POINTS[upper]
    return math.ceil(Fraction(index_high - index_low, high - low) * (amount - low) + index_low)


def daily_aqi(
    values: Mapping[Item, Concentration | None], standard: Standard, *, never_supplied: Collection[Item] = ()
) -> DailyAqi:
    """A day's AQI: the largest sub-index of the standard's daily items (HJ 633-2012 4.4.1, 5.1.2).

    An item without a value makes the AQI NA, unless the source declares that it never supplies it; by HJ 633-2026 5.3.1
    an AQI above 100 stands without it. Items that the standard's daily report does not use are left out.
    ValueError for a value of an item declared as never supplied; for a wrong value as ``iaqi``.
    """
    given = {item: values[item] for item in standard.daily_items if values.get(item) is not None}
    contradicted = sorted(set(given) & set(never_supplied))
    if contradicted:
        raise ValueError(f"supplied, though declared as never supplied: {', '.join(contradicted)}")
    computed = {item: iaqi(item, value, standard) for item, value in given.items() if value is not None}
    indices = {item: index for item, index in computed.items() if index is not None}
    judged = {item.pollutant for item in indices}
    absent = tuple(item for item in standard.daily_items if item in never_supplied)
    missing = tuple(
        item
        for item in standard.daily_items
        if item not in indices and item not in absent and not (item in given and item.pollutant in judged)
    )
    aqi = _published(indices, standard, is_complete=not missing)
    return DailyAqi(
        standard=standard,
        aqi=aqi,
        level=None if aqi is None else level_of(aqi),
        primary=_pollutants(indices, at_least=aqi) if aqi is not None and aqi > PRIMARY_ABOVE else (),
        exceeding=() if aqi is None else _pollutants(indices, at_least=GOOD_AT_MOST + 1),
        sub_indices=MappingProxyType(indices),
        missing=missing,
        never_supplied=absent,
    )


def exact_concentration(concentration: Concentration) -> Fraction:
    """The concentration as a fraction. TypeError for a float; ValueError for a negative or not finite one."""
    if isinstance(concentration, float):
        raise TypeError("a concentration must be exact: Decimal, Fraction or int")
    if isinstance(concentration, Decimal) and not concentration.is_finite():
        raise ValueError(f"not a concentration: {concentration}")
    if concentration < 0:
        raise ValueError(f"a concentration is not negative: {concentration}")
    return Fraction(concentration)


def _published(indices: Mapping[Item, int], standard: Standard, *, is_complete: bool) -> int | None:
    """The AQI that may be published, None for NA."""
    if not indices:
        return None
    highest = max(indices.values())
    if is_complete or (standard.publishes_incomplete and highest > GOOD_AT_MOST):
        return highest
    return None


def _pollutants(indices: Mapping[Item, int], *, at_least: int) -> tuple[Pollutant, ...]:
    reached = {item.pollutant for item, index in indices.items() if index >= at_least}
    return tuple(pollutant for pollutant in Pollutant if pollutant in reached)
