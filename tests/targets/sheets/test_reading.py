"""What is read is what was meant: no input raises anything but a refusal, and none is silently changed."""

import io
from collections.abc import Generator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from targets.entry.cell import Given, Raw
from targets.periods import Month
from targets.sheets import delimited, xlsx
from targets.sheets.archive import kind_of
from targets.sheets.columns import Field, columns_of, score
from targets.sheets.entries import Reader
from targets.sheets.formulas import as_meant, harmless
from targets.sheets.months import NotAMonth, read_month
from targets.sheets.numerals import Look, is_exact_in_a_workbook, number_text, plain
from targets.sheets.out import Line, cells, csv_pieces
from targets.sheets.table import Formula, Refused, Row
from targets.texts import Text
from tests.sheets import csv, saved, with_sheet_data
from tests.sheets import xlsx as book_of

HEAD = ["area", "month", "indicator", "numerator", "denominator", "note"]


def read(content: bytes) -> list[Row]:
    return list(xlsx.rows_of(io.BytesIO(content)))


def read_csv(content: bytes) -> list[list[str]]:
    return [row.cells for row in delimited.rows_of(io.BytesIO(content), score)]


def test_a_file_may_be_closed_before_all_of_it_is_read() -> None:
    """Who meets a fault stops there; what is left behind by that says nothing of its own."""
    with io.BytesIO(csv(HEAD, HEAD)) as file:
        rows = delimited.rows_of(file, score)
        next(rows)
    assert isinstance(rows, Generator)
    rows.close()


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-10", "2024-10"), ("2024/10/31", "2024-10"), ("202410", "2024-10"), ("20241031", "2024-10"),
        ("2024年10月", "2024-10"), ("二〇二四年十月", "2024-10"), ("二零二四年十二月份", "2024-12"),
        ("10月", "2024-10"), ("１０月", "2024-10"), ("十一月", "2024-11"), ("2024．10", "2024-10"),
        ("Oct 2024", "2024-10"), ("October, 2024", "2024-10"), ("Oct-24", "2024-10"), ("45566", "2024-10"),
        ("10/2024", "2024-10"), ("2024-10-01 00:00:00", "2024-10"), ("2024年2月29日", "2024-02"),
    ],
)  # fmt: skip
def test_a_month_is_understood_however_it_is_written(text: str, month: str) -> None:
    assert read_month(text, year=2024) == Month.parse(month)


