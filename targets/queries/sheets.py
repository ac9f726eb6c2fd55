"""What goes into a spreadsheet: figures on record, and the places of a form with the last values beside them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from targets.entry.calendar import Gate
from targets.entry.cell import Cell, asks_for_month, typed
from targets.entry.told import numbers, value_of, value_text
from targets.evaluation.model import Combination, IndicatorRule
from targets.evaluation.words import ORIGIN_WORDS
from targets.models import Area, Figure, Goal
from targets.periods import Month, last_finished_month, months_of
from targets.queries.access import Access, areas_below
from targets.queries.entry import landing_month
from targets.queries.plan import find_scope, months_of_year
from targets.queries.record_figures import REVIEW_WORDS
from targets.queries.reopenings import leaves
from targets.queries.slots import Slot, areas_of, reporting_areas, slot_of
from targets.sheets.columns import Field
from targets.sheets.out import NOTHING, Blank, Line
from targets.standards.rounding import round_half_even
from targets.texts import Text

_MEAN_OR_SUM = Text("均值或总和", "mean or sum")
_OWN = (Field.MONTH_NUMERATOR, Field.MONTH_DENOMINATOR)
_ALWAYS = (Field.NUMERATOR, Field.DENOMINATOR, Field.NOTE, Field.CORRECTION, Field.REASON)


def find_area(code: str) -> Area | None:
    """The area of a code; None where there is none. One query."""
    return Area.objects.filter(code=code).first() if code.isascii() and code.isalnum() else None


def export_lines(*, area: Area | None, year: int | None, month: Month | None) -> Iterator[Line]:
    """Every figure on record, of an area with its divisions, a year or a month where one is named. Three queries."""
    figures = Figure.objects.select_related("indicator", "area").order_by(
        "month", "area__order", "area__code", "indicator"
    )
    if area is not None:
        figures = figures.filter(area__in=areas_below([area.pk])[area.pk])
    if month is not None:
        figures = figures.filter(month=month.first_on)
    elif year is not None:
        figures = figures.filter(month__range=(date(year, 1, 1), date(year, 12, 31)))
    rules: dict[int, IndicatorRule] = {}
    for figure in figures.iterator(chunk_size=2000):
        rule = rules.setdefault(figure.indicator_id, figure.indicator.as_rule())
        yield _line(rule, figure.indicator.short, figure.area, Month.of(figure.month), figure)


def _line(rule: IndicatorRule, short: Text, area: Area, month: Month, figure: Figure | None) -> Line:
    cell = Cell.of(figure)
    raw = typed(rule, cell, figure.note if figure else "")
    value = value_of(cell.numerator, cell.denominator, rule.scale)
    return Line(
        area=Text(f"{area.code} {area.name_zh}", f"{area.code} {area.name_en}"),
        month=month,
        indicator=Text(f"{rule.slug} {short.zh}", f"{rule.slug} {short.en}"),
        numerator=_label(rule, is_bottom=False),
        denominator=_label(rule, is_bottom=True),
        raw=raw,
        takes_mean=rule.combination is Combination.MEAN,
        value="" if value is None else f"{round_half_even(value, rule.detail_decimals):f}",
        unit=rule.unit,
        review=REVIEW_WORDS.get(figure.review, NOTHING) if figure else NOTHING,
        origin=ORIGIN_WORDS.get(figure.origin, NOTHING) if figure else NOTHING,
        source=Text(figure.source_zh, figure.source_en) if figure else NOTHING,
    )


@lru_cache(maxsize=500)
def _label(rule: IndicatorRule, *, is_bottom: bool) -> Text:
    """What the number counts, with its unit."""
    if is_bottom:
        name, unit = rule.denominator_name, rule.denominator_unit
    elif rule.combination is Combination.MEAN:
        name, unit = _MEAN_OR_SUM, rule.unit
    else:
        name, unit = rule.numerator_name, rule.numerator_unit
    to_date = asks_for_month(rule)
    zh, en = (f"累计{name.zh}", f"{name.en}, to date") if to_date else (name.zh, name.en)
    return Text(f"{zh}（{unit.zh}）", f"{en} ({unit.en})")


def find_form(
    *, access: Access, area: Area | None, area_code: str, year: int, month: Month | None, today: date
) -> list[Blank]:
    """The rows of a form: what is due in the month or year and may be entered, with what is on record. Six queries.

    ``area``: its own rows alone. Raises Outside where there is no such plan.
    """
    plan = find_scope(area_code=area_code, year=year, as_of=None, today=today).plan
    months = [month] if month is not None else list(months_of_year(year))
    goals = list(Goal.objects.filter(plan=plan).select_related("indicator").order_by("order", "id"))
    divisions = reporting_areas(plan)
    places = [
        (goal, one, each)
        for each in months
        for goal in goals
        for one in areas_of(goal, plan, divisions)
        if goal.indicator.as_rule().frequency.is_due(each) and (area is None or one.pk == area.pk)
    ]
    figures = _around(goals, year)
    given = leaves(today)
    found = []
    for goal, one, each in places:
        figure = figures.get((goal.indicator_id, one.pk, each))
        slot = slot_of(goal, one, each, figure, plan=plan, access=access, leaves=given, today=today)
        if slot.may_enter:
            found.append(_blank(slot, figure, figures))
    return found


_Found = dict[tuple[int, int, Month], Figure]


def _around(goals: list[Goal], year: int) -> _Found:
    """The figures of the year and the one before."""
    rows = Figure.objects.filter(
        indicator__in=[goal.indicator_id for goal in goals], month__range=(date(year - 1, 1, 1), date(year, 12, 31))
    )
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows.order_by("id")}


def _blank(slot: Slot, figure: Figure | None, figures: _Found) -> Blank:
    rule, indicator = slot.indicator.as_rule(), slot.indicator
    fields = {*_ALWAYS, *(_OWN if asks_for_month(rule) else ())}
    if rule.combination is Combination.MEAN:
        fields.add(Field.GIVEN)
    is_open = slot.term.is_open or slot.term.gate is Gate.NOT_OVER
    series = slot.indicator.pk, slot.area.pk
    before = next(
        (slot.month.plus(-back) for back in range(1, 13) if rule.frequency.is_due(slot.month.plus(-back))), None
    )
    told = [
        _told(rule, each, figures.get((*series, each)))
        for each in dict.fromkeys((before, slot.month.plus(-12)))
        if each is not None
    ]
    hint = Text("\n".join(text.zh for text in told), "\n".join(text.en for text in told))
    return Blank(
        line=_line(rule, indicator.short, slot.area, slot.month, figure),
        inputs=frozenset(fields) if is_open else frozenset(),
        hints={Field.NUMERATOR: hint, Field.DENOMINATOR: hint},
        whole=indicator.whole_numbers,
        days=slot.month.days if rule.counts_days else None,
    )


def _told(rule: IndicatorRule, month: Month, figure: Figure | None) -> Text:
    """``2023-10: 29 / 31 = 93.55 %``."""
    cell = Cell.of(figure)
    if cell.is_blank:
        return Text(f"{month}：无数据", f"{month}: no figure")
    value = value_text(cell, rule)
    zh, en = (f" = {value.zh}", f" = {value.en}") if value else ("", "")
    return Text(f"{month}：{numbers(cell)}{zh}", f"{month}: {numbers(cell)}{en}")


def form_choices(*, area_code: str, today: date) -> dict[str, Any]:
    """What the start page offers: the plan's months, the areas that report, the month that staff come for."""
    last = landing_month(area_code=area_code, today=today)
    scope = find_scope(area_code=area_code, year=last.year, as_of=None, today=today)
    months = [month for month in months_of(last.year) if month <= max(last, last_finished_month(today))]
    areas = [scope.plan.area, *reporting_areas(scope.plan)]
    return {"plan": scope.plan, "year": last.year, "month": last, "months": months[::-1], "areas": areas}
