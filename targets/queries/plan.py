"""A plan and the evaluation of its goals, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation, MonthFigure
from targets.models import Figure, Goal, Indicator, Plan
from targets.periods import Month, default_as_of
from targets.texts import Text


class Outside(Http404):
    """What was asked for lies outside the plans on record: 404, or 422 where it cannot even be read."""

    def __init__(self, sentence: Text, *, status: int = 404) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Scope:
    """Which plan is looked at, and as of the end of which month."""

    plan: Plan
    as_of: Month
    today: date

    @property
    def first_month_over(self) -> bool:
        """Whether the plan's January is over, so that a figure can be expected."""
        return self.today > Month(self.plan.year, 1).last_on

    @property
    def seen_until(self) -> date:
        """Up to which day a record is shown: an earlier board sees nothing later, the present one what is newer too."""
        is_past = self.as_of < default_as_of(self.year, self.today)
        return self.as_of.last_on if is_past else max(self.today, self.as_of.last_on)

    @property
    def year(self) -> int:
        return self.plan.year


@dataclass(frozen=True)
class GoalState:
    """A goal with its evaluation."""

    goal: Goal
    evaluation: GoalEvaluation


def read_month(text: str) -> Month:
    """The month of an address; Outside with status 422 for what is no month."""
    try:
        return Month.parse(text)
    except ValueError:
        raise Outside(
            Text("月份无法识别，请写成 2024-10 的形式。", "That is not a month; write it like 2024-10."), status=422
        ) from None


def read_year(text: str) -> int:
    """The year of an address; Outside with status 422 for what is no year."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    raise Outside(Text("年份无法识别，请写成 2024 的形式。", "That is not a year; write it like 2024."), status=422)


def find_scope(*, area_code: str, year: int | None, as_of: Month | None, today: date) -> Scope:
    """The plan of the area and year, by default the newest that has begun, and the month it is seen from. One query.

    Raises Outside where there is no such plan, or the month is not of its year.
    """
    known = area_code.isascii() and area_code.isalnum()
    plans = list(Plan.objects.filter(area__code=area_code if known else "").select_related("area").order_by("-year"))
    begun = [plan for plan in plans if plan.year <= today.year]
    wanted = as_of.year if year is None and as_of is not None else year
    chosen = [plan for plan in plans if plan.year == wanted] if wanted is not None else (begun or plans)
    if not chosen:
        raise Outside(_no_plan(area_code, wanted))
    plan = chosen[0]
    if as_of is not None and as_of.year != plan.year:
        raise Outside(
            Text(f"{as_of} 不在 {plan.year} 年度计划内。", f"{as_of} is not a month of the {plan.year} plan.")
        )
    return Scope(plan, as_of or default_as_of(plan.year, today), today)


def _no_plan(area_code: str, year: int | None) -> Text:
    where = area_code[:12]
    if year is None:
        return Text(f"区划代码 {where} 没有计划。", f"There is no plan of the area {where}.")
    return Text(f"区划代码 {where} 没有 {year} 年度计划。", f"There is no {year} plan of the area {where}.")


def goal_states(scope: Scope, *, slug: str | None = None) -> list[GoalState]:
    """The plan's goals (or the one) in order, each evaluated. Two queries, whatever their number."""
    goals = Goal.objects.filter(plan=scope.plan).select_related("indicator").order_by("order", "id")
    chosen = list(goals if slug is None else goals.filter(indicator__slug=slug))
    figures = figures_on_record([goal.indicator for goal in chosen], scope)
    return [GoalState(goal, evaluate_goal(goal, figures[goal.indicator_id], scope)) for goal in chosen]


def evaluate_goal(goal: Goal, figures: list[MonthFigure], scope: Scope) -> GoalEvaluation:
    """The goal as of the scope's month."""
    return evaluate(goal.as_rule(scope.year), figures, scope.as_of, first_month_over=scope.first_month_over)


def figures_on_record(indicators: Iterable[Indicator], scope: Scope) -> dict[int, list[MonthFigure]]:
    """Every figure up to the as-of month, of all years, by the indicator's id; blank ones left out. One query."""
    by_id = {indicator.pk: indicator for indicator in indicators}
    rows = Figure.objects.filter(
        indicator__in=by_id, area=scope.plan.area_id, month__lte=scope.as_of.first_on, numerator__isnull=False
    ).order_by("indicator", "month")
    found: dict[int, list[MonthFigure]] = defaultdict(list)
    for row in rows:
        row.indicator = by_id[row.indicator_id]
        found[row.indicator_id].append(row.as_month_figure(scope.today))
    return found
