"""The files beside an action's notes: read by everyone who sees the action, taken away by whoever may report."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions.queries import find_file
from actions.services.attachments import NoSuchFile, ReasonMissing, take_away
from actions.views.action import PERMISSION, saved, scope_to_report
from daqing1369 import clock
from daqing1369.rendering import actor
from targets.queries.sources import file_of
from targets.views.downloads import kept_file
from targets.views.scope import scope_context, scope_of


@require_safe
def note_file(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """The file, to be kept and not to be shown by the browser."""
    found = find_file(scope_of(request, today=clock.today()), number, pk)
    return kept_file(file_of(found.path), title=found.title, media_type=found.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def take_file_away(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """The page that asks for the reason; a posted one takes the file away."""
    scope = scope_to_report(request)
    context = {"file": find_file(scope, number, pk), "number": number} | scope_context(scope, request)
    if request.method != "POST":
        return render(request, "actions/take_away.html", context)
    reason = request.POST.get("reason", "")
    try:
        gone = take_away(attachment_id=pk, reason=reason, by=actor(request), now=clock.now())
    except ReasonMissing as refusal:
        context |= {"error": refusal.sentence, "reason": reason}
        return render(request, "actions/take_away.html", context, status=422)
    except NoSuchFile:
        raise Http404("no such file") from None
    sentence = _("%(title)s was taken away; it stays on record.") % {"title": gone.title}
    return saved(request, scope, number, "action-notes", sentence)
