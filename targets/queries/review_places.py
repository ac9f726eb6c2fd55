"""Where figures that wait for a reviewer, or want a look, show; and those that a computed value has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from targets.entry.cell import Cell
from targets.entry.computed import value_line
from targets.models import Figure, Goal, Origin
from targets.periods import Month, last_finished_month
from targets.queries.overrides import At
from targets.queries.overtaken import overtaken
from targets.queries.slots import Key
from targets.texts import Text


@dataclass(frozen=True)
class Place:
    """Where a figure shows: its goal's page, its row on the entry page, its panel."""

    goal: str
    cell: str
    panel: str


@dataclass(frozen=True)
class Passed:
    """A given figure beside what the measurements give now and gave when it was last touched."""

    figure: Figure
    name: Text
    area: Text
    month: Month
    given: Text
    now: Text
    was: Text | None
    place: Place


def at_of(row: Figure) -> At:
    return row.indicator_id, row.area_id, Month.of(row.month)


def passed_of(about: Q, today: date) -> tuple[Passed, ...]:
    """The figures of this plan year and the last whose computed value changed since, the oldest first.

    Three queries; two where no computed value is another than a given one, one where nothing was given.
    """
    first = Month(last_finished_month(today).year - 1, 1).first_on
    rows = Figure.objects.filter(about, month__gte=first).exclude(origin=Origin.COMPUTED)
    listed = list(rows.select_related("indicator", "area").order_by("month", "indicator", "area__order", "pk"))
    found = overtaken({at_of(row): row for row in listed})
    places = places_of([one.figure for one in found.values()], is_open=True) if found else {}
    told = []
    for one in found.values():
        row, rule = one.figure, one.figure.indicator.as_rule()
        if row.pk in places:
            told.append(
                Passed(
                    figure=row,
                    name=row.indicator.short,
                    area=row.area.name,
                    month=Month.of(row.month),
                    given=value_line(Cell.of(row), rule),
                    now=value_line(one.now, rule),
                    was=None if one.was.is_blank else value_line(one.was, rule),
                    place=places[row.pk],
                )
            )
    return tuple(told)


def places_of(rows: Sequence[Figure], *, is_open: bool = False) -> dict[int, Place]:
    """Where each figure shows: in its own area's plan, or in that of the area above. One query.

    ``is_open``: in plans only that are not closed.
    """
    plans = set(
        Goal.objects.filter(indicator__in={row.indicator_id for row in rows})
        .filter(plan__year__in={row.month.year for row in rows})
        .filter(Q(plan__closed_on__isnull=True) if is_open else Q())
        .values_list("plan__area", "plan__area__code", "plan__year", "indicator")
    )
    codes = {(area, year, indicator): code for area, code, year, indicator in plans}
    found = {}
    for row in rows:
        key = row.month.year, row.indicator_id
        own, above = codes.get((row.area_id, *key)), codes.get((row.area.parent_id or 0, *key))
        if own or above:
            area = own or above or ""
            found[row.pk] = _place(row, area, Key(row.indicator.slug, "" if own else row.area.code))
    return found


def _place(row: Figure, plan_area: str, key: Key) -> Place:
    month, query = [row.month.year, row.month.month], f"?area={plan_area}"
    return Place(
        goal=reverse("goal", args=[key.slug]) + f"{query}&year={row.month.year}",
        cell=reverse("entry", args=month) + f"{query}#row-{key}",
        panel=reverse("entry-panel", args=[*month, str(key)]) + query,
    )
