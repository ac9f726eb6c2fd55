"""The entry page of one month: staff type what is due, each row is saved by itself."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.entry.rows import echo_of, page_of, row_of, summarise
from targets.queries.entry import Sheet, find_sheet, landing_month
from targets.queries.plan import read_month
from targets.services.entry import Attempt, Posted, State, fresh, look, submit

may_enter = permission_required("targets.enter_figure", raise_exception=True)


@may_enter
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """To the last finished month."""
    month = landing_month(area_code=_area(request), today=clock.today())
    return redirect(reverse("entry", args=[month.year, month.number]) + _query(request))


@may_enter
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The page; a posted form saves its rows and comes back to the page, or answers what still needs the reader."""
    sheet = _sheet(request, year, month)
    if not sheet.is_open:
        return _show(request, sheet, [], status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _show(request, sheet, [fresh(record) for record in sheet.records])
    if request.headers.get("HX-Request"):
        return _row(request, sheet)
    attempts = submit(sheet, request.POST, by=actor(request), now=clock.now())
    if all(attempt.state.is_settled for attempt in attempts):
        return redirect(request.get_full_path())
    return _show(request, sheet, attempts, status=_status(attempts))


@may_enter
@require_POST
def preview(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """What the row, as typed so far, is understood as. Writes nothing."""
    sheet = _sheet(request, year, month, slug)
    if not sheet.is_open:
        raise Http404("the month is not over")
    attempt = look(sheet, sheet.records[0], Posted.of(request.POST, slug))
    return render(request, "targets/entry_echo.html", {"echo": echo_of(attempt, sheet)})


def _sheet(request: HttpRequest, year: int, month: int, slug: str | None = None) -> Sheet:
    found = read_month(f"{year:04d}-{month:02d}")
    return find_sheet(area_code=_area(request), month=found, today=clock.today(), slug=slug)


def _area(request: HttpRequest) -> str:
    return request.GET.get("area") or settings.DEFAULT_AREA


def _query(request: HttpRequest) -> str:
    """The area on links, where one was asked for; an area on record has a plain code."""
    return f"?area={_area(request)}" if request.GET.get("area") else ""


def _status(attempts: Sequence[Attempt]) -> int:
    """Of an answer that saved what could be saved: 422 for a row to mend, 409 for a conflict, else 200."""
    states = {attempt.state for attempt in attempts}
    if states & {State.INVALID, State.CONFIRM}:
        return 422
    return 409 if State.CONFLICT in states else 200


def _row(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Save the one row that was sent; answer it, and the line that counts them all."""
    slug = request.POST.get("keep") or request.POST.get("over") or request.POST.get("save")
    if slug not in {record.indicator.slug for record in sheet.records}:
        raise Http404("no such row")
    attempts = submit(sheet, request.POST, by=actor(request), now=clock.now())
    chosen = [attempt for attempt in attempts if attempt.record.indicator.slug == slug]
    context = _context(request, sheet) | {"row": row_of(chosen[0], sheet), "summary": summarise(attempts, sheet)}
    return render(request, "targets/entry_saved.html", context, status=_status(chosen))


def _show(request: HttpRequest, sheet: Sheet, attempts: Sequence[Attempt], *, status: int = 200) -> HttpResponse:
    context = _context(request, sheet) | {"page": page_of(sheet, attempts)}
    return render(request, "targets/entry.html", context, status=status)


def _context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What the page and its parts need to name their addresses."""
    return {"plan": sheet.scope.plan, "month": sheet.month, "query": _query(request)}
