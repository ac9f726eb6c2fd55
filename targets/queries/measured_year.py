"""A goal's months as the measurements give them, beside the figures that count."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from targets.entry.cell import Cell
from targets.entry.computed import difference_line, value_line
from targets.evaluation.model import IndicatorRule
from targets.measurements.told import restated_line, sentences, share_line
from targets.models import Figure, Origin, Review
from targets.periods import Month
from targets.queries.moments import events_of, until
from targets.queries.overrides import Said, cell_of, computations_at, overridden
from targets.queries.plan import GoalRecord, Scope
from targets.texts import Text


@dataclass(frozen=True)
class MeasuredMonth:
    """One month: the computed value and what it is made of; where the figure differs, how and why."""

    month: Month
    value: Text
    standard: str
    share: Text
    told: tuple[Text, ...]
    restated: Text | None
    difference: Text | None
    said: Said | None


@dataclass(frozen=True)
class MeasuredYear:
    """The year's months that have a computation. ``common``: what holds for each of them, said once."""

    months: tuple[MeasuredMonth, ...] = ()
    common: tuple[Text, ...] = ()

    @property
    def has_parts(self) -> bool:
        """Whether any month has something to tell that the line above does not say of all."""
        return any(one.told for one in self.months)


def measured_year(record: GoalRecord, scope: Scope) -> MeasuredYear:
    """The year's months up to the moment's that have a computation. One query; two where there is any."""
    goal, area = record.goal, scope.plan.area_id
    months = Q(month__range=(Month(scope.year, 1).first_on, scope.as_of.first_on))
    at = Q(indicator=goal.indicator_id, area=area) & months
    found = computations_at(at, scope.moment)
    if not found:
        return MeasuredYear()
    rule = goal.indicator.as_rule()
    figures = {Month.of(row.month): row for row in record.rows.get(area, ())}
    events: dict[Month, list[Any]] = defaultdict(list)
    for event in events_of(Figure).filter(at & until(scope.moment)).order_by("pgh_id"):
        events[Month.of(event.month)].append(event)
    listed = sorted((month, row) for (_, _, month), row in found.items())
    return _once([_month(month, row, figures.get(month), events[month], rule) for month, row in listed])


def _once(months: list[MeasuredMonth]) -> MeasuredYear:
    """What is said of every one of several months is said above them."""
    if len(months) < 2:
        return MeasuredYear(tuple(months))
    common = tuple(line for line in months[0].told if all(line in one.told for one in months))
    rest = (replace(one, told=tuple(line for line in one.told if line not in common)) for one in months)
    return MeasuredYear(tuple(rest), common)


def _month(month: Month, row: Any, figure: Figure | None, events: Sequence[Any], rule: IndicatorRule) -> MeasuredMonth:
    computed, differs, last = cell_of(row), overridden(figure, row), restatement(events)
    return MeasuredMonth(
        month=month,
        value=value_line(computed, rule),
        standard=row.standard,
        share=share_line(row.detail),
        told=sentences(row.detail)[1:],
        restated=None if last is None else restated_line(last[0], value_line(last[1], rule)),
        difference=difference_line(Cell.of(figure), computed, rule) if differs else None,
        said=_said(events, Cell.of(figure)) if differs else None,
    )


def restatement(events: Sequence[Any]) -> tuple[date, Cell] | None:
    """When a computation last replaced what was shown once a value had been approved, and what that was.

    A figure's states in order. What was sent back is not shown: the approved value is, again.
    """
    found: tuple[date, Cell] | None = None
    shown, approved = Cell(), False
    for event in events:
        is_back = event.review == Review.RETURNED and event.standing_version is not None
        cell = _standing(event) if is_back else Cell.of(event)
        if approved and cell != shown and event.origin == Origin.COMPUTED and not is_back:
            found = timezone.localtime(event.changed_at).date(), shown
        shown, approved = cell, approved or event.review == Review.APPROVED
    return found


def _standing(event: Any) -> Cell:
    own = event.standing_month_numerator, event.standing_month_denominator
    return Cell(event.standing_numerator, event.standing_denominator, *own, event.standing_half_unit)


def _said(events: Sequence[Any], cell: Cell) -> Said | None:
    """Why the figure has its present value."""
    found, before = None, None
    for event in events:
        here = Cell.of(event)
        if here == cell and before != cell:
            found = Said(event.correction, event.reason)
        before = here
    return found
