"""What waits for a reviewer: odd figures first, then corrections, then the rest, each beside what it follows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from targets.entry.cell import Cell
from targets.entry.oddities import oddities
from targets.entry.told import name_of
from targets.evaluation.model import MonthFigure
from targets.models import Figure, Goal, Review
from targets.periods import Month
from targets.queries.access import Access, all_reviewers
from targets.queries.entry import YEARS_OF_HISTORY
from targets.queries.record_figures import figure_text
from targets.queries.slots import Key
from targets.texts import Text

MOST = 200


class Group(StrEnum):
    """Why a figure wants a look, the first first."""

    ODD = "odd"
    CORRECTION = "correction"
    REST = "rest"


@dataclass(frozen=True)
class Place:
    """Where a figure shows: its goal's page, its row on the entry page, its panel."""

    goal: str
    cell: str
    panel: str


@dataclass(frozen=True)
class Waiting:
    """One figure that waits. ``old``: the approved value it would replace; ``is_own``: its author asks."""

    figure: Figure
    name: Text
    area: Text
    month: Month
    new: Text
    old: Text | None
    last_year: Text | None
    odd: tuple[Text, ...]
    who: str
    at: datetime
    sources: int
    is_own: bool
    may_enter: bool
    place: Place | None

    @property
    def group(self) -> Group:
        if self.odd:
            return Group.ODD
        return Group.CORRECTION if self.old is not None else Group.REST

    @property
    def choice(self) -> str:
        """The figure in the version that is shown, as a form sends it."""
        return f"{self.figure.pk}:{self.figure.version}"


@dataclass(frozen=True)
class Queue:
    """The figures that wait, by group; ``more``: how many of them are not shown."""

    waiting: tuple[Waiting, ...]
    more: int

    def groups(self) -> list[tuple[Group, list[Waiting]]]:
        """The groups that have any, in their order."""
        by = {group: [one for one in self.waiting if one.group is group] for group in Group}
        return [(group, found) for group, found in by.items() if found]


def find_queue(access: Access, *, user: int, today: date) -> Queue:
    """What waits for whoever asks, at most MOST, the oldest months first. Eight queries, whatever the number."""
    found = _submitted(access)
    total = found.count()
    rows = list(
        found.select_related("indicator", "area", "changed_by", "entered_by")
        .annotate(sources=Count("attachments", filter=Q(attachments__removed=False)))
        .order_by("month", "indicator", "area__order", "pk")[:MOST]
    )
    past, places, reviewers = _past(rows, today), _places(rows), all_reviewers(today)
    waiting = []
    for row in rows:
        at = row.indicator_id, row.area_id
        others = [one for one in reviewers.of(indicator=at[0], area=at[1]) if one.pk != user]
        is_own = row.entered_by_id == user and bool(others)
        waiting.append(_waiting(row, past[at], places.get(row.pk), access=access, is_own=is_own))
    return Queue(tuple(waiting), total - len(rows))


def _submitted(access: Access) -> QuerySet[Figure]:
    """The submitted figures within what the access covers."""
    covered = Q(pk__in=[])
    for grant in access.reviews:
        one = Q() if grant.indicator is None else Q(indicator=grant.indicator)
        covered |= one & (Q(pk__isnull=False) if grant.areas is None else Q(area__in=grant.areas))
    return Figure.objects.filter(covered, review=Review.SUBMITTED)


_Past = dict[tuple[int, int], dict[Month, Figure]]


def _past(rows: Iterable[Figure], today: date) -> _Past:
    """The figures beside them, by indicator and area, then month. One query."""
    by_id = {row.indicator_id: row.indicator for row in rows}
    first = min((row.month for row in rows), default=today)
    found: _Past = defaultdict(dict)
    others = Figure.objects.filter(
        indicator__in=by_id,
        area__in={row.area_id for row in rows},
        month__gte=date(first.year - YEARS_OF_HISTORY, 1, 1),
    )
    for one in others.filter(numerator__isnull=False).order_by("pk"):
        one.indicator = by_id[one.indicator_id]
        found[one.indicator_id, one.area_id][Month.of(one.month)] = one
    return found


def _waiting(row: Figure, past: dict[Month, Figure], place: Place | None, *, access: Access, is_own: bool) -> Waiting:
    indicator, month = row.indicator, Month.of(row.month)
    rule, last_year = indicator.as_rule(), past.get(month.plus(-12))
    return Waiting(
        figure=row,
        name=indicator.short,
        area=row.area.name,
        month=month,
        new=figure_text(row, rule),
        old=None if row.standing_version is None else figure_text(row.standing_cell, rule),
        last_year=None if last_year is None else figure_text(last_year, rule),
        odd=tuple(one.sentence for one in oddities(rule, month, Cell.of(row), _values(past, month))),
        who=name_of(row.entered_by or row.changed_by),
        at=row.entered_at or row.changed_at,
        sources=row.sources,  # type: ignore[attr-defined]  # annotated by find_queue
        is_own=is_own,
        may_enter=access.may_enter(indicator=row.indicator_id, area=row.area_id),
        place=place,
    )


def _values(past: dict[Month, Figure], month: Month) -> list[MonthFigure]:
    return [one.as_month_figure(one.month) for at, one in past.items() if at != month]


def _places(rows: Sequence[Figure]) -> dict[int, Place]:
    """Where each figure shows: in its own area's plan, or in that of the area above. One query."""
    plans = set(
        Goal.objects.filter(indicator__in={row.indicator_id for row in rows})
        .filter(plan__year__in={row.month.year for row in rows})
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
