"""Tables of a Word paper: real ones, with heads that repeat on each page, and the end note between its rules."""

from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as Grid

from targets.brief.model import Cell, Column, Table
from targets.brief.word_layout import BODY, FOURTH, HEADING, SONG, add_paragraph, add_run, off_grid

_WIDTH = 156  # mm, of the type area
_SIZE = 10.5  # 五号
_SMALL = 8  # where there are a dozen columns
_MANY = 9


def add_table(paper: Paper, table: Table, language: str, caption: str | None) -> None:
    """The table with its caption above it."""
    if caption is not None:
        line = add_paragraph(paper, alignment=WD_ALIGN_PARAGRAPH.CENTER, indent=False, keep_next=True)
        add_run(line, caption, HEADING, size=12)
    grid = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    size = _SMALL if len(table.columns) > _MANY else _SIZE
    scale = _WIDTH / sum(column.width for column in table.columns)
    widths = [Mm(column.width * scale) for column in table.columns]
    for place, column, width in zip(grid.rows[0].cells, table.columns, widths, strict=True):
        place.width = width
        _write(place, column.title.in_language(language), column, size, is_head=True)
    _mark(grid.rows[0], "w:tblHeader")
    for row in table.rows:
        added = grid.add_row()
        _mark(added, "w:cantSplit")
        for place, cell, column, width in zip(added.cells, row, table.columns, widths, strict=True):
            place.width = width
            _write(place, _text(cell, language), column, size)
    _columns(grid, widths)
    add_paragraph(paper, indent=False, exact=8)


def end_note(paper: Paper, copies: str, printed: str, day: str) -> None:
    """版记: 四号仿宋 between rules, thick at both ends."""
    grid = paper.add_table(rows=2, cols=2)
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _columns(grid, [Mm(_WIDTH / 2)] * 2)
    upper = grid.cell(0, 0).merge(grid.cell(0, 1))
    right = WD_ALIGN_PARAGRAPH.RIGHT
    for place, text, alignment in (
        (upper, copies, None),
        (grid.cell(1, 0), printed, None),
        (grid.cell(1, 1), day, right),
    ):
        paragraph = place.paragraphs[0]
        paragraph.alignment = alignment
        add_run(paragraph, text, BODY, size=FOURTH)
    borders = OxmlElement("w:tblBorders")
    for side, weight in (("top", 8), ("bottom", 8), ("insideH", 6)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(weight)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties: Any = grid._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _text(cell: Cell, language: str) -> str:
    return cell.text.in_language(language)


def _write(place: Any, text: str, column: Column, size: float, *, is_head: bool = False) -> None:
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = 0
    if is_head:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif column.is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_run(paragraph, text, HEADING if is_head else SONG, size=size)
    off_grid(paragraph)


def _columns(grid: Grid, widths: list[Any]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width


def _mark(row: Any, name: str) -> None:
    """A property of a row: a head that repeats, or a row that stays in one piece."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
