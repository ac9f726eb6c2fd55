"""One action: its tasks and commitments, what staff report of them, and who changed what."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reswap, retarget

from actions import forms
from actions.deadlines import ReportedState, offered_day
from actions.history import history_of
from actions.models import TaskState
from actions.queries import counts_seen, find_action, find_commitment, find_task, report_to_edit
from actions.sentences import STATE_WORDS, saved_count_text, saved_report_text
from actions.services.attachments import FIELD, MOST_FILES, FileRefused, count_with_files, report_with_files
from actions.services.progress import Refused, StaleVersion
from daqing1369 import clock
from daqing1369.rendering import Request, actor, page
from daqing1369.uploads import is_too_large
from targets.queries.plan import Outside, Scope
from targets.source_files import EXTENSIONS
from targets.templatetags.plan import say
from targets.texts import Text
from targets.views.scope import scope_context, scope_of

PERMISSION = "actions.report_progress"


@require_safe
def action(request: HttpRequest, number: int) -> HttpResponse:
    """The action as of a month; ``?edit=`` names the row whose form is open."""
    scope = scope_of(request, today=clock.today())
    asked = request.GET.get("edit", "") if _may_report(request, scope) else ""
    return answer(request, scope, number, _opened(scope, number, asked))


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def report(request: HttpRequest, number: int, task: int) -> HttpResponse:
    """Record how far a task has come."""
    scope = scope_to_report(request)
    chosen = find_task(scope, number, task)
    anchor = f"task-{task}"
    if request.method == "GET":
        return _to_form(request, scope, number, anchor)
    typed = forms.typed(request.POST, forms.REPORT_FIELDS)
    try:
        kept = report_with_files(
            uploads=_uploads(request), task=chosen, by=actor(request), now=clock.now(), **forms.read_report(typed)
        )
    except (forms.Unreadable, Refused) as refusal:
        return _refused(request, scope, number, anchor, typed, refusal)
    sentence = saved_report_text(task, kept.progress, ReportedState(kept.state), kept.reported_on)
    return saved(request, scope, number, anchor, say(sentence))


@require_http_methods(["GET", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def count(request: HttpRequest, number: int, commitment: str) -> HttpResponse:
    """Count a commitment up, or take a miscount back."""
    scope = scope_to_report(request)
    chosen = find_commitment(scope, number, commitment)
    anchor = f"promise-{commitment}"
    if request.method == "GET":
        return _to_form(request, scope, number, anchor)
    typed = forms.typed(request.POST, forms.COUNT_FIELDS)
    try:
        kept = count_with_files(
            uploads=_uploads(request), commitment=chosen, by=actor(request), now=clock.now(), **forms.read_count(typed)
        )
    except (forms.Unreadable, Refused) as refusal:
        return _refused(request, scope, number, anchor, typed, refusal)
    sentence = saved_count_text(chosen.title, kept.amount, chosen.unit, kept.counted_on)
    return saved(request, scope, number, anchor, say(sentence))


def scope_to_report(request: HttpRequest) -> Scope:
    """The scope of what is written. Raises PermissionDenied for an earlier moment: nothing is reported into it."""
    scope = scope_of(request, today=clock.today())
    if scope.moment is not None:
        raise PermissionDenied
    return scope


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


def answer(
    request: HttpRequest, scope: Scope, number: int, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    """The page, or the one row or part that htmx asked for."""
    context = _context(request, scope, number, form)
    row = context["found"].row(cast(Request, request).htmx.target)
    if row is not None:
        return render(request, "actions/row.html", context | {"row": row}, status=status)
    return page(request, "actions/action.html", context, parts=("action", "action-notes"), status=status)


def _context(request: HttpRequest, scope: Scope, number: int, form: forms.Form | None) -> dict[str, Any]:
    found = find_action(scope, number)
    of = request.GET.get("notes_of", "")
    if of and found.row(of) is None:
        raise Outside(Text("这项行动没有这一任务或承诺。", "The action has no such task or commitment."))
    whole = {name: request.GET.get(name) == "all" for name in ("history", "notes")}
    return scope_context(scope, request) | {
        "found": found,
        "action": found.action,
        "form": form,
        "states": [(state.value, STATE_WORDS[ReportedState(state)]) for state in TaskState],
        "may_report": _may_report(request, scope),
        "history": history_of(found.action.pk, up_to=scope.seen_until, whole=whole["history"], moment=scope.moment),
        "notes": found.notes(of, whole=whole["notes"]),
        "notes_of": of,
        "kinds": EXTENSIONS,
        "largest": settings.MAX_ATTACHMENT_MB,
        "most_files": MOST_FILES,
    }


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
    had_files = bool(request.FILES) or is_too_large(request)
    return answer(request, scope, number, forms.Form(anchor, typed, errors, had_files), status=status)


def saved(request: HttpRequest, scope: Scope, number: int, anchor: str, sentence: str) -> HttpResponse:
    """Back to the row; for htmx the page's whole content, as group, strip, notes and record have changed with it."""
    messages.success(request, sentence)
    if cast(Request, request).htmx:
        context = _context(request, scope, number, None) | {"is_part": True, "is_saved": True}
        answered = render(request, "actions/action.html#action", context)
        return retarget(reswap(answered, "outerHTML"), "#action")
    kept = scope_context(scope, request)["scope_query"]
    return redirect(f"{reverse('action', args=[number])}{kept}#{anchor}")


def _uploads(request: HttpRequest) -> list[Any]:
    """The files that came with the form. Raises FileRefused where they were too large to be read."""
    if is_too_large(request):
        most = settings.MAX_UPLOAD_MB
        raise FileRefused(
            FIELD,
            Text(f"文件合计超过 {most} MB，未接收。", f"The files are larger than {most} MB together; none was taken."),
        )
    return request.FILES.getlist(FIELD)


def _to_form(request: HttpRequest, scope: Scope, number: int, anchor: str) -> HttpResponse:
    """Whoever comes to the form's address by a link, after a login or from another language: the open form."""
    query = request.GET.copy()
    query["edit"] = anchor
    return redirect(f"{reverse('action', args=[number])}?{query.urlencode()}#{anchor}")
