"""The figures that a plan expects, with the day on which each was first given."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Min
from django.utils import timezone

from targets.evaluation.completeness import Cell, Given, Unit, cells
from targets.models import Area, Figure, Goal, Review
from targets.periods import Month, months_until
from targets.queries.held import hold_goals
from targets.queries.moments import Moment, events_of, until
from targets.queries.plan import GoalRecord, GoalState, Scope, goals_of, records_of


def expected_cells(scope: Scope) -> list[Cell]:
    """Every figure expected in the plan's year up to the as-of month, goal by goal.

    Three queries; five where any goal is reported by areas; one more for a moment.
    """
    return [cell for found in _cells(records_of(goals_of(scope), scope), scope) for cell in found]


def _cells(records: Sequence[GoalRecord], scope: Scope) -> list[tuple[Cell, ...]]:
    """Every figure that the records' goals expect, goal by goal. One query."""
    ids = [
        row.pk for record in records for rows in record.rows.values() for row in rows if row.month.year == scope.year
    ]
    first = first_entered(ids, scope.moment)
    return [cells_of(record, scope, first_entered=first) for record in records]


def cells_kept(states: Sequence[GoalState], scope: Scope) -> list[Cell]:
    """Every figure that the goals expect, where they are at present kept goal by goal. At most two queries."""
    records = {state.goal.pk: state.record for state in states}

    def computed(goals: list[Goal]) -> list[tuple[Cell, ...]]:
        return _cells([records[goal.pk] for goal in goals], scope)

    held = hold_goals("cells", [state.goal for state in states], scope, computed)
    return [cell for found in held for cell in found]


def first_entered(figures: list[int], moment: Moment | None = None) -> dict[int, date]:
    """The day on which each figure first had a value, by the history. One query."""
    events = events_of(Figure).filter(until(moment), pgh_obj_id__in=figures, numerator__isnull=False)
    given = events.values("pgh_obj_id").order_by("pgh_obj_id")
    return {
        row["pgh_obj_id"]: timezone.localtime(row["first"]).date() for row in given.annotate(first=Min("changed_at"))
    }


def cells_of(record: GoalRecord, scope: Scope, *, first_entered: Mapping[int, date]) -> tuple[Cell, ...]:
    """The figures that the goal expects in the plan's year up to the as-of month, once the first is over. No query.

    ``first_entered``: by the figure's id, the day of its first value; of one that the record does not know, the day of
    the present one.
    """

    def unit(area: Area) -> Unit:
        counted = scope.plan.counts_unapproved
        found: dict[Month, Given] = {}
        for row in record.rows[area.pk]:
            value = row.counted(scope.today, counts_unapproved=counted)
            if value is not None or (row.review == Review.SUBMITTED and not row.is_blank):
                present = timezone.localtime(row.entered_at or row.changed_at).date()
                on = first_entered.get(row.pk, present)
                found[Month.of(row.month)] = Given(on, value is not None and value.review == Review.APPROVED)
        return Unit(area.code, area.name, found)

    indicator = record.goal.indicator
    return cells(
        indicator.slug,
        indicator.as_rule(),
        indicator.due_day,
        months_until(scope.as_of) if scope.first_month_over else (),
        city=unit(scope.plan.area),
        areas=[unit(area) for area in record.divisions],
    )
