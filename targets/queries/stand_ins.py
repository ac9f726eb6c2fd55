"""Who does whose work for a time."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from targets.models import StandIn


@dataclass(frozen=True)
class Cover:
    """One stand-in as a page lists it. ``may_end``: by whoever looks."""

    stand_in: StandIn
    is_on: bool  # today
    may_end: bool


def covers_of(user: int, today: date, *, all_of_them: bool) -> list[Cover]:
    """The stand-ins not over that concern the user, or everybody's; the earliest end first. One query.

    A deputy sees what he stands in for; only the absent one and administrators end it.
    """
    rows = StandIn.objects.filter(until_on__gte=today).select_related("absent", "deputy", "changed_by")
    mine = rows if all_of_them else rows.filter(Q(absent=user) | Q(deputy=user))
    return [
        Cover(row, row.from_on <= today, all_of_them or row.absent_id == user)
        for row in mine.order_by("until_on", "from_on", "id")
    ]


def people(*, but: int | None = None) -> list[User]:
    """Who can be named: the active users, by name. One query."""
    active = User.objects.filter(is_active=True).order_by("username")
    return list(active if but is None else active.exclude(pk=but))


def find_person(text: str) -> User | None:
    """The user of a form's field; None where it names nobody. One query."""
    return User.objects.filter(pk=int(text[:9])).first() if text.isascii() and text.isdigit() else None
