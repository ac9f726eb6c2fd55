"""What HJ 633 makes of a day's values as they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from targets.measurements.air_rows import FIELDS
from targets.standards.aqi import Item, Pollutant, daily_aqi, standard_for

ITEMS = dict(
    zip(
        FIELDS,
        (Item.PM25_24H, Item.PM10_24H, Item.SO2_24H, Item.NO2_24H, Item.CO_24H, Item.O3_1H, Item.O3_8H),
        strict=True,
    )
)
INDICES = ("iaqi_pm25", "iaqi_pm10", "iaqi_so2", "iaqi_no2", "iaqi_co", "iaqi_o3_1h", "iaqi_o3_8h")  # as FIELDS


@dataclass(frozen=True, slots=True)
class Judged:
    """A day's AQI (None: NA), its primary pollutants joined by ``+``, the sub-indices in the order of FIELDS."""

    standard: str
    aqi: int | None
    primary: str
    indices: tuple[int | None, ...]
    never_supplied: str


def judge(day: date, values: Sequence[Decimal | None], absent: Sequence[str]) -> Judged:
    """The day's AQI by the version that applies to it; ``absent``: the fields that its source never supplies.

    ``values``: in the order of FIELDS, µg/m³ and CO in mg/m³, judged as they are kept. ValueError for a value of an
    absent field, TypeError for a float.
    """
    standard = standard_for(day)
    given = {ITEMS[field]: value for field, value in zip(FIELDS, values, strict=True) if value is not None}
    found = daily_aqi(given, standard, never_supplied=[ITEMS[field] for field in absent])
    return Judged(
        standard=standard.code,
        aqi=found.aqi,
        primary=joined(found.primary),
        indices=tuple(found.sub_indices.get(item) for item in ITEMS.values()),
        never_supplied="+".join(found.never_supplied),
    )


def joined(pollutants: Sequence[Pollutant]) -> str:
    """Pollutants as they are kept and exported."""
    return "+".join(pollutants)
