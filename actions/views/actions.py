"""The nine key actions in one list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from actions.queries import actions_of
from actions.strips import ruler
from daqing1369 import clock
from daqing1369.rendering import page
from targets.views.scope import scope_context, scope_of


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """All actions as of a month."""
    scope = scope_of(request, today=clock.today())
    found = actions_of(scope)
    context = {"actions": found.actions, "on": found.on, "ruler": ruler(scope.year, found.on)}
    context |= scope_context(scope, request)
    return page(request, "actions/actions.html", context, parts=("actions",))
