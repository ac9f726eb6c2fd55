"""Sources of a figure: files kept outside the web root, and links. Each addition and removal is on record.

They change while the month is open, as the figure does. Of a submitted figure they are part of what a reviewer looks
at, so that a change takes it a version on. An approved figure may get more of them, which changes nothing that was
approved; what it was approved on stays, until a reviewer returns it.
"""

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

from targets.entry.calendar import Gate
from targets.models import Attachment, Figure, Review
from targets.queries.slots import Slot
from targets.services.figures import Locked, change, check_open
from targets.services.locking import briefly
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


class NoFigure(SourceRefused):
    """Nothing is on record there that a source could back."""

    def __init__(self) -> None:
        super().__init__(Text("请先保存数据，再添加依据材料。", "Save the figure first, then add its sources."))


class ApprovedOnIt(SourceRefused):
    """The figure was approved on its sources: none is taken away."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "数据已审核通过，审核所依据的材料不能移除；可以添加，或请审核人退回。",
                "The figure was approved on its sources, so none is taken away; a reviewer can return it.",
            )
        )


class NoSuchSource(Exception):
    """The source is not there, or was taken away already."""


@dataclass(frozen=True)
class _Kept:
    path: str
    size: int
    sha256: str


def add_file(*, slot: Slot, upload: "UploadedFile[Any]", by: AbstractBaseUser, now: datetime) -> Attachment:
    """Keep the file as a source of the slot's figure. The same file once more stays one source.

    Raises MonthNotOpen, NotYours, Locked, Busy, SourceRefused (kind, TooLarge, TooMany, NoFigure).
    """
    check_open(slot)
    if not upload.size:
        raise SourceRefused(Text("文件是空的。", "The file is empty."))
    if upload.size > limit():
        raise TooLarge
    stream = cast(BinaryIO, upload.file)
    kind = kind_of(upload.name or "", stream)
    with _kept(stream) as kept, briefly():
        figure = _locked(slot)
        there = _present(figure, sha256=kept.sha256)
        if there is not None:
            (folder() / kept.path).unlink()
            return there
        file = {"path": kept.path, "media_type": kind.media_type, "size": kept.size, "sha256": kept.sha256}
        return _add(figure, by, now, title=file_title(upload.name or ""), **file)


@briefly()
def add_link(*, slot: Slot, link: str, title: str, by: AbstractBaseUser, now: datetime) -> Attachment:
    """Note a web address as a source of the slot's figure. The same one once more stays one source.

    Raises MonthNotOpen, NotYours, Locked, Busy, SourceRefused (no web address, TooMany, NoFigure).
    """
    check_open(slot)
    address = read_link(link)
    figure = _locked(slot)
    there = _present(figure, link=address)
    if there is not None:
        return there
    return _add(figure, by, now, title=link_title(title, address), link=address)


@briefly()
def take_away(*, slot: Slot, source_id: int, by: AbstractBaseUser, now: datetime) -> Attachment:
    """Show the source no longer; row and file stay on record.

    Raises MonthNotOpen, NotYours, Locked, Busy, NoSuchSource, SourceRefused (NoFigure, ApprovedOnIt).
    """
    check_open(slot)
    figure = _locked(slot)
    source = Attachment.objects.filter(pk=source_id, figure=figure, removed=False).first()
    if source is None:
        raise NoSuchSource
    if figure.review == Review.APPROVED:
        raise ApprovedOnIt
    source.removed, source.changed_by_id, source.changed_at = True, by.pk, now
    source.save()
    _look_again(figure, by, now)
    return source


def limit() -> int:
    """How many bytes a file may have."""
    most: int = settings.MAX_ATTACHMENT_MB * 1024 * 1024
    return most


def folder() -> Path:
    """Where the files are kept."""
    return Path(settings.ATTACHMENTS_DIR)


def _locked(slot: Slot) -> Figure:
    """The slot's figure as it stands; one addition, removal, saving or review at a time. Raises Locked, NoFigure."""
    figures = Figure.objects.select_for_update(of=("self",)).select_related("changed_by")
    figure = figures.filter(indicator=slot.indicator, area=slot.area, month=slot.month.first_on).order_by("pk").first()
    if figure is None:
        raise NoFigure
    if slot.term.gate is Gate.RETURNED and not figure.was_returned:
        raise Locked  # it was reviewed again since the page was made
    return figure


def _present(figure: Figure, **same: str) -> Attachment | None:
    return Attachment.objects.filter(figure=figure, removed=False, **same).order_by("pk").first()


def _add(figure: Figure, by: AbstractBaseUser, now: datetime, **fields: Any) -> Attachment:
    if Attachment.objects.filter(figure=figure, removed=False).count() >= MOST_SOURCES:
        raise TooMany
    source = Attachment.objects.create(figure=figure, changed_by_id=by.pk, changed_at=now, **fields)
    _look_again(figure, by, now)
    return source


def _look_again(figure: Figure, by: AbstractBaseUser, now: datetime) -> None:
    """A reviewer approves what they saw: of a submitted figure its sources, too."""
    if figure.review == Review.SUBMITTED:
        change(figure, {"changed_by": by, "changed_at": now})


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
