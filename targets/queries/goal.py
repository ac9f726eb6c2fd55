"""One goal with its evaluation, its earlier years and what it is linked to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import Q

from daqing1369.versions import remember
from targets.evaluation.compose import AreaState
from targets.evaluation.forecast_record import TrackRecord, track_record
from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation, MonthFigure
from targets.models import Goal, GoalOfOutcome, Indicator
from targets.periods import Month
from targets.queries.beside import marks_beside
from targets.queries.measured_year import MeasuredYear, measured_year
from targets.queries.moments import as_rows, events_of, first_or_newest
from targets.queries.plan import Outside, Scope, goal_state, goals_of, records_of
from targets.queries.raw import Note, notes_of, raw_figures
from targets.texts import Text


@dataclass(frozen=True)
class YearValue:
    """The value of a whole year, as far as it is on record; ``evaluable`` by the standard's rules."""

    year: int
    value: Fraction | None
    through: Month | None
    evaluable: bool


@dataclass(frozen=True)
class GoalPage:
    """What the goal's page shows."""

    goal: Goal
    evaluation: GoalEvaluation
    areas: tuple[AreaState, ...]
    years: list[YearValue]
    outcomes: list[GoalOfOutcome]
    notes: tuple[Note, ...]
    track_record: TrackRecord | None  # of the forecast at this time of year
    measured: MeasuredYear  # of the months that are computed from measurements
    beside: tuple[Text, ...]  # what the measurements would give, where figures stand in place of computed ones


def find_goal(scope: Scope, slug: str) -> GoalPage:
    """The plan's goal of the indicator; Outside if it has none.

    Five queries; six where it is computed from measurements; two more where areas report it; one more for a moment,
    and one where other cities' months are shared.
    """
    found = goals_of(scope, slug=slug)
    if not found:
        raise Outside(_no_goal(scope, slug))
    (goal,) = found
    (record,) = records_of([goal], scope)
    state = goal_state(record, scope)
    links = GoalOfOutcome.objects.filter(goal=goal).select_related("outcome").order_by("outcome__number")
    before = tuple(figure for figure in record.figures if figure.month.year < scope.year)
    rule = state.evaluation.rule
    years = remember("earlier years", (rule, before), lambda: earlier_years(goal, before, scope.year))
    notes = notes_of(raw_figures(record, scope), scope.plan.area.code)
    measured = measured_year(record, scope)
    so_far = rule, before, scope.as_of
    record_so_far = remember("track record", so_far, lambda: track_record(*so_far))
    beside = marks_beside([state], scope).get(slug, ())
    return GoalPage(goal, state.evaluation, state.areas, years, list(links), notes, record_so_far, measured, beside)


def find_named(scope: Scope, slug: str) -> Indicator:
    """The indicator of the plan's goal, as it was named then; Outside if it has none, now or ever.

    One query; one more for a moment.
    """
    goals = events_of(Goal).filter(plan=scope.plan.pk, indicator__slug=slug)
    found = Indicator.objects.filter(pk__in=goals.values("indicator_id")).first()
    if found is None:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    if scope.moment is not None:
        of_then = as_rows(Indicator, first_or_newest(Indicator, scope.moment, Q(pgh_obj_id=found.pk)))
        return of_then[0] if of_then else found
    return found


def _no_goal(scope: Scope, slug: str) -> Text:
    """One query for a moment: whether the goal came on record later."""
    if scope.moment is not None and Goal.objects.filter(plan=scope.plan.pk, indicator__slug=slug).exists():
        return Text("这一目标当时尚未记录在案。", "This goal was not on record at that moment.")
    return Text("本年度计划没有这一指标。", "The plan of this year has no such goal.")


def earlier_years(goal: Goal, figures: Sequence[MonthFigure], year: int) -> list[YearValue]:
    """The values of the years before, newest first, by the same rule; years without any figure are left out."""
    found = []
    for past in sorted({figure.month.year for figure in figures if figure.month.year < year}, reverse=True):
        rule = replace(goal.as_rule(year), year=past)
        result = evaluate(rule, figures, Month(past, 12), first_month_over=True)
        found.append(YearValue(past, result.value, result.data_through, result.validity.evaluable))
    return found
