"""Cities with their days, as the page of a city's year shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Max, Min, Q

from targets.measurements.air_items import ItemsYear, items_year
from targets.measurements.air_words import ITEMS, DataShown
from targets.measurements.air_year import AirYear, CalendarDay, DayFacts, air_year
from targets.models import Area, Basis, City, CityDay, DataState, DustDay, Feed, Goal, Measure, Station, StationHour
from targets.queries.plan import Outside
from targets.standards.air_days import DustPolicy
from targets.standards.air_statistics import remaining_daily_control
from targets.standards.aqi import Item, Pollutant
from targets.texts import Text

YEARS = range(1950, 2200)
MOST_LISTED = 30  # cities in a list; of more, the name is typed and the list filtered
_VALUES = tuple(ITEMS)
_INDICES = tuple(f"iaqi_{field}" for field in ITEMS)
_NAMES = ("day", "aqi", "primary", "standard", "basis", "state", "never_supplied", *_VALUES, *_INDICES)


@dataclass(frozen=True)
class AirPage:
    """A city's year. ``city`` None: the area has none; ``found`` None: neither.

    ``feeds``: what is computed of the city's days, by measure; ``goals``: the year's, by measure. ``first``, ``last``:
    where the year has no day, those on record of any year.
    """

    area: Area
    year: int
    city: City | None
    cities: tuple[str, ...]
    found: AirYear | None
    items: ItemsYear | None
    feeds: Mapping[str, Feed]
    goals: Mapping[str, Goal]
    first: date | None
    last: date | None

    @property
    def name(self) -> Text:
        return self.area.name if self.city is None else city_name(self.city)

    @property
    def is_typed(self) -> bool:
        """Whether there are too many cities to look through in a list."""
        return len(self.cities) > MOST_LISTED

    @property
    def has_days(self) -> bool:
        return self.found is not None and bool(self.found.days)

    @property
    def dust_lines(self) -> tuple[tuple[CalendarDay, bool], ...]:
        """The sand-dust days, and whether the deduction leaves each out."""
        return () if self.found is None else tuple((day, self.found.leaves(day)) for day in self.found.dust)

    @property
    def good_feed(self) -> Feed | None:
        return self.feeds.get(Measure.GOOD_DAYS)

    @property
    def good_goal(self) -> Goal | None:
        return self.goals.get(Measure.GOOD_DAYS)

    @property
    def pm25_goal(self) -> Goal | None:
        return self.goals.get(Measure.PM25_MEAN)

    @property
    def control(self) -> Fraction | None:
        """The mean of the open days that keeps the goal of PM2.5; None without goal or open day."""
        if self.found is None or self.pm25_goal is None or not self.has_days:
            return None
        pm25 = self.found.pm25
        return remaining_daily_control(
            self.pm25_goal.target,
            self.found.pm25_total,
            valid_days=pm25.valid_days,
            open_days=self.found.open_days,
        )


def find_city(area: Area, name: str | None) -> City | None:
    """The city of that name, with or without 市; the area's own where none is named. Outside for an unknown name.

    One query.
    """
    if not name:
        return City.objects.filter(area=area.pk).select_related("area").first()
    written = _written(name)
    rows = City.objects.filter(name__in={written, written.removesuffix("市")})
    return _named(written, {city.name: city for city in rows.select_related("area")})


def _find_all(area: Area, name: str | None) -> tuple[City | None, tuple[str, ...]]:
    """The same, and the names of all cities: the area's own, those of the plans' areas, all others. One query."""
    cities = {city.name: city for city in City.objects.select_related("area").order_by("name")}
    own = next((city for city in cities.values() if city.area_id == area.pk), None)
    names = sorted(cities, key=lambda one: (cities[one] is not own, cities[one].area_id is None, one))
    return _named(_written(name), cities) if name else own, tuple(names)


def _written(name: str) -> str:
    return name.strip()[:50].replace("\0", "")


def _named(written: str, cities: Mapping[str, City]) -> City:
    found = cities.get(written) or cities.get(written.removesuffix("市"))
    if found is None:
        raise Outside(
            Text(
                f"没有名为“{written}”的城市的空气监测数据；城市名如 大庆。",
                f"There is no city “{written}” with air values on record; a city is named like 大庆.",
            )
        )
    return found


def city_name(city: City) -> Text:
    """The city as the files name it; in English as its area's English name, where it has an area."""
    return Text(city.name, city.name if city.area is None else city.area.name_en)


def check_year(year: int) -> None:
    """Outside for a year that is far from any measurement."""
    if year not in YEARS:
        raise Outside(
            Text(
                f"{year} 年没有监测数据，请写成 2024 的形式。",
                f"There are no measurements of {year}; write it like 2024.",
            )
        )


