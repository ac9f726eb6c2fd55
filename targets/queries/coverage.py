"""How complete a plan's year is: the strip that pages carry, and the whole with its gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targets.evaluation.completeness import Cell
from targets.evaluation.coverage import Gap, LateUnit, Tally, gaps, late_units, tallies, tally
from targets.periods import Month, months_until
from targets.queries.completeness import expected_cells
from targets.queries.plan import Outside, Scope, find_scope, goals_of
from targets.queries.slots import Key
from targets.texts import Text


@dataclass(frozen=True)
class Strip:
    """A year counted month by month up to the last finished one, and who is late."""

    year: int
    area: str
    total: Tally
    months: list[tuple[Month, Tally]]
    late: list[LateUnit]


@dataclass(frozen=True)
class Wanted:
    """Which cells are asked for; empty and None: all."""

    goal: str = ""
    unit: str = ""
    month: Month | None = None

    def chosen(self, cells: Iterable[Cell]) -> list[Cell]:
        return [
            cell
            for cell in cells
            if self.goal in ("", cell.goal) and self.unit in ("", cell.code) and self.month in (None, cell.month)
        ]


@dataclass(frozen=True)
class Missing:
    """One gap: the cell, its goal's name, its key on the entry page, and for how many days it is late."""

    cell: Cell
    name: Text
    key: str
    days: int


@dataclass(frozen=True)
class Coverage:
    """The year by goal and unit, and the gaps that were asked for."""

    strip: Strip
    goals: list[tuple[str, Text, Tally]]
    units: list[tuple[str, Text, Tally]]
    gaps: list[Missing]


def find_strip(*, area_code: str, today: date) -> Strip | None:
    """The strip of the area's present plan; None where it has none. Six queries at most."""
    try:
        scope = find_scope(area_code=area_code, year=None, as_of=None, today=today)
    except Outside:
        return None
    return _strip(scope, expected_cells(scope))


def find_coverage(scope: Scope, *, wanted: Wanted, gap: Gap) -> Coverage:
    """The whole page. Six queries at most; two more for a moment.

    Raises Outside where the plan has no such goal or unit.
    """
    cells = expected_cells(scope)
    names = {goal.indicator.slug: goal.indicator.short for goal in goals_of(scope)}
    if (wanted.goal and wanted.goal not in names) or (wanted.unit and wanted.unit not in {one.code for one in cells}):
        raise Outside(Text("本年度计划没有这一指标或单位。", "The plan of this year has no such goal or unit."))
    by_unit = tallies(cells, lambda cell: (cell.code, cell.area))
    missing = gaps(wanted.chosen(cells), gap, scope.today)
    return Coverage(
        strip=_strip(scope, cells),
        goals=[(slug, names[slug], found) for slug, found in tallies(cells, lambda cell: cell.goal).items()],
        units=[(code, name, found) for (code, name), found in by_unit.items()],
        gaps=[Missing(cell, names[cell.goal], _key(cell), cell.days_late(scope.today)) for cell in missing],
    )


def _strip(scope: Scope, cells: list[Cell]) -> Strip:
    by_month = tallies(cells, lambda cell: cell.month)
    months = [(month, by_month[month]) for month in months_until(scope.as_of) if month in by_month]
    return Strip(scope.year, scope.plan.area.code, tally(cells), months, late_units(cells, scope.today))


def _key(cell: Cell) -> str:
    return str(Key(cell.goal, "" if cell.is_city else cell.code))
