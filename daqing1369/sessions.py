"""How long a login lasts, and how a page that is open for hours tells it before it is too late.

All of it stands in the session itself, which every request reads anyway; the table of sign-ins is for people.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from time import time
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse

from daqing1369.models import SignIn

ENDS, SEEN, MUST_CHANGE = "ends_at", "seen_at", "must_change"
WARNING = 300  # seconds before the end
NOTED_EVERY = 300  # seconds: an open page asks often, and not every request shall write
# What a script asks by itself does not show that anybody is there; with X-Active it was touched meanwhile.
BY_ITSELF, IN_PLACE, ACTIVE = "X-Background", "X-In-Place", "X-Active"


def begin(request: HttpRequest, *, address: str, must_change: bool, instead_of: str | None) -> None:
    """Note when the session that has just begun will end, and where it is. The real time: the clock may stand."""
    now, session = int(time()), request.session
    session[ENDS], session[SEEN] = now + settings.SESSION_COOKIE_AGE, now
    session.pop(MUST_CHANGE, None)
    if must_change:
        session[MUST_CHANGE] = True
    if session.session_key is None:
        session.create()
    owner = int(session[SESSION_KEY])
    SignIn.objects.filter(user_id=owner, ends_at__lt=_moment(now)).delete()
    SignIn.objects.filter(session_key__in=[instead_of or "", session.session_key]).delete()
    SignIn.objects.create(
        user_id=owner,
        session_key=session.session_key or "",
        began_at=_moment(now),
        seen_at=_moment(now),
        ends_at=_moment(session[ENDS]),
        address=address[:45],
        agent=request.headers.get("User-Agent", "").replace("\0", "")[:300],
    )


def moved(request: HttpRequest, *, before: str | None) -> None:
    """The session goes on under a new key."""
    SignIn.objects.filter(session_key=before or "").update(session_key=request.session.session_key)


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends if nothing more is asked for. It may last longer, never shorter."""
    now, session = int(time()), getattr(request, "session", {})
    over: int = session.get(ENDS, now + settings.SESSION_COOKIE_AGE)
    unused: int = session.get(SEEN, now) + settings.SESSION_IDLE_SECONDS
    return max(0, min(over, unused) - now)


def idle_ones_end(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that nobody used for long, or that is over; note now and then that one is used."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            if seconds_left(request) == 0:
                forget(request)
                request.session.flush()
                request.user = AnonymousUser()
            elif _is_active(request):
                _note(request)
        return get_response(request)

    return handle


def _is_active(request: HttpRequest) -> bool:
    by_itself = BY_ITSELF in request.headers or is_in_place(request)
    return not by_itself or ACTIVE in request.headers


def _note(request: HttpRequest) -> None:
    now = int(time())
    seen: int | None = request.session.get(SEEN)
    if seen is None or now - seen >= min(NOTED_EVERY, settings.SESSION_IDLE_SECONDS // 4):
        request.session[SEEN] = now
        SignIn.objects.filter(session_key=request.session.session_key or "").update(seen_at=_moment(now))


def forget(request: HttpRequest) -> None:
    """The session ends: nobody needs to see it any more."""
    SignIn.objects.filter(session_key=request.session.session_key or "").delete()


def standing(user: User | AbstractBaseUser) -> list[SignIn]:
    """The user's sessions that stand, the one used last first. One query."""
    now = int(time())
    used_since = _moment(now - settings.SESSION_IDLE_SECONDS)
    found = SignIn.objects.filter(user_id=user.pk, ends_at__gt=_moment(now), seen_at__gt=used_since)
    return list(found.order_by("-seen_at", "-id"))


def end(rows: list[SignIn]) -> None:
    """End these sessions at once, wherever sessions are kept."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store(row.session_key).delete()
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def must_change(request: HttpRequest) -> bool:
    """Whether the session was begun with a first password, which opens nothing but the page that changes it."""
    return bool(request.session.get(MUST_CHANGE))


def is_in_place(request: HttpRequest) -> bool:
    """Whether the login is asked for by the dialog of an open page, which wants no page in return."""
    return IN_PLACE in request.headers


def told(request: HttpRequest, *, change_at: str) -> HttpResponse:
    """204 with who is signed in and for how long, and where a first password is to be changed; 401 if nobody is."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    headers = {"X-User": name_of(request), "X-Session-Left": str(seconds_left(request))}
    if must_change(request):
        headers["X-Change-Password"] = change_at
    return HttpResponse(status=204, headers=headers)


def name_of(request: HttpRequest) -> str:
    """The user name as a header can carry it."""
    return quote(request.user.get_username())


def is_page_of_another(request: HttpRequest) -> bool:
    """Whether the page that asks was opened by somebody else than who is signed in by now, in another tab."""
    owner = request.headers.get("X-Page-User", "")
    return bool(owner) and unquote(owner) != request.user.get_username()
