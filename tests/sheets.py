"""Small workbooks and CSV files for tests, made by hand where a program would refuse to write them."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from targets.sheets.xlsx import rows_of

HEAD = ["area", "month", "indicator", "numerator", "denominator", "note", "correction", "reason"]


def xlsx(*rows: Sequence[Any], title: str = "Sheet1") -> bytes:
    """A workbook of one sheet as openpyxl writes it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The archive with one part more, or another one in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return out.getvalue()


def with_sheet_data(content: bytes, rows: str) -> bytes:
    """The workbook with these ``<row>`` elements for its first sheet."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return with_part(content, "xl/worksheets/sheet1.xml", f"{head}{rows}</sheetData></worksheet>".encode())


def xlsx_rows(content: bytes) -> list[list[str]]:
    """What the product's own reader finds in a workbook."""
    return [row.cells for row in rows_of(io.BytesIO(content))]
