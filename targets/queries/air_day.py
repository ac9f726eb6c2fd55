"""One day of a city: its values, its stations with their hours, and the versions that later ones replaced."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from targets.measurements.air_earlier import Earlier, Version, earlier_of
from targets.measurements.air_station_day import (
    HOUR_FIELDS,
    Hour,
    StationDay,
    StationFacts,
    StationsDay,
    day_of,
    stations_day,
)
from targets.measurements.air_words import ITEMS, DataShown
from targets.measurements.air_year import DayFacts
from targets.measurements.station_days import rules_of
from targets.models import Area, City, CityDay, DataState, DustDay, EarlierReading, Load, Station, StationHour
from targets.queries.air import check_year, city_name, find_city, plain_day
from targets.queries.plan import Outside
from targets.standards.air_limits import AirLimits, limits_for
from targets.standards.air_validity import AirRules
from targets.standards.aqi import STANDARDS, Item, Standard, standard_for
from targets.texts import Text

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ItemLine:
    """An item of the day. ``asked``: by the standard's daily report; ``never``: the source declares it has none."""

    field: str
    value: Any
    index: int | None
    limit: int | None
    asked: bool
    never: bool
    is_primary: bool
    is_exceeding: bool


@dataclass(frozen=True)
class AirDayPage:
    """The day. ``facts`` None: nothing is on record of it for the city. ``decided``: of sand and dust, if ever."""

    city: City
    on: date
    facts: DayFacts | None
    decided: DustDay | None
    standard: Standard
    version: int
    load: Load | None
    items: tuple[ItemLine, ...]
    stations: StationsDay
    rules: AirRules
    earlier: tuple[Earlier, ...]

    @property
    def document(self) -> str | None:
        """The paper that declares the day; None where nothing does, or no longer."""
        return _document(self.decided)

    @property
    def state(self) -> DataShown:
        return DataShown.NONE if self.facts is None else self.facts.state

    @property
    def name(self) -> Text:
        return city_name(self.city)

    @property
    def before(self) -> date:
        return self.on - _DAY

    @property
    def after(self) -> date:
        return self.on + _DAY


@dataclass(frozen=True)
class StationPage:
    """A station's day. ``hours``: all 24, None for a missing one; ``earlier``: replaced versions of them."""

    city: City
    on: date
    day: StationDay
    rules: AirRules
    hours: tuple[tuple[int, Hour | None], ...]
    loads: tuple[str, ...]
    earlier: tuple[Earlier, ...]

    @property
    def name(self) -> Text:
        return city_name(self.city)

    @property
    def before(self) -> date:
        return self.on - _DAY

    @property
    def after(self) -> date:
        return self.on + _DAY


def read_date(year: int, month: int, day: int) -> date:
    """The day of an address; Outside for one that does not exist."""
    check_year(year)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        written = f"{year}-{month:02d}-{day:02d}"
        raise Outside(
            Text(
                f"没有 {written} 这一天，请写成 2024/10/31 的形式。",
                f"There is no day {written}; write it like 2024/10/31.",
            )
        ) from None


def check_day(on: date, until: date) -> None:
    """Outside for a day after the last one that is looked at."""
    if on > until:
        raise Outside(
            Text(
                f"{on} 在 {until} 之后，此处还看不到；更早的日子可以查看。",
                f"{on} comes after {until}, so it cannot be seen from here; earlier days can.",
            )
        )


def find_air_day(area: Area, on: date, *, city: str | None) -> AirDayPage:
    """The day of the city of that name, or of the area's own; Outside without one. At most seven queries."""
    chosen = city_of(area, city)
    row = CityDay.objects.filter(city=chosen.pk, day=on).select_related("load").first()
    decided = DustDay.objects.filter(city=chosen.pk, day=on).select_related("changed_by").first()
    facts = None if row is None else plain_day(row, _document(decided))
    versions = EarlierReading.objects.filter(city=chosen.pk, day=on)
    now: dict[int | None, Mapping[str, object]] = {}
    if row is not None:
        now[None] = {field: getattr(row, field) for field in (*ITEMS, "aqi", "source_aqi")}
    rules = rules_of(chosen.station_share, chosen.min_eight_hour_means)
    stations = _stations(chosen, on, rules)
    if facts is not None and facts.by_stations:
        facts = replace(facts, has_hours=stations.has_counting_hours)
    standard = next((one for one in STANDARDS if facts and one.code == facts.standard), standard_for(on))
    return AirDayPage(
        city=chosen,
        on=on,
        facts=facts,
        decided=decided,
        standard=standard,
        version=0 if row is None else row.version,
        load=None if row is None else row.load,
        items=() if facts is None else _items(facts, standard, limits_for(on)),
        stations=stations,
        rules=rules,
        earlier=earlier_of(now, _versions(versions)),
    )


