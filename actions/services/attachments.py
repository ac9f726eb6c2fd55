"""Files beside the note of a report or a count: kept together with it or not at all, taken away with a reason."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from actions.models import CommitmentCount, NoteAttachment, TaskReport
from actions.services.progress import Refused, count_commitment, report_task
from targets.services.kept_files import Kept, check, kept
from targets.source_files import SourceRefused, file_title
from targets.texts import Text

MOST_FILES = 5
LONGEST_REASON = 500
FIELD = "files"
Upload: TypeAlias = "UploadedFile[Any]"


class FileRefused(Refused):
    """One of the files cannot be kept; the sentence names it."""


class TooManyFiles(Refused):
    """A note has as many files as it may."""

    def __init__(self) -> None:
        super().__init__(
            FIELD, Text(f"每条说明最多附 {MOST_FILES} 个文件。", f"A note has at most {MOST_FILES} files.")
        )


class ReasonMissing(Refused):
    """A file is only taken away with a reason, of a length that can be kept."""

    def __init__(self) -> None:
        super().__init__(
            "reason",
            Text(
                f"请写明移除原因，最多 {LONGEST_REASON} 字。",
                f"Say why the file is taken away, in at most {LONGEST_REASON} characters.",
            ),
        )


class NoSuchFile(Exception):
    """The file is not there, or was taken away already."""


def report_with_files(*, uploads: Sequence[Upload], by: AbstractBaseUser, now: datetime, **report: Any) -> TaskReport:
    """``report_task`` with files beside its note: all of it, or nothing. The same file once more stays one.

    Raises FileRefused, TooManyFiles, and what ``report_task`` raises.
    """
    with _keeping(uploads) as files, transaction.atomic():
        saved = report_task(by=by, now=now, **report)
        _attach(files, {"report": saved}, by, now)
    return saved


def count_with_files(
    *, uploads: Sequence[Upload], by: AbstractBaseUser, now: datetime, **count: Any
) -> CommitmentCount:
    """``count_commitment`` with files beside its note: all of it, or nothing.

    Raises FileRefused, TooManyFiles, and what ``count_commitment`` raises.
    """
    with _keeping(uploads) as files, transaction.atomic():
        saved = count_commitment(by=by, now=now, **count)
        _attach(files, {"count": saved}, by, now)
    return saved


@transaction.atomic
def take_away(*, attachment_id: int, reason: str, by: AbstractBaseUser, now: datetime) -> NoteAttachment:
    """Show the file no longer; row and file stay on record. Raises NoSuchFile, ReasonMissing."""
    found = NoteAttachment.objects.select_for_update().filter(pk=attachment_id, removed=False).first()
    if found is None:
        raise NoSuchFile
    said = reason.replace("\x00", "").strip()
    if not said or len(said) > LONGEST_REASON:
        raise ReasonMissing
    found.removed, found.reason, found.changed_by_id, found.changed_at = True, said, by.pk, now
    found.save()
    return found


@contextmanager
def _keeping(uploads: Sequence[Upload]) -> Iterator[list[Kept]]:
    """All files in their folder; gone again where the block fails."""
    if len(uploads) > MOST_FILES:
        raise TooManyFiles
    with ExitStack() as stack:
        for upload in uploads:
            _check(upload)
        yield [stack.enter_context(kept(upload)) for upload in uploads]


def _check(upload: Upload) -> None:
    try:
        check(upload)
    except SourceRefused as refusal:
        name, why = file_title(upload.name or ""), refusal.sentence
        raise FileRefused(FIELD, Text(f"{name}：{why.zh}", f"{name}: {why.en}")) from refusal


def _attach(files: Sequence[Kept], to: dict[str, Any], by: AbstractBaseUser, now: datetime) -> None:
    there = set(NoteAttachment.objects.filter(**to, removed=False).values_list("sha256", flat=True)) if files else set()
    for file in files:
        if file.sha256 in there:
            file.forget()
            continue
        if len(there) == MOST_FILES:
            raise TooManyFiles
        there.add(file.sha256)
        NoteAttachment.objects.create(**to, **file.fields(), changed_by_id=by.pk, changed_at=now)
