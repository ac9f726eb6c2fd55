"""One goal: where it stands, how that is known, and who changed what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.csp import plotly_styles
from daqing1369.kept_pages import kept_page
from daqing1369.rendering import page
from daqing1369.snapshots import seen_at
from targets.cards import card
from targets.charts.fan import fan_of
from targets.charts.plotly import year_figure
from targets.charts.year import draw, picture_title, series_of
from targets.evaluation.model import GoalEvaluation
from targets.evaluation.sentences_forecast import told
from targets.queries.changes import why_changed
from targets.queries.confirmations import final_of, is_over
from targets.queries.goal import find_goal
from targets.queries.history import changes_of
from targets.views.scope import scope_context, scope_of


@require_safe
@plotly_styles
@kept_page
def goal(request: HttpRequest, slug: str) -> HttpResponse:
    """The goal's page as of a month."""
    scope = scope_of(request, today=clock.today())
    state = find_goal(scope, slug)
    context = {
        "goal": state.goal,
        "evaluation": state.evaluation,
        "detail": card(state.evaluation, state.goal.indicator.name, state.beside),
        "areas": state.areas,
        "has_targets": any(area.target is not None for area in state.areas),
        "years": state.years,
        "outcomes": state.outcomes,
        "notes": state.notes,
        "measured": state.measured,
        "changes": changes_of(state.goal, scope.as_of, scope.moment),
        "why": why_changed(scope, slug, seen_at(scope, request, clock.now())),
        "final": final_of(state.goal, scope),
        "year_is_over": is_over(scope.year, scope.seen_until),
    }
    context |= _chart(state.evaluation) | {"outlook": told(state.evaluation, state.track_record)}
    return page(request, "targets/goal.html", context | scope_context(scope, request), parts=("goal",))


def _chart(evaluation: GoalEvaluation) -> dict[str, Any]:
    """The same series twice: drawn by the server, and for plotly.js."""
    series, fan = series_of(evaluation), fan_of(evaluation)
    indicator = evaluation.rule.indicator
    language = get_language() or "zh-hans"
    figure = year_figure(
        series,
        year=evaluation.rule.year,
        unit=indicator.unit,
        decimals=indicator.detail_decimals,
        language=language,
        title=picture_title(evaluation),
        name=f"{indicator.slug}-{evaluation.as_of}-months",
        fan=fan,
    )
    return {"picture": draw(series, fan=fan), "figure": figure, "has_pace": any(one.role == "pace" for one in series)}