def find_station(area: Area, on: date, pk: int, *, city: str | None) -> StationPage:
    """A station's day; Outside for a station that is not the city's. Five queries."""
    chosen = city_of(area, city)
    station = Station.objects.filter(pk=pk, city=chosen.pk).first() if pk < 2**63 else None
    if station is None:
        raise Outside(
            Text(f"{chosen.name}没有编号为 {pk} 的站点。", f"{chosen.name} has no station with the number {pk}.")
        )
    rows = list(StationHour.objects.filter(station=pk, day=on).select_related("load").order_by("hour"))
    hours = [_hour(row) for row in rows]
    rules = rules_of(chosen.station_share, chosen.min_eight_hour_means)
    by_number = {hour.number: hour for hour in hours}
    now: dict[int | None, Mapping[str, object]] = {hour.number: hour.values for hour in hours}
    return StationPage(
        city=chosen,
        on=on,
        day=day_of(_facts(station), hours, rules),
        rules=rules,
        hours=tuple((number, by_number.get(number)) for number in range(24)),
        loads=tuple(dict.fromkeys(row.load.name for row in rows if row.load is not None)),
        earlier=earlier_of(now, _versions(EarlierReading.objects.filter(station=pk, day=on))),
    )


def city_of(area: Area, name: str | None) -> City:
    """The city of that name, or the area's own; Outside without one. One query."""
    chosen = find_city(area, name)
    if chosen is None:
        raise Outside(
            Text(
                f"{area.name_zh}没有空气监测数据，可加 ?city=城市名。",
                f"{area.name_en} has no air values on record; another city is named by ?city=NAME.",
            )
        )
    return chosen


def find_dust(city: City, on: date) -> DustDay:
    """What was decided about the city's day; Outside if nothing was. One query."""
    found = DustDay.objects.filter(city=city.pk, day=on).order_by("pk").first()
    if found is None:
        raise Outside(Text("没有这项决定。", "There is no such decision."))
    return found


def _document(decided: DustDay | None) -> str | None:
    return None if decided is None or decided.withdrawn else decided.document


def _items(facts: DayFacts, standard: Standard, limits: AirLimits) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(
            field=field,
            value=facts.values[field],
            index=facts.indices[field],
            limit=limits.day.get(item),
            asked=item in standard.daily_items,
            never=item in facts.never_supplied,
            is_primary=_leads(facts, field, item),
            is_exceeding=item.pollutant in facts.exceeding and (facts.indices[field] or 0) > 100,
        )
        for field, item in ITEMS.items()
    )


def _leads(facts: DayFacts, field: str, item: Item) -> bool:
    return item.pollutant in facts.primary and facts.indices[field] == facts.aqi


def _stations(city: City, on: date, rules: AirRules) -> StationsDay:
    """Two queries."""
    stations = [_facts(one) for one in Station.objects.filter(city=city.pk).order_by("code", "name")]
    hours: dict[int, list[Hour]] = defaultdict(list)
    rows = StationHour.objects.filter(station__in=[one.pk for one in stations], day=on).order_by("station", "hour")
    for row in rows:
        hours[row.station_id].append(_hour(row))
    return stations_day(stations, hours, rules)


def _facts(station: Station) -> StationFacts:
    return StationFacts(station.pk, station.code or "", station.name, station.counts, station.confirmed)


def _hour(row: StationHour) -> Hour:
    return Hour(
        number=row.hour,
        values={field: getattr(row, field) for field in HOUR_FIELDS},
        is_reviewed=row.state == DataState.REVIEWED,
        version=row.version,
        source_aqi=row.source_aqi,
    )


def _versions(rows: Any) -> list[Version]:
    """One query."""
    return [
        Version(
            hour=row.hour,
            number=row.version,
            values=row.values,
            is_reviewed=row.state == DataState.REVIEWED,
            replaced_at=row.replaced_at,
            origin=row.load.name if row.load else "",
            by=row.replaced_by.name if row.replaced_by else "",
        )
        for row in rows.select_related("load", "replaced_by").order_by("hour", "-version")
    ]
