"""Everything about one figure that helps to judge it: two years of it, its like in earlier years, and its record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.apps import apps

from targets.entry.cell import Cell, Raw, typed
from targets.entry.told import numbers, value_text
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.evaluation.phrases import month_name
from targets.models import Attachment, Figure
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.entry import Asked, Record, Sheet, find_sheet, find_year
from targets.queries.plan import Outside
from targets.queries.slots import Key
from targets.queries.sources import Place, sources_of
from targets.texts import Text

MONTHS = 24
MOST_STEPS = 60


class Act(StrEnum):
    """What somebody did to the figure."""

    ENTERED = "entered"
    CHANGED = "changed"
    CORRECTED = "corrected"  # over an approved value
    CLEARED = "cleared"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    NOTED = "noted"
    DELETED = "deleted"
    OTHER = "other"


@dataclass(frozen=True)
class Point:
    """One month of the figure. ``cell`` is blank where nothing is on record."""

    month: Month
    cell: Cell
    value: Fraction | None
    told: Text | None  # with its unit
    is_due: bool
    is_here: bool
    review: str
    origin: str

    @property
    def numbers(self) -> str:
        return numbers(self.cell)


@dataclass(frozen=True)
class Told:
    """A value as the record names it: ``29 / 31`` and what it makes; both empty for a blank."""

    numbers: str
    own: str  # of the month by itself, where that is kept
    value: Text | None


@dataclass(frozen=True)
class Step:
    """One entry of the record. ``old`` is None where nothing was there, or the value stayed."""

    act: Act
    at: datetime
    who: str
    old: Told | None
    new: Told | None
    origin: str
    correction: str
    reason: str
    sentence: str  # of a return
    note: str  # where it changed
    restore: Raw | None  # what to type to have this value again; None for the present one and for one named above


@dataclass(frozen=True)
class Panel:
    """What the side panel of one entry row shows."""

    sheet: Sheet
    record: Record
    mark: str  # of the row as it is on record
    points: tuple[Point, ...]  # the last 24 months, oldest first
    years: tuple[Point, ...]  # the same month of earlier years, newest first
    steps: tuple[Step, ...]
    has_more: bool
    sources: tuple[Attachment, ...]

    @property
    def month(self) -> Month:
        return self.record.slot.month

    @property
    def month_name(self) -> Text:
        return month_name(self.month)

    @property
    def here(self) -> Point:
        return self.points[-1]

    @property
    def place(self) -> Place:
        """The figure's place as its sources know it."""
        slot = self.record.slot
        scope = replace(self.sheet.scope, as_of=slot.month)
        return Place(scope, slot, Key.parse(slot.key), self.record.figure)

    @property
    def standing(self) -> Told | None:
        """The approved value that counts until a correction of it is approved."""
        figure = self.record.figure
        cell = figure.standing_cell if figure else None
        return None if cell is None else _told(cell, self.record.indicator.as_rule())


def find_panel(
    *, area_code: str, year: int, month: Month | None, key: str, today: date, access: Access, user: int
) -> Panel:
    """The panel of the cell that the month's page names so; of the year's page where ``month`` is None.

    Nine queries; Outside where there is no such cell, or its month is not over.
    """
    nothing = Outside(Text("没有这一项数据。", "There is no such figure."))
    try:
        asked = Asked(key=Key.parse(key))
    except ValueError:
        raise nothing from None
    if month is None:
        sheet = find_year(area_code=area_code, year=year, today=today, access=access, user=user, asked=asked)
    else:
        sheet = find_sheet(area_code=area_code, month=month, today=today, access=access, user=user, asked=asked)
    if not sheet.records:
        raise nothing
    return _panel(sheet, sheet.records[0])


def _panel(sheet: Sheet, record: Record) -> Panel:
    rule, figure, month = record.indicator.as_rule(), record.figure, record.slot.month
    steps, has_more = _steps(record, rule)
    return Panel(
        sheet=sheet,
        record=record,
        mark=typed(rule, Cell.of(figure), figure.note if figure else "").mark,
        points=_points(record, rule),
        years=tuple(
            _point(each.month, each, record, rule)
            for each in reversed(record.past)
            if each.month < month and each.month.number == month.number
        ),
        steps=steps,
        has_more=has_more,
        sources=tuple(sources_of(figure)),
    )


