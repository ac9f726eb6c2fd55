"""Uploaded files kept outside the web root, each under a random name that only its row knows."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from targets.source_files import SourceRefused, file_title, kind_of
from targets.texts import Text


class TooLarge(SourceRefused):
    """The file is larger than MAX_ATTACHMENT_MB."""

    def __init__(self) -> None:
        most = settings.MAX_ATTACHMENT_MB
        super().__init__(Text(f"文件超过 {most} MB。", f"The file is larger than {most} MB."))


@dataclass(frozen=True)
class Kept:
    """A file in its folder, with what its row says of it."""

    title: str
    path: str
    media_type: str
    size: int
    sha256: str

    def fields(self) -> dict[str, Any]:
        """What the row of the file keeps."""
        return {name: getattr(self, name) for name in ("title", "path", "media_type", "size", "sha256")}

    def forget(self) -> None:
        """Remove the file again: it is needed by no row."""
        with suppress(FileNotFoundError):
            (folder() / self.path).unlink()


def limit() -> int:
    """How many bytes a file may have."""
    most: int = settings.MAX_ATTACHMENT_MB * 1024 * 1024
    return most


def folder() -> Path:
    """Where the files are kept."""
    return Path(settings.ATTACHMENTS_DIR)


def check(upload: "UploadedFile[Any]") -> str:
    """The media type of a file that may be kept; SourceRefused for an empty, too large or unknown one."""
    if not upload.size:
        raise SourceRefused(Text("文件是空的。", "The file is empty."))
    if upload.size > limit():
        raise TooLarge
    return kind_of(upload.name or "", cast(BinaryIO, upload.file)).media_type


@contextmanager
def kept(upload: "UploadedFile[Any]") -> Iterator[Kept]:
    """Write a checked file, readable by the owner alone; removed again where the block fails."""
    media_type = check(upload)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / secrets.token_hex(16)
    try:
        size, sha256 = _write(cast(BinaryIO, upload.file), path)
        yield Kept(file_title(upload.name or ""), path.name, media_type, size, sha256)
    except BaseException:
        with suppress(FileNotFoundError):
            path.unlink()
        raise


def _write(stream: BinaryIO, path: Path) -> tuple[int, str]:
    """The file's size and digest."""
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
    return size, digest.hexdigest()
