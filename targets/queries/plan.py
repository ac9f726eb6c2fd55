"""A plan and the evaluation of its goals, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import DateTimeField, Func, Q
from django.http import Http404

from daqing1369.versions import keep, present_reading, remember
from targets import cards
from targets.evaluation.compose import AreaRecord, AreaState, area_states, composed
from targets.evaluation.forecast_pool import ALONE, Common
from targets.evaluation.goal import evaluate
from targets.evaluation.model import GoalEvaluation, MonthFigure, ReportedBy
from targets.models import Area, AreaTarget, Figure, Goal, Indicator, Plan
from targets.periods import Month, default_as_of, months_of
from targets.queries.held import hold_goals
from targets.queries.moments import Moment, as_rows, first_or_newest, rows
from targets.queries.neighbours import commons
from targets.queries.points import still_open
from targets.queries.slots import reporting_areas
from targets.texts import Text

_DATABASE_CLOCK = Func(function="clock_timestamp", output_field=DateTimeField())


class Outside(Http404):
    """What was asked for lies outside the plans on record, or cannot even be read.

    ``status`` is the API's: 404, or 422 where it cannot be read. A page answers either with 404: it is a dead link.
    """

    def __init__(self, sentence: Text, *, status: int = 404) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Scope:
    """Which plan is looked at, as of the end of which month, and as on record at which moment.

    ``at``: only what was on record then, by the project's clock; None: the present. ``today`` is its day.
    ``recorded_until``: besides, only what had been written by then, by the database's clock; for printed states.
    ``read_at``: when the reading began, by the same clock; what was written later may or may not be in what is shown.
    """

    plan: Plan
    as_of: Month
    today: date
    at: datetime | None = None
    recorded_until: datetime | None = None
    read_at: datetime | None = None

    @property
    def written_until(self) -> datetime | None:
        """Up to when what is shown had been written, by the database's clock; None where nothing tells."""
        return min((one for one in (self.recorded_until, self.read_at) if one is not None), default=None)

    @property
    def moment(self) -> Moment | None:
        """The moment that the record is read at; None: the present."""
        return None if self.at is None and self.recorded_until is None else Moment(self.at, self.recorded_until)

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
class GoalRecord:
    """A goal with what is on record for it. ``figures``: the city's, composed where areas report."""

    goal: Goal
    figures: tuple[MonthFigure, ...]
    own: Mapping[Month, MonthFigure]
    areas: tuple[AreaRecord, ...]
    divisions: tuple[Area, ...]
    rows: Mapping[int, list[Figure]]  # by area, the plan's own included; those that do not count as well
    common: Common = ALONE  # what other cities' months share, for the forecast


@dataclass(frozen=True)
class GoalState:
    """A goal with its evaluation, its areas' parts where areas report it, and what it was made of."""

    goal: Goal
    evaluation: GoalEvaluation
    record: GoalRecord
    areas: tuple[AreaState, ...] = ()

    @cached_property
    def card(self) -> cards.Card:
        """As the board shows it, but for the marks that its figures do not tell; drawn once."""
        return cards.card(self.evaluation, self.goal.indicator.short)


def read_month(text: str) -> Month:
    """The month of an address; Outside with status 422 for what is no month."""
    try:
        return Month.parse(text)
    except ValueError:
        raise Outside(
            Text("月份无法识别，请写成 2024-10 的形式。", "That is not a month; write it like 2024-10."), status=422
        ) from None


def months_of_year(year: int) -> tuple[Month, ...]:
    """The year of an address by its months; Outside with status 422 for one that no plan can have."""
    if not 1900 <= year <= 2200:
        raise Outside(Text("年份无法识别，请写成 2024 的形式。", "That is not a year; write it like 2024."), status=422)
    return months_of(year)


