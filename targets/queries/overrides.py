"""Figures that stand in place of computed ones: which, and why, as the record says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from targets.entry.cell import Cell
from targets.entry.computed import is_override
from targets.models import Computation, Figure, Origin
from targets.periods import Month
from targets.queries.moments import Moment, as_rows, events_of, rows, until

At = tuple[int, int, Month]


@dataclass(frozen=True)
class Said:
    """Why a figure is not the computed one: the kind of correction and the words, each blank where none were given."""

    correction: str
    reason: str


def cell_of(row: Computation | None) -> Cell:
    """The computed value as a figure's; of none: blank."""
    if row is None:
        return Cell()
    return Cell(row.numerator, row.denominator, row.month_numerator, row.month_denominator)


def computations_at(at: Q, moment: Moment | None = None) -> dict[At, Computation]:
    """What was computed, by indicator, area and month. One query."""
    found = as_rows(Computation, rows(Computation, moment, at).order_by("month"))
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in found}


def overridden(figure: Figure | None, computation: Computation | None) -> bool:
    """Whether somebody's own value stands where another one was computed."""
    if figure is None or computation is None or figure.origin == Origin.COMPUTED:
        return False
    return is_override(Cell.of(figure), cell_of(computation))


def reasons_of(figures: Iterable[Figure], moment: Moment | None = None) -> dict[int, Said]:
    """Why each of the figures has its present value, by id. One query; none for no figure."""
    listed = {figure.pk: Cell.of(figure) for figure in figures}
    if not listed:
        return {}
    found: dict[int, Said] = {}
    before: dict[int, Cell] = {}
    events: Iterable[Any] = events_of(Figure).filter(until(moment), pgh_obj_id__in=listed).order_by("pgh_id")
    for event in events:
        pk, cell = event.pgh_obj_id, Cell.of(event)
        if cell == listed[pk] and before.get(pk) != cell:
            found[pk] = Said(event.correction, event.reason)
        before[pk] = cell
    return found
