"""The entry page of one month: staff type what is due, each row is saved by itself."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daqing1369 import clock
from daqing1369.kept_pages import kept_page
from daqing1369.rendering import actor
from daqing1369.versions import reading
from targets.entry.echo import echo_of
from targets.entry.legend import LEGEND
from targets.entry.rows import page_of, row_of, summarise
from targets.entry.year import cell_of, year_page_of
from targets.models import Correction
from targets.queries.access import Access, access_kept
from targets.queries.duties import owed_here
from targets.queries.entry import ALL, Asked, Record, Sheet, find_sheet, find_year, landing_month
from targets.queries.plan import read_month
from targets.queries.slots import Key
from targets.queries.versions import versions_of
from targets.services.attempts import Attempt, Posted, State
from targets.services.entry import fresh, give_up, keep, submit
from targets.services.locking import Busy
from targets.templatetags.plan import say
from targets.views.scope import query_of


def for_editors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse who may enter nothing today; hand what the reader may do to the view. Busy: 503, to be sent again."""

    @wraps(view)
    def refuse_or_call(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        with reading():
            access = access_kept(actor(request), clock.today())
        if not access.enters:
            raise PermissionDenied
        try:
            return view(request, access, **kwargs)
        except Busy as busy:
            return HttpResponse(say(busy.sentence), status=503, content_type="text/plain; charset=utf-8")

    return refuse_or_call


@for_editors
@require_safe
def figures(request: HttpRequest, _access: Access) -> HttpResponse:
    """To the last finished month."""
    month = landing_month(area_code=area_asked(request), today=clock.today())
    return redirect(reverse("entry", args=[month.year, month.number]) + _query(request))


@kept_page
@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, access: Access, year: int, month: int | None = None) -> HttpResponse:
    """A month's page, or a year's. A posted form saves its rows and comes back, or answers what needs the reader."""
    one = _row_sent(request) if request.method == "POST" and request.headers.get("HX-Request") else None
    with reading():  # what a save changes is read in its own transaction
        sheet = find_page(request, access, year, month, Asked(near=one))
    if not sheet.is_open:
        return _show(request, access, sheet, [], status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _show(request, access, sheet, [fresh(record) for record in sheet.records])
    if one is not None:
        return _saved_row(request, sheet, str(one))
    attempts = submit(sheet, request.POST, by=actor(request), now=clock.now())
    if not any(attempt.waits for attempt in attempts):
        return redirect(request.get_full_path())
    return _show(request, access, sheet, attempts, status=_status(attempts))


@for_editors
@require_safe
def cell(request: HttpRequest, access: Access, year: int, key: str, month: int | None = None) -> HttpResponse:
    """One row as a fresh page has it."""
    sheet, record = find_cell(request, access, year, month, key)
    return _one_row(request, sheet, fresh(record))


@for_editors
@require_POST
def preview(request: HttpRequest, access: Access, year: int, key: str, month: int | None = None) -> HttpResponse:
    """What the row, as typed so far, is understood as; it is kept as a draft."""
    sheet, record = find_cell(request, access, year, month, key)
    if not record.slot.is_open:
        raise PermissionDenied
    attempt = keep(record, Posted.of(request.POST, key), by=actor(request), now=clock.now())
    response = render(request, "targets/entry_echo.html", context_of(request, sheet) | {"echo": echo_of(attempt)})
    response["X-Draft"] = "kept" if attempt.is_kept else "none"
    return response


@for_editors
@require_POST
def drop(request: HttpRequest, access: Access, year: int, key: str, month: int | None = None) -> HttpResponse:
    """Forget the draft of the row."""
    sheet, record = find_cell(request, access, year, month, key)
    return _one_row(request, sheet, give_up(record, by=actor(request)))


@for_editors
@require_safe
def state(request: HttpRequest, _access: Access, year: int, month: int | None = None) -> JsonResponse:
    """Which version of each cell is on record: a second window looks here for what was saved elsewhere."""
    versions = versions_of(
        area_code=area_asked(request),
        year=year,
        month=None if month is None else read_month(f"{year:04d}-{month:02d}"),
        today=clock.today(),
        slug=request.GET.get("goal", "")[:50],
        unit=request.GET.get("unit", "")[:12],
    )
    return JsonResponse({"cells": {key: {"version": version} for key, version in versions.items()}})


def find_page(request: HttpRequest, access: Access, year: int, month: int | None, asked: Asked = ALL) -> Sheet:
    """The month's page, or the year's where no month is given: of one goal or one area, if the query names it."""
    user, today, area = actor(request).pk, clock.today(), area_asked(request)
    if month is not None:
        found = read_month(f"{year:04d}-{month:02d}")
        return find_sheet(area_code=area, month=found, today=today, access=access, user=user, asked=asked)
    if asked.is_all:
        asked = replace(asked, slug=request.GET.get("goal", "")[:50], unit=request.GET.get("unit", "")[:12])
    return find_year(area_code=area, year=year, today=today, access=access, user=user, asked=asked)


def find_cell(request: HttpRequest, access: Access, year: int, month: int | None, key: str) -> tuple[Sheet, Record]:
    """The one cell of a page, with the page around it; a 404 for what is none, or is not open yet."""
    sheet = find_page(request, access, year, month, Asked(key=_key(key)))
    if not sheet.records:
        raise Http404("the month is not over")
    return sheet, sheet.records[0]


def _key(text: str) -> Key:
    try:
        return Key.parse(text)
    except ValueError:
        raise Http404("no such cell") from None


def _row_sent(request: HttpRequest) -> Key:
    """The one row that a part of the page sends."""
    return _key(next((request.POST[name] for name in ("keep", "over", "again", "save") if request.POST.get(name)), ""))


def area_asked(request: HttpRequest) -> str:
    return request.GET.get("area") or settings.DEFAULT_AREA


def _query(request: HttpRequest) -> str:
    """What keeps the page on its links: the area, and of a year's page the goal or unit; each found on record."""
    return query_of(request, "area", "goal", "unit")


def _status(attempts: Sequence[Attempt]) -> int:
    """Of an answer that saved what could be saved: 422 for a row to mend, 409 for a conflict, else 200."""
    states = {attempt.state for attempt in attempts if attempt.waits}
    if states & {State.INVALID, State.CONFIRM, State.REASON, State.LOCKED}:
        return 422
    return 409 if State.CONFLICT in states else 200


def _saved_row(request: HttpRequest, sheet: Sheet, key: str) -> HttpResponse:
    """Save the one row that was sent; answer it, and the line that counts them all."""
    if key not in {record.key for record in sheet.records}:
        raise Http404("no such row")
    attempts = submit(sheet, request.POST, by=actor(request), now=clock.now())
    chosen = [attempt for attempt in attempts if attempt.record.key == key]
    summary = summarise(attempts, unsettled=unsettled_beside(request, {key}))
    context = context_of(request, sheet) | _row(sheet, chosen[0]) | {"summary": summary}
    return render(request, "targets/entry_saved.html", context, status=_status(chosen))


def unsettled_beside(request: HttpRequest, sent: Collection[str]) -> set[str]:
    """The keys of rows in which, as the page says, something waits that was not sent."""
    return set(request.POST.get("unsettled", "").split()).difference(sent)


def _one_row(request: HttpRequest, sheet: Sheet, attempt: Attempt) -> HttpResponse:
    context = context_of(request, sheet)
    return render(request, context["row_template"], context | _row(sheet, attempt))


def _row(sheet: Sheet, attempt: Attempt) -> dict[str, Any]:
    """The row as the page's template for one takes it."""
    row = row_of(attempt)
    return {"row": row} if sheet.month else {"cell": cell_of(row), "row": row}


def _show(
    request: HttpRequest, access: Access, sheet: Sheet, attempts: Sequence[Attempt], *, status: int = 200
) -> HttpResponse:
    context = context_of(request, sheet) | {"deputy_of": access.deputy_of}
    if sheet.month is None:
        return render(
            request, "targets/entry_year.html", context | {"page": year_page_of(sheet, attempts)}, status=status
        )
    owed = owed_here(area=sheet.scope.plan.area_id, access=access, user=actor(request).pk, today=sheet.today)
    context |= {"page": page_of(sheet, attempts), "duties": owed.elsewhere(sheet.month)}
    return render(request, "targets/entry.html", context, status=status)


def context_of(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    """What the page and its parts need to name their addresses. ``short``: cells have room for one word only."""
    plan, month = sheet.scope.plan, sheet.month
    address = reverse("entry", args=[month.year, month.number]) if month else reverse("entry-year", args=[plan.year])
    return {
        "plan": plan,
        "month": month,
        "year": plan.year,
        "address": address,
        "query": _query(request),
        "corrections": Correction.values,
        "legend": LEGEND,
        "short": month is None,
        "row_template": "targets/entry_row.html" if month else "targets/entry_cell.html",
    }
