"""Files of measurements: upload, what became of each, and the report on its rows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from daqing1369 import clock
from daqing1369.rendering import actor, page
from daqing1369.uploads import is_too_large
from targets.measurements.asked import NOTHING_SAID, read_asked
from targets.measurements.headers import FORMS
from targets.models import Load
from targets.queries.loads import (
    PAGE,
    REMARKS,
    WORKING,
    all_loads,
    changed_figures,
    find_load,
    remarks_of,
    report_rows,
    rule_counts,
    sentence_of,
)
from targets.services.load_start import read_or_start
from targets.services.loads import receive
from targets.sheets.lines import csv_text
from targets.sheets.load_report import report_pieces
from targets.sheets.table import Refused
from targets.texts import Text
from targets.views.imports import TOO_LARGE

MAY_LOAD = "targets.load_measurements"
NO_FILE = Text("请选择一个 .csv 文件。", "Choose a .csv file.")


@require_http_methods(["GET", "HEAD", "POST"])
def measurements(request: HttpRequest) -> HttpResponse:
    """The files on record; whoever may load one posts it and goes to its page."""
    if request.method != "POST":
        return _start_page(request)
    if not request.user.has_perm(MAY_LOAD):
        raise PermissionDenied
    if is_too_large(request):
        return _start_page(request, errors={"file": TOO_LARGE}, status=413)
    asked, file = read_asked(request.POST.dict()), request.FILES.get("file")
    errors = asked.errors if file else {**asked.errors, "file": NO_FILE}
    if errors or file is None:
        return _start_page(request, said=asked.said, errors=errors, status=422)
    told: dict[str, Any] = {"name": file.name or "", "kind": asked.kind, "options": asked.options, "now": clock.now()}
    try:
        received = receive(chunks=file.chunks(), by=actor(request), **told)
    except Refused as refusal:
        return _start_page(request, said=asked.said, errors={"file": refusal.sentence}, status=422)
    read_or_start(load=received, now=clock.now())
    return redirect("measurements-load", received.pk)


@require_safe
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is, or what became of it."""
    found = _found(pk)
    is_working = found.state in WORKING
    if request.headers.get("HX-Request") and not is_working:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {"load": found, "working": is_working}
    if not is_working:
        rule = request.GET.get("rule", "").replace("\0", "")
        context |= {
            "rule": rule,
            "part": Paginator(remarks_of(found, rule), REMARKS).get_page(request.GET.get("page")),
            "rules": rule_counts(found),
            "figures": changed_figures(found),
            "sentence": sentence_of(found),
        }
    return page(request, "targets/measurements_load.html", context, parts=("load-progress",))


@require_safe
def report(_request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every remark on the file, as it is read from the database; nothing in it runs as a formula."""
    found, language = _found(pk), get_language() or "zh-hans"
    pieces = report_pieces(report_rows(found, language), language)
    headers: Any = {"Content-Disposition": f'attachment; filename="measurements-{found.pk}-report.csv"'}
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def form(_request: HttpRequest, name: str) -> HttpResponse:
    """A blank form of a file: the header that is taken, in the reader's language."""
    language = get_language() or "zh-hans"
    text = csv_text([column.in_language(language) for column in FORMS[name]], [])
    headers: Any = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _found(pk: int) -> Load:
    found = find_load(pk)
    if found is None:
        raise Http404("no such file of measurements")
    return found


def _start_page(
    request: HttpRequest,
    *,
    said: dict[str, str] | None = None,
    errors: dict[str, Text] | None = None,
    status: int = 200,
) -> HttpResponse:
    part = Paginator(all_loads(), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"part": part, "said": said or NOTHING_SAID, "errors": errors or {}}
    context["may_load"] = request.user.has_perm(MAY_LOAD)
    return render(request, "targets/measurements.html", context, status=status)
