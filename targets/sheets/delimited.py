"""Reads CSV as spreadsheet programs write it: UTF-8 with or without BOM, UTF-16, GB18030; comma, semicolon, tab.

Pure.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import IO

from targets.sheets.table import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Refused,
    Row,
    cell_too_long,
    too_many_columns,
    too_many_rows,
)
from targets.texts import Text

DELIMITERS = (",", ";", "\t")
_CHUNK = 256 * 1024
_LOOKED_AT = 64 * 1024  # characters in which the delimiter is looked for


def rows_of(stream: IO[bytes], score: Callable[[list[str]], int]) -> Iterator[Row]:
    """Every row with anything in it. Raises Refused, nothing else.

    ``score``: how many columns of a row it takes for known headings; the delimiter that gives most is the one.
    """
    encoding = _encoding_of(stream)
    stream.seek(0)
    reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        start = reader.read(_LOOKED_AT)
        delimiter, skipped = _told_delimiter(start)
        delimiter = delimiter or max(DELIMITERS, key=lambda one: _best(start, one, score))
        reader.detach()
        stream.seek(0)
        reader = io.TextIOWrapper(stream, encoding=encoding, newline="")
        yield from _rows(reader, delimiter, skipped)
    finally:
        if not stream.closed:  # by who stopped reading in the middle
            reader.detach()


def _rows(reader: io.TextIOWrapper, delimiter: str, skipped: int) -> Iterator[Row]:
    lines = _bounded_lines(reader)
    rows = csv.reader(lines, delimiter=delimiter)
    count = line = 0
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error:
            raise Refused(
                Text(
                    f"CSV 第 {line} 行无法读取：引号不成对或内容过长。请另存为 UTF-8 的 CSV 或 XLSX。",
                    f"Line {line} of the CSV cannot be read: quotes do not match, or a cell is too long. "
                    "Save it again as CSV (UTF-8) or XLSX.",
                )
            ) from None
        if cells is None:
            return
        if line <= skipped or not any(cell.strip() for cell in cells):
            continue
        _check(cells, line)
        count += 1
        if count > MOST_ROWS:
            raise too_many_rows()
        yield Row("", line, cells)


def _check(cells: list[str], line: int) -> None:
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise too_many_columns()
    for cell in cells:
        if len(cell) > MOST_CHARACTERS:
            raise cell_too_long(str(line))


def _bounded_lines(reader: io.TextIOWrapper) -> Iterator[str]:
    """Lines, none longer than what MOST_COLUMNS cells can hold: a line is refused before it is read whole."""
    most = MOST_CHARACTERS * 8
    while line := reader.readline(most):
        if len(line) >= most:
            raise too_many_columns()
        yield line


def _encoding_of(stream: IO[bytes]) -> str:
    """The encoding in which every byte of the stream makes sense. Raises Refused where there is none."""
    stream.seek(0)
    head = stream.read(4)
    if head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        stream.seek(0)
        if _is_text(stream, encoding):
            return encoding
    raise Refused(
        Text("CSV 的编码无法识别。请另存为“CSV UTF-8”或 XLSX 后上传。",
             "The encoding of the CSV is not known. Save it as “CSV UTF-8” or XLSX and upload that.")
    )  # fmt: skip


def _is_text(stream: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\x00" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _told_delimiter(start: str) -> tuple[str, int]:
    """The delimiter that a first line ``sep=;`` names, and how many lines to skip for it."""
    first = start.partition("\n")[0].strip()
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in DELIMITERS:
        return first[4], 1
    return ("\t", 1) if first.lower() == "sep=" and "sep=\t" in start[:8].lower() else ("", 0)


def _best(start: str, delimiter: str, score: Callable[[list[str]], int]) -> int:
    best = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)):
            best = max(best, score(cells))
            if number > 30:
                break
    except csv.Error:
        pass
    return best
