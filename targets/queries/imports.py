"""What an import needs to know before it touches anything, and what its pages show."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from targets.entry.cell import Cell
from targets.entry.told import numbers, value_text
from targets.evaluation.model import MonthFigure
from targets.models import Area, Figure, Goal, Indicator, Plan, Review, RowState, StagedRow, Upload, UploadState
from targets.periods import Month
from targets.queries.access import Access
from targets.queries.reopenings import Leave, leaves
from targets.queries.slots import Slot, areas_of, slot_of
from targets.sheets.columns import squeezed
from targets.sheets.meaning import Asked, Key, Known
from targets.texts import Text

PAGE = 50
SHOWN_UPLOADS = 10
SILENT_SECONDS = 180  # without a sign of life, the process that worked on an upload is taken for dead


def find_known(*, area: int | None = None, year: int | None = None, month: Month | None = None) -> Known:
    """The names of areas and indicators, and how each indicator is read. Two queries."""
    areas: dict[str, set[int]] = {}
    for one in Area.objects.order_by("id"):
        for name in (one.code, one.name_zh, one.name_en, f"{one.code} {one.name_zh}", f"{one.code} {one.name_en}"):
            areas.setdefault(squeezed(name), set()).add(one.pk)
    indicators: dict[str, set[int]] = {}
    asked: dict[int, Asked] = {}
    for indicator in Indicator.objects.order_by("id"):
        asked[indicator.pk] = Asked(indicator.as_rule(), indicator.whole_numbers)
        named = (indicator.name_zh, indicator.name_en, indicator.short_zh, indicator.short_en)
        for name in (indicator.slug, *named, *(f"{indicator.slug} {name}" for name in named)):
            indicators.setdefault(squeezed(name), set()).add(indicator.pk)
    return Known(_frozen(areas), _frozen(indicators), asked, area, year, month)


def _frozen(names: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {name: frozenset(ids) for name, ids in names.items() if name}


@dataclass
class Places:
    """Which places for figures there are, and what may be done there today, as far as a file asks for them."""

    access: Access
    today: date
    leaves: dict[Key, Leave]
    divisions: dict[int | None, list[Area]]  # that give figures of their own, by the area above
    goals: dict[tuple[int, int, int], tuple[Goal, Area, Plan]] = field(default_factory=dict)  # indicator, area, year
    plain: dict[tuple[int, Month], Slot] = field(default_factory=dict)
    learned: set[tuple[int, int]] = field(default_factory=set)  # indicator, year

    def learn(self, keys: Iterable[Key]) -> None:
        """Get to know the places of these keys, before `slot` is asked. One query where an indicator or year is new.

        Where several plans ask for the same figure, the one that closes first has the say.
        """
        wanted = {(indicator, month.year) for indicator, _, month in keys} - self.learned
        if not wanted:
            return
        asked = {indicator for indicator, _ in wanted}, {year for _, year in wanted}
        goals = Goal.objects.filter(indicator__in=asked[0], plan__year__in=asked[1])
        for goal in goals.select_related("plan__area", "indicator").order_by("id"):
            if (goal.indicator_id, goal.plan.year) in wanted:
                for area in areas_of(goal, goal.plan, self.divisions.get(goal.plan.area_id, [])):
                    place = goal.indicator_id, area.pk, goal.plan.year
                    known = self.goals.get(place)
                    if known is None or _closes(goal.plan) < _closes(known[2]):
                        self.goals[place] = goal, area, goal.plan
        self.learned |= wanted

    def slot(self, key: Key, figure: Figure | None) -> Slot | None:
        """The place of the key, with the figure that stands in it; None where no plan asks for one."""
        indicator, area_id, month = key
        found = self.goals.get((indicator, area_id, month.year))
        if found is None:
            return None
        goal, area, plan = found
        is_plain = (figure is None or figure.review != Review.RETURNED) and key not in self.leaves
        like = self.plain.get((goal.pk, month)) if is_plain else None
        if like is not None:  # the same term for each area: a long file asks for the same few of them
            may_enter = self.access.may_enter(indicator=indicator, area=area_id)
            return replace(like, area=area, may_enter=may_enter, key="")
        slot = slot_of(goal, area, month, figure, plan=plan, access=self.access, leaves=self.leaves, today=self.today)
        if is_plain:
            self.plain[goal.pk, month] = slot
        return slot


def _closes(plan: Plan) -> tuple[bool, int]:
    return plan.closes_after_days is None, plan.closes_after_days or 0


def find_places(access: Access, today: date) -> Places:
    """The places for figures, none of them learned yet. Two queries."""
    divisions: dict[int | None, list[Area]] = {}
    for area in Area.objects.filter(reports=True, parent__isnull=False).order_by("order", "code"):
        divisions.setdefault(area.parent_id, []).append(area)
    return Places(access, today, leaves(today), divisions)


_AT = """
SELECT f.* FROM targets_figure f
JOIN unnest(%s::bigint[], %s::bigint[], %s::date[]) AS wanted (indicator, area, month)
ON f.indicator_id = wanted.indicator AND f.area_id = wanted.area AND f.month = wanted.month
ORDER BY f.indicator_id, f.area_id, f.month
"""


def figures_at(keys: Iterable[Key], *, lock: bool = False) -> dict[Key, Figure]:
    """The figures that stand there now; locked, in one order for all, until the transaction ends. One query."""
    listed = list(keys)
    columns = [key[0] for key in listed], [key[1] for key in listed], [key[2].first_on for key in listed]
    rows = Figure.objects.raw(_AT + ("FOR UPDATE OF f" if lock else ""), [list(column) for column in columns])
    return {(row.indicator_id, row.area_id, Month.of(row.month)): row for row in rows}


_HISTORY = """
SELECT f.indicator_id, f.area_id, f.month, f.numerator, f.denominator, f.month_numerator, f.month_denominator,
f.half_unit FROM targets_figure f JOIN unnest(%s::bigint[], %s::bigint[]) AS wanted (indicator, area)
ON f.indicator_id = wanted.indicator AND f.area_id = wanted.area WHERE f.numerator IS NOT NULL ORDER BY f.id
"""


def history_of(series: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[MonthFigure]]:
    """Every month on record of some indicators and areas, for what is odd beside them. One query."""
    listed = list(series)
    found: dict[tuple[int, int], list[MonthFigure]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [[one[0] for one in listed], [one[1] for one in listed]])
        for indicator, area, month, top, bottom, own_top, own_bottom, half_unit in cursor:
            figure = MonthFigure(
                Month.of(month), top, bottom, month_numerator=own_top, month_denominator=own_bottom, half_unit=half_unit
            )
            found.setdefault((indicator, area), []).append(figure)
    return found


def uploads_of(user: Any) -> list[Upload]:
    """The user's newest uploads. One query."""
    return list(Upload.objects.filter(user=user.pk)[:SHOWN_UPLOADS])


