"""One action: its tasks and commitments, what staff report of them, and who changed what."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions import forms
from actions.deadlines import ReportedState, offered_day
from actions.history import history_of
from actions.models import TaskState
from actions.queries import counts_seen, find_action, find_commitment, find_task, report_to_edit
from actions.sentences import STATE_WORDS, saved_count_text, saved_report_text
from actions.services.progress import Refused, StaleVersion, count_commitment, report_task
from daqing1369 import clock
from daqing1369.rendering import Request, actor, page
from targets.queries.plan import Scope
from targets.templatetags.plan import say
from targets.texts import Text
from targets.views.scope import scope_context, scope_of

PERMISSION = "actions.report_progress"


@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    """The action as of a month; ``?edit=`` names the row whose form is open."""
    scope = scope_of(request, today=clock.today())
    asked = request.GET.get("edit", "") if _may_report(request, scope) else ""
    return _answer(request, scope, number, _opened(scope, number, asked))


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def report(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Record how far a task has come."""
    scope = scope_of(request, today=clock.today())
    chosen = find_task(scope, number, task)
    anchor = f"task-{task}"
    if request.method == "GET":
        return _to_form(request, scope, number, anchor)
    typed = forms.typed(request.POST, forms.REPORT_FIELDS)
    try:
        saved = report_task(task=chosen, by=actor(request), now=clock.now(), **forms.read_report(typed))
    except (forms.Unreadable, Refused) as refusal:
        return _refused(request, scope, number, anchor, typed, refusal)
    sentence = saved_report_text(task, saved.progress, ReportedState(saved.state), saved.reported_on)
    return _saved(request, scope, number, anchor, sentence)


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def count(request: HttpRequest, number: int, commitment: str) -> HttpResponse:
    """Count a commitment up, or take a miscount back."""
    scope = scope_of(request, today=clock.today())
    chosen = find_commitment(scope, number, commitment)
    anchor = f"promise-{commitment}"
    if request.method == "GET":
        return _to_form(request, scope, number, anchor)
    typed = forms.typed(request.POST, forms.COUNT_FIELDS)
    try:
        saved = count_commitment(commitment=chosen, by=actor(request), now=clock.now(), **forms.read_count(typed))
    except (forms.Unreadable, Refused) as refusal:
        return _refused(request, scope, number, anchor, typed, refusal)
    sentence = saved_count_text(chosen.title, saved.amount, chosen.unit, saved.counted_on)
    return _saved(request, scope, number, anchor, sentence)


def _may_report(request: HttpRequest, scope: Scope) -> bool:
    """Nothing is reported into an earlier moment."""
    return scope.moment is None and request.user.has_perm(PERMISSION)


def _opened(scope: Scope, number: int, anchor: str) -> forms.Form | None:
    """The form of a row with what is on record filled in; none where the anchor names no row."""
    kind, _, key = anchor.partition("-")
    day = offered_day(scope.year, scope.today)
    if kind == "task" and key.isascii() and key.isdigit() and len(key) < 6:
        return forms.report_form(anchor, report_to_edit(find_task(scope, number, int(key)), day))
    if kind == "promise" and key:
        return forms.count_form(anchor, day, counts_seen(find_commitment(scope, number, key)))
    return None


def _answer(
    request: HttpRequest, scope: Scope, number: int, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    """The page, or the one row that htmx asked for; after a save with everything else that it changed."""
    found = find_action(scope, number)
    whole = request.GET.get("history") == "all"
    context: dict[str, Any] = scope_context(scope, request) | {
        "found": found,
        "action": found.action,
        "form": form,
        "states": [(state.value, STATE_WORDS[ReportedState(state)]) for state in TaskState],
        "may_report": _may_report(request, scope),
        "history": history_of(found.action.pk, up_to=scope.seen_until, whole=whole, moment=scope.moment),
        "is_saved": request.method == "POST" and form is None,
    }
    row = found.row(cast(Request, request).htmx.target)
    if row is not None:
        return render(request, "actions/row.html", context | {"row": row}, status=status)
    return page(request, "actions/action.html", context, parts=("action",), status=status)


def _refused(
    request: HttpRequest,
    scope: Scope,
    number: int,
    anchor: str,
    typed: Mapping[str, str],
    refusal: forms.Unreadable | Refused,
) -> HttpResponse:
    """The form again, with everything that was typed and what is wrong with it."""
    errors = refusal.errors if isinstance(refusal, forms.Unreadable) else {refusal.field: refusal.sentence}
    status = 422
    if isinstance(refusal, StaleVersion):
        # What was typed now faces what stands: saving once more is a decision.
        typed = {**typed, "version": str(refusal.version), "seen_on": forms.same_day(typed)}
        status = 409
    return _answer(request, scope, number, forms.Form(anchor, typed, errors), status=status)


def _saved(request: HttpRequest, scope: Scope, number: int, anchor: str, sentence: Text) -> HttpResponse:
    messages.success(request, say(sentence))
    if cast(Request, request).htmx:
        return _answer(request, scope, number, None)
    kept = scope_context(scope, request)["scope_query"]
    return redirect(f"{reverse('action', args=[number])}{kept}#{anchor}")


def _to_form(request: HttpRequest, scope: Scope, number: int, anchor: str) -> HttpResponse:
    """Whoever comes to the form's address by a link, after a login or from another language: the open form."""
    query = request.GET.copy()
    query["edit"] = anchor
    return redirect(f"{reverse('action', args=[number])}?{query.urlencode()}#{anchor}")
