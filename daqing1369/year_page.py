"""The pages of years, for administrators: a new year begun, its points decided, a year closed and reopened."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.new_year import new_year
from daqing1369.plan_parts import parts_of
from daqing1369.rendering import actor
from targets.models import Plan
from targets.queries.plan import Outside, read_year
from targets.queries.points import find_plan, plans_on_record, points_of
from targets.services.closing import close_year, reopen_year, unfinished
from targets.services.points import decide
from targets.services.refusals import Refused
from targets.texts import Text

ADMINISTERS = "targets.change_plan"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTERS, raise_exception=True)
def years(request: HttpRequest) -> HttpResponse:
    """All plans; a posted form copies one into another year, or shows what would be copied."""
    if request.method != "POST":
        return _show_years(request)
    typed = {name: request.POST.get(name, "").strip() for name in ("year", "from_year", "area")}
    is_asked_only = request.POST.get("do") != "make"
    try:
        found = new_year(
            year=_year(typed["year"], "year"),
            from_year=_year(typed["from_year"], "from_year"),
            area_code=typed["area"],
            by=actor(request),
            now=clock.now(),
            dry_run=is_asked_only,
        )
    except Refused as refusal:
        return _show_years(request, typed=typed, errors={refusal.field: refusal.sentence}, status=422)
    if is_asked_only:
        return _show_years(request, typed=typed, found=found)
    messages.success(
        request, _("The plan of %(year)s was copied. Decide its points below.") % {"year": found.plan.year}
    )
    return redirect(_address(found.plan))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTERS, raise_exception=True)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One plan's year: what is still to be decided, and whether it is closed."""
    area = request.GET.get("area") or settings.DEFAULT_AREA
    plan = find_plan(area_code=area, year=year)
    if plan is None:
        raise Outside(Text(f"没有 {year} 年度计划。", f"There is no plan of {year}."))
    if request.method != "POST":
        return _show_year(request, plan)
    if request.POST.get("do") in ("close", "reopen"):
        return _close_or_reopen(request, plan)
    return _decide(request, plan)


def _decide(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Every open point, the ones that are ticked, or the one whose button was pressed."""
    everything = request.POST.get("do") == "all"
    one = request.POST.get("point", "")
    chosen = [one] if one else request.POST.getlist("chosen")
    points = None if everything else [_at(text) for text in chosen if text.count(" ") == 2]
    found = decide(plan=plan, points=points, by=actor(request), now=clock.now(), reason="confirmed")
    if found:
        text = ngettext("%(count)s point is decided.", "%(count)s points are decided.", len(found))
        messages.success(request, text % {"count": len(found)})
    else:
        messages.error(request, _("Nothing was chosen. Tick the points that are decided."))
    return redirect(_address(plan))


def _close_or_reopen(request: HttpRequest, plan: Plan) -> HttpResponse:
    reason, who, now = request.POST.get("reason", ""), actor(request), clock.now()
    try:
        if request.POST["do"] == "close":
            close_year(plan_id=plan.pk, reason=reason, by=who, now=now, today=clock.today())
            messages.success(request, _("The year %(year)s is closed.") % {"year": plan.year})
        else:
            reopen_year(plan_id=plan.pk, reason=reason, by=who, now=now)
            messages.success(request, _("The year %(year)s is open again.") % {"year": plan.year})
    except Refused as refusal:
        return _show_year(request, plan, typed={"reason": reason}, errors={"reason": refusal.sentence}, status=422)
    return redirect(_address(plan))


def _show_years(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    plans = plans_on_record()
    newest = plans[0] if plans else None
    typed = {
        "year": newest.year + 1 if newest else "",
        "from_year": newest.year if newest else "",
        "area": newest.area.code if newest else settings.DEFAULT_AREA,
    }
    context = {"typed": typed, "errors": {}, "plans": plans} | context
    return render(request, "years.html", context, status=status)


def _show_year(request: HttpRequest, plan: Plan, *, status: int = 200, **context: Any) -> HttpResponse:
    waiting, decided = points_of(plan, parts_of(plan))
    is_over = clock.today().year > plan.year
    context = {
        "typed": {},
        "errors": {},
        "of": plan,
        "waiting": waiting,
        "decided": decided,
        "is_over": is_over,
        "unfinished": unfinished(plan).sentence if is_over and not plan.is_closed else None,
    } | context
    return render(request, "year.html", context, status=status)


def _year(text: str, field: str) -> int:
    try:
        return read_year(text)
    except Outside as outside:
        raise Refused(field, outside.sentence) from outside


def _at(text: str) -> tuple[str, str, str]:
    part, key, aspect = text.split(" ")
    return part, key, aspect


def _address(plan: Plan) -> str:
    query = "" if plan.area.code == settings.DEFAULT_AREA else f"?area={plan.area.code}"
    return reverse("year", args=[plan.year]) + query
