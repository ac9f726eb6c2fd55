"""Reads which plan and which month a page is asked for; shared by every page that looks at a plan."""

from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from daqing1369 import clock
from daqing1369.snapshots import code_for
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
    """What the frame of such a page shows: the month chosen, the others, and the query that keeps both on links.

    One query, for the code that the page carries on paper.
    """
    return {
        "scope": scope,
        "plan": scope.plan,
        "as_of": scope.as_of,
        "choices": months_of(scope.year),
        "scope_query": query_of(request, "area", "year", "as_of"),
        "printed": SimpleLazyObject(lambda: code_for(request, scope, now=clock.now())),
    }


def query_of(request: HttpRequest, *names: str) -> str:
    """``?…`` of those of the parameters that the request has, as one may put it into a link; blank for none."""
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
