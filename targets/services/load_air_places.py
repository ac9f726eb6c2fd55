"""Cities and stations as files of air values name them; one that is not known is created and listed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from targets.measurements.air_rules import (
    AMBIGUOUS_STATION,
    CITY_CREATED,
    STATION_CREATED,
    SUFFIX_LEFT_OUT,
)
from targets.measurements.remarks import Remark
from targets.models import City, Load, Station

Told = Callable[[Remark], None]
SUFFIX = "市"


@dataclass(frozen=True)
class Stamp:
    """What goes on record with a place that a file made known."""

    load: Load
    now: datetime

    @classmethod
    def of(cls, load: Load) -> "Stamp":
        """Of a file that is being read: ``finished_at`` is set when the reading begins."""
        return cls(load, load.finished_at or load.created_at)

    def fields(self) -> dict[str, Any]:
        """The columns of ``Recorded``, and that nobody has confirmed it."""
        return {
            "changed_by_id": self.load.user_id,
            "changed_at": self.now,
            "reason": self.load.name,
            "confirmed": False,
        }


def short(name: str) -> str:
    """The city's name as it is registered: without 市, where more than one sign is left."""
    return name.removesuffix(SUFFIX) if len(name) > len(SUFFIX) + 1 else name


@dataclass
class Cities:
    """The cities by name. One query for those on record, one for each batch that has new ones."""

    stamp: Stamp
    tell: Told
    created: list[str]
    known: dict[str, int] = field(init=False)
    names: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.known = dict(City.objects.order_by("id").values_list("name", "id"))
        self.names = {pk: name for name, pk in self.known.items()}

    def learn(self, names: Iterable[tuple[int, str]]) -> None:
        """Make every name known; a new one is created with its line told."""
        fresh: dict[str, int] = {}
        aliases: dict[str, str] = {}
        for line, name in names:
            if name in self.known or name in aliases or name in fresh:
                continue
            registered = short(name)
            if registered != name:
                self.tell(Remark(line, "city", name, SUFFIX_LEFT_OUT))
                aliases[name] = registered
            if registered not in self.known:
                fresh.setdefault(registered, line)
        if fresh:
            self._create(fresh)
        self.known.update({name: self.known[registered] for name, registered in aliases.items()})

    def name_of(self, pk: int) -> str:
        """A known city's name, for a remark."""
        return self.names[pk]

    def _create(self, fresh: dict[str, int]) -> None:
        made = City.objects.bulk_create([City(name=name, **self.stamp.fields()) for name in fresh])
        for city in made:
            self.known[city.name], self.names[city.pk] = city.pk, city.name
            self.created.append(city.name)
            self.tell(Remark(fresh[city.name], "city", city.name, CITY_CREATED))


@dataclass
class Stations:
    """The stations by city and name. One query for those on record, one for each batch that has new ones."""

    stamp: Stamp
    tell: Told
    created: list[str]
    known: dict[tuple[int | None, str], int] = field(init=False)
    cities_of: defaultdict[str, set[int | None]] = field(init=False)
    names: dict[int, str] = field(init=False, default_factory=dict)
    city_of: dict[int, int | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.known, self.cities_of = {}, defaultdict(set)
        for pk, city, name in Station.objects.order_by("id").values_list("id", "city_id", "name"):
            self._learn(pk, city, name)

    def learn(self, wanted: Iterable[tuple[int, int | None, str]]) -> None:
        """Make every station known, by line, city (None: not said) and name; a new one is created, its line told."""
        fresh: dict[tuple[int | None, str], int] = {}
        for line, city, name in wanted:
            if not (self.cities_of.get(name) if city is None else (city, name) in self.known):
                fresh.setdefault((city, name), line)
        if not fresh:
            return
        made = [Station(city_id=city, name=name, **self.stamp.fields()) for city, name in fresh]
        for station in Station.objects.bulk_create(made):
            self._learn(station.pk, station.city_id, station.name)
            self.created.append(station.name)
            self.tell(Remark(fresh[station.city_id, station.name], "station", station.name, STATION_CREATED))

    def find(self, line: int, city: int | None, name: str) -> int | None:
        """The station of that name in the city, or the only one where no city is said; None: told that it has several.

        It was made known by ``learn`` before.
        """
        if city is not None:
            return self.known[city, name]
        cities = self.cities_of[name]
        if len(cities) > 1:
            self.tell(Remark(line, "station", name, AMBIGUOUS_STATION))
            return None
        return self.known[next(iter(cities)), name]

    def name_of(self, pk: int) -> str:
        """A known station's name, for a remark."""
        return self.names[pk]

    def _learn(self, pk: int, city: int | None, name: str) -> None:
        self.known[city, name], self.names[pk], self.city_of[pk] = pk, name, city
        self.cities_of[name].add(city)
