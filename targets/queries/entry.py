"""What the entry page of one month shows: the plan's goals with the figures beside which a new one is typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targets.evaluation.model import MonthFigure
from targets.models import Figure, Goal, Indicator
from targets.periods import Month, last_finished_month, months_until
from targets.queries.plan import Outside, Scope, find_scope
from targets.texts import Text


@dataclass(frozen=True)
class Record:
    """One goal and what is on record around the month. ``figure`` may be blank: on record without a value."""

    goal: Goal
    figure: Figure | None
    before: Figure | None  # of the last month before for which one was due
    last_year: Figure | None
    year: tuple[MonthFigure, ...]  # of the year's earlier months

    @property
    def indicator(self) -> Indicator:
        return self.goal.indicator


@dataclass(frozen=True)
class Sheet:
    """The page of one month."""

    scope: Scope
    records: tuple[Record, ...]

    @property
    def month(self) -> Month:
        return self.scope.as_of

    @property
    def today(self) -> date:
        return self.scope.today

    @property
    def is_open(self) -> bool:
        """Whether the month is over; before that it carries no figure."""
        return self.month <= last_finished_month(self.today)


def landing_month(*, area_code: str, today: date) -> Month:
    """The month that staff come for: the last finished one, kept within a plan's year. At most two queries.

    Raises Outside where the area has no plan.
    """
    try:
        return find_scope(area_code=area_code, year=last_finished_month(today).year, as_of=None, today=today).as_of
    except Outside:
        return find_scope(area_code=area_code, year=None, as_of=None, today=today).as_of


def find_sheet(*, area_code: str, month: Month, today: date, slug: str | None = None) -> Sheet:
    """The month's page, or the one goal of it. Three queries, whatever the number of goals; two if it is not open.

    Raises Outside where there is no such plan, or the plan has no such goal.
    """
    scope = find_scope(area_code=area_code, year=month.year, as_of=month, today=today)
    goals = Goal.objects.filter(plan=scope.plan).select_related("indicator").order_by("order", "id")
    chosen = list(goals if slug is None else goals.filter(indicator__slug=slug))
    if slug is not None and not chosen:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    sheet = Sheet(scope, ())
    if not sheet.is_open:
        return sheet
    figures = _figures([goal.indicator for goal in chosen], scope)
    return Sheet(scope, tuple(_record(goal, figures, scope) for goal in chosen))


def before(indicator: Indicator, month: Month) -> Month:
    """The last month before for which a figure was due."""
    rule = indicator.as_rule()
    return next(month.plus(-back) for back in range(1, 13) if rule.frequency.is_due(month.plus(-back)))


_Found = dict[tuple[int, Month], Figure]


def _figures(indicators: Iterable[Indicator], scope: Scope) -> _Found:
    by_id = {indicator.pk: indicator for indicator in indicators}
    month = scope.as_of
    wanted = {*months_until(month), *(month.plus(-back) for back in range(1, 13))}
    rows = (
        Figure.objects.filter(
            indicator__in=by_id, area=scope.plan.area_id, month__in=[each.first_on for each in wanted]
        )
        .select_related("changed_by")
        .order_by("indicator", "month")
    )
    found: _Found = {}
    for row in rows:
        row.indicator = by_id[row.indicator_id]
        found[row.indicator_id, Month.of(row.month)] = row
    return found


def _record(goal: Goal, figures: _Found, scope: Scope) -> Record:
    month, key = scope.as_of, goal.indicator_id
    year = [figures[key, each] for each in months_until(month) if each < month and (key, each) in figures]
    return Record(
        goal=goal,
        figure=figures.get((key, month)),
        before=figures.get((key, before(goal.indicator, month))),
        last_year=figures.get((key, month.plus(-12))),
        year=tuple(figure.as_month_figure(scope.today) for figure in year if not figure.is_blank),
    )
