"""The days of a city as they are exported: what the standard makes of its values, dust days marked."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from django.db.models import Exists, OuterRef

from targets.models import City, CityDay, DustDay
from targets.services.load_air_places import short
from targets.sheets.air_data import INDICES, exported

_INDICES = tuple(f"iaqi_{name}" for name in INDICES)


class NoSuchCity(Exception):
    """No city of that name; ``near``: names that are like it."""

    def __init__(self, name: str, near: list[str]) -> None:
        super().__init__(name)
        self.near = near


def find_city(name: str) -> City:
    """The city of that name, with or without 市. Raises NoSuchCity. At most two queries."""
    found = {city.name: city for city in City.objects.filter(name__in={name, short(name)}).order_by("id")}
    if found:
        return found.get(name) or found[short(name)]
    names = list(City.objects.order_by("name").values_list("name", flat=True))
    holding = [each for each in names if short(name) and (short(name) in each or each in name)]
    near = dict.fromkeys([*holding, *get_close_matches(short(name), names, n=5, cutoff=0.4)])
    raise NoSuchCity(name, list(near)[:5])


def exported_days(city: City, first: date | None, last: date | None) -> Iterator[tuple[str, ...]]:
    """A row of COLUMNS for each day on record, in order. One query, read as it is asked for.

    A day without an AQI (NA) has an empty ``aqi`` and ``level`` and is not ``valid``; ``dust`` marks a sand-dust day.
    """
    dust = DustDay.objects.filter(city=OuterRef("city"), day=OuterRef("day"), withdrawn=False)
    days = CityDay.objects.filter(city=city).annotate(is_dust=Exists(dust)).order_by("day")
    if first is not None:
        days = days.filter(day__gte=first)
    if last is not None:
        days = days.filter(day__lte=last)
    values = days.values_list("day", "aqi", "primary", *_INDICES, "is_dust", "standard")
    for day, aqi, primary, *indices, is_dust, standard in values.iterator(chunk_size=2000):
        yield exported(day, aqi, primary, indices, is_dust=is_dust, standard=standard)
