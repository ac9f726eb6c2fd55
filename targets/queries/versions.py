"""Which version of each cell of an entry page is on record, and nothing else of it: open tabs ask again and again."""

from datetime import date

from targets.models import Figure, Goal
from targets.periods import Month, last_finished_month
from targets.queries.plan import Outside, find_scope, months_of_year
from targets.queries.slots import Key, areas_of, reporting_areas
from targets.texts import Text


def versions_of(
    *, area_code: str, year: int, month: Month | None, today: date, slug: str = "", unit: str = ""
) -> dict[str, int]:
    """Cell key to version, 0 where nothing is on record; the keys of the month's page, or of the year's without one.

    ``slug``, ``unit``: the goal or the area of which a year's page is. Nothing before the month, or the year's first,
    is over. At most four queries. Raises Outside where there is no such plan, goal or area.
    """
    months = (month,) if month is not None else months_of_year(year)
    plan = find_scope(area_code=area_code, year=year, as_of=months[-1], today=today).plan
    last = last_finished_month(today)
    if month is None and not (slug or unit):
        unit = plan.area.code
    divisions = reporting_areas(plan)
    places = [
        (goal.indicator, area)
        for goal in Goal.objects.filter(plan=plan).select_related("indicator").order_by("order", "id")
        if month is not None or slug in ("", goal.indicator.slug)
        for area in areas_of(goal, plan, divisions)
        if month is not None or unit in ("", area.code)
    ]
    if not places and month is None and (slug or unit != plan.area.code):
        raise Outside(Text("本年度计划没有这一指标或地区。", "The plan of this year has no such goal or area."))
    if months[0] > last:
        return {}
    found = _versions({one.pk for one, _ in places}, {area.pk for _, area in places}, months, last)
    return {
        str(Key(one.slug, "" if area.pk == plan.area_id else area.code, None if month else each)): found.get(
            (one.pk, area.pk, each.first_on), 0
        )
        for one, area in places
        for each in months
    }


def _versions(
    indicators: set[int], areas: set[int], months: tuple[Month, ...], last: Month
) -> dict[tuple[int, int, date], int]:
    over = [each.first_on for each in months if each <= last]
    rows = Figure.objects.filter(indicator__in=indicators, area__in=areas, month__in=over).order_by("id")
    return {
        (one, area, on): version for one, area, on, version in rows.values_list("indicator", "area", "month", "version")
    }
