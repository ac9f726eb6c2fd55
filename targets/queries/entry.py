"""What the entry pages show: places for figures, with the figures beside which a new one is typed."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from daqing1369.versions import hold_each, keep, present_reading
from targets.evaluation.model import MonthFigure, ReportedBy
from targets.models import Area, Computation, Draft, Figure, Goal, Indicator, Plan
from targets.periods import Month, last_finished_month
from targets.queries.access import Access
from targets.queries.held import figure_states
from targets.queries.overrides import Said, computations_at, overridden, reasons_of
from targets.queries.plan import Outside, Scope, find_scope, goals_of, months_of_year
from targets.queries.reopenings import leaves
from targets.queries.slots import Key, Slot, areas_of, reporting_areas, slot_of
from targets.texts import Text

# Oddities compare with the same month of so many earlier years.
YEARS_OF_HISTORY = 5


@dataclass(frozen=True)
class Record:
    """One place for a figure and what is on record around it. ``figure`` may be blank: on record without a value."""

    slot: Slot
    figure: Figure | None
    before: Figure | None  # of the last month before for which one was due
    last_year: Figure | None
    past: tuple[MonthFigure, ...]  # of the other months in reach, in order; as given, whether approved or not
    draft: Draft | None  # what whoever asks has typed and not saved
    computation: Computation | None = None  # what measurements give
    said: Said | None = None  # why the figure is another one

    @property
    def goal(self) -> Goal:
        return self.slot.goal

    @property
    def indicator(self) -> Indicator:
        return self.slot.goal.indicator

    @property
    def key(self) -> str:
        return self.slot.key

    @property
    def year(self) -> tuple[MonthFigure, ...]:
        """The year's earlier months."""
        month = self.slot.month
        return tuple(one for one in self.past if one.month.year == month.year and one.month < month)


@dataclass(frozen=True)
class Asked:
    """Which cells a page asks for: one goal's, one area's, or the one of a key; all where nothing is said."""

    slug: str = ""
    unit: str = ""
    key: Key | None = None


ALL = Asked()


@dataclass(frozen=True)
class Sheet:
    """A page of figures: one month's, or a year's where ``month`` is None."""

    scope: Scope
    month: Month | None
    records: tuple[Record, ...]
    divisions: tuple[Area, ...] = ()
    by_areas: tuple[Goal, ...] = ()  # the plan's goals that the divisions report
    asked: Asked = ALL

    @property
    def today(self) -> date:
        return self.scope.today

    @property
    def is_open(self) -> bool:
        """Whether the month, or the year's first, is over; before that there is no figure to enter."""
        first = self.month or Month(self.scope.year, 1)
        return first <= last_finished_month(self.today)


def landing_month(*, area_code: str, today: date) -> Month:
    """The month that staff come for: the last finished one, kept within a plan's year. At most two queries.

    Raises Outside where the area has no plan.
    """
    try:
        return find_scope(area_code=area_code, year=last_finished_month(today).year, as_of=None, today=today).as_of
    except Outside:
        return find_scope(area_code=area_code, year=None, as_of=None, today=today).as_of


def find_sheet(*, area_code: str, month: Month, today: date, access: Access, user: int, asked: Asked = ALL) -> Sheet:
    """The month's page, or a part of it. Eight queries, whatever the number of goals, one more where a computed
    figure is overridden; one if it is not open.

    Raises Outside where there is no such plan, goal, area or cell.
    """
    scope = find_scope(area_code=area_code, year=month.year, as_of=month, today=today)
    if asked.key is not None and asked.key.month is not None:
        raise _no_cell()
    return _sheet(scope, month, (month,), access, user, asked)


def find_year(*, area_code: str, year: int, today: date, access: Access, user: int, asked: Asked = ALL) -> Sheet:
    """The year's page: every month of the city's goals, of one goal's areas, or of one area's goals. As ``find_sheet``.

    Raises Outside where there is no such plan, goal, area or cell.
    """
    scope = find_scope(area_code=area_code, year=year, as_of=months_of_year(year)[-1], today=today)
    months = months_of_year(year)
    if asked.key is not None:
        if asked.key.month is None or asked.key.month.year != year:
            raise _no_cell()
        months = (asked.key.month,)
    return _sheet(scope, None, months, access, user, asked)


def before(indicator: Indicator, month: Month) -> Month:
    """The last month before for which a figure was due."""
    rule = indicator.as_rule()
    return next(month.plus(-back) for back in range(1, 13) if rule.frequency.is_due(month.plus(-back)))


def _no_cell() -> Outside:
    return Outside(Text("本年度计划没有这一指标或地区。", "The plan of this year has no such goal or area."))


def _sheet(
    scope: Scope, month: Month | None, months: tuple[Month, ...], access: Access, user: int, asked: Asked
) -> Sheet:
    goals = goals_of(scope)
    divisions = keep(("divisions", scope.plan.pk), lambda: reporting_areas(scope.plan))
    by_areas = tuple(goal for goal in goals if divisions and is_by_areas(goal))
    sheet = Sheet(scope, month, (), tuple(divisions), by_areas, asked)
    places = _places(sheet, goals)
    if asked != ALL and not places:
        raise _no_cell()
    if not sheet.is_open:
        return sheet
    found, given = _Found.of(places, months, user, scope), keep(("leaves", scope.today), lambda: leaves(scope.today))
    records = []
    for goal, area in places:
        for each in months:
            figure = found.figures.get((goal.indicator_id, area.pk, each))
            slot = slot_of(
                goal, area, each, figure,
                plan=scope.plan, access=access, leaves=given, today=scope.today, with_month=month is None,
            )  # fmt: skip
            records.append(found.record(slot))
    return replace(sheet, records=tuple(records))