@pytest.mark.parametrize("text", ["2024-13", "2024年2月30日", "abc", "99999", "2024", "Q3", "13月", "0月", "1999-10"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth):
        read_month(text, year=2024)


def test_a_month_without_its_year_is_not_guessed() -> None:
    with pytest.raises(NotAMonth, match="year"):
        read_month("10月")


@given(st.text(max_size=60), st.none() | st.integers(2000, 2100))
def test_no_text_raises_anything_else(text: str, year: int | None) -> None:
    try:
        read_month(text, year=year)
    except NotAMonth as refusal:
        assert refusal.sentence.zh


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_dates_of_a_workbook_are_their_month(day: date) -> None:
    rows = read(book_of([day, datetime(day.year, day.month, day.day, 9)]))
    assert [read_month(cell) for cell in rows[0].cells] == [Month.of(day)] * 2


@pytest.mark.parametrize(
    ("raw", "look", "text"),
    [
        ("1.1", Look.PLAIN, "1.1"),
        ("1.1000000000000001", Look.PLAIN, "1.1"),
        ("0.30000000000000004", Look.PLAIN, "0.30000000000000004"),
        ("1E-3", Look.PLAIN, "0.001"),
        ("0.93500000000000005", Look.PERCENT, "93.5%"),
        ("45566", Look.DATE, "2024-10-01"),
        ("1E309", Look.PLAIN, "1E309"),
        ("NaN", Look.PLAIN, "NaN"),
        ("0", Look.PLAIN, "0"),
        ("-0", Look.PLAIN, "0"),
        ("12345678901234.1234567891", Look.PLAIN, "12345678901234.1234567891"),
    ],
)
def test_a_number_is_what_was_typed(raw: str, look: Look, text: str) -> None:
    assert number_text(raw, look) == text


@given(st.decimals(0, 10**14, allow_nan=False, allow_infinity=False, places=6))
def test_what_a_workbook_keeps_comes_back(value: Decimal) -> None:
    if is_exact_in_a_workbook(value):
        assert number_text(repr(float(value)), Look.PLAIN) == plain(value)


def test_merged_cells_mean_each_of_their_rows() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, ["230600", "2024-10", "pm25", 27, 31], [None, None, "good-air-days", 29, 30]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    entries = list(Reader().entries(read(saved(book))))
    assert [entry.text(Field.AREA) for entry in entries] == ["230600"] * 2
    assert [entry.text(Field.MONTH) for entry in entries] == ["2024-10"] * 2


def test_a_formula_is_known_as_one() -> None:
    cell = read(book_of(HEAD, ["=1+1"]))[1].cells[0]
    assert isinstance(cell, Formula) and cell == "=1+1"


def test_titles_extra_columns_and_trailing_blanks_do_not_matter() -> None:
    rows = [
        ["月报"],
        [],
        ["备注", "合计", "分母", "分子", "指标", "月份", "地区"],
        ["好", "9", "30", "29", "pm25", "10月", "大庆市"],
        ["", " "],
    ]
    entries = list(Reader().entries(read(book_of(*rows))))
    assert len(entries) == 1
    assert [entries[0].text(name) for name in (Field.NUMERATOR, Field.AREA, Field.NOTE)] == ["29", "大庆市", "好"]


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(Refused, match="both"):
        columns_of([*HEAD, "分子"])


def test_a_sheet_without_headings_is_refused() -> None:
    with pytest.raises(Refused, match="headings"):
        list(Reader().entries(read(book_of(["a", "b"], [1, 2]))))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_program(delimiter: str, encoding: str) -> None:
    content = csv(
        ["地区", "指标", "分子", "分母"],
        ["大庆市", "优良天数比例", "２９", "30"],
        [""],
        delimiter=delimiter,
        encoding=encoding,
    )
    assert read_csv(content) == [["地区", "指标", "分子", "分母"], ["大庆市", "优良天数比例", "２９", "30"]]


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff", b"a,b\n\x00\x00", b'indicator,numerator\n"' + b"x" * 200_000, b"," * 3_000_000]
)
def test_csv_that_is_none_is_refused(content: bytes) -> None:
    try:
        rows = read_csv(content)
    except Refused:
        return
    assert rows == []


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_refusal(content: bytes) -> None:
    for head in (b"", b"PK\x03\x04", b"indicator,numerator,denominator\n"):
        try:
            if kind_of(head + content, "x") == "xlsx":
                read(head + content)
            else:
                list(Reader().entries(delimited.rows_of(io.BytesIO(head + content), score)))
        except Refused as refusal:
            assert refusal.sentence.zh and refusal.sentence.en


@given(st.text(max_size=300))
def test_no_sheet_raises_anything_but_a_refusal(rows: str) -> None:
    try:
        read(with_sheet_data(book_of([1]), rows.encode("utf-8", "ignore").decode()))
    except Refused:
        return


@given(st.text(max_size=30))
def test_a_text_made_harmless_comes_back(text: str) -> None:
    assert as_meant(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))


_NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40) | st.sampled_from(
    ["=1+1", "'=x", "_x000D_", "-", "@a\nb", "+1", "\u200b"]
)
_NUMBERS = st.decimals(0, 10**13, places=10, allow_nan=False, allow_infinity=False).map(plain) | st.sampled_from(
    ["27.20", "0", "0.10", "1.1"]
)


@given(_NOTES, _NUMBERS, _NUMBERS)
def test_what_is_written_is_read_back(note: str, top: str, bottom: str) -> None:
    raw = Raw(numerator=top, denominator=bottom, given=Given.MEAN, note=note)
    some = Text("某", "some")
    line = Line(some, Month(2024, 10), some, some, some, raw, takes_mean=True)
    for rows in (_by_csv(line), _by_workbook(line)):
        (entry,) = Reader().entries(rows)
        assert [entry.text(name) for name in (Field.NUMERATOR, Field.DENOMINATOR)] == [top, bottom]
        assert as_meant(entry.text(Field.NOTE)) == note
        assert entry.text(Field.MONTH) == "2024-10"


def _by_csv(line: Line) -> Any:
    return delimited.rows_of(io.BytesIO("".join(csv_pieces([line], "zh")).encode()), score)


def _by_workbook(line: Line) -> list[Row]:
    from targets.sheets.book import write_export

    stream = io.BytesIO()
    write_export([line], stream, language="en", title="x")
    assert len(cells(line, "en")) == 18
    return read(stream.getvalue())
