"""The life of an upload: received, checked, confirmed, applied, or refused and dropped."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from targets.models import Area, Correction, RowState, StagedRow, Upload, UploadState
from targets.queries.access import EVERYTHING, Access, access_of
from targets.queries.imports import SILENT_SECONDS, needs_reason
from targets.services import import_files
from targets.services.figures import ReasonNeeded
from targets.services.import_apply import Meanwhile, Why, apply_rows
from targets.services.import_check import check

KEPT_DAYS = 30  # the files of uploads; what they changed stays on record
_WORKS = {UploadState.WAITING: UploadState.CHECKING, UploadState.CONFIRMED: UploadState.APPLYING}


class NotReady(Exception):
    """The upload is not in the state for this: still being checked, with errors, or over."""


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
    """Keep an upload for its check. Raises Refused for what can be told without unpacking it.

    ``area``, ``year``, ``month``: what rows mean whose sheet has no such column.
    """
    _forget_old(now)
    path, size, sha256 = import_files.keep(chunks)
    try:
        with import_files.opened(import_files.folder() / path) as stream:
            import_files.inspect(stream, name)
        return Upload.objects.create(
            user_id=None if by is None else by.pk,
            name=_plain_name(name),
            path=path,
            size=size,
            sha256=sha256,
            area=area,
            year=year,
            month=month,
            created_at=now,
            heartbeat_at=Now(),
        )
    except BaseException:
        import_files.forget(path)
        raise


def work(*, upload: Upload, now: datetime, access: Access | None = None) -> Upload:
    """Do what the upload waits for: its check, or to be applied. Nothing where another process does it already.

    ``access``: of whom it works for; by default the upload's user, or everything where it has none.
    """
    state = UploadState(upload.state)
    if state not in _WORKS or not _claim(upload, state):
        return upload
    upload.refresh_from_db()
    today = timezone.localtime(now).date()
    chosen = access or (access_of(upload.user, today) if upload.user else Access(EVERYTHING, EVERYTHING))
    if state is UploadState.CONFIRMED:
        return _apply(upload, chosen, now)
    checked = check(upload=upload, access=chosen, now=now)
    if checked.state == UploadState.REFUSED:
        _finish(checked)
    return checked


def confirm(*, upload: Upload, correction: str, reason: str) -> Upload:
    """Let the upload be applied, with the reason for the corrections that have none of their own.

    Raises NotReady, ReasonNeeded.
    """
    if upload.state != UploadState.CHECKED or upload.counts.get(RowState.ERROR):
        raise NotReady
    reason = " ".join(reason.split())[:250]
    known = correction if correction in Correction.values else ""
    if needs_reason(upload) and (not known or (known == Correction.OTHER and not reason)):
        raise ReasonNeeded
    found = Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKED)
    if not found.update(state=UploadState.CONFIRMED, correction=known, reason=reason, done=0, heartbeat_at=Now()):
        raise NotReady
    upload.refresh_from_db()
    return upload


def check_again(*, upload: Upload) -> Upload:
    """Let the upload be checked anew: its record changed meanwhile, or its process died. Raises NotReady."""
    silent = Q(heartbeat_at__lt=Now() - timedelta(seconds=SILENT_SECONDS)) | Q(heartbeat_at__isnull=True)
    dead = (
        Q(state__in=[UploadState.CHECKING, UploadState.APPLYING, UploadState.CONFIRMED, UploadState.WAITING]) & silent
    )
    at_rest = Q(state__in=[UploadState.STALE, UploadState.CHECKED])
    waiting = {"state": UploadState.WAITING, "done": 0, "heartbeat_at": Now()}
    if not Upload.objects.filter(Q(pk=upload.pk), dead | at_rest).update(**waiting):
        raise NotReady
    upload.refresh_from_db()
    return upload


@transaction.atomic
def drop(*, upload: Upload, now: datetime) -> Upload:
    """Give the upload up; its file and rows go. Raises NotReady while it is being applied, and after."""
    over = [UploadState.APPLYING, UploadState.CONFIRMED, UploadState.APPLIED, UploadState.DROPPED]
    if (
        not Upload.objects.filter(pk=upload.pk)
        .exclude(state__in=over)
        .update(state=UploadState.DROPPED, finished_at=now)
    ):
        raise NotReady
    _finish(upload)
    upload.refresh_from_db()
    return upload


def _claim(upload: Upload, state: UploadState) -> bool:
    return bool(Upload.objects.filter(pk=upload.pk, state=state).update(state=_WORKS[state], heartbeat_at=Now()))


def _apply(upload: Upload, access: Access, now: datetime) -> Upload:
    why = Why(upload.name, upload.correction, upload.reason)
    values: dict[str, Any]
    try:
        with transaction.atomic():
            count = apply_rows(upload=upload, why=why, by=upload.user, access=access, now=now)
            values = {"state": UploadState.APPLIED, "finished_at": now, "done": count, "total": count}
            Upload.objects.filter(pk=upload.pk).update(**values)
    except (Meanwhile, ReasonNeeded):
        Upload.objects.filter(pk=upload.pk).update(state=UploadState.STALE)
    upload.refresh_from_db()
    if upload.state == UploadState.APPLIED:
        _finish(upload)
    return upload


def _finish(upload: Upload) -> None:
    """The rows and the file have done their work."""
    StagedRow.objects.filter(upload=upload).delete()
    import_files.forget(upload.path)
    Upload.objects.filter(pk=upload.pk).update(path="")


def _forget_old(now: datetime) -> None:
    """Delete the files and rows of uploads that nobody finished."""
    for old in Upload.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS)).exclude(path="").order_by("id"):
        _finish(old)
        Upload.objects.filter(pk=old.pk).exclude(state=UploadState.REFUSED).update(state=UploadState.DROPPED)


def _plain_name(name: str) -> str:
    """The file's name as it may be shown and recorded: its last part, printable, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(sign for sign in last if sign.isprintable()).strip()
    return printable[-200:] or "figures"
