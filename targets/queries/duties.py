"""What is owed: figures due, late or returned, and those that wait for a reviewer; for one person or for all."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from targets.entry.calendar import Gate, Term
from targets.entry.computed import value_line
from targets.models import Area, Draft, Figure, Goal, Indicator, Review
from targets.periods import Month, last_finished_month, months_of
from targets.queries.access import EVERYTHING, Access, Grant, Worker, workers
from targets.queries.overtaken import Overtaken, overtaken
from targets.queries.reopenings import Leave, leaves
from targets.queries.slots import Slot, areas_of, slot_of
from targets.texts import Text

_ALL_DONE = (Review.SUBMITTED, Review.APPROVED)
_NOBODY = Access((), ())
At = tuple[int, int, Month]


class DutyKind(StrEnum):
    """Why a figure is on somebody's list; the most pressing first."""

    RETURNED = "returned"
    LATE = "late"
    DUE = "due"
    DIFFERS = "differs"  # given in place of a computed value, which changed since
    LOCKED = "locked"  # late, and only an administrator can open it again


@dataclass(frozen=True)
class Duty:
    """One figure that somebody owes. ``sentence``: of the reviewer who returned it. ``computed``: where it differs."""

    kind: DutyKind
    slot: Slot
    version: int
    sentence: str = ""
    has_draft: bool = False
    computed: Text | None = None

    @property
    def indicator(self) -> Indicator:
        return self.slot.indicator

    @property
    def area(self) -> Area:
        return self.slot.area

    @property
    def month(self) -> Month:
        return self.slot.month

    @property
    def term(self) -> Term:
        return self.slot.term

    @property
    def at(self) -> At:
        return self.indicator.pk, self.area.pk, self.month

    @property
    def path(self) -> str:
        """The address of the very cell."""
        plan_area = self.slot.goal.plan.area.code
        query = "" if plan_area == settings.DEFAULT_AREA else f"?area={plan_area}"
        return f"{reverse('entry', args=[self.month.year, self.month.number])}{query}#row-{self.slot.key}"


@dataclass(frozen=True)
class Waiting:
    """A figure that waits for a reviewer."""

    indicator: Indicator
    area: Area
    month: Month
    version: int
    entered_by: int | None


