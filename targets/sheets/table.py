"""What a spreadsheet is here once it is read: rows of texts. Limits, and the refusal of a whole file. Pure."""

from dataclasses import dataclass, field

from targets.texts import Text

MEGABYTE = 1024 * 1024
MOST_BYTES = 32 * MEGABYTE  # of an upload
MOST_ROWS = 200_000  # with anything in them
MOST_COLUMNS = 256
MOST_CHARACTERS = 32_767  # of one cell: what Excel itself holds


class Refused(Exception):
    """The file as a whole cannot be taken; ``sentence`` says what, why, and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class Formula(str):
    """The text of a cell that computes its value; the value beside it in the file is nobody's word."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """One row. ``cells``: from the first column on, numbers as plain digits, dates as ``2024-10-31``, no cell: ``""``.

    ``merged``: column (from 0) to the text that a merged block gives to this row too.
    """

    sheet: str
    line: int  # from 1, as the spreadsheet counts
    cells: list[str]
    merged: dict[int, str] = field(default_factory=dict)

    def at(self, column: int) -> str:
        """The cell's own text."""
        return self.cells[column] if column < len(self.cells) else ""

    def spread(self, column: int) -> str:
        """The cell's text, or that of the merged block which it belongs to."""
        return self.at(column) or self.merged.get(column, "")


def column_letters(column: int) -> str:
    """The name of the column, from 1: A, B, … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def too_many_columns() -> Refused:
    return Refused(
        Text(
            f"文件的列数超过 {MOST_COLUMNS}，没有读取。请只保留需要的列，或使用本页的模板。",
            f"The file has more than {MOST_COLUMNS} columns, so it was not read. "
            "Keep the columns that are needed, or use the template of this page.",
        )
    )


def too_many_rows() -> Refused:
    return Refused(
        Text(
            f"文件超过 {MOST_ROWS:,} 行，没有读取。请分成几个文件上传。",
            f"The file has more than {MOST_ROWS:,} rows, so it was not read. Split it into several files.",
        )
    )


def cell_too_long(place: str) -> Refused:
    return Refused(
        Text(
            f"单元格 {place} 的内容超过 {MOST_CHARACTERS:,} 字，没有读取。请缩短后重新上传。",
            f"The cell {place} has more than {MOST_CHARACTERS:,} characters, so the file was not read. Shorten it.",
        )
    )


@dataclass(frozen=True)
class Mark:
    """What is wrong with one row: column from 1 (0: the row as a whole) and the sentence."""

    sheet: str
    line: int
    problems: tuple[tuple[int, Text], ...]