def read_year(text: str) -> int:
    """The year of an address; Outside with status 422 for what is no year."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return int(text)
    raise Outside(Text("年份无法识别，请写成 2024 的形式。", "That is not a year; write it like 2024."), status=422)


def find_scope(
    *,
    area_code: str,
    year: int | None,
    as_of: Month | None,
    today: date,
    at: datetime | None = None,
    recorded_until: datetime | None = None,
) -> Scope:
    """The plan of the area and year, and the month it is seen from. One query.

    By default the newest that has begun; before any has, the first. One more query for a moment, whose day ``today``
    must be. Raises Outside for no such plan, or a month of another year.
    """
    known = area_code if area_code.isascii() and area_code.isalnum() else ""
    found = Plan.objects.filter(area__code=known).select_related("area").order_by("-year")
    plans = keep(("plans", known, at), lambda: list(found.annotate(read_at=_DATABASE_CLOCK, open_keys=still_open(at))))
    begun = [plan for plan in plans if plan.year <= today.year]
    wanted = as_of.year if year is None and as_of is not None else year
    chosen = [plan for plan in plans if plan.year == wanted] if wanted is not None else (begun or plans[-1:])
    if not chosen:
        raise no_plan(area_code, wanted)
    plan = chosen[0]
    if as_of is not None and as_of.year != plan.year:
        raise Outside(
            Text(f"{as_of} 不在 {plan.year} 年度计划内。", f"{as_of} is not a month of the {plan.year} plan.")
        )
    reading = present_reading()
    read_at = plan.read_at if reading is None else reading.read_at
    scope = Scope(plan, as_of or default_as_of(plan.year, today), today, at, recorded_until, read_at)
    return scope if scope.moment is None else replace(scope, plan=_plan_at(plan, scope.moment))


def _plan_at(plan: Plan, moment: Moment) -> Plan:
    """The plan with its rule of the moment. One query."""
    found = as_rows(Plan, first_or_newest(Plan, moment, Q(pgh_obj_id=plan.pk)))
    for one in found:
        one.area, vars(one)["open_keys"] = plan.area, vars(plan).get("open_keys")
    return found[0] if found else plan


def no_plan(area_code: str, year: int | None) -> Outside:
    """That the area has no plan, or none of the year."""
    where = area_code[:12]
    if year is None:
        return Outside(Text(f"区划代码 {where} 没有计划。", f"There is no plan of the area {where}."))
    return Outside(Text(f"区划代码 {where} 没有 {year} 年度计划。", f"There is no {year} plan of the area {where}."))


def goal_states(scope: Scope, *, slug: str | None = None) -> list[GoalState]:
    """The plan's goals (or the one) in order, each evaluated.

    Two queries, whatever their number; four where any goal is reported by areas, whatever the number of areas; one
    more for a moment, and one where any is a mean that is foreseen. Where goals are kept, one tells which still hold.
    """

    def computed(goals: list[Goal]) -> list[GoalState]:
        return [goal_state(record, scope) for record in records_of(goals, scope)]

    return hold_goals("state", goals_of(scope, slug=slug), scope, computed)


def goals_of(scope: Scope, *, slug: str | None = None) -> list[Goal]:
    """The plan's goals (or the one) in order, with their indicators. One query; one more for a moment."""
    about = Q(plan=scope.plan.pk) if slug is None else Q(plan=scope.plan.pk, indicator__slug=slug)
    found = rows(Goal, scope.moment, about).order_by("order", "id")
    if scope.moment is None:
        kept = keep(("goals", scope.plan.pk, slug), lambda: list(map(Goal.to_keep, found.select_related("indicator"))))
        goals = [copy(goal) for goal in kept]  # each request's own, for it has the request's plan
    else:
        goals = as_rows(Goal, found)
        rules = first_or_newest(Indicator, scope.moment, Q(pgh_obj_id__in=[goal.indicator_id for goal in goals]))
        indicators = {one.pk: one for one in as_rows(Indicator, rules)}
        for goal in goals:
            goal.indicator = indicators[goal.indicator_id]
    for goal in goals:
        goal.plan = scope.plan
    return goals


def goal_state(record: GoalRecord, scope: Scope) -> GoalState:
    """The goal as of the scope's month. No query."""
    rule = record.goal.as_rule(scope.year)
    return GoalState(
        goal=record.goal,
        evaluation=evaluation_of(record, scope),
        areas=area_states(rule, record.areas, record.own, scope.as_of, first_month_over=scope.first_month_over),
        record=record,
    )


