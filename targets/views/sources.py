"""A figure's sources: seen by every reader, added and taken away by its editors; files are read through here only."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from daqing1369 import clock
from daqing1369.rendering import actor
from daqing1369.uploads import told_length
from targets.queries.access import access_of
from targets.queries.plan import read_month
from targets.queries.sources import Place, file_of, find_place, find_source, sources_of
from targets.services.figures import Locked, MonthNotOpen, NotYours
from targets.services.kept_files import TooLarge, limit
from targets.services.locking import Busy
from targets.services.sources import MOST_SOURCES, NoSuchSource, add_file, add_link, take_away
from targets.source_files import EXTENSIONS, SourceRefused
from targets.texts import Text
from targets.views.downloads import kept_file

# What a form needs besides the file itself.
_FORM_BYTES = 64 * 1024
_CLOSED = Text(
    "本月已锁定（或尚未结束），依据材料不能变动；需要时请管理员重新开放。",
    "The month is locked, or not over: its sources stay as they are. An administrator can open it again.",
)


@csrf_exempt  # so that nothing reads the body before its length was looked at; the view proper is protected
def sources(request: HttpRequest, year: int, month: int, key: str) -> HttpResponse:
    """The sources of one entry row: the part of a page for htmx, else a page. What is too large is not read at all."""
    too_large = told_length(request) > limit() + _FORM_BYTES
    answer: HttpResponse = _sources(request, year, month, key, too_large=too_large)
    return answer


def _sources(request: HttpRequest, year: int, month: int, key: str, *, too_large: bool) -> HttpResponse:
    found = read_month(f"{year:04d}-{month:02d}")
    access = access_of(request.user, clock.today())
    place = find_place(area_code=_area(request), month=found, key=key, today=clock.today(), access=access)
    if too_large and request.method == "POST":
        return _show(request, place, error=TooLarge().sentence)
    answer: HttpResponse = _handle(request, place)
    return answer


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _handle(request: HttpRequest, place: Place) -> HttpResponse:
    if request.method != "POST":
        return _show(request, place)
    try:
        said = _change(request, place)
    except SourceRefused as refusal:
        return _show(request, place, error=refusal.sentence)
    except Busy as busy:
        return _show(request, place, error=busy.sentence, status=409)
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return redirect(request.get_full_path())
    return _shown_again(request, place, said)


def _shown_again(request: HttpRequest, place: Place, said: str) -> HttpResponse:
    """The sources as they are now; a row of the entry page learns of the figure's new version."""
    before, access = place.figure, access_of(request.user, clock.today())
    fresh = find_place(
        area_code=_area(request), month=place.month, key=str(place.key), today=clock.today(), access=access
    )
    answer = _show(request, fresh, said=said)
    if before and fresh.figure and fresh.figure.version != before.version:
        told = {"key": str(place.key), "from": before.version, "to": fresh.figure.version}
        answer["HX-Trigger"] = json.dumps({"figure-version": told})
    return answer


def _change(request: HttpRequest, place: Place) -> str:
    """What the form asks for; a sentence that says it is done. Raises SourceRefused, Busy; a stranger is refused."""
    who: dict[str, Any] = {"slot": place.slot, "by": actor(request), "now": clock.now()}
    posted, upload = request.POST, request.FILES.get("file")
    try:
        if posted.get("take", "").isdecimal():
            gone = take_away(source_id=int(posted["take"][:18]), **who)
            return _("%(title)s was taken away; it stays on record.") % {"title": gone.title}
        if upload is not None:
            known = {one.pk for one in sources_of(place.figure)}
            file = add_file(upload=upload, **who)
            if file.pk in known:
                return _("The same file is a source already: %(title)s.") % {"title": file.title}
            return _("%(title)s is kept.") % {"title": file.title}
        link, title = posted.get("link", ""), posted.get("title", "")
        return _("%(title)s is kept.") % {"title": add_link(link=link, title=title, **who).title}
    except NoSuchSource:
        raise SourceRefused(Text("这份材料已被移除。", "This source was taken away already.")) from None
    except (Locked, MonthNotOpen):
        raise SourceRefused(_CLOSED) from None
    except NotYours:
        raise PermissionDenied from None


def _show(
    request: HttpRequest, place: Place, *, error: Text | None = None, said: str = "", status: int = 422
) -> HttpResponse:
    context = {
        "place": place,
        "plan": place.scope.plan,
        "sources": sources_of(place.figure),
        "error": error,
        "said": said,
        "typed": {} if error is None or request.method != "POST" else _typed(request, error),
        "query": f"?area={_area(request)}" if request.GET.get("area") else "",
        "most": MOST_SOURCES,
        "largest": settings.MAX_ATTACHMENT_MB,
        "extensions": EXTENSIONS,
    }
    template = "targets/attachments.html" if request.headers.get("HX-Request") else "targets/sources.html"
    return render(request, template, context, status=200 if error is None else status)


def _typed(request: HttpRequest, error: Text) -> dict[str, str]:
    """The words of a refused form; none of a body that was not read."""
    if error == TooLarge().sentence:
        return {}
    return {name: request.POST.get(name, "") for name in ("link", "title")}


@require_safe
def source(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a source, to be kept and not to be shown by the browser; any signed-in reader may have it."""
    found = find_source(pk)
    return kept_file(file_of(found.path), title=found.title, media_type=found.media_type)


def _area(request: HttpRequest) -> str:
    return request.GET.get("area") or settings.DEFAULT_AREA
