"""A goal's year closed: the province's value beside ours, recorded and corrected by who may."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.days import DayError, read_day
from targets.numbers import NumberError, below_zero, not_a_share, read, write_number
from targets.queries.confirmations import FinalPage, find_final_page, is_over
from targets.queries.plan import Scope
from targets.services.confirmations import StaleConfirmation, confirm
from targets.services.refusals import Refused
from targets.texts import Text
from targets.views.scope import scope_context, scope_of

PERMISSION = "targets.add_confirmation"
FIELDS = ("value", "document", "confirmed_on", "explanation", "reason", "version")


@require_http_methods(["GET", "HEAD", "POST"])
def final(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the year's end; a posted form records the province's value."""
    scope = scope_of(request, today=clock.today())
    found = find_final_page(scope, slug)
    if request.method != "POST":
        return _show(request, scope, found, _on_record(found))
    if not _may_confirm(request, scope):
        raise PermissionDenied
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        read = _read(typed, is_share=found.goal.indicator.scale == 100)
        confirm(goal=found.goal, by=actor(request), now=clock.now(), today=clock.today(), **read)
    except Refused as refusal:
        typed |= {"version": str(refusal.version)} if isinstance(refusal, StaleConfirmation) else {}
        return _show(request, scope, find_final_page(scope, slug), typed, refusal)
    messages.success(request, _("The final value is on record."))
    return redirect(request.get_full_path())


def _show(
    request: HttpRequest, scope: Scope, found: FinalPage, typed: Mapping[str, str], refusal: Refused | None = None
) -> HttpResponse:
    over = is_over(scope.year, scope.today)
    context: dict[str, Any] = scope_context(scope, request) | {
        "goal": found.goal,
        "found": found,
        "final": found.final,
        "is_over": over,
        "may_confirm": over and _may_confirm(request, scope),
        "typed": typed,
        "errors": {} if refusal is None else {refusal.field: refusal.sentence},
    }
    status = 200 if refusal is None else 409 if isinstance(refusal, StaleConfirmation) else 422
    return render(request, "targets/final.html", context, status=status)


def _may_confirm(request: HttpRequest, scope: Scope) -> bool:
    """Nothing is put on record at an earlier moment."""
    return scope.moment is None and request.user.has_perm(PERMISSION)


def _on_record(found: FinalPage) -> dict[str, str]:
    """The form's fields as they are on record; empty where nothing is."""
    standing = found.confirmation
    if standing is None:
        return dict.fromkeys(FIELDS, "") | {"version": "0"}
    return {
        "value": write_number(standing.value),
        "document": standing.document,
        "confirmed_on": str(standing.confirmed_on),
        "explanation": standing.explanation,
        "reason": "",
        "version": str(standing.version),
    }


def _read(typed: Mapping[str, str], *, is_share: bool) -> dict[str, Any]:
    """The arguments of ``confirm``. Raises Refused."""
    version = typed["version"]
    return {
        "value": _value(typed["value"], is_share=is_share),
        "confirmed_on": _day(typed["confirmed_on"]),
        "document": typed["document"],
        "explanation": typed["explanation"],
        "reason": typed["reason"],
        "version": int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
    }


def _value(text: str, *, is_share: bool) -> Decimal:
    try:
        reading = read(text)
        if reading is None:
            raise Refused("value", Text("请填省级认定的数值，例如 92.3。", "Write the province's value, such as 92.3."))
        if reading.percent and not is_share:
            raise not_a_share(text)
        if reading.value < 0:
            raise below_zero(reading.value)
    except NumberError as error:
        raise Refused("value", error.sentence) from None
    return reading.value


def _day(text: str) -> date:
    try:
        return read_day(text)
    except DayError as error:
        raise Refused("confirmed_on", error.sentence) from None
