"""The figures that a plan expects, with the day on which each was first given."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min
from django.utils import timezone

from targets.evaluation.completeness import Cell
from targets.models import Figure
from targets.queries.moments import Moment, events_of, until
from targets.queries.plan import GoalRecord, Scope, cells_of, goals_of, records_of


def expected_cells(scope: Scope) -> list[Cell]:
    """Every figure expected in the plan's year up to the as-of month, goal by goal.

    Three queries; five where any goal is reported by areas; one more for a moment.
    """
    return cells_in(records_of(goals_of(scope), scope), scope)


def cells_in(records: Sequence[GoalRecord], scope: Scope) -> list[Cell]:
    """Every figure that the records' goals expect. One query."""
    ids = [
        row.pk for record in records for rows in record.rows.values() for row in rows if row.month.year == scope.year
    ]
    first = first_entered(ids, scope.moment)
    return [cell for record in records for cell in cells_of(record, scope, first_entered=first)]


def first_entered(figures: list[int], moment: Moment | None = None) -> dict[int, date]:
    """The day on which each figure first had a value, by the history. One query."""
    events = events_of(Figure).filter(until(moment), pgh_obj_id__in=figures, numerator__isnull=False)
    given = events.values("pgh_obj_id").order_by("pgh_obj_id")
    return {
        row["pgh_obj_id"]: timezone.localtime(row["first"]).date() for row in given.annotate(first=Min("changed_at"))
    }
