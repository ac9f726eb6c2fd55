"""The dry run of an upload: every row understood and staged beside what is on record. Changes no figure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

import targets.sheets.words as words
from targets.entry.cell import Cell
from targets.entry.oddities import oddities
from targets.models import Figure, RowState, StagedRow, Upload, UploadState
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.imports import Places, figures_at, find_known, find_places, history_of
from targets.services import import_files
from targets.services.import_law import Fate, fate_of
from targets.services.import_marks import draft_marked
from targets.services.import_progress import OFTEN, SHORT, Progress, plain
from targets.services.import_turns import Superseded, hold
from targets.sheets.entries import Entry, Reader
from targets.sheets.meaning import Key, Known, Meaning, meaning_of
from targets.sheets.table import Refused
from targets.texts import Text

MOST_ROWS_HELD_AGAINST_HISTORY = 20_000

_COLUMNS = (
    "upload_id", "number", "sheet", "line", "state", "is_odd", "indicator_id", "area_id", "month", "numerator",
    "denominator", "month_numerator", "month_denominator", "half_unit", "note", "correction", "reason", "version",
    "problems", "oddities",
)  # fmt: skip


@dataclass
class _Check:
    """One pass over the file. Memory grows with the rows only by a number for each."""

    upload: Upload
    known: Known
    places: Places
    now: datetime
    seen: dict[int, str] = field(default_factory=dict)  # a key, packed, to its place
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0
    is_long: bool = False

    def stage(self, batch: list[Entry]) -> None:
        """Understand the batch and write it down."""
        meanings = [meaning_of(entry, self.known) for entry in batch]
        self.places.learn(meaning.key for meaning in meanings if meaning.key)
        figures = figures_at({meaning.key for meaning in meanings if meaning.key and meaning.cell is not None})
        rows = [self.row(entry, one, figures) for entry, one in zip(batch, meanings, strict=True)]
        self.find_odd(rows)
        self.counts.update(row.state for row in rows)
        self.counts["odd"] += sum(row.is_odd for row in rows)
        with transaction.atomic():
            hold(self.upload)
            _copy(rows)

    def row(self, entry: Entry, meaning: Meaning, figures: dict[Key, Figure]) -> StagedRow:
        self.number += 1
        key, current = meaning.key, None
        if key is not None and not meaning.problems:
            place = f"{entry.row.sheet}!{entry.row.line}" if entry.row.sheet else str(entry.row.line)
            first = self.seen.setdefault(_packed(key), place)
            if first != place:
                meaning.cell = None
                meaning.problems.append((0, words.twice(first)))
            current = figures.get(key)
        slot = self.places.slot(key, current) if key else None
        fate = fate_of(entry, meaning, current, slot, self.now)
        return self.staged(entry, meaning, fate, current)

    def staged(self, entry: Entry, meaning: Meaning, fate: Fate, current: Figure | None) -> StagedRow:
        key, cell = meaning.key, meaning.cell or Cell()
        problems = [*meaning.problems, *([fate.problem] if fate.problem else [])]
        return StagedRow(
            upload_id=self.upload.pk,
            number=self.number,
            sheet=entry.row.sheet,
            line=entry.row.line,
            state=fate.state,
            indicator_id=key[0] if key else None,
            area_id=key[1] if key else None,
            month=key[2].first_on if key else None,
            **{name: getattr(cell, name) for name in Cell.__dataclass_fields__},
            note=fate.note,
            correction=meaning.correction if fate.state is RowState.CORRECTION else "",
            reason=meaning.reason[:500],
            version=current.version if current else 0,
            problems=[[column, sentence.zh, sentence.en] for column, sentence in problems],
            oddities=[],
        )

    def find_odd(self, rows: list[StagedRow]) -> None:
        """Hold what is new against the record of its own series."""
        if self.number > MOST_ROWS_HELD_AGAINST_HISTORY:
            self.is_long = True
            return
        changing = [row for row in rows if row.state in (RowState.NEW, RowState.CHANGED, RowState.CORRECTION)]
        series = {(row.indicator_id or 0, row.area_id or 0) for row in changing}
        history = history_of(series) if series else {}
        for row in changing:
            key = row.indicator_id or 0, row.area_id or 0
            assert row.month is not None  # only a row with a key changes anything  # noqa: S101
            found = oddities(self.known.asked[key[0]].rule, Month.of(row.month), Cell.of(row), history.get(key, ()))
            row.is_odd = bool(found)
            row.oddities = [[0, one.sentence.zh, one.sentence.en] for one in found]


def check(*, upload: Upload, access: Access, now: datetime) -> Upload:
    """Look at every row of the upload, which becomes ``checked``, or ``refused`` with the sentence that says why.

    Rows of an earlier look are forgotten. Does not raise for what the file holds; Superseded where the upload was given
    up meanwhile, or another check of it began.
    """
    _forget_rows(upload)
    known = find_known(area=upload.area_id, year=upload.year, month=_month(upload))
    run = _Check(upload, known, find_places(access, timezone.localtime(now).date()), now)
    reader = Reader()
    draft: Path | None = None
    try:
        with import_files.opened(import_files.folder() / upload.path) as stream:
            total = import_files.rows_about(stream, upload.name)
            with Progress(upload.pk, upload.run, is_shown=total > SHORT) as progress:
                for batch in _batches(reader.entries(import_files.rows_of(stream, upload.name))):
                    run.stage(batch)
                    progress.tell(run.number, total)
                if run.counts[RowState.ERROR]:
                    progress.tell(run.number, run.number)
                    upload.total = run.number
                    draft = draft_marked(upload=upload)
    except Refused as refusal:
        return _refused(upload, refusal.sentence)
    except FileNotFoundError:
        return _refused(
            upload, Text("文件已不在服务器上，请重新上传。", "The file is gone from the server. Upload it again.")
        )
    try:
        return _checked(upload, run, reader, draft)
    except Superseded:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise


@transaction.atomic
def _forget_rows(upload: Upload) -> None:
    hold(upload)
    StagedRow.objects.filter(upload=upload).delete()


@transaction.atomic
def _checked(upload: Upload, run: _Check, reader: Reader, draft: Path | None) -> Upload:
    hold(upload)
    remarks = reader.remarks()
    if run.is_long:
        most = MOST_ROWS_HELD_AGAINST_HISTORY
        remarks.append(
            Text(f"仅对前 {most:,} 行检查了异常值，其余在审核时检查。",
                 f"Odd values were looked for in the first {most:,} rows only; review looks at the rest.")
        )  # fmt: skip
    upload.state = UploadState.CHECKED
    upload.done = upload.total = run.number
    upload.counts = dict(run.counts)
    upload.remarks = [[text.zh, text.en] for text in remarks]
    upload.sentence_zh = upload.sentence_en = ""
    if draft is not None:
        draft.replace(import_files.marked(upload.path))
    upload.save()
    return upload


@transaction.atomic
def _refused(upload: Upload, sentence: Text) -> Upload:
    hold(upload)
    StagedRow.objects.filter(upload=upload).delete()
    upload.state, upload.counts = UploadState.REFUSED, {}
    upload.sentence_zh, upload.sentence_en = sentence.zh[:500], sentence.en[:500]
    upload.save()
    return upload


def _packed(key: Key) -> int:
    indicator, area, month = key
    return (indicator << 80) | (area << 16) | (month.year * 12 + month.number)


def _month(upload: Upload) -> Month | None:
    return Month(upload.year, upload.month) if upload.year and upload.month else None


def _batches(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, OFTEN)):
        yield batch


def _copy(rows: Iterable[StagedRow]) -> None:
    """Write rows by COPY: ten times as fast as INSERT."""
    with connection.cursor() as cursor, cursor.copy(_copy_statement()) as copy:
        for row in rows:
            copy.write_row([plain(getattr(row, name)) for name in _COLUMNS])


def _copy_statement() -> str:
    return f"COPY targets_stagedrow ({', '.join(_COLUMNS)}) FROM STDIN"
