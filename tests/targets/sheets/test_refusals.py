"""Files that would cost much, or do harm, are refused with a sentence before they are read."""

import io
import struct
import zipfile

import pytest

from targets.sheets import xlsx
from targets.sheets.archive import check_size, kind_of, open_checked
from targets.sheets.table import MOST_BYTES, MOST_COLUMNS, Refused, column_letters
from tests.sheets import with_part, with_sheet_data
from tests.sheets import xlsx as book_of

GOOD = book_of(["indicator", "numerator", "denominator"], ["pm25", 1, 2])


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(xlsx.rows_of(io.BytesIO(content)))
    assert caught.value.sentence.zh
    return caught.value.sentence.en


def test_a_bomb_is_not_unpacked() -> None:
    assert "out of all proportion" in refused(with_part(GOOD, "xl/worksheets/sheet1.xml", b" " * 20_000_000))


def test_too_many_parts() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(1001):
            archive.writestr(f"x{number}", b"")
    assert "proportion" in refused(out.getvalue())


def test_sizes_that_lie_do_not_help() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"")
        archive.writestr("_rels/.rels", b"x" * 1_000_000)
    content = out.getvalue().replace(struct.pack("<L", 1_000_000), struct.pack("<L", 10))
    assert refused(content)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/embeddings/object1.bin", "embedded"),
        ("xl/externalLinks/externalLink1.xml", "links to other files"),
    ],
)
def test_what_could_run_or_reach_out_is_refused(part: str, told: str) -> None:
    assert told in refused(with_part(GOOD, part, b"x"))


def test_a_macro_workbook_under_another_name() -> None:
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert "macros" in refused(with_part(GOOD, "[Content_Types].xml", types))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted"),
        (b"%PDF-1.7", "neither"),
        (b"<html><table>", "neither"),
        (b"\x89PNG\r\n", "neither"),
    ],
)
def test_another_kind_of_file_is_named(head: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        kind_of(head, "figures.xlsx")


def test_size_alone() -> None:
    with pytest.raises(Refused, match="larger"):
        check_size(2 * 1024**3)
    with pytest.raises(Refused, match="empty"):
        check_size(0)
    check_size(MOST_BYTES)


def test_a_million_columns() -> None:
    row = f'<row r="1"><c r="{column_letters(MOST_COLUMNS + 1)}1"><v>1</v></c></row>'
    assert "columns" in refused(with_sheet_data(GOOD, row))


def test_entities_are_refused() -> None:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY b "cccc">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>'
    )
    assert "damaged" in refused(with_part(GOOD, "xl/worksheets/sheet1.xml", bomb))


@pytest.mark.parametrize("row", ['<row><c t="s"><v>99</v></c></row>', '<row><c r="??"><v>1</v></c></row>', "<row>"])
def test_a_damaged_sheet(row: str) -> None:
    assert "damaged" in refused(with_sheet_data(GOOD, row))


def test_days_counted_from_1904() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        book = archive.read("xl/workbook.xml").replace(b"<workbookPr />", b'<workbookPr date1904="1" />')
    assert "1904" in refused(with_part(GOOD, "xl/workbook.xml", book))


def test_a_cell_without_end() -> None:
    text = "x" * 70_000
    assert "characters" in refused(with_sheet_data(GOOD, f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'))


def test_a_truncated_archive() -> None:
    assert refused(GOOD[: len(GOOD) // 2])
    open_checked(io.BytesIO(GOOD)).close()
