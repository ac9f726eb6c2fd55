"""What changed of one goal, and why its light did."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import page
from daqing1369.snapshots import seen_at
from targets.periods import Month
from targets.queries.asked import read_at
from targets.queries.changes import replay, tell
from targets.queries.goal import find_named
from targets.queries.plan import Outside, Scope
from targets.texts import Text
from targets.views.scope import SCOPE, query_of, scope_context, scope_of


@dataclass(frozen=True)
class Window:
    """From when to when changes are asked for. ``is_default``: nothing was asked for."""

    since: datetime
    until: datetime
    is_default: bool


@require_safe
def goal_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """The goal's changes since the beginning of the plan's year, or within ``?since=&until=``, newest first."""
    scope = scope_of(request, today=clock.today())
    asked = window(request, scope, since=year_began(scope))
    indicator = find_named(scope, slug)
    found = replay(scope, since=asked.since, until=asked.until, slug=slug)
    told = [tell(change) for change in reversed(found.changes)]
    context = shown(request) | {
        "indicator": indicator,
        "window": asked,
        "told": [one for one in told if one.changes_lamp or not is_short(request)],
        "lights": [one for one in told if one.changes_lamp],
        "is_whole": found.is_whole,
    }
    return page(request, "targets/goal_changes.html", context | scope_context(scope, request), parts=("changes",))


def is_short(request: HttpRequest) -> bool:
    """Whether only changed lights are asked for."""
    return request.GET.get("show") == "lights"


def shown(request: HttpRequest) -> dict[str, object]:
    """How much is shown, and the links to more and to less."""
    kept = query_of(request, *SCOPE, "since", "until")
    return {
        "only_lights": is_short(request),
        "all_query": kept,
        "lights_query": f"{kept}{'&' if kept else '?'}show=lights",
    }


def window(request: HttpRequest, scope: Scope, *, since: datetime) -> Window:
    """``?since=`` and ``?until=``, a day meaning its end; by default from ``since`` to the scope's moment or now.

    Raises Outside: 422 for what cannot be read or is the wrong way round, 404 for what is still to come.
    """
    now = clock.now()
    asked_since, asked_until = request.GET.get("since"), request.GET.get("until")
    last = seen_at(scope, request, now)
    until = min(read_at(asked_until, now), last) if asked_until else last
    begin = read_at(asked_since, now) if asked_since else min(since, until)
    if begin > until:
        sentence = Text("起始时间晚于截止时间。", "The beginning lies after the end.")
        raise Outside(sentence, status=422)
    return Window(begin, until, is_default=not (asked_since or asked_until))


def year_began(scope: Scope) -> datetime:
    """The last moment before the plan's year."""
    return _before(Month(scope.year, 1))


def month_began(scope: Scope) -> datetime:
    """The last moment before the scope's month of today."""
    return _before(Month.of(scope.today))


def _before(month: Month) -> datetime:
    midnight = datetime.combine(month.first_on, datetime.min.time())
    return timezone.make_aware(midnight) - timedelta(microseconds=1)
