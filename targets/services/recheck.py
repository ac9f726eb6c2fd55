"""Whether what is computed from readings is what they give now: days' AQI, sections' months, months' figures.

Everything is read in batches and judged by the plain functions of the standards, not by the faster ones that loads use.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from targets.entry.cell import Cell
from targets.measurements.air_judgement import ITEMS
from targets.measurements.taken import Place
from targets.models import City, CityDay, Feed, Section
from targets.periods import Month
from targets.queries.overrides import cell_of
from targets.services import air_days, section_months
from targets.services.computed import PAIRS, Step, due_steps, months_of_feed, pair_text
from targets.services.load_turns import take_turns
from targets.services.restated import Cause
from targets.standards.aqi import Item, daily_aqi, standard_for

BATCH = 2_000
_JUDGED = ("standard", "aqi", "primary", *(f"iaqi_{name}" for name in ITEMS))


@dataclass(frozen=True)
class Difference:
    """Something kept that is not what the readings give. Texts; blank: nothing."""

    place: str
    name: str
    kept: str
    now: str

    def __str__(self) -> str:
        return f"{self.place} {self.name}: {self.kept or 'nothing'} → {self.now or 'nothing'}"


def judged(day: CityDay) -> dict[str, Any]:
    """What HJ 633 makes of the day's values as they are kept. ValueError for a value that no source can have."""
    values = {item: getattr(day, name) for name, item in ITEMS.items()}
    never = frozenset(map(Item, day.never_supplied.split("+"))) if day.never_supplied else frozenset()
    found = daily_aqi(values, standard_for(day.day), never_supplied=never)
    indices = {f"iaqi_{name}": found.sub_indices.get(item) for name, item in ITEMS.items()}
    return {"standard": found.standard.code, "aqi": found.aqi, "primary": "+".join(found.primary)} | indices


def wrong_days() -> Iterator[tuple[CityDay, dict[str, Any]]]:
    """Each day whose index is not what its values give, with what it should be. One query, read as it comes."""
    days = CityDay.objects.order_by("city", "day").select_related("city")
    for day in days.iterator(chunk_size=BATCH):
        try:
            found = judged(day)
        except ValueError as fault:
            raise ValueError(f"{day.city} {day.day}: {fault}") from fault
        wrong = {name: value for name, value in found.items() if getattr(day, name) != value}
        if wrong:
            yield day, wrong


def day_differences() -> Iterator[Difference]:
    """The days that their stations' hours do not give, and the indices that the days' values do not give."""
    for city in City.objects.order_by("pk"):
        for _, on in air_days.wrong_days([city.pk]):
            yield Difference(f"{city} {on}", "day of its stations", "other values", "from the hours")
    for day, wrong in wrong_days():
        for name, value in wrong.items():
            yield Difference(f"{day.city} {day.day}", name, _text(getattr(day, name)), _text(value))


@transaction.atomic
def mend_days(*, now: datetime) -> set[Place]:
    """Put the cities' days right, from the hours on, then their indices; the months that were touched."""
    take_turns()
    touched = set[Place]()
    for city in City.objects.order_by("pk").values_list("pk", flat=True):
        touched |= air_days.recompute_cities([city], now=now)
    wrong: list[CityDay] = []
    for day, values in list(wrong_days()):
        for name, value in values.items():
            setattr(day, name, value)
        wrong.append(day)
        touched.add(Place("city", day.city_id, Month.of(day.day)))
    for first in range(0, len(wrong), BATCH):
        CityDay.objects.bulk_update(wrong[first : first + BATCH], _JUDGED)
    return touched


def section_differences() -> Iterator[Difference]:
    """The sections' months that their samples do not give."""
    for one in section_months.differences():
        place = f"{one.section} {one.month}"
        if one.stored is None or one.computed is None:
            yield Difference(place, "month", _there(one.stored), _there(one.computed))
            continue
        for name, value in one.stored.items():
            yield Difference(place, name, _text(value), _text(one.computed[name]))


def _there(row: object) -> str:
    return "nothing" if row is None else "a row"


@transaction.atomic
def mend_sections(*, now: datetime) -> set[Place]:
    """Put the sections' months right; those that changed."""
    take_turns()
    names = {one.section for one in section_months.differences()}
    changed = set[tuple[int, Month]]()
    for section in Section.objects.filter(name__in=names).order_by("pk"):
        changed |= section_months.recompute_all_months(section, now=now)
    return {Place("section", pk, month) for pk, month in changed}


def figure_differences(*, now: datetime) -> Iterator[Difference]:
    """The computations, and the figures that follow them, which are not what the readings give."""
    for feed in Feed.objects.select_related("indicator", "area").order_by("pk"):
        for step in due_steps(feed, months_of_feed(feed), by=None, now=now, cause=Cause.RULE):
            yield from _of_step(step)


def _of_step(step: Step) -> Iterator[Difference]:
    place = f"{step.feed.area.code} {step.month} {step.feed.indicator.slug}"
    if step.computation is not None:
        if step.was != step.now:
            yield Difference(place, "computation", step.was, step.now)
        else:
            for name, kept, fresh in _apart(step):
                yield Difference(place, f"computation.{name}", kept, fresh)
    if step.wanted is not None:
        value = Cell(*(step.wanted.get(name) for name in PAIRS))
        yield Difference(place, "figure", pair_text(Cell.of(step.figure)), pair_text(value))


def _apart(step: Step) -> Iterator[tuple[str, str, str]]:
    """Where the values are the same: in what else the computation's row differs."""
    assert step.computation is not None  # noqa: S101  # whoever calls has looked
    if cell_of(step.row) != Cell(*(step.computation[name] for name in PAIRS)):
        yield "month", _text(step.row and step.row.month_numerator), _text(step.computation["month_numerator"])
    kept, fresh = (step.row.detail if step.row else {}), step.computation["detail"]
    for name in sorted({*kept, *fresh}):
        if kept.get(name) != fresh.get(name):
            yield name, _text(kept.get(name)), _text(fresh.get(name))
    if step.row is not None and step.row.standard != step.computation["standard"]:
        yield "standard", step.row.standard, step.computation["standard"]


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
