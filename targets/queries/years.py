"""The same goal in every year that has a figure or a plan."""

from dataclasses import dataclass

from django.db.models import Q

from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation
from targets.models import Goal, Plan
from targets.periods import Month
from targets.queries.moments import as_rows, first_or_newest, rows
from targets.queries.plan import GoalRecord, Scope
from targets.queries.state import find_state


@dataclass(frozen=True)
class YearOfGoal:
    """One year of the goal. ``has_plan``: the target is that year's own; without a plan nothing was asked."""

    evaluation: GoalEvaluation
    has_plan: bool
    is_now: bool

    @property
    def year(self) -> int:
        return self.evaluation.rule.year


@dataclass(frozen=True)
class YearsPage:
    """The goal's years, the newest first."""

    goal: Goal
    years: tuple[YearOfGoal, ...]

    @property
    def now(self) -> GoalEvaluation:
        """The plan's year as of the month."""
        return next(year.evaluation for year in self.years if year.is_now)


def find_years(scope: Scope, slug: str) -> YearsPage:
    """The plan's goal of the indicator; Outside if it has none.

    Three queries; two more where areas report it, two for a moment, and one where other cities' months are shared.
    Each year is judged by its own plan's rule; one without a plan is computed by the present rule and not judged.
    """
    state = find_state(scope, slug)
    earlier = _earlier_goals(scope, state.goal)
    with_figures = {figure.month.year for figure in state.record.figures if figure.month.year < scope.year}
    past = sorted({*earlier, *with_figures}, reverse=True)
    now = YearOfGoal(state.evaluation, has_plan=True, is_now=True)
    return YearsPage(state.goal, (now, *(_year(state.record, earlier.get(year), year) for year in past)))


def _earlier_goals(scope: Scope, goal: Goal) -> dict[int, Goal]:
    """The goal of the same indicator in the area's earlier plans, by year. One query; one more for a moment."""
    about = Q(plan__area=scope.plan.area_id, plan__year__lt=scope.year, indicator=goal.indicator_id)
    found = rows(Goal, scope.moment, about).select_related("plan").order_by("plan__year")
    plans = {one.plan_id: one.plan for one in found}
    if scope.moment is not None:
        rules = first_or_newest(Plan, scope.moment, Q(pgh_obj_id__in=plans))
        plans |= {one.pk: one for one in as_rows(Plan, rules)}
    goals = as_rows(Goal, found)
    for one in goals:
        one.plan, one.indicator = plans[one.plan_id], goal.indicator
    return {one.plan.year: one for one in goals}


def _year(record: GoalRecord, own: Goal | None, year: int) -> YearOfGoal:
    """A year that is over. No query."""
    rule = record.goal.as_rule(year) if own is None else own.as_rule(year)
    evaluation = evaluate(rule, record.figures, Month(year, 12), first_month_over=True)
    return YearOfGoal(evaluation, own is not None, is_now=False)
