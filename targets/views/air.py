"""Air: a city's year, one of its days, and a station's hours of that day."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import page
from targets.measurements.air_words import ITEM_NAMES
from targets.queries.access import DUST
from targets.queries.air import AirPage, find_air
from targets.queries.air_day import check_day, find_air_day, find_station, read_date
from targets.queries.plan import Scope
from targets.sheets.air_data import days_csv
from targets.standards.aqi import LEVELS
from targets.views.forms import BLANK, Form
from targets.views.scope import query_of, readings_until, scope_of

_KEPT = ("area", "city", "as_of")


@require_safe
def air(request: HttpRequest) -> HttpResponse:
    """Leads to the year of the scope's plan."""
    scope = scope_of(request, today=clock.today())
    return redirect(reverse("air-year", args=[scope.year]) + query_of(request, *_KEPT))


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The city's year: calendar, days by level, pollutants, polluted days, sand-dust days."""
    scope = scope_of(request, today=clock.today())
    found = _year(request, scope, year)
    return page(request, "targets/air.html", {"found": found, "year": year, **_frame(request, scope)}, parts=("air",))


@require_safe
def days(request: HttpRequest, year: int) -> HttpResponse:
    """The year's days as CSV."""
    found = _year(request, scope_of(request, today=clock.today()), year)
    text = days_csv(found.found.days if found.found else ())
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="air-{year}.csv"'
    return answer


@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """One day of the city, with its stations."""
    return day_page(request, read_date(year, month, day))


def day_page(request: HttpRequest, on: date, form: Form = BLANK) -> HttpResponse:
    """The day's page; ``form``: what was typed on it and refused."""
    scope = scope_of(request, today=clock.today())
    check_day(on, readings_until(request, scope))
    found = find_air_day(scope.plan.area, on, city=request.GET.get("city"))
    context = {"found": found, "form": form, "may_decide": request.user.has_perms(DUST)}
    context |= _day_frame(request, scope, on)
    return page(request, "targets/air_day.html", context, parts=("air",), status=form.status)


@require_safe
def station(request: HttpRequest, year: int, month: int, day: int, station: int) -> HttpResponse:
    """One station's 24 hours of the day."""
    scope, on = scope_of(request, today=clock.today()), read_date(year, month, day)
    check_day(on, readings_until(request, scope))
    found = find_station(scope.plan.area, on, station, city=request.GET.get("city"))
    context = {"found": found, **_day_frame(request, scope, on)}
    return page(request, "targets/air_station.html", context, parts=("air",))


def _year(request: HttpRequest, scope: Scope, year: int) -> AirPage:
    return find_air(scope.plan.area, year, city=request.GET.get("city"), until=readings_until(request, scope))


def _frame(request: HttpRequest, scope: Scope) -> dict[str, object]:
    """``is_past``: the address asks for a moment of the record, which measurements do not follow."""
    return {
        "plan": scope.plan,
        "levels": LEVELS,
        "area_query": query_of(request, "area"),
        "city_query": query_of(request, *_KEPT),
        "scope_query": query_of(request, "area"),
        "is_past": scope.moment is not None,
    }


def _day_frame(request: HttpRequest, scope: Scope, on: date) -> dict[str, object]:
    return {"on": on, "year": on.year, "item_names": ITEM_NAMES, **_frame(request, scope)}
