"""What first requests build, built before the server's workers are forked: they share it, and nobody waits for it.

That is addresses, texts, templates, the year's evaluation, and what the interpreter notes in code that it has run.
"""

import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.translation import override
from django_htmx.middleware import HtmxDetails

from daqing1369 import clock
from targets.queries.plan import find_scope, goals_of

_TIMES = 10  # CPython 3.11 fits code to its use after eight calls
logger = logging.getLogger(__name__)


def answer_login() -> list[str]:
    """Answer the login page, which asks for nobody's rights and no database; how, in both languages in turn.

    Only that it could not be answered is logged: each worker then builds its own.
    """
    from daqing1369.wsgi import django_application

    statuses: list[str] = []

    def note(status: str, _headers: object, _error: object = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return len

    logging.disable()
    try:
        for number in range(_TIMES):
            # Past daqing1369.incoming, whose threads would not be there after the fork.
            language = settings.LANGUAGES[number % len(settings.LANGUAGES)][0]
            answer = django_application(_environ(reverse("login"), language), note)
            list(answer)
            answer.close()
    finally:
        logging.disable(logging.NOTSET)
    if set(statuses) != {"200 OK"}:
        logger.warning("the login page was not answered before the start: %s", ", ".join(sorted(set(statuses))))
    return statuses


def show_pages() -> list[int]:
    """Show the pages that most ask for first to an administrator who is in no table; their statuses.

    Where one cannot be shown, as without the database, that is logged only, and no other is tried.
    """
    statuses: list[int] = []
    try:
        with transaction.atomic():
            _be_brief()
            paths = list(_paths())
        for code, _ in settings.LANGUAGES:
            for path in paths:
                statuses.append(_status(path, code))
                if statuses[-1] != HTTPStatus.OK:
                    logger.warning("a page was not shown before the start: %s (%s)", path, statuses[-1])
                    return statuses
    except Exception as error:  # whatever it is, a server that starts says more about it
        logger.warning("the pages were not shown before the start: %r", error)
    return statuses


def _be_brief() -> None:
    """For the transaction: a start waits for nobody who holds a table, nor for a slow database."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '5s'")


def _paths() -> Iterator[str]:
    """The board, figures, and what programs read; of the goals one, for a page of each would be long to wait for."""
    yield reverse("board")
    scope = find_scope(area_code=settings.DEFAULT_AREA, year=None, as_of=None, today=clock.today())
    for goal in goals_of(scope)[:1]:
        yield reverse("goal", args=[goal.indicator.slug])
    yield reverse("entry", args=[scope.as_of.year, scope.as_of.number])
    yield f"{reverse('api:api-root')}plans/{scope.year}/board"


def _status(path: str, language: str) -> int:
    """Of the page, past the middleware, which wants a session. What it writes, a code on paper, is taken back."""
    request: Any = WSGIRequest(_environ(path, language))
    request.user = User(pk=0, is_superuser=True)
    request.session, request.htmx = {}, HtmxDetails(request)
    view = resolve(path)
    with override(language), transaction.atomic():
        _be_brief()
        answer: HttpResponseBase = view.func(request, *view.args, **view.kwargs)
        transaction.set_rollback(True)
    return answer.status_code


def _environ(path: str, language: str) -> dict[str, Any]:
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".*") or "localhost"
    asked = {"PATH_INFO": path, "HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_ACCEPT_ENCODING": "gzip"}
    asked |= {"HTTP_ACCEPT_LANGUAGE": language, "wsgi.url_scheme": "https"}
    setup_testing_defaults(asked)
    return asked
