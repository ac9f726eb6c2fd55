"""Files of air values into the database: daily values of cities, hourly values of stations."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from targets.measurements.air_judgement import Judge
from targets.measurements.air_rows import AirReader, AirRow
from targets.measurements.lines import Shape, Table
from targets.measurements.remarks import LOST_ALL, LOST_SOME, RULES, Remark
from targets.measurements.taken import Options, Place, Taken
from targets.models import Basis, DataState, Load
from targets.periods import Month
from targets.services.air_days import CITY_DAYS, compute_days
from targets.services.load_air_places import Cities, Stamp, Stations
from targets.services.load_merge import CHANGED, NEW, UNCHANGED, Kept, Merge

BATCH = 5_000
Told = Callable[[Remark], None]
_HOURLY = ("pm25", "pm10", "so2", "no2", "co", "o3", "o3_8h")

STATION_HOURS = Kept(
    table="targets_stationhour",
    keys=("station_id", "day", "hour"),
    said=(*_HOURLY, "source_aqi"),
    values=_HOURLY,
)


def take(
    load: Load, table: Table, *, options: Options, until: datetime, remark: Told, tell: Callable[[], object]
) -> Taken:
    """Take the table's rows, in the caller's transaction. Raises UnknownShape where its columns cannot be read.

    ``remark`` and ``tell`` are called between two statements, never within one.
    """
    reader = AirReader(table.shape, table.columns, options, until)
    for told in reader.remarks:
        remark(told)
    work = (_Days if table.shape is Shape.CITY_DAY else _Hours)(load, reader, options, remark)
    with Merge(work.kept) as merge:
        for batch in work.batches(table):
            merge.copy(list(work.rows(batch)))  # in full first: names become known and remarks are kept on the way
            tell()
        work.settle(merge)
        work.follow(merge)
    return work.taken


class _Work(ABC):
    """One pass over a file of air values."""

    kept: Kept

    def __init__(self, load: Load, reader: AirReader, options: Options, tell: Told) -> None:
        self.reader, self.options, self.tell = reader, options, tell
        self.taken = Taken()
        self.stamp = Stamp.of(load)
        self.state = DataState.REVIEWED if options.reviewed else DataState.PROVISIONAL
        self.cities = Cities(self.stamp, tell, self.taken.created)

    def batches(self, table: Table) -> Iterator[list[AirRow]]:
        """The rows that can be taken, some thousand at a time."""
        counts = self.taken.counts
        while rows := list(islice(table.rows, BATCH)):
            counts["rows"] += len(rows)
            yield [found for row in rows if (found := self.reader.read(row, self.tell))]

    @abstractmethod
    def rows(self, batch: list[AirRow]) -> Iterable[Sequence[Any]]:
        """The batch as the database takes it."""

    @abstractmethod
    def follow(self, merge: Merge) -> None:
        """What follows from the readings that are new or changed."""

    @abstractmethod
    def names(self, keys: Sequence[Any]) -> str:
        """A reading's key as a remark shows it."""

    def settle(self, merge: Merge) -> None:
        """Put the file's readings on record and say which were not needed or contradict it."""
        fates = merge.settle(load=self.stamp.load.pk, now=self.stamp.now)
        self.taken.counts.update({fate: fates[fate] for fate in (NEW, CHANGED, UNCHANGED)})
        for line, rule, keys in merge.refused():
            self.tell(Remark(line, self.key_columns, self.names(keys), RULES[rule]))
        for line, is_all, was, keys in merge.lost() if fates[CHANGED] else ():
            self.taken.counts["lost_all" if is_all else "lost_some"] += 1
            told = f"{self.names(keys)}: {was} → –"
            self.tell(Remark(line, self.key_columns, told, LOST_ALL if is_all else LOST_SOME))

    key_columns = ""


class _Days(_Work):
    """Daily values of cities, each with its AQI."""

    kept = CITY_DAYS
    key_columns = "city date"

    def __init__(self, load: Load, reader: AirReader, options: Options, tell: Told) -> None:
        super().__init__(load, reader, options, tell)
        self.judge = Judge(reader.absent)

    def rows(self, batch: list[AirRow]) -> Iterable[Sequence[Any]]:
        """With the AQI; how far the file's own is from it goes to the counts."""
        self.cities.learn((row.line, row.city) for row in batch)
        known, judge, basis, state = self.cities.known, self.judge, Basis.FILE.value, self.state.value
        for row in batch:
            judged = judge(row.day, row.values)
            self.compare(row.source_aqi, judged.aqi)
            yield (
                row.line, known[row.city], row.day, basis, *row.values, judged.never_supplied, row.source_aqi,
                judged.standard, judged.aqi, judged.primary, *judged.indices, state,
            )  # fmt: skip

    def compare(self, source: int | None, aqi: int | None) -> None:
        """Count how far the file's own AQI is from the computed one; it is reported and decides nothing."""
        if source is None or aqi is None:
            return
        counts, apart = self.taken.counts, abs(source - aqi)
        counts["aqi_compared"] += 1
        counts["aqi_equal"] += apart == 0
        counts["aqi_within_3"] += apart <= 3
        counts["aqi_within_10"] += apart <= 10
        counts["aqi_furthest"] = max(counts["aqi_furthest"], apart)

    def follow(self, merge: Merge) -> None:
        """Nothing but the months that changed."""
        self.taken.touched = {
            Place("city", city, Month.of(day)) for city, day in merge.touched("city_id, date_trunc('month', day)::date")
        }

    def names(self, keys: Sequence[Any]) -> str:
        city, day = keys
        return f"{self.cities.name_of(city)} {day}"


class _Hours(_Work):
    """Hourly values of stations; the days of their cities follow from them."""

    kept = STATION_HOURS
    key_columns = "station date_yyyymmdd hour"

    def __init__(self, load: Load, reader: AirReader, options: Options, tell: Told) -> None:
        super().__init__(load, reader, options, tell)
        self.stations = Stations(self.stamp, tell, self.taken.created)

    def rows(self, batch: list[AirRow]) -> Iterable[Sequence[Any]]:
        """Without the rows whose station is not certain."""
        placed = [(row, self.city(row)) for row in batch]
        self.cities.learn((row.line, city) for row, city in placed if city)
        ids = [(row, self.cities.known[city] if city else None) for row, city in placed]
        self.stations.learn((row.line, city, row.station) for row, city in ids)
        state = self.state.value
        for row, city in ids:
            station = self.stations.find(row.line, city, row.station)
            if station is not None:
                yield (row.line, station, row.day, row.hour, *row.values, row.source_aqi, state)

    def city(self, row: AirRow) -> str:
        """The city the row itself names, or the one that was said beside the file."""
        return row.city or self.options.city

    def follow(self, merge: Merge) -> None:
        """The cities' days of the hours that changed, and with them their months."""
        city_of = self.stations.city_of
        hours = merge.touched("station_id, day")
        days = {(city, day) for station, day in hours if (city := city_of[station]) is not None}
        if days:
            changed = compute_days(days, load=self.stamp.load, now=self.stamp.now)
            self.taken.touched = {Place("city", city, Month.of(day)) for city, day in changed}

    def names(self, keys: Sequence[Any]) -> str:
        station, day, hour = keys
        return f"{self.stations.name_of(station)} {day} {hour}"
