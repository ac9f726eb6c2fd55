"""A figure's sources: seen by every reader, added and taken away by its editors; files are read through here only."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from daqing1369 import clock
from daqing1369.rendering import actor
from targets.models import Figure
from targets.queries.access import Access, access_of
from targets.queries.plan import read_month
from targets.queries.sources import Place, file_of, find_place, find_source, sources_of
from targets.services.figures import NotYours
from targets.services.sources import MOST_SOURCES, NoSuchSource, TooLarge, add_file, add_link, limit, take_away
from targets.source_files import EXTENSIONS, SourceRefused
from targets.texts import Text

# What a form needs besides the file itself.
_FORM_BYTES = 64 * 1024
_POLICY = "default-src 'none'; sandbox"


@csrf_exempt  # so that nothing reads the body before its length was looked at; the view proper is protected
def sources(request: HttpRequest, year: int, month: int, key: str) -> HttpResponse:
    """The sources of one entry row: the part of a page for htmx, else a page. What is too large is not read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    too_large = length.isdigit() and int(length) > limit() + _FORM_BYTES
    answer: HttpResponse = _sources(request, year, month, key, too_large=too_large)
    return answer


def _sources(request: HttpRequest, year: int, month: int, key: str, *, too_large: bool) -> HttpResponse:
    access = access_of(request.user, clock.today())
    found = read_month(f"{year:04d}-{month:02d}")
    place = find_place(area_code=_area(request), month=found, key=key, today=clock.today())
    if too_large and request.method == "POST":
        return _show(request, place, access, error=TooLarge().sentence)
    answer: HttpResponse = _handle(request, place, access)
    return answer


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _handle(request: HttpRequest, place: Place, access: Access) -> HttpResponse:
    if request.method != "POST":
        return _show(request, place, access)
    if not place.may_enter(access):
        raise PermissionDenied
    if place.figure is None:
        sentence = Text("请先保存数据，再添加依据材料。", "Save the figure first, then add its sources.")
        return _show(request, place, access, error=sentence)
    try:
        said = _change(request, place.figure, access)
    except SourceRefused as refusal:
        return _show(request, place, access, error=refusal.sentence)
    if request.headers.get("HX-Request"):
        return _show(request, place, access, said=said)
    messages.success(request, said)
    return redirect(request.get_full_path())


def _change(request: HttpRequest, figure: Figure, access: Access) -> str:
    """What the form asks for; a sentence that says it is done. Raises SourceRefused; a stranger is refused."""
    who: dict[str, Any] = {"figure": figure, "access": access, "by": actor(request), "now": clock.now()}
    posted, upload = request.POST, request.FILES.get("file")
    try:
        if posted.get("take", "").isdecimal():
            gone = take_away(source_id=int(posted["take"][:18]), **who)
            return _("%(title)s was taken away; it stays on record.") % {"title": gone.title}
        if upload is not None:
            return _("%(title)s is kept.") % {"title": add_file(upload=upload, **who).title}
        link, title = posted.get("link", ""), posted.get("title", "")
        return _("%(title)s is kept.") % {"title": add_link(link=link, title=title, **who).title}
    except NoSuchSource:
        raise SourceRefused(Text("这份材料已被移除。", "This source was taken away already.")) from None
    except NotYours:
        raise PermissionDenied from None


def _show(
    request: HttpRequest, place: Place, access: Access, *, error: Text | None = None, said: str = ""
) -> HttpResponse:
    context = {
        "place": place,
        "plan": place.scope.plan,
        "sources": sources_of(place.figure),
        "may_change": place.may_enter(access),
        "error": error,
        "said": said,
        "typed": {} if error is None or request.method != "POST" else _typed(request, error),
        "query": f"?area={_area(request)}" if request.GET.get("area") else "",
        "most": MOST_SOURCES,
        "largest": settings.MAX_ATTACHMENT_MB,
        "extensions": EXTENSIONS,
    }
    template = "targets/attachments.html" if request.headers.get("HX-Request") else "targets/sources.html"
    return render(request, template, context, status=200 if error is None else 422)


def _typed(request: HttpRequest, error: Text) -> dict[str, str]:
    """The words of a refused form; none of a body that was not read."""
    if error == TooLarge().sentence:
        return {}
    return {name: request.POST.get(name, "") for name in ("link", "title")}


@require_safe
def source(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a source, to be kept and not to be shown by the browser; any signed-in reader may have it."""
    found = find_source(pk)
    answer = FileResponse(
        file_of(found).open("rb"), as_attachment=True, filename=found.title, content_type=found.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _area(request: HttpRequest) -> str:
    return request.GET.get("area") or settings.DEFAULT_AREA
