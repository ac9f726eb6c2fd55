"""What changed of a plan's actions between two moments, replayed from the record; each step with its effect."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone

from actions.deadlines import CommitmentReading, TaskReading, action_status, is_late
from actions.models import Action, Commitment, CommitmentCount, Task, TaskReport
from actions.queries import task_reading
from actions.sentences_changes import ActionStep, Happening, Kind, Member, write_action_step
from targets.evaluation.changes import Cause
from targets.evaluation.model import Status
from targets.evaluation.sentences_changes import CAUSE_WORDS
from targets.periods import Month, default_as_of, judged_on
from targets.queries.changes import MOST_BATCHES, Told, months_between
from targets.queries.moments import DELETE, Moment, as_rows, states_between
from targets.queries.plan import Scope
from targets.texts import Text

REPORTED = Text("行动进展", "progress of an action")
DAY_PASSED = Text("日期推进", "a day passed")
MONTH_PASSED = CAUSE_WORDS[Cause.MONTH_PASSED]
_MODELS: dict[Kind, type[Model]] = {
    Kind.TASK: Task,
    Kind.REPORT: TaskReport,
    Kind.COMMITMENT: Commitment,
    Kind.COUNT: CommitmentCount,
}


@dataclass(frozen=True)
class ActionChange:
    """A step of one action, when it came and through whom."""

    at: datetime
    action: Action
    who: str
    step: ActionStep


@dataclass(frozen=True)
class ActionReplay:
    """The changes in the order of time, and each action's lamp after them. ``is_whole``: none was left out."""

    changes: list[ActionChange]
    lamps: dict[int, Status]  # by the action's number
    is_whole: bool


def tell(change: ActionChange) -> Told:
    """The change of an action in words."""
    step, action = change.step, change.action
    name = Text(f"{action.number} {action.name.zh}", f"{action.number} {action.name.en}")
    address = reverse("action", args=[action.number])
    passed = DAY_PASSED if step.is_of_a_day else MONTH_PASSED
    cause = passed if step.is_time_passed else REPORTED
    return Told(change.at, name, address, change.who, write_action_step(step), cause, step.before, step.after)


