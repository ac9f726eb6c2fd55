"""Reads which plan and which month a page is asked for; shared by every page that looks at a plan."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest

from targets.periods import months_of
from targets.queries.plan import Scope, find_scope, read_month, read_year


def scope_of(request: HttpRequest, *, today: date, year: int | None = None) -> Scope:
    """The scope of ``?area=``, ``?year=`` and ``?as_of=``; a year in the path wins. One query.

    Raises Outside (a 404) for anything that is not on record.
    """
    asked_year, asked_month = request.GET.get("year"), request.GET.get("as_of")
    return find_scope(
        area_code=request.GET.get("area") or settings.DEFAULT_AREA,
        year=year if year is not None else (read_year(asked_year) if asked_year else None),
        as_of=read_month(asked_month) if asked_month else None,
        today=today,
    )


def scope_context(scope: Scope, request: HttpRequest) -> dict[str, object]:
    """What the frame of such a page shows: the month chosen, the others, and the query that keeps both on links."""
    kept = {key: request.GET[key] for key in ("area", "year", "as_of") if request.GET.get(key)}
    query = "&".join(f"{key}={value}" for key, value in kept.items())
    return {
        "scope": scope,
        "plan": scope.plan,
        "as_of": scope.as_of,
        "choices": months_of(scope.year),
        "scope_query": f"?{query}" if query else "",
    }
