"""Stand-ins: who does whose work, naming one and ending it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.rendering import Request
from targets.days import DayError, read_day
from targets.queries.stand_ins import covers_of, find_person, people
from targets.services.refusals import Refused
from targets.services.stand_ins import (
    ADMINISTERS,
    MOST_DAYS,
    NoSuchStandIn,
    NotYours,
    end_stand_in,
    has_work,
    name_stand_in,
)

FIELDS = ("absent", "deputy", "from_on", "until_on")


@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest) -> HttpResponse:
    """One's own stand-ins; everybody's for administrators."""
    if request.method != "POST":
        return _show(request, {"from_on": str(clock.today())})
    try:
        if request.POST.get("end", "").isdecimal():
            return _end(request, int(request.POST["end"][:18]))
        return _name(request)
    except NotYours:
        raise PermissionDenied from None


def _name(request: HttpRequest) -> HttpResponse:
    user = cast(Request, request).user
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    absent = find_person(typed["absent"]) if typed["absent"] else user
    try:
        days = {name: _day(typed[name], name) for name in ("from_on", "until_on")}
        made = name_stand_in(
            absent=absent, deputy=find_person(typed["deputy"]), by=user, now=clock.now(), today=clock.today(), **days
        )
    except Refused as refusal:
        return _show(request, typed, refusal)
    said = _("%(deputy)s stands in for %(absent)s from %(first)s through %(last)s.")
    names = {"deputy": made.deputy.get_username(), "absent": made.absent.get_username()}
    messages.success(request, said % (names | {"first": made.from_on, "last": made.until_on}))
    return redirect(reverse("stand-in"))


def _end(request: HttpRequest, chosen: int) -> HttpResponse:
    try:
        end_stand_in(stand_in_id=chosen, by=cast(Request, request).user, now=clock.now(), today=clock.today())
        messages.success(request, _("The stand-in has ended."))
    except NoSuchStandIn:
        messages.error(request, _("It was over already."))
    return redirect(reverse("stand-in"))


def _show(request: HttpRequest, typed: Mapping[str, str], refusal: Refused | None = None) -> HttpResponse:
    user = cast(Request, request).user
    administers = user.has_perm(ADMINISTERS)
    context: dict[str, Any] = {
        "covers": covers_of(user.pk, clock.today(), all_of_them=administers),
        "administers": administers,
        "may_name": administers or has_work(user),
        "people": people(but=None if administers else user.pk),
        "typed": typed,
        "errors": {} if refusal is None else {refusal.field: refusal.sentence},
        "most_days": MOST_DAYS,
    }
    return render(request, "targets/stand_in.html", context, status=200 if refusal is None else 422)


def _day(text: str, field: str) -> date:
    try:
        return read_day(text)
    except DayError as error:
        raise Refused(field, error.sentence) from None
