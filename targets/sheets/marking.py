"""Gives an upload back with what is wrong in it: bad cells coloured and commented, and said in a column of words."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from targets.numbers import write_number
from targets.sheets.book import AUTHOR, text_cell
from targets.sheets.formulas import harmless
from targets.sheets.numerals import is_exact_in_a_workbook
from targets.sheets.table import MOST_ROWS, Formula, Mark, Row
from targets.texts import Text

PROBLEMS = Text("问题", "Problems")
MOST_COMMENTS = 2_000  # each one is a drawing that the program must place
_BAD = PatternFill("solid", start_color="FFF7C5BF")
_MARKER = "FFF7C5BF"


def mark_workbook(source: IO[bytes], marks: Iterable[Mark], target: IO[bytes], *, language: str) -> None:
    """The same workbook with its bad cells marked; earlier marks are taken away.

    Loads it whole: ask `targets.sheets.loading.is_loadable` first.
    """
    book = load_workbook(source)
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    for sheet in book.worksheets:
        _mark_sheet(sheet, by_sheet.get(sheet.title[:31], []), language)
    book.save(target)


def _mark_sheet(sheet: Worksheet, marks: list[Mark], language: str) -> None:
    words = _clear(sheet)
    if not marks:
        return
    words = words or sheet.max_column + 1
    first = min(mark.line for mark in marks)
    heading = sheet.cell(max(first - 1, 1), words)
    heading.value, heading.fill = PROBLEMS.in_language(language), _BAD
    merged = _merged(sheet)
    for mark in marks:
        told = [sentence.in_language(language) for _, sentence in mark.problems]
        cell = sheet.cell(mark.line, words)
        cell.value, cell.fill = text_cell(harmless(" ".join(told))), _BAD
        for column, sentence in mark.problems:
            if column:
                line, first_column = merged.get((mark.line, column), (mark.line, column))
                _comment(sheet.cell(line, first_column), sentence.in_language(language))


def _clear(sheet: Worksheet) -> int:
    """Take earlier marks away; the column of earlier words, 0 if there is none."""
    words = 0
    for _, cell in sorted(sheet._cells.items()):  # what the file holds; asking by rows would make all that it does not
        if isinstance(cell, MergedCell) or not _is_marked(cell):
            continue
        if cell.value in (PROBLEMS.zh, PROBLEMS.en) and cell.comment is None:  # a column of that name may be theirs
            words = cell.column
        cell.fill = PatternFill()
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
        if cell.column == words:
            cell.value = None
    return words


def _is_marked(cell: Any) -> bool:
    return bool(cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == _MARKER)


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell of a merged block to the first one of it."""
    return {place: (block.min_row, block.min_col) for block in sheet.merged_cells.ranges for place in block.cells}


def _comment(cell: Any, text: str) -> None:
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.fill, cell.comment = _BAD, Comment(before + text, AUTHOR, height=110, width=280)


def mark_rows(rows: Iterable[Row], marks: Iterable[Mark], target: IO[bytes], *, language: str, words: int) -> None:
    """A new workbook with the rows' values and the marks, which are in the rows' order; memory does not grow with them.

    ``words``: the column, from 1, in which the problems are told.
    """
    waiting = iter(marks)
    following = next(waiting, None)
    book = Workbook(write_only=True)
    sheet: Any = None
    name: str | None = None
    comments, room = 0, MOST_ROWS
    for row in rows:
        if row.sheet != name:
            name = row.sheet
            sheet = book.create_sheet(text_cell(name) or "CSV")
            line = 0
        while line + 1 < row.line and room:  # rows with nothing in them keep their place, within reason
            sheet.append([])
            line, room = line + 1, room - 1
        line = row.line
        cells = [_value(cell) for cell in row.cells]
        if following is None or (following.sheet, following.line) != (row.sheet, row.line):
            sheet.append(cells)
            continue
        sheet.append(list(_marked(sheet, cells, following, language, words, with_comments=comments < MOST_COMMENTS)))
        comments += len(following.problems)
        following = next(waiting, None)
    if sheet is None:
        book.create_sheet("CSV")
    book.save(target)


def _marked(
    sheet: Any, values: list[Any], mark: Mark, language: str, words: int, *, with_comments: bool
) -> Iterator[Any]:
    said: dict[int, list[str]] = {}
    for column, sentence in mark.problems:
        said.setdefault(column, []).append(sentence.in_language(language))
    told = harmless(" ".join(text for texts in said.values() for text in texts))
    values = values[: words - 1] + [None] * (words - 1 - len(values)) + [text_cell(told)]
    for column, value in enumerate(values, start=1):
        if column not in said and column != words:
            yield value
            continue
        cell = WriteOnlyCell(sheet, value)
        cell.fill = _BAD
        if column in said and with_comments:
            cell.comment = Comment("\n".join(said[column]), AUTHOR, height=110, width=280)
        yield cell


def _value(text: str) -> Any:
    """A cell's text as it is written back: a number where it is one and stays exactly that, else a text."""
    if not text:
        return None
    if isinstance(text, Formula):
        return text_cell(harmless(text))
    if text[:1].isdigit() and len(text) <= 17:
        try:
            value = Decimal(text)
        except InvalidOperation:
            return text_cell(text)
        if write_number(value) == text and is_exact_in_a_workbook(value):
            return value
    return text_cell(harmless(text))
