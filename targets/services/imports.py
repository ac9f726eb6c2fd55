"""The life of an upload: received, checked, confirmed, applied, or refused and dropped."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q, Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language

from targets.models import Area, Correction, RowState, StagedRow, Upload, UploadState
from targets.queries.access import EVERYTHING, Access, access_of
from targets.queries.imports import SILENT_SECONDS, needs_reason
from targets.services import import_files
from targets.services.figures import ReasonNeeded
from targets.services.import_apply import Meanwhile, Why, apply_rows
from targets.services.import_check import check
from targets.services.import_turns import Superseded, claim, hold, receive_alone
from targets.services.locking import is_closed_meanwhile
from targets.services.refusals import one_line
from targets.sheets.table import MEGABYTE, Refused
from targets.texts import Text

KEPT_DAYS = 30  # the files of uploads; what they changed stays on record
MOST_OPEN = 3  # uploads of one person that are not over
MOST_KEPT = 1024 * MEGABYTE  # of all files together
_AT_REST = (UploadState.CHECKED, UploadState.STALE)
_BEFORE = (UploadState.WAITING, UploadState.CHECKING, *_AT_REST)  # nothing of it can be on record yet
_OVER = (UploadState.APPLIED, UploadState.REFUSED, UploadState.DROPPED)
_TOO_MANY = Text(
    f"您已有 {MOST_OPEN} 个文件正在处理。请等其中一个完成，或放弃一个，再上传。",
    f"{MOST_OPEN} of your files are being worked on. Wait until one is done, or give one up, before the next.",
)
_NO_ROOM = Text(
    "服务器存放上传文件的空间已满。请完成或放弃以前的上传；仍不行时联系管理员。",
    "There is no room for more uploads. Finish or give up earlier ones; if that does not help, tell the administrator.",
)
_BUSY = Text(
    "另一项导入或保存正占用这些数据，因此一项都没有导入。请稍后再点“导入”。",
    "Another import or save holds these figures, so nothing was applied. Import it again in a moment.",
)
logger = logging.getLogger(__name__)


class NotReady(Exception):
    """The upload is not in the state for this: still being checked, with errors, or over."""


class CheckedAgain(NotReady):
    """What was confirmed is an earlier check than the one that stands now."""


def receive(
    *,
    chunks: Iterable[bytes],
    name: str,
    by: AbstractBaseUser | None,
    now: datetime,
    area: Area | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Upload:
    """Keep an upload for its check. Raises Refused for what can be told without unpacking it, and for one too many.

    Of a person's uploads that wait for a decision, the oldest is given up for the new one.
    ``area``, ``year``, ``month``: what rows mean whose sheet has no such column.
    """
    _forget_old(now)
    path, size, sha256 = import_files.keep(chunks)
    try:
        with import_files.opened(import_files.folder() / path) as stream:
            import_files.inspect(stream, name)
        with transaction.atomic():
            receive_alone()
            _make_room(by, size, now)
            return Upload.objects.create(
                user_id=None if by is None else by.pk,
                name=_plain_name(name),
                path=path,
                size=size,
                sha256=sha256,
                area=area,
                year=year,
                month=month,
                language=get_language() or "zh-hans",
                created_at=now,
                heartbeat_at=Now(),
            )
    except BaseException:
        import_files.forget(path)
        raise


def work(*, upload: Upload, now: datetime, access: Access | None = None) -> Upload:
    """Do what the upload waits for: its check, or to be applied. Nothing where another process does it already.

    What was given up or begun again meanwhile is left as it is then.

    ``access``: of whom it works for; by default the upload's user, or everything where it has none.
    """
    if not claim(upload):
        return upload
    today = timezone.localtime(now).date()
    chosen = access or (access_of(upload.user, today) if upload.user else Access(EVERYTHING, EVERYTHING))
    if upload.state == UploadState.APPLYING:
        return _apply(upload, chosen, now)
    try:
        checked = check(upload=upload, access=chosen, now=now)
    except Superseded:
        upload.refresh_from_db()
        return upload
    if checked.state == UploadState.REFUSED:
        _finish(checked)
    return checked


def confirm(*, upload: Upload, run: int, correction: str, reason: str) -> Upload:
    """Let the upload be applied, with the reason for the corrections that have none of their own.

    ``run``: the check that was seen. Raises NotReady, CheckedAgain, ReasonNeeded.
    """
    if upload.state == UploadState.CHECKED and upload.run != run:
        raise CheckedAgain
    if upload.state != UploadState.CHECKED or upload.counts.get(RowState.ERROR):
        raise NotReady
    reason = one_line(reason)[:250]
    known = correction if correction in Correction.values else ""
    if needs_reason(upload) and (not known or (known == Correction.OTHER and not reason)):
        raise ReasonNeeded
    found = Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKED, run=run)
    said = {"correction": known, "reason": reason, "sentence_zh": "", "sentence_en": ""}
    if not found.update(state=UploadState.CONFIRMED, done=0, heartbeat_at=Now(), **said):
        raise NotReady
    upload.refresh_from_db()
    return upload


def check_again(*, upload: Upload) -> Upload:
    """Let the upload be checked anew: its record changed meanwhile, or its process died. Raises NotReady."""
    dead = ~Q(state__in=[*_AT_REST, *_OVER]) & _silent()
    waiting = {"state": UploadState.WAITING, "done": 0, "heartbeat_at": Now(), "sentence_zh": "", "sentence_en": ""}
    language = get_language() or "zh-hans"
    found = Upload.objects.filter(Q(pk=upload.pk), dead | Q(state__in=_AT_REST))
    if not found.update(**waiting, language=language):
        raise NotReady
    upload.refresh_from_db()
    return upload


@transaction.atomic
def drop(*, upload: Upload, now: datetime) -> Upload:
    """Give the upload up; its file and rows go, and a check that runs comes to nothing.

    Raises NotReady while it is being applied, and after.
    """
    found = Upload.objects.filter(pk=upload.pk, state__in=[*_BEFORE, UploadState.REFUSED])
    if not found.update(state=UploadState.DROPPED, finished_at=now):
        raise NotReady
    _finish(upload)
    upload.refresh_from_db()
    return upload


def _apply(upload: Upload, access: Access, now: datetime) -> Upload:
    why = Why(upload.name, upload.correction, upload.reason)
    values: dict[str, Any]
    try:
        with transaction.atomic():
            count = apply_rows(upload=upload, why=why, by=upload.user, access=access, now=now)
            hold(upload)
            values = {"state": UploadState.APPLIED, "finished_at": now, "done": count, "total": count}
            Upload.objects.filter(pk=upload.pk).update(**values)
    except (Meanwhile, ReasonNeeded):
        _put_back(upload, state=UploadState.STALE)
    except OperationalError:  # a deadlock, or others held the figures too long
        logger.warning("upload %s could not be applied now", upload.pk, exc_info=True)
        _put_back(upload, state=UploadState.CHECKED, sentence_zh=_BUSY.zh, sentence_en=_BUSY.en)
    except IntegrityError as fault:
        if not is_closed_meanwhile(fault):
            raise
        _put_back(upload, state=UploadState.STALE)  # the next check says which year
    except Superseded:
        pass
    upload.refresh_from_db()
    if upload.state == UploadState.APPLIED:
        _finish(upload)
    return upload


def _put_back(upload: Upload, **values: Any) -> None:
    Upload.objects.filter(pk=upload.pk, run=upload.run, state=UploadState.APPLYING).update(**values)


def _silent() -> Q:
    return Q(heartbeat_at__lt=Now() - timedelta(seconds=SILENT_SECONDS)) | Q(heartbeat_at__isnull=True)


def _make_room(by: AbstractBaseUser | None, size: int, now: datetime) -> None:
    """Give up the oldest of a person's uploads that wait for a decision. Raises Refused where there is no room."""
    if by is not None:
        mine = list(Upload.objects.filter(user=by.pk).exclude(state__in=_OVER).order_by("id"))
        resting = [one for one in mine if one.state in _AT_REST]
        too_many = len(mine) + 1 - MOST_OPEN
        if too_many > len(resting):
            raise Refused(_TOO_MANY)
        for old in resting[: max(too_many, 0)]:
            with suppress(NotReady):  # confirmed at this moment
                drop(upload=old, now=now)
    kept = Upload.objects.exclude(path="").aggregate(size=Sum("size"))["size"] or 0
    if kept + size > MOST_KEPT:
        raise Refused(_NO_ROOM)


def _finish(upload: Upload) -> None:
    """The rows and the file have done their work."""
    StagedRow.objects.filter(upload=upload).delete()
    import_files.forget(upload.path)
    Upload.objects.filter(pk=upload.pk).update(path="")


def _forget_old(now: datetime) -> None:
    """Delete the files and rows of uploads that nobody finished; none that a process works on."""
    is_old = Q(created_at__lt=now - timedelta(days=KEPT_DAYS)) & ~Q(path="")
    for old in Upload.objects.filter(is_old).order_by("id"):
        found = Upload.objects.filter(Q(pk=old.pk), Q(state__in=_AT_REST) | (~Q(state__in=_OVER) & _silent()))
        if found.update(state=UploadState.DROPPED, finished_at=now) or old.state in _OVER:
            _finish(old)


def _plain_name(name: str) -> str:
    """The file's name as it may be shown and recorded: its last part, printable, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(sign for sign in last if sign.isprintable()).strip()
    return printable[-200:] or "figures"
