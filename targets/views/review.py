"""The reviewer's queue: approve one or many, return one with a sentence."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.rendering import actor, page
from targets.queries.access import Access, access_of
from targets.queries.coverage import find_strip
from targets.queries.plan import read_month
from targets.queries.review import MOST, Wanted, find_queue
from targets.services.figures import NotYours, StaleVersion
from targets.services.locking import Busy, briefly
from targets.services.refusals import one_line
from targets.services.review import MonthLocked, NotWaiting, OwnFigure, SentenceNeeded, YearClosed, return_
from targets.services.review_many import Choice, Settled, approve_many

# Enough for every box of the page; what is beyond comes from no page of ours.
MOST_CHOSEN = 500


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks; a posted form approves what is chosen, or returns the one whose button it was."""
    access = access_of(actor(request), clock.today())
    if not access.reviews:
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, access)
    try:
        wrong = _return(request, access) if request.POST.get("return") else _approve(request, access)
    except ValueError:
        messages.error(request, _("Nothing was chosen that could be understood. Reload the page."))
        wrong = {"wrong": 0}
    if wrong is not None:
        return _show(request, access, wrong, status=409 if "changed" in wrong else 422)
    return _show(request, access) if request.headers.get("HX-Request") else redirect(request.get_full_path())


def _show(
    request: HttpRequest, access: Access, wrong: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    asked = {name: one_line(request.GET.get(name, "")) for name in ("goal", "area", "month")}
    month = read_month(asked["month"]) if asked["month"] else None
    wanted, page_asked = Wanted(asked["goal"], asked["area"], month), request.GET.get("page", "")
    number = int(page_asked) if page_asked.isascii() and page_asked.isdigit() and len(page_asked) < 5 else 1
    queue = find_queue(access, user=actor(request).pk, today=clock.today(), wanted=wanted, page=number)
    context: dict[str, Any] = {"queue": queue, "access": access, "wrong": 0, "kept": 0, "sentence": "", "changed": ()}
    context |= {"asked": asked, "most": MOST, "address": request.get_full_path()}
    context |= {"strip": find_strip(area_code=settings.DEFAULT_AREA, today=clock.today())} | (wrong or {})
    return page(request, "targets/review.html", context, parts=("review",), status=status)


def _approve(request: HttpRequest, access: Access) -> dict[str, Any] | None:
    """Approve the one whose button was pressed, or all that are ticked. Raises ValueError for nonsense."""
    one = request.POST.get("approve", "")
    texts = [one] if one and one != "chosen" else request.POST.getlist("figure")
    chosen = [Choice.parse(text) for text in texts[:MOST_CHOSEN]]
    if not chosen:
        messages.error(request, _("Nothing was chosen. Tick the figures that are right, then approve them."))
        return {"wrong": 0}
    found = approve_many(chosen=chosen, by=actor(request), now=clock.now(), access=access, today=clock.today())
    count = sum(settled is Settled.APPROVED for settled in found.values())
    if count:
        text = ngettext("%(count)s figure approved.", "%(count)s figures approved.", count)
        messages.success(request, text % {"count": count})
    for settled, sentence in _refusals().items():
        number = sum(one is settled for one in found.values())
        if number:
            messages.error(request, sentence % {"count": number})
    changed = [figure for figure, settled in found.items() if settled is Settled.CHANGED]
    return {"changed": changed} if changed else None


def _refusals() -> dict[Settled, str]:
    return {
        Settled.CHANGED: _("Not approved, because changed meanwhile: %(count)s. Look at the new value below."),
        Settled.OWN: _("Not approved, because you gave it yourself and somebody else can review it: %(count)s."),
        Settled.NOT_YOURS: _("Not approved, because it belongs to other reviewers: %(count)s."),
        Settled.CLOSED: _("Not approved, because the year is closed: %(count)s."),
        Settled.NOT_WAITING: _("Not approved, because it no longer waits: %(count)s."),
        Settled.BUSY: _(
            "Not approved, because somebody else, or an import, is writing just now: %(count)s. Try again."
        ),
    }


def _return(request: HttpRequest, access: Access) -> dict[str, Any] | None:
    """Return the one whose button was pressed; what is wrong with it, if anything. Raises ValueError for nonsense."""
    choice = Choice.parse(request.POST["return"])
    note = request.POST.get(f"note-{choice.figure_id}", "")
    kept = {"kept": choice.figure_id, "sentence": note}
    seen = {"figure_id": choice.figure_id, "version": choice.version}
    try:
        with briefly():
            return_(**seen, by=actor(request), now=clock.now(), access=access, today=clock.today(), note=note)
    except SentenceNeeded:
        return kept | {"wrong": choice.figure_id}
    except StaleVersion:
        messages.error(request, _("Not returned, because changed meanwhile. Look at the new value below."))
        return kept | {"changed": [choice.figure_id]}
    except YearClosed:
        messages.error(request, _("Not returned: the year is closed."))
        return {"wrong": 0}
    except (NotYours, NotWaiting, OwnFigure, MonthLocked):
        messages.error(request, _("Not returned: it no longer waits for you."))
        return {"wrong": 0}
    except Busy as busy:
        messages.error(request, busy.sentence.in_language(get_language() or ""))
        return kept | {"changed": []}
    messages.success(request, _("Returned with your sentence."))
    return None
