"""The codes of printed pages: each reopens its page as it was known when it was printed.

The data's version is the newest change that the page could see, by the project's clock, and the number of states that
were on record when its reading began: of each history the number of its newest one. Changes that are written at the
same instant, or while others are, may share one; the moment that is kept beside it decides what a reopened page sees.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from pghistory.models import Event

from daqing1369.codes import Mistyped, code_of, read_code
from daqing1369.models import LONGEST_ADDRESS, Snapshot
from daqing1369.versions import find, present_reading, store, tables_in
from targets.queries.plan import Outside, Scope
from targets.texts import Text

# The parameters that change what a page states; whatever else an address carries makes no page of its own.
_STATED = {
    "area",
    "year",
    "at",
    "recorded",
    "code",
    "since",
    "until",
    "show",
    "goal",
    "unit",
    "month",
    "action",
    "state",
    "notes",
    "notes_of",
    "history",
} | {f"m{number}" for number in range(1, 13)}
_DUTIES = {"AssignmentEvent", "StandInEvent", "PruningEvent"}  # who does what, not what is on record of the year
_PER_DAY = 20_000  # new codes; more addresses than that are no reader's
_TRIES = 3  # a code drawn twice, or two readers at the same instant


class _Version(NamedTuple):
    """The newest change that is seen, and the number of states that were on record, in all histories."""

    changed_at: datetime | None
    states: int


class _History(NamedTuple):
    """A table of states, as it was ``written`` by then: the newest change of those seen, of all, the newest number."""

    written: datetime
    table: str
    changed_at: datetime | None
    newest: datetime | None
    states: int


def code_for(request: HttpRequest, scope: Scope, *, now: datetime, path: str = "") -> Snapshot | None:
    """The code of this page as it stands, made where there is none yet. ``now``: when it is printed.

    Within a reading usually one query; one more after a change, or where there is a change later than ``now``.

    ``path``: of the page that shows the same, where the request's own is a file. None where no code can be given: the
    answer to a form, an address too long to keep, or too many codes in one day.
    """
    address, state = address_of(request, scope, path=path), state_of(request)
    if state is not None and address == state.state_address:
        return state
    written, seen = scope.written_until, seen_at(scope, request, now)
    if written is None or request.method not in ("GET", "HEAD") or len(address) > LONGEST_ADDRESS:
        return None
    version = _version(scope, seen, written)
    for _ in range(_TRIES):
        found = list(Snapshot.objects.raw(_statement(), _values(address, now, written, version)))
        if found:
            return found[0]
    return None


def printed_line(printed: Snapshot) -> Text:
    """The code and the data's version as a paper carries them."""
    return Text(
        f"编码 {printed.printed} · 数据版本 {printed.data_version}",
        f"Code {printed.printed} · data version {printed.data_version}",
    )


def find_snapshot(code: str) -> Snapshot | None:
    """The state of a code as ``read_code`` gives it. One query."""
    return Snapshot.objects.filter(code=code).first()


def state_of(request: HttpRequest) -> Snapshot | None:
    """The printed state of ``?code=`` that a page is to be shown in, if any; one query then.

    Raises Outside: 422 for what is no code, 404 for one that is not on record.
    """
    if not hasattr(request, "printed_state"):
        vars(request)["printed_state"] = _state_of(request.GET.get("code"))
    found: Snapshot | None = vars(request)["printed_state"]
    return found


def seen_at(scope: Scope, request: HttpRequest, now: datetime) -> datetime:
    """Until when a page of the scope sees the record: its moment, the day it was printed, or now."""
    state = state_of(request)
    return min(one for one in (scope.at, state.at if state else None, now) if one is not None)


def _state_of(asked: str | None) -> Snapshot | None:
    if not asked:
        return None
    try:
        code = read_code(asked)
    except Mistyped:
        code = None
    if code is None:
        raise Outside(Text("这不是有效的编码。", "That is not a code of a printed page."), status=422)
    found = find_snapshot(code)
    if found is None:
        raise Outside(Text("没有这一编码的页面。", "There is no page of this code on record."))
    return found


def address_of(request: HttpRequest, scope: Scope, *, path: str = "") -> str:
    """Path and query, the same for the same page: parameters in order, the month always named."""
    kept = {name: values for name, values in request.GET.lists() if name in _STATED and any(values)}
    kept["as_of"] = [str(scope.as_of)]
    return f"{path or request.path}?{urlencode(sorted(kept.items()), doseq=True)}"


