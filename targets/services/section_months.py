"""Sections' months follow their samples, and what is decided about the sections: ice, natural background."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from targets.measurements.section_months import Circumstances, Facts, facts_again, facts_of, rows_of_year
from targets.measurements.taken import Place
from targets.models import Background, DataState, FrozenMonth, Section, SectionMonth, WaterSample
from targets.periods import Month, months_of
from targets.queries.water import deduction_of
from targets.standards.surface_water_period import Background as Deduction
from targets.standards.surface_water_table import WaterBody

COLUMNS = (
    "means", "samples", "is_frozen", "state", "water_class", "adjusted_class", "main", "cumulative_class",
    "cumulative_adjusted_class", "cumulative_main", "cumulative_means", "cumulative_months",
)  # fmt: skip
_SEVERAL = 2_000
Rows = dict[Month, dict[str, Any]]


@dataclass(frozen=True)
class Difference:
    """A section's month whose row is not what its samples give. None: there is no row, or there is to be none.

    ``stored``, ``computed``: only the columns that differ, where both are there.
    """

    section: str
    month: Month
    stored: dict[str, Any] | None
    computed: dict[str, Any] | None


@transaction.atomic
def recompute_sections(places: Iterable[Place], *, now: datetime) -> set[tuple[int, Month]]:
    """Compute the months of the places' sections, and the later months of each one's year, whose class holds them.

    Returns section and month of every row that changed, came or went. The other months' means are those on record.
    A fixed number of queries for each year. ``now`` is for what follows the rows; they carry no moment.
    """
    touched: dict[int, dict[int, set[Month]]] = defaultdict(lambda: defaultdict(set))
    for place in places:
        if place.kind == "section":
            touched[place.month.year][place.pk].add(place.month)
    sections = sorted({pk for of_year in touched.values() for pk in of_year})
    if not sections:
        return set()
    # One computation of a section at a time; whoever waits sees what the other one wrote.
    bodies = dict(
        Section.objects.select_for_update(of=("self",)).filter(pk__in=sections).order_by("pk").values_list("pk", "body")
    )
    return {changed for year, of_year in sorted(touched.items()) for changed in _write(year, of_year, bodies)}


def recompute_all_months(section: Section, *, now: datetime) -> set[tuple[int, Month]]:
    """Compute every month of a section that is on record, after something decided about it changed."""
    return recompute_sections([Place("section", section.pk, month) for month in months_on_record(section)], now=now)


def months_on_record(section: Section) -> list[Month]:
    """The months with a sample, a report, a row or ice declared, in order. Three queries."""
    days = WaterSample.objects.filter(section=section).dates("day", "month")
    kept = SectionMonth.objects.filter(section=section).dates("month", "month")
    frozen = FrozenMonth.objects.filter(section=section, withdrawn=False).dates("month", "month")
    return sorted({Month.of(day) for found in (days, kept, frozen) for day in found})


def differences() -> Iterator[Difference]:
    """Where rows on record and what the samples give differ: nowhere, unless something wrote past the services.

    Six queries for each year.
    """
    bodies = dict(Section.objects.order_by("pk").values_list("pk", "body"))
    names = dict(Section.objects.order_by("pk").values_list("pk", "name"))
    for year in _years():
        rows = _stored(year, bodies)
        facts: dict[int, dict[Month, Facts]] = _facts(year, {pk: months_of(year) for pk in bodies})
        about = _circumstances(year, bodies)
        for pk in bodies:
            computed = rows_of_year(facts.get(pk, {}), about[pk])
            stored = {month: _values(row) for month, row in rows.get(pk, {}).items()}
            yield from _compare(names[pk], stored, computed)


def _write(year: int, touched: Mapping[int, set[Month]], bodies: Mapping[int, str]) -> set[tuple[int, Month]]:
    here = {pk: bodies[pk] for pk in touched if pk in bodies}
    about, rows, fresh = _circumstances(year, here), _stored(year, here), _facts(year, touched)
    due: list[SectionMonth] = []
    gone: list[int] = []
    changed: set[tuple[int, Month]] = set()
    for pk in here:
        stored = rows.get(pk, {})
        facts = _known(stored, touched[pk]) | fresh.get(pk, {})
        computed = rows_of_year(facts, about[pk])
        gone += [row.pk for month, row in stored.items() if month not in computed]
        other = [month for month in computed if month not in stored or _values(stored[month]) != computed[month]]
        due += [SectionMonth(section_id=pk, month=month.first_on, **computed[month]) for month in other]
        changed |= {(pk, month) for month in (*other, *(set(stored) - set(computed)))}
    SectionMonth.objects.filter(pk__in=gone).delete()
    SectionMonth.objects.bulk_create(
        due, batch_size=_SEVERAL, update_conflicts=True, unique_fields=["section", "month"], update_fields=COLUMNS
    )
    return changed


def _known(stored: Mapping[Month, SectionMonth], touched: Collection[Month]) -> dict[Month, Facts]:
    """The facts of the months that were not touched: as on record. A row that only ice made has none."""
    return {
        month: facts_again(row.means, row.samples, is_reviewed=row.state == DataState.REVIEWED)
        for month, row in stored.items()
        if month not in touched and not (row.is_frozen and not row.samples)
    }


def _facts(year: int, wanted: Mapping[int, Collection[Month]]) -> dict[int, dict[Month, Facts]]:
    """The facts of the wanted months that have a sample or a report, by section. One query, read as it comes."""
    samples: dict[tuple[int, Month], list[tuple[dict[str, str], bool]]] = {}
    found: dict[int, dict[Month, Facts]] = defaultdict(dict)
    months = {(year, month.number): month for month in months_of(year)}
    rows = (
        WaterSample.objects.filter(section__in=list(wanted), day__range=_span(wanted))
        .order_by("section_id", "day", "time", "id")
        .values_list("section_id", "day", "values", "state")
    )

    def close() -> None:
        for (pk, month), listed in samples.items():
            found[pk][month] = facts_of(listed)
        samples.clear()

    for pk, day, values, state in rows.iterator(chunk_size=_SEVERAL):
        key = pk, months[day.year, day.month]
        if key not in samples:
            close()
        if key[1] in wanted[pk]:
            samples.setdefault(key, []).append((values, state == DataState.REVIEWED))
    close()
    return found


def _span(wanted: Mapping[int, Collection[Month]]) -> tuple[date, date]:
    months = {month for each in wanted.values() for month in each}
    return min(months).first_on, max(months).last_on


def _stored(year: int, sections: Collection[int]) -> dict[int, dict[Month, SectionMonth]]:
    found: dict[int, dict[Month, SectionMonth]] = defaultdict(dict)
    rows = SectionMonth.objects.filter(section__in=list(sections), month__year=year)
    for row in rows.order_by("section_id", "month"):
        found[row.section_id][Month.of(row.month)] = row
    return found


def _circumstances(year: int, bodies: Mapping[int, str]) -> dict[int, Circumstances]:
    """What is decided about each section in the year. Two queries."""
    frozen: dict[int, dict[Month, str]] = defaultdict(dict)
    declared = FrozenMonth.objects.filter(section__in=list(bodies), month__year=year, withdrawn=False)
    for pk, month, note in declared.order_by("section_id", "month").values_list("section_id", "month", "note"):
        frozen[pk][Month.of(month)] = note
    deducted: dict[int, list[Deduction]] = defaultdict(list)
    for one in Background.objects.filter(section__in=list(bodies), withdrawn=False).order_by("section_id", "pk"):
        deducted[one.section_id].append(deduction_of(one))
    return {pk: Circumstances(WaterBody(body), frozen[pk], deducted[pk]) for pk, body in bodies.items()}


def _values(row: SectionMonth) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _compare(section: str, stored: Rows, computed: Rows) -> Iterator[Difference]:
    for month in sorted({*stored, *computed}):
        was, now = stored.get(month), computed.get(month)
        if was == now:
            continue
        apart = [name for name in COLUMNS if was is not None and now is not None and was[name] != now[name]]
        yield Difference(
            section,
            month,
            was and {name: was[name] for name in apart or COLUMNS},
            now and {name: now[name] for name in apart or COLUMNS},
        )


def _years() -> list[int]:
    days = WaterSample.objects.dates("day", "year")
    kept = SectionMonth.objects.dates("month", "year")
    frozen = FrozenMonth.objects.filter(withdrawn=False).dates("month", "year")
    return sorted({day.year for found in (days, kept, frozen) for day in found})