def find_air(area: Area, year: int, *, city: str | None, until: date) -> AirPage:
    """The year of the city of that name, or of the area's own, up to a day. Five queries, one without a city."""
    check_year(year)
    chosen, cities = _find_all(area, city)
    if chosen is None:
        return AirPage(area, year, None, cities, None, None, {}, {}, None, None)
    feeds = feeds_of(chosen, area)
    good = feeds.get(Measure.GOOD_DAYS)
    policy = DustPolicy.GOOD_DAYS_STAY if good is None or good.good_dust_days_stay else DustPolicy.ALL_LEAVE
    dust = dust_of(chosen, date(year - 1, 1, 1), date(year, 12, 31))
    days = days_of(chosen, date(year - 1, 1, 1), min(date(year, 12, 31), until), dust)
    found = air_year(
        year,
        [day for day in days if day.on.year == year],
        [day for day in days if day.on.year < year],
        {on: document for on, document in dust.items() if on.year == year and on <= until},
        today=until,
        policy=policy,
    )
    first, last = (None, None) if found.days else _span(chosen, until)
    return AirPage(
        area=area,
        year=year,
        city=chosen,
        cities=cities,
        found=found,
        items=items_year(found),
        feeds=feeds,
        goals=_goals(feeds, area, year),
        first=first,
        last=last,
    )


def _span(city: City, until: date) -> tuple[date | None, date | None]:
    """The first and the last day on record of any year. One query."""
    found = CityDay.objects.filter(city=city.pk, day__lte=until).aggregate(first=Min("day"), last=Max("day"))
    return found["first"], found["last"]


def feeds_of(city: City, area: Area) -> Mapping[str, Feed]:
    """What is computed of the city's days for the area, by measure. One query."""
    feeds = Feed.objects.filter(city=city.pk, area=area.pk).select_related("indicator").order_by("pk")
    return {feed.measure: feed for feed in feeds}


def _goals(feeds: Mapping[str, Feed], area: Area, year: int) -> Mapping[str, Goal]:
    by_indicator = {feed.indicator_id: measure for measure, feed in feeds.items()}
    goals = Goal.objects.filter(plan__area=area.pk, plan__year=year, indicator__in=by_indicator)
    return {by_indicator[goal.indicator_id]: goal for goal in goals.select_related("indicator").order_by("pk")}


def dust_of(city: City, first: date, last: date) -> dict[date, str]:
    """The sand-dust days with their documents. One query."""
    rows = DustDay.objects.filter(city=city.pk, day__range=(first, last), withdrawn=False).order_by("day")
    return dict(rows.values_list("day", "document"))


def days_of(city: City, first: date, last: date, dust: Mapping[date, str]) -> list[DayFacts]:
    """The city's days in order. One query; one more where stations have hours and a day of them no value."""
    rows = CityDay.objects.filter(city=city.pk, day__range=(first, last)).order_by("day").values_list(*_NAMES)
    days = [facts_of(row, dust) for row in rows]
    empty = [day.on for day in days if day.by_stations and day.state is DataShown.NONE]
    measured = _with_hours(city, empty) if empty else set()
    return [replace(day, has_hours=True) if day.on in measured else day for day in days]


def _with_hours(city: City, days: Sequence[date]) -> set[date]:
    """The days on which any station that counts measured anything. One query."""
    something = Q(pm25__isnull=False)
    for name in ("pm10", "so2", "no2", "co", "o3", "o3_8h"):
        something |= Q(**{f"{name}__isnull": False})
    stations = Station.objects.filter(city=city.pk, counts=True)
    hours = StationHour.objects.filter(something, station__in=stations, day__in=days)
    return set(hours.order_by().values_list("day", flat=True).distinct())


def facts_of(row: Sequence[Any], dust: Mapping[date, str]) -> DayFacts:
    """A row of ``_NAMES`` as plain values."""
    on, aqi, primary, standard, basis, state, never, *rest = row
    values: list[Decimal | None] = rest[: len(_VALUES)]
    return DayFacts(
        on=on,
        aqi=aqi,
        primary=tuple(Pollutant(one) for one in primary.split("+") if one),
        values=dict(zip(_VALUES, values, strict=True)),
        indices=dict(zip(_VALUES, rest[len(_VALUES) :], strict=True)),
        standard=standard,
        by_stations=basis == Basis.STATIONS,
        is_reviewed=state == DataState.REVIEWED,
        never_supplied=tuple(Item(one) for one in never.split("+") if one in set(Item)),
        document=dust.get(on),
    )


def plain_day(day: CityDay, document: str | None) -> DayFacts:
    """A row as an object, likewise."""
    return facts_of([getattr(day, name) for name in _NAMES], {} if document is None else {day.day: document})
