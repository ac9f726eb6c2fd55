"""What reviewers decide about measurements, on the pages where it shows: sand-dust days, ice, natural background."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.models import Background, FrozenMonth, Section
from targets.periods import Month
from targets.queries.access import BACKGROUND, DUST, ICE
from targets.queries.air_day import check_day, city_of, find_dust, read_date
from targets.queries.section import decision_of, the_section
from targets.services.computed import Changed
from targets.services.decisions import declare_background, declare_dust, declare_frozen, withdraw
from targets.services.locking import Busy
from targets.services.refusals import Refused
from targets.texts import Text
from targets.views.air import day_page
from targets.views.forms import refused, typed
from targets.views.scope import query_of, scope_of
from targets.views.water import section_page

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def dust(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Declares the day of the city as one of sand and dust, or withdraws it; its page shows the form."""
    on, today = read_date(year, month, day), clock.today()
    back = redirect(
        reverse("air-day", args=[year, month, day]) + query_of(request, "area", "city", "as_of") + "#decide"
    )
    if request.method != "POST":
        return back
    _check(request, DUST)
    check_day(on, today)
    city = city_of(scope_of(request, today=today).plan.area, request.GET.get("city"))
    said, about = typed(request), _about(request) | {"seen": _seen(request)}
    try:
        if "withdraw" in request.POST:
            changed = withdraw(decision=find_dust(city, on), reason=said["reason"], **about)
        else:
            changed = declare_dust(city=city, day=on, document=said["document"], today=today, **about)
    except (Refused, Busy) as refusal:
        return day_page(request, on, refused(request, "dust", refusal))
    return _done(request, changed, back)


@require_http_methods(_METHODS)
def frozen(request: HttpRequest, pk: int) -> HttpResponse:
    """Declares a month of the section as frozen over, or withdraws it; its page shows the form."""
    return _of_section(request, pk, _FROZEN)


@require_http_methods(_METHODS)
def background(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaves items of natural background out of the section's class, or withdraws that; its page shows the form."""
    return _of_section(request, pk, _BACKGROUND)


@dataclass(frozen=True)
class _Kind:
    """A kind of decision about a section. ``asked``: what ``declare`` takes from the form; it may raise Refused."""

    name: str
    rights: Sequence[str]
    model: type[FrozenMonth] | type[Background]
    declare: Callable[..., list[Changed]]
    asked: Callable[[HttpRequest], dict[str, Any]]


def _of_section(request: HttpRequest, pk: int, kind: _Kind) -> HttpResponse:
    section = the_section(pk)
    back = _to(request, section)
    if request.method != "POST":
        return back
    _check(request, kind.rights)
    number = request.POST.get("withdraw")
    try:
        if number is None:
            changed = kind.declare(section=section, **kind.asked(request), **_about(request))
        else:
            decision, why = decision_of(kind.model, section, number), request.POST.get("reason", "")
            changed = withdraw(decision=decision, reason=why, seen=_seen(request), **_about(request))
    except (Refused, Busy) as refusal:
        form = kind.name if number is None else f"{kind.name}-{number}"
        return section_page(request, pk, refused(request, form, refusal))
    return _done(request, changed, back)


def _about(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor(request), "now": clock.now()}


def _month_asked(request: HttpRequest) -> dict[str, Any]:
    return {"month": _month(request, "month"), "note": typed(request)["note"], "today": clock.today()}


def _background_asked(request: HttpRequest) -> dict[str, Any]:
    said = typed(request)
    return {
        "items": request.POST.getlist("items"),
        "from_month": _month(request, "from_month"),
        "until_month": _month(request, "until_month") if said["until_month"].strip() else None,
        "grounds": said["grounds"],
        "document": said["document"],
    }


_FROZEN = _Kind("frozen", ICE, FrozenMonth, declare_frozen, _month_asked)
_BACKGROUND = _Kind("background", BACKGROUND, Background, declare_background, _background_asked)


def _check(request: HttpRequest, rights: Sequence[str]) -> None:
    if not request.user.has_perms(rights):
        raise PermissionDenied


def _seen(request: HttpRequest) -> datetime | None:
    """When what the writer saw was changed; None where nothing was there, or for nonsense."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None


def _month(request: HttpRequest, field: str) -> Month:
    try:
        return Month.parse(request.POST.get(field, "").strip())
    except ValueError:
        raise Refused(field, Text("请把月份写成 2024-01 的形式。", "Write the month like 2024-01.")) from None


def _to(request: HttpRequest, section: Section) -> HttpResponse:
    return redirect(
        reverse("water-section", args=[section.pk]) + query_of(request, "area", "month", "as_of") + "#apart"
    )


def _done(request: HttpRequest, changed: Sequence[Changed], back: HttpResponse) -> HttpResponse:
    count = len(changed)
    told = ngettext(
        "%(count)d monthly figure was computed again.", "%(count)d monthly figures were computed again.", count
    )
    messages.success(request, f"{_('On record.')} {told % {'count': count}}")
    return back
