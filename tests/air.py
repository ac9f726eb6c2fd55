"""Air for tests: a year as the loader leaves it, with the AQI that the standard gives its values."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from targets.measurements.air_words import ITEMS
from targets.measurements.air_year import DayFacts
from targets.models import City, CityDay, DustDay, Load, Station, StationHour
from targets.standards.aqi import Item, daily_aqi, standard_for
from tests.factories import NOW
from tests.measured import make_city

DAQING = Path(__file__).parent.parent / "fixtures" / "monitoring" / "daqing_air_daily.csv"
_COLUMNS = {
    "pm25": "pm25_ug_m3",
    "pm10": "pm10_ug_m3",
    "o3_1h": "o3_max1h_ug_m3",
    "no2": "no2_ug_m3",
    "so2": "so2_ug_m3",
    "co": "co_mg_m3",
}


def make_load(name: str = "daily.csv") -> Load:
    load, _ = Load.objects.get_or_create(
        kind="air", name=name, defaults={"state": "done", "created_at": NOW, "finished_at": NOW}
    )
    return load


def judged(on: date, values: Mapping[str, Decimal | None], never: Iterable[Item] = (Item.O3_8H,)) -> dict[str, Any]:
    """A row's fields for the values of a day."""
    made = daily_aqi(
        {ITEMS[field]: value for field, value in values.items()}, standard_for(on), never_supplied=[*never]
    )
    return {
        "day": on,
        "standard": made.standard.code,
        "never_supplied": "+".join(never),
        "aqi": made.aqi,
        "primary": "+".join(made.primary),
        **values,
        **{f"iaqi_{field}": made.sub_indices.get(item) for field, item in ITEMS.items()},
    }


@cache
def daqing_rows() -> list[dict[str, Any]]:
    """Every day of the project's extract."""
    with DAQING.open(encoding="utf-8") as file:
        return [
            judged(date.fromisoformat(row["date"]), {field: Decimal(row[name]) for field, name in _COLUMNS.items()})
            for row in csv.DictReader(file)
        ]


def make_daqing(**fields: Any) -> City:
    """2022 to 2024 of Daqing on record."""
    city, load = make_city(), make_load("daqing_air_daily.csv")
    CityDay.objects.bulk_create([CityDay(city=city, load=load, **(row | fields)) for row in daqing_rows()])
    return city


def facts(on: str, aqi: int | None = 50, **fields: Any) -> DayFacts:
    """A plain day with an AQI, whatever its concentrations."""
    given: dict[str, Any] = {"values": dict.fromkeys(ITEMS), "indices": dict.fromkeys(ITEMS), "standard": "HJ 633-2012"}
    return DayFacts(on=date.fromisoformat(on), aqi=aqi, **(given | fields))


def make_dust(on: str, document: str = "庆环函〔2024〕1号") -> DustDay:
    return DustDay.objects.create(city=make_city(), day=date.fromisoformat(on), document=document, changed_at=NOW)


def make_station(code: str = "1790A", **fields: Any) -> Station:
    given: dict[str, Any] = {"name": f"站{code}", "city": make_city(), "changed_at": NOW}
    return Station.objects.create(code=code, **(given | fields))


def make_hours(station: Station, on: str, hours: Iterable[int] = range(24), **values: Any) -> None:
    given = {"pm25": Decimal(30), "o3": Decimal(60)} | values
    StationHour.objects.bulk_create(
        [StationHour(station=station, day=date.fromisoformat(on), hour=hour, **given) for hour in hours]
    )
