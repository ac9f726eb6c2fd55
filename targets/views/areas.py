"""Where a goal stands: its areas."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.csp import plotly_styles
from daqing1369.rendering import page
from targets.charts.areas import areas_figure, heat_figure
from targets.charts.year import picture_title
from targets.queries.areas import AreasPage, find_areas
from targets.texts import Text
from targets.views.scope import scope_context, scope_of


@require_safe
@plotly_styles
def areas(request: HttpRequest, slug: str) -> HttpResponse:
    """The goal's areas by rank, on a tile map and by month, with the figures behind them."""
    scope = scope_of(request, today=clock.today())
    found = find_areas(scope, slug)
    context = {
        "goal": found.goal,
        "evaluation": found.evaluation,
        "found": found,
        "has_targets": any(place.area.target is not None for place in found.places),
        "has_values": any(place.rank is not None for place in found.places),
    }
    context |= _charts(found, scope.plan.area.name)
    return page(request, "targets/areas.html", context | scope_context(scope, request), parts=("areas",))


def _charts(found: AreasPage, city: Text) -> dict[str, object]:
    evaluation, language = found.evaluation, get_language() or "zh-hans"
    rule, title = evaluation.rule, picture_title(evaluation)
    stem = f"{rule.indicator.slug}-{evaluation.as_of}"
    return {
        "bars": areas_figure(
            found.places, (city, evaluation.value), rule, language=language, title=title, name=f"{stem}-areas"
        ),
        "heat_picture": heat_figure(found.heat, rule, language=language, title=title, name=f"{stem}-area-months"),
    }
