"""A day of one city by its stations: each station's values from its hours, and why one does not count. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.measurements.air_columns import FIELDS
from targets.measurements.station_days import eight_hour_means, station_day
from targets.standards.air_validity import HOURS, AirRules, Checked, city_day

# A station's hours as they are kept, and what a day makes of them, in the order of the pages' columns.
HOUR_FIELDS = ("pm25", "pm10", "o3_8h", "o3", "no2", "so2", "co")
DAY_FIELDS = ("pm25", "pm10", "o3_8h", "o3_1h", "no2", "so2", "co")
_HOURLY = tuple("o3" if field == "o3_1h" else field for field in FIELDS)


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
    """A station's day. ``values``: by DAY_FIELDS, each with the hours or means that it rests on.

    ``made``: by the hour with which it ends, each 8-hour mean that the source does not give and the hours do.
    """

    station: StationFacts
    hours: tuple[Hour, ...]
    values: Mapping[str, Checked]
    made: Mapping[int, Decimal | Fraction]

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
    def entering(self) -> int:
        """Of those, the ones with any value that is in the city's mean."""
        return sum(one.enters for one in self.stations)

    @property
    def has_counting_hours(self) -> bool:
        """Whether anything was measured where it counts."""
        return any(one.has_hours for one in self.stations if one.station.counts)

    @property
    def has_hours(self) -> bool:
        return any(one.has_hours for one in self.stations)


def day_of(station: StationFacts, hours: Sequence[Hour], rules: AirRules) -> StationDay:
    """A station's day from its hours, by the rule that its city's day is computed by."""
    kept = {hour.number: tuple(hour.values.get(field) for field in _HOURLY) for hour in hours}
    values = dict(zip(FIELDS, station_day(kept, rules), strict=True))
    ordered = {field: values[field] for field in DAY_FIELDS}
    made = _made(hours, rules)
    return StationDay(station, tuple(sorted(hours, key=lambda hour: hour.number)), ordered, made)


def _made(hours: Sequence[Hour], rules: AirRules) -> Mapping[int, Decimal | Fraction]:
    by_number = {hour.number: hour.values for hour in hours}
    ozone, eights = ([by_number.get(one, {}).get(name) for one in range(HOURS)] for name in ("o3", "o3_8h"))
    means = eight_hour_means(ozone, eights, rules)
    return {number: mean for number, mean in enumerate(means) if mean is not None and eights[number] is None}


def stations_day(stations: Sequence[StationFacts], hours: Mapping[int, Sequence[Hour]], rules: AirRules) -> StationsDay:
    """The stations' days and the city's mean over the counting ones, silent ones included (HJ 663-2013)."""
    days = tuple(day_of(one, hours.get(one.pk, ()), rules) for one in stations)
    counting = [day for day in days if day.station.counts]
    city = {field: city_day([day.values[field].valid_value for day in counting], rules) for field in DAY_FIELDS}
    return StationsDay(days, city)
