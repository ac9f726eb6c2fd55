"""Reads which plan and which month a page is asked for; shared by every page that looks at a plan."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from daqing1369 import clock
from daqing1369.snapshots import code_for, state_of
from targets.periods import Month, months_of
from targets.queries.asked import read_at, read_instant
from targets.queries.plan import Scope, find_scope, read_month, read_year
from targets.queries.reach import reach_of

# What an address says of the scope; links, forms and files of a page keep all of it.
SCOPE = ("area", "year", "as_of", "at", "recorded", "code")


def scope_of(request: HttpRequest, *, today: date, year: int | None = None, as_of: Month | None = None) -> Scope:
    """The scope of ``?area=``, ``?year=``, ``?as_of=``, ``?at=``, ``?recorded=``, ``?code=``; what the path says wins.

    One query; one more for a moment, whose day is then the scope's today, and one for a printed state. Raises Outside:
    404 for anything that is not on record, 422 for what cannot be read.
    """
    asked_year, asked_month = request.GET.get("year"), request.GET.get("as_of")
    at, recorded_until = _moment(request)
    state = state_of(request)
    if state is not None:
        today = timezone.localtime(state.at).date()
        recorded_until = min(recorded_until or state.recorded_until, state.recorded_until)
    return find_scope(
        area_code=request.GET.get("area") or settings.DEFAULT_AREA,
        year=year if year is not None else (read_year(asked_year) if asked_year else None),
        as_of=as_of or (read_month(asked_month) if asked_month else None),
        today=today if at is None else timezone.localtime(at).date(),
        at=at,
        recorded_until=recorded_until,
    )


def _moment(request: HttpRequest) -> tuple[datetime | None, datetime | None]:
    """``at`` and ``recorded``, each None where it is not asked for."""
    at, recorded = request.GET.get("at"), request.GET.get("recorded")
    return read_at(at, clock.now()) if at else None, read_instant(recorded) if recorded else None


def scope_context(scope: Scope, request: HttpRequest) -> dict[str, object]:
    """What the frame of such a page shows: the month chosen, the others, and the query that keeps both on links.

    Two queries at most, for the code that the page carries on paper; one more for a moment, for what the record no
    longer knows.
    """
    return {
        "scope": scope,
        "plan": scope.plan,
        "as_of": scope.as_of,
        "choices": months_of(scope.year),
        "scope_query": query_of(request, *SCOPE),
        "scope_kept": [(name, request.GET[name]) for name in SCOPE if request.GET.get(name)],
        "present_query": query_of(request, "area", "year", "as_of"),
        "state": state_of(request),
        "reach": SimpleLazyObject(lambda: reach_of(scope)),
        "printed": SimpleLazyObject(lambda: code_for(request, scope, now=clock.now())),
    }


def query_of(request: HttpRequest, *names: str) -> str:
    """``?…`` of those of the parameters that the request has, as one may put it into a link; blank for none."""
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def readings_until(request: HttpRequest, scope: Scope) -> date:
    """The last day whose readings are shown: today, or the end of the month that the address asks for."""
    return scope.as_of.last_on if request.GET.get("as_of") else clock.today()
