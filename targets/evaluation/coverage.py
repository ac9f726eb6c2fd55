"""Expected figures counted: how many were entered, on time, approved; which are the gaps; who is late. Pure."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from targets.evaluation.completeness import Cell, LateFigure
from targets.texts import Text

_K = TypeVar("_K", bound=Hashable)


class Gap(StrEnum):
    """What keeps a count below the one before it; ``EXPECTED`` is all of them."""

    EXPECTED = "expected"
    MISSING = "missing"
    LATE = "late"  # entered after its due day, or missing after it
    UNAPPROVED = "unapproved"

    def holds(self, cell: Cell, today: date) -> bool:
        """Whether the cell is such a gap today."""
        if self is Gap.MISSING:
            return not cell.is_entered
        if self is Gap.LATE:
            return not cell.is_on_time and (cell.is_entered or today > cell.due_on)
        return self is Gap.EXPECTED or not cell.is_approved


@dataclass(frozen=True)
class Tally:
    """How many figures were expected, and how many of these came, came in time, and are approved."""

    expected: int
    entered: int
    on_time: int
    approved: int

    @property
    def state(self) -> str:
        """The shape beside it: all approved, all entered, some, none."""
        if self.approved == self.expected:
            return "approved"
        if self.entered == self.expected:
            return "submitted"
        return "draft" if self.entered else "empty"


@dataclass(frozen=True)
class LateUnit:
    """A unit with figures that are due and missing, the longest missing first."""

    code: str
    name: Text
    figures: tuple[LateFigure, ...]

    @property
    def days(self) -> int:
        return max(one.days for one in self.figures)


def tally(cells: Iterable[Cell]) -> Tally:
    """The cells counted."""
    listed = list(cells)
    return Tally(
        expected=len(listed),
        entered=sum(cell.is_entered for cell in listed),
        on_time=sum(cell.is_on_time for cell in listed),
        approved=sum(cell.is_approved for cell in listed),
    )


def tallies(cells: Iterable[Cell], key: Callable[[Cell], _K]) -> dict[_K, Tally]:
    """The cells counted by what the key says, in the order in which it is first met."""
    by: dict[_K, list[Cell]] = {}
    for cell in cells:
        by.setdefault(key(cell), []).append(cell)
    return {found: tally(listed) for found, listed in by.items()}


def gaps(cells: Iterable[Cell], gap: Gap, today: date) -> list[Cell]:
    """The cells that are such gaps, in their order."""
    return [cell for cell in cells if gap.holds(cell, today)]


def late_units(cells: Iterable[Cell], today: date) -> list[LateUnit]:
    """Who has not given what is due, the longest late first."""
    by: dict[tuple[str, Text], list[LateFigure]] = {}
    for cell in cells:
        if days := cell.days_late(today):
            by.setdefault((cell.code, cell.area), []).append(LateFigure(cell, days))
    found = [LateUnit(code, name, tuple(sorted(late, key=lambda one: -one.days))) for (code, name), late in by.items()]
    return sorted(found, key=lambda unit: -unit.days)
