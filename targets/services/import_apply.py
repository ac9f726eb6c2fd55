"""Applies a checked upload whole or not at all, by the law of ``save_figure`` and with its after-state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from targets.entry.cell import Cell
from targets.models import Draft, Figure, Origin, RowState, StagedRow, Upload
from targets.queries.access import Access
from targets.queries.imports import Places, figures_at, find_places, key_of
from targets.services.figures import (
    Locked,
    MonthNotOpen,
    NothingToRecord,
    NotYours,
    ReasonNeeded,
    StaleVersion,
    changes,
    check_open,
)
from targets.services.import_progress import OFTEN, SHORT, Progress, plain
from targets.services.import_turns import apply_alone
from targets.sheets.meaning import Key

_ATTRIBUTES = {str(field.column): field.attname for field in Figure._meta.concrete_fields}
_APPLIED = (RowState.NEW, RowState.CHANGED, RowState.CORRECTION)
_REASON = Figure._meta.get_field("reason").max_length or 500


class Meanwhile(Exception):
    """Something was changed, locked or taken away since the check: nothing was applied."""


@dataclass(frozen=True)
class Why:
    """Why the corrections are made that do not say it themselves, and the file that goes on record."""

    file: str
    correction: str = ""
    reason: str = ""

    def of(self, row: StagedRow) -> tuple[str, str]:
        """The row's correction and reason: its own, or those of the whole file where it is a correction without."""
        if row.correction or row.state != RowState.CORRECTION:
            return row.correction, row.reason
        return self.correction, row.reason or self.reason

    def told(self, said: str) -> str:
        """The reason as it goes on record: what was said, and the file."""
        room = _REASON - len(said) - 3
        return f"{said} ({self.file[:room]})" if said else self.file[:_REASON]


@transaction.atomic
def apply_rows(*, upload: Upload, why: Why, by: AbstractBaseUser | None, access: Access, now: datetime) -> int:
    """Put every staged row on record; the number of figures that were changed.

    Raises Meanwhile where a figure or the staged rows are no longer what the check saw, ReasonNeeded where a correction
    has none, OperationalError where others hold the figures too long; nothing is changed then.
    """
    apply_alone()
    if not _is_whole(upload):
        raise Meanwhile
    places = find_places(access, timezone.localtime(now).date())
    _check_keys_at_once()
    count = 0
    rows = rows_to_apply(upload)
    total = upload.total
    with Progress(upload.pk, upload.run, is_shown=total > SHORT) as progress:
        progress.tell(0, total)
        for batch in _batches(rows.iterator(chunk_size=OFTEN)):
            _write(batch, places, why, by, now)
            count += len(batch)
            progress.tell(count, total)
    if _moved(upload):
        raise Meanwhile
    if by is not None:
        _drop_drafts(upload, by)
    return count


def rows_to_apply(upload: Upload) -> QuerySet[StagedRow]:
    """The rows that change something, in the order in which `figures_at` locks."""
    return StagedRow.objects.filter(upload=upload, state__in=_APPLIED).order_by("indicator_id", "area_id", "month")


def _is_whole(upload: Upload) -> bool:
    """Whether the staged rows are those that the check counted, without an error. One query."""
    rows = StagedRow.objects.filter(upload=upload).values_list("state").order_by("state").annotate(Count("pk"))
    counted = {state: count for state, count in upload.counts.items() if count and state != "odd"}
    return dict(rows) == counted and RowState.ERROR not in counted


