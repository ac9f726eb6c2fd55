"""What waits for a reviewer: odd figures first, then corrections, then the rest, each beside what it follows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache

from django.db.models import Count, Q, QuerySet

from targets.entry.cell import Cell
from targets.entry.oddities import oddities
from targets.entry.told import name_of
from targets.evaluation.model import MonthFigure
from targets.models import Area, Computation, Figure, Indicator, Origin, Review
from targets.periods import Month
from targets.queries.access import Access, workers
from targets.queries.around import YEARS_OF_HISTORY
from targets.queries.overrides import overridden
from targets.queries.overtaken import computations_of
from targets.queries.record_figures import figure_text, whole_text
from targets.queries.review_places import Passed, Place, at_of, passed_of, places_of
from targets.texts import Text

A_PAGE = 200
MOST = 2000  # figures that are looked through for odd ones at once


class Group(StrEnum):
    """Why a figure wants a look, the first first; last those that somebody else has to look at."""

    ODD = "odd"
    CORRECTION = "correction"
    REST = "rest"
    UNPLANNED = "unplanned"  # of a year without a plan
    OWN = "own"


@dataclass(frozen=True)
class Waiting:
    """One figure that waits. ``old``: the approved value it would replace; ``computed``: the one it stands in place of.

    ``is_own``: its author asks, and somebody else is there to review it.
    """

    figure: Figure
    name: Text
    area: Text
    month: Month
    new: Text
    old: Text | None
    computed: Text | None
    last_year: Text | None
    odd: tuple[Text, ...]
    who: Text
    at: datetime
    sources: int
    is_own: bool
    may_enter: bool
    place: Place | None

    @property
    def group(self) -> Group:
        return _group(self.figure, self.odd, is_own=self.is_own, is_planned=self.place is not None)

    @property
    def choice(self) -> str:
        """The figure in the version that is shown, as a form sends it."""
        return f"{self.figure.pk}:{self.figure.version}"


@dataclass(frozen=True)
class Wanted:
    """Which of those that wait are asked for: an indicator's, an area's, a month's. Empty: all."""

    goal: str = ""
    area: str = ""
    month: Month | None = None


@dataclass(frozen=True)
class Queue:
    """One page of the figures that wait, by group. ``passed``: given ones whose computed value changed since.

    ``totals``: of each group on all pages; ``is_cut``: more than MOST wait, and only the oldest were looked through.
    ``goals`` and ``areas``: those with any that waits, whatever is wanted.
    """

    waiting: tuple[Waiting, ...]
    totals: dict[Group, int]
    page: int
    pages: int
    is_cut: bool
    goals: tuple[Indicator, ...]
    areas: tuple[Area, ...]
    passed: tuple[Passed, ...] = ()

    def groups(self) -> list[tuple[Group, list[Waiting], int]]:
        """The groups that have any on the page, in their order, with their totals."""
        by = {group: [one for one in self.waiting if one.group is group] for group in Group}
        return [(group, found, self.totals[group]) for group, found in by.items() if found]


_Odd = tuple[Text, ...]


