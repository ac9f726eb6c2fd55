"""Marking bad cells: what a workbook claims to reach over costs nothing, and what is the sender's own stays."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from targets.sheets import loading, marking, workbook, xlsx
from targets.sheets.loading import is_loadable
from targets.sheets.marking import mark_rows, mark_workbook
from targets.sheets.table import Mark, Refused, Row
from targets.texts import Text
from tests.sheets import saved, with_part, with_sheet_data, xlsx_rows
from tests.sheets import xlsx as book_of

ROWS: list[list[Any]] = [["indicator", "numerator", "denominator"], ["pm25", "abc", 2]]
GOOD = book_of(*ROWS)
BAD = Mark("Sheet1", 2, ((2, Text("不是数", "no number")),))
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def marked(content: bytes, *marks: Mark) -> bytes:
    out = io.BytesIO()
    mark_workbook(io.BytesIO(content), marks, out, language="en")
    return out.getvalue()


def active(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="1"><c r="XFD1048576" s="0"/></row></sheetData>',
        '<row r="1048576"/></sheetData>',
        '</sheetData><mergeCells><mergeCell ref="A1:IU1048576"/></mergeCells>',
        '</sheetData><mergeCells><mergeCell ref="A1:IU4999"/></mergeCells>',
        '</sheetData><hyperlinks><hyperlink ref="A1:$XFD$1048576" location="x"/></hyperlinks>',
        f"{'<c/>' * 300_000}</sheetData>",
    ],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/pictures/sheet.png"])
def test_what_would_fill_memory_is_not_loaded(inside: str, name: str) -> None:
    assert not is_loadable(io.BytesIO(with_part(GOOD, name, f"{HEAD}{inside}</worksheet>".encode())))


def test_what_people_send_is_loaded() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.merge_cells("A1:F1")
    sheet["B9"].hyperlink = "https://example.org/"
    content = with_part(saved(book), "xl/media/image1.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert is_loadable(io.BytesIO(content))


def test_no_cell_is_made_that_the_file_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    book: Any = load_workbook(io.BytesIO(with_sheet_data(GOOD, '<row r="4000"><c r="IU4000"/></row>')))
    monkeypatch.setattr(marking, "load_workbook", lambda _source: book)
    marked(GOOD)
    assert len(book.active._cells) == 1


def test_marks_are_renewed_with_their_column() -> None:
    once = marked(GOOD, BAD)
    sheet = active(marked(once, BAD))
    assert [sheet["D1"].value, sheet["D2"].value, sheet["E2"].value] == ["Problems", "no number", None]
    clean = active(marked(once))
    assert [clean["D1"].value, clean["D2"].value, clean["B2"].comment] == [None, None, None]


def test_a_column_of_the_senders_own_keeps_its_words() -> None:
    content = book_of([*ROWS[0], "Problems"], [*ROWS[1], "mine"])
    book = load_workbook(io.BytesIO(content))
    assert book.active is not None
    book.active["D2"].fill = PatternFill("solid", start_color="FFF7C5BF")
    sheet = active(marked(saved(book), BAD))
    assert [sheet["D2"].value, sheet["E1"].value, sheet["E2"].value] == ["mine", "Problems", "no number"]


def test_a_mark_in_a_merged_block_stands_at_its_first_cell() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    assert book.active is not None
    book.active.merge_cells("B2:C3")
    sheet = active(marked(saved(book), Mark("Sheet1", 3, ((3, Text("坏", "bad")),))))
    assert sheet["B2"].comment.text == "bad"


def test_a_far_row_is_not_reached_by_empty_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "MOST_ROWS", 3)
    out = io.BytesIO()
    mark_rows([Row("S", 2, ["a"]), Row("S", 900_000, ["b"])], [], out, language="en", words=2)
    assert active(out.getvalue()).max_row == 5


def refused(content: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        list(xlsx.rows_of(io.BytesIO(content)))


def test_a_row_beyond_the_sheet_is_damage() -> None:
    refused(with_sheet_data(GOOD, '<row r="9999999"><c t="b"><v>1</v></c></row>'))


def test_blocks_over_each_other_are_damage() -> None:
    blocks = "".join(f'<mergeCell ref="A1:IU{line}"/>' for line in range(2, 20))
    row = '<row r="1"><c t="b"><v>1</v></c></row>'
    refused(with_part(GOOD, "xl/worksheets/sheet1.xml", f"{HEAD}{row}</sheetData>{blocks}</worksheet>".encode()))
    beside = "".join(f'<mergeCell ref="{a}1:{b}2"/>' for a, b in ("AB", "CD", "EF") for _ in range(100))
    content = f"{HEAD}{row}</sheetData>{beside}</worksheet>".encode()
    assert xlsx_rows(with_part(GOOD, "xl/worksheets/sheet1.xml", content)) == [["TRUE"]]


def test_shared_texts_and_parts_without_end_are_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_SHARED", 10)
    refused(with_part(GOOD, "xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 11 + b"</sst>"))
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 10)
    refused(with_part(GOOD, "xl/_rels/workbook.xml.rels", b"<a>" + b"<b/>" * 10 + b"</a>"))


def test_a_long_sheet_is_loaded_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[list[Any]] = [ROWS[0], *[["pm25", "27.2", "31"]] * 4_000]
    assert is_loadable(io.BytesIO(book_of(*rows)))
    monkeypatch.setattr(loading, "MOST_LOADED_ROWS", 100)
    assert not is_loadable(io.BytesIO(book_of(*rows)))
