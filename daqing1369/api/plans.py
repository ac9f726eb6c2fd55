"""The plans on record."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from daqing1369.api.answers import as_csv, say, wants_csv, written
from targets.models import Plan
from targets.periods import default_as_of
from targets.queries.plan import Scope, no_plan

COLUMNS = ("year", "area", "area_name", "title", "main_line", "as_of", "closed_on", "counts_unapproved")


def list_of(request: HttpRequest, *, today: date) -> Any:
    """One query. Outside for an area without a plan."""
    area = request.GET.get("area")
    found = Plan.objects.select_related("area").order_by("-year", "area__code")
    if area is not None:
        found = found.filter(area__code=area if area.isascii() and area.isalnum() else "")
    listed = [plan_json(plan, today=today) for plan in found]
    if area is not None and not listed:
        raise no_plan(area, None)
    return as_csv("plans", COLUMNS, listed) if wants_csv(request) else {"plans": listed}


def detail_of(scope: Scope) -> dict[str, Any]:
    """The scope's plan, and the month that is shown by default then. No query."""
    return plan_json(scope.plan, today=scope.today) | {"at": scope.at and written(scope.at)}


def plan_json(plan: Plan, *, today: date) -> dict[str, Any]:
    return {
        "year": plan.year,
        "area": plan.area.code,
        "area_name": say(plan.area.name),
        "title": say(plan.title),
        "main_line": say(plan.main_line),
        "as_of": str(default_as_of(plan.year, today)),
        "closed_on": plan.closed_on and plan.closed_on.isoformat(),
        "counts_unapproved": plan.counts_unapproved,
    }
