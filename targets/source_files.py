"""What may be kept as the source of a figure: kinds of files, told by their content, and links. Pure."""

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from targets.texts import Text

LONGEST_TITLE = 200
LONGEST_LINK = 500
_HEAD = 4096


class SourceRefused(Exception):
    """The file or link cannot be a source. ``sentence`` says what is wrong and what would do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


@dataclass(frozen=True)
class Kind:
    """A kind of file by its extension. ``fits`` looks at the content; it leaves the stream anywhere."""

    extension: str
    media_type: str
    fits: Callable[[BinaryIO], bool]


def _begins(*marks: bytes) -> Callable[[BinaryIO], bool]:
    return lambda stream: _head(stream).startswith(marks)


def _package(part: str) -> Callable[[BinaryIO], bool]:
    """A zip package with the part, and without a macro project."""

    def fits(stream: BinaryIO) -> bool:
        if not _head(stream).startswith(b"PK\x03\x04"):
            return False
        stream.seek(0)
        try:
            with zipfile.ZipFile(stream) as package:
                names = {name.lower() for name in package.namelist()}
        except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, EOFError):
            return False
        has_macros = any(name.endswith("vbaproject.bin") for name in names)
        return not has_macros and part in names

    return fits


def _is_text(stream: BinaryIO) -> bool:
    """Text as spreadsheets and editors here write it: UTF-8, UTF-16 with its mark, or GB 18030."""
    stream.seek(0)
    content = stream.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16")
    return b"\x00" not in content and (_decodes(content, "utf-8") or _decodes(content, "gb18030"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_HEAD)


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", _begins(b"%PDF-")),
        Kind("ofd", "application/ofd", _package("ofd.xml")),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _package("xl/workbook.xml")),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", _package("word/document.xml")),
        Kind("csv", "text/csv", _is_text),
        Kind("txt", "text/plain", _is_text),
        Kind("png", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
        Kind("jpg", "image/jpeg", _begins(b"\xff\xd8\xff")),
        Kind("jpeg", "image/jpeg", _begins(b"\xff\xd8\xff")),
    )
}
EXTENSIONS = tuple(KINDS)


def kind_of(name: str, stream: BinaryIO) -> Kind:
    """The file's kind, where extension and content agree; SourceRefused otherwise."""
    kind = KINDS.get(PurePosixPath(name.lower()).suffix[1:])
    if kind is None:
        known = ", ".join(EXTENSIONS)
        raise SourceRefused(
            Text(f"这类文件不能上传，可用的有：{known}。", f"This kind of file is not taken; these are: {known}.")
        )
    if not kind.fits(stream):
        raise SourceRefused(
            Text(
                f"文件内容不是 {kind.extension} 格式（或带有宏、已加密），请另存为该格式后再上传。",
                f"The content is not that of a {kind.extension} file, or has macros or a password; "
                "save it as one and try again.",
            )
        )
    return kind


def file_title(name: str) -> str:
    """The name to keep for an uploaded file: without folders and control characters, its extension kept."""
    last = re.split(r"[/\\]", name)[-1]
    shown = " ".join("".join(sign for sign in last if _is_shown(sign)).split())
    stem, dot, extension = shown.rpartition(".")
    if not dot:
        return shown[:LONGEST_TITLE]
    return f"{stem[: LONGEST_TITLE - len(extension) - 1] or 'file'}.{extension}"


def link_title(title: str, link: str) -> str:
    """The words shown for a link: those given, or its own address."""
    shown = " ".join("".join(sign for sign in title if sign.isspace() or _is_shown(sign)).split())
    return (shown or link)[:LONGEST_TITLE]


def _is_shown(sign: str) -> bool:
    """Whether a sign has a shape or is a space; one that turns the direction of writing could hide an extension."""
    return unicodedata.category(sign)[0] != "C"


def read_link(text: str) -> str:
    """The address of a web page, http or https, without a password in it; SourceRefused for anything else."""
    link = text.strip()
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        _ = parts.port  # raises for what is no number
    except ValueError:
        is_web = False
    if not is_web or len(link) > LONGEST_LINK or any(sign.isspace() or not _is_shown(sign) for sign in link):
        raise SourceRefused(
            Text(
                f"请填写以 http:// 或 https:// 开头的网址，不含口令，最长 {LONGEST_LINK} 个字符，例如 https://www.mee.gov.cn/。",
                f"Write an address that begins with http:// or https://, without a password, of at most {LONGEST_LINK} "
                "characters, such as https://www.mee.gov.cn/.",
            )
        )
    return link
