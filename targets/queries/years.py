"""The same goal in every year that has a figure or a plan."""

from dataclasses import dataclass, replace

from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation
from targets.models import Goal
from targets.periods import Month
from targets.queries.plan import GoalRecord, Outside, Scope, records_of
from targets.texts import Text


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
    record: GoalRecord
    years: tuple[YearOfGoal, ...]

    @property
    def now(self) -> GoalEvaluation:
        """The plan's year as of the month."""
        return next(year.evaluation for year in self.years if year.is_now)


def find_years(scope: Scope, slug: str) -> YearsPage:
    """The plan's goal of the indicator; Outside if it has none. Two queries; four where areas report it.

    Each year is judged by its own plan's rule; one without a plan is computed by the present rule and not judged.
    """
    plans = Goal.objects.filter(plan__area=scope.plan.area_id, plan__year__lte=scope.year, indicator__slug=slug)
    goals = {goal.plan.year: goal for goal in plans.select_related("indicator", "plan").order_by("-plan__year")}
    if scope.year not in goals:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    goal = goals[scope.year]
    (record,) = records_of([goal], scope)
    with_figures = {figure.month.year for figure in record.figures if figure.month.year <= scope.year}
    years = sorted({*goals, *with_figures}, reverse=True)
    return YearsPage(goal, record, tuple(_year(record, goals, year, scope) for year in years))


def _year(record: GoalRecord, goals: dict[int, Goal], year: int, scope: Scope) -> YearOfGoal:
    is_now = year == scope.year
    own = goals.get(year)
    rule = replace(record.goal.as_rule(scope.year), year=year) if own is None else own.as_rule(year)
    as_of = scope.as_of if is_now else Month(year, 12)
    over = scope.first_month_over if is_now else True
    return YearOfGoal(evaluate(rule, record.figures, as_of, first_month_over=over), own is not None, is_now)
