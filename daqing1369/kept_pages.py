"""Pages that are kept while what they show stands, and asked for with their ETag answered by 304 without computing.

A page is kept as its reader sees it: by address, language, person, part and day. What changes from answer to answer,
the token against forged forms and how long the session lasts, is put into it each time.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from daqing1369 import clock, sessions, versions
from daqing1369.pieces import Pieces, takes_gzip

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])
# What stands in a kept page until it is answered.
TOKEN, LEFT = "kept-page-csrf-token", "kept-page-session-left"  # a mark, no secret
_ASKED = {"area", "year", "as_of"}  # an address with anything else is rare, and no page to keep
_PERSON = ("pk", "username", "first_name", "last_name", "email", "is_staff", "is_superuser")
_RIGHTS = frozenset({"auth_user_groups", "auth_user_user_permissions", "auth_group_permissions", "auth_group"})

_MARKS = TOKEN.encode(), LEFT.encode()


@dataclass(frozen=True)
class Page:
    """What is kept of an answer."""

    status: int
    headers: dict[str, str]
    pieces: Pieces

    @classmethod
    def of(cls, answer: HttpResponse) -> "Page":
        return cls(answer.status_code, dict(answer.items()), Pieces(answer.content, _MARKS))


def kept_page(view: _View) -> _View:
    """Keep what the view answers with 200."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if set(request.GET) - _ASKED or request.method not in ("GET", "HEAD") or len(get_messages(request)):
            return view(request, *args, **kwargs)
        with versions.reading() as reading:
            key = key_of(request, view)
            kept = versions.find(key)
            if kept is not None and is_known(request, etag := etag_of(request, key, kept)):
                return unchanged(etag)

            def rendered() -> Page:
                reading.note(_RIGHTS)
                return Page.of(cast(HttpResponse, view(request, *args, **kwargs)))

            with marks_in_place(request):
                page = versions.keep(key, rendered, worth=lambda one: one.status == 200)
            answer, kept = fresh_answer(request, page), versions.find(key)
            if kept is not None:
                answer["ETag"] = etag_of(request, key, kept)
            return answer

    return cast(_View, answered)


@contextmanager
def marks_in_place(request: HttpRequest) -> Iterator[None]:
    """Within, a page is rendered with its marks."""
    vars(request)["has_marks"] = True
    try:
        yield
    finally:
        del vars(request)["has_marks"]


def marks_of(request: HttpRequest) -> dict[str, Any]:
    """What the context of a page that is being rendered to be kept has in the place of what changes; else nothing."""
    return {"csrf_token": TOKEN, "session_left": LEFT} if "has_marks" in vars(request) else {}


def fresh_answer(request: HttpRequest, page: Page) -> HttpResponse:
    """The page for this very request, compressed for who takes it so."""
    values = {_MARKS[0]: get_token(request).encode(), _MARKS[1]: str(sessions.seconds_left(request)).encode()}
    is_zipped = takes_gzip(request)
    content = page.pieces.zipped(values) if is_zipped else page.pieces.filled(values)
    answer = HttpResponse(content, status=page.status, headers=page.headers)
    patch_vary_headers(answer, ["Accept-Encoding"])
    if is_zipped:
        answer["Content-Encoding"] = "gzip"
    return answer


def key_of(request: HttpRequest, view: Callable[..., Any]) -> Hashable:
    """Everything that the page depends on beside the record."""
    htmx = request.headers.get("HX-Request"), request.headers.get("HX-Target"), request.headers.get("HX-Boosted")
    restored = request.headers.get("HX-History-Restore-Request")
    person = tuple(getattr(request.user, name) for name in _PERSON)
    where = request.scheme, request.get_host(), request.get_full_path()
    return view.__qualname__, view.__module__, where, htmx, restored, get_language(), person, clock.today()


def etag_of(request: HttpRequest, key: Hashable, kept: versions.Kept) -> str:
    """Weak: two answers of one state differ in their tokens. Of another login it is another page."""
    said = repr((program(), key, request.META.get("CSRF_COOKIE", ""), kept.stamp))
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


@cache
def program() -> str:
    """Of the program that runs: another one makes other pages of the same record."""
    files = [path for name in ("templates", "static", "daqing1369", "targets", "actions") for path in _files(name)]
    digest = hashlib.sha256()
    for name, size, changed in sorted(files):
        digest.update(f"{name} {size} {changed}\n".encode())
    return digest.hexdigest()[:16]


def _files(folder: str) -> list[tuple[str, int, int]]:
    root = settings.BASE_DIR / folder
    found = [path for path in root.rglob("*") if path.suffix in (".html", ".py", ".mo", ".css", ".js")]
    return [(str(path.relative_to(root)), path.stat().st_size, int(path.stat().st_mtime)) for path in found]


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the one who asks has this very state; by the weak comparison (RFC 9110, 13.1.2)."""
    known = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    return etag.removeprefix("W/") in known or "*" in known


def unchanged(etag: str) -> HttpResponse:
    """304 without a body."""
    answer = HttpResponseNotModified()
    answer["ETag"] = etag
    return answer
