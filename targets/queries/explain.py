"""Where a goal's number comes from: who set the target, and of each month's figures who entered and approved them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from targets.cards import number
from targets.entry.cell import Cell
from targets.evaluation.model import GoalEvaluation, IndicatorRule, MonthFigure, MonthResult
from targets.models import Attachment, Figure, Goal, Review
from targets.periods import Month
from targets.queries.moments import Moment, as_rows, events_of, noting_gone, rows, until
from targets.queries.panel import Step, step_of
from targets.queries.plan import GoalState, Scope
from targets.texts import Text

MOST_STEPS = 8  # of one figure; the whole history has its own page


@dataclass(frozen=True)
class TargetSet:
    """The target as somebody set or changed it."""

    at: datetime
    who: str  # blank: loaded with the plan
    target: str
    reason: str


@dataclass(frozen=True)
class Signed:
    """Who did it, and when. ``who`` blank: loaded from a file."""

    who: str
    at: datetime


@dataclass(frozen=True)
class Given:
    """One figure on record, the city's or an area's, with everything that speaks for it."""

    area: Text | None  # None: the plan's own area
    row: Figure
    counted: MonthFigure | None  # None: it does not count, not being approved
    value: Fraction | None
    entered: Signed | None  # the value that counts
    approved: Signed | None
    sources: tuple[Attachment, ...]
    gone: frozenset[int]  # of the sources, those that were taken away since the moment that the page shows
    steps: tuple[Step, ...]  # newest first
    has_more: bool


@dataclass(frozen=True)
class ExplainedMonth:
    """A month of the plan's year with the figures behind it."""

    result: MonthResult
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Explanation:
    """What the page prints besides the evaluation."""

    state: GoalState
    months: tuple[ExplainedMonth, ...]
    targets: tuple[TargetSet, ...]

    @property
    def evaluation(self) -> GoalEvaluation:
        return self.state.evaluation


def explanation_of(state: GoalState, scope: Scope) -> Explanation:
    """The goal's months with their record. Three queries, whatever the number of figures."""
    year = state.evaluation.rule.year
    places: dict[int, tuple[Text | None, Mapping[Month, MonthFigure]]] = {
        scope.plan.area_id: (None, state.record.own),
    }
    by_code = {area.code: area for area in state.record.areas}
    places |= {area.pk: (area.name, by_code[area.code].figures) for area in state.record.divisions}
    listed = [(area, figure) for area in places for figure in state.record.rows[area] if figure.month.year == year]
    found = _given(state, scope.moment, places, listed)
    months = tuple(ExplainedMonth(result, tuple(found.get(result.month, ()))) for result in state.evaluation.months)
    return Explanation(state, months, tuple(_targets(state.goal.pk, scope.moment)))


_Places = Mapping[int, tuple[Text | None, Mapping[Month, MonthFigure]]]


def _given(
    state: GoalState, moment: Moment | None, places: _Places, listed: list[tuple[int, Figure]]
) -> dict[Month, list[Given]]:
    rule = state.evaluation.rule.indicator
    events = _events(state, moment, listed)
    sources: dict[int, list[Attachment]] = defaultdict(list)
    kept = rows(Attachment, moment, Q(figure__in=[row.pk for _, row in listed])).filter(removed=False)
    files = list(noting_gone(Attachment, moment, kept).order_by("id"))
    gone = frozenset(one.id for one in files if one.is_gone)
    for source in as_rows(Attachment, files):
        sources[source.figure_id].append(source)
    found: dict[Month, list[Given]] = defaultdict(list)
    for area, row in listed:
        month = Month.of(row.month)
        name, figures = places[area]
        counted, history = figures.get(month), events[area, row.month]
        steps = _steps(history, rule)
        found[month].append(
            Given(
                area=name,
                row=row,
                counted=counted,
                value=Cell.of(counted).value(rule.scale),
                entered=_entered(history, counted),
                approved=_approved(history, counted),
                sources=tuple(sources[row.pk]),
                gone=gone,
                steps=steps[:MOST_STEPS],
                has_more=len(steps) > MOST_STEPS,
            )
        )
    return found


def _events(
    state: GoalState, moment: Moment | None, listed: list[tuple[int, Figure]]
) -> dict[tuple[int, Any], list[Any]]:
    """The record of these figures, oldest first. One query."""
    found: dict[tuple[int, Any], list[Any]] = defaultdict(list)
    places = {area for area, _ in listed}
    months = {row.month for _, row in listed}
    events = (
        events_of(Figure)
        .filter(until(moment), indicator=state.goal.indicator_id, area__in=places, month__in=months)
        .select_related("changed_by")
        .order_by("pgh_id")
    )
    for event in events:
        found[event.area_id, event.month].append(event)
    return found


def _steps(events: list[Any], rule: IndicatorRule) -> tuple[Step, ...]:
    pairs = zip([None, *events], events, strict=False)
    return tuple(step_of(event, before, rule, None) for before, event in pairs)[::-1]


def _entered(events: list[Any], counted: MonthFigure | None) -> Signed | None:
    """The change that brought the value that counts, the last time it came."""
    cell, found = Cell.of(counted), None
    before = Cell()
    for event in events:
        here = Cell.of(event)
        if here == cell and here != before:
            found = _signed(event)
        before = here
    return found if counted is not None else None


def _approved(events: list[Any], counted: MonthFigure | None) -> Signed | None:
    """The change that approved the value that counts; None where it waits, or was approved before the record began."""
    cell, found, before = Cell.of(counted), None, ""
    if counted is None or counted.review != Review.APPROVED:
        return None
    for event in events:
        if event.review == Review.APPROVED and before != Review.APPROVED and Cell.of(event) == cell:
            found = _signed(event)
        before = event.review
    return found


def _signed(event: Any) -> Signed:
    return Signed(event.changed_by.get_username() if event.changed_by else "", event.changed_at)


def _targets(goal: int, moment: Moment | None) -> list[TargetSet]:
    """Each time the target was set, newest first. One query."""
    events = events_of(Goal).filter(until(moment), pgh_obj_id=goal).select_related("changed_by").order_by("pgh_id")
    found: list[TargetSet] = []
    for event in events:
        target = f"{'≥' if event.direction == 'at_least' else '≤'} {number(Decimal(event.target))}"
        if not found or found[-1].target != target:
            signed = _signed(event)
            found.append(TargetSet(signed.at, signed.who, target, event.reason))
    return found[::-1]
