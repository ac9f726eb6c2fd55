"""Writes workbooks: the export of figures, and the form to fill in."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from targets.sheets.columns import Field
from targets.sheets.formulas import harmless_text
from targets.sheets.out import FIELDS, Blank, Line, cells, headings
from targets.sheets.words import CORRECTIONS, GIVEN
from targets.sheets.workbook import escaped
from targets.texts import Text

AUTHOR = "Daqing 1369"
_HEAD = PatternFill("solid", start_color="FF0F5F62")
_HEAD_FONT = Font(bold=True, color="FFFFFFFF")
_INPUT = PatternFill("solid", start_color="FFFFF9E5")
_SHUT = PatternFill("solid", start_color="FFEEF0EC")
_FREE = Protection(locked=False)
HEADING_LINE = 4


def text_cell(text: str) -> str:
    """A text as a workbook can hold it."""
    return escaped(ILLEGAL_CHARACTERS_RE.sub("", text))


def _stored(value: str | Decimal) -> str | Decimal | None:
    if isinstance(value, Decimal):
        return value
    return text_cell(harmless_text(value)) or None


def write_export(lines: Iterable[Line], stream: IO[bytes], *, language: str, title: str) -> None:
    """All lines as a workbook; memory does not grow with their number."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "D2"
    for number, column in enumerate(FIELDS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    head = [WriteOnlyCell(sheet, text_cell(text)) for text in headings(language)]
    for cell in head:
        cell.fill, cell.font = _HEAD, _HEAD_FONT
    sheet.append(head)
    for line in lines:
        sheet.append([_stored(value) for value in cells(line, language)])
    book.save(stream)


def write_form(
    blanks: Sequence[Blank], stream: IO[bytes], *, language: str, title: Text, help_text: Sequence[Text]
) -> None:
    """The form: every cell locked but for input, with what may be typed there and the last values as comments."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one  # noqa: S101
    sheet.title = text_cell(title.in_language(language))[:31]
    _write_head(sheet, language, title, help_text)
    for at, blank in enumerate(blanks, start=HEADING_LINE + 1):
        _write_row(sheet, at, blank, language)
    last = HEADING_LINE + max(len(blanks), 1)
    _add_lists(sheet, last, language)
    _add_limits(sheet, blanks, language)
    sheet.freeze_panes = f"D{HEADING_LINE + 1}"
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False
    sheet.auto_filter.ref = f"A{HEADING_LINE}:{get_column_letter(len(FIELDS))}{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    book.save(stream)


def _write_head(sheet: Worksheet, language: str, title: Text, help_text: Sequence[Text]) -> None:
    wide = get_column_letter(len(FIELDS))
    sheet["A1"] = text_cell(title.in_language(language))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = text_cell(" ".join(text.in_language(language) for text in help_text))
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(f"A1:{wide}1")
    sheet.merge_cells(f"A2:{wide}2")
    sheet.row_dimensions[2].height = 34
    for number, (column, text) in enumerate(zip(FIELDS, headings(language), strict=True), start=1):
        cell = sheet.cell(HEADING_LINE, number, text_cell(text))
        cell.fill, cell.font = _HEAD, _HEAD_FONT
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _write_row(sheet: Worksheet, at: int, blank: Blank, language: str) -> None:
    for number, (column, value) in enumerate(zip(FIELDS, cells(blank.line, language), strict=True), start=1):
        cell: Any = sheet.cell(at, number, _stored(value))
        if column.name in blank.inputs:
            cell.fill, cell.protection = _INPUT, _FREE
        elif not blank.inputs:
            cell.fill = _SHUT
        if isinstance(value, str) and value and column.name in (Field.NUMERATOR, Field.DENOMINATOR):
            cell.number_format = "@"
        hint = blank.hints.get(column.name) if column.name else None
        if hint is not None:
            cell.comment = Comment(hint.in_language(language), AUTHOR, height=90, width=260)


def _add_lists(sheet: Worksheet, last: int, language: str) -> None:
    for name, words in ((Field.GIVEN, GIVEN), (Field.CORRECTION, CORRECTIONS)):
        told = ",".join(text.in_language(language) for text in words.values())
        rule = DataValidation(type="list", formula1=f'"{told}"', allow_blank=True, showErrorMessage=True)
        sheet.add_data_validation(rule)
        letter = letter_of(name)
        rule.add(f"{letter}{HEADING_LINE + 1}:{letter}{last}")


def _add_limits(sheet: Worksheet, blanks: Sequence[Blank], language: str) -> None:
    """What numbers may be typed: whole ones where things are counted, no more days than the month has."""
    rules: dict[tuple[str, int | None], DataValidation] = {}
    for at, blank in enumerate(blanks, start=HEADING_LINE + 1):
        for name in blank.inputs & {
            Field.NUMERATOR,
            Field.DENOMINATOR,
            Field.MONTH_NUMERATOR,
            Field.MONTH_DENOMINATOR,
        }:
            is_bottom = name in (Field.DENOMINATOR, Field.MONTH_DENOMINATOR)
            most = blank.days if is_bottom else None
            # A share may be typed over a count, as 93.5 %: only what is divided by must be whole.
            kind = "whole" if is_bottom and (blank.whole or most is not None) else "decimal"
            if (kind, most) not in rules:
                rules[kind, most] = _limit(kind, most, language)
                sheet.add_data_validation(rules[kind, most])
            rules[kind, most].add(f"{letter_of(name)}{at}")


def _limit(kind: str, most: int | None, language: str) -> DataValidation:
    what = Text("整数" if kind == "whole" else "数", "a whole number" if kind == "whole" else "a number")
    upper = Text(f"0 到 {most} 的{what.zh}", f"{what.en} from 0 to {most}")
    told = Text(f"不小于 0 的{what.zh}", f"{what.en} of 0 or more") if most is None else upper
    bounds = (
        {"operator": "greaterThanOrEqual", "formula1": "0"}
        if most is None
        else {"operator": "between", "formula1": "0", "formula2": str(most)}
    )
    rule = DataValidation(type=kind, allow_blank=True, showErrorMessage=True, **bounds)  # type: ignore[arg-type]
    rule.error = rule.prompt = told.in_language(language)
    return rule


def letter_of(name: Field) -> str:
    """The letter of the field's column in what is written here."""
    return get_column_letter(next(at for at, column in enumerate(FIELDS, start=1) if column.name is name))
