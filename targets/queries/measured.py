"""What the readings on record give for the figures that are computed from them: rows to plain values, then the core."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from targets.measurements.monthly import (
    AirDay,
    Computed,
    Dust,
    SectionState,
    Water,
    good_days,
    pm25_mean,
    water_share,
)
from targets.measurements.taken import Place
from targets.models import Basis, CityDay, DataState, DustDay, Feed, Measure, Section, SectionMonth, Station
from targets.periods import Month, months_of

_AIR = {Measure.GOOD_DAYS: good_days, Measure.PM25_MEAN: pm25_mean}


@dataclass(frozen=True)
class Wanted:
    """Months of one feed, of one year."""

    feed: Feed
    months: tuple[Month, ...]


def concerned(places: Iterable[Place]) -> dict[int, set[Month]]:
    """The feeds whose months the readings of the places enter, by id. At most two queries.

    A section's reading enters every later month of its year, too: their classes are those of the year so far.
    """
    cities: dict[int, set[Month]] = defaultdict(set)
    sections: dict[int, set[Month]] = defaultdict(set)
    for place in places:
        if place.kind == "city":
            cities[place.pk].add(place.month)
        else:
            rest = {month for month in months_of(place.month.year) if month >= place.month}
            sections[place.pk] |= rest
    found: dict[int, set[Month]] = defaultdict(set)
    for pk, city in Feed.objects.filter(city__in=cities).values_list("pk", "city").order_by("pk"):
        found[pk] |= cities[city]
    if sections:
        rows = Section.objects.filter(pk__in=sections).filter(counts=True)
        areas = {pk: {own, above} for pk, own, above in rows.values_list("pk", "area", "area__parent")}
        feeds = Feed.objects.filter(measure=Measure.WATER_SHARE).order_by("pk").values_list("pk", "area")
        for pk, area in feeds:
            for section, within in areas.items():
                if area in within:
                    found[pk] |= sections[section]
    return found


def measured_months(feed: Feed) -> list[Month]:
    """The months in which the feed has any reading, in order. One query."""
    if feed.measure == Measure.WATER_SHARE:
        found = SectionMonth.objects.filter(section__in=_sections(feed))
        return [Month.of(day) for day in found.dates("month", "month")]
    return [Month.of(day) for day in CityDay.objects.filter(city=feed.city_id).dates("day", "month")]


def computed(wanted: Wanted) -> dict[Month, Computed | None]:
    """What the readings give for each of the months. Three queries for air, two for water."""
    months = wanted.months
    if wanted.feed.measure == Measure.WATER_SHARE:
        return _water(wanted.feed, months)
    return _air(wanted.feed, months)


def _air(feed: Feed, months: tuple[Month, ...]) -> dict[Month, Computed | None]:
    names = "day", "aqi", "pm25", "standard", "basis", "state", "never_supplied"
    span = Q(day__range=(months[0].first_on, months[-1].last_on))
    days: dict[Month, list[AirDay]] = defaultdict(list)
    for row in CityDay.objects.filter(span, city=feed.city_id).order_by("day").values_list(*names):
        days[Month.of(row[0])].append(_day(*row))
    dusty = DustDay.objects.filter(span, city=feed.city_id, withdrawn=False).order_by("day")
    by_month: dict[Month, set[date]] = defaultdict(set)
    for on in dusty.values_list("day", flat=True):
        by_month[Month.of(on)].add(on)
    stations = _stations(feed)
    compute = _AIR[Measure(feed.measure)]
    found: dict[Month, Computed | None] = {}
    for month in months:
        dust = Dust(frozenset(by_month[month]), feed.deducts_dust, feed.good_dust_days_stay)
        found[month] = _with_stations(compute(days[month], month, dust), stations)
    return found


def _day(day: date, aqi: int | None, pm25: Any, standard: str, basis: str, state: str, never: str) -> AirDay:
    return AirDay(
        on=day,
        aqi=aqi,
        pm25=pm25,
        standard=standard,
        by_stations=basis == Basis.STATIONS,
        is_reviewed=state == DataState.REVIEWED,
        never_supplied=tuple(never.split("+")) if never else (),
    )


def _stations(feed: Feed) -> dict[str, Any]:
    """The city's stations that are in its mean, and those that nobody confirmed."""
    rows = Station.objects.filter(city=feed.city_id).order_by("code", "name")
    told = [(f"{code or ''} {name}".strip(), counts, ok) for code, name, counts, ok in
            rows.values_list("code", "name", "counts", "confirmed")]  # fmt: skip
    return {
        "stations": [name for name, counts, _ in told if counts],
        "unconfirmed": [name for name, counts, ok in told if counts and not ok],
    }


def _with_stations(made: Computed | None, stations: dict[str, Any]) -> Computed | None:
    if made is not None and "stations" in made.detail["basis"]:
        made.detail.update(stations)
    return made


def _sections(feed: Feed) -> Any:
    """The sections that are assessed in the feed's area and its divisions."""
    area = Q(area=feed.area_id) | Q(area__parent=feed.area_id)
    return Section.objects.filter(area, counts=True).order_by("order", "province", "name")


def _water(feed: Feed, months: tuple[Month, ...]) -> dict[Month, Computed | None]:
    sections = list(_sections(feed))
    # From January on: a section without the month's row keeps its class of the year to an earlier month.
    span = Q(month__range=(Month(months[0].year, 1).first_on, months[-1].first_on))
    found_rows = SectionMonth.objects.filter(span, section__in=[one.pk for one in sections])
    rows: dict[int, dict[Month, SectionMonth]] = defaultdict(dict)
    for row in found_rows.order_by("section_id", "month"):
        rows[row.section_id][Month.of(row.month)] = row
    how = Water(feed.deducts_background, feed.min_months)
    unconfirmed = [one.name for one in sections if not one.confirmed]
    found: dict[Month, Computed | None] = {}
    for month in months:
        made = water_share([_state(one, rows[one.pk], month) for one in sections], month, how)
        if made is not None:
            made.detail["unconfirmed"] = unconfirmed
        found[month] = made
    return found


def _state(section: Section, rows: Mapping[Month, SectionMonth], month: Month) -> SectionState:
    row = rows.get(month)
    if row is None:
        return _carried(section, rows, month)
    return SectionState(
        name=section.name,
        samples=row.samples,
        water_class=row.water_class,
        adjusted=row.adjusted_class,
        cumulative=row.cumulative_class,
        cumulative_adjusted=row.cumulative_adjusted_class,
        months=row.cumulative_months,
        is_frozen=row.is_frozen,
        is_reviewed=row.state == DataState.REVIEWED,
    )


def _carried(section: Section, rows: Mapping[Month, SectionMonth], month: Month) -> SectionState:
    """A month that is not on record: the year so far is that to the last month before it that has a class."""
    classed = [one for one, row in rows.items() if one < month and row.cumulative_class is not None]
    if not classed:
        return SectionState(section.name)
    until = max(classed)
    row = rows[until]
    return SectionState(
        name=section.name,
        cumulative=row.cumulative_class,
        cumulative_adjusted=row.cumulative_adjusted_class,
        months=row.cumulative_months,
        until=until,
    )