def find_upload(user: Any, pk: int) -> Upload | None:
    """One of the user's own uploads; None for anybody else's. One query."""
    return Upload.objects.filter(user=user.pk, pk=pk).select_related("user").first()


@dataclass(frozen=True)
class ShownRow:
    """One staged row beside what is on record now."""

    row: StagedRow
    figure: Figure | None

    @property
    def old(self) -> Text | None:
        """``29 / 31 = 93.55 %``; None where nothing is on record or the row names no figure."""
        return _told(Cell.of(self.figure), self.row)

    @property
    def new(self) -> Text | None:
        return _told(Cell.of(self.row), self.row)

    @property
    def old_note(self) -> str:
        """The note on record that the row's would replace; empty where it stays."""
        is_change = self.row.state in (RowState.CHANGED, RowState.CORRECTION)
        return self.figure.note if is_change and self.figure and self.figure.note != self.row.note else ""

    @property
    def month(self) -> str:
        return "" if self.row.month is None else str(Month.of(self.row.month))

    @property
    def said(self) -> tuple[Text, ...]:
        """What is wrong with it, and what is odd."""
        return tuple(Text(zh, en) for _, zh, en in [*self.row.problems, *self.row.oddities])

    @property
    def is_stale(self) -> bool:
        """Somebody changed the figure since the check."""
        return self.row.state != RowState.ERROR and (self.figure.version if self.figure else 0) != self.row.version


def _told(cell: Cell, row: StagedRow) -> Text | None:
    if cell.is_blank or row.indicator is None:
        return None
    value, told = value_text(cell, row.indicator.as_rule()), numbers(cell)
    return Text(told, told) if value is None else Text(f"{told} = {value.zh}", f"{told} = {value.en}")


def rows_of(upload: Upload, state: str) -> QuerySet[StagedRow]:
    """The upload's rows in a state, or ``odd`` ones; every row that changes something for an unknown word."""
    rows = StagedRow.objects.filter(upload=upload).select_related("indicator", "area").order_by("number")
    if state == "odd":
        return rows.filter(is_odd=True)
    if state in RowState.values:
        return rows.filter(state=state)
    return rows.exclude(state__in=[RowState.UNCHANGED, RowState.LEFT])


def beside_record(rows: Iterable[StagedRow]) -> list[ShownRow]:
    """The rows with the figures on record now. One query."""
    listed = list(rows)
    keys = {key for row in listed if (key := key_of(row)) is not None}
    figures = figures_at(keys) if keys else {}
    return [ShownRow(row, figures.get(key) if (key := key_of(row)) else None) for row in listed]


def key_of(row: StagedRow) -> Key | None:
    """Whose figure of which month; None where the row does not tell."""
    if row.indicator_id is None or row.area_id is None or row.month is None:
        return None
    return row.indicator_id, row.area_id, Month.of(row.month)


def needs_reason(upload: Upload) -> bool:
    """Whether a correction in it has no reason of its own. One query."""
    return StagedRow.objects.filter(upload=upload, state=RowState.CORRECTION, correction="").exists()


def is_working(upload: Upload) -> bool:
    """Whether a process is to work on it or does."""
    return upload.state in (UploadState.WAITING, UploadState.CHECKING, UploadState.CONFIRMED, UploadState.APPLYING)


def is_silent(upload: Upload) -> bool:
    """Whether the process that works on it gave no sign of life for a while, by the database's clock. One query."""
    limit = Now() - timedelta(seconds=SILENT_SECONDS)
    return is_working(upload) and not Upload.objects.filter(pk=upload.pk, heartbeat_at__gte=limit).exists()
