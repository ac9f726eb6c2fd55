"""What the entry pages show: places for figures, with the figures beside which a new one is typed."""

from dataclasses import dataclass, replace
from datetime import date

from daqing1369.versions import keep
from targets.evaluation.model import MonthFigure, ReportedBy
from targets.models import Area, Computation, Draft, Figure, Goal, Indicator, Plan
from targets.periods import Month, last_finished_month
from targets.queries.access import Access
from targets.queries.around import Found, Places, before, find_around
from targets.queries.overrides import Said
from targets.queries.plan import Outside, Scope, find_scope, goals_of, months_of_year
from targets.queries.reopenings import leaves
from targets.queries.slots import Key, Slot, areas_of, reporting_areas, slot_of
from targets.texts import Text


@dataclass(frozen=True)
class Record:
    """One place for a figure and what is on record around it. ``figure`` may be blank: on record without a value."""

    slot: Slot
    figure: Figure | None
    draft: Draft | None  # what whoever asks has typed and not saved
    computation: Computation | None  # what measurements give
    # Around it; not all of it where only what is on record is needed:
    before: Figure | None = None  # of the last month before for which one was due
    last_year: Figure | None = None
    past: tuple[MonthFigure, ...] = ()  # of the other months in reach, in order; as given, whether approved or not
    said: Said | None = None  # why the figure is another than the computed one

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
    near: Key | None = None  # the only cell whose surroundings are needed; of the others there is what is on record

    @property
    def is_all(self) -> bool:
        return not (self.slug or self.unit or self.key)


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
    """The month's page, or a part of it. Ten queries at most, whatever the number of goals, one more where a computed
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


def _no_cell() -> Outside:
    return Outside(Text("本年度计划没有这一指标或地区。", "The plan of this year has no such goal or area."))


def _sheet(
    scope: Scope, month: Month | None, months: tuple[Month, ...], access: Access, user: int, asked: Asked
) -> Sheet:
    goals = goals_of(scope)
    divisions = keep(("divisions", scope.plan.pk), lambda: reporting_areas(scope.plan))
    by_areas = tuple(goal for goal in goals if divisions and is_by_areas(goal))
    sheet = Sheet(scope, month, (), tuple(divisions), by_areas, asked)
    places = _places(sheet, goals, months)
    if not (asked.is_all or places.of):
        raise _no_cell()
    if not sheet.is_open:
        return sheet
    found = find_around(places, _near(places, asked.near, scope.plan), scope=scope, user=user)
    given = keep(("leaves", scope.today), lambda: leaves(scope.today))
    records = []
    for goal, area in places.of:
        for each in months:
            figure = found.figures.get((goal.indicator_id, area.pk, each))
            slot = slot_of(
                goal, area, each, figure,
                plan=scope.plan, access=access, leaves=given, today=scope.today, with_month=month is None,
            )  # fmt: skip
            records.append(_record(slot, found))
    return replace(sheet, records=tuple(records))


def _near(places: Places, key: Key | None, plan: Plan) -> Places:
    """Those of the key, or all where there is none."""
    if key is None:
        return places
    wanted = key.slug, key.area or plan.area.code
    return Places(
        tuple((goal, area) for goal, area in places.of if (goal.indicator.slug, area.code) == wanted),
        tuple(month for month in places.months if key.month in (None, month)),
    )


def _record(slot: Slot, found: Found) -> Record:
    place, month = (slot.goal.indicator_id, slot.area.pk), slot.month
    figure = found.figures.get((*place, month))
    return Record(
        slot=slot,
        figure=figure,
        draft=found.drafts.get((*place, month)),
        computation=found.computations.get((*place, month)),
        before=found.figures.get((*place, before(slot.indicator, month))),
        last_year=found.figures.get((*place, month.plus(-12))),
        past=tuple(one for one in found.past.get(place, ()) if one.month != month),
        said=found.said.get(figure.pk) if figure else None,
    )


def _places(sheet: Sheet, goals: list[Goal], months: tuple[Month, ...]) -> Places:
    """The goals and areas that are asked for. A whole year of every area is a page for each goal."""
    plan, asked = sheet.scope.plan, sheet.asked
    slug = asked.key.slug if asked.key else asked.slug
    code = (asked.key.area or plan.area.code) if asked.key else asked.unit
    if asked.is_all and sheet.month is None:
        code = plan.area.code
    chosen = (
        (goal, area)
        for goal in goals
        if slug in ("", goal.indicator.slug)
        for area in areas_of(goal, plan, list(sheet.divisions))
        if code in ("", area.code)
    )
    return Places(tuple(chosen), months)


def is_by_areas(goal: Goal) -> bool:
    """Whether the goal's figures come from the areas."""
    return goal.reported_by == ReportedBy.AREAS
