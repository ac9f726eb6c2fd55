"""Reads a workbook's rows as a stream: memory does not grow with their number. Pure."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from targets.sheets.archive import chunks_of, damaged, feed, open_checked, strict_parser
from targets.sheets.numerals import Look, number_text
from targets.sheets.table import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Formula,
    Row,
    cell_too_long,
    column_letters,
    too_many_columns,
    too_many_rows,
)
from targets.sheets.workbook import SheetPart, looks_of, shared_texts, sheets_of, unescaped

MOST_MERGED = 20_000
_MOST_LINES = 1_048_576
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})[\"']")
_OVERLAP = 300

_Block = tuple[int, int, int, int]  # first and last line, first and last column (from 0)


def rows_of(stream: IO[bytes]) -> Iterator[Row]:
    """Every row with anything in it, of every sheet that is not hidden. Raises Refused, nothing else."""
    with open_checked(stream) as archive:
        sheets = [sheet for sheet in sheets_of(archive) if not sheet.is_hidden]
        looks, texts = looks_of(archive), shared_texts(archive)
        count = 0
        for sheet in sheets:
            for row in _sheet_rows(archive, sheet, looks, texts):
                count += 1
                if count > MOST_ROWS:
                    raise too_many_rows()
                yield row


def _sheet_rows(archive: zipfile.ZipFile, sheet: SheetPart, looks: list[Look], texts: list[str]) -> Iterator[Row]:
    blocks = _merged_blocks(archive, sheet.part)
    reader = _SheetReader(sheet.name, looks, texts)
    parser = strict_parser()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    merging = _Merging(blocks)
    for chunk in chunks_of(archive, sheet.part):
        feed(parser, chunk)
        for row in reader.take():
            yield merging.spread(row)
    feed(parser, b"", is_last=True)
    for row in reader.take():
        yield merging.spread(row)


def _merged_blocks(archive: zipfile.ZipFile, part: str) -> list[_Block]:
    """The merged blocks: they stand behind the rows, so the part is looked through once before."""
    found: list[_Block] = []
    rest = b""
    for chunk in chunks_of(archive, part):
        text = rest + chunk
        if b"mergeCell" in text:
            for match in _MERGED.finditer(text):
                (first_line, first), (last_line, last) = (place_of(group.decode()) for group in match.groups())
                block = first_line, last_line, first, last
                if block not in found[-8:] and last < MOST_COLUMNS:
                    found.append(block)
            if len(found) > MOST_MERGED:
                raise damaged()
        rest = text[-_OVERLAP:]
    return sorted(set(found))


def place_of(reference: str) -> tuple[int, int]:
    """Line, and column from 0, of a reference such as ``C5``. Raises Refused."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged()
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    line = int(match[2])
    if not 1 <= line <= _MOST_LINES:
        raise damaged()
    return line, column - 1


class _Merging:
    """Gives each row of a merged block the text of the block's first cell."""

    def __init__(self, blocks: list[_Block]) -> None:
        self.waiting = blocks[::-1]
        self.active: list[tuple[_Block, str]] = []

    def spread(self, row: Row) -> Row:
        while self.waiting and self.waiting[-1][0] <= row.line:
            block = self.waiting.pop()
            if block[0] == row.line:
                self.active.append((block, row.at(block[2])))
        if not self.active:
            return row
        self.active = [(block, text) for block, text in self.active if block[1] >= row.line]
        if sum(right - left + 1 for (_first, _last, left, right), _ in self.active) > MOST_COLUMNS:
            raise damaged()  # blocks over each other: no program writes such
        for (_first, _last, left, right), text in self.active:
            if text:
                row.merged.update(dict.fromkeys(range(left, right + 1), text))
        return row


class _SheetReader:
    """Collects rows from the elements of a sheet."""

    def __init__(self, sheet: str, looks: list[Look], texts: list[str]) -> None:
        self.sheet, self.looks, self.texts = sheet, looks, texts
        self.ready: list[Row] = []
        self.cells: list[str] = []
        self.line = 0
        self.column = -1
        self.kind, self.style = "n", 0
        self.formula: list[str] | None = None
        self.parts: list[str] = []
        self.takes = ""
        self.length = 0

    def take(self) -> list[Row]:
        """The rows that are complete."""
        ready, self.ready = self.ready, []
        return ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self.open_cell(attributes)
        elif name in ("v", "t", "f"):
            self.takes = name
            if name == "f":
                self.formula = []
        elif name == "row":
            self.cells, self.column = [], -1
            number = attributes.get("r", "")
            self.line = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self.line + 1
            if self.line > _MOST_LINES:
                raise damaged()
        elif name == "rPh":
            self.takes = ""

    def open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            _, self.column = place_of(reference)
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        self.formula, self.length = None, 0
        self.parts.clear()

    def data(self, text: str) -> None:
        if not self.takes:
            return
        self.length += len(text)
        if self.length > MOST_CHARACTERS * 2:
            raise cell_too_long(self.place())
        if self.takes == "f":
            if self.formula is not None:
                self.formula.append(text)
        else:
            self.parts.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self.close_cell()
        elif name == "row" and any(self.cells):
            self.ready.append(Row(self.sheet, self.line, self.cells))
        self.takes = ""

    def close_cell(self) -> None:
        text = self.text()
        if not text:
            return
        if self.column >= MOST_COLUMNS:
            raise too_many_columns()
        if len(text) > MOST_CHARACTERS:
            raise cell_too_long(self.place())
        self.cells.extend([""] * (self.column + 1 - len(self.cells)))
        self.cells[self.column] = text

    def text(self) -> str:
        raw = "".join(self.parts)
        if self.formula is not None:
            return Formula(f"={''.join(self.formula)}")
        if self.kind == "s":
            if not raw:
                return ""
            if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) < len(self.texts)):
                raise damaged()
            return self.texts[int(raw)]
        if self.kind == "n":
            return (
                number_text(raw, self.looks[self.style] if self.style < len(self.looks) else Look.PLAIN) if raw else ""
            )
        if self.kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        return unescaped(raw)

    def place(self) -> str:
        return f"{self.sheet}!{column_letters(self.column + 1)}{self.line}"
