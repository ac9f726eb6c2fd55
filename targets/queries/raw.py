"""The figures behind a goal as they were given, area by area, with their notes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from targets.evaluation.model import MonthFigure
from targets.evaluation.phrases import month_list, named
from targets.models import Area
from targets.periods import Month
from targets.queries.plan import GoalRecord, Scope
from targets.texts import Text, both_halves


@dataclass(frozen=True)
class RawFigure:
    """One figure that counts. ``source``: where it comes from, blank where nobody said."""

    code: str
    area: Text
    month: Month
    figure: MonthFigure
    note: str
    source: Text


def raw_figures(record: GoalRecord, scope: Scope) -> tuple[RawFigure, ...]:
    """Those of the plan's year up to the as-of month that count, by area and month. No query."""
    return tuple(raw for area in (scope.plan.area, *record.divisions) for raw in _of_area(record, scope, area))


def _of_area(record: GoalRecord, scope: Scope, area: Area) -> list[RawFigure]:
    found = []
    for row in record.rows[area.pk]:
        counted = row.counted(scope.today, counts_unapproved=scope.plan.counts_unapproved)
        if counted is not None and counted.month.year == scope.year:
            source = Text(row.source_zh, row.source_en)
            found.append(RawFigure(area.code, area.name, counted.month, counted, row.note, source))
    return found


def notes_by_month(figures: Sequence[RawFigure], city: str) -> list[tuple[str, Text]]:
    """(month as written, note) of the figures that have one; an area's note names the area, the city's does not."""
    return [
        (str(raw.month), both_halves(raw.note) if raw.code == city else _of(raw))
        for raw in sorted(figures, key=lambda raw: raw.month)
        if raw.note
    ]


@dataclass(frozen=True)
class Note:
    """A note as it was written, and the figures it stands on: months, of an area with its name."""

    text: str
    on: tuple[Text, ...]


def notes_of(figures: Sequence[RawFigure], city: str) -> tuple[Note, ...]:
    """Each note once, in the order of the figures; areas that have it on the same months are named together."""
    months: dict[tuple[str, str], list[RawFigure]] = defaultdict(list)
    for raw in figures:
        if raw.note:
            months[raw.note, raw.code].append(raw)
    alike: dict[str, dict[tuple[Month, ...], list[RawFigure]]] = defaultdict(lambda: defaultdict(list))
    for (note, _), listed in months.items():
        alike[note][tuple(raw.month for raw in listed)].append(listed[0])
    return tuple(
        Note(note, tuple(_on(when, [raw.area for raw in first if raw.code != city]) for when, first in groups.items()))
        for note, groups in alike.items()
    )


def _on(months: Sequence[Month], areas: Sequence[Text]) -> Text:
    when = month_list(months)
    if not areas:
        return when
    who = named(areas)
    return Text(f"{when.zh}（{who.zh}）", f"{when.en} ({who.en})")


def _of(raw: RawFigure) -> Text:
    note = both_halves(raw.note)
    return Text(f"{raw.area.zh}：{note.zh}", f"{raw.area.en}: {note.en}")
