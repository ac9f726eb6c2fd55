"""One file of measurements from a stream into the database: whole, or refused with a sentence."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from targets.measurements.encodings import NOT_UTF8, encoding_of
from targets.measurements.lines import Row, Shape, Table, UnknownShape, read_table
from targets.measurements.remarks import COLUMN_BY_NAME, Remark
from targets.measurements.taken import Options, Taken
from targets.models import Load, LoadKind, LoadState
from targets.services import load_air, load_water
from targets.services.computed import after_load
from targets.services.load_remarks import Remarks
from targets.services.load_turns import take_turns
from targets.texts import Text

Tell = Callable[[int, int], object]

# Who takes which shape.
TAKERS: dict[Shape, Callable[..., Taken]] = {
    Shape.CITY_DAY: load_air.take,
    Shape.STATION_HOUR: load_air.take,
    Shape.WATER: load_water.take,
}
_KIND = {Shape.CITY_DAY: LoadKind.AIR, Shape.STATION_HOUR: LoadKind.AIR, Shape.WATER: LoadKind.WATER}
ALWAYS = ("rows", "taken", "new", "changed", "unchanged", "corrected", "noted", "left", "rejected")
_OFTEN = 2_000  # rows between two signs of progress
_OTHER_KIND = {
    LoadKind.AIR: Text(
        "这是空气数据文件，请按空气数据导入（import_air）。",
        "This is a file of air values; import it as such (import_air).",
    ),
    LoadKind.WATER: Text(
        "这是水质数据文件，请按水质数据导入（import_water）。",
        "This is a file of water samples; import it as such (import_water).",
    ),
}
_NO_ROWS = Text("表头下面没有任何数据行。", "There is no row below the header.")


def begin(*, kind: LoadKind, name: str, options: Options, by: AbstractBaseUser | None, now: datetime) -> Load:
    """A file that is about to be read."""
    return Load.objects.create(
        kind=kind,
        name=name[:200],
        options=asdict(options),
        user_id=by.pk if by else None,
        state=LoadState.READING,
        created_at=now,
        heartbeat_at=Now(),
    )


def run(*, load: Load, stream: BinaryIO, now: datetime, by: AbstractBaseUser | None, tell: Tell) -> Load:
    """Read the file into the database and say on ``load`` what became of it: done, or refused with a sentence.

    One transaction: a refused file leaves nothing behind but its ``load``. ``stream`` is seekable, its size bounded by
    the caller. ``tell`` is called now and then with the bytes done and their number, between two statements.
    """
    load.finished_at = now  # so that whoever takes the rows knows the moment
    try:
        with transaction.atomic():
            take_turns()
            _read(load, stream, by=by, now=now, tell=tell)
            load.path = ""
            load.save()  # with the rows, so that what is on record is never said to be refused
    except UnknownShape as refused:
        _refuse(load, refused.sentence)
        load.path = ""
        load.save()
    return load


def _read(load: Load, stream: BinaryIO, *, by: AbstractBaseUser | None, now: datetime, tell: Tell) -> None:
    size, digest = 0, hashlib.sha256()

    def measure(piece: bytes) -> None:
        nonlocal size
        size += len(piece)
        digest.update(piece)

    encoding = encoding_of(stream, measure)
    load.size, load.sha256 = size, digest.hexdigest()
    remarks = Remarks(load)
    if encoding != "utf-8-sig":
        remarks(Remark(0, "", encoding, NOT_UTF8))
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        taken = _take(load, text, remarks, now, lambda: tell(min(stream.tell(), size), size))
    except csv.Error as error:
        raise UnknownShape(_broken(error)) from error
    finally:
        text.detach()
    remarks.flush()
    load.figures = after_load(taken.touched, by=by, now=now)
    _count(load, taken, remarks)
    tell(size, size)


def _take(load: Load, text: io.TextIOWrapper, remarks: Remarks, now: datetime, tell: Callable[[], object]) -> Taken:
    table = read_table(text)
    load.shape = table.shape.value
    if _KIND[table.shape] != load.kind:
        raise UnknownShape(_OTHER_KIND[_KIND[table.shape]])
    if table.names:
        remarks.names = table.names
        remarks(Remark(0, " ".join(table.names), " ".join(table.names), COLUMN_BY_NAME))
    told = replace(table, rows=_telling(table, tell))
    take, options = TAKERS[table.shape], Options(**load.options)
    until = _past_the_clock() if options.past_clock else timezone.localtime(now).replace(tzinfo=None)
    return take(load, told, options=options, until=until, remark=remarks, tell=lambda *_: None)


def _telling(table: Table, tell: Callable[[], object]) -> Iterator[Row]:
    """The rows, with a sign of progress now and then. UnknownShape where there is none."""
    count = 0
    for count, row in enumerate(table.rows, start=1):
        yield row
        if not count % _OFTEN:
            tell()
    if not count:
        raise UnknownShape(_NO_ROWS)


def _count(load: Load, taken: Taken, remarks: Remarks) -> None:
    counts = Counter(dict.fromkeys(ALWAYS, 0) | taken.counts | remarks.rows)
    counts["taken"] = sum(counts[fate] for fate in ("new", "changed", "unchanged"))
    counts["untold"] = remarks.beyond
    load.counts = {name: counts[name] for name in sorted(counts)}
    load.created = taken.created
    load.state, load.done = LoadState.DONE, load.size
    load.sentence_zh = load.sentence_en = ""


def _refuse(load: Load, sentence: Text) -> None:
    load.state, load.counts, load.created, load.figures = LoadState.REFUSED, {}, [], []
    load.sentence_zh, load.sentence_en = sentence.zh[:500], sentence.en[:500]


def _broken(error: csv.Error) -> Text:
    return Text(
        f"CSV 已损坏（常见原因：引号没有成对，或某个单元格过长）：{error}。",
        f"The CSV is broken, usually by a quote that is never closed or by a cell that is too long: {error}.",
    )


def _past_the_clock() -> datetime:
    """The moment by the database's clock: a demo's own stands still, and its measurements go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() AT TIME ZONE %s", [settings.TIME_ZONE])
        found = cursor.fetchone()
    moment: datetime = found[0]
    return moment
