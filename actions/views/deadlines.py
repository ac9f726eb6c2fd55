"""Every deadline of the nine actions on one page: overdue, next due, later; the same rows as CSV and workbook."""

import io
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from actions.agenda import DUE_TITLES, Due
from actions.outlook import Outlook, Section, Sought, outlook_of, rows_of
from actions.queries import actions_of
from daqing1369 import clock
from daqing1369.rendering import page
from targets.queries.plan import Outside, Scope
from targets.texts import Text
from targets.views.scope import SCOPE, query_of, scope_context, scope_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """All tasks and commitments that the filters let pass, by how near their deadline is."""
    scope, outlook, sought = _asked(request)
    sections = outlook.sought(sought)
    context: dict[str, Any] = scope_context(scope, request) | {
        "outlook": outlook,
        "sought": sought,
        "sections": sections,
        "count": len(rows_of(sections)),
        "dues": DUE_TITLES,
        "export_query": query_of(request, *SCOPE, "unit", "action", "state"),
    }
    return page(request, "actions/deadlines.html", context, parts=("deadlines",))


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The page's rows as CSV."""
    scope, sections = _sections(request)
    headers: Any = {"Content-Disposition": f'attachment; filename="{_name(scope)}.csv"'}
    from actions.sheets import csv_pieces  # brings openpyxl, which few requests need

    pieces = csv_pieces(rows_of(sections), _language())
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The page's rows as a workbook."""
    scope, sections = _sections(request)
    stream = io.BytesIO()
    from actions.sheets import write_workbook  # the same

    write_workbook(rows_of(sections), stream, language=_language(), title=str(scope.as_of))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{_name(scope)}.xlsx", content_type=XLSX)


def _sections(request: HttpRequest) -> tuple[Scope, list[Section]]:
    scope, outlook, sought = _asked(request)
    return scope, outlook.sought(sought)


def _asked(request: HttpRequest) -> tuple[Scope, Outlook, Sought]:
    """The plan's deadlines, and what the address narrows them to. Raises Outside for a filter that means nothing."""
    scope = scope_of(request, today=clock.today())
    found = actions_of(scope)
    outlook = outlook_of(found.actions, found.on)
    unit, number, state = (request.GET.get(name, "") for name in ("unit", "action", "state"))
    if unit and unit not in [one.zh for one in outlook.units]:
        raise Outside(Text("计划中没有这个责任单位。", "The plan names no such unit."), status=422)
    if number and number not in [str(action.number) for action in outlook.actions]:
        raise Outside(Text("计划中没有这项行动。", "The plan has no such action."), status=422)
    if state and state not in list(Due):
        raise Outside(Text("没有这种期限状态。", "There is no such state of a deadline."), status=422)
    return scope, outlook, Sought(unit, int(number) if number else None, Due(state) if state else None)


def _name(scope: Scope) -> str:
    return f"daqing1369-deadlines-{scope.as_of}"


def _language() -> str:
    return get_language() or "zh-hans"
