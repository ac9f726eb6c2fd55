"""Goals with figures that stand in place of computed ones: the value that the measurements would give, as a mark."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q

from daqing1369.versions import keep
from targets.entry.cell import Cell
from targets.entry.computed import is_override
from targets.evaluation.model import MonthFigure
from targets.models import Computation, Origin
from targets.periods import Month, months_until
from targets.queries.overrides import cell_of, computations_at
from targets.queries.plan import GoalState, Scope, evaluation_of
from targets.standards.rounding import round_half_even
from targets.texts import Text


def marks_beside(states: Iterable[GoalState], scope: Scope) -> Mapping[str, tuple[Text, ...]]:
    """By the goal's slug: ``measured: 26.07, differs``; nothing where the figures are the computed.

    Goals that areas report have no figure of the city's own. One query.
    """
    listed = [state for state in states if not state.record.areas]
    indicators = tuple(state.goal.indicator_id for state in listed)
    span = (Month(scope.year, 1).first_on, scope.as_of.first_on)
    about = Q(indicator__in=indicators, area=scope.plan.area_id, month__range=span)
    at = "computations", scope.plan.area_id, indicators, span, scope.moment
    found = keep(at, lambda: computations_at(about, scope.moment))
    told: dict[str, tuple[Text, ...]] = {}
    for state in listed:
        mine = {month: row for (indicator, _, month), row in found.items() if indicator == state.goal.indicator_id}
        mark = _mark(state, mine, scope) if mine else None
        if mark is not None:
            told[state.goal.indicator.slug] = (mark,)
    return told


def _mark(state: GoalState, rows: Mapping[Month, Computation], scope: Scope) -> Text | None:
    months = set(months_until(scope.as_of))
    figures = tuple(
        _computed(one, rows[one.month]) if one.month in months and one.month in rows else one
        for one in state.record.figures
    )
    if figures == state.record.figures:
        return None
    value = evaluation_of(replace(state.record, figures=figures), scope).value
    rule = state.evaluation.rule.indicator
    shown = "—" if value is None else f"{round_half_even(value, rule.detail_decimals):f}"
    return Text(f"监测计算值 {shown}，不同", f"measured: {shown}, differs")


def _computed(figure: MonthFigure, row: Computation) -> MonthFigure:
    """The month as computed, where another value stands in its place."""
    own = figure.month_numerator, figure.month_denominator
    given, computed = Cell(figure.numerator, figure.denominator, *own, figure.half_unit), cell_of(row)
    top, bottom = computed.numerator, computed.denominator
    if figure.origin == Origin.COMPUTED or top is None or bottom is None or not is_override(given, computed):
        return figure
    return replace(
        figure,
        numerator=top,
        denominator=bottom,
        month_numerator=computed.month_numerator,
        month_denominator=computed.month_denominator,
        half_unit=None,
    )
