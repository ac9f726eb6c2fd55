"""How far back the record reaches: what a page of an earlier moment cannot know, and says."""

from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from targets.models import Goal, Plan, Pruning
from targets.queries.moments import events_of
from targets.queries.plan import Scope
from targets.texts import Text


def reach_of(scope: Scope) -> Text | None:
    """What is missing at the scope's moment: all of the plan, or states deleted since; None: nothing. One query."""
    bounds = [one for one in (scope.at, scope.recorded_until) if one is not None]
    if not bounds:
        return None
    goals = events_of(Goal).filter(plan=OuterRef("pk")).order_by().values("plan")
    found = Plan.objects.filter(pk=scope.plan.pk).values_list(
        Subquery(goals.annotate(first=Min("changed_at")).values("first")),
        Subquery(Pruning.objects.order_by("-before").values("before")[:1]),
    )
    first, deleted_before = found.first() or (None, None)
    if scope.at is not None and first is not None and scope.at < first:
        day = f"{timezone.localtime(first):%Y-%m-%d %H:%M}"
        return Text(
            f"本计划的记录自 {day} 起，此前没有任何内容在案。",
            f"The record of this plan begins on {day}; before that, nothing is on record.",
        )
    if deleted_before is not None and min(bounds) < deleted_before:
        day = f"{timezone.localtime(deleted_before):%Y-%m-%d}"
        return Text(
            f"{day} 之前写入、后被替换的记录已按保存期限清理，这里看到的可能比当时少。",
            f"What was written before {day} and replaced since has been deleted after its time of keeping: "
            "less may be seen here than there was.",
        )
    return None
