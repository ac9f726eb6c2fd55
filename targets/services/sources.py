"""Sources of a figure: files kept outside the web root, and links. Each addition and removal is on record."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from targets.models import Attachment, Figure
from targets.queries.access import Access
from targets.services.figures import NotYours
from targets.source_files import SourceRefused, file_title, kind_of, link_title, read_link
from targets.texts import Text

MOST_SOURCES = 10


class TooLarge(SourceRefused):
    """The file is larger than MAX_ATTACHMENT_MB."""

    def __init__(self) -> None:
        most = settings.MAX_ATTACHMENT_MB
        super().__init__(Text(f"文件超过 {most} MB。", f"The file is larger than {most} MB."))


class TooMany(SourceRefused):
    """The figure has as many sources as it may."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                f"每项数据最多 {MOST_SOURCES} 个依据材料，请先移除一个。",
                f"A figure has at most {MOST_SOURCES} sources; take one away first.",
            )
        )


class NoSuchSource(Exception):
    """The source is not there, or was taken away already."""


@dataclass(frozen=True)
class _Kept:
    path: str
    size: int
    sha256: str


def add_file(
    *, figure: Figure, upload: "UploadedFile[Any]", access: Access, by: AbstractBaseUser, now: datetime
) -> Attachment:
    """Keep the file as a source of the figure. The same file once more stays one source.

    Raises NotYours, SourceRefused (kind, TooLarge, TooMany).
    """
    _check_right(figure, access)
    if not upload.size:
        raise SourceRefused(Text("文件是空的。", "The file is empty."))
    if upload.size > limit():
        raise TooLarge
    stream = cast(BinaryIO, upload.file)
    kind = kind_of(upload.name or "", stream)
    with _kept(stream) as kept, transaction.atomic():
        there = _present(figure).filter(sha256=kept.sha256).first()
        if there is not None:
            (folder() / kept.path).unlink()
            return there
        _check_room(figure)
        return Attachment.objects.create(
            figure=figure,
            title=file_title(upload.name or ""),
            path=kept.path,
            media_type=kind.media_type,
            size=kept.size,
            sha256=kept.sha256,
            changed_by_id=by.pk,
            changed_at=now,
        )


@transaction.atomic
def add_link(
    *, figure: Figure, link: str, title: str, access: Access, by: AbstractBaseUser, now: datetime
) -> Attachment:
    """Note a web address as a source of the figure. The same one once more stays one source.

    Raises NotYours, SourceRefused (no web address, TooMany).
    """
    _check_right(figure, access)
    address = read_link(link)
    there = _present(figure).filter(link=address).first()
    if there is not None:
        return there
    _check_room(figure)
    return Attachment.objects.create(
        figure=figure, title=link_title(title, address), link=address, changed_by_id=by.pk, changed_at=now
    )


@transaction.atomic
def take_away(*, source_id: int, figure: Figure, access: Access, by: AbstractBaseUser, now: datetime) -> Attachment:
    """Show the source no longer; row and file stay on record. Raises NotYours, NoSuchSource."""
    _check_right(figure, access)
    sources = Attachment.objects.select_for_update().filter(pk=source_id, figure=figure, removed=False)
    source = sources.order_by("pk").first()
    if source is None:
        raise NoSuchSource
    source.removed, source.changed_by_id, source.changed_at = True, by.pk, now
    source.save()
    return source


def limit() -> int:
    """How many bytes a file may have."""
    most: int = settings.MAX_ATTACHMENT_MB * 1024 * 1024
    return most


def folder() -> Path:
    """Where the files are kept."""
    return Path(settings.ATTACHMENTS_DIR)


def _check_right(figure: Figure, access: Access) -> None:
    if not access.may_enter(indicator=figure.indicator_id, area=figure.area_id):
        raise NotYours


def _present(figure: Figure) -> QuerySet[Attachment]:
    """The figure's present sources; one addition or removal at a time."""
    Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    return Attachment.objects.filter(figure=figure, removed=False).order_by("pk")


def _check_room(figure: Figure) -> None:
    if Attachment.objects.filter(figure=figure, removed=False).count() >= MOST_SOURCES:
        raise TooMany


@contextmanager
def _kept(stream: BinaryIO) -> Iterator[_Kept]:
    """Write the content under a random name, readable by the owner alone; removed again where the block fails."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    path = folder() / name
    try:
        yield _write(stream, path)
    except BaseException:
        with suppress(FileNotFoundError):
            path.unlink()
        raise


def _write(stream: BinaryIO, path: Path) -> _Kept:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        while chunk := stream.read(64 * 1024):
            size += len(chunk)
            if size > limit():
                raise TooLarge
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return _Kept(path.name, size, digest.hexdigest())
