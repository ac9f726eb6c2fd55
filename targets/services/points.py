"""Points of a copied plan decided: by an administrator who says so, by a plan file that sets them, by an edit."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.models import JUDGED_BY, Aspect, Goal, OpenPoint, Plan, PlanPart
from targets.services import fixture_schema as schema

At = tuple[str, str, str]  # part, key, aspect


@transaction.atomic
def decide(
    *, plan: Plan, points: Iterable[At] | None = None, by: AbstractBaseUser | None, now: datetime, reason: str = ""
) -> list[OpenPoint]:
    """Mark the plan's open points (all of them, or these) as decided; which were. What is decided already is left."""
    wanted = None if points is None else set(points)
    waiting = OpenPoint.objects.select_for_update().filter(plan=plan, decided_at__isnull=True).order_by("pk")
    found = [one for one in waiting if wanted is None or (one.part, one.key, one.aspect) in wanted]
    for one in found:
        one.decided_at, one.changed_at, one.reason = now, now, reason[:500]
        one.changed_by_id = by.pk if by else None
    OpenPoint.objects.bulk_update(found, ["decided_at", "changed_at", "reason", "changed_by"])
    _judge(plan, {one.key for one in found if one.part == PlanPart.GOAL}, by=by, now=now, reason=reason)
    return found


def _judge(plan: Plan, slugs: set[str], *, by: AbstractBaseUser | None, now: datetime, reason: str) -> None:
    """Let the goals be judged of whose targets none is open any more."""
    if not slugs:
        return
    waiting = OpenPoint.objects.filter(
        plan=plan, part=PlanPart.GOAL, key__in=slugs, aspect__in=JUDGED_BY, decided_at__isnull=True
    )
    still = set(waiting.order_by("pk").values_list("key", flat=True))
    goals = Goal.objects.filter(plan=plan, indicator__slug__in=slugs - still, target_decided=False)
    goals.update(target_decided=True, changed_by=by, changed_at=now, reason=reason[:500])


def settled_by_plan(plan: schema.Plan) -> set[At]:
    """What a plan file decides: whatever it sets, the same value as last year's included."""
    found: set[At] = {(PlanPart.PLAN, "", Aspect.TEXTS), (PlanPart.PLAN, "", Aspect.MAIN_LINE)}
    if {"on_track_from", "at_risk_from", "closes_after_days", "counts_unapproved"} & plan.model_fields_set:
        found.add((PlanPart.PLAN, "", Aspect.THRESHOLDS))
    found |= {(PlanPart.NODE, str(node.number), Aspect.TEXTS) for node in plan.nodes}
    found |= {(PlanPart.OUTCOME, str(outcome.number), Aspect.TEXTS) for outcome in plan.outcomes}
    for goal in plan.goals:
        of_areas = () if goal.area_targets is None else (Aspect.AREA_TARGETS,)
        aspects = (Aspect.TARGET, Aspect.MILESTONES, Aspect.TEXTS, *of_areas)
        found |= {(PlanPart.GOAL, goal.slug, aspect) for aspect in aspects}
    return found
