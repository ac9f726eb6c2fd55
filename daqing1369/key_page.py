"""The page of access keys: which there are, making one, revoking one. For administrators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daqing1369 import clock
from daqing1369.keys import ADMINISTERS, NoSuchKey, find_active, keys, make_key, revoke_key
from daqing1369.models import Purpose
from daqing1369.rendering import actor
from targets.services.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADMINISTERS, raise_exception=True)
def key_page(request: HttpRequest) -> HttpResponse:
    """All keys; ``?revoke=`` asks whether to end one."""
    if request.method != "POST":
        return _show(request, asked=find_active(request.GET.get("revoke", "")))
    if "revoke" in request.POST:
        return _revoke(request, request.POST["revoke"])
    return _make(request, request.POST.get("purpose", ""), request.POST.get("name", ""))


def _make(request: HttpRequest, purpose: str, name: str) -> HttpResponse:
    """Show the new key in this answer and nowhere else: it is kept by its digest alone, in no session either."""
    try:
        key, text = make_key(purpose=purpose, name=name, by=actor(request), now=clock.now())
    except Refused as refusal:
        typed = {"purpose": purpose, "name": name}
        return _show(request, typed=typed, errors={refusal.field: refusal.sentence}, status=422)
    is_wall = key.purpose == Purpose.WALL
    return _show(request, made=key, text=request.build_absolute_uri(f"/wall/{text}/") if is_wall else text)


def _revoke(request: HttpRequest, chosen: str) -> HttpResponse:
    asked = find_active(chosen)
    try:
        revoked = revoke_key(key_id=asked.pk if asked else 0, by=actor(request), now=clock.now())
        messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": revoked.name})
    except NoSuchKey:
        messages.error(request, _("The key was revoked already."))
    return redirect("keys")


def _show(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    context = {"typed": {"purpose": Purpose.WALL.value}, "errors": {}} | context
    return render(request, "keys.html", context | {"keys": keys(), "purposes": Purpose.choices}, status=status)
