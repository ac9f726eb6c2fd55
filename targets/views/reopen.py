"""Locked months opened again: what was given, a form for one more, and an early end."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.days import DayError, read_day
from targets.periods import Month
from targets.queries.reopenings import find_goal_of, given_leaves, places
from targets.services.refusals import Refused, one_line
from targets.services.reopenings import MOST_DAYS, NoSuchLeave, end_leave, reopen
from targets.texts import Text

FIELDS = ("goal", "area", "month", "until_on", "reason")


@permission_required("targets.add_reopening", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reopening(request: HttpRequest) -> HttpResponse:
    """The page; ``?goal=&area=&month=`` fill the form, as a locked cell's link does."""
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in FIELDS}
        return _show(request, asked | {"area": asked["area"] or settings.DEFAULT_AREA})
    if request.POST.get("end", "").isdecimal():
        return _end(request, int(request.POST["end"][:18]))
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        found = _read(typed)
        reopen(by=actor(request), now=clock.now(), today=clock.today(), **found)
    except Refused as refusal:
        return _show(request, typed, refusal)
    messages.success(request, _("The month is open again through %(day)s.") % {"day": found["until_on"]})
    return redirect(reverse("reopen"))


def _end(request: HttpRequest, leave: int) -> HttpResponse:
    try:
        end_leave(leave_id=leave, by=actor(request), now=clock.now(), today=clock.today())
        messages.success(request, _("The month is locked again."))
    except NoSuchLeave:
        messages.error(request, _("It was over already."))
    return redirect(reverse("reopen"))


def _show(request: HttpRequest, typed: Mapping[str, str], refusal: Refused | None = None) -> HttpResponse:
    holding, over = given_leaves(clock.today())
    indicators, areas = places()
    context: dict[str, Any] = {
        "indicators": indicators,
        "areas": areas,
        "typed": typed,
        "errors": {} if refusal is None else {refusal.field: refusal.sentence},
        "holding": holding,
        "over": over,
        "most_days": MOST_DAYS,
    }
    return render(request, "targets/reopen.html", context, status=200 if refusal is None else 422)


def _read(typed: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of ``reopen``. Raises Refused."""
    try:
        month = Month.parse(typed["month"].strip())
    except ValueError:
        sentence = Text("请把月份写成 2024-09 的形式。", "Write the month like 2024-09.")
        raise Refused("month", sentence) from None
    try:
        until_on = read_day(typed["until_on"])
    except DayError as error:
        raise Refused("until_on", error.sentence) from None
    found = find_goal_of(slug=one_line(typed["goal"]), area_code=one_line(typed["area"]), month=month)
    if found is None:
        raise Refused("goal", Text("该年度计划没有这一指标或地区。", "The year's plan has no such goal or area."))
    goal, area = found
    return {"goal": goal, "area": area, "month": month, "until_on": until_on, "reason": typed["reason"]}
