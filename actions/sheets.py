"""The list of deadlines on its way into a spreadsheet. Nothing in it runs as a formula."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from actions.outlook import COLUMNS, Item, cells
from targets.sheets import lines
from targets.sheets.book import text_cell
from targets.sheets.formulas import harmless_text


def csv_pieces(items: Iterable[Item], language: str) -> Iterator[str]:
    """The CSV, a line a piece."""
    return lines.csv_pieces(_headings(language), (cells(item, language) for item in items))


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
            [cell if isinstance(cell, Decimal) else text_cell(harmless_text(cell)) for cell in cells(item, language)]
        )
    book.save(stream)


def _headings(language: str) -> list[str]:
    return [column.heading.in_language(language) for column in COLUMNS]
