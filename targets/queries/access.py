"""Who may enter and review which figures today: by group, assignment and stand-in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import Q

from daqing1369.versions import keep
from targets.models import Assignment, StandIn

ENTER, REVIEW = "enter_figure", "review_figure"
# Of what is decided about measurements: to declare and to withdraw.
DUST = ("targets.add_dustday", "targets.change_dustday")
ICE = ("targets.add_frozenmonth", "targets.change_frozenmonth")
BACKGROUND = ("targets.add_background", "targets.change_background")


@dataclass(frozen=True)
class Grant:
    """Some areas' figures of one indicator. None: of every area, of every indicator."""

    areas: frozenset[int] | None
    indicator: int | None

    def covers(self, *, indicator: int, area: int) -> bool:
        return self.indicator in (None, indicator) and (self.areas is None or area in self.areas)


EVERYTHING = (Grant(None, None),)


@dataclass(frozen=True)
class Access:
    """What somebody may do with figures today. ``deputy_of``: the user names of those whose work they do."""

    enters: tuple[Grant, ...]
    reviews: tuple[Grant, ...]
    deputy_of: tuple[str, ...] = ()

    def may_enter(self, *, indicator: int, area: int) -> bool:
        return any(grant.covers(indicator=indicator, area=area) for grant in self.enters)

    def may_review(self, *, indicator: int, area: int) -> bool:
        return any(grant.covers(indicator=indicator, area=area) for grant in self.reviews)


def access_kept(user: Any, today: date) -> Access:
    """As ``access_of``; within a reading it is kept while nothing that it depends on changes."""
    return keep(("access", user.pk, user.is_superuser, today), lambda: access_of(user, today))


def access_of(user: Any, today: date) -> Access:
    """What the user may do, with what those may for whom they stand in. At most five queries.

    Superusers and whoever may give assignments are not bound by any.
    """
    covers = StandIn.objects.filter(deputy=user.pk, from_on__lte=today, until_on__gte=today, absent__is_active=True)
    absent = {cover.absent_id: cover.absent for cover in covers.select_related("absent").order_by("id")}
    rights = rights_of([user.pk, *absent])
    found = list(Assignment.objects.filter(user__in=[user.pk, *absent]).order_by("id"))
    below = areas_below(one.area_id for one in found)
    enters: list[Grant] = []
    reviews: list[Grant] = []
    for person in (user, *absent.values()):
        own = rights.get(person.pk, set())
        unbound = person.is_superuser or "add_assignment" in own
        grants = EVERYTHING if unbound else tuple(grant_of(one, below) for one in found if one.user_id == person.pk)
        enters += grants if person.is_superuser or ENTER in own else ()
        reviews += grants if person.is_superuser or REVIEW in own else ()
    return Access(tuple(enters), tuple(reviews), tuple(person.get_username() for person in absent.values()))


def duties_of(user: Any, today: date) -> frozenset[str]:
    """What the user is there for today, by their own right or as a stand-in: ENTER, REVIEW, both, or nothing.

    Whether there is a single figure of theirs, `access_of` says. One query; none for a superuser.
    """
    if user.is_superuser:
        return frozenset((ENTER, REVIEW))
    covers = StandIn.objects.filter(deputy=user.pk, from_on__lte=today, until_on__gte=today, absent__is_active=True)
    people = Q(pk=user.pk) | Q(pk__in=covers.values("absent"))
    users = User.objects.filter(people).order_by().values("pk")
    rights = Permission.objects.filter(content_type__app_label="targets", codename__in=[ENTER, REVIEW])
    return frozenset(rights.filter(Q(group__user__in=users) | Q(user__in=users)).values_list("codename", flat=True))


@dataclass(frozen=True)
class Worker:
    """Somebody with figures of their own, or of those for whom they stand in.

    Unlike Access, an administrator who is assigned to nothing has nothing to do.
    """

    user: User
    enters: tuple[Grant, ...]
    reviews: tuple[Grant, ...]

    def has_to_enter(self, *, indicator: int, area: int) -> bool:
        return any(grant.covers(indicator=indicator, area=area) for grant in self.enters)

    def has_to_review(self, *, indicator: int, area: int) -> bool:
        return any(grant.covers(indicator=indicator, area=area) for grant in self.reviews)


def workers(today: date) -> list[Worker]:
    """Everybody active who has figures to enter or review today, by id. Four queries."""
    assigned = list(Assignment.objects.filter(user__is_active=True).select_related("user").order_by("id"))
    below = areas_below(one.area_id for one in assigned)
    covers = StandIn.objects.filter(from_on__lte=today, until_on__gte=today, deputy__is_active=True)
    people: dict[int, User] = {}
    grants: dict[int, list[Grant]] = defaultdict(list)
    for one in assigned:
        people[one.user_id] = one.user
        grants[one.user_id].append(grant_of(one, below))
    rights = rights_of(people)
    enters, reviews = (
        {pk: found for pk, found in grants.items() if people[pk].is_superuser or right in rights.get(pk, set())}
        for right in (ENTER, REVIEW)
    )
    stands_in = defaultdict(set)
    for cover in covers.select_related("deputy").order_by("id"):
        people.setdefault(cover.deputy_id, cover.deputy)
        stands_in[cover.deputy_id].add(cover.absent_id)
    listed = [
        Worker(
            people[pk],
            tuple(grant for who in (pk, *sorted(stands_in[pk])) for grant in enters.get(who, ())),
            tuple(grant for who in (pk, *sorted(stands_in[pk])) for grant in reviews.get(who, ())),
        )
        for pk in sorted(people)
    ]
    return [worker for worker in listed if worker.enters or worker.reviews]


def reviewers_of(*, indicator: int, area: int, today: date) -> list[User]:
    """Who is there to review such a figure. Four queries."""
    return [one.user for one in workers(today) if one.has_to_review(indicator=indicator, area=area)]


def areas_below(tops: Iterable[int | None]) -> dict[int, frozenset[int]]:
    """Each of the areas with its divisions of all levels, itself included. One query, though areas lie in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [sorted({top for top in tops if top is not None})])
        pairs = cursor.fetchall()
    found: dict[int, set[int]] = defaultdict(set)
    for top, area in pairs:
        found[top].add(area)
    return {top: frozenset(areas) for top, areas in found.items()}


# UNION, not UNION ALL: a pair that was found before leads no further.
_BELOW = """
    WITH RECURSIVE below (top, area) AS (
        SELECT id, id FROM targets_area WHERE id = ANY(%s)
        UNION
        SELECT below.top, division.id FROM below JOIN targets_area division ON division.parent_id = below.area
    )
    SELECT top, area FROM below
"""


def grant_of(assignment: Assignment, below: dict[int, frozenset[int]]) -> Grant:
    """What the assignment covers; ``below``: each area with its divisions."""
    area = assignment.area_id
    return Grant(None if area is None else below[area], assignment.indicator_id)


def rights_of(users: Iterable[int]) -> dict[int, set[str]]:
    """Each user's rights on the app's models, by group or own. One query."""
    listed = list(users)
    rows = (
        Permission.objects.filter(content_type__app_label="targets")
        .filter(codename__in=[ENTER, REVIEW, "add_assignment"])
        .filter(Q(group__user__in=listed) | Q(user__in=listed))
        .values_list("group__user", "user", "codename")
    )
    found: dict[int, set[str]] = {}
    for by_group, own, codename in rows:
        for user in (by_group, own):
            if user is not None:
                found.setdefault(user, set()).add(codename)
    return found
