"""What one owes: figures due, late and returned, each with a link to its cell, and what waits for one's review."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daqing1369 import clock
from daqing1369.rendering import Request
from targets.queries.access import access_of
from targets.queries.duties import duties_of


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """The whole list of whoever asks."""
    user, today = cast(Request, request).user, clock.today()
    context = {"duties": duties_of(user.pk, today), "deputy_of": access_of(user, today).deputy_of}
    return render(request, "targets/duties_page.html", context)
