"""How long a login lasts, as the page tells it: a page that is open for hours must say it before it is too late."""

from time import time
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ENDS = "ends_at"
WARNING = 300  # seconds before the end


def begin(request: HttpRequest) -> None:
    """Note when the session that has just begun will end. The real time: the demo's clock may stand still."""
    request.session[ENDS] = int(time()) + settings.SESSION_COOKIE_AGE


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends; its whole length where its beginning was not noted. It may last longer, never shorter."""
    session = getattr(request, "session", None)
    ends = session.get(ENDS) if session is not None else None
    left: int = settings.SESSION_COOKIE_AGE if ends is None else max(0, ends - int(time()))
    return left


def is_in_place(request: HttpRequest) -> bool:
    """Whether the login is asked for by the dialog of an open page, which wants no page in return."""
    return "X-In-Place" in request.headers


def told(request: HttpRequest) -> HttpResponse:
    """204 with who is signed in and for how long; 401 if nobody is."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    left = str(seconds_left(request))
    return HttpResponse(status=204, headers={"X-User": name_of(request), "X-Session-Left": left})


def name_of(request: HttpRequest) -> str:
    """The user name as a header can carry it."""
    return quote(request.user.get_username())


def is_page_of_another(request: HttpRequest) -> bool:
    """Whether the page that asks was opened by somebody else than who is signed in by now, in another tab."""
    owner = request.headers.get("X-Page-User", "")
    return bool(owner) and unquote(owner) != request.user.get_username()
