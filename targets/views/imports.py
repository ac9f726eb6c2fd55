"""Spreadsheets: upload, dry run, confirmation; forms to download and the export."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daqing1369 import clock
from daqing1369.rendering import actor, page
from daqing1369.uploads import is_too_large
from targets.models import Correction, RowState, Upload
from targets.queries.access import Access
from targets.queries.imports import (
    PAGE,
    beside_record,
    find_upload,
    is_silent,
    is_working,
    needs_reason,
    rows_of,
    uploads_of,
)
from targets.queries.plan import read_month
from targets.queries.sheets import find_area, form_choices
from targets.services.figures import ReasonNeeded
from targets.services.import_files import marked
from targets.services.import_run import work_or_start
from targets.services.imports import CheckedAgain, NotReady, check_again, confirm, drop, receive
from targets.sheets.table import MEGABYTE, MOST_BYTES, Refused
from targets.texts import Text
from targets.views.entry import for_editors

SHOWN = (RowState.ERROR, RowState.CORRECTION, RowState.CHANGED, RowState.NEW, RowState.UNCHANGED, RowState.LEFT)
TOO_LARGE = Text(
    f"文件超过 {MOST_BYTES // MEGABYTE} MB，没有读取。请分成几个文件上传。",
    f"The file is larger than {MOST_BYTES // MEGABYTE} MB, so it was not read. Split it into several files.",
)
NO_FILE = Text("请选择一个 .xlsx 或 .csv 文件。", "Choose an .xlsx or .csv file.")


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, _access: Access) -> HttpResponse:
    """The page to upload from; a posted file goes to its check and the reader to its page."""
    if request.method != "POST":
        return _start_page(request)
    if is_too_large(request):
        return _start_page(request, TOO_LARGE, status=413)
    file = request.FILES.get("file")
    if file is None:
        return _start_page(request, NO_FILE, status=422)
    try:
        upload = receive(
            chunks=file.chunks(), name=file.name or "", by=actor(request), now=clock.now(), **_defaults(request)
        )
    except Refused as refusal:
        return _start_page(request, refusal.sentence, status=422)
    work_or_start(upload=upload, now=clock.now())
    return redirect("import-upload", upload.pk)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, _access: Access, pk: int) -> HttpResponse:
    """The dry run of one's own upload, its progress, and what became of it."""
    found = _own(request, pk)
    if request.method == "POST":
        return _act(request, found)
    if request.headers.get("HX-Request") and not is_working(found):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return _show(request, found)


@for_editors
@require_safe
def marked_workbook(request: HttpRequest, _access: Access, pk: int) -> HttpResponseBase:
    """The upload with its bad cells marked."""
    found = _own(request, pk)
    path = marked(found.path)
    if not found.path or not path.exists():
        raise Http404("no marked workbook")
    name = f"{found.name.rpartition('.')[0] or found.name}-{_('marked')}.xlsx"
    return _workbook(path.open("rb"), name)


def _own(request: HttpRequest, pk: int) -> Upload:
    found = find_upload(actor(request), pk)
    if found is None:
        raise Http404("no such upload")
    return found


def _defaults(request: HttpRequest) -> dict[str, Any]:
    """What the form says of sheets without a column of their own for it."""
    text = request.POST.get("month", "")
    month = read_month(text) if text else None
    area = find_area(request.POST.get("area") or settings.DEFAULT_AREA)
    return {"area": area, "year": month.year if month else None, "month": month.number if month else None}


def _act(request: HttpRequest, found: Upload) -> HttpResponse:
    """What the reader decided: apply it, look at it again, give it up."""
    asked = request.POST.get("do", "")
    try:
        if asked == "confirm":
            reasons = {name: request.POST.get(name, "") for name in ("correction", "reason")}
            work_or_start(upload=confirm(upload=found, run=_run(request), **reasons), now=clock.now())
        elif asked == "again":
            work_or_start(upload=check_again(upload=found), now=clock.now())
        elif asked == "drop":
            drop(upload=found, now=clock.now())
            return redirect("imports")
    except ReasonNeeded:
        return _show(request, found, wrong="reason", status=422)
    except CheckedAgain:
        return _show(request, found, wrong="check", status=409)
    except NotReady:
        return redirect("import-upload", found.pk)
    return redirect("import-upload", found.pk)


def _run(request: HttpRequest) -> int:
    """The check that the reader saw; 0 for none."""
    text = request.POST.get("run", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _start_page(request: HttpRequest, error: Text | None = None, *, status: int = 200) -> HttpResponse:
    context = form_choices(area_code=settings.DEFAULT_AREA, today=clock.today())
    context |= {"uploads": uploads_of(actor(request)), "error": error}
    return render(request, "targets/import.html", context, status=status)


def _show(request: HttpRequest, found: Upload, *, wrong: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"upload": found, "working": is_working(found), "silent": is_silent(found)}
    if not context["working"]:
        show = request.GET.get("show", "")
        part = Paginator(rows_of(found, show), PAGE).get_page(request.GET.get("page"))
        counts = [(state.value, found.counts.get(state, 0)) for state in SHOWN]
        context |= {
            "part": part,
            "rows": beside_record(part.object_list),
            "show": show,
            "counts": [*counts[:4], ("odd", found.counts.get("odd", 0)), *counts[4:]],
            "errors": found.counts.get(RowState.ERROR, 0),
            "changes": sum(count for state, count in counts[1:4]),
            "asks_reason": needs_reason(found),
            "wrong": wrong,
            "corrections": Correction.values,
            "remarks": [Text(zh, en) for zh, en in found.remarks],
            "sentence": Text(found.sentence_zh, found.sentence_en) if found.sentence_zh else None,
        }
    return page(request, "targets/import_upload.html", context, parts=("import-progress",), status=status)


def _workbook(content: Any, name: str) -> HttpResponseBase:
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(content, as_attachment=True, filename=name, content_type=media)
