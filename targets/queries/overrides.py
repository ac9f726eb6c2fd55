"""Figures that stand in place of computed ones: which, and why, as the record says it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import connection
from django.db.models import Q

from targets.entry.cell import Cell
from targets.entry.computed import is_override
from targets.models import Computation, Figure, Origin
from targets.periods import Month
from targets.queries.moments import Moment, as_rows, rows

At = tuple[int, int, Month]
_NUMBERS = [field.name for field in fields(Cell)]
_HERE, _THERE = (", ".join(f"{table}.{name}" for name in _NUMBERS) for table in ("figure", "event"))
_REASONS = f"""
    SELECT figure.id, given.correction, given.reason
    FROM unnest(%s::bigint[], %s::int[]) AS asked (id, version)
    JOIN targets_figure AS figure USING (id, version)
    CROSS JOIN LATERAL (
        SELECT coalesce(max(pgh_id), 0) AS last FROM targets_figureevent AS event
        WHERE pgh_obj_id = figure.id AND ({_THERE}) IS DISTINCT FROM ({_HERE})
    ) AS other
    CROSS JOIN LATERAL (
        SELECT correction, reason FROM targets_figureevent
        WHERE pgh_obj_id = figure.id AND pgh_id > other.last ORDER BY pgh_id LIMIT 1
    ) AS given
"""  # noqa: S608  # the names of our own columns


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


def reasons_of(figures: Iterable[Figure]) -> dict[int, Said]:
    """Why each of the figures has its present value, by id; none for one that changed since. One query, or none.

    That is what was said when the value came on record after another one, however many states there are before.
    """
    versions = {figure.pk: figure.version for figure in figures}
    if not versions:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, [list(versions), list(versions.values())])
        return {pk: Said(correction, reason) for pk, correction, reason in cursor.fetchall()}
