"""What changed since a moment: figures, corrections, targets, rules, tasks, each with its effect on its light."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from actions.changes import replay_actions
from actions.changes import tell as tell_action
from daqing1369 import clock
from daqing1369.rendering import page
from targets.queries.changes import lamp_changes, replay, tell
from targets.views.changes import is_short, month_began, shown, window
from targets.views.scope import scope_context, scope_of

MOST = 200


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The plan's changes since the beginning of the month, or within ``?since=&until=``, newest first."""
    scope = scope_of(request, today=clock.today())
    asked = window(request, scope, since=month_began(scope))
    goals = replay(scope, since=asked.since, until=asked.until)
    acted = replay_actions(scope, since=asked.since, until=asked.until)
    in_order = [*map(tell, goals.changes), *map(tell_action, acted.changes)]
    told = sorted(in_order, key=lambda one: one.at, reverse=True)
    listed = [one for one in told if one.changes_lamp or not is_short(request)]
    context = shown(request) | {
        "window": asked,
        "told": listed[:MOST],
        "lights": lamp_changes(in_order),
        "is_whole": goals.is_whole and acted.is_whole and len(listed) <= MOST,
    }
    return page(request, "changes.html", context | scope_context(scope, request), parts=("changes",))
