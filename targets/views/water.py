"""Surface water: an area's sections in a month, and one section."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import page
from targets.periods import Month, months_of
from targets.queries.access import BACKGROUND, ICE
from targets.queries.plan import Outside, Scope, read_month
from targets.queries.section import find_section
from targets.queries.water import WaterPage, check_month, find_sections
from targets.sheets.chart_data import csv_text
from targets.sheets.water_data import sections_table
from targets.standards.surface_water_table import EVALUATED
from targets.texts import Text
from targets.views.forms import BLANK, Form
from targets.views.scope import query_of, readings_until, scope_of

_KEPT = ("area", "month", "as_of", "show")
_YEARS = range(1950, 2200)


@require_safe
def water(request: HttpRequest) -> HttpResponse:
    """The area's assessed sections, or with ``?show=others`` a page of all others on record."""
    scope = scope_of(request, today=clock.today())
    found = _sections(request, scope)
    context = {"found": found, "all_query": query_of(request, *_KEPT), **_frame(request, scope, found.month)}
    return page(request, "targets/water.html", context, parts=("water",))


@require_safe
def water_csv(request: HttpRequest) -> HttpResponse:
    """The table of the page as CSV."""
    found = _sections(request, scope_of(request, today=clock.today()))
    text = csv_text(sections_table(found.rows, found.month), get_language() or "zh-hans")
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"water-{found.month}-others-{found.page}" if found.is_of_others else f"water-{found.month}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_safe
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """A section's year: its items, its classes, the samples of the month."""
    return section_page(request, pk)


def section_page(request: HttpRequest, pk: int, form: Form = BLANK) -> HttpResponse:
    """The section's page; ``form``: what was typed on it and refused."""
    scope = scope_of(request, today=clock.today())
    month = month_of(request, scope)
    found = find_section(pk, scope.plan.area, month, readings_until(request, scope))
    rights = {"may_freeze": request.user.has_perms(ICE), "may_deduct": request.user.has_perms(BACKGROUND)}
    context = {"found": found, "form": form, "item_choices": EVALUATED, **rights, **_frame(request, scope, month)}
    return page(request, "targets/section.html", context, parts=("section",), status=form.status)


def month_of(request: HttpRequest, scope: Scope) -> Month:
    """The month of ``?month=``, else the one that the board is seen from; Outside for what is none or not yet seen."""
    asked = request.GET.get("month")
    month = read_month(asked) if asked else scope.as_of
    if month.year not in _YEARS:
        raise Outside(Text(f"{month} 没有监测数据。", f"There are no measurements of {month}."))
    check_month(month, readings_until(request, scope))
    return month


def _sections(request: HttpRequest, scope: Scope) -> WaterPage:
    return find_sections(
        scope.plan.area,
        month_of(request, scope),
        until=readings_until(request, scope),
        others=_of_others(request),
        page=_page_number(request),
    )


def _of_others(request: HttpRequest) -> bool:
    asked = request.GET.get("show") or "assessed"
    if asked not in ("assessed", "others"):
        raise Outside(
            Text("只能显示 assessed（参评断面）或 others（其他断面）。", "Show either assessed or others."), status=422
        )
    return asked == "others"


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page") or "1"
    if not (asked.isascii() and asked.isdigit() and len(asked) < 7):
        raise Outside(Text("页码无法识别，请写成 2 的形式。", "That is not a page; write it like 2."), status=422)
    return int(asked)


def _frame(request: HttpRequest, scope: Scope, month: Month) -> dict[str, object]:
    """``is_past``: the address asks for a moment of the record, which measurements do not follow."""
    return {
        "plan": scope.plan,
        "month": month,
        "choices": months_of(month.year),
        "last_seen": Month.of(readings_until(request, scope)),
        "year_before": month.plus(-12),
        "year_after": month.plus(12),
        "area_query": query_of(request, "area", "as_of"),
        "month_query": query_of(request, "area", "month", "as_of"),
        "scope_query": query_of(request, "area"),
        "is_past": scope.moment is not None,
    }
