"""The list of deadlines on its way into a spreadsheet. Nothing in it runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from actions.outlook import COLUMNS, Item, cells
from targets.sheets.book import text_cell
from targets.sheets.formulas import harmless
from targets.sheets.out import BOM


def csv_pieces(items: Iterable[Item], language: str) -> Iterator[str]:
    """The CSV, a line a piece, with the mark by which Excel knows UTF-8."""
    yield BOM + _line(_headings(language))
    for item in items:
        yield _line([f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell) for cell in cells(item, language)])


def write_workbook(items: Iterable[Item], stream: IO[bytes], *, language: str, title: str) -> None:
    """The same as a workbook, the headings frozen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    head = [WriteOnlyCell(sheet, text_cell(text)) for text in _headings(language)]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for item in items:
        sheet.append(
            [cell if isinstance(cell, Decimal) else text_cell(harmless(cell)) for cell in cells(item, language)]
        )
    book.save(stream)


def _headings(language: str) -> list[str]:
    return [column.heading.in_language(language) for column in COLUMNS]


def _line(cells: list[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
