"""Figures on their way into a spreadsheet: which columns, and what stands in each cell. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from targets.entry.cell import Raw
from targets.numbers import write_number
from targets.periods import Month
from targets.sheets import lines as csv_lines
from targets.sheets.columns import HEADINGS, Field
from targets.sheets.numerals import is_exact_in_a_workbook
from targets.sheets.words import GIVEN
from targets.texts import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class Line:
    """One figure, or the place for one. ``raw``: as it would be typed; understood again it is the same."""

    area: Text
    month: Month
    indicator: Text
    numerator: Text  # what it counts, with its unit
    denominator: Text
    raw: Raw
    takes_mean: bool  # "given as" says something
    value: str = ""
    unit: Text = NOTHING
    review: Text = NOTHING
    origin: Text = NOTHING
    source: Text = NOTHING


@dataclass(frozen=True)
class Blank:
    """One row of the form. ``inputs``: what may be typed there today. ``hints``: field to the last values.

    ``whole``: both numbers are counts; ``days``: the month's days, where the denominator counts days.
    """

    line: Line
    inputs: frozenset[Field]
    hints: Mapping[Field, Text] = field(default_factory=dict)
    whole: bool = False
    days: int | None = None


@dataclass(frozen=True)
class Column:
    """One column. ``name``: the field that import reads from it; None: it is for the eye alone."""

    heading: Text
    width: int
    name: Field | None = None


_EYE = {
    "numerator": Column(Text("分子指", "Numerator counts"), 24),
    "denominator": Column(Text("分母指", "Denominator counts"), 24),
    "value": Column(Text("结果值", "Resulting value"), 11),
    "unit": Column(Text("计量单位", "Unit of the value"), 10),
    "review": Column(Text("审核状态", "Review"), 12),
    "origin": Column(Text("数据来源方式", "Origin"), 12),
    "source": Column(Text("数据来源", "Source"), 30),
}
_WIDTHS = {Field.AREA: 20, Field.MONTH: 11, Field.INDICATOR: 34, Field.NOTE: 30, Field.CORRECTION: 20, Field.REASON: 24}


def _column(name: Field) -> Column:
    return Column(HEADINGS[name], _WIDTHS.get(name, 14), name)


FIELDS = (
    _column(Field.AREA),
    _column(Field.MONTH),
    _column(Field.INDICATOR),
    _EYE["numerator"],
    _column(Field.NUMERATOR),
    _EYE["denominator"],
    _column(Field.DENOMINATOR),
    _column(Field.GIVEN),
    _column(Field.MONTH_NUMERATOR),
    _column(Field.MONTH_DENOMINATOR),
    _column(Field.NOTE),
    _column(Field.CORRECTION),
    _column(Field.REASON),
    _EYE["value"],
    _EYE["unit"],
    _EYE["review"],
    _EYE["origin"],
    _EYE["source"],
)


def headings(language: str) -> list[str]:
    return [column.heading.in_language(language) for column in FIELDS]


def cells(line: Line, language: str) -> list[str | Decimal]:
    """The line's cells in the columns' order: texts as they are, and numbers where a spreadsheet keeps every digit."""

    def say(text: Text) -> str:
        return text.in_language(language)

    raw = line.raw
    given = say(GIVEN[raw.given]) if line.takes_mean and raw.given in GIVEN else ""
    return [
        say(line.area),
        str(line.month),
        say(line.indicator),
        say(line.numerator),
        _number(raw.numerator),
        say(line.denominator),
        _number(raw.denominator),
        given,
        _number(raw.month_numerator),
        _number(raw.month_denominator),
        raw.note,
        "",
        "",
        _number(line.value),
        say(line.unit),
        say(line.review),
        say(line.origin),
        say(line.source),
    ]


def _number(text: str) -> str | Decimal:
    """A number, unless a spreadsheet would drop a digit of it, a last zero included: a mean of 27.20 is no 27.2."""
    if not text:
        return ""
    value = Decimal(text)
    return value if write_number(value) == text and is_exact_in_a_workbook(value) else text


def csv_pieces(lines: Iterable[Line], language: str) -> Iterator[str]:
    """The CSV, a line a piece."""
    return csv_lines.csv_pieces(headings(language), (cells(line, language) for line in lines))
