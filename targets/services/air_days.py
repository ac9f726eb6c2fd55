"""Days of cities from the hours of their stations, where no file of city values says more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from targets.measurements.air_columns import FIELDS
from targets.measurements.air_judgement import INDICES, Judge
from targets.measurements.station_days import Hours, city_values, rules_of
from targets.models import Basis, City, DataState, Load
from targets.services.load_merge import Kept, Merge
from targets.standards.air_validity import AirRules

CITY_DAYS = Kept(
    table="targets_cityday",
    keys=("city_id", "day"),
    said=("basis", *FIELDS, "never_supplied", "source_aqi"),
    derived=("standard", "aqi", "primary", *INDICES),
)
# A day that a file of city values gave stands, whatever the stations say.
FROM_STATIONS = replace(CITY_DAYS, guard="t.basis = 'file'", is_followed=True)
_SEVERAL = 2_000
_HOURS = """
    SELECT s.city_id, h.day, h.station_id, h.hour, h.state, h.pm25, h.pm10, h.so2, h.no2, h.co, h.o3, h.o3_8h
    FROM asked_days a JOIN targets_station s ON s.city_id = a.city_id AND s.counts
    JOIN targets_stationhour h ON h.station_id = s.id AND h.day = a.day
    ORDER BY s.city_id, h.day, h.station_id, h.hour
"""


def compute_days(days: Iterable[tuple[int, date]], *, load: Load | None, now: datetime) -> set[tuple[int, date]]:
    """Compute these days of these cities from the hours on record, in the caller's transaction; those that changed.

    A fixed number of queries. ``load``: the file whose hours they follow from; None: a change of settings.
    """
    with Merge(FROM_STATIONS) as merge:
        rows = station_days(days)
        while batch := list(islice(rows, _SEVERAL)):
            merge.copy([(0, *row) for row in batch])
        merge.settle(load=load.pk if load else None, now=now)
        return {(city, day) for city, day in merge.touched("city_id, day")}


def station_days(days: Iterable[tuple[int, date]]) -> Iterator[tuple[Any, ...]]:
    """What the stations' hours make of each day, in the order of ``FROM_STATIONS.columns``. Five queries."""
    _ask(days)
    rules, judge = _rules(), Judge(())
    for (city, day), rows in groupby(_hours(), key=lambda row: (row[0], row[1])):
        stations, states = _stations(rows)
        counting, rule = rules[city]
        values = city_values(stations, counting=counting, rules=rule)
        judged = judge(day, values)
        state = DataState.REVIEWED if states == {DataState.REVIEWED.value} else DataState.PROVISIONAL
        yield (
            city, day, Basis.STATIONS.value, *values, judged.never_supplied, None, judged.standard, judged.aqi,
            judged.primary, *judged.indices, state.value,
        )  # fmt: skip


def _stations(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Hours], set[str]]:
    """The hours of one city's day, station by station, and the states of their data."""
    stations: list[Hours] = []
    states: set[str] = set()
    for _, hours in groupby(rows, key=lambda row: row[2]):
        of_station = {}
        for _, _, _, hour, state, *values in hours:
            of_station[hour] = tuple(values)
            states.add(state)
        stations.append(of_station)
    return stations, states


def _ask(days: Iterable[tuple[int, date]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS asked_days (city_id bigint, day date) ON COMMIT DROP")
        cursor.execute("DELETE FROM asked_days")
        with cursor.copy("COPY asked_days FROM STDIN") as copy:
            for each in set(days):
                copy.write_row(each)


def _rules() -> dict[int, tuple[int, AirRules]]:
    """By city: how many of its stations count, and the rules with its settings."""
    cities = City.objects.annotate(counting=Count("stations", filter=Q(stations__counts=True))).order_by("id")
    return {city.pk: (city.counting, rules_of(city.station_share, city.min_eight_hour_means)) for city in cities}


def _hours() -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HOURS)
        while rows := cursor.fetchmany(_SEVERAL):
            yield from rows
