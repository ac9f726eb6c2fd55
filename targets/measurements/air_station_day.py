"""A day of one city by its stations: each station's values from its hours, and why one does not count. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from targets.standards.air_validity import (
    HOURS,
    RULES,
    AirRules,
    Checked,
    city_day,
    daily_max_1h,
    daily_max_8h,
    daily_mean,
    running_8h,
)

# A station's hours as they are kept, and what a day makes of them, in the order of the pages' columns.
HOUR_FIELDS = ("pm25", "pm10", "o3_8h", "o3", "no2", "so2", "co")
DAY_FIELDS = ("pm25", "pm10", "o3_8h", "o3_1h", "no2", "so2", "co")
_MEANS = ("pm25", "pm10", "no2", "so2", "co")


@dataclass(frozen=True)
class Hour:
    """An hour of a station, by its number 0–23 as the source writes it; ``values`` by HOUR_FIELDS."""

    number: int
    values: Mapping[str, Decimal | None]
    is_reviewed: bool = False
    version: int = 1
    source_aqi: int | None = None

    @property
    def measured(self) -> bool:
        return any(value is not None for value in self.values.values())


@dataclass(frozen=True)
class StationFacts:
    """A station as plain values."""

    pk: int
    code: str
    name: str
    counts: bool
    confirmed: bool


@dataclass(frozen=True)
class StationDay:
    """A station's day. ``values``: by DAY_FIELDS, each with the hours or means that it rests on."""

    station: StationFacts
    hours: tuple[Hour, ...]
    values: Mapping[str, Checked]

    @property
    def has_hours(self) -> bool:
        return any(hour.measured for hour in self.hours)

    @property
    def enters(self) -> bool:
        """Whether any value of it is in the city's mean."""
        return self.station.counts and any(value.is_valid for value in self.values.values())


@dataclass(frozen=True)
class StationsDay:
    """All stations of the city. ``city``: what the counting ones give for each of DAY_FIELDS."""

    stations: tuple[StationDay, ...]
    city: Mapping[str, Checked]

    @property
    def counting(self) -> int:
        return sum(one.station.counts for one in self.stations)

    @property
    def has_hours(self) -> bool:
        return any(one.has_hours for one in self.stations)


def rules_of(share: Decimal, min_eight_hour_means: int) -> AirRules:
    """The rules with a city's settings."""
    return replace(RULES, station_share=Fraction(share), means_of_8h_maximum=min_eight_hour_means)


def station_day(station: StationFacts, hours: Sequence[Hour], rules: AirRules) -> StationDay:
    """A station's day from its hours (GB 3095 table 4; HJ 663-2013, believed).

    An 8-hour mean is the source's own where it has one, else of the day's hours.
    """
    by_number = {hour.number: hour.values for hour in hours}
    columns: dict[str, list[Decimal | None]] = {
        field: [by_number[number].get(field) if number in by_number else None for number in range(HOURS)]
        for field in HOUR_FIELDS
    }
    values = {field: daily_mean(columns[field], rules) for field in _MEANS}
    values["o3_1h"] = daily_max_1h(columns["o3"], rules)
    own = running_8h(columns["o3"], rules)
    means = [made if given is None else given for given, made in zip(columns["o3_8h"], own, strict=True)]
    values["o3_8h"] = daily_max_8h(means, rules)
    ordered = {field: values[field] for field in DAY_FIELDS}
    return StationDay(station, tuple(sorted(hours, key=lambda hour: hour.number)), ordered)


def stations_day(stations: Sequence[StationFacts], hours: Mapping[int, Sequence[Hour]], rules: AirRules) -> StationsDay:
    """The stations' days and the city's mean over the counting ones, silent ones included (HJ 663-2013)."""
    days = tuple(station_day(one, hours.get(one.pk, ()), rules) for one in stations)
    counting = [day for day in days if day.station.counts]
    city = {field: city_day([day.values[field].valid_value for day in counting], rules) for field in DAY_FIELDS}
    return StationsDay(days, city)
