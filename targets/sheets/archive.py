"""Looks at an upload before anything in it is unpacked: what it is, and whether unpacking it is safe. Pure."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from targets.sheets.table import MEGABYTE, MOST_BYTES, Refused
from targets.texts import Text

MOST_PARTS = 1000
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200  # plain sheets pack to a twentieth or so; only what is built to burst packs further
SMALL = 4 * MEGABYTE  # below this no ratio hurts
_CHUNK = 64 * 1024

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject", "/macrosheets/", "/activex/", "/ctrlprops/", "/customui/", "/embeddings/")
_SAVE_AS = "请在表格软件中另存为“Excel 工作簿（.xlsx）”后重新上传。"
_SAVE_AS_EN = "Save it as an “Excel workbook (.xlsx)” in the spreadsheet program and upload that."


def kind_of(head: bytes, name: str) -> str:
    """``xlsx`` or ``csv``, by the file's first bytes. Raises Refused for what is neither.

    ``name``: as the sender called it; it decides nothing, but tells what was expected.
    """
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(_OLE):
        raise Refused(
            Text(f"这是旧版 .xls 或加密的工作簿，无法读取。{_SAVE_AS}（不设密码）",
                 f"This is an old .xls or an encrypted workbook. {_SAVE_AS_EN} Without a password.")
        )  # fmt: skip
    if head.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")):
        raise _no_sheet()
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if name.lower().endswith((".xlsx", ".xlsm", ".xltx", ".xls")) or (b"\x00" in head and not is_wide):
        raise _no_sheet()
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() in (b"<?xml", b"<html", b"<!doc", b"<tabl"):
        raise _no_sheet()
    return "csv"


def check_size(size: int) -> None:
    """Refuse a file by its size alone. Raises Refused."""
    if size == 0:
        raise Refused(Text("文件是空的。请选择有内容的文件。", "The file is empty. Choose one with rows in it."))
    if size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Refused(
            Text(f"文件超过 {most} MB，没有读取。请只保留需要的表，或分成几个文件。",
                 f"The file is larger than {most} MB, so it was not read. Keep only what is needed, or split it.")
        )  # fmt: skip


def open_checked(stream: IO[bytes]) -> zipfile.ZipFile:
    """The workbook's archive, once its directory alone has shown that it can be unpacked. Raises Refused.

    Nothing is unpacked here: number, size and ratio of the parts stand in the directory, and reading a part later
    stops at the size that stands there.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _BROKEN:
        raise _damaged() from None
    parts = archive.infolist()
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    _check_volume(parts, stream)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(
            Text(
                f"工作簿已加密。{_SAVE_AS}（不设密码）", f"The workbook is encrypted. {_SAVE_AS_EN} Without a password."
            )
        )
    if any(sign in f"/{name}" for name in names for sign in _MACROS):
        raise _with_macros()
    if any("/externallinks/" in f"/{name}" for name in names):
        raise Refused(
            Text("工作簿链接了其他文件，没有读取。请“编辑链接 → 断开链接”，保存后重新上传。",
                 "The workbook links to other files, so it was not read. Break the links, save, and upload it again.")
        )  # fmt: skip
    if "[content_types].xml" not in names:
        raise _no_sheet()
    if b"macroenabled" in read_part(archive, "[Content_Types].xml", MEGABYTE).lower():
        raise _with_macros()
    return archive


def _check_volume(parts: list[zipfile.ZipInfo], stream: IO[bytes]) -> None:
    stream.seek(0, 2)
    size = stream.tell()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    bursting = any(
        part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    overlapping = len({part.header_offset for part in parts}) != len(parts) or packed > size
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or bursting or overlapping:
        raise Refused(
            Text("文件解压后会异常庞大或结构异常，没有打开。请从原表重新另存一份再上传。",
                 "Unpacked, the file would be out of all proportion, so it was not opened. Save the sheet anew.")
        )  # fmt: skip


def read_part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One small part as a whole; empty where there is none. Raises Refused for one larger than ``most``."""
    if name not in archive.NameToInfo:
        return b""
    if archive.getinfo(name).file_size > most:
        raise _damaged()
    return b"".join(chunks_of(archive, name))


def chunks_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part, piece by piece. Raises Refused where it is damaged."""
    try:
        part = archive.open(name)
    except (KeyError, *_BROKEN):
        raise _damaged() from None
    with part:
        while chunk := _piece(part):
            yield chunk


def _piece(part: IO[bytes]) -> bytes:
    try:
        return part.read(_CHUNK)
    except _BROKEN:
        raise _damaged() from None


def strict_parser() -> expat.XMLParserType:
    """An XML parser that takes no document type: no entity can grow or reach for a file."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_args: object) -> None:
        raise _damaged()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, chunk: bytes, *, is_last: bool = False) -> None:
    """Give the parser a piece of text. Raises Refused for XML that is none."""
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError:
        raise _damaged() from None


def damaged() -> Refused:
    """The refusal of a workbook that does not hold together."""
    return _damaged()


def _damaged() -> Refused:
    return Refused(
        Text(f"文件已损坏，或不是 Excel 工作簿。{_SAVE_AS}",
             f"The file is damaged, or no Excel workbook. {_SAVE_AS_EN}")
    )  # fmt: skip


def _no_sheet() -> Refused:
    return Refused(
        Text("这不是 XLSX 或 CSV 表格（文件名不说明内容）。请上传 .xlsx 或 .csv。",
             "This is neither an XLSX nor a CSV sheet, whatever its name says. Upload an .xlsx or .csv file.")
    )  # fmt: skip


def _with_macros() -> Refused:
    return Refused(
        Text(f"工作簿含有宏、控件或嵌入对象，没有打开。{_SAVE_AS}",
             f"The workbook holds macros, controls or embedded objects, so it was not opened. {_SAVE_AS_EN}")
    )  # fmt: skip
