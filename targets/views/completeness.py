"""How complete the year's figures are: the strip that other pages carry, and the page with every gap."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import Request, actor, page
from targets.evaluation.coverage import Gap
from targets.queries.access import access_of
from targets.queries.coverage import Wanted, find_coverage
from targets.queries.plan import Outside, read_month
from targets.texts import Text
from targets.views.scope import query_of, scope_context, scope_of

GAP_NAMES = {
    Gap.EXPECTED: _("Expected"),
    Gap.MISSING: _("Not entered"),
    Gap.LATE: _("Not on time"),
    Gap.UNAPPROVED: _("Not approved"),
}


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """The year by month, goal and unit, and the gaps of ``?show=`` within ``?month=&goal=&unit=``."""
    scope = scope_of(request, today=clock.today())
    asked = {name: request.GET.get(name, "") for name in ("goal", "unit", "month", "show")}
    month = read_month(asked["month"]) if asked["month"] else None
    gap = _gap(asked["show"])
    found = find_coverage(scope, wanted=Wanted(asked["goal"], asked["unit"], month), gap=gap)
    context: dict[str, Any] = {"coverage": found, "strip": found.strip, "gap": gap, "gaps": GAP_NAMES, "asked": asked}
    context["moment_query"] = query_of(request, "as_of", "at", "recorded", "code").replace("?", "&", 1)
    if cast(Request, request).htmx.target == "completeness":
        return render(request, "targets/completeness.html", context)
    context["year_text"] = str(scope.year)
    context["may_enter"] = bool(access_of(actor(request), scope.today).enters)
    return page(request, "targets/completeness_page.html", context | scope_context(scope, request))


def _gap(text: str) -> Gap:
    try:
        return Gap(text or Gap.MISSING)
    except ValueError:
        raise Outside(Text("没有这种缺口。", "There is no such kind of gap.")) from None
