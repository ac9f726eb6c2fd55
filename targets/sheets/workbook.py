"""The parts of a workbook that its sheets lean on: their names and places, shared texts, number formats. Pure."""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from targets.sheets.archive import chunks_of, damaged, feed, read_part, strict_parser
from targets.sheets.numerals import Look, look_of
from targets.sheets.table import MEGABYTE, MOST_CHARACTERS, Refused, cell_too_long
from targets.texts import Text

_SMALL_PART = 8 * MEGABYTE
MOST_SHARED_CHARACTERS = 64 * MEGABYTE
MOST_SHARED = 2_000_000
MOST_ELEMENTS = 300_000  # of a small part
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SheetPart:
    """One worksheet: its name, whether it is hidden, and where in the archive it lies."""

    name: str
    is_hidden: bool
    part: str


def sheets_of(archive: zipfile.ZipFile) -> list[SheetPart]:
    """The worksheets in their order. Raises Refused for a workbook that does not hold together."""
    book = _main_part(archive)
    root = _tree(read_part(archive, book, _SMALL_PART))
    targets = _relations(archive, book)
    found = []
    for node in root.iter():
        kind = _local(node.tag)
        if kind == "workbookPr" and node.get("date1904", "0").lower() in ("1", "true", "on"):
            raise Refused(
                Text("工作簿使用 1904 日期系统，日期会差四年。请在选项中取消“使用 1904 日期系统”后保存。",
                     "The workbook counts days from 1904, which shifts dates by four years. Turn that option off.")
            )  # fmt: skip
        if kind == "sheet":
            relation = next((value for key, value in node.attrib.items() if _local(key) == "id"), "")
            part = targets.get(relation, "")
            if part in archive.NameToInfo and "/worksheets/" in f"/{part}":
                found.append(SheetPart(node.get("name", "")[:31], node.get("state", "visible") != "visible", part))
    if not found:
        raise damaged()
    return found


def looks_of(archive: zipfile.ZipFile) -> list[Look]:
    """How each cell style shows numbers, by the style's index."""
    raw = read_part(archive, _beside(archive, "styles.xml"), _SMALL_PART)
    if not raw:
        return []
    codes: dict[int, str] = {}
    looks: list[Look] = []
    for node in _tree(raw).iter():
        kind = _local(node.tag)
        if kind == "numFmt":
            codes[_whole(node.get("numFmtId"))] = node.get("formatCode", "")
        elif kind == "cellXfs":
            looks = [look_of(number, codes.get(number)) for number in (_whole(xf.get("numFmtId")) for xf in node)]
    return looks


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells name by number. Raises Refused where they are more than can be held."""
    name = _beside(archive, "sharedStrings.xml")
    if name not in archive.NameToInfo:
        return []
    reader = _SharedTexts()
    parser = strict_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    for chunk in chunks_of(archive, name):
        feed(parser, chunk)
    feed(parser, b"", is_last=True)
    return reader.texts


class _SharedTexts:
    """Collects the texts of ``<si>`` elements; phonetic hints above Chinese characters are no text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.parts: list[str] = []
        self.takes = False
        self.phonetic = 0
        self.size = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "rPh":
            self.phonetic += 1
        self.takes = kind == "t" and not self.phonetic

    def data(self, text: str) -> None:
        if self.takes:
            self.size += len(text)
            if self.size > MOST_SHARED_CHARACTERS:
                raise damaged()
            self.parts.append(text)

    def end(self, tag: str) -> None:
        kind = _local(tag)
        self.takes = False
        if kind == "rPh":
            self.phonetic -= 1
        elif kind == "si":
            text = unescaped("".join(self.parts))
            if len(text) > MOST_CHARACTERS:
                raise cell_too_long(f"“{text[:20]}…”")
            self.texts.append(text)
            self.parts.clear()
            if len(self.texts) > MOST_SHARED:
                raise damaged()


def unescaped(text: str) -> str:
    """The text of a cell: a workbook writes some signs as ``_x000D_``."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def escaped(text: str) -> str:
    """The text with what would be read as an escaped sign escaped itself."""
    return _ESCAPED.sub(lambda match: f"_x005F_{match[0][1:]}", text) if "_x" in text else text


def _sign(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the workbook itself lies."""
    relations = _tree(read_part(archive, "_rels/.rels", MEGABYTE))
    for node in relations.iter():
        if node.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(node.get("Target", "").lstrip("/"))
    raise damaged()


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    raw = read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), _SMALL_PART)
    if not raw:
        raise damaged()
    found = {}
    for node in _tree(raw).iter():
        if node.get("TargetMode") != "External":
            target = node.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[node.get("Id", "")] = posixpath.normpath(inside)
    return found


def _beside(archive: zipfile.ZipFile, name: str) -> str:
    """The part of that name beside the workbook, as its relations say."""
    ends = {"styles.xml": "/styles", "sharedStrings.xml": "/sharedStrings"}[name]
    book = _main_part(archive)
    folder, base = posixpath.split(book)
    raw = read_part(archive, posixpath.join(folder, "_rels", f"{base}.rels"), _SMALL_PART)
    for node in _tree(raw).iter() if raw else ():
        if node.get("Type", "").endswith(ends):
            target = node.get("Target", "")
            return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
    return posixpath.join(folder, name)


def _tree(raw: bytes) -> Element:
    """A small part as a tree."""
    builder = TreeBuilder()
    parser = strict_parser()
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise damaged()
        builder.start(tag, attributes)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: builder.end(tag) and None
    feed(parser, raw, is_last=True)
    try:
        return builder.close()
    except (ParseError, AssertionError):
        raise damaged() from None


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
