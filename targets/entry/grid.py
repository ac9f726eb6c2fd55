"""The inputs of an entry page as a grid: what a block from a spreadsheet is laid upon."""

from collections.abc import Iterable
from itertools import groupby

from targets.entry.cell import Cell, asks_for_month, typed
from targets.entry.paste import Grid, Line, Place
from targets.entry.rows import asked_fields, is_due
from targets.periods import Month, months_of
from targets.queries.entry import Record, Sheet, is_by_areas
from targets.sheets.columns import squeezed
from targets.texts import Text

MOST_FIELDS = 2  # of a cell of the year; the month by itself, beside a total, is typed on the month's page


def grid_of(sheet: Sheet) -> Grid:
    """The page's inputs, in the order in which the page has them."""
    return _month_grid(sheet, sheet.month) if sheet.month else _year_grid(sheet)


def has_cell(record: Record) -> bool:
    """Whether a year's page has inputs there: what is due and over, and what has text although it is not due."""
    return is_due(record) or record.draft is not None or not Cell.of(record.figure).is_blank


def fields_of(record: Record) -> list[tuple[str, Text, Text]]:
    """The inputs of the record's row on the month's page: name, label, unit."""
    rule = record.indicator.as_rule()
    with_month = asks_for_month(rule) or bool(typed(rule, Cell.of(record.figure)).month_numerator)
    return asked_fields(rule, with_month=with_month)


def is_alone(sheet: Sheet) -> bool:
    """Whether the columns of a year's page are the areas of one goal."""
    areas = {one.slot.area.pk for one in sheet.records}
    return len(areas) > 1 and len({one.goal.pk for one in sheet.records}) == 1


def _year_grid(sheet: Sheet) -> Grid:
    columns = [sheet.records[start : start + 12] for start in range(0, len(sheet.records), 12)]
    lines = tuple(
        Line(
            tuple(place for column in columns for place in _places(column[at], MOST_FIELDS, has=has_cell(column[at]))),
            month=month,
        )
        for at, month in enumerate(months_of(sheet.scope.year))
    )
    heads = tuple(names for column in columns for names in _heads(column[0], alone=is_alone(sheet)))
    return Grid(lines, sheet.scope.year, heads=heads)


def _month_grid(sheet: Sheet, month: Month) -> Grid:
    """What is due first, then the rest, each goal's areas together."""
    order = [one for due in (True, False) for one in sheet.records if is_due(one) is due]
    lines: list[Line] = []
    for _, group in groupby(order, key=lambda one: (is_due(one), one.goal.pk)):
        for record in group:
            places = tuple(_places(record, None, has=True))
            lines.append(Line(places, names=_row_names(record), part=int(is_due(record))))
    return Grid(tuple(lines), month.year, month=month)


def _places(record: Record, most: int | None, *, has: bool) -> list[Place | None]:
    names = [name for name, _, _ in fields_of(record)][:most]
    return [Place(record.key, name) if has else None for name in names]


def _row_names(record: Record) -> frozenset[str]:
    """What the row of a month's page is called: by its area where the areas report, with the goal before it or not."""
    goal = _goal_names(record)
    if not is_by_areas(record.goal):
        return _squeezed(goal)
    area = _area_names(record)
    return _squeezed([*area, *(f"{of}{name}" for of in goal for name in area)])


def _heads(record: Record, *, alone: bool) -> list[frozenset[str]]:
    """What each column of the goal or area may be called; its own name alone is the first one's."""
    unit = record.indicator.as_rule().unit
    own = _area_names(record) if alone else _goal_names(record)
    own = [*own, *(name.split()[0] for name in own if " " in name)]  # PM2.5 平均浓度
    own = [*own, *(f"{name}{of}" for name in own for of in (unit.zh, unit.en))]
    found = []
    for at, (name, label, _) in enumerate(fields_of(record)[:MOST_FIELDS]):
        labels = (label.zh, label.en)
        told = [f"{of}{what}" for of in own for what in (name, *labels)]
        found.append(_squeezed([*told, *labels, *(own if at == 0 else ())]))
    return found


def _goal_names(record: Record) -> list[str]:
    indicator = record.indicator
    return [indicator.slug, *(text for name in (indicator.short, indicator.name) for text in (name.zh, name.en))]


def _area_names(record: Record) -> list[str]:
    area = record.slot.area
    return [area.code, area.name.zh, area.name.en]


def _squeezed(names: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(squeezed, names)))
