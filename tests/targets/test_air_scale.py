"""Ten years of 13 cities and a year of 60 stations: the pages ask as often as with little, and look days up by key."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import City, CityDay, Station, StationHour
from tests.factories import NOW, make_plan
from tests.measured import make_city

BUDGET = 3.0  # seconds of work for a page, whatever else the machine does

_DAYS = """
    INSERT INTO targets_cityday (city_id, day, state, version, basis, standard, never_supplied, "primary", aqi,
        pm25, pm10, so2, no2, co, o3_1h, o3_8h, iaqi_pm25, iaqi_pm10)
    SELECT c.id, d::date, 'reviewed', 1, 'file', 'HJ 633-2012', '', 'pm25', 40 + extract(doy FROM d)::int %% 120,
        30.1, 50, 8, 20, 0.6, 80, 70, 40, 50
    FROM targets_city c, generate_series(%s::date, %s::date, '1 day') d
"""
_HOURS = """
    INSERT INTO targets_stationhour (station_id, day, hour, state, version, pm25, pm10, so2, no2, co, o3, o3_8h)
    SELECT s.id, d::date, h, 'provisional', 1, 30, 50, 8, 20, 0.6, 70, 65
    FROM targets_station s, generate_series('2024-01-01'::date, '2024-12-31'::date, '1 day') d, generate_series(0, 23) h
"""


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_plan()
    cities = [make_city(), *(City(name=f"城{number}", changed_at=NOW) for number in range(12))]
    City.objects.bulk_create(cities[1:])
    Station.objects.bulk_create(
        Station(code=f"{number}A", name=f"站{number}", city=cities[number // 6 % 10], changed_at=NOW)
        for number in range(60)
    )
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, ["2015-01-01", "2024-12-31"])
        cursor.execute(_HOURS)
        cursor.execute("ANALYZE targets_cityday, targets_stationhour")
    return client_of(viewer)


@pytest.mark.slow
def test_pages_stay_within_their_budget(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    city, on = make_city(), date(2024, 1, 5)
    stations = list(Station.objects.filter(city=city).order_by("pk").values_list("pk", flat=True))
    day = "/air/2024/1/5/"
    for path, number in (("/air/2024/", 8), ("/air/2024/days.csv", 7), (day, 12), (f"{day}{stations[0]}/", 8)):
        leader.get(path)
        began = time.process_time()
        with django_assert_num_queries(number):
            assert leader.get(path).status_code == 200
        assert time.process_time() - began < BUDGET, path
    for rows in (
        CityDay.objects.filter(city=city.pk, day=on),
        CityDay.objects.filter(city=city.pk, day__range=(date(2023, 1, 1), date(2024, 12, 31))),
        StationHour.objects.filter(station__in=stations, day=on),
        StationHour.objects.filter(station=stations[0], day=on),
    ):
        plan = rows.order_by().explain()
        assert "Index" in plan, plan
        assert "Seq Scan" not in plan, plan
