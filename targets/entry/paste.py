"""A block of cells as spreadsheet programs copy it: its text as rows of texts, and where they fall in a grid. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from targets.numbers import NumberError, read
from targets.periods import Month
from targets.sheets.columns import squeezed
from targets.sheets.months import NotAMonth, read_month
from targets.texts import Text

MOST_BYTES = 200_000
MOST_ROWS = 400
MOST_COLUMNS = 100
# A cell in quotes ends at a quote before a tab or the line's end; a quote that has no such partner is a quote.
_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_MONTH_HEADS = frozenset(("月份", "月", "年月", "month", "报告期", "period", "日期", "date"))
_LABEL_HEADS = frozenset(("指标", "目标", "地区", "区域", "indicator", "goal", "area", "figure"))


class Refused(ValueError):
    """The block as a whole is too large; ``sentence`` says what and what to do."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence


class Why(StrEnum):
    """Why a pasted text falls on no cell."""

    BEYOND = "beyond"  # to the right of the grid or below it
    NOT_DUE = "not_due"  # there is no cell: nothing is due there, or the month is not over
    NO_LINE = "no_line"  # its row is of a month, goal or area that the grid does not have
    NO_COLUMN = "no_column"
    TWICE = "twice"  # another row or column of the block is of the same cell


@dataclass(frozen=True)
class Place:
    """One input of the grid."""

    key: str
    field: str


@dataclass(frozen=True)
class Line:
    """A line of the grid. ``names``: what a row of the block may be called to belong here; ``month``: on a year's.

    ``part``: a block without such names stays in the part of the page in which it begins.
    """

    places: tuple[Place | None, ...]
    month: Month | None = None
    names: frozenset[str] = frozenset()
    part: int = 0


@dataclass(frozen=True)
class Grid:
    """The inputs of a page, line by line, and the names of the columns where all lines have the same.

    ``month``: of the whole page, where its lines are no months.
    """

    lines: tuple[Line, ...]
    year: int
    month: Month | None = None
    heads: tuple[frozenset[str], ...] = ()

    def find(self, key: str, name: str) -> tuple[int, int] | None:
        """Line and column of an input; of the cell's first one where the field has no such name."""
        of_cell = {
            place.field: (down, right)
            for down, line in enumerate(self.lines)
            for right, place in enumerate(line.places)
            if place is not None and place.key == key
        }
        return of_cell.get(name) or next(iter(of_cell.values()), None)


@dataclass(frozen=True)
class Outside:
    """A text of the block that falls on no cell. ``row`` and ``column`` of the block, from 1; ``of``: its label."""

    row: int
    column: int
    text: str
    why: Why
    of: str = ""


