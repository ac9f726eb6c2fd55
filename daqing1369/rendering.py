"""How pages are rendered: a whole page, or the named part of it that htmx asked for."""

from functools import cache
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from daqing1369 import clock, sessions
from daqing1369.kept_pages import marks_of
from daqing1369.versions import keep
from targets.queries.access import duties_of


class Request(HttpRequest):
    """A request behind the login, with htmx's details."""

    htmx: HtmxDetails
    user: Any  # django.contrib.auth User, authenticated: the middleware let no one else pass


def actor(request: HttpRequest) -> AbstractBaseUser:
    """Who makes a change. Only called behind the login."""
    return cast(AbstractBaseUser, request.user)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, parts: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    """The template, or the part of it whose name is htmx's target id, if it is one of ``parts``.

    The view names the parts that may be asked for; the client never names a template. A part of a page that carries a
    code on paper brings the code along, which stands outside of it.
    """
    htmx = cast(Request, request).htmx
    target = htmx.target if htmx and not htmx.history_restore_request else None
    name = f"{template}#{target}" if target in parts else template
    answer = render(request, name, {**context, "is_part": target in parts}, status=status)
    if target in parts and context.get("printed"):
        answer.write(render_to_string("components/printed.html", {**context, "is_part": True}, request))
    return answer


def site(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows. One query, where it names the pages of a duty."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    today = clock.today()

    def duties() -> frozenset[str]:
        if user is None or not signed_in:
            return frozenset()
        return keep(("duties", user.pk, user.is_superuser, today), lambda: duties_of(user, today))

    return {
        "session_left": sessions.seconds_left(request) if signed_in else 0,
        "session_warning": sessions.WARNING,
        "demo": settings.DEMO,
        "signed_in": signed_in,
        "rights_today": cache(duties),  # a template calls it, where it asks at all
        "today": today,
        "here": request.get_full_path(),
    } | marks_of(request)
