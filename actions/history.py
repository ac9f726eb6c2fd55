"""Who changed what of an action's tasks and commitments, newest first, from the database's own record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from actions.deadlines import ReportedState
from actions.models import Commitment, CommitmentCount, Task, TaskReport
from actions.sentences import STATE_WORDS
from targets.numbers import write_number
from targets.queries.history import Change
from targets.queries.moments import Moment, events_of, until
from targets.texts import Text

MOST = 20
NOTHING, DELETED = Text("", ""), Text("已删除", "deleted")
_DELETE = "delete"


@dataclass(frozen=True)
class History:
    """The newest changes, and how many older ones are on record."""

    changes: list[Change]
    older: int


def history_of(action_id: int, *, up_to: date, whole: bool, moment: Moment | None = None) -> History:
    """The record of the action's tasks and commitments. At most four queries, whatever its length.

    ``up_to``: reports and counts of later days are left out, as a page shows nothing dated after its day.
    """
    tasks = list(_events(Task, moment).filter(action=action_id))
    commitments = list(_events(Commitment, moment).filter(action=action_id))
    reports = _events(TaskReport, moment).filter(task__in=_ids(tasks), reported_on__lte=up_to)
    counts = _events(CommitmentCount, moment).filter(commitment__in=_ids(commitments), counted_on__lte=up_to)
    changes = [
        *_parts(tasks, _task_name, _task_fields),
        *_parts(commitments, _commitment_name, _commitment_fields),
        *_reports(reports, {event.pgh_obj_id: event for event in tasks}),
        *_counts(counts, {event.pgh_obj_id: event for event in commitments}),
    ]
    changes.sort(key=lambda change: change.at)
    changes.reverse()
    shown = changes if whole else changes[:MOST]
    return History(shown, len(changes) - len(shown))


def _events(model: type[Model], moment: Moment | None) -> QuerySet[Any]:
    return events_of(model).filter(until(moment)).order_by("pgh_id").select_related("changed_by")


def _ids(events: Iterable[Any]) -> set[int]:
    return {event.pgh_obj_id for event in events}


def _parts(events: Iterable[Any], name: Any, fields: Any) -> list[Change]:
    """Changes of tasks or commitments themselves: of each, only the fields that differ from before."""
    before: dict[int, list[Text]] = {}
    changes = []
    for event in events:
        new, old = fields(event), before.get(event.pgh_obj_id)
        before[event.pgh_obj_id] = new
        if event.pgh_label == _DELETE:
            changes.append(_change(event, name(event), _joined(new), DELETED))
        elif old is None:
            changes.append(_change(event, name(event), NOTHING, _joined(new)))
        elif differing := [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]:
            was, now = zip(*differing, strict=True)
            changes.append(_change(event, name(event), _joined(was), _joined(now)))
    return changes


def _reports(events: Iterable[Any], tasks: dict[int, Any]) -> list[Change]:
    """Each report beside what it replaced: the day's own, or else the latest of an earlier day."""
    standing: dict[int, dict[date, Text]] = {}
    changes = []
    for event in events:
        days = standing.setdefault(event.task_id, {})
        known = [day for day in days if day <= event.reported_on]
        old, new = days[max(known)] if known else NOTHING, _progress(event)
        what = _dated(_task_name(tasks[event.task_id]), event.reported_on)
        if event.pgh_label == _DELETE:
            days.pop(event.reported_on, None)
            changes.append(_change(event, what, new, DELETED))
        else:
            days[event.reported_on] = new
            changes.append(_change(event, what, old, new))
    return changes


def _counts(events: Iterable[Any], commitments: dict[int, Any]) -> list[Change]:
    """Each count with the total before and after it, in the order in which they were recorded."""
    totals: dict[int, Decimal] = {}
    amounts: dict[int, Decimal] = {}
    changes = []
    for event in events:
        old = totals.get(event.commitment_id, Decimal(0))
        amount = Decimal(0) if event.pgh_label == _DELETE else event.amount
        new = old - amounts.get(event.pgh_obj_id, Decimal(0)) + amount
        totals[event.commitment_id], amounts[event.pgh_obj_id] = new, amount
        commitment = commitments[event.commitment_id]
        what = _dated(_commitment_name(commitment), event.counted_on)
        changes.append(_change(event, what, _total(old, commitment), _total(new, commitment)))
    return changes


def _change(event: Any, what: Text, old: Text, new: Text) -> Change:
    return Change(
        at=event.changed_at,
        who=event.changed_by.get_username() if event.changed_by else "",
        what=what,
        old=old,
        new=new,
        origin="",
        reason=event.reason,
        note="",  # a report's or a count's note is the reason of its change
    )


def _task_name(event: Any) -> Text:
    return Text(f"任务 {event.number}", f"Task {event.number}")


def _commitment_name(event: Any) -> Text:
    return Text(event.title_zh, event.title_en)


def _dated(name: Text, day: date) -> Text:
    return Text(f"{name.zh} · {day}", f"{name.en} · {day}")


def _progress(event: Any) -> Text:
    state = STATE_WORDS[ReportedState(event.state)]
    return Text(f"{event.progress} % {state.zh}", f"{event.progress} % {state.en}")


def _total(amount: Decimal, commitment: Any) -> Text:
    written = write_number(amount)
    return Text(f"{written} {commitment.unit_zh}", f"{written} {commitment.unit_en}")


def _task_fields(event: Any) -> list[Text]:
    return [Text(event.title_zh, event.title_en), Text(event.owner_zh, event.owner_en), *_term(event)]


def _commitment_fields(event: Any) -> list[Text]:
    return [Text(event.title_zh, event.title_en), _total(event.target, event), *_term(event)]


def _term(event: Any) -> list[Text]:
    sample = Text("示例日期", "sample dates") if event.dates_are_sample else Text("正式日期", "given dates")
    start_on, due_on = event.start_on or "—", event.due_on or "—"
    return [Text(f"{start_on} 起", f"from {start_on}"), Text(f"{due_on} 止", f"due {due_on}"), sample]


def _joined(parts: Iterable[Text]) -> Text:
    listed = list(parts)
    return Text("；".join(part.zh for part in listed), "; ".join(part.en for part in listed))
