"""What a chart shows as CSV: its own numbers, unrounded to eight decimals, headings in the reader's language. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from targets.charts.heat import Heat
from targets.evaluation.model import GoalEvaluation, GoalRule, MonthFigure
from targets.evaluation.ranking import Place
from targets.evaluation.words import ORIGIN_WORDS
from targets.numbers import write_number
from targets.sheets.lines import csv_pieces
from targets.standards.rounding import value_exact
from targets.texts import Text

Cell = Text | Fraction | Decimal | int | str | None
Table = tuple[Sequence[Text], Iterable[Sequence[Cell]]]
_MONTH, _AREA = Text("月份", "Month"), Text("地区", "Area")


def csv_text(table: Table, language: str) -> str:
    """The table with the mark by which Excel knows UTF-8; no text in it can run as a formula."""
    headings, rows = table
    head = [_written(heading, language) for heading in headings]
    return "".join(csv_pieces(head, ([_written(cell, language) for cell in row] for row in rows)))


def _written(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, str):
        return cell
    return str(cell) if isinstance(cell, int) else number(cell)


def number(value: Fraction | Decimal) -> str:
    """Digits without trailing zeros; what has no end is rounded half to even at the eighth decimal."""
    return write_number(value if isinstance(value, Decimal) else value_exact(value))


def _with_unit(name: Text, unit: Text) -> Text:
    return Text(f"{name.zh}（{unit.zh}）", f"{name.en} ({unit.en})")


def _fraction(rule: GoalRule) -> tuple[Text, Text]:
    one = rule.indicator
    return (
        _with_unit(one.numerator_name, one.numerator_unit),
        _with_unit(one.denominator_name, one.denominator_unit),
    )


def months_table(evaluation: GoalEvaluation, notes: Sequence[tuple[str, Text]]) -> Table:
    """The year of a goal; ``notes``: (month as written, note) in order."""
    rule, unit = evaluation.rule, evaluation.rule.indicator.unit
    headings = [
        _MONTH,
        *_fraction(rule),
        _with_unit(Text("当月", "Month"), unit),
        _with_unit(Text("累计", "Year to date"), unit),
        _with_unit(Text("序时要求", "Pace"), unit),
        _with_unit(Text("上年同月", "Same month a year earlier"), unit),
        _with_unit(Text("上年同期累计", "Year to date a year earlier"), unit),
        _with_unit(Text("目标", "Target"), unit),
        Text("数据来源方式", "Origin"),
        Text("备注", "Note"),
    ]
    rows: list[Sequence[Cell]] = [
        (
            str(result.month),
            *_pair(result.figure),
            result.value,
            result.cumulative,
            result.pace,
            result.last_year,
            result.last_year_cumulative,
            rule.target,
            None if result.figure is None else ORIGIN_WORDS.get(result.figure.origin),
            _joined([note for month, note in notes if month == str(result.month)]),
        )
        for result in evaluation.months
    ]
    return headings, rows


def _pair(figure: MonthFigure | None) -> tuple[Decimal | None, Decimal | None]:
    return (None, None) if figure is None else (figure.numerator, figure.denominator)


def _joined(notes: Sequence[Text]) -> Text:
    return Text("；".join(note.zh for note in notes), "; ".join(note.en for note in notes))


def ranking_table(places: Sequence[Place], rule: GoalRule) -> Table:
    """The areas by rank."""
    unit = rule.indicator.unit
    headings = [
        Text("位次", "Rank"),
        Text("区划代码", "Code"),
        _AREA,
        *_fraction(rule),
        _with_unit(Text("结果值", "Value"), unit),
        _with_unit(Text("本区目标", "Own target"), unit),
        Text("数据截至", "Data to"),
        Text("缺报月份", "Missing months"),
    ]
    rows: list[Sequence[Cell]] = [
        (
            place.rank,
            place.area.code,
            place.area.name,
            place.area.numerator,
            place.area.denominator,
            place.area.value,
            place.area.target,
            None if place.area.through is None else str(place.area.through),
            " ".join(str(month) for month in place.area.missing_months),
        )
        for place in places
    ]
    return headings, rows


def heat_table(heat: Heat, rule: GoalRule, notes: Sequence[tuple[str, str, str]]) -> Table:
    """Areas by month, a line for each; ``notes``: (area's code, month as written, note)."""
    kept = {(code, month): note for code, month, note in notes}
    value = Text("累计", "Year to date") if heat.to_date else Text("当月", "Month")
    headings = [
        Text("区划代码", "Code"),
        _AREA,
        _MONTH,
        *_fraction(rule),
        _with_unit(value, rule.indicator.unit),
        Text("备注", "Note"),
    ]
    rows: list[Sequence[Cell]] = [
        (
            row.code,
            row.name,
            str(cell.month),
            *_pair(cell.figure),
            cell.value,
            kept.get((row.code, str(cell.month)), ""),
        )
        for row in heat.rows
        for cell in row.cells
    ]
    return headings, rows
