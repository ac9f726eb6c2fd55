"""What every request passes: closed to strangers, private in caches, in the reader's language."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _

from daqing1369 import carrying, sessions
from daqing1369.account_pages import password_page
from daqing1369.api.access import client_of
from daqing1369.keys import find_key
from daqing1369.models import Purpose

Handler = Callable[[HttpRequest], HttpResponse]


def purpose_of(path: str) -> Purpose | None:
    """What the key in the path is for; None where the path has none."""
    try:
        found: Purpose | None = getattr(resolve(path).func, "opened_by_key", None)
    except Resolver404:
        return None
    return found


def is_open(path: str) -> bool:
    """Whether a stranger may see the path: its view says so (``login_not_required``), or a key in it opens it."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    purpose = getattr(match.func, "opened_by_key", None)
    if purpose is not None:
        return find_key(purpose, match.kwargs["key"]) is not None
    return not getattr(match.func, "login_required", True)


def closed_unless_opened(get_response: Handler) -> Handler:
    """Send strangers to the login page, existing path or not; answer the API with 401.

    Who signed in with a first password changes it before anything else.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if is_open(request.path_info):
            return get_response(request)
        if request.path_info.startswith("/api/") and client_of(request) is None:
            return stranger()
        if not request.user.is_authenticated:
            return get_response(request) if request.path_info.startswith("/api/") else to_login(request)
        if sessions.is_page_of_another(request):
            return HttpResponse(status=401, headers={"X-User": sessions.name_of(request)})
        if sessions.must_change(request) and request.path_info not in (reverse("password"), reverse("logout")):
            return to_password(request)
        return get_response(request)

    return handle


def to_login(request: HttpRequest) -> HttpResponse:
    """Whoever is not signed in: to the login, with what was typed."""
    if request.headers.get("HX-Request"):
        # A part of a page must not be replaced by the login page: the browser goes there as a whole.
        if request.method not in ("GET", "HEAD") or "X-Page-User" in request.headers:
            return HttpResponse(status=401)  # what was typed stays on the page, which has a login of its own
        here = request.headers.get("HX-Current-URL", "/")
        return HttpResponse(status=401, headers={"HX-Redirect": login_address(here)})
    carried = carrying.packed(request)
    if carried:
        context = {"form": AuthenticationForm(request), "next": carrying.page_of_form(request), "carried": carried}
        answer = render(request, "registration/login.html", context, status=401)
        add_never_cache_headers(answer)  # what was typed is in it
        return answer
    back = request.get_full_path() if request.method in ("GET", "HEAD") else carrying.page_of_form(request)
    return redirect_to_login(back, reverse(settings.LOGIN_URL))


def to_password(request: HttpRequest) -> HttpResponse:
    """Whoever has a first password: to the page that changes it, with what was typed."""
    page = reverse("password")
    if request.path_info.startswith("/api/"):
        detail = _("Your password is a first one. Change it before you go on, at %(page)s.") % {"page": page}
        return JsonResponse({"detail": detail}, status=403)
    if request.headers.get("HX-Request"):
        # As to a session that ended: an open page keeps what is typed and sends it afterwards.
        answer = HttpResponse(status=401, headers={"X-User": sessions.name_of(request), "X-Change-Password": page})
        if request.method in ("GET", "HEAD") and "X-Page-User" not in request.headers:
            answer["HX-Redirect"] = page
        return answer
    carried = carrying.packed(request)
    if carried:
        answer = password_page(request, carried=carried)
        add_never_cache_headers(answer)
        return answer
    return HttpResponseRedirect(f"{page}?next={quote(request.get_full_path())}")


def hidden_keys(get_response: Handler) -> Handler:
    """An address with a key in it is told to nobody: whatever the answer, neither kept by a cache nor named further."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if purpose_of(request.path_info) is not None:
            response["Referrer-Policy"] = "no-referrer"
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    return handle


def stranger() -> HttpResponse:
    """The API's answer to whoever is not signed in and has no key in force."""
    answer = JsonResponse({"detail": _("Sign in first, or send a key.")}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    patch_vary_headers(answer, ["Authorization", "Cookie", "Accept-Language"])
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def login_address(page: str) -> str:
    """The login page that returns to the page, by path only."""
    try:
        parts = urlsplit(page)
    except ValueError:  # the header is the sender's to write
        parts = urlsplit("/")
    back = parts.path + (f"?{parts.query}" if parts.query else "")
    return f"{reverse(settings.LOGIN_URL)}?next={quote(back)}"


def client_address(request: HttpRequest) -> str:
    """Who asks, for the throttling of logins: the address that the outermost of our own proxies saw."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    direct: str = request.META.get("REMOTE_ADDR", "")
    return seen[-settings.PROXIES] if 0 < settings.PROXIES <= len(seen) else direct


def private_pages(get_response: Handler) -> Handler:
    """Keep pages out of shared caches, and parts apart from whole pages."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target", "Cookie", "Accept-Language"])
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return handle


def apart_from_elsewhere(get_response: Handler) -> Handler:
    """Cut a page off from the window of another site that opened it (Cross-Origin-Opener-Policy).

    Not where nobody else did: typed in, from a bookmark, or led to by a page of ours. The header makes Chromium begin a
    new process once the answer is there, about 100 ms; who comes from elsewhere pays that once more with the next page.
    Who does not say gets it. An address typed into a window that another site opened is not cut off from it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.headers.get("Sec-Fetch-Site") not in ("none", "same-origin"):
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return handle


def language_switch(get_response: Handler) -> Handler:
    """``?language=en`` on any page: remember the language and return to the page without the parameter."""

    def handle(request: HttpRequest) -> HttpResponse:
        code = request.GET.get("language")
        if request.method != "GET" or code is None:
            return get_response(request)
        query = request.GET.copy()
        del query["language"]
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(path + (f"?{query.urlencode()}" if query else ""))
        if code in dict(settings.LANGUAGES) and check_for_language(code):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                code,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return handle
