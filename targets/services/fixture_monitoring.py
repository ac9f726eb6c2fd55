"""Loads cities, air stations, water sections and the sources of figures from validated records: check, then load."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from targets.models import Area, City, Feed, Indicator, Section, Station
from targets.services import fixture_monitoring_schema as schema
from targets.services.fixture_files import Batch, Problem, key_of
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, sync


def check(batch: Batch) -> Iterator[Problem]:
    """The references that lead nowhere. Three queries; none where the files hold nothing of the kind."""
    if not any(batch.raw(section) for section in schema.SECTIONS):
        return
    known = {
        "area": {*Area.objects.values_list("code", flat=True)} | _named(batch, "areas"),
        "city": {*City.objects.values_list("name", flat=True)} | _named(batch, "cities"),
        "indicator": {*Indicator.objects.values_list("slug", flat=True)} | _named(batch, "indicators"),
    }
    for section in schema.SECTIONS:
        for record, raw in batch.raw(section):
            for field, names in known.items():
                given = raw.get(field)
                if isinstance(given, str) and given not in names:
                    yield record.problem(field, f'there is no {field} "{given}"')


def _named(batch: Batch, section: str) -> set[Any]:
    return {key[0] for _, raw in batch.raw(section) if (key := key_of(section, raw))}


def load(batch: Batch, *, stamp: Stamp, report: Report) -> bool:
    """Write the checked records; whether any row changed. At most sixteen queries, whatever the size."""
    if not any(batch.valid.get(section) for section in schema.SECTIONS):
        return False
    before = len(report.changes)
    areas: dict[str | None, int | None] = {None: None, **dict(Area.objects.values_list("code", "pk"))}
    _load_cities(batch, areas, stamp, report)
    _load_stations(batch, stamp, report)
    _load_sections(batch, areas, stamp, report)
    _load_feeds(batch, areas, stamp, report)
    return len(report.changes) > before


_Ids = dict[str | None, int | None]


def _load_cities(batch: Batch, areas: _Ids, stamp: Stamp, report: Report) -> None:
    rows: dict[Key, City] = {(row.name,): row for row in City.objects.order_by("pk")}
    wanted: dict[Key, Wanted] = {
        (new.name,): Wanted(
            new.model_dump(exclude={"area"}, exclude_unset=True) | {"area_id": areas[new.area]}, stamp.of(record.file)
        )
        for record, new in batch.data("cities", schema.City)
    }
    sync(report, "city", City, rows, wanted)


def _load_stations(batch: Batch, stamp: Stamp, report: Report) -> None:
    """By code; one that a file of readings met by its name alone gets its code."""
    cities = dict(City.objects.values_list("name", "pk"))
    records = batch.data("stations", schema.Station)
    rows: dict[Key, Station] = {}
    nameless: dict[tuple[int | None, str], Station] = {}
    for row in Station.objects.order_by("pk"):
        if row.code is None:
            nameless[row.city_id, row.name] = row
        else:
            rows[row.code,] = row
    for _, new in records:
        met = nameless.get((cities[new.city], new.name))
        if met is not None and (new.code,) not in rows:
            rows[new.code,] = met
    wanted: dict[Key, Wanted] = {
        (new.code,): Wanted(new.model_dump(exclude={"city"}) | {"city_id": cities[new.city]}, stamp.of(record.file))
        for record, new in records
    }
    sync(report, "air station", Station, rows, wanted)


def _load_sections(batch: Batch, areas: _Ids, stamp: Stamp, report: Report) -> None:
    rows: dict[Key, Section] = {(row.province, row.name): row for row in Section.objects.order_by("pk")}
    wanted: dict[Key, Wanted] = {
        (new.province, new.name): Wanted(
            new.model_dump(exclude={"area"}, exclude_unset=True) | {"area_id": areas[new.area]}, stamp.of(record.file)
        )
        for record, new in batch.data("sections", schema.Section)
    }
    sync(report, "water section", Section, rows, wanted)


def _load_feeds(batch: Batch, areas: _Ids, stamp: Stamp, report: Report) -> None:
    cities: _Ids = {None: None, **dict(City.objects.values_list("name", "pk"))}
    indicators = _ids(Indicator, "slug")
    rows: dict[Key, Feed] = {
        (row.indicator.slug, row.area.code): row for row in Feed.objects.select_related("indicator", "area")
    }
    wanted: dict[Key, Wanted] = {
        (new.indicator, new.area): Wanted(
            new.model_dump(exclude={"indicator", "area", "city"}, exclude_unset=True)
            | {"indicator_id": indicators[new.indicator], "area_id": areas[new.area], "city_id": cities[new.city]},
            stamp.of(record.file),
        )
        for record, new in batch.data("feeds", schema.Feed)
    }
    sync(report, "source of figures", Feed, rows, wanted)


def _ids(model: type[Model], field: str) -> dict[str, int]:
    return dict(model._default_manager.values_list(field, "pk"))
