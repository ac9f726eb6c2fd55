"""Locked months that an administrator opened again: which leaves hold today, and what was ever given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Case, Q, When

from targets.models import Area, Goal, Indicator, Reopening
from targets.periods import Month

MOST_PAST = 50


@dataclass(frozen=True)
class Leave:
    """A locked figure may be changed through a day, and why."""

    until_on: date
    reason: str


@dataclass(frozen=True)
class GivenLeave:
    """A leave with its history: who gave it when, and who ended it early, if anybody did."""

    reopening: Reopening
    month: Month
    given_by: str
    given_at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None


def leaves(today: date) -> dict[tuple[int, int, Month], Leave]:
    """The longest leave that holds today, by (indicator, area, month). One query."""
    rows = Reopening.objects.filter(until_on__gte=today).order_by("until_on", "id")
    return {(row.indicator_id, row.area_id, Month.of(row.month)): Leave(row.until_on, row.reason) for row in rows}


def given_leaves(today: date) -> tuple[list[GivenLeave], list[GivenLeave]]:
    """What holds today, and the newest of what is over (at most MOST_PAST). Three queries."""
    rows = Reopening.objects.select_related("indicator", "area")
    holding = list(rows.filter(until_on__gte=today).order_by("until_on", "id"))
    over = list(rows.filter(until_on__lt=today).order_by("-changed_at", "-id")[:MOST_PAST])
    states = _states([row.pk for row in (*holding, *over)])
    return [_given(row, states[row.pk]) for row in holding], [_given(row, states[row.pk]) for row in over]


def _states(ids: list[int]) -> dict[int, list[Any]]:
    """Each leave's states, oldest first."""
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    events = apps.get_model("targets", "ReopeningEvent")._default_manager.filter(pgh_obj_id__in=ids)
    for event in events.select_related("changed_by").order_by("pgh_id"):
        found[event.pgh_obj_id].append(event)
    return found


def _given(row: Reopening, states: list[Any]) -> GivenLeave:
    first, last = states[0], states[-1]
    is_ended = len(states) > 1 and last.until_on < first.until_on
    return GivenLeave(
        reopening=row,
        month=Month.of(row.month),
        given_by=_name(first.changed_by),
        given_at=first.changed_at,
        ended_by=_name(last.changed_by) if is_ended else "",
        ended_at=last.changed_at if is_ended else None,
    )


def _name(user: Any) -> str:
    return "" if user is None else user.get_username()


def places() -> tuple[list[Indicator], list[Area]]:
    """What a form offers: the indicators of any plan, and the areas that have a plan or report to one. Two queries."""
    indicators = Indicator.objects.filter(goals__isnull=False).distinct().order_by("slug")
    areas = Area.objects.filter(Q(plans__isnull=False) | Q(parent__plans__isnull=False, reports=True))
    return list(indicators), list(areas.distinct().order_by("order", "code"))


def find_goal_of(*, slug: str, area_code: str, month: Month) -> tuple[Goal, Area] | None:
    """The goal of the month's year that takes the area's figure, its plan and indicator loaded, and the area.

    Two queries; None where there is none.
    """
    area = Area.objects.filter(code=area_code).first()
    if area is None:
        return None
    goals = Goal.objects.filter(indicator__slug=slug, plan__year=month.year, plan__area__in=[area.pk, area.parent_id])
    own_first = goals.order_by(Case(When(plan__area=area.pk, then=0), default=1), "id")
    goal = own_first.select_related("plan__area", "indicator").first()
    return None if goal is None else (goal, area)
