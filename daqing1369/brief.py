"""The monthly brief: a page, a PDF and a Word file of the same content. Gathers and prints, computes nothing."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.brief_facts import facts_of
from daqing1369.rendering import page
from daqing1369.snapshots import code_for, printed_line
from daqing1369.year import year_state
from targets.brief.build import build
from targets.brief.model import Brief
from targets.brief.pdf import CannotPrintError, make_pdf, trouble
from targets.periods import Month
from targets.queries.plan import Outside, Scope
from targets.texts import Text
from targets.views.scope import query_of, scope_context, scope_of

STYLES = ("brief_widths.css", "brief_pdf.css")
_KEPT = ("area", "at", "recorded", "code")  # of the query, on links to other months and to the files
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def briefs(request: HttpRequest) -> HttpResponse:
    """The brief of the month that the board stands on."""
    scope = scope_of(request, today=clock.today())
    address = reverse("brief", args=[scope.year, scope.as_of.number])
    return redirect(address + query_of(request, *_KEPT))


@require_safe
def brief(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The brief to read, with its downloads and the neighbouring months."""
    scope = _scope(request, year, month)
    query = query_of(request, *_KEPT)
    context = {
        "brief": _brief(scope),
        "trouble": trouble(),
        "before": _neighbour(scope, -1, query),
        "after": _neighbour(scope, 1, query),
        "brief_query": query,
    }
    return page(request, "targets/brief.html", scope_context(scope, request) | context)


@require_safe
def as_pdf(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The brief on one A4 page, with its annex; 503 with the remedy where this machine cannot print."""
    scope = _scope(request, year, month)
    context = {"brief": _brief(scope), "language": _language(), "demo": settings.DEMO, "code": _code(request, scope)}

    def html(size: int, *, with_annex: bool) -> str:
        return render_to_string("targets/brief_pdf.html", context | {"size": size, "with_annex": with_annex})

    style = "".join(Path(str(finders.find(name))).read_text(encoding="utf-8") for name in STYLES)
    try:
        made = make_pdf(partial(html, with_annex=False), partial(html, with_annex=True), style)
    except CannotPrintError as error:
        return HttpResponse(_say(error.sentence), status=503, content_type="text/plain; charset=utf-8")
    return _file(made, scope.as_of, "pdf", "application/pdf")


@require_safe
def as_word(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The brief as an editable paper in the layout of GB/T 9704-2012."""
    scope = _scope(request, year, month)
    code = _code(request, scope)
    from targets.brief.word import make_word  # brings python-docx, which few requests need

    made = make_word(_brief(scope), _language(), is_demo=settings.DEMO, code=None if code is None else _say(code))
    return _file(made, scope.as_of, "docx", WORD)


@dataclass(frozen=True)
class Neighbour:
    """Another month's brief."""

    month: Month
    address: str


def _scope(request: HttpRequest, year: int, month: int) -> Scope:
    """The plan of the address's year as of its month, perhaps at a moment; Outside where there is no such plan."""
    if not 1 <= month <= 12:
        raise Outside(Text(f"没有 {month} 月。", f"There is no month {month}."))
    if not 1900 <= year <= 2200:
        raise Outside(Text(f"没有 {year} 年度计划。", f"There is no {year} plan."))
    return scope_of(request, today=clock.today(), year=year, as_of=Month(year, month))


def _code(request: HttpRequest, scope: Scope) -> Text | None:
    """What reopens the page that the file was made from."""
    path = reverse("brief", args=[scope.year, scope.as_of.number])
    printed = code_for(request, scope, now=clock.now(), path=path)
    return None if printed is None else printed_line(printed)


def _brief(scope: Scope) -> Brief:
    return build(facts_of(year_state(scope)))


def _neighbour(scope: Scope, step: int, query: str) -> Neighbour | None:
    """Within the plan's year: another year may have no plan."""
    month = scope.as_of.plus(step)
    if month.year != scope.year:
        return None
    return Neighbour(month, reverse("brief", args=[month.year, month.number]) + query)


def _file(content: bytes, month: Month, ending: str, kind: str) -> HttpResponse:
    name = f"daqing-1369-brief-{month}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _language() -> str:
    return get_language() or "zh-hans"


def _say(text: Text) -> str:
    return text.in_language(_language())
