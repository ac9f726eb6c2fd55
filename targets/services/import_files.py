"""The files of uploads: kept below UPLOADS_DIR under names of our own, readable by this account alone."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from targets.sheets import delimited, xlsx
from targets.sheets.archive import check_size, chunks_of, kind_of, open_checked
from targets.sheets.columns import score
from targets.sheets.table import MOST_BYTES, Row
from targets.sheets.workbook import sheets_of

_HEAD = 4096
_PIECE = 256 * 1024


def folder() -> Path:
    """Where they are kept; made where it is missing."""
    path: Path = settings.UPLOADS_DIR
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def keep(chunks: Iterable[bytes]) -> tuple[str, int, str]:
    """Keep what was sent: the file's name here, its size and SHA-256. Raises Refused for too much of it, or nothing."""
    name = secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    path = folder() / name
    path.touch(mode=0o600)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    check_size(size)
                digest.update(chunk)
                file.write(chunk)
        check_size(size)
    except BaseException:
        path.unlink()
        raise
    return name, size, digest.hexdigest()


def forget(name: str) -> None:
    """Delete a kept file and the marked ones beside it; nothing where there is none."""
    if name:
        for path in (folder() / name, *folder().glob(f"{name}.*")):
            path.unlink(missing_ok=True)


def marked(name: str) -> Path:
    """Where the workbook with the marked cells is kept."""
    return folder() / f"{name}.marked.xlsx"


def marked_draft(name: str, run: int) -> Path:
    """Where that check's marked workbook is written until the check is over."""
    return folder() / f"{name}.{run}.draft"


def inspect(stream: IO[bytes], name: str) -> str:
    """``xlsx`` or ``csv``, as far as can be told without unpacking anything. Raises Refused."""
    stream.seek(0)
    kind = kind_of(stream.read(_HEAD), name)
    stream.seek(0)
    if kind == "xlsx":
        open_checked(stream).close()
        stream.seek(0)
    return kind


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file for reading."""
    with path.open("rb") as file:
        yield file


def rows_of(stream: IO[bytes], name: str) -> Iterator[Row]:
    """The rows, whichever kind of file it is. Raises Refused."""
    kind = inspect(stream, name)
    return xlsx.rows_of(stream) if kind == "xlsx" else delimited.rows_of(stream, score)


def rows_about(stream: IO[bytes], name: str) -> int:
    """About how many rows there are, for a progress bar: counted by their marks, nothing is parsed. Raises Refused."""
    count, mark = 0, b"\n"
    if inspect(stream, name) == "csv":
        while chunk := stream.read(_PIECE):
            count += chunk.count(mark)
        stream.seek(0)
        return count
    with open_checked(stream) as archive:
        for sheet in sheets_of(archive):
            count += sum(chunk.count(b"</row>") for chunk in chunks_of(archive, sheet.part))
    stream.seek(0)
    return count


def unpacked(stream: IO[bytes]) -> int:
    """How many bytes a workbook unpacks to, as its directory says. Raises Refused."""
    with open_checked(stream) as archive:
        size = sum(part.file_size for part in archive.infolist())
    stream.seek(0)
    return size
