"""Every chart's numbers as CSV."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from targets.charts.years import years_series
from targets.queries.areas import find_areas
from targets.queries.raw import notes_by_month
from targets.queries.years import find_years
from targets.sheets.chart_data import Table, csv_text, heat_table, months_table, ranking_table
from targets.sheets.year_data import values_table, years_table
from targets.views.scope import scope_of
from targets.views.years import shown_of


@require_safe
def months(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a goal's year."""
    scope = scope_of(request, today=clock.today())
    found = find_areas(scope, slug)
    notes = notes_by_month(found.figures, scope.plan.area.code)
    return _csv(months_table(found.evaluation, notes), f"{slug}-{scope.as_of}-months")


@require_safe
def ranking(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a goal's areas."""
    scope = scope_of(request, today=clock.today())
    found = find_areas(scope, slug)
    return _csv(ranking_table(found.places, found.evaluation.rule), f"{slug}-{scope.as_of}-areas")


@require_safe
def heat(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a goal's areas by month."""
    scope = scope_of(request, today=clock.today())
    found = find_areas(scope, slug)
    notes = [(raw.code, str(raw.month), raw.note) for raw in found.figures]
    return _csv(heat_table(found.heat, found.evaluation.rule, notes), f"{slug}-{scope.as_of}-area-months")


@require_safe
def years(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of a goal's years."""
    scope = scope_of(request, today=clock.today())
    found = find_years(scope, slug)
    indicator = found.now.rule.indicator
    shown = shown_of(request, indicator)
    numbers, series = years_series([year.evaluation for year in found.years], shown)
    return _csv(years_table(numbers, series, indicator.unit), f"{slug}-{scope.as_of}-years-{shown}")


@require_safe
def year_values(request: HttpRequest, slug: str) -> HttpResponse:
    """A goal's years, a line each."""
    scope = scope_of(request, today=clock.today())
    found = find_years(scope, slug)
    lines = [(year.evaluation, year.has_plan) for year in found.years]
    return _csv(values_table(lines), f"{slug}-{scope.as_of}-year-values")


def _csv(table: Table, name: str) -> HttpResponse:
    answer = HttpResponse(csv_text(table, get_language() or "zh-hans"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
