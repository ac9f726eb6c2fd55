"""The concentration limits of GB 3095, grade II, and by how much a value is above one.

GB 3095-2012: PM2.5 read in the standard's text, the others as in public use. GB 3095-2026: read for PM2.5 only; a limit
that is not at hand is absent here, never taken from the older version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from targets.standards.aqi import Concentration, Item, Pollutant, exact_concentration
from targets.standards.rounding import round_half_even

# A day's value of each pollutant that a year is assessed by.
DAILY_ITEM: Mapping[Pollutant, Item] = MappingProxyType(
    {
        Pollutant.PM25: Item.PM25_24H,
        Pollutant.PM10: Item.PM10_24H,
        Pollutant.O3: Item.O3_8H,
        Pollutant.NO2: Item.NO2_24H,
        Pollutant.SO2: Item.SO2_24H,
        Pollutant.CO: Item.CO_24H,
    }
)


@dataclass(frozen=True, eq=False)
class AirLimits:
    """Grade II of one version. CO in mg/m³, the others in µg/m³; CO and ozone have no limit of the year."""

    code: str
    applies_from_on: date
    year: Mapping[Pollutant, int]
    day: Mapping[Item, int]  # of 24 hours; of ozone the daily maximum 8-hour mean and the 1-hour value

    def of_year(self, pollutant: Pollutant) -> int | None:
        """What a year's statistic of the pollutant is held against; of CO and ozone the day's limit. None: unknown."""
        if pollutant in (Pollutant.CO, Pollutant.O3):
            return self.day.get(DAILY_ITEM[pollutant])
        return self.year.get(pollutant)


GB_3095_2012 = AirLimits(
    code="GB 3095-2012",
    applies_from_on=date(2016, 1, 1),
    year=MappingProxyType({Pollutant.PM25: 35, Pollutant.PM10: 70, Pollutant.NO2: 40, Pollutant.SO2: 60}),
    day=MappingProxyType(
        {
            Item.PM25_24H: 75,
            Item.PM10_24H: 150,
            Item.O3_8H: 160,
            Item.O3_1H: 200,
            Item.NO2_24H: 80,
            Item.SO2_24H: 150,
            Item.CO_24H: 4,
        }
    ),
)
GB_3095_2026_TRANSITION = AirLimits(
    code="GB 3095-2026, transition",
    applies_from_on=date(2026, 3, 1),  # to 2030-12-31
    year=MappingProxyType({Pollutant.PM25: 30}),
    day=MappingProxyType({Item.PM25_24H: 60}),
)
GB_3095_2026 = AirLimits(
    code="GB 3095-2026",
    applies_from_on=date(2031, 1, 1),
    year=MappingProxyType({Pollutant.PM25: 25}),
    day=MappingProxyType({Item.PM25_24H: 50}),
)
LIMITS = (GB_3095_2012, GB_3095_2026_TRANSITION, GB_3095_2026)


def limits_for(day: date) -> AirLimits:
    """The limits in force on a day; 2012's also for the days before them, as there are none older here."""
    applying = [limits for limits in LIMITS if limits.applies_from_on <= day]
    return applying[-1] if applying else LIMITS[0]


def exceedance_multiple(concentration: Concentration, limit: Concentration) -> Decimal | None:
    """By how many times the limit a concentration is above it: ``(C − limit) / limit``, two decimals, half to even.

    HJ 663-2013 (the decimals are believed). Both in one unit. None where it is not above. ValueError for a limit of
    zero and a negative concentration, TypeError for a float.
    """
    value, most = exact_concentration(concentration), exact_concentration(limit)
    if most == 0:
        raise ValueError("a limit is above zero")
    return round_half_even(Fraction(value - most, most), 2) if value > most else None
