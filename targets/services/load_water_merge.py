"""Many water samples at once against those on record, by a fixed number of statements, however many there are.

The samples go into a table of the transaction's own by COPY, in batches, and are settled there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from targets.measurements.remarks import REVIEWED_STANDS

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
_REFUSED = REVIEWED_STANDS.name
_SEVERAL = 5_000

_INCOMING = """
    CREATE TEMPORARY TABLE incoming_samples (
        line bigint, place integer, day date, "time" time, "values" jsonb, status text, source_class text, state text
    ) ON COMMIT DROP
"""
_PLACES = "CREATE TEMPORARY TABLE sample_places (place integer, section_id bigint) ON COMMIT DROP"

# 0.50 and 0.5 are one value; asked only of samples whose texts differ.
_PLAIN = """(
    SELECT jsonb_object_agg(key, left(value, strpos(value, '<')) || trim_scale(ltrim(value, '<')::numeric)::text)
    FROM jsonb_each_text({0}."values")
)"""
_SAME = f"""(
    i.status = t.status AND i.source_class = t.source_class
    AND (i."values" = t."values" OR {_PLAIN.format("i")} = {_PLAIN.format("t")})
)"""
# The values on record that the sample does not have any more: codmn 3.1, tp 0.05.
_LOST = """(
    SELECT string_agg(key || ' ' || value, ', ' ORDER BY key) FROM jsonb_each_text(t."values")
    WHERE NOT i."values" ? key
)"""
_FATES = f"""
    CREATE TEMPORARY TABLE settled_samples ON COMMIT DROP AS
    SELECT i.*, p.section_id, t.id AS was, CASE
        WHEN t.id IS NULL THEN '{NEW}'
        WHEN {_SAME} AND i.state IN (t.state, 'provisional') THEN '{UNCHANGED}'
        WHEN t.state = 'reviewed' AND i.state = 'provisional' THEN '{_REFUSED}'
        ELSE '{CHANGED}' END AS fate, {_LOST} AS lost
    FROM incoming_samples i JOIN sample_places p USING (place)
    LEFT JOIN targets_watersample t
        ON t.section_id = p.section_id AND t.day = i.day AND t."time" IS NOT DISTINCT FROM i."time"
"""  # noqa: S608  # our names
_EARLIER = f"""
    INSERT INTO targets_earlierreading
        (section_id, day, "time", version, state, load_id, "values", replaced_by_id, replaced_at)
    SELECT t.section_id, t.day, t."time", t.version, t.state, t.load_id,
        t."values" || jsonb_build_object('status', t.status, 'source_class', t.source_class), %s, %s
    FROM settled_samples s JOIN targets_watersample t ON t.id = s.was WHERE s.fate = '{CHANGED}'
    ORDER BY t.section_id, t.day, t."time"
"""  # noqa: S608  # our names
_UPDATE = f"""
    UPDATE targets_watersample t
    SET "values" = s."values", status = s.status, source_class = s.source_class, state = s.state,
        version = t.version + 1, load_id = %s
    FROM settled_samples s WHERE t.id = s.was AND s.fate = '{CHANGED}'
"""  # noqa: S608  # our names
_INSERT = f"""
    INSERT INTO targets_watersample
        (section_id, day, "time", "values", status, source_class, state, version, load_id)
    SELECT section_id, day, "time", "values", status, source_class, state, 1, %s
    FROM settled_samples WHERE fate = '{NEW}' ORDER BY section_id, day, "time"
"""  # noqa: S608  # our names


class WaterMerge:
    """``with WaterMerge() as merge:`` copy, place, settle; in a transaction, one at a time."""

    def __enter__(self) -> "WaterMerge":
        self._clear()
        self._run(_INCOMING)
        self._run(_PLACES)
        return self

    def __exit__(self, *_: object) -> None:
        if not connection.needs_rollback:
            self._clear()

    def copy(self, rows: Iterable[Sequence[Any]]) -> None:
        """Bring samples: line, the section's number in the file, day, time, values as JSON, status, class, state."""
        with connection.cursor() as cursor, cursor.copy("COPY incoming_samples FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def place(self, sections: Mapping[int, int]) -> None:
        """Say which section each number is."""
        with connection.cursor() as cursor, cursor.copy("COPY sample_places FROM STDIN") as copy:
            for row in sections.items():
                copy.write_row(row)

    def settle(self, *, load: int, now: datetime) -> Counter[str]:
        """Put on record what is new or changed, the replaced versions among the earlier ones; how many of each fate."""
        self._run("ANALYZE incoming_samples")
        self._run("ANALYZE sample_places")
        self._run(_FATES)
        with connection.cursor() as cursor:
            cursor.execute("SELECT fate, count(*) FROM settled_samples GROUP BY fate")
            counts = Counter(dict(cursor.fetchall()))
        if counts[CHANGED]:
            self._run(_EARLIER, [load, now])
            self._run(_UPDATE, [load])
        if counts[NEW]:
            self._run(_INSERT, [load])
        return counts

    def refused(self) -> Iterator[int]:
        """The line of each sample that a reviewed one kept out, in the file's order."""
        with connection.chunked_cursor() as cursor:
            cursor.execute("SELECT line FROM settled_samples WHERE fate = %s ORDER BY line", [_REFUSED])
            while rows := cursor.fetchmany(_SEVERAL):
                yield from (row[0] for row in rows)

    def lost(self) -> list[tuple[int, str]]:
        """Line and former values of each sample that took values off the record, in the file's order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT line, lost FROM settled_samples WHERE fate = %s AND lost IS NOT NULL ORDER BY line", [CHANGED]
            )
            return list(cursor.fetchall())

    def touched(self) -> list[tuple[int, date]]:
        """Section and first day of each month in which a sample is new or changed."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT section_id, date_trunc('month', day)::date FROM settled_samples"
                " WHERE fate IN (%s, %s)",
                [NEW, CHANGED],
            )
            return list(cursor.fetchall())

    def _clear(self) -> None:
        self._run("DROP TABLE IF EXISTS incoming_samples, sample_places, settled_samples")

    def _run(self, statement: str, values: Sequence[Any] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
