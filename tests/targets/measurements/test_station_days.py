"""A city's day from hours: 20 hours a mean, 8-hour ozone, the share of stations, exact means."""

from decimal import Decimal

from targets.measurements.air_columns import FIELDS
from targets.measurements.station_days import Hours, city_values, rules_of, station_day

RULES = rules_of(Decimal("0.75"), 14)
PM25, OZONE, EIGHT = (FIELDS.index(name) for name in ("pm25", "o3_1h", "o3_8h"))


def hours(count: int, *, first: int = 0, **values: str | None) -> Hours:
    row = tuple(None if (value := values.get(name, "10")) is None else Decimal(value) for name in FIELDS)
    return dict.fromkeys(range(first, first + count), row)


def test_a_mean_needs_20_hours() -> None:
    assert station_day(hours(20), RULES)[PM25].valid_value == 10
    assert station_day(hours(19), RULES)[PM25].valid_value is None


def test_the_source_s_own_8_hour_means_count_from_the_eighth_hour() -> None:
    assert station_day(hours(21, o3_8h="12"), RULES)[EIGHT].valid_value == 12
    early = dict(hours(24, o3_8h="12")) | {3: (*[Decimal(10)] * 6, Decimal(99))}
    assert (
        station_day(early, RULES)[EIGHT].valid_value == 12
    )  # the mean that ends with hour 3 reaches into the day before


def test_without_them_they_are_computed_of_six_hours() -> None:
    day = dict(hours(24, o3_8h=None))
    for hour in range(16, 24):
        day[hour] = (*day[hour][:OZONE], Decimal(90), None)
    assert station_day(day, RULES)[EIGHT].valid_value == 90
    assert station_day(hours(18, o3_8h=None), RULES)[EIGHT].valid_value is None  # 13 means, 14 are needed
    assert station_day(hours(19, o3_8h=None), RULES)[EIGHT].valid_value == 10


def test_the_share_of_stations_is_the_city_s_setting() -> None:
    three = [hours(24, pm25=text) for text in ("10", "20", "31")]
    assert city_values(three, counting=4, rules=RULES)[PM25] == Decimal("20.3333333333")
    assert city_values(three, counting=5, rules=RULES)[PM25] is None
    assert city_values(three, counting=5, rules=rules_of(Decimal("0.6"), 14))[PM25] == Decimal("20.3333333333")


def test_an_item_that_one_station_lacks_is_the_mean_of_the_others() -> None:
    stations = [hours(24), hours(24), hours(24), hours(24, pm25=None)]
    assert city_values(stations, counting=4, rules=RULES)[PM25] == 10