def evaluation_of(record: GoalRecord, scope: Scope, *, kind: str = "evaluation") -> GoalEvaluation:
    """The goal's evaluation as of the scope's month, remembered among its kind. No query."""
    rule, over = record.goal.as_rule(scope.year), scope.first_month_over

    def evaluated() -> GoalEvaluation:
        return evaluate(rule, record.figures, scope.as_of, first_month_over=over, common=record.common)

    common = record.common.trust, tuple(record.common.months.items())
    return remember(kind, (rule, record.figures, scope.as_of, over, common), evaluated)


def records_of(goals: Iterable[Goal], scope: Scope) -> list[GoalRecord]:
    """What counts of each goal, up to the as-of month, of all years.

    Figures: one query. Where any goal is reported by areas, one for the areas and one for their targets besides; one
    where any is a mean that is foreseen.
    """
    listed = list(goals)
    by_areas = [goal for goal in listed if goal.reported_by == ReportedBy.AREAS]
    divisions = keep(("divisions", scope.plan.pk), lambda: reporting_areas(scope.plan)) if by_areas else []
    targets: Targets = {}
    if by_areas:
        asking = tuple(goal.pk for goal in by_areas)
        given = rows(AreaTarget, scope.moment, Q(goal__in=asking)).order_by("id")
        listed_targets = keep(("targets of areas", asking, scope.moment), lambda: list(given))
        targets = {(one.goal_id, one.area_id): one.target.normalize() + 0 for one in listed_targets}
    figures = _figures(listed, by_areas, divisions, scope)
    found = [record_of(goal, divisions if goal in by_areas else [], targets, figures, scope) for goal in listed]
    shared = commons(listed, scope.plan, scope.as_of, scope.moment)
    return [replace(record, common=shared.get(record.goal.indicator_id, ALONE)) for record in found]


Rows = dict[tuple[int, int], list[Figure]]  # by indicator and area
Targets = dict[tuple[int, int], Decimal]  # by goal and area
Counting = Callable[..., MonthFigure | None]  # as Figure.counted


def _figures(goals: list[Goal], by_areas: list[Goal], divisions: list[Area], scope: Scope) -> Rows:
    indicators = {goal.indicator_id: goal.indicator for goal in goals}
    of_areas = Q(area__in=divisions, indicator__in=[goal.indicator_id for goal in by_areas])
    about = Q(indicator__in=indicators, month__lte=scope.as_of.first_on) & (Q(area=scope.plan.area_id) | of_areas)
    has_value = Q(numerator__isnull=False) | Q(standing_numerator__isnull=False)
    on_record = rows(Figure, scope.moment, about).filter(has_value)
    found: Rows = defaultdict(list)
    for row in as_rows(Figure, on_record.order_by("indicator_id", "area_id", "month")):  # rows' own order would join
        row.indicator = indicators[row.indicator_id]
        found[row.indicator_id, row.area_id].append(row)
    return found


def record_of(
    goal: Goal, divisions: list[Area], targets: Targets, given: Rows, scope: Scope, counting: Counting = Figure.counted
) -> GoalRecord:
    """What counts of a goal, out of rows that are loaded already. No query."""

    def counted(area: int) -> dict[Month, MonthFigure]:
        whole = scope.plan.counts_unapproved
        figures = (counting(row, scope.today, counts_unapproved=whole) for row in given[goal.indicator_id, area])
        return {figure.month: figure for figure in figures if figure is not None}

    own = counted(scope.plan.area_id)
    areas = tuple(
        AreaRecord(area.code, area.name, counted(area.pk), targets.get((goal.pk, area.pk))) for area in divisions
    )
    return GoalRecord(
        goal=goal,
        figures=composed(areas, own, goal.indicator.as_rule().frequency),
        own=own,
        areas=areas,
        divisions=tuple(divisions),
        rows={area.pk: given[goal.indicator_id, area.pk] for area in [scope.plan.area, *divisions]},
    )
