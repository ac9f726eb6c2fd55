"""What was reported and counted of one action, day by day: the source of its notes and of each task's series."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from actions.deadlines import ReportedState
from actions.models import CommitmentCount, NoteAttachment, TaskReport
from actions.sentences import STATE_WORDS, newer_count_text, newer_report_text
from actions.states import ActionState, CommitmentLine, TaskLine
from targets.numbers import write_number
from targets.queries.moments import Moment, noting_gone, rows
from targets.texts import Text

_NOTHING = Text("", "")


@dataclass(frozen=True)
class File:
    """A file beside a note."""

    pk: int
    title: str
    size: int
    is_gone: bool  # taken away since the moment that the page shows


@dataclass(frozen=True)
class Entry:
    """A report or a count with its note. ``on``: the day it is about; ``at``: when it was put on record."""

    of: str  # the row's id in the page
    title: Text
    on: date
    at: datetime
    who: str
    old: Text  # what stood before; blank where nothing did
    new: Text
    note: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Journal:
    """All of an action up to a day. ``entries``: newest first."""

    entries: tuple[Entry, ...]
    progress: Mapping[int, list[tuple[date, int]]]  # of each task by its id, in the order of days
    newer: Mapping[str, Text]  # by the row's id: what came after the day that the page shows


def journal_of(action: ActionState, *, up_to: date, moment: Moment | None = None) -> Journal:
    """What is on record of the action of days up to the given one. Three queries, whatever its length."""
    reports = _reports(action, up_to, moment)
    counts = _counts(action, up_to, moment)
    files = _files(action, moment)
    entries = [*_report_entries(action.tasks, reports, files), *_count_entries(action.commitments, counts, files)]
    entries.sort(key=lambda entry: (entry.on, entry.at), reverse=True)
    progress = {pk: [(one.reported_on, one.progress) for one in listed] for pk, listed in reports.items()}
    return Journal(tuple(entries), progress, _newer(action, reports, counts))


def _reports(action: ActionState, up_to: date, moment: Moment | None) -> Mapping[int, list[Any]]:
    """The reports, or their states of the moment, which have the same fields."""
    on_record = rows(TaskReport, moment, Q(task__in=[line.pk for line in action.tasks]))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in on_record.filter(reported_on__lte=up_to).select_related("changed_by").order_by("task_id", "reported_on"):
        found[row.task_id].append(row)
    return found


def _counts(action: ActionState, up_to: date, moment: Moment | None) -> Mapping[int, list[Any]]:
    """The counts, or their states of the moment, which have the same fields."""
    on_record = rows(CommitmentCount, moment, Q(commitment__in=[line.pk for line in action.commitments]))
    chosen = on_record.filter(counted_on__lte=up_to).select_related("changed_by")
    found: dict[int, list[Any]] = defaultdict(list)
    for row in chosen.order_by("commitment_id", "counted_on", "id"):
        found[row.commitment_id].append(row)
    return found


_Files = Mapping[tuple[int | None, int | None], list[File]]  # by the report's and the count's id


def _files(action: ActionState, moment: Moment | None) -> _Files:
    on_record = rows(
        NoteAttachment,
        moment,
        Q(report__task__in=[line.pk for line in action.tasks])
        | Q(count__commitment__in=[line.pk for line in action.commitments]),
    )
    found: dict[tuple[int | None, int | None], list[File]] = defaultdict(list)
    for row in noting_gone(NoteAttachment, moment, on_record.filter(removed=False)).order_by("id"):
        found[row.report_id, row.count_id].append(File(row.id, row.title, row.size, row.is_gone))
    return found


def _report_entries(tasks: Iterable[TaskLine], reports: Mapping[int, list[Any]], files: _Files) -> Iterable[Entry]:
    for line in tasks:
        title = Text(f"{line.number} {line.title.zh}", f"{line.number} {line.title.en}")
        old = _NOTHING
        for row in reports.get(line.pk, []):
            state = STATE_WORDS[ReportedState(row.state)]
            new = Text(f"{row.progress} % {state.zh}", f"{row.progress} % {state.en}")
            beside = tuple(files.get((row.id, None), ()))
            yield Entry(line.anchor, title, row.reported_on, row.changed_at, _who(row), old, new, row.note, beside)
            old = Text(f"{row.progress} %", f"{row.progress} %")


def _count_entries(
    commitments: Iterable[CommitmentLine], counts: Mapping[int, list[Any]], files: _Files
) -> Iterable[Entry]:
    for line in commitments:
        total = Decimal(0)
        for row in counts.get(line.pk, []):
            old, total = total, total + row.amount
            was = _NOTHING if row is counts[line.pk][0] else _amount(old, line.unit)
            beside = tuple(files.get((None, row.id), ()))
            yield Entry(
                *(line.anchor, line.title, row.counted_on, row.changed_at, _who(row)),
                *(was, _amount(total, line.unit), row.note, beside),
            )


def _newer(action: ActionState, reports: Mapping[int, list[Any]], counts: Mapping[int, list[Any]]) -> dict[str, Text]:
    found = {}
    for task in action.tasks:
        later_reports = [row for row in reports.get(task.pk, []) if row.reported_on > action.on]
        if later_reports:
            found[task.anchor] = newer_report_text(later_reports[-1].progress, later_reports[-1].reported_on)
    for line in action.commitments:
        later = [row for row in counts.get(line.pk, []) if row.counted_on > action.on]
        if later:
            more = sum((row.amount for row in later), Decimal(0))
            found[line.anchor] = newer_count_text(more, line.unit, later[0].counted_on)
    return found


def _who(row: Any) -> str:
    return row.changed_by.get_username() if row.changed_by else ""


def _amount(amount: Decimal, unit: Text) -> Text:
    written = write_number(amount)
    return Text(f"{written} {unit.zh}", f"{written} {unit.en}")
