"""Who may enter and review which figures today: by group, assignment and stand-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Q

from targets.models import Area, Assignment, StandIn

ENTER, REVIEW = "enter_figure", "review_figure"


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


def access_of(user: Any, today: date) -> Access:
    """What the user may do, with what those may for whom they stand in. At most five queries.

    Superusers and whoever may give assignments are not bound by any.
    """
    covers = StandIn.objects.filter(deputy=user.pk, from_on__lte=today, until_on__gte=today, absent__is_active=True)
    absent = {cover.absent_id: cover.absent for cover in covers.select_related("absent").order_by("id")}
    rights = rights_of([user.pk, *absent])
    found = list(Assignment.objects.filter(user__in=[user.pk, *absent]).order_by("id"))
    below = areas_below()
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
class Reviewers:
    """Who is assigned to review what, with the stand-ins of a day."""

    assigned: tuple[tuple[User, Grant], ...]
    deputies: tuple[tuple[int, User], ...]  # for whom, who

    def of(self, *, indicator: int, area: int) -> list[User]:
        """Who reviews such a figure."""
        chosen = {user.pk: user for user, grant in self.assigned if grant.covers(indicator=indicator, area=area)}
        chosen |= {deputy.pk: deputy for absent, deputy in self.deputies if absent in chosen}
        return [chosen[pk] for pk in sorted(chosen)]


def all_reviewers(today: date) -> Reviewers:
    """Who is assigned to review, stand-ins of today included; administrators only if assigned. Four queries."""
    below = areas_below()
    assigned = list(Assignment.objects.select_related("user").filter(user__is_active=True).order_by("user", "id"))
    rights = rights_of({one.user_id for one in assigned})
    chosen = [(one.user, grant_of(one, below)) for one in assigned if REVIEW in rights.get(one.user_id, set())]
    covers = StandIn.objects.filter(
        absent__in=[user.pk for user, _ in chosen], from_on__lte=today, until_on__gte=today, deputy__is_active=True
    ).select_related("deputy")
    return Reviewers(tuple(chosen), tuple((cover.absent_id, cover.deputy) for cover in covers.order_by("id")))


def reviewers_of(*, indicator: int, area: int, today: date) -> list[User]:
    """Who is assigned to review such a figure. Four queries."""
    return all_reviewers(today).of(indicator=indicator, area=area)


def areas_below() -> dict[int, frozenset[int]]:
    """Each area with its divisions, itself included. One query."""
    parents = dict(Area.objects.order_by("id").values_list("id", "parent_id"))
    below: dict[int, set[int]] = {area: {area} for area in parents}
    for area in parents:
        above = parents[area]
        while above is not None:
            below[above].add(area)
            above = parents[above]
    return {area: frozenset(found) for area, found in below.items()}


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
