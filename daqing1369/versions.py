"""What was computed from the record is kept in the process until a table that it was read from has changed.

The database's own triggers give every table of the record a token that never comes back (migration 0007), so that any
number of processes agree, whoever wrote. One query reads all of them, before anything else is read: what is computed
then is as new as they say, or newer. Which tables a result was read from is heard from the queries themselves, so that
nobody can forget one; a result that read any other table is not kept at all.
"""

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

T = TypeVar("T")
MOST = 400  # results that a process keeps
# Of pure computations by kind: rendered parts of pages, what a replay asks again, others of states mostly over.
MOST_REMEMBERED, MOST_OF_A_KIND = {"part": 100, "replayed": 80, "evaluation": 12}, 20
_WORD = re.compile(r"\w+")
_RECORD = re.compile(r"(targets|actions|daqing1369|auth)_")
# What reading itself writes, and what changes with the program only.
NO_RECORD = {
    *("daqing1369_snapshot", "daqing1369_apiuse", "django_content_type"),
    *("daqing1369_tablechange", "daqing1369_areachange"),
}
_FIGURES = frozenset({"targets_figure"})
_SPEAKS_FOR = {"daqing1369_areachange": "targets_figure"}  # who asks about an area's token depends on its figures
_READ = """
    SELECT clock_timestamp(), coalesce(current_setting('daqing1369.own', true), ''),
           (SELECT json_object_agg(name, token) FROM
               (SELECT name, sum(token)::text AS token FROM daqing1369_tablechange GROUP BY name) AS changes)
"""


@dataclass
class Reading:
    """The tables' tokens as a request found them, and what it has read since. ``read_at``: by the database's clock."""

    read_at: datetime
    own: str  # of this very transaction, where it has written
    tokens: Mapping[str, str]
    heard: list[set[str]] = field(default_factory=list)  # of each result that is being computed, the innermost last

    def stamp(self, tables: frozenset[str]) -> Hashable:
        """The tables' state; two that are equal are the same."""
        return self.own, tuple(self.tokens.get(table) for table in sorted(tables))

    def note(self, tables: frozenset[str] | set[str]) -> None:
        for names in self.heard:
            names |= tables

    def hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        """Between Django and the database: note the tables that the query names."""
        self.note(tables_in(sql))
        return execute(sql, params, many, context)


@dataclass(frozen=True)
class Kept:
    """A result, and the tables that it was read from in the state that they had."""

    value: Any
    tables: frozenset[str]
    stamp: Hashable


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)
_kept: OrderedDict[Hashable, Kept] = OrderedDict()
_remembered: dict[str, OrderedDict[Hashable, tuple[Any]]] = defaultdict(OrderedDict)
_lock = Lock()


@cache
def _tables() -> dict[str, str]:
    """Every table that a query may name, with the table whose token tells of its changes; blank: none tells."""
    found = dict(_SPEAKS_FOR)
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table not in NO_RECORD:
            found[table] = table.removesuffix("event") if _RECORD.match(table) else ""
    return found


@lru_cache(2000)
def tables_in(sql: str) -> frozenset[str]:
    """The tables that a query names, an event table as the one whose history it is; a blank for one without tokens."""
    known = _tables()
    named = {word for word in _WORD.findall(sql) if word in known}
    return frozenset({known[word] for word in named} | {word for word in named if word.endswith("event")})


@contextmanager
def reading() -> Iterator[Reading]:
    """Read the tokens, unless that was done; within, ``keep`` keeps. One query."""
    present = _reading.get()
    if present is not None:
        yield present
        return
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        read_at, own, tokens = cursor.fetchone()
    found = Reading(read_at, own, tokens or {})
    token = _reading.set(found)
    try:
        with connection.execute_wrapper(found.hear):
            yield found
    finally:
        _reading.reset(token)


def present_reading() -> Reading | None:
    """The reading that goes on, if any."""
    return _reading.get()


def find(key: Hashable) -> Kept | None:
    """What is kept under the key and still holds. No query."""
    present = _reading.get()
    with _lock:
        kept = _kept.get(key)
        if present is None or kept is None or kept.stamp != present.stamp(kept.tables):
            return None
        _kept.move_to_end(key)
    present.note(kept.tables)
    return kept


def keep(key: Hashable, compute: Callable[[], T], *, worth: Callable[[T], bool] = lambda _: True) -> T:
    """The result under the key: the kept one while it holds, otherwise computed. Nobody may change it.

    The key says everything that it depends on beside the record: the day, the language, who asks. Outside a reading
    nothing is kept. ``worth``: whether a result is one to keep.
    """
    present = _reading.get()
    if present is None:
        return compute()
    kept = find(key)
    if kept is not None:
        value: T = kept.value
        return value
    names: set[str] = set()
    present.heard.append(names)
    try:
        value = compute()
    finally:
        present.heard.pop()
    if worth(value):
        store(key, value, frozenset(names))
    return value


def remember(kind: str, inputs: Hashable, compute: Callable[[], T]) -> T:
    """The result of a pure computation of these inputs: it holds for ever. Nobody may change it."""
    hash(inputs)  # a lazy value in it may ask for something kept, for which there is the same lock
    with _lock:
        kept = _remembered[kind].get(inputs)
        if kept is not None:
            _remembered[kind].move_to_end(inputs)
            value: T = kept[0]
            return value
    value = compute()
    with _lock:
        _remembered[kind][inputs] = (value,)
        while len(_remembered[kind]) > MOST_REMEMBERED.get(kind, MOST_OF_A_KIND):
            _remembered[kind].popitem(last=False)
    return value


def hold_each(
    keys: Sequence[Hashable],
    states: Sequence[Hashable],
    compute: Callable[[list[int]], list[T]],
    *,
    given: frozenset[str] = frozenset(),
) -> list[T]:
    """As ``keep``, each under its key, of figures whose state is told by ``states`` instead of by their whole table.

    ``compute`` makes those that do not hold, by their places. What else it reads is heard, as always; ``given``: the
    tables of what it was read from before, the figures' aside.
    """
    present = _reading.get()
    if present is None:
        return compute(list(range(len(keys))))
    held = [_held(present, *each) for each in zip(keys, states, strict=True)]
    missing = [place for place, kept in enumerate(held) if kept is None]
    names = set(given)
    present.heard.append(names)
    try:
        made = dict(zip(missing, compute(missing) if missing else (), strict=True))
    finally:
        present.heard.pop()
    tables = frozenset(names)
    for place in missing if "" not in names else ():
        stamp = states[place], present.stamp(tables - _FIGURES)
        _store(("held", keys[place]), Kept(made[place], tables, stamp))
    return [made[place] if kept is None else kept.value for place, kept in enumerate(held)]


def hold(key: Hashable, state: Hashable, compute: Callable[[], T]) -> T:
    """As ``hold_each``, of one."""
    (value,) = hold_each([key], [state], lambda _: [compute()])
    return value


def _held(present: Reading, key: Hashable, state: Hashable) -> Kept | None:
    with _lock:
        kept = _kept.get(("held", key))
        if kept is None or kept.stamp != (state, present.stamp(kept.tables - _FIGURES)):
            return None
        _kept.move_to_end(("held", key))
    present.note(kept.tables)
    return kept


def store(key: Hashable, value: object, tables: frozenset[str]) -> None:
    """Keep a value that was read from these tables within the present reading; outside of one nothing."""
    present = _reading.get()
    if present is not None and "" not in tables:
        _store(key, Kept(value, tables, present.stamp(tables)))


def _store(key: Hashable, kept: Kept) -> None:
    with _lock:
        _kept[key] = kept
        _kept.move_to_end(key)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