@dataclass
class _Ledger:
    """The rows of all actions as they stand in the middle of a replay."""

    year: int
    today: date
    rows: dict[Kind, dict[int, Any]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    _seen: dict[tuple[Kind, int], int] = field(default_factory=dict)

    def put(self, kind: Kind, event: Any) -> None:
        """What was written last stands, whatever its date."""
        if event.pgh_id <= self._seen.get((kind, event.pgh_obj_id), 0):
            return
        self._seen[kind, event.pgh_obj_id] = event.pgh_id
        if event.pgh_label == DELETE:
            self.rows[kind].pop(event.pgh_obj_id, None)
        else:
            (self.rows[kind][event.pgh_obj_id],) = as_rows(_MODELS[kind], [event])

    @property
    def on(self) -> date:
        """The day that boards look at by default."""
        return judged_on(default_as_of(self.year, self.today), self.today)

    def members(self) -> dict[int, list[Member]]:
        """The tasks of each action by their numbers, and its promises."""
        found: dict[int, list[Member]] = defaultdict(list)
        latest, counts = self._latest(), self._counts()
        for task in sorted(self.rows[Kind.TASK].values(), key=lambda one: (one.number, one.pk)):
            reading = task_reading(task, latest.get(task.pk))
            found[task.action_id].append(Member(task.title, reading, number=task.number))
        for one in sorted(self.rows[Kind.COMMITMENT].values(), key=lambda one: one.pk):
            done = sum(counts[one.pk]) if counts[one.pk] else None
            promise = CommitmentReading(one.target, done, one.start_on, one.due_on)
            found[one.action_id].append(Member(one.title, promise, unit=one.unit))
        return found

    def _latest(self) -> dict[int, TaskReport]:
        """The newest report of each task that counts on the boards' day."""
        latest: dict[int, TaskReport] = {}
        for report in self.rows[Kind.REPORT].values():
            known = latest.get(report.task_id)
            if report.reported_on <= self.on and (known is None or known.reported_on < report.reported_on):
                latest[report.task_id] = report
        return latest

    def _counts(self) -> dict[int, list[Any]]:
        counts: dict[int, list[Any]] = defaultdict(list)
        for count in self.rows[Kind.COUNT].values():
            if count.counted_on <= self.on:
                counts[count.commitment_id].append(count.amount)
        return counts


@dataclass(frozen=True)
class _Standing:
    """One action at a moment: its members, the lamp that its page shows, and how many tasks are late."""

    members: tuple[Member, ...]
    lamp: Status
    late: int


def _standings(ledger: _Ledger, actions: Iterable[int]) -> dict[int, _Standing]:
    members, on = ledger.members(), ledger.on
    found = {}
    for pk in actions:
        tasks = [one.reading for one in members[pk] if isinstance(one.reading, TaskReading)]
        promises = [one.reading for one in members[pk] if isinstance(one.reading, CommitmentReading)]
        late = sum(is_late(task, on) for task in tasks)
        found[pk] = _Standing(tuple(members[pk]), action_status(tasks, promises, on), late)
    return found


def replay_actions(scope: Scope, *, since: datetime, until: datetime, number: int | None = None) -> ActionReplay:
    """The steps after ``since`` up to ``until`` of the plan's actions (or the one). Five queries."""
    chosen = Action.objects.filter(plan=scope.plan.pk).order_by("number")
    actions = {one.pk: one for one in (chosen if number is None else chosen.filter(number=number))}
    ledger = _Ledger(scope.year, timezone.localtime(since).date())
    came: list[tuple[datetime, Kind, Any]] = [(at, Kind.CALENDAR, None) for at in _midnights(scope.year, since, until)]
    for kind, event in _events(scope, since, Moment(until, scope.recorded_until)):
        if event.changed_at <= since:
            ledger.put(kind, event)
        else:
            came.append((event.changed_at, kind, event))
    came.sort(key=lambda one: (one[0], list(Kind).index(one[1])))
    moments = [(at, list(group)) for at, group in groupby(came, key=lambda one: one[0])]
    skipped = moments[: max(0, len(moments) - MOST_BATCHES)]
    for _, group in skipped:
        for _, kind, event in group:
            if event is not None:
                ledger.put(kind, event)
    changes = _walk(moments[len(skipped) :], ledger, actions)
    ledger.today = timezone.localtime(until).date()
    lamps = {actions[pk].number: one.lamp for pk, one in _standings(ledger, actions).items()}
    return ActionReplay(changes, lamps, is_whole=not skipped)


def _midnights(year: int, since: datetime, until: datetime) -> list[datetime]:
    """Those after ``since`` up to ``until`` from which on terms are judged at another day."""
    first = Month(year, 1)
    days = [datetime.combine(first.first_on + timedelta(days=past), time()) for past in range(first.days)]
    each = [at for at in map(timezone.make_aware, days) if since < at <= until]
    return [*each, *months_between(year, since, until)]


def _events(scope: Scope, since: datetime, until: Moment) -> list[tuple[Kind, Any]]:
    """Four queries."""
    paths = {
        Kind.TASK: "action__plan",
        Kind.REPORT: "task__action__plan",
        Kind.COMMITMENT: "action__plan",
        Kind.COUNT: "commitment__action__plan",
    }
    return [
        (kind, event)
        for kind, path in paths.items()
        for event in states_between(_MODELS[kind], since, until, Q(**{path: scope.plan.pk}))
    ]


def _walk(
    moments: Iterable[tuple[datetime, list[tuple[datetime, Kind, Any]]]], ledger: _Ledger, actions: dict[int, Action]
) -> list[ActionChange]:
    """Everything of one action at one moment is one step."""
    changes = []
    before = _standings(ledger, actions)
    for at, group in moments:
        ledger.today = timezone.localtime(at).date()
        told: dict[int, list[Happening]] = defaultdict(list)
        people: dict[int, dict[str, None]] = defaultdict(dict)
        for _, kind, event in group:
            if event is None:
                continue
            action, happening = _happening(kind, event, ledger)
            ledger.put(kind, event)
            if action in actions and happening is not None:
                told[action].append(happening)
                people[action] |= {event.changed_by.get_username(): None} if event.changed_by else {}
        after = _standings(ledger, actions)
        for pk, action_row in actions.items():
            old, new = before[pk], after[pk]
            if told[pk] or old.lamp is not new.lamp:
                overdue, on = max(0, new.late - old.late), timezone.localtime(at).date()
                step = ActionStep(on, ledger.on, tuple(told[pk]), old.lamp, new.lamp, overdue, new.members)
                changes.append(ActionChange(at, action_row, ", ".join(people[pk]), step))
        before = after
    return changes


def _happening(kind: Kind, event: Any, ledger: _Ledger) -> tuple[int | None, Happening | None]:
    """Of which action an event is, and what it says; nothing where nothing that is judged or read changed."""
    is_gone, was = event.pgh_label == DELETE, ledger.rows[kind].get(event.pgh_obj_id)
    if kind in (Kind.TASK, Kind.COMMITMENT):
        name = Text(event.title_zh, event.title_en)
        return event.action_id, Happening(kind, name, is_new=was is None, is_gone=is_gone)
    if kind is Kind.REPORT:
        task = ledger.rows[Kind.TASK].get(event.task_id)
        if task is None or (was is not None and was.progress == event.progress and not is_gone):
            return None, None
        return task.action_id, Happening(
            kind, task.title, number=task.number, progress=event.progress, dated_on=event.reported_on,
            is_new=was is None, is_gone=is_gone,
        )  # fmt: skip
    promise = ledger.rows[Kind.COMMITMENT].get(event.commitment_id)
    if promise is None:
        return None, None
    return promise.action_id, Happening(
        kind, promise.title, amount=event.amount, unit=promise.unit, dated_on=event.counted_on,
        is_new=was is None, is_gone=is_gone,
    )  # fmt: skip
