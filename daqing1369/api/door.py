"""What every request of the API passes behind the login: throttle, HEAD, refusals as JSON, ETag."""

import hashlib
from time import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daqing1369 import clock, versions
from daqing1369.api.access import client_of, seconds_to_wait
from daqing1369.kept_pages import is_known, unchanged
from daqing1369.middleware import Handler

_KEPT = {"area", "as_of", "format"}  # with anything else an answer is not kept


def door(get_response: Handler) -> Handler:
    """Answer the API's clients; let every other request pass."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        client = client_of(request) or ""
        # The real time: the demo's clock stands still, and with it a minute would never end.
        wait = seconds_to_wait(client, time())
        answer = throttled(wait) if wait is not None else conditional(request, kept(request, get_response))
        patch_vary_headers(answer, ["Authorization", "Accept"])
        return answer

    return handle


def throttled(wait: int) -> HttpResponse:
    told = _("More than %(rate)s requests in a minute. Ask again in %(wait)s seconds.")
    detail = told % {"rate": settings.API_RATE, "wait": wait}
    return JsonResponse({"detail": detail}, status=429, headers={"Retry-After": str(wait)})


def kept(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """The answer; of what is on record at present, the one that was given before while nothing has changed.

    It is the same for everybody who may ask.
    """
    if request.method not in ("GET", "HEAD") or set(request.GET) - _KEPT or request.path_info.endswith("/changes"):
        return answered(request, get_response)
    with versions.reading():
        where = request.scheme, request.get_host(), request.path_info
        asked = where, request.GET.urlencode(), request.headers.get("Accept")
        key = "api", asked, get_language(), clock.today()
        found = versions.keep(key, lambda: _plain(answered(request, get_response)), worth=lambda one: one[0] == 200)
    status, content, headers = found
    return HttpResponse(content, status=status, headers=headers)


def _plain(answer: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """What can be kept of an answer, with its ETag."""
    headers = dict(answer.items())
    if answer.status_code == 200:
        headers["ETag"] = etag_of(answer)
    return answer.status_code, answer.content, headers


def etag_of(answer: HttpResponse) -> str:
    """Over what it says."""
    said = answer["Content-Type"].encode() + b"\n" + answer.content
    return f'"{hashlib.sha256(said).hexdigest()[:32]}"'


def answered(request: HttpRequest, get_response: Handler) -> HttpResponse:
    """The view's answer; HEAD is asked as GET, and the server leaves the body out."""
    asked = request.method
    if asked not in ("GET", "HEAD"):  # the library's own pages would answer whatever the method
        detail = _("The API only reads: ask with GET or HEAD.")
        return JsonResponse({"detail": detail}, status=405, headers={"Allow": "GET, HEAD"})
    request.method = "GET"
    answer = get_response(request)
    request.method = asked
    return answer


def conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer with an ETag over what it says; 304 without a body to whom it is no news."""
    if answer.status_code != 200 or answer.streaming:
        return answer
    answer["ETag"] = etag = answer.get("ETag") or etag_of(answer)
    if is_known(request, etag):
        return unchanged(etag)
    if request.method == "HEAD":
        answer["Content-Length"] = str(len(answer.content))
        answer.content = b""
    return answer
