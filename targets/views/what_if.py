"""What if the months left went so: nothing is stored, the address carries what is assumed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import page
from targets.charts.assumed import LABEL, assumed_series
from targets.charts.year import draw
from targets.entry.assumed import Assumption, assume, label_of
from targets.evaluation.sentences_what_if import WOULD_BE, budget_text, open_sentence, required_text, verdict_sentence
from targets.queries.state import find_state
from targets.views.scope import SCOPE, query_of, scope_context, scope_of


@require_safe
def what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """The goal as it stands beside what it would be; 422 where a field cannot be read, while the others count."""
    scope = scope_of(request, today=clock.today())
    state = find_state(scope, slug)
    assumption = assume(
        state.evaluation,
        state.record.figures,
        request.GET,
        whole=state.goal.indicator.whole_numbers,
        common=state.record.common,
    )
    context = scope_context(scope, request) | _context(assumption) | {"goal": state.goal}
    context["presets"] = [
        {"kind": choice.kind, "is_chosen": choice.is_chosen, "query": _query(request, dict(choice.texts))}
        for choice in assumption.choices
    ]
    context["clear"] = _query(request, {})
    parts = ("assumption", "outcome")
    return page(request, "targets/what_if.html", context, parts=parts, status=422 if assumption.has_problems else 200)


def _context(assumption: Assumption) -> dict[str, Any]:
    found = assumption.outcome
    evaluations = (found.present, found.assumed) if assumption.is_made else (found.present,)
    first = assumption.asked[0].field if assumption.asked else None
    return {
        "assumption": assumption,
        "evaluation": found.present,
        "then": found.assumed,
        "label": label_of(found.present.rule, first) if first else None,
        "verdict": verdict_sentence(found),
        "would_be": WOULD_BE[found.assumed.status],
        "open": open_sentence(found),
        "budgets": [budget_text(one) for one in evaluations],
        "required": [required_text(one) for one in evaluations],
        "picture_label": LABEL,
        "picture": draw(assumed_series(found.assumed)),
    }


def _query(request: HttpRequest, texts: dict[str, str]) -> str:
    """The page's query with these texts in the fields."""
    query = query_of(request, *SCOPE)
    return "&".join(part for part in (query or "?", urlencode(texts)) if part).replace("?&", "?")