def find_queue(access: Access, *, user: int, today: date, wanted: Wanted = Wanted(), page: int = 1) -> Queue:
    """What waits for whoever asks: odd ones of all pages first, the oldest months first. Eleven queries;
    twelve where a figure differs from a computed value that came after it.

    A page beyond the last is the last.
    """
    submitted = _submitted(access)
    rows, is_cut = _rows(submitted, wanted)
    past, is_own = _past(rows, today), _owner(user, today)
    judged = [(row, _odd(row, past[row.indicator_id, row.area_id])) for row in rows]
    places = places_of(rows)
    groups = {row.pk: _group(row, odd, is_own=is_own(row), is_planned=row.pk in places) for row, odd in judged}
    order = list(Group)
    judged.sort(key=lambda one: order.index(groups[one[0].pk]))  # stable: by age within a group
    pages = max(1, -(-len(judged) // A_PAGE))
    at = min(max(page, 1), pages)
    shown = judged[(at - 1) * A_PAGE : at * A_PAGE]
    computed = computations_of(at_of(row) for row, _ in shown) if shown else {}
    return Queue(
        waiting=tuple(
            _waiting(
                row,
                past[row.indicator_id, row.area_id],
                places.get(row.pk),
                computed.get(at_of(row)),
                access=access,
                odd=odd,
                is_own=own,
            )
            for row, odd in shown
            for own in [groups[row.pk] is Group.OWN]
        ),
        totals=Counter(groups.values()),
        page=at,
        pages=pages,
        is_cut=is_cut,
        goals=tuple(Indicator.objects.filter(pk__in=submitted.values("indicator")).order_by("slug")),
        areas=tuple(Area.objects.filter(pk__in=submitted.values("area")).order_by("order", "code")),
        passed=passed_of(covered(access), today),
    )


def _group(figure: Figure, odd: _Odd, *, is_own: bool, is_planned: bool) -> Group:
    if is_own:
        return Group.OWN
    if not is_planned:
        return Group.UNPLANNED
    if odd:
        return Group.ODD
    return Group.REST if figure.standing_version is None else Group.CORRECTION


def _rows(submitted: QuerySet[Figure], wanted: Wanted) -> tuple[list[Figure], bool]:
    """The wanted ones, the oldest first, at most MOST; whether there are more. One query."""
    found = submitted
    if wanted.goal:
        found = found.filter(indicator__slug=wanted.goal)
    if wanted.area:
        found = found.filter(area__code=wanted.area)
    if wanted.month is not None:
        found = found.filter(month=wanted.month.first_on)
    rows: list[Figure] = list(
        found.select_related("indicator", "area", "changed_by", "entered_by")
        .annotate(sources=Count("attachments", filter=Q(attachments__removed=False)))
        .order_by("month", "indicator", "area__order", "pk")[: MOST + 1]
    )
    return rows[:MOST], len(rows) > MOST


def _owner(user: int, today: date) -> Callable[[Figure], bool]:
    """Whether the user gave a figure and another one is there to review it. Four queries for all of them."""
    others = [one for one in workers(today) if one.user.pk != user]

    @cache
    def is_reviewed(indicator: int, area: int) -> bool:
        return any(one.has_to_review(indicator=indicator, area=area) for one in others)

    return lambda row: row.entered_by_id == user and is_reviewed(row.indicator_id, row.area_id)


def covered(access: Access) -> Q:
    """Of figures: those within what the access reviews."""
    found = Q(pk__in=[])
    for grant in access.reviews:
        one = Q() if grant.indicator is None else Q(indicator=grant.indicator)
        found |= one & (Q(pk__isnull=False) if grant.areas is None else Q(area__in=grant.areas))
    return found


def _submitted(access: Access) -> QuerySet[Figure]:
    """The submitted figures within what the access covers."""
    return Figure.objects.filter(covered(access), review=Review.SUBMITTED)


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


def _odd(row: Figure, past: dict[Month, Figure]) -> _Odd:
    rule, month = row.indicator.as_rule(), Month.of(row.month)
    return tuple(one.sentence for one in oddities(rule, month, Cell.of(row), _values(past, month)))


def _waiting(
    row: Figure,
    past: dict[Month, Figure],
    place: Place | None,
    computation: Computation | None,
    *,
    access: Access,
    odd: _Odd,
    is_own: bool,
) -> Waiting:
    indicator, month = row.indicator, Month.of(row.month)
    rule, last_year = indicator.as_rule(), past.get(month.plus(-12))
    return Waiting(
        figure=row,
        name=indicator.short,
        area=row.area.name,
        month=month,
        new=whole_text(row, rule),
        old=None if row.standing_version is None else whole_text(row.standing_cell, rule),
        computed=whole_text(computation, rule) if overridden(row, computation) else None,
        last_year=None if last_year is None else figure_text(last_year, rule),
        odd=odd,
        who=_who(row),
        at=row.entered_at or row.changed_at,
        sources=row.sources,  # type: ignore[attr-defined]  # annotated by find_queue
        is_own=is_own,
        may_enter=access.may_enter(indicator=row.indicator_id, area=row.area_id),
        place=place,
    )


def _who(row: Figure) -> Text:
    """Who gave the value; a computation without a person was started by a command or by the clock."""
    name = name_of(row.entered_by or row.changed_by)
    if name:
        return Text(name, name)
    if row.origin == Origin.COMPUTED:
        return Text("系统计算（命令行导入或到期自动提交）", "computed (import by command line, or the month was over)")
    return Text("命令行载入", "loaded by command line")


def _values(past: dict[Month, Figure], month: Month) -> list[MonthFigure]:
    return [one.as_month_figure(one.month) for at, one in past.items() if at != month]
