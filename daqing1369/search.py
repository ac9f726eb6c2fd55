"""The header's search field: words lead to the parts of the plan, a printed code to the page as it was printed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.codes import Mistyped, read_code
from daqing1369.finding import find
from daqing1369.rendering import page
from daqing1369.snapshots import find_snapshot
from daqing1369.year import year_state
from targets.views.scope import query_of, scope_context, scope_of

LONGEST = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words of ``?q=`` lead to; an exact code opens its page at once."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    remark = ""
    try:
        code = read_code(asked)
    except Mistyped as mistyped:
        code, remark = None, _typing_error(str(mistyped)) if _is_meant_as_code(asked) else ""
    snapshot = find_snapshot(code) if code else None
    if snapshot is not None:
        return redirect(snapshot.state_address)
    if code and _is_meant_as_code(asked):
        remark = _("There is no page of this code on record. Codes are kept as long as the record itself.")
    year = year_state(scope_of(request, today=clock.today()))
    context = scope_context(year.scope, request) | {
        "q": asked,
        "remark": remark,
        "groups": find(year, asked),
        "present_query": query_of(request, "area", "year", "as_of", "q"),
        "printed": None,  # what was sought is nothing to be opened again
    }
    return page(request, "search.html", context)


def _is_meant_as_code(typed: str) -> bool:
    """A word of eight letters may look like a code; a digit or the hyphen tells that one is meant."""
    return "-" in typed or any(character.isdigit() for character in typed)


def _typing_error(code: str) -> str:
    return _("%(code)s is not a code: a character was mistyped or two changed places. Compare it with the paper.") % {
        "code": code
    }
