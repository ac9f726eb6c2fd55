"""Days of cities from the hours of their stations, where no file of city values says more."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from targets.measurements.air_columns import FIELDS
from targets.measurements.air_judgement import INDICES, Judge
from targets.measurements.station_days import Hours, city_values, rules_of
from targets.measurements.taken import Place
from targets.models import Basis, City, DataState, Load
from targets.periods import Month
from targets.services.load_merge import Kept, Merge
from targets.services.load_turns import take_turns
from targets.standards.air_validity import AirRules

CITY_DAYS = Kept(
    table="targets_cityday",
    keys=("city_id", "day"),
    said=("basis", *FIELDS, "never_supplied", "source_aqi"),
    values=FIELDS,
    derived=("standard", "aqi", "primary", *INDICES),
)
# A day that a file of city values gave stands, whatever the stations say.
FROM_STATIONS = replace(CITY_DAYS, guard="t.basis = 'file'", is_followed=True)
_SEVERAL = 2_000
_HOURS = """
    SELECT a.city_id, a.day, h.station_id, h.hour, h.state, h.pm25, h.pm10, h.so2, h.no2, h.co, h.o3, h.o3_8h
    FROM asked_days a LEFT JOIN (targets_station s JOIN targets_stationhour h ON h.station_id = s.id)
    ON s.city_id = a.city_id AND s.counts AND h.day = a.day
    ORDER BY a.city_id, a.day, h.station_id, h.hour
"""
# Every day that the stations of these cities have hours of, and every one that they once gave.
_DAYS = """
    SELECT s.city_id, h.day FROM targets_station s JOIN targets_stationhour h ON h.station_id = s.id
    WHERE s.city_id = ANY(%(cities)s)
    UNION SELECT city_id, day FROM targets_cityday WHERE city_id = ANY(%(cities)s) AND basis = 'stations'
"""


def compute_days(days: Iterable[tuple[int, date]], *, load: Load | None, now: datetime) -> set[tuple[int, date]]:
    """Compute these days of these cities from the hours on record, in the caller's transaction; those that changed.

    A fixed number of queries. ``load``: the file whose hours they follow from; None: a change of settings.
    """
    with Merge(FROM_STATIONS) as merge:
        _bring(days, merge)
        merge.settle(load=load.pk if load else None, now=now)
        return set(merge.touched("city_id, day"))


def days_of(cities: Collection[int]) -> list[tuple[int, date]]:
    """The days that these cities' stations give, or gave before one was taken away. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, {"cities": list(cities)})
        return list(cursor.fetchall())


@transaction.atomic
def recompute_cities(cities: Collection[int], *, now: datetime) -> set[Place]:
    """Compute every day of these cities from their stations' hours, as after a change of a setting or of a station.

    The months that changed; their figures are the caller's to follow. A fixed number of queries.
    """
    take_turns()
    changed = compute_days(days_of(cities), load=None, now=now)
    return {Place("city", city, Month.of(day)) for city, day in changed}


@transaction.atomic
def wrong_days(cities: Collection[int]) -> list[tuple[int, date]]:
    """The days of these cities that are not what their stations' hours give; nothing is changed."""
    with Merge(FROM_STATIONS) as merge:
        _bring(days_of(cities), merge)
        merge.weigh()
        return sorted(merge.touched("city_id, day"))


def _bring(days: Iterable[tuple[int, date]], merge: Merge) -> None:
    rows = station_days(days)
    while batch := list(islice(rows, _SEVERAL)):
        merge.copy([(0, *row) for row in batch])


def station_days(days: Iterable[tuple[int, date]]) -> Iterator[tuple[Any, ...]]:
    """What the stations' hours make of each day, in the order of ``FROM_STATIONS.columns``. Five queries."""
    _ask(days)
    rules, judge = _rules(), Judge(())
    for (city, day), rows in groupby(_hours(), key=itemgetter(0, 1)):
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
    for station, hours in groupby(rows, key=itemgetter(2)):
        of_station = {}
        if station is None:  # a day that no hour is left of
            continue
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
        cursor.execute("ANALYZE asked_days")


def _rules() -> dict[int, tuple[int, AirRules]]:
    """By city: how many of its stations count, and the rules with its settings."""
    cities = City.objects.annotate(counting=Count("stations", filter=Q(stations__counts=True))).order_by("id")
    return {city.pk: (city.counting, rules_of(city.station_share, city.min_eight_hour_means)) for city in cities}


def _hours() -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HOURS)
        while rows := cursor.fetchmany(_SEVERAL):
            yield from rows