@dataclass
class Laid:
    """Where the texts of a block fall: cell → field → text, in the grid's order."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    outside: list[Outside] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    by_head: bool = False  # a row of headings was recognised, and not pasted
    by_label: bool = False  # a column of months or names was recognised, and not pasted


def parse(text: str) -> list[list[str]]:
    """The rows of a copied block, all of one length, without blank rows below and blank columns to the right.

    Cells are parted by tabs, rows by any line end; a cell in quotes may have both. Raises nothing.
    """
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        match = _CELL.match(text, at)
        if match is None:  # the second way matches anything
            break
        quoted, plain = match.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        at = match.end()
        if at >= len(text):
            break
        if text[at] != "\t":
            rows.append([])
            at += text.startswith("\r\n", at)
        at += 1
    return trimmed(rows)


def trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """All rows of one length, none but blank ones cut off at the end, and so with the columns."""
    height = max((at for at, row in enumerate(rows, start=1) if any(map(str.strip, row))), default=0)
    kept = rows[:height]
    width = max((at for row in kept for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]


def read_block(text: str) -> list[list[str]]:
    """``parse`` of a text of bounded size. Raises Refused."""
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise Refused(
            Text(f"粘贴的内容有 {size // 1000} kB，最多 {MOST_BYTES // 1000} kB。请分几次粘贴。",
                 f"The block has {size // 1000} kB; it can have {MOST_BYTES // 1000}. Paste it in parts.")
        )  # fmt: skip
    rows = parse(text)
    if len(rows) > MOST_ROWS or len(rows[0] if rows else ()) > MOST_COLUMNS:
        raise Refused(
            Text(f"粘贴的内容有 {len(rows)} 行 {len(rows[0])} 列，最多 {MOST_ROWS} 行 {MOST_COLUMNS} 列。请分次粘贴。",
                 f"The block has {len(rows)} rows and {len(rows[0])} columns; it can have {MOST_ROWS} and "
                 f"{MOST_COLUMNS}. Paste it in parts.")
        )  # fmt: skip
    return rows


def lay(rows: Sequence[Sequence[str]], grid: Grid, start: tuple[int, int]) -> Laid:
    """The block on the grid, its upper left cell on ``start``, unless its own headings and months say otherwise."""
    return _Laying(rows, grid, start).laid()


class _Laying:
    """One block on one grid."""

    def __init__(self, rows: Sequence[Sequence[str]], grid: Grid, start: tuple[int, int]) -> None:
        self.rows = rows
        self.grid = grid
        self.start = start
        self.result = Laid(rows=len(rows), columns=len(rows[0]) if rows else 0)
        self.head = self.find_head()
        self.has_labels = self.find_labels()
        self.result.by_head, self.result.by_label = self.head, self.has_labels

    def laid(self) -> Laid:
        columns = self.columns()
        taken: set[int] = set()
        line = self.start[0]
        for at, row in enumerate(self.rows):
            if at == 0 and self.head:
                continue
            found = self.line_of(row[0], line) if self.has_labels else line
            if self.has_labels and found in taken:
                self.place_row(at, None, columns, Why.TWICE)
                continue
            self.place_row(at, found, columns, Why.NO_LINE)
            if found is not None:
                taken.add(found)
                line = found + 1
        return self.result

    def place_row(self, at: int, line: int | None, columns: Sequence[int | None], lost: Why) -> None:
        row = self.rows[at]
        label = row[0].strip() if self.has_labels else ""
        for right, text in enumerate(row):
            if not text.strip() or (self.has_labels and right == 0):
                continue
            column = columns[right]
            if line is None or column is None:
                self.lose(at, right, lost if line is None else Why.NO_COLUMN, label)
            elif self.is_beyond(line) or column >= len(self.grid.lines[line].places):
                self.lose(at, right, Why.BEYOND, label)
            elif (place := self.grid.lines[line].places[column]) is None:
                self.lose(at, right, Why.NOT_DUE, label)
            else:
                fields = self.result.texts.setdefault(place.key, {})
                if place.field in fields:
                    self.lose(at, right, Why.TWICE, label)
                else:
                    fields[place.field] = text

    def is_beyond(self, line: int) -> bool:
        lines = self.grid.lines
        return line >= len(lines) or (not self.has_labels and lines[line].part != lines[self.start[0]].part)

    def lose(self, at: int, right: int, why: Why, label: str) -> None:
        self.result.outside.append(Outside(at + 1, right + 1, self.rows[at][right].strip(), why, label))

    def find_head(self) -> bool:
        """Whether the first row is of headings: no number, and a name that the page knows."""
        if len(self.rows) < 2 or any(_is_number(cell) for cell in self.rows[0]):
            return False
        known = _MONTH_HEADS | _LABEL_HEADS | frozenset(name for names in self.grid.heads for name in names)
        return any(squeezed(cell) in known for cell in self.rows[0] if cell.strip())

    def find_labels(self) -> bool:
        """Whether the first column names months or lines. A bare number does only below the heading 月份."""
        if not self.rows or len(self.rows[0]) < 2:
            return False
        labels = [row[0] for row in self.rows[1 if self.head else 0 :] if row[0].strip()]
        is_told = self.head and squeezed(self.rows[0][0]) in _MONTH_HEADS
        if not labels or (not is_told and any(_is_number(label) for label in labels)):
            return False
        return 2 * sum(self.is_label(label) for label in labels) >= len(labels)

    def is_label(self, label: str) -> bool:
        return _month(label, self.grid.year) is not None or self.named(label) is not None

    def named(self, label: str) -> int | None:
        """The line of that name; of several the first from the start on."""
        name = squeezed(label)
        found = [at for at, line in enumerate(self.grid.lines) if name in line.names]
        return next((at for at in found if at >= self.start[0]), found[0] if found else None)

    def line_of(self, label: str, following: int) -> int | None:
        """The line that a row's label names. On a month's page its month names the line that follows."""
        named = self.named(label)
        month = _month(label, self.grid.year) if named is None else None
        if month is None:
            return named
        if self.grid.month is not None:
            return following if month == self.grid.month else None
        return next((at for at, line in enumerate(self.grid.lines) if line.month == month), None)

    def columns(self) -> list[int | None]:
        """The grid's column of each of the block's: by the headings where they name any, otherwise side by side."""
        width, first = self.result.columns, 1 if self.has_labels else 0
        beside: list[int | None] = [self.start[1] + max(at - first, 0) for at in range(width)]
        if not self.head:
            return beside
        heads = self.grid.heads
        found: list[int | None] = []
        for at, cell in enumerate(self.rows[0]):
            name, last = squeezed(cell), found[-1] if found else None
            if at > first and last is not None and last + 1 < len(heads) and (not name or name in heads[last + 1]):
                found.append(last + 1)  # a heading over two cells, or the next one's own
            else:
                named = [column for column, names in enumerate(heads) if name in names]
                found.append(named[0] if len(named) == 1 else None)
        return found if any(one is not None for one in found[first:]) else beside


def _is_number(text: str) -> bool:
    try:
        return read(text) is not None
    except NumberError:
        return False


def _month(text: str, year: int) -> Month | None:
    try:
        return read_month(text, year=year)
    except NotAMonth:
        return None
