"""How much of what is due is on record, figure by figure, and what is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from targets.evaluation.model import IndicatorRule
from targets.periods import Month, due_on
from targets.texts import Text


@dataclass(frozen=True)
class Given:
    """A figure that was entered and not returned: since when, and whether the value that counts is approved."""

    entered_on: date
    is_approved: bool


@dataclass(frozen=True)
class Unit:
    """Who reports: the city or one of its areas, with what it gave by month."""

    code: str
    name: Text
    given: Mapping[Month, Given]


@dataclass(frozen=True)
class Cell:
    """One expected figure: a goal's, for a month, from the city (``is_city``) or from one of its areas."""

    goal: str
    code: str
    area: Text
    is_city: bool
    month: Month
    due_on: date
    given: Given | None

    @property
    def is_entered(self) -> bool:
        return self.given is not None

    @property
    def is_on_time(self) -> bool:
        """Entered by its due day."""
        return self.given is not None and self.given.entered_on <= self.due_on

    @property
    def is_approved(self) -> bool:
        return self.given is not None and self.given.is_approved

    def days_late(self, today: date) -> int:
        """Days since the due day of a figure that is missing; 0 where it is there or not yet due."""
        return 0 if self.is_entered else max((today - self.due_on).days, 0)


@dataclass(frozen=True)
class LateFigure:
    """A figure that is due and missing, and for how many days."""

    cell: Cell
    days: int


@dataclass(frozen=True)
class Completeness:
    """Figures expected up to the as-of month, those on record, on time, approved, and those late."""

    due: int
    entered: int
    on_time: int
    approved: int
    late: tuple[LateFigure, ...]
    data_through: Month | None


def cells(
    goal: str, rule: IndicatorRule, due_day: int, months: Iterable[Month], *, city: Unit, areas: Sequence[Unit] = ()
) -> tuple[Cell, ...]:
    """The figures expected of a goal for those of the months that are due, in order of months, then areas.

    ``areas``: those that report, empty where the city reports by itself. A month that no area gave but the city did
    was reported by the city: one figure.
    """
    found = []
    for month in months:
        if not rule.frequency.is_due(month):
            continue
        by_city = month in city.given and not any(month in area.given for area in areas)
        for unit in [city] if by_city or not areas else areas:
            found.append(
                Cell(
                    goal=goal,
                    code=unit.code,
                    area=unit.name,
                    is_city=unit is city,
                    month=month,
                    due_on=due_on(month, due_day),
                    given=unit.given.get(month),
                )
            )
    return tuple(found)


def completeness(expected: Iterable[Cell], today: date, data_through: Month | None = None) -> Completeness:
    """The cells counted; ``data_through``: the newest month behind a value, handed on."""
    listed = list(expected)
    late = tuple(LateFigure(cell, cell.days_late(today)) for cell in listed if cell.days_late(today))
    return Completeness(
        due=len(listed),
        entered=sum(cell.is_entered for cell in listed),
        on_time=sum(cell.is_on_time for cell in listed),
        approved=sum(cell.is_approved for cell in listed),
        late=late,
        data_through=data_through,
    )
