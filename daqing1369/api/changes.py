"""What was changed in a plan since a moment, from the record of everything."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from actions.record import TABLES as ACTION_TABLES
from daqing1369.api.answers import as_csv, say, written
from targets.queries.asked import read_instant
from targets.queries.plan import Outside, Scope
from targets.queries.record import Place, Sought, find_page
from targets.queries.record_lines import Line, Names
from targets.queries.record_measurements import TABLES as MEASURING_TABLES
from targets.queries.record_tables import TABLES
from targets.texts import Text

SIZE, MOST = 100, 500
COLUMNS = ("id", "at", "kind", "what", "area", "month", "label", "old", "new", "correction", "reason", "page")


def list_of(request: HttpRequest, scope: Scope, *, now: datetime, csv: bool) -> Any:
    """A page of the record. Four queries for names, one over all tables, at most two for each table on the page."""
    since, until = _since(request), _until(request, min(scope.at or now, now))
    found = find_page(
        [table() for table in (*TABLES, *ACTION_TABLES, *MEASURING_TABLES)],
        Sought(now=until, plan=scope.plan, from_at=since),
        names=Names.load(),
        after=_cursor(request),
        size=_limit(request),
    )
    listed = [_change(line, place) for line, place in zip(found.lines, found.places, strict=True)]
    following = None if found.older is None else str(found.older)
    if csv:
        answer = as_csv("changes", COLUMNS, (row for one in listed for row in _rows(one)))
        if following is not None:
            query = urlencode({**request.GET.dict(), "cursor": following})
            answer["Link"] = f'<{request.path}?{query}>; rel="next"'
        return answer
    moments = {"since": written(since), "until": written(until), "at": scope.at and written(scope.at)}
    place = {"year": scope.year, "area": scope.plan.area.code}
    return {**place, **moments, "changes": listed, "next": following}


def _change(line: Line, place: Place) -> dict[str, Any]:
    return {
        "id": str(place),
        "at": written(line.at),
        "kind": say(line.kind),
        "what": say(line.what),
        "area": say(line.area),
        "month": line.month,
        "pieces": [{"label": say(one.label), "old": say(one.old), "new": say(one.new)} for one in line.pieces],
        "correction": line.correction,
        "reason": line.reason,
        "page": line.address,
    }


def _rows(change: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each thing that the change changed; one where it names none."""
    nothing = [{"label": "", "old": "", "new": ""}]
    return [change | piece for piece in change["pieces"] or nothing]


def _since(request: HttpRequest) -> datetime:
    text = request.GET.get("since")
    if text is None:
        raise Outside(
            Text("请用 since 给出起始时间，例如 since=2024-10-01。", "Say since when, for example since=2024-10-01."),
            status=422,
        )
    return read_instant(text, of_day=time.min, has_zone=True)


def _until(request: HttpRequest, last: datetime) -> datetime:
    text = request.GET.get("until")
    return last if text is None else min(read_instant(text, has_zone=True), last)


def _cursor(request: HttpRequest) -> Place | None:
    text = request.GET.get("cursor")
    try:
        return None if text is None else Place.parse(text)
    except ValueError:
        raise Outside(Text("记录中没有这个位置。", "There is no such place in the record.")) from None


def _limit(request: HttpRequest) -> int:
    text = request.GET.get("limit", str(SIZE))
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST:
        return int(text)
    raise Outside(Text(f"limit 应为 1 至 {MOST}。", f"The limit is a number from 1 to {MOST}."), status=422)
