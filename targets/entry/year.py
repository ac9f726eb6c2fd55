"""The year's grid: months by goals, or months by the areas of one goal, with the same cells as the month's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from targets.entry.grid import MOST_FIELDS, is_alone
from targets.entry.rows import Field, Row, Summary, row_of, summarise
from targets.evaluation.phrases import month_name, short_month
from targets.periods import Month, months_of
from targets.queries.entry import Sheet
from targets.services.attempts import Attempt
from targets.texts import Text


@dataclass(frozen=True)
class Column:
    """One goal, or one area of the goal: what it is called and what its cells ask for."""

    key: str
    name: Text
    unit: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class YearCell:
    """One month of a column. ``is_there``: it has inputs, as it is due and over, or has text although it is not."""

    row: Row
    fields: tuple[Field, ...]
    kept: tuple[Field, ...]  # sent along as they are
    is_there: bool
    is_to_come: bool  # due once the month is over


@dataclass(frozen=True)
class YearLine:
    """One month."""

    month: Month
    name: Text
    short: Text
    cells: tuple[YearCell, ...]

    @property
    def is_to_come(self) -> bool:
        """Nothing can be entered yet."""
        return not any(cell.is_there for cell in self.cells)


@dataclass(frozen=True)
class Choice:
    """Another grid of the year, by its query."""

    query: str
    name: Text
    is_here: bool


@dataclass(frozen=True)
class YearPage:
    """The whole grid."""

    title: Text
    columns: tuple[Column, ...]
    lines: tuple[YearLine, ...]
    summary: Summary
    by_areas: bool
    choices: tuple[Choice, ...]


def year_page_of(sheet: Sheet, attempts: Sequence[Attempt]) -> YearPage:
    """The page of the attempts, which are the year's records: each column's twelve months after the other's."""
    year, rows = sheet.scope.year, [row_of(attempt) for attempt in attempts]
    columns = [rows[start : start + 12] for start in range(0, len(rows), 12)]
    alone = is_alone(sheet)
    return YearPage(
        title=Text(f"{year} 年", str(year)),
        columns=tuple(_column(months[-1], alone=alone) for months in columns),
        lines=tuple(
            YearLine(month, month_name(month), short_month(month), tuple(cell_of(months[place]) for months in columns))
            for place, month in enumerate(months_of(year))
        ),
        summary=summarise(attempts),
        by_areas=alone,
        choices=choices_of(sheet),
    )


def choices_of(sheet: Sheet) -> tuple[Choice, ...]:
    """The year's grids: the city's goals, each goal that the areas report, each area."""
    if not sheet.by_areas:
        return ()
    here = sheet.asked
    return (
        Choice("", sheet.scope.plan.area.name, here.slug == here.unit == ""),
        *(
            Choice(f"?goal={goal.indicator.slug}", goal.indicator.short, here.slug == goal.indicator.slug)
            for goal in sheet.by_areas
        ),
        *(Choice(f"?unit={area.code}", area.name, here.unit == area.code) for area in sheet.divisions),
    )


def cell_of(row: Row) -> YearCell:
    """A row as a cell of the grid."""
    has_text = row.is_over and any(field.value for field in row.fields)
    fields, kept = row.fields[:MOST_FIELDS], row.fields[MOST_FIELDS:]
    return YearCell(row, fields, kept, row.is_due or has_text, row.is_asked and not row.is_due)


def _column(row: Row, *, alone: bool) -> Column:
    name = row.name if alone or row.unit_name is None else row.goal_name
    return Column(f"{row.slug}_{row.area}", name, row.unit, row.fields[:MOST_FIELDS])
