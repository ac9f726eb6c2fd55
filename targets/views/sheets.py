"""Downloads: the form to fill in, and everything on record, as a workbook or CSV."""

import io
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from targets.models import Area
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.plan import Outside, read_month, read_year
from targets.queries.sheets import export_lines, find_area, find_form
from targets.sheets.out import csv_pieces
from targets.texts import Text
from targets.views.entry import for_editors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HELP = (
    Text("只填黄色单元格；0 是数值，空白表示没有数据。批注里是上期和去年同期。",
         "Fill in the yellow cells; 0 is a value, blank means no figure. Comments show the last values."),
    Text("更改已审核通过的数，请选更正原因。填好后在“表格导入”页上传。",
         "A change of an approved figure needs a correction. Upload the file on the import page."),
)  # fmt: skip


@for_editors
@require_safe
def chosen_form(request: HttpRequest, _access: Access) -> HttpResponse:
    """From the choice of a month and an area to the form's own address."""
    text, area = request.GET.get("month", ""), request.GET.get("area", "")
    if len(text) == 4:
        address = reverse("import-form-year", args=[read_year(text)])
    else:
        month = read_month(text)
        address = reverse("import-form", args=[month.year, month.number])
    return redirect(f"{address}?area={area}" if _area(area) else address)


@for_editors
@require_safe
def form(request: HttpRequest, access: Access, year: int, month: int | None = None) -> HttpResponseBase:
    """The form of a month or a year."""
    when = None if month is None else read_month(f"{year:04d}-{month:02d}")
    area = _area(request.GET.get("area", ""))
    blanks = find_form(
        access=access,
        area=area,
        area_code=settings.DEFAULT_AREA,
        year=year,
        month=when,
        today=clock.today(),
    )
    told = str(when or year)
    where = area.name if area else Text("", "")
    title = Text(f"大庆1369 填报表 {told} {where.zh}".strip(), f"Daqing 1369 form {told} {where.en}".strip())
    stream = io.BytesIO()
    from targets.sheets.book import write_form  # brings openpyxl, which few requests need

    write_form(blanks, stream, language=_language(), title=title, help_text=HELP)
    stream.seek(0)
    code = f"-{area.code}" if area else ""
    return FileResponse(stream, as_attachment=True, filename=f"daqing1369-{told}{code}.xlsx", content_type=XLSX)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every figure on record, of ``?area=``, ``?year=`` or ``?month=`` where one is named."""
    month_text, year_text = request.GET.get("month", ""), request.GET.get("year", "")
    month: Month | None = read_month(month_text) if month_text else None
    year = read_year(year_text) if year_text else None
    area = _area(request.GET.get("area", ""))
    lines = export_lines(area=area, year=year, month=month)
    told = "-".join(str(part) for part in (area.code if area else None, month or year) if part)
    name = f"daqing1369-figures{'-' + told if told else ''}.{kind}"
    if kind == "csv":
        headers: Any = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(
            csv_pieces(lines, _language()), content_type="text/csv; charset=utf-8", headers=headers
        )
    stream = io.BytesIO()
    from targets.sheets.book import write_export  # the same

    write_export(lines, stream, language=_language(), title=str(month or year or "1369"))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def _area(code: str) -> Area | None:
    """The area asked for; None where none was. Raises Outside for an unknown one."""
    found = find_area(code) if code else None
    if code and found is None:
        raise Outside(Text("没有这个地区。", "There is no such area."))
    return found


def _language() -> str:
    return get_language() or "zh-hans"
