"""One goal with its evaluation, its earlier years and what it is linked to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from targets.evaluation.compose import AreaState
from targets.evaluation.forecast_record import TrackRecord, track_record
from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation, MonthFigure
from targets.models import Goal, GoalOfOutcome
from targets.periods import Month
from targets.queries.neighbours import noting_neighbours
from targets.queries.plan import Outside, Scope, goal_state, records_of
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
    track_record: TrackRecord | None  # of the forecast at this time of year


def find_goal(scope: Scope, slug: str) -> GoalPage:
    """The plan's goal of the indicator; Outside if it has none. Three queries; five where areas report it."""
    goals = Goal.objects.filter(plan=scope.plan, indicator__slug=slug)
    goal = noting_neighbours(goals.select_related("indicator", "plan", "changed_by"), scope.plan).first()
    if goal is None:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    (record,) = records_of([goal], scope)
    state = goal_state(record, scope)
    links = GoalOfOutcome.objects.filter(goal=goal).select_related("outcome").order_by("outcome__number")
    years = earlier_years(goal, record.figures, scope.year)
    record_so_far = track_record(state.evaluation.rule, record.figures, scope.as_of)
    return GoalPage(goal, state.evaluation, state.areas, years, list(links), record_so_far)


def earlier_years(goal: Goal, figures: Sequence[MonthFigure], year: int) -> list[YearValue]:
    """The values of the years before, newest first, by the same rule; years without any figure are left out."""
    found = []
    for past in sorted({figure.month.year for figure in figures if figure.month.year < year}, reverse=True):
        rule = replace(goal.as_rule(year), year=past)
        result = evaluate(rule, figures, Month(past, 12), first_month_over=True)
        found.append(YearValue(past, result.value, result.data_through, result.validity.evaluable))
    return found
