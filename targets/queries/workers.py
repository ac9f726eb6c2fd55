"""Who is there to enter and review figures today: by assignment and right, stand-ins included."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from targets.models import Assignment, StandIn
from targets.queries.access import ENTER, REVIEW, Grant, areas_below, grant_of, rights_of


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
    below = areas_below()
    assigned = Assignment.objects.filter(user__is_active=True).select_related("user").order_by("id")
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
