"""A block pasted into an entry page: shown old → new, then saved or dropped."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from daqing1369 import clock
from daqing1369.rendering import actor, page
from targets.entry.pasted import PastedPage, pasted_page_of
from targets.entry.rows import row_of, summarise
from targets.entry.year import cell_of
from targets.queries.access import Access
from targets.queries.entry import Sheet
from targets.services.paste import Block, NoSuchCell, Pasted, apply, look_over
from targets.views.entry import context_of, find_page, for_editors, unsettled_beside


@for_editors
@require_POST
def paste(request: HttpRequest, access: Access, year: int, month: int | None = None) -> HttpResponse:
    """What the block would change; with ``apply``, what became of it, and the page's rows as they are now."""
    sheet = find_page(request, access, year, month)
    if not sheet.is_open:
        raise PermissionDenied
    block = Block.of(request.POST)
    try:
        if "apply" in request.POST:
            pasted = apply(sheet, block, by=actor(request), now=clock.now())
        else:
            pasted = look_over(sheet, block)
    except NoSuchCell:
        raise Http404("no such cell") from None
    shown = pasted_page_of(sheet, pasted)
    context = context_of(request, sheet) | {"pasted": shown} | _after(request, sheet, pasted)
    return page(request, "targets/paste.html", context, parts=("paste",), status=_status(shown))


def _status(shown: PastedPage) -> int:
    """200; 422 for a block that is refused, or of which something was not saved."""
    is_left = shown.is_applied and shown.saved + shown.unchanged < shown.total
    return 422 if shown.refusal is not None or is_left else 200


def _after(request: HttpRequest, sheet: Sheet, pasted: Pasted) -> dict[str, Any]:
    """Of a block that was saved: the rows that it met, as the page has them now, and the line that counts all."""
    if not pasted.is_applied:
        return {}
    rows = [row_of(attempt) for attempt in pasted.everything if attempt.record.key in pasted.laid.texts]
    return {
        "rows": [(row, None if sheet.month else cell_of(row)) for row in rows],
        "summary": summarise(pasted.everything, unsettled=unsettled_beside(request, pasted.laid.texts)),
    }
