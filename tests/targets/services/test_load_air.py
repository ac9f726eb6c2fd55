"""Air values into the database: new, changed, unchanged; provisional and reviewed; known and unknown places."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from targets.measurements.taken import Place
from targets.models import Basis, City, CityDay, DataState, Load, LoadState, Station, StationHour
from targets.models.earlier import EarlierReading
from targets.periods import Month
from targets.services.air_days import recompute_cities, wrong_days
from tests.factories import NOW
from tests.loading import DAYS, HOURS, LATER, counted, csv, day_row, hour_rows, load, told

pytestmark = pytest.mark.django_db

FATES = ("taken", "new", "changed", "unchanged")
OUTCOMES = ("corrected", "noted", "left", "rejected")


def make_city(name: str = "大庆", **fields: object) -> City:
    return City.objects.create(name=name, changed_at=NOW, **fields)


def make_station(city: City | None, name: str = "红岗区", **fields: object) -> Station:
    return Station.objects.create(city=city, name=name, changed_at=NOW, **fields)


def test_a_day_comes_in_with_its_aqi() -> None:
    one = load(csv(DAYS, day_row()))
    assert (one.state, one.shape, one.created) == (LoadState.DONE, "city_day", ["大庆"])
    assert counted(one, "rows", *FATES, *OUTCOMES) == [1, 1, 1, 0, 0, 0, 1, 0, 0]
    day = CityDay.objects.select_related("city").get()
    assert (day.city.confirmed, day.basis, day.state, day.version, day.load) == (
        False, Basis.FILE, DataState.PROVISIONAL, 1, one,
    )  # fmt: skip
    assert (day.pm25, day.o3_1h, day.o3_8h, day.never_supplied) == (Decimal(80), Decimal(80), None, "o3_8h")
    assert (day.aqi, day.primary, day.iaqi_pm25, day.iaqi_o3_8h, day.standard) == (
        107,
        "pm25",
        107,
        None,
        "HJ 633-2012",
    )
    assert counted(one, "aqi_compared", "aqi_equal", "aqi_furthest") == [1, 1, 0]
    assert told(one) == [(2, "city-created", "city", "大庆")]


def test_a_second_import_changes_nothing() -> None:
    content = csv(DAYS, day_row(), day_row("鸡西"), day_row("大庆", "2024-03-29", "NaN"))
    load(content)
    before = list(CityDay.objects.order_by("city_id", "day").values())
    again = load(content, now=LATER)
    assert counted(again, *FATES) == [3, 0, 0, 3]
    assert again.created == []
    assert list(CityDay.objects.order_by("city_id", "day").values()) == before
    assert not EarlierReading.objects.exists()


def test_a_changed_value_is_a_new_version_and_the_earlier_one_is_kept() -> None:
    first = load(csv(DAYS, day_row(), day_row("鸡西")))
    second = load(csv(DAYS, day_row(pm25="30"), day_row("鸡西")), now=LATER)
    assert counted(second, *FATES) == [2, 0, 1, 1]
    day = CityDay.objects.get(city__name="大庆")
    assert (day.version, day.pm25, day.aqi, day.load) == (2, 30, 75, second)
    earlier = EarlierReading.objects.get()
    assert (earlier.city, earlier.day, earlier.version, earlier.state) == (day.city, day.day, 1, "provisional")
    assert (earlier.load, earlier.replaced_by, earlier.replaced_at) == (first, second, LATER)
    assert (Decimal(earlier.values["pm25"]), earlier.values["aqi"], earlier.values["o3_8h"]) == (
        Decimal(80),
        "107",
        None,
    )


def test_a_review_of_the_same_values_is_a_version_and_stands_against_provisional_ones() -> None:
    load(csv(DAYS, day_row()))
    reviewed = load(csv(DAYS, day_row()), reviewed=True)
    assert counted(reviewed, *FATES) == [1, 0, 1, 0]
    assert counted(load(csv(DAYS, day_row())), *FATES, "left") == [1, 0, 0, 1, 0]
    later = load(csv(DAYS, day_row(pm25="30")))
    assert counted(later, *FATES, "left") == [0, 0, 0, 0, 1]
    assert told(later) == [(2, "reviewed-stands", "city date", "大庆 2024-03-28")]
    day = CityDay.objects.get()
    assert (day.state, day.version, day.pm25) == (DataState.REVIEWED, 2, 80)
    assert counted(load(csv(DAYS, day_row(pm25="30")), reviewed=True), "changed") == [1]


def test_a_row_said_twice_and_one_that_contradicts() -> None:
    make_city()
    one = load(csv(DAYS, day_row(), day_row(pm25="80.0"), day_row(pm25="30"), day_row(city="大庆市")))
    assert counted(one, "rows", *FATES, "left", "rejected") == [4, 1, 1, 0, 0, 2, 1]
    assert told(one) == [
        (3, "said-before", "city date", "大庆 2024-03-28"),
        (4, "contradicts", "city date", "大庆 2024-03-28"),
        (5, "suffix-left-out", "city", "大庆市"),
        (5, "said-before", "city date", "大庆 2024-03-28"),
    ]
    assert CityDay.objects.get().pm25 == 80


def test_a_rejected_row_leaves_the_others() -> None:
    one = load(csv(DAYS, day_row(pm25="viel"), day_row(day="2024-03-29")))
    assert counted(one, "rows", "taken", "rejected") == [2, 1, 1]
    assert told(one)[0] == (2, "not-a-number", "pm25_ug_m3", "viel")


def test_ozone_as_8_hour_is_another_value() -> None:
    load(csv(DAYS, day_row()))
    assert counted(load(csv(DAYS, day_row()), ozone="8h"), "changed") == [1]
    day = CityDay.objects.get()
    assert (day.o3_1h, day.o3_8h, day.never_supplied) == (None, 80, "o3_1h")


def test_each_day_by_the_version_that_applies_to_it() -> None:
    now = datetime(2026, 12, 31, tzinfo=UTC)
    load(csv(DAYS, day_row(day="2026-02-28", pm25="70"), day_row(day="2026-03-01", pm25="70")), now=now)
    assert list(CityDay.objects.order_by("day").values_list("standard", "aqi")) == [
        ("HJ 633-2012", 94),
        ("HJ 633-2026", 110),
    ]


def test_the_city_is_created_by_whoever_loads(administrator: User) -> None:
    load(csv(DAYS, day_row()), by=administrator)
    city = City.objects.get()
    assert (city.changed_by, city.changed_at, city.reason) == (administrator, NOW, "file.csv")


def test_statements_do_not_grow_with_the_rows() -> None:
    make_city()

    def statements(rows: int, year: int) -> int:
        content = csv(DAYS, *(day_row(day=f"{year}-{1 + n // 28:02d}-{1 + n % 28:02d}") for n in range(rows)))
        with CaptureQueriesContext(
            connection,
        ) as found:
            load(content)
        return len(found)

    assert statements(3, 2022) == statements(300, 2023)


def test_hours_come_in_and_their_city_s_day_follows() -> None:
    city = make_city()
    station = make_station(city)
    one = load(csv(HOURS, *hour_rows()))
    assert (one.shape, one.created, counted(one, *FATES)) == ("station_hour", [], [24, 24, 0, 0])
    hour = StationHour.objects.get(hour=7)
    assert (hour.station, hour.pm25, hour.o3, hour.o3_8h, hour.source_aqi) == (station, 40, 80, 70, 60)
    day = CityDay.objects.get()
    assert (day.city, day.basis, day.pm25, day.o3_1h, day.o3_8h) == (city, Basis.STATIONS, 40, 80, 70)
    assert (day.aqi, day.primary, day.load, day.never_supplied, day.source_aqi) == (57, "pm25", one, "", None)
    assert counted(load(csv(HOURS, *hour_rows())), *FATES) == [24, 0, 0, 24]
    day.refresh_from_db()
    assert day.version == 1


def test_a_corrected_hour_makes_a_new_version_of_the_day() -> None:
    make_station(make_city())
    load(csv(HOURS, *hour_rows()))
    rows = hour_rows()
    rows[3] = rows[3].replace(",40,", ",64,")
    assert counted(load(csv(HOURS, *rows), now=LATER), *FATES) == [24, 0, 1, 23]
    assert (CityDay.objects.get().pm25, CityDay.objects.get().version) == (41, 2)
    assert EarlierReading.objects.filter(city__isnull=False).count() == 1
    hour = EarlierReading.objects.get(station__isnull=False)
    assert (hour.hour, Decimal(hour.values["pm25"])) == (3, Decimal(40))


def test_a_day_follows_the_review_of_its_hours() -> None:
    make_station(make_city())
    load(csv(HOURS, *hour_rows(count=23)))
    load(csv(HOURS, *hour_rows(count=23)), reviewed=True)
    assert CityDay.objects.get().state == DataState.REVIEWED
    load(csv(HOURS, *hour_rows()))
    assert (CityDay.objects.get().state, CityDay.objects.get().version) == (DataState.PROVISIONAL, 3)


def test_a_city_file_stands_over_the_stations_whichever_comes_first() -> None:
    make_station(make_city())
    load(csv(HOURS, *hour_rows()))
    assert counted(load(csv(DAYS, day_row())), "changed") == [1]
    day = CityDay.objects.get()
    assert (day.basis, day.version, day.pm25) == (Basis.FILE, 2, 80)
    load(csv(HOURS, *hour_rows(pm25="50")))
    day.refresh_from_db()
    assert (day.basis, day.version, day.pm25) == (Basis.FILE, 2, 80)


def test_too_few_stations_or_hours_are_a_day_without_an_aqi() -> None:
    city = make_city()
    make_station(city), make_station(city, "龙凤区"), make_station(city, "郊外", counts=False)
    load(csv(HOURS, *hour_rows(), *hour_rows("郊外", pm25="90")))
    day = CityDay.objects.get()
    assert (day.pm25, day.aqi) == (None, None)
    load(csv(HOURS, *hour_rows("龙凤区", pm25="50")))
    day.refresh_from_db()
    assert (day.pm25, day.aqi, day.version) == (45, 63, 2)


def test_a_station_that_no_longer_counts_leaves_the_day_and_the_check_sees_it() -> None:
    city = make_city(station_share="0.5")
    make_station(city)
    other = make_station(city, "龙凤区")
    load(csv(HOURS, *hour_rows(), *hour_rows("龙凤区", pm25="50")))
    assert (CityDay.objects.get().pm25, wrong_days([city.pk])) == (45, [])
    Station.objects.filter(pk=other.pk).update(counts=False)
    assert wrong_days([city.pk]) == [(city.pk, date(2024, 3, 28))]
    assert CityDay.objects.get().version == 1
    assert recompute_cities([city.pk], now=LATER) == {Place("city", city.pk, Month(2024, 3))}
    day = CityDay.objects.get()
    assert (day.pm25, day.version, day.load, wrong_days([city.pk])) == (40, 2, None, [])
    Station.objects.update(counts=False)
    recompute_cities([city.pk], now=LATER)
    day.refresh_from_db()
    assert (day.pm25, day.aqi, day.version) == (None, None, 3)
    assert recompute_cities([city.pk], now=LATER) == set()


def test_a_station_given_a_city_later_feeds_it() -> None:
    load(csv(HOURS, *hour_rows()))
    city = make_city()
    Station.objects.update(city=city)
    assert len(recompute_cities([city.pk], now=LATER)) == 1
    assert CityDay.objects.get().aqi == 57


def test_an_unknown_station_feeds_no_city_until_its_city_is_said() -> None:
    one = load(csv(HOURS, *hour_rows(count=1)))
    assert (one.created, Station.objects.get().city, Station.objects.get().confirmed) == (["红岗区"], None, False)
    assert not CityDay.objects.exists()
    other = load(csv(HOURS, *hour_rows(count=1)), city="大庆市")
    assert other.created == ["大庆", "红岗区"]
    assert list(CityDay.objects.values_list("city__name", "aqi")) == [("大庆", None)]


def test_a_name_that_two_cities_have_is_rejected_without_the_city() -> None:
    make_station(make_city()), make_station(make_city("鸡西"))
    one = load(csv(HOURS, *hour_rows(count=2)))
    assert counted(one, "taken", "rejected") == [0, 2]
    assert told(one)[0] == (2, "ambiguous-station", "station", "红岗区")
    assert counted(load(csv(HOURS, *hour_rows(count=2)), city="鸡西"), "taken") == [2]
    assert set(StationHour.objects.values_list("station__city__name", flat=True)) == {"鸡西"}


def test_every_row_of_a_file_is_accounted_for() -> None:
    one: Load = load(csv(DAYS, day_row(), day_row(), day_row(pm25="1"), day_row(day="morgen"), day_row("鸡西")))
    rows, taken, left, rejected = counted(one, "rows", "taken", "left", "rejected")
    assert rows == taken + left + rejected == 5
