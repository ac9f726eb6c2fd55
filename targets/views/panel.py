"""The side panel of one entry row; asked for without htmx it is a page."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import actor, page
from targets.charts.panel import draw
from targets.queries.access import access_of
from targets.queries.panel import Panel, find_panel, series
from targets.queries.plan import read_month
from targets.services.sources import MOST_SOURCES
from targets.source_files import EXTENSIONS
from targets.views.entry import area_asked


@require_safe
def panel(request: HttpRequest, year: int, key: str, month: int | None = None) -> HttpResponse:
    """Two years of the figure, its like in earlier years, its record, its rule: for editors and reviewers."""
    access = access_of(actor(request), clock.today())
    if not access.enters and not access.reviews:
        raise PermissionDenied
    found = find_panel(
        area_code=area_asked(request),
        year=year,
        month=None if month is None else read_month(f"{year:04d}-{month:02d}"),
        key=key,
        today=clock.today(),
        access=access,
        user=actor(request).pk,
    )
    return page(request, "targets/panel.html", _context(request, found, year, month), parts=("panel",))


def _context(request: HttpRequest, found: Panel, year: int, month: int | None) -> dict[str, Any]:
    goal = found.record.goal
    return {
        "panel": found,
        "plan": found.sheet.scope.plan,
        "picture": draw(series(found.points), found.month, Fraction(goal.target)),
        "address": reverse("entry", args=[year, month]) if month else reverse("entry-year", args=[year]),
        "query": f"?area={area_asked(request)}" if request.GET.get("area") else "",
        # What the list of sources takes.
        "place": found.place,
        "sources": found.sources,
        "most": MOST_SOURCES,
        "largest": settings.MAX_ATTACHMENT_MB,
        "extensions": EXTENSIONS,
        "error": None,
        "said": "",
        "typed": {},
    }