def _check_keys_at_once() -> None:
    """Foreign keys are held against their tables by each statement, not at the end.

    The triggers of the record catch an error of their own for every row, and each of these makes the database walk
    through all checks that were put off until then: time would grow with the square of the rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _write(batch: list[StagedRow], places: Places, why: Why, by: AbstractBaseUser | None, now: datetime) -> None:
    """One batch: its figures locked, the law asked for each, all written by two statements."""
    keys = [key for row in batch if (key := key_of(row)) is not None]
    current = figures_at(keys, lock=True)
    places.learn(keys)
    fresh: list[Figure] = []
    changed: list[Figure] = []
    for row, key in zip(batch, keys, strict=True):
        figure = current.get(key)
        values = _values(row, key, figure, places, why, by, now)
        if figure is None:
            fresh.append(Figure(indicator_id=key[0], area_id=key[1], month=key[2].first_on, **values))
            continue
        for name, value in values.items():
            setattr(figure, name, value)
        figure.version += 1
        changed.append(figure)
    _insert(fresh)
    _update(changed)


def _values(
    row: StagedRow,
    key: Key,
    figure: Figure | None,
    places: Places,
    why: Why,
    by: AbstractBaseUser | None,
    now: datetime,
) -> dict[str, Any]:
    """What becomes of the row's figure. Raises Meanwhile, ReasonNeeded."""
    slot = places.slot(key, figure)
    if slot is None:
        raise Meanwhile
    correction, reason = why.of(row)
    try:
        check_open(slot)
        values = changes(
            figure,
            Cell.of(row),
            note=row.note,
            by=by,
            now=now,
            origin=Origin.IMPORTED,
            correction=correction,
            reason=reason,
            seen=row.version,
        )
    except (StaleVersion, MonthNotOpen, NotYours, Locked, NothingToRecord) as changed:
        raise Meanwhile from changed
    if values is None:
        raise Meanwhile
    keeps = values["reason"] and not reason  # the words of a correction that stays
    return values if keeps else values | {"reason": why.told(reason)}


def _insert(figures: list[Figure]) -> None:
    if not figures:
        return
    names = [name for name in _ATTRIBUTES if name != "id"]
    _fill("incoming_figures", figures, names)
    listed = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO targets_figure ({listed}) SELECT {listed} FROM incoming_figures "  # noqa: S608  # our columns
            "ORDER BY indicator_id, area_id, month ON CONFLICT (indicator_id, area_id, month) DO NOTHING"
        )
        if cursor.rowcount != len(figures):  # another first save went in between
            raise Meanwhile


def _update(figures: list[Figure]) -> None:
    if not figures:
        return
    names = list(_ATTRIBUTES)
    _fill("incoming_figures", figures, names)
    assigned = ", ".join(f"{name} = incoming.{name}" for name in names if name != "id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE targets_figure SET {assigned} FROM incoming_figures AS incoming "  # noqa: S608  # our columns
            "WHERE targets_figure.id = incoming.id"
        )


def _fill(table: str, figures: list[Figure], columns: list[str]) -> None:
    """Put the figures into a table of this transaction's own."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS {table} (LIKE targets_figure) ON COMMIT DROP")
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id DROP NOT NULL")
        cursor.execute(f"TRUNCATE {table}")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for figure in figures:
                copy.write_row([plain(getattr(figure, _ATTRIBUTES[column])) for column in columns])


def _moved(upload: Upload) -> bool:
    """Whether a figure that the file left as it was is no longer what the check saw. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM targets_stagedrow s LEFT JOIN targets_figure f ON f.indicator_id = "
            "s.indicator_id AND f.area_id = s.area_id AND f.month = s.month WHERE s.upload_id = %s "
            "AND s.state = %s AND coalesce(f.version, 0) <> s.version)",
            [upload.pk, RowState.UNCHANGED],
        )
        found = cursor.fetchone()
    return bool(found and found[0])


def _drop_drafts(upload: Upload, by: AbstractBaseUser) -> None:
    """What the person was typing for these figures is settled now."""
    same = StagedRow.objects.filter(
        upload=upload,
        state__in=_APPLIED,
        indicator=OuterRef("indicator"),
        area=OuterRef("area"),
        month=OuterRef("month"),
    )
    Draft.objects.filter(Exists(same), user=by.pk).delete()


def _batches(rows: Iterator[StagedRow]) -> Iterator[list[StagedRow]]:
    while batch := list(islice(rows, OFTEN)):
        yield batch


__all__ = ["Meanwhile", "ReasonNeeded", "Why", "apply_rows"]