def _places(sheet: Sheet, goals: list[Goal]) -> list[tuple[Goal, Area]]:
    """The goals and areas that are asked for. A whole year of every area is a page for each goal."""
    plan, asked = sheet.scope.plan, sheet.asked
    slug = asked.key.slug if asked.key else asked.slug
    code = (asked.key.area or plan.area.code) if asked.key else asked.unit
    if asked == ALL and sheet.month is None:
        code = plan.area.code
    return [
        (goal, area)
        for goal in goals
        if slug in ("", goal.indicator.slug)
        for area in areas_of(goal, plan, list(sheet.divisions))
        if code in ("", area.code)
    ]


_At = tuple[int, int, Month]


@dataclass(frozen=True)
class _Found:
    """What the database has around the places: four queries, one more where a computed figure is overridden."""

    figures: dict[_At, Figure]
    past: dict[tuple[int, int], list[MonthFigure]]
    drafts: dict[_At, Draft]
    computations: dict[_At, Computation]
    said: dict[int, Said]

    @classmethod
    def of(cls, places: list[tuple[Goal, Area]], months: tuple[Month, ...], user: int, scope: Scope) -> "_Found":
        indicators = {goal.indicator_id: goal.indicator for goal, _ in places}
        areas = {area.pk for _, area in places}
        at = Q(indicator__in=indicators, area__in=areas)
        over = Q(month__lte=last_finished_month(scope.today).first_on)  # what is to come shows nothing yet
        here = at & over & Q(month__in=[month.first_on for month in months])
        figures = _figures(at & over, indicators, months)
        key = "computations", scope.today, months, tuple(indicators), tuple(sorted(areas))
        computations = keep(key, lambda: computations_at(here))
        own = [figures[key] for key, row in computations.items() if overridden(figures.get(key), row)]
        past = _past_of(scope.plan, list(indicators), Q(area__in=areas) & over, months, key)
        drafts = _drafts(at & Q(user=user), months)
        return cls(figures, past, drafts, computations, reasons_of(own))

    def record(self, slot: Slot) -> Record:
        place, month = (slot.goal.indicator_id, slot.area.pk), slot.month
        past = self.past.get(place, [])
        figure = self.figures.get((*place, month))
        return Record(
            slot=slot,
            figure=figure,
            computation=self.computations.get((*place, month)),
            said=self.said.get(figure.pk) if figure else None,
            before=self.figures.get((*place, before(slot.indicator, month))),
            last_year=self.figures.get((*place, month.plus(-12))),
            past=tuple(one for one in past if one.month != month),
            draft=self.drafts.get((*place, month)),
        )


def _figures(at: Q, indicators: dict[int, Indicator], months: tuple[Month, ...]) -> dict[_At, Figure]:
    """Of the months, and of those that a row sets beside them: the last one due before and the same of last year."""
    wanted = {near for month in months for near in (month, month.plus(-12))}
    wanted |= {before(indicator, month) for month in months for indicator in indicators.values()}
    rows = Figure.objects.filter(at, month__in=[each.first_on for each in wanted]).order_by(
        "indicator_id", "area_id", "month"
    )
    found: dict[_At, Figure] = {}
    for row in rows.select_related("changed_by", "entered_by", "reviewed_by"):
        row.indicator = indicators[row.indicator_id]
        found[row.indicator_id, row.area_id, Month.of(row.month)] = row
    return found


def _past_of(
    plan: Plan, indicators: list[int], about: Q, months: tuple[Month, ...], key: Hashable
) -> dict[tuple[int, int], list[MonthFigure]]:
    """Earlier figures, by indicator held while they stand. One query; within a reading one more tells which do."""
    states = figure_states(plan) if present_reading() else {}

    def computed(places: list[int]) -> list[dict[tuple[int, int], list[MonthFigure]]]:
        missing = [indicators[place] for place in places]
        found = _past(about & Q(indicator__in=missing), months)
        return [{place: figures for place, figures in found.items() if place[0] == pk} for pk in missing]

    keys, known = [("past", key, pk) for pk in indicators], [states.get(pk, (None,))[0] for pk in indicators]
    return {place: figures for each in hold_each(keys, known, computed) for place, figures in each.items()}


def _past(at: Q, months: tuple[Month, ...]) -> dict[tuple[int, int], list[MonthFigure]]:
    first = Month(months[0].year - YEARS_OF_HISTORY, 1)
    names = (
        "indicator", "area", "month", "numerator", "denominator",
        "month_numerator", "month_denominator", "half_unit", "review", "origin",
    )  # fmt: skip
    rows: Iterable[Any] = (
        Figure.objects.filter(at, numerator__isnull=False, denominator__isnull=False)
        .filter(month__range=(first.first_on, Month(months[-1].year, 12).first_on))
        .order_by("indicator_id", "area_id", "month")
        .values(*names)
    )
    found: dict[tuple[int, int], list[MonthFigure]] = defaultdict(list)
    for row in rows:
        place = row.pop("indicator"), row.pop("area")
        found[place].append(MonthFigure(**row | {"month": Month.of(row["month"])}))
    return found


def _drafts(at: Q, months: tuple[Month, ...]) -> dict[_At, Draft]:
    rows = Draft.objects.filter(at, month__in=[month.first_on for month in months]).order_by("id")
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}


def is_by_areas(goal: Goal) -> bool:
    """Whether the goal's figures come from the areas."""
    return goal.reported_by == ReportedBy.AREAS