@dataclass(frozen=True)
class Duties:
    """One person's list."""

    owed: tuple[Duty, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    reviews: bool = False
    overtaken: int = 0  # of those to review: given figures whose computed value changed since

    @property
    def is_empty(self) -> bool:
        return not self.owed and not self.waiting and not self.overtaken

    def elsewhere(self, month: Month) -> "Duties":
        """Without what the month's own page shows already; what came back is always named."""
        kept = (one for one in self.owed if one.month != month or one.kind is DutyKind.RETURNED)
        return replace(self, owed=tuple(kept))


def duties_of(user: int, today: date) -> Duties:
    """What the user has to do today; nothing for who is assigned to nothing. At most eleven queries.

    Only what the user's own assignments reach is gathered, but shared as in everybody's list.
    """
    people = workers(today)
    me = next((worker for worker in people if worker.user.pk == user), None)
    if me is None:
        return Duties()
    drafted = {
        (draft.indicator_id, draft.area_id, Month.of(draft.month))
        for draft in Draft.objects.filter(user=user).order_by("id")
    }
    found = _shared(people, *_gathered(today, _Reach((*me.enters, *me.reviews))))[user]
    return replace(found, owed=tuple(replace(duty, has_draft=duty.at in drafted) for duty in found.owed))


def all_duties(today: date) -> Iterator[tuple[Worker, Duties]]:
    """Everybody's list, also the empty ones. Eight queries."""
    people = workers(today)
    shared = _shared(people, *_gathered(today))
    for worker in people:
        yield worker, shared[worker.user.pk]


def owed_here(*, area: int, access: Access, user: int, today: date) -> Duties:
    """What is owed in the plans of one city by whoever may enter it, for the pages of that city. Five queries."""
    owed, _ = _gathered(today, _Reach(access.enters, area))
    drafts = Draft.objects.filter(user=user).order_by("id")
    drafted = {(draft.indicator_id, draft.area_id, Month.of(draft.month)) for draft in drafts}
    return Duties(tuple(replace(one, has_draft=one.at in drafted) for one in owed))


def _shared(people: list[Worker], owed: Iterable[Duty], waiting: Iterable[Waiting]) -> dict[int, Duties]:
    """Who has to do which of them, by user.

    An author's own figure waits for the other reviewers, and for the author only where there is none.
    """
    enters = _by_place(people, Worker.has_to_enter)
    reviews = _by_place(people, Worker.has_to_review)
    mine: dict[int, list[Duty]] = defaultdict(list)
    to_review: dict[int, list[Waiting]] = defaultdict(list)
    differing: Counter[int] = Counter()
    for duty in owed:
        for pk in enters(duty.indicator.pk, duty.area.pk):
            mine[pk].append(duty)
        if duty.kind is DutyKind.DIFFERS:
            differing.update(reviews(duty.indicator.pk, duty.area.pk))
    for one in waiting:
        reviewers = reviews(one.indicator.pk, one.area.pk)
        others = [pk for pk in reviewers if pk != one.entered_by]
        for pk in others or reviewers:
            to_review[pk].append(one)
    return {
        pk: Duties(tuple(mine[pk]), tuple(to_review[pk]), bool(worker.reviews), differing[pk])
        for worker in people
        for pk in [worker.user.pk]
    }


def _by_place(people: list[Worker], has_to: Callable[..., bool]) -> Callable[[int, int], list[int]]:
    """Who has to do a place's figures; each place is looked up once, however many months of it there are."""

    @cache
    def of(indicator: int, area: int) -> list[int]:
        return [worker.user.pk for worker in people if has_to(worker, indicator=indicator, area=area)]

    return of


@dataclass(frozen=True)
class _Reach:
    """What a list is gathered of: what the grants cover, in the plans of one city or of all."""

    grants: tuple[Grant, ...] = EVERYTHING
    city: int | None = None

    def covers(self, goal: Goal, area: Area) -> bool:
        return any(grant.covers(indicator=goal.indicator_id, area=area.pk) for grant in self.grants)

    @property
    def goals(self) -> Q:
        """Of goals: those of which a figure may be covered."""
        indicators = {grant.indicator for grant in self.grants}
        found = Q() if None in indicators else Q(indicator__in=indicators)
        return found if self.city is None else found & Q(plan__area=self.city)

    @property
    def figures(self) -> Q:
        """Of figures: those of the areas covered."""
        found = Q() if self.city is None else Q(area=self.city) | Q(area__parent=self.city)
        if any(grant.areas is None for grant in self.grants):
            return found
        return found & Q(area__in={area for grant in self.grants for area in grant.areas or ()})


_EVERYWHERE = _Reach()


def _gathered(today: date, reach: _Reach = _EVERYWHERE) -> tuple[list[Duty], list[Waiting]]:
    """What is owed and what waits in the plans of the last finished month's year and the year before.

    Five queries; six where a figure differs from a computed value that came after it.
    """
    last = last_finished_month(today)
    years = (last.year, last.year - 1)
    chosen = Goal.objects.filter(reach.goals, plan__year__in=years)
    goals = list(chosen.select_related("indicator", "plan__area").order_by("-plan__year", "order", "id"))
    divisions: dict[int | None, list[Area]] = {}
    for area in Area.objects.filter(parent__plans__year__in=years, reports=True).distinct().order_by("order", "code"):
        divisions.setdefault(area.parent_id, []).append(area)
    figures, given = _figures(goals, years, reach), leaves(today)
    passed = overtaken(figures)
    owed: list[Duty] = []
    waiting: dict[At, Waiting] = {}
    for goal, area, month in _places(goals, divisions, reach, last):
        figure = figures.get((goal.indicator_id, area.pk, month))
        duty = _duty(goal, area, month, figure, given, today) or _differing(
            goal, area, passed.get((goal.indicator_id, area.pk, month)), given, today
        )
        if duty is not None and not (duty.kind is DutyKind.LOCKED and month.year < last.year):
            owed.append(duty)
        if figure is not None and figure.review == Review.SUBMITTED:
            waiting[goal.indicator_id, area.pk, month] = Waiting(
                goal.indicator, area, month, figure.version, figure.entered_by_id
            )
    return sorted(owed, key=_pressing), list(waiting.values())


def _places(
    goals: list[Goal], divisions: dict[int | None, list[Area]], reach: _Reach, last: Month
) -> Iterator[tuple[Goal, Area, Month]]:
    for goal in goals:
        for area in areas_of(goal, goal.plan, divisions.get(goal.plan.area_id, [])):
            if reach.covers(goal, area):
                yield from ((goal, area, month) for month in months_of(goal.plan.year) if month <= last)


def _figures(goals: list[Goal], years: tuple[int, int], reach: _Reach) -> dict[At, Figure]:
    indicators = {goal.indicator_id for goal in goals}
    within = Q(month__gte=date(min(years), 1, 1), month__lte=date(max(years), 12, 31))
    rows = Figure.objects.filter(within, reach.figures, indicator__in=indicators).order_by("id")
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}


def _duty(
    goal: Goal, area: Area, month: Month, figure: Figure | None, given: dict[At, Leave], today: date
) -> Duty | None:
    is_returned = figure is not None and figure.review == Review.RETURNED
    # A blank with a note ("station down") is an answer too, though no value.
    is_done = figure is not None and figure.review in _ALL_DONE and not (figure.is_blank and not figure.note.strip())
    if is_done or not (is_returned or goal.indicator.as_rule().frequency.is_due(month)):
        return None
    slot = slot_of(goal, area, month, figure, plan=goal.plan, access=_NOBODY, leaves=given, today=today)
    if is_returned:
        kind = DutyKind.RETURNED
    elif slot.term.gate is Gate.LOCKED:
        kind = DutyKind.LOCKED
    else:
        kind = DutyKind.LATE if slot.term.days_late else DutyKind.DUE
    version = figure.version if figure else 0
    return Duty(kind, slot, version, figure.review_note if figure and is_returned else "")


def _differing(goal: Goal, area: Area, passed: Overtaken | None, given: dict[At, Leave], today: date) -> Duty | None:
    """A figure to be looked at again: taken over from the measurements, or its note saying why it stays."""
    if passed is None or goal.plan.is_closed:
        return None
    figure, month = passed.figure, Month.of(passed.figure.month)
    slot = slot_of(goal, area, month, figure, plan=goal.plan, access=_NOBODY, leaves=given, today=today)
    computed = value_line(passed.now, goal.indicator.as_rule())
    return Duty(DutyKind.DIFFERS, slot, figure.version, computed=computed)


def _pressing(duty: Duty) -> tuple[int, date]:
    return list(DutyKind).index(duty.kind), duty.term.due_on
