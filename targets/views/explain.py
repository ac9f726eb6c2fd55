"""One number explained, for whoever must be able to check it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import page
from daqing1369.snapshots import seen_at
from targets.cards import marks
from targets.evaluation.explain import steps
from targets.queries.explain import explanation_of
from targets.queries.measured_year import measured_year
from targets.queries.state import find_state
from targets.views.scope import scope_context, scope_of


@require_safe
def explain(request: HttpRequest, slug: str) -> HttpResponse:
    """Rule, figures, arithmetic and record of the goal's value as of a month."""
    scope = scope_of(request, today=clock.today())
    state = find_state(scope, slug)
    context = {
        "goal": state.goal,
        "evaluation": state.evaluation,
        "areas": state.areas,
        "has_targets": any(area.target is not None for area in state.areas),
        "explanation": explanation_of(state, scope),
        "measured": measured_year(state.record, scope),
        "steps": steps(state.evaluation),
        "marks": marks(state.evaluation),
        "seen_at": seen_at(scope, request, clock.now()),
    }
    return page(request, "targets/explain.html", context | scope_context(scope, request), parts=("explanation",))
