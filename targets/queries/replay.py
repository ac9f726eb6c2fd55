"""A plan's record in the middle of a replay: rows are put in state by state, each goal can be evaluated."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from targets.evaluation.changes import Part, Stand, Table
from targets.evaluation.model import GoalRule, MonthFigure, ReportedBy
from targets.models import Area, AreaTarget, Figure, Goal, Indicator, Plan
from targets.periods import Month, default_as_of
from targets.queries.moments import DELETE, as_rows
from targets.queries.plan import GoalRecord, Rows, Scope, evaluation_of, record_of
from targets.queries.shared import NONE, Shared

MODELS: dict[Table, type[Model]] = {
    Table.INDICATOR: Indicator,
    Table.PLAN: Plan,
    Table.GOAL: Goal,
    Table.AREA_TARGETS: AreaTarget,
    Table.FIGURES: Figure,
}


@dataclass(frozen=True)
class Batch:
    """Everything of one table at one moment; the calendar's has no events."""

    at: datetime
    table: Table
    events: tuple[Any, ...] = ()


@dataclass
class Ledger:
    """The rows of a plan as they stand after the batches that were put in."""

    plan: Plan
    divisions: list[Area]
    today: date
    shared: Shared = NONE  # what the neighbours' batches come to
    rows: dict[Table, dict[int, Any]] = field(default_factory=lambda: {table: {} for table in Table})
    _seen: dict[tuple[Table, int], int] = field(default_factory=dict)
    _stands: dict[int, tuple[object, Stand]] = field(default_factory=dict)
    _counts: dict[int, tuple[Figure, object, MonthFigure | None]] = field(default_factory=dict)  # by the row
    _days: int = 0  # how many of the neighbours' batches were put in

    def put(self, batch: Batch) -> None:
        """What was written last stands, whatever its date, as in the table itself."""
        self.today = timezone.localtime(batch.at).date()
        if batch.table is Table.NEIGHBOURS:
            self._days += 1
            return
        held = self.rows[batch.table]
        for event in batch.events:
            key = batch.table, event.pgh_obj_id
            if event.pgh_id <= self._seen.get(key, 0):
                continue
            self._seen[key] = event.pgh_id
            if event.pgh_label == DELETE:
                held.pop(event.pgh_obj_id, None)
            else:
                (held[event.pgh_obj_id],) = as_rows(MODELS[batch.table], [event])

    @property
    def scope(self) -> Scope:
        """As the board stood by default on the day."""
        plan = self.rows[Table.PLAN].get(self.plan.pk, self.plan)
        plan.area = self.plan.area
        return Scope(plan, default_as_of(plan.year, self.today), self.today)

    def touched_by(self, batch: Batch) -> set[int]:
        """The goals on record that the batch may have changed."""
        goals = self.rows[Table.GOAL]
        if batch.table in (Table.CALENDAR, Table.PLAN):
            return set(goals)
        if batch.table is Table.GOAL:
            return {event.pgh_obj_id for event in batch.events}
        if batch.table is Table.AREA_TARGETS:
            return {event.goal_id for event in batch.events}
        name = "pgh_obj_id" if batch.table is Table.INDICATOR else "indicator_id"
        indicators = {getattr(event, name) for event in batch.events}
        return {pk for pk, goal in goals.items() if goal.indicator_id in indicators}

    def stands(self, goals: Collection[int]) -> dict[int, Stand | None]:
        """How each of the goals stands; None where it is not on record."""
        scope, on_record = self.scope, self.rows[Table.GOAL]
        figures = self._figures(scope, {on_record[pk].indicator_id for pk in goals if pk in on_record})
        return {pk: self._stand(pk, scope, figures) for pk in goals}

    def _figures(self, scope: Scope, indicators: set[int]) -> Rows:
        found: Rows = defaultdict(list)
        for row in self.rows[Table.FIGURES].values():
            if row.indicator_id not in indicators:
                continue
            if row.month <= scope.as_of.first_on and (row.numerator, row.standing_numerator) != (None, None):
                row.indicator = self.rows[Table.INDICATOR][row.indicator_id]
                found[row.indicator_id, row.area_id].append(row)
        return found

    def _stand(self, pk: int, scope: Scope, figures: Rows) -> Stand | None:
        goal = self.rows[Table.GOAL].get(pk)
        if goal is None:
            return None
        goal.indicator, goal.plan = self.rows[Table.INDICATOR][goal.indicator_id], scope.plan
        targets = {(one.goal_id, one.area_id): one.target for one in self.rows[Table.AREA_TARGETS].values()}
        by_areas = goal.reported_by == ReportedBy.AREAS
        record = record_of(goal, self.divisions if by_areas else [], targets, figures, scope, self._counted)
        record = replace(record, common=self.shared.common(self._days, goal.indicator, scope.as_of))
        taken = _taken(goal.as_rule(scope.year), record, scope)
        known = self._stands.get(pk)
        if known is None or known[0] != taken:
            known = self._stands[pk] = taken, _made(record, scope)
        return known[1]

    def _counted(self, row: Figure, today: date, *, counts_unapproved: bool) -> MonthFigure | None:
        """As ``Figure.counted``: once for each state of a row, which stands through many steps."""
        state = counts_unapproved, row.indicator.is_provisional(Month.of(row.month), today)
        known = self._counts.get(row.pk)
        if known is None or known[0] is not row or known[1] != state:
            known = self._counts[row.pk] = row, state, row.counted(today, counts_unapproved=counts_unapproved)
        return known[2]


def _taken(rule: GoalRule, record: GoalRecord, scope: Scope) -> object:
    """All that a stand is made of: the same again needs no second evaluation."""
    areas = [(area.code, area.figures, area.target) for area in record.areas]
    return rule, record.own, areas, scope.as_of, scope.first_month_over, record.common


def _made(record: GoalRecord, scope: Scope) -> Stand:
    parts: dict[tuple[str, Month], Part] = {("", month): Part(None, one) for month, one in record.own.items()}
    for area in record.areas:
        parts |= {(area.code, month): Part(area.name, one) for month, one in area.figures.items()}
    return Stand(
        evaluation=evaluation_of(record, scope, kind="replayed"),
        parts=parts,
        area_targets={area.code: area.target for area in record.areas if area.target is not None},
        area_names={area.code: area.name for area in record.areas},
    )
