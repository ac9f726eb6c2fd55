"""Who changed what, over the plan, its figures and its actions: a page with filters, and the same as CSV."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from actions.record import KIND as ACTIONS
from actions.record import TABLES as ACTION_TABLES
from daqing1369 import clock
from daqing1369.record import TABLES as OWN_TABLES
from daqing1369.rendering import page
from targets.periods import Month
from targets.queries.plan import Outside
from targets.queries.record import NOBODY, Place, Sought, Source, every_line, find_page
from targets.queries.record_lines import Line, Names, Piece
from targets.queries.record_measurements import KINDS as MEASURING
from targets.queries.record_measurements import TABLES as MEASURING_TABLES
from targets.queries.record_tables import KINDS, TABLES
from targets.sheets.lines import csv_pieces
from targets.sheets.words import CORRECTIONS
from targets.texts import Text, both_halves

FILTERS = ("goal", "area", "month", "person", "kind", "correction", "words", "from", "until")
_KINDS = KINDS | {ACTIONS: Text("重点行动", "actions")} | MEASURING | {table.kind: table.word for table in OWN_TABLES}


_T = TypeVar("_T")


class _Unknown(ValueError):
    """A filter that means nothing; the page says which."""


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """The newest changes that the filters let pass, and those before ``?before=``."""
    names, asked = Names.load(), _asked(request)
    context: dict[str, Any] = {"names": names, "asked": asked, "kinds": _KINDS, "corrections": CORRECTIONS}
    try:
        sought = _sought(asked, names)
    except _Unknown as fault:
        context |= {"found": None, "wrong": str(fault)}
        return page(request, "targets/history.html", context, parts=("history",), status=422)
    found = find_page(_sources(), sought, names=names, after=_place(request))
    context |= {"found": found, "wrong": "", "is_first": "before" not in request.GET, "nobody": NOBODY}
    return page(request, "targets/history.html", context, parts=("history",))


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every change that the filters let pass, as it is read from the database; nothing in it runs as a formula."""
    names, language = Names.load(), get_language() or "zh-hans"
    try:
        lines = every_line(_sources(), _sought(_asked(request), names), names=names)
    except _Unknown as fault:
        raise Outside(Text(str(fault), str(fault)), status=422) from fault
    headings = [
        *(gettext("When"), gettext("Who"), gettext("Kind"), gettext("What"), gettext("Area"), gettext("Month")),
        *(gettext("What changed"), gettext("old"), gettext("new"), gettext("Correction"), gettext("Reason")),
    ]
    rows = (_row(line, language) for line in lines)
    answer = StreamingHttpResponse(csv_pieces(headings, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="history.csv"'
    return answer


def _sources() -> list[Source]:
    """In a fixed order, which the places in addresses keep to."""
    return [table() for table in (*TABLES, *ACTION_TABLES, *OWN_TABLES, *MEASURING_TABLES)]


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in FILTERS}


def _place(request: HttpRequest) -> Place | None:
    text = request.GET.get("before")
    try:
        return None if text is None else Place.parse(text)
    except ValueError:
        raise Outside(Text("记录中没有这个位置。", "There is no such place in the record.")) from None


def _sought(asked: dict[str, str], names: Names) -> Sought:
    """Raises _Unknown for what means nothing."""
    goals = {one.slug: one for one in names.indicators.values()}
    areas = {one.code: one for one in names.areas.values()}
    people = {one.username: str(one.pk) for one in names.people.values()} | {NOBODY: NOBODY}
    return Sought(
        now=clock.now(),
        goal=_one_of(asked["goal"], goals, gettext("There is no such goal.")),
        area=_one_of(asked["area"], areas, gettext("There is no such area.")),
        month=_month(asked["month"]),
        person=_one_of(asked["person"], people, gettext("There is no such person.")) or "",
        words=asked["words"].replace("\0", "")[:100],
        kind=asked["kind"] if _one_of(asked["kind"], _KINDS, gettext("There is no such kind of change.")) else "",
        correction=asked["correction"]
        if _one_of(asked["correction"], CORRECTIONS, gettext("There is no such reason for a correction."))
        else "",
        from_on=_day(asked["from"]),
        until_on=_day(asked["until"]),
    )


def _one_of(text: str, known: dict[str, _T], sentence: str) -> _T | None:
    if not text:
        return None
    if text not in known:
        raise _Unknown(sentence)
    return known[text]


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except ValueError:
        raise _Unknown(gettext("That is not a month; write it like 2024-10.")) from None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is not None and not 1900 <= day.year <= 2200:
        raise _Unknown(gettext("That is not a day; write it like 2024-10-31."))
    return day


def _row(line: Line, language: str) -> list[str]:
    def joined(pieces: Iterable[Text]) -> str:
        return "; ".join(text.in_language(language) for text in pieces)

    labels, old, new = zip(*((one.label, one.old, one.new) for one in line.pieces or [_NO_PIECE]), strict=True)
    return [
        f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
        line.who,
        line.kind.in_language(language),
        line.what.in_language(language),
        line.area.in_language(language),
        line.month,
        joined(labels),
        joined(old),
        joined(new),
        CORRECTIONS[line.correction].in_language(language) if line.correction else "",
        both_halves(line.reason).in_language(language),
    ]


_NO_PIECE = Piece(Text("", ""), Text("", ""), Text("", ""))
