"""What a reader sees when something failed. Nothing here asks the database, which may be what failed."""

import sys

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from daqing1369.logs import number_of

RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with "try again" where the database is away or too busy; 500 for every other failure."""
    if is_away(sys.exc_info()[1]):
        answer = _answer(request, "503.html", _("The database is busy or does not answer. Try again in a moment."), 503)
        answer["Retry-After"] = str(RETRY_SECONDS)
    else:
        answer = _answer(request, "500.html", _("Something went wrong. What was saved is safe."), 500)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def is_away(error: BaseException | None) -> bool:
    """Whether the failure, or what it came from, is the database's: away, out of connections, locked, out of time."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _answer(request: HttpRequest, template: str, sentence: str, status: int) -> HttpResponse:
    number = number_of(request)
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": sentence, "request": number}, status=status)
    if request.headers.get("HX-Request"):
        # The page stays as it is, with what was typed, and says that the server did not answer.
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    context = {"number": number, "again": again, "style": _stylesheet()}
    return HttpResponse(render_to_string(template, context), status=status)


def _stylesheet() -> str:
    """Where the style is; empty where the static files were never collected: the page must come nevertheless."""
    try:
        return staticfiles_storage.url("app.css")
    except ValueError:
        return ""
