"""One's own account: sessions, password; and a new password for whoever has forgotten it."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daqing1369 import accounts, carrying, clock, devices, sessions
from daqing1369.rendering import actor
from targets.services.refusals import Refused

_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(_METHODS)
def account(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and how to end it there."""
    user = cast(User, actor(request))
    if request.method != "POST":
        here = request.session.session_key
        rows = [(row, devices.name(row.agent), row.session_key == here) for row in sessions.standing(user)]
        return render(request, "account/account.html", {"rows": rows, "idle": settings.SESSION_IDLE_SECONDS // 60})
    if "others" in request.POST:
        keep = request.session.session_key
        count = accounts.end_sessions(user=user, keep=keep, by=user, now=clock.now())
        messages.success(request, _("Sign-ins ended elsewhere: %(count)s.") % {"count": count})
    else:
        _end_one(request, user)
    return redirect("account")


def _end_one(request: HttpRequest, user: User) -> None:
    text = request.POST.get("end", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    try:
        accounts.end_session(user=user, number=number, by=user, now=clock.now())
        messages.success(request, _("That sign-in is over."))
    except accounts.NoSuchSignIn:
        messages.error(request, _("That sign-in was over already."))


@never_cache
@sensitive_post_parameters()
@require_http_methods(_METHODS)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; a first one must be changed before anything else."""
    user = cast(User, actor(request))
    if request.method != "POST" or "new" not in request.POST:
        return password_page(request)
    if authenticate(request, username=user.get_username(), password=request.POST.get("present", "")) != user:
        return password_page(request, Refused("present", accounts.WRONG))
    before = request.session.session_key
    try:
        accounts.change_password(user=user, keep=before, now=clock.now(), **_typed(request))
    except Refused as refusal:
        return password_page(request, refusal)
    request.session.pop(sessions.MUST_CHANGE, None)
    update_session_auth_hash(request, user)
    sessions.moved(request, before=before)
    messages.success(request, _("The password is changed. Every other sign-in of yours is over."))
    return carrying.back(request) or redirect(_next(request))


def password_page(request: HttpRequest, refusal: Refused | None = None, *, carried: str = "") -> HttpResponse:
    """The form, with what was carried to it."""
    context: dict[str, Any] = {
        "errors": {refusal.field: refusal.sentence} if refusal else {},
        "rules": password_validators_help_texts(),
        "must_change": sessions.must_change(request),
        "next": _next(request),
        "carried": carried or carrying.text(request),
    }
    return render(request, "account/password.html", context, status=422 if refusal else 200)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("new", "again")}


def _next(request: HttpRequest) -> str:
    """The page of ours that was asked for before the password had to be changed, otherwise the account's."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else reverse("account")


@login_not_required
@never_cache
@require_http_methods(_METHODS)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a mail; the answer is the same whoever is named."""
    context = {"can_mail": accounts.can_mail(), "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    if request.method == "POST" and context["can_mail"]:
        language = get_language() or settings.LANGUAGE_CODE
        accounts.mail_new_password(called=request.POST.get("called", ""), language=language, now=clock.now())
        context["is_sent"] = True
    return render(request, "account/forgotten.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(_METHODS)
def new_password(request: HttpRequest) -> HttpResponse:
    """The page that the mail leads to: a new password, once."""
    user = accounts.who_resets(request.GET.get("of", ""), request.GET.get("key", ""))
    context: dict[str, Any] = {"user_called": user, "errors": {}, "rules": password_validators_help_texts()}
    status = 200 if user else 404
    if user and request.method == "POST":
        try:
            accounts.reset_password(user=user, now=clock.now(), **_typed(request))
            messages.success(request, _("The new password is set. Sign in with it."))
            return redirect("login")
        except Refused as refusal:
            context["errors"], status = {refusal.field: refusal.sentence}, 422
    answer = render(request, "account/new_password.html", context, status=status)
    # The address is a key. Not "no-referrer": a browser then sends the form as of no origin, which is refused.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_http_methods(["POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End this session."""
    sessions.forget(request)
    return LogoutView.as_view()(request)
