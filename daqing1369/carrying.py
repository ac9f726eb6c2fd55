"""What was typed into a form whose session had ended comes along to the login, and back to where it was to go.

It stays in the reader's own page, signed, and in no table: whoever is no stranger to us sends it once more, by hand.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "carried"
SALT = "daqing1369.carried"
GOOD_FOR = 86_400  # seconds
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the field's name


def packed(request: HttpRequest) -> str:
    """What the form said, to be carried; empty where there is nothing, or where the form is not one of ours.

    Files are not carried: the page says that they have to be chosen once more. Passwords are neither.
    """
    if (
        request.path_info == reverse("password")
        or request.method != "POST"
        or request.headers.get("HX-Request")
        or not _is_small(request)
    ):
        return ""
    if CsrfViewMiddleware(lambda _request: None).process_view(request, _no_view, (), {}) is not None:  # type: ignore[arg-type]
        return ""
    pairs = [[name, value] for name, values in request.POST.lists() for value in values if not _is_secret(name)]
    files = sorted(request.FILES)
    if not pairs and not files:
        return ""
    said = {"to": request.get_full_path(), "page": page_of_form(request), "pairs": pairs, "files": files}
    return signing.dumps(said, salt=SALT, compress=True)


def text(request: HttpRequest) -> str:
    """What was carried to here and is to be carried on; empty where nothing was."""
    return request.POST[FIELD] if unpacked(request) else ""


def unpacked(request: HttpRequest) -> dict[str, Any] | None:
    """What was carried to here; None where nothing was, where it is a day old, or not from us."""
    carried = request.POST.get(FIELD, "") if request.method == "POST" else ""
    try:
        found: dict[str, Any] | None = signing.loads(carried, salt=SALT, max_age=GOOD_FOR) if carried else None
    except signing.BadSignature:
        return None
    return found


def back(request: HttpRequest) -> HttpResponse | None:
    """The page that sends what was carried; None where nothing was. A person looks at it and sends it."""
    found = unpacked(request)
    return render(request, "account/carried.html", {"found": found}) if found else None


def page_of_form(request: HttpRequest) -> str:
    """The page that a form was sent from, by path only, so that one comes back to it; the board where none is told."""
    told = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(told) if is_ours else None
    return parts.path + (f"?{parts.query}" if parts.query else "") if parts and parts.path else reverse("board")


def _is_small(request: HttpRequest) -> bool:
    """Whether a stranger's form may be read at all: it may not make the server take in whole files."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdigit() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _is_secret(name: str) -> bool:
    return name == _TOKEN or "password" in name


def _no_view() -> None:
    """A stranger's form is meant for no view yet; its token is looked at as for any."""
