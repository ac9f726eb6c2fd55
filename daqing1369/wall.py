"""The wall display: the year in turn on a big screen, for whoever is signed in or comes with a wall's key."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.keys import find_key, opened_by
from daqing1369.models import Purpose
from daqing1369.rendering import page
from daqing1369.slides import slides
from daqing1369.snapshots import newest_change, seen_at
from daqing1369.year import year_state
from targets.periods import percent_elapsed
from targets.queries.plan import Outside
from targets.texts import Text
from targets.views.scope import SCOPE, query_of, scope_of

SECONDS = 15  # that a slide is shown, unless ``?seconds=`` says otherwise
SHORTEST, LONGEST = 5, 300


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in; ends with the session."""
    return _wall(request)


@opened_by(Purpose.WALL)
@require_safe
def wall_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """For a screen without a person: open until an administrator revokes the key."""
    if find_key(Purpose.WALL, key) is None:
        raise Http404
    return _wall(request)


def _wall(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    scope = scope_of(request, today=timezone.localtime(now).date())
    seen, year = seen_at(scope, request, now), year_state(scope)
    listed = slides(year)
    shown = _number(request, "slide", 1, 1, len(listed))
    context: dict[str, Any] = {
        "plan": year.scope.plan,
        "as_of": year.scope.as_of,
        "elapsed": percent_elapsed(year.scope.as_of, year.scope.today),
        "nodes": year.nodes,
        "outcomes": year.outcomes,
        "complete": year.complete,
        "changed_at": newest_change(scope, seen),
        "now": now,
        "moment": None if scope.moment is None else seen,
        "is_held": settings.CLOCK is not None,
        "slides": listed,
        "shown": shown,
        "following": shown % len(listed) + 1,
        "seconds": _number(request, "seconds", SECONDS, SHORTEST, LONGEST),
        "query": query_of(request, *SCOPE, "seconds"),
        "assets": " ".join(static(name) for name in ("app.css", "board.css", "wall.css", "wall.js")),
    }
    return page(request, "wall.html", context, parts=("wall",))


def _number(request: HttpRequest, name: str, default: int, least: int, most: int) -> int:
    """A whole number of the address, brought into its bounds; Outside for what is no number."""
    text = request.GET.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Outside(Text(f"{name} 应为整数。", f"{name} must be a whole number."), status=422)
    return min(max(int(text), least), most)
