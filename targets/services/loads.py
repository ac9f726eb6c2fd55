"""The life of an uploaded file of measurements: received, read or refused, and its file deleted."""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, Sum
from django.db.models.functions import Now

from targets.measurements.taken import Options
from targets.models import Load, LoadKind, LoadState
from targets.queries.loads import silent
from targets.services import import_files
from targets.services.import_turns import MEASUREMENTS, receive_alone
from targets.services.load_progress import Progress
from targets.services.load_run import run
from targets.sheets.table import MEGABYTE, Refused
from targets.texts import Text

MOST_OPEN = 3  # files of one person that wait or are being read
MOST_KEPT = 1024 * MEGABYTE  # of all waiting files together
_DEAD_FOR = timedelta(hours=1)  # then the file of a process that died is deleted
_WORKING = (LoadState.WAITING, LoadState.READING)
_NOT_CSV = Text(
    "这不是 CSV 文件。请在表格软件中另存为“CSV UTF-8”（.csv）后再上传；不要直接改文件扩展名。",
    "This is no CSV file. Save it as “CSV UTF-8” (.csv) in your spreadsheet program and upload that; renaming the file "
    "is not enough.",
)
_TOO_MANY = Text(
    f"您已有 {MOST_OPEN} 个文件正在读取。请等其中一个读完再上传。",
    f"{MOST_OPEN} of your files are being read. Wait until one of them is done.",
)
_NO_ROOM = Text(
    "服务器存放待读文件的空间已满。请等正在读取的文件读完；仍不行时联系管理员。",
    "There is no room for more files. Wait until those being read are done; if that does not help, tell the "
    "administrator.",
)
STOPPED = Text(
    "读取这个文件的进程中断了，没有读入任何数据。请重新上传。",
    "The process that read this file stopped, and nothing of it was taken. Upload the file again.",
)
_FAULT = Text(
    "读取中途程序出错，没有读入任何数据；原因已记入日志。请告知管理员，或稍后重新上传。",
    "The program failed while reading, and nothing of the file was taken; the log has the cause. Tell the "
    "administrator, or upload the file again later.",
)
logger = logging.getLogger(__name__)


def receive(
    *, chunks: Iterable[bytes], name: str, kind: str, options: Options, by: AbstractBaseUser, now: datetime
) -> Load:
    """Keep a file until it is read. Raises Refused for what can be told from its first bytes, and for one too many.

    ``kind``: one of LoadKind's values.
    """
    _forget_dead(now)
    path, size, sha256 = import_files.keep(chunks)
    try:
        _only_csv(path, name)
        with transaction.atomic():
            receive_alone(MEASUREMENTS)
            _make_room(by, size)
            return Load.objects.create(
                kind=LoadKind(kind),
                name=_plain_name(name),
                path=path,
                size=size,
                sha256=sha256,
                options=asdict(options),
                user_id=by.pk,
                created_at=now,
                heartbeat_at=Now(),
            )
    except BaseException:
        import_files.forget(path)
        raise


def read(*, load: Load, now: datetime, is_shown: bool) -> Load:
    """Read a waiting file into the database; nothing where another process does. Its file is deleted then.

    ``is_shown``: whether somebody watches how far it is.
    """
    if not Load.objects.filter(pk=load.pk, state=LoadState.WAITING).update(state=LoadState.READING, heartbeat_at=Now()):
        return load
    load.refresh_from_db()
    path = load.path
    try:
        with import_files.opened(import_files.folder() / path) as stream, Progress(load.pk, is_shown=is_shown) as side:
            run(load=load, stream=stream, now=now, by=load.user, tell=side)  # type: ignore[arg-type]  # opened as bytes
    except FileNotFoundError:
        _refuse(Q(pk=load.pk), STOPPED, now)
    except Exception:  # the reader is told, and the next file is another
        logger.exception("file of measurements %s", load.pk)
        _refuse(Q(pk=load.pk), _FAULT, now)
    finally:
        import_files.forget(path)
    load.refresh_from_db()
    return load


def _refuse(which: Q, sentence: Text, now: datetime) -> None:
    Load.objects.filter(which, state__in=_WORKING).update(
        state=LoadState.REFUSED,
        sentence_zh=sentence.zh,
        sentence_en=sentence.en,
        path="",
        finished_at=now,
    )


def _only_csv(path: str, name: str) -> None:
    with import_files.opened(import_files.folder() / path) as stream:
        try:
            kind = import_files.inspect(stream, name)
        except Refused:
            kind = ""
    if kind != "csv":
        raise Refused(_NOT_CSV)


def _make_room(by: AbstractBaseUser, size: int) -> None:
    """Refused where there is none."""
    waiting = Load.objects.filter(state__in=_WORKING).exclude(path="")
    if waiting.filter(~silent(), user=by.pk).count() >= MOST_OPEN:
        raise Refused(_TOO_MANY)
    kept = waiting.aggregate(size=Sum("size"))["size"] or 0
    if kept + size > MOST_KEPT:
        raise Refused(_NO_ROOM)


def _forget_dead(now: datetime) -> None:
    """Delete the files whose process died, and say so on their loads."""
    dead = Load.objects.filter(state__in=_WORKING, heartbeat_at__lt=Now() - _DEAD_FOR).exclude(path="")
    for load in dead.order_by("id"):
        import_files.forget(load.path)
        _refuse(Q(pk=load.pk), STOPPED, now)


def _plain_name(name: str) -> str:
    """The file's name as it may be shown: its last part, printable, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(sign for sign in last if sign.isprintable()).strip()
    return printable[-200:] or "measurements.csv"
