"""Many readings at once against those on record: new, changed with a new version, unchanged; by a fixed number of
statements, however many there are.

The readings go into a table of the transaction's own by COPY, in batches, and are settled there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from targets.measurements.remarks import CONTRADICTS, REVIEWED_STANDS, SAID_BEFORE

_SEVERAL = 5_000
NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"
REFUSED = (SAID_BEFORE.name, CONTRADICTS.name, REVIEWED_STANDS.name)


@dataclass(frozen=True)
class Kept:
    """A table of readings. ``keys``: its key, the place first, then the day. ``said``: what makes a version another.

    ``values``: what of it was measured. ``derived``: what follows from it and is written with it. ``guard``: SQL over
    ``i`` (incoming) and ``t`` (on record) that is true where the one on record stays whatever comes, without a word.
    """

    table: str
    keys: tuple[str, ...]
    said: tuple[str, ...]
    values: tuple[str, ...]
    derived: tuple[str, ...] = ()
    guard: str = "false"
    is_followed: bool = False  # computed from others: reviewed or not follows them

    @property
    def columns(self) -> tuple[str, ...]:
        """What COPY brings of a reading, after its line."""
        return (*self.keys, *self.said, *self.derived, "state")


class Merge:
    """``with Merge(kept) as merge: merge.copy(rows) …; merge.settle(…)``; in a transaction, one at a time."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def __enter__(self) -> "Merge":
        self._run("DROP TABLE IF EXISTS incoming_readings, settled_readings")
        self._run(f"CREATE TEMPORARY TABLE incoming_readings (LIKE {self.kept.table}) ON COMMIT DROP")
        for column in ("version", "load_id"):
            self._run(f"ALTER TABLE incoming_readings DROP COLUMN {column}")
        self._run("ALTER TABLE incoming_readings ADD COLUMN line bigint")
        return self

    def __exit__(self, *_: object) -> None:
        if not connection.needs_rollback:
            self._run("DROP TABLE IF EXISTS incoming_readings, settled_readings")

    def copy(self, rows: Iterable[Sequence[Any]]) -> None:
        """Bring readings: the line of the file, then ``kept.columns``. One statement."""
        listed = _listed(("line", *self.kept.columns))
        with connection.cursor() as cursor, cursor.copy(f"COPY incoming_readings ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def weigh(self) -> Counter[str]:
        """Hold the readings against those on record, changing nothing; how many of each fate."""
        self._run("SET LOCAL work_mem = '64MB'")  # sorted in memory; the transaction's only
        self._run("ANALYZE incoming_readings")
        self._run(self._fates())
        with connection.cursor() as cursor:
            cursor.execute("SELECT fate, count(*) FROM settled_readings GROUP BY fate")
            return Counter(dict(cursor.fetchall()))

    def settle(self, *, load: int | None, now: datetime) -> Counter[str]:
        """Put on record what is new or changed, the replaced versions among the earlier ones; how many of each fate."""
        counts = self.weigh()
        if counts[CHANGED]:
            self._run(self._earlier(), [load, now])
            self._run(self._update(), [load])
        if counts[NEW]:
            self._run(self._insert(), [load])
        return counts

    def refused(self) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
        """Line, rule and key of each reading that was not needed or contradicts the file, in the file's order."""
        keys = ", ".join(self.kept.keys)
        named = ", ".join(f"'{name}'" for name in REFUSED)
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT line, fate, {keys} FROM settled_readings WHERE fate IN ({named}) ORDER BY line"  # noqa: S608  # our names
            )
            while rows := cursor.fetchmany(_SEVERAL):
                yield from ((row[0], row[1], tuple(row[2:])) for row in rows)

    def lost(self) -> Iterator[tuple[int, bool, str, tuple[Any, ...]]]:
        """Line, whether nothing is left, what was there and its key, of each reading that took values off the record.

        In the file's order; ``pm25 23.6, pm10 50`` is what was there.
        """
        keys = ", ".join(self.kept.keys)
        left = " AND ".join(f"{_quoted(name)} IS NULL" for name in self.kept.values)
        with connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT line, {left}, lost, {keys} FROM settled_readings"  # noqa: S608  # our names
                f" WHERE fate = '{CHANGED}' AND lost <> '' ORDER BY line"
            )
            while rows := cursor.fetchmany(_SEVERAL):
                yield from ((row[0], row[1], row[2], tuple(row[3:])) for row in rows)

    def touched(self, what: str) -> list[tuple[Any, ...]]:
        """The distinct values of an expression over the readings that are new or changed."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {what} FROM settled_readings WHERE fate IN ('{NEW}', '{CHANGED}')")  # noqa: S608  # our names
            return list(cursor.fetchall())

    def _run(self, statement: str, values: Sequence[Any] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)

    def _on(self, one: str, other: str) -> str:
        return " AND ".join(f"{one}.{key} = {other}.{key}" for key in self.kept.keys)

    def _fates(self) -> str:
        kept = self.kept
        keys, same_as_first = ", ".join(kept.keys), _same(kept.said, "i", "f")
        reviewed = (
            "false"
            if kept.is_followed
            else f"t.state = 'reviewed' AND i.state = 'provisional' AND NOT ({_same(kept.said, 'i', 't')})"
        )
        same_state = "i.state = t.state" if kept.is_followed else "i.state IN (t.state, 'provisional')"
        return f"""
            CREATE TEMPORARY TABLE settled_readings ON COMMIT DROP AS
            WITH first AS (SELECT DISTINCT ON ({keys}) * FROM incoming_readings ORDER BY {keys}, line)
            SELECT i.*, coalesce(t.version, 0) AS was, {_lost(kept.values)} AS lost, CASE
                WHEN i.line > f.line AND {same_as_first} THEN '{SAID_BEFORE.name}'
                WHEN i.line > f.line THEN '{CONTRADICTS.name}'
                WHEN t.version IS NULL THEN '{NEW}'
                WHEN {kept.guard} THEN '{KEPT}'
                WHEN {reviewed} THEN '{REVIEWED_STANDS.name}'
                WHEN {_same(kept.said, "i", "t")} AND {same_state} THEN '{UNCHANGED}'
                ELSE '{CHANGED}' END AS fate
            FROM incoming_readings i JOIN first f ON {self._on("i", "f")}
            LEFT JOIN {kept.table} t ON {self._on("i", "t")}
        """  # noqa: S608  # our names

    def _earlier(self) -> str:
        kept = self.kept
        values = ", ".join(f"'{name}', t.{_quoted(name)}::text" for name in (*kept.said, *kept.derived))
        keys = ", ".join(kept.keys)
        held = ", ".join(f"t.{key}" for key in kept.keys)
        return f"""
            INSERT INTO targets_earlierreading
                ({keys}, version, state, load_id, values, replaced_by_id, replaced_at)
            SELECT {held}, t.version, t.state, t.load_id, jsonb_build_object({values}), %s, %s
            FROM settled_readings s JOIN {kept.table} t ON {self._on("s", "t")} WHERE s.fate = '{CHANGED}'
            ORDER BY {held}
        """  # noqa: S608  # our names

    def _update(self) -> str:
        kept = self.kept
        assigned = ", ".join(f"{_quoted(name)} = s.{_quoted(name)}" for name in (*kept.said, *kept.derived, "state"))
        return f"""
            UPDATE {kept.table} t SET {assigned}, version = s.was + 1, load_id = %s
            FROM settled_readings s WHERE {self._on("s", "t")} AND s.fate = '{CHANGED}'
        """  # noqa: S608  # our names

    def _insert(self) -> str:
        kept = self.kept
        listed = _listed(kept.columns)
        return f"""
            INSERT INTO {kept.table} ({listed}, version, load_id)
            SELECT {listed}, 1, %s FROM settled_readings WHERE fate = '{NEW}' ORDER BY {", ".join(kept.keys)}
        """  # noqa: S608  # our names


def _same(columns: Iterable[str], one: str, other: str) -> str:
    """Whether two readings say the same; no value is the same as no value."""
    return " AND ".join(f"{one}.{_quoted(name)} IS NOT DISTINCT FROM {other}.{_quoted(name)}" for name in columns)


def _lost(values: Iterable[str]) -> str:
    """The values on record that the reading does not have any more, as a text; empty for none."""
    each = (
        f"CASE WHEN i.{_quoted(name)} IS NULL THEN '{name} ' || trim_scale(t.{_quoted(name)})::text END"
        for name in values
    )
    return f"concat_ws(', ', {', '.join(each)})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))