def _points(record: Record, rule: IndicatorRule) -> tuple[Point, ...]:
    here = record.slot.month
    known: dict[Month, MonthFigure | Figure] = {each.month: each for each in record.past}
    if record.figure is not None:
        known[here] = record.figure
    months = [here.plus(-back) for back in range(MONTHS - 1, -1, -1)]
    return tuple(_point(month, known.get(month), record, rule) for month in months)


def _point(month: Month, figure: MonthFigure | Figure | None, record: Record, rule: IndicatorRule) -> Point:
    cell = Cell.of(figure)
    return Point(
        month=month,
        cell=cell,
        value=cell.value(rule.scale),
        told=value_text(cell, rule),
        is_due=rule.frequency.is_due(month),
        is_here=month == record.slot.month,
        review=figure.review if figure else "",
        origin=figure.origin if figure else "",
    )


def _steps(record: Record, rule: IndicatorRule) -> tuple[tuple[Step, ...], bool]:
    """The newest entries of the figure's record, newest first, and whether there are more. One query."""
    place = {"indicator": record.goal.indicator_id, "area": record.slot.area.pk}
    events = list(
        apps.get_model("targets", "FigureEvent")
        ._default_manager.filter(**place, month=record.slot.month.first_on)
        .select_related("changed_by")
        .order_by("-pgh_id")[: MOST_STEPS + 1]
    )
    seen = {Cell.of(record.figure), Cell()}
    steps = []
    for place_in, event in enumerate(events[:MOST_STEPS]):
        before = events[place_in + 1] if place_in + 1 < len(events) else None
        if before is not None and before.pgh_label == "delete" and event.pgh_label != "delete":
            before = None  # given anew
        cell = Cell.of(event)
        restore = None if cell in seen else typed(rule, cell, event.note)
        seen.add(cell)
        steps.append(step_of(event, before, rule, restore))
    return tuple(steps), len(events) > MOST_STEPS


def step_of(event: Any, before: Any, rule: IndicatorRule, restore: Raw | None) -> Step:
    """One entry of the record from a figure's event and the one before it."""
    new, old = Cell.of(event), Cell.of(before)
    act = _act(event, before)
    is_value = act is Act.DELETED or new != old
    return Step(
        act=act,
        at=event.changed_at,
        who=event.changed_by.get_username() if event.changed_by else "",
        old=_told(old, rule) if is_value and before is not None and not old.is_blank else None,
        new=_told(new, rule) if is_value and act is not Act.DELETED else None,
        origin=event.origin if is_value else "",
        correction=event.correction if act is Act.CORRECTED else "",
        reason=event.reason if before is None or event.reason != before.reason or is_value else "",
        sentence=event.review_note if act is Act.RETURNED else "",
        note=event.note if before is None or event.note != before.note else "",
        restore=restore,
    )


def _act(event: Any, before: Any) -> Act:
    if event.pgh_label == "delete":
        return Act.DELETED
    cell, old = Cell.of(event), Cell.of(before)
    if cell != old:
        if cell.is_blank:
            return Act.CLEARED
        if before is None or old.is_blank:
            return Act.ENTERED
        return Act.CORRECTED if event.correction else Act.CHANGED
    if before is not None and event.review != before.review:
        known = {one.value: one for one in (Act.SUBMITTED, Act.APPROVED, Act.RETURNED)}
        return known.get(event.review, Act.OTHER)
    return Act.NOTED if before is None or event.note != before.note else Act.OTHER


def _told(cell: Cell, rule: IndicatorRule) -> Told:
    own = Cell(cell.month_numerator, cell.month_denominator)
    return Told(numbers(cell), numbers(own), value_text(cell, rule))


def series(points: Sequence[Point]) -> list[tuple[Month, Fraction | None, bool]]:
    """What the picture is drawn from: the numbers of the table."""
    return [(point.month, point.value, point.is_due) for point in points]
