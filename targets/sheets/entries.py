"""Finds the figures in a spreadsheet's rows: headings first, wherever they stand, then a figure a row. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from targets.sheets.columns import MOST_LINES_ABOVE, REQUIRED, Columns, Field, columns_of
from targets.sheets.table import Refused, Row, column_letters
from targets.texts import Text

_SPREAD = (Field.AREA, Field.YEAR, Field.MONTH, Field.INDICATOR)  # a merged block of these means each of its rows
_FILLED = (Field.NUMERATOR, Field.DENOMINATOR, Field.MONTH_NUMERATOR, Field.MONTH_DENOMINATOR, Field.NOTE)


@dataclass(frozen=True)
class Entry:
    """One row that stands for a figure, with the columns that give its cells their meaning."""

    row: Row
    columns: Columns

    def text(self, name: Field) -> str:
        """What stands there; empty where the sheet has no such column."""
        column = self.columns.at.get(name)
        if column is None:
            return ""
        return self.row.spread(column) if name in _SPREAD else self.row.at(column)


@dataclass
class Reader:
    """Reads entries and remembers what it passed over, for the report."""

    found: dict[str, Columns] = field(default_factory=dict)  # by sheet
    without_headings: list[str] = field(default_factory=list)
    _above: int = 0

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """The figures in order. Raises Refused where no sheet has the headings of one."""
        sheet: str | None = None
        columns: Columns | None = None
        for row in rows:
            if row.sheet != sheet:
                self._left(sheet, columns)
                sheet, columns, self._above = row.sheet, None, 0
            if columns is None:
                columns = self._headings(row)
                continue
            entry = Entry(row, columns)
            if _says_something(entry) and not columns_of(row.cells).is_complete:
                yield entry
        self._left(sheet, columns)
        if not self.found:
            raise no_headings()

    def _headings(self, row: Row) -> Columns | None:
        self._above += 1
        if self._above > MOST_LINES_ABOVE:
            return None
        columns = columns_of(row.cells)
        if not columns.is_complete:
            return None
        self.found[row.sheet] = columns
        return columns

    def _left(self, sheet: str | None, columns: Columns | None) -> None:
        if sheet is not None and columns is None:
            self.without_headings.append(sheet)

    def remarks(self) -> list[Text]:
        """What was read, and what was not."""
        told = []
        for sheet, columns in self.found.items():
            named = [f"{name.value}={column_letters(at + 1)}" for name, at in columns.at.items()]
            where = f"“{sheet}”" if sheet else ""
            told.append(
                Text(
                    f"读取了{where}的列：{'、'.join(named)}。",
                    f"Columns read{' in ' + where if where else ''}: {', '.join(named)}.",
                )
            )
        for sheet in self.without_headings:
            told.append(
                Text(
                    f"工作表“{sheet}”没有所需标题，未读取。",
                    f"The sheet “{sheet}” has no such headings and was not read.",
                )
            )
        return told


def _says_something(entry: Entry) -> bool:
    """Whether the row can be meant as a figure: a total line, a footer or an empty row of the form is not."""
    if entry.text(Field.INDICATOR).strip():
        return True
    return any(entry.text(name).strip() for name in _FILLED)


def no_headings() -> Refused:
    """The refusal of a file in which no row is the headings of figures."""
    zh, en = "、".join(["指标", "分子", "分母"]), ", ".join(name.value for name in REQUIRED)
    return Refused(
        Text(f"没有找到标题行：需要“{zh}”等列。请使用本页的模板，或改用这些列名。",
             f"No line of headings was found: columns such as {en} are needed. Use the template of this page.")
    )  # fmt: skip
