"""One goal across the years."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.csp import plotly_styles
from daqing1369.rendering import page
from targets.charts.plotly import year_figure
from targets.charts.year import draw, picture_title
from targets.charts.years import Shown, usual, years_series
from targets.evaluation.model import IndicatorRule
from targets.queries.plan import Outside
from targets.queries.years import YearsPage, find_years
from targets.texts import Text
from targets.views.scope import SCOPE, query_of, scope_context, scope_of


@require_safe
@plotly_styles
def years(request: HttpRequest, slug: str) -> HttpResponse:
    """The goal's final values by year, and the same months of up to five years."""
    scope = scope_of(request, today=clock.today())
    found = find_years(scope, slug)
    shown = shown_of(request, found.now.rule.indicator)
    context = {
        "goal": found.goal,
        "evaluation": found.now,
        "years": found.years,
        "counts_days": found.now.rule.indicator.counts_days,
        "shown": shown,
        "to_date": shown is Shown.TO_DATE,
        "csv_query": query_of(request, *SCOPE, "show"),
    }
    context |= _chart(found, shown)
    return page(request, "targets/years.html", context | scope_context(scope, request), parts=("years",))


def shown_of(request: HttpRequest, indicator: IndicatorRule) -> Shown:
    """What ``?show=`` asks for; Outside with status 422 for what is neither."""
    asked = request.GET.get("show")
    if not asked:
        return usual(indicator)
    try:
        return Shown(asked)
    except ValueError:
        raise Outside(
            Text("只能显示 month（当月）或 to-date（累计）。", "Show either month or to-date."), status=422
        ) from None


def _chart(found: YearsPage, shown: Shown) -> dict[str, object]:
    evaluation = found.now
    indicator = evaluation.rule.indicator
    numbers, series = years_series([year.evaluation for year in found.years], shown)
    figure = year_figure(
        series,
        year=evaluation.rule.year,
        unit=indicator.unit,
        decimals=indicator.detail_decimals,
        language=get_language() or "zh-hans",
        title=picture_title(evaluation),
        name=f"{indicator.slug}-{evaluation.as_of}-years-{shown}",
        numbers=numbers,
    )
    columns = [one.values for one in series]
    return {
        "figure": figure,
        "picture": draw(series, numbers),
        "series": series,
        "rows": list(zip(numbers, zip(*columns, strict=True), strict=True)),
        "caption": Text("各年同月对比", "the same months of each year"),
    }
