"""The pages that belong to no app: login, refusals, liveness."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from daqing1369 import accounts, carrying, clock, readiness, sessions
from daqing1369.account_pages import password_page
from daqing1369.middleware import client_address
from targets.queries.access import ENTER, duties_of
from targets.queries.plan import Outside

DEMO_ACCOUNTS = ("staff", "reviewer", "leader", "admin")
DEMO_PASSWORD = "demo-1369"  # noqa: S105  # published on the demo's login page, made by `make demo` only


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """User name and password; Django's own view, with the demo's accounts listed where there are any.

    A page that is open asks in place (X-In-Place): 204 with X-User and X-Session-Left, or 401 to a GET; to a POST 204,
    or 422 and 429 (too many attempts) with a sentence as plain text. X-Change-Password: where the first password
    must be changed before anything else is answered.
    """

    redirect_authenticated_user = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Who is signed in still may sign in again before the session ends.
        self.redirect_authenticated_user = not sessions.is_in_place(request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_in_place(request):
            get_token(request)  # sets the cookie, which may have gone with the session
            return sessions.told(request, change_at=reverse("password"))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        request, before = self.request, self.request.session.session_key
        answer = super().form_valid(form)
        is_first = accounts.must_change(form.get_user())
        sessions.begin(request, address=client_address(request), must_change=is_first, instead_of=before)
        if sessions.is_in_place(request):
            return sessions.told(request, change_at=reverse("password"))
        carried = carrying.text(request)
        if is_first and carried:
            return password_page(request, carried=carried)
        return carrying.back(request) or answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        if sessions.is_in_place(self.request):
            return _sentence(gettext("User name and password do not match. Both are case-sensitive."), status=422)
        return super().form_invalid(form)

    def get_default_redirect_url(self) -> str:
        """Who enters figures lands on the last finished month, who reviews on the queue, all others on the board."""
        duties = duties_of(self.request.user, clock.today())
        if len(duties) == 1:
            return reverse("figures" if ENTER in duties else "review")
        return reverse("board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"carried": carrying.text(self.request)}
        if settings.DEMO:
            context |= {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
        return context


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 only if the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever keeps the database from answering, the answer is no
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 only if this process can serve: for a proxy that chooses between several."""
    why_not = readiness.why_not()
    return JsonResponse({"status": why_not or "ready"}, status=503 if why_not else 200)


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """What browsers ask for beside answers that name no icon, such as the API's."""
    return redirect(static("icon.svg"))


def nowhere(_request: HttpRequest, rest: str) -> HttpResponse:
    """An address that a library opens and this product does not have."""
    raise Http404(rest)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page for readers, with the sentence where there is one; JSON for the API's clients."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": gettext("There is nothing at this address.")}, status=404)
    if isinstance(exception, Outside):
        return render(request, "404.html", {"sentence": exception.sentence}, status=404)
    return page_not_found(request, exception)


def locked_out(request: HttpRequest, _credentials: Any = None, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many failed logins for this name from this address: try again later."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    if sessions.is_in_place(request):
        told = gettext(
            "This user name failed to sign in too often from here. "
            "Wait %(minutes)s minutes, or ask an administrator to unlock it."
        )
        return _sentence(told % {"minutes": minutes}, status=429)
    return render(request, "registration/locked.html", {"minutes": minutes}, status=429)


def _sentence(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: what to do, in the reader's language."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