def newest_change(scope: Scope, seen: datetime) -> datetime | None:
    """The moment of the newest change that a page of the scope sees, up to a moment. At most one query."""
    written = scope.written_until
    return None if written is None else _version(scope, seen, written).changed_at


def prune_snapshots(*, before: datetime, dry_run: bool) -> dict[str, int]:
    """Delete the codes of states whose record may be gone; by table, the count."""
    old = Snapshot.objects.filter(recorded_until__lt=before)
    count = old.count() if dry_run else old.delete()[0]
    return {Snapshot._meta.db_table: count} if count else {}


@cache
def _tables() -> tuple[str, ...]:
    """The histories of what pages show, each with an index by ``changed_at``."""
    models = (model for model in apps.get_models() if issubclass(model, Event))
    shown = (one for one in models if one._meta.app_label != "daqing1369" and one.__name__ not in _DUTIES)
    return tuple(sorted(one._meta.db_table for one in shown))


def _version(scope: Scope, seen: datetime, written: datetime) -> _Version:
    """What a page of the scope sees up to a moment. At most one query.

    Within the page's own reading a history whose token an earlier one has met, and that has no change later than
    ``seen``, is not asked again. A change under way while the tokens were read may be shown and is counted by the next
    reading only.
    """
    reading = present_reading()
    is_own = scope.moment is None and reading is not None and reading.read_at == written
    found = {table: _standing(table, seen, written) if is_own else None for table in _tables()}
    rest = [table for table, one in found.items() if one is None]
    for one in _histories(rest, seen, written) if rest else ():
        found[one.table] = one
        if is_own:  # in another one, a newer token would stand for what was written by an older moment
            store(("history", one.table), one, tables_in(one.table))
    each = [one for one in found.values() if one is not None]
    changed_at = max((one.changed_at for one in each if one.changed_at is not None), default=None)
    return _Version(changed_at, sum(one.states for one in each))


def _standing(table: str, seen: datetime, written: datetime) -> _History | None:
    """What is kept of it, where that was no later reading's and all of it is seen."""
    kept = find(("history", table))
    one: _History | None = kept.value if kept is not None else None
    if one is None or one.written > written or (one.newest is not None and one.newest > seen):
        return None
    return one._replace(changed_at=one.newest)


def _histories(tables: Sequence[str], seen: datetime, written: datetime) -> list[_History]:
    """Each found near the end of an index. One query."""
    name = connection.ops.quote_name
    each = " UNION ALL ".join(
        f"SELECT %s, (SELECT max(changed_at) FROM {name(table)} WHERE changed_at <= %s AND pgh_created_at <= %s), "  # noqa: S608  # names of our tables
        f"(SELECT max(changed_at) FROM {name(table)} WHERE pgh_created_at <= %s), "
        f"(SELECT coalesce(max(pgh_id), 0) FROM {name(table)} WHERE pgh_created_at <= %s)"
        for table in tables
    )
    values = [value for table in tables for value in (table, seen, written, written, written)]
    with connection.cursor() as cursor:
        cursor.execute(each, values)
        return [_History(written, *row) for row in cursor.fetchall()]


@cache
def _statement() -> str:
    """Find the state's row, or make it: one statement, so that reading a page costs one query."""
    table = connection.ops.quote_name(Snapshot._meta.db_table)
    return f"""
        WITH found AS (SELECT * FROM {table} WHERE printed_on = %s AND address = %s AND version = %s),
        made AS (
            INSERT INTO {table} (code, printed_on, address, at, recorded_until, changed_at, version)
            SELECT %s, %s, %s, %s, %s, %s::timestamptz, %s
            WHERE NOT EXISTS (SELECT 1 FROM found)
            AND (SELECT count(*) FROM {table} AS today WHERE today.printed_on = %s) < {_PER_DAY}
            ON CONFLICT DO NOTHING
            RETURNING *
        )
        SELECT * FROM found UNION ALL SELECT * FROM made
    """  # noqa: S608  # names of our tables and a constant; every value is a parameter


def _values(address: str, now: datetime, written: datetime, version: _Version) -> list[object]:
    """The statement's parameters in order."""
    day = timezone.localtime(now).date()
    made = code_of(secrets.randbelow(1 << 35))
    changed_at, states = version
    return [day, address, states, made, day, address, now, written, changed_at, states, day]
