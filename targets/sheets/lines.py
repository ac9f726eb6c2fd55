"""CSV, written in one way: the mark by which Excel knows UTF-8, and no text that could run as a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from targets.sheets.formulas import harmless_text

BOM = "\ufeff"


def csv_pieces(headings: Iterable[str], rows: Iterable[Iterable[str | Decimal]]) -> Iterator[str]:
    """A line a piece, so that memory does not grow with their number; a number in plain digits, without an exponent."""
    yield BOM + _line(headings)
    for row in rows:
        yield _line(f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row)


def csv_text(headings: Iterable[str], rows: Iterable[Iterable[str | Decimal]]) -> str:
    """All of it."""
    return "".join(csv_pieces(headings, rows))


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([harmless_text(cell) for cell in cells])
    return buffer.getvalue()
