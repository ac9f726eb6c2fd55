"""Readings for tests: a city with its days, sections with their months, and the figures that follow them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from targets.measurements.taken import Place
from targets.models import City, CityDay, Feed, Indicator, Section, SectionMonth
from targets.periods import Month
from tests.factories import NOW, make_area, make_indicator, make_mean


def make_city(**fields: Any) -> City:
    defaults = {"area": make_area(), "changed_at": NOW}
    city, _ = City.objects.get_or_create(name="大庆", defaults=defaults | fields)
    return city


def make_feed(indicator: Indicator | None = None, measure: str = "good_days", **fields: Any) -> Feed:
    """Good-air days of the city, unless fields say otherwise."""
    city = None if measure == "water_share" else make_city()
    defaults: dict[str, Any] = {"area": make_area(), "measure": measure, "city": city, "changed_at": NOW}
    return Feed.objects.create(indicator=indicator or make_indicator(), **(defaults | fields))


def make_air_feeds() -> tuple[Feed, Feed]:
    return make_feed(), make_feed(make_mean(), "pm25_mean")


def make_day(on: str, aqi: int | None = 50, pm25: str | None = "20", **fields: Any) -> CityDay:
    """A day of the city with its AQI as it is, whatever its concentrations."""
    values: dict[str, Any] = {"standard": "HJ 633-2012", "aqi": aqi, "pm25": None if pm25 is None else Decimal(pm25)}
    return CityDay.objects.create(city=make_city(), day=date.fromisoformat(on), **(values | fields))


def make_month(month: str, good: int, bad: int = 0, pm25: str = "20") -> Place:
    """The month's first days: so many good, then so many bad; and the place that a loader would tell."""
    at = Month.parse(month)
    days = [
        CityDay(city=make_city(), day=date(at.year, at.number, number + 1), standard="HJ 633-2012",
                aqi=50 if number < good else 150, pm25=Decimal(pm25))
        for number in range(good + bad)
    ]  # fmt: skip
    CityDay.objects.bulk_create(days)
    return city_place(month)


def city_place(month: str) -> Place:
    return Place("city", make_city().pk, Month.parse(month))


def make_section(name: str, **fields: Any) -> Section:
    defaults: dict[str, Any] = {"area": make_area(), "counts": True, "control_level": "national", "changed_at": NOW}
    return Section.objects.create(name=name, province="黑龙江省", **(defaults | fields))


def make_section_month(section: Section, month: str, own: int | None, total: int | None, **fields: Any) -> Place:
    at = Month.parse(month)
    values: dict[str, Any] = {
        "samples": 0 if own is None else 4,
        "water_class": own,
        "adjusted_class": own,
        "cumulative_class": total,
        "cumulative_adjusted_class": total,
        "cumulative_months": at.number,
    }
    SectionMonth.objects.create(section=section, month=at.first_on, **(values | fields))
    return Place("section", section.pk, at)


def places(months: Iterable[str]) -> list[Place]:
    return [city_place(month) for month in months]


LATER = datetime.fromisoformat("2024-11-20T10:00:00+08:00")
