"""The actions of a plan with what is on record of them as of a day, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from actions.deadlines import CommitmentReading, ReportedState, TaskReading
from actions.models import (
    Action,
    ActionOfNode,
    Commitment,
    CommitmentCount,
    CommitmentOfOutcome,
    GoalOfAction,
    Task,
    TaskOfOutcome,
    TaskReport,
)
from actions.sentences import newer_count_text, newer_report_text
from actions.states import ActionState, CommitmentLine, Membership, PlanActions, TaskLine
from targets.models import Node, Outcome
from targets.models.plan import Link
from targets.periods import default_as_of
from targets.queries.moments import Moment, as_rows, rows
from targets.queries.plan import Outside, Scope
from targets.texts import Text

__all__ = ["ActionState", "PlanActions", "actions_of_plan"]


@dataclass(frozen=True)
class ServedGoal:
    """A goal that an action serves, and why."""

    slug: str
    name: Text
    stated: bool
    reason: Text


@dataclass(frozen=True)
class Row:
    """A task or commitment of the page. ``newer``: on the present board, what counts only from the next month on."""

    line: TaskLine | CommitmentLine
    newer: Text | None


@dataclass(frozen=True)
class ActionPage:
    """What the page of one action shows besides its history."""

    action: ActionState
    goals: tuple[ServedGoal, ...]
    tasks: tuple[Row, ...]
    commitments: tuple[Row, ...]

    def row(self, anchor: str | None) -> Row | None:
        """The row of that id, if the page has one."""
        return next((row for row in (*self.tasks, *self.commitments) if row.line.anchor == anchor), None)


def actions_of_plan(plan_id: int, on: date, *, number: int | None = None, moment: Moment | None = None) -> PlanActions:
    """The plan's actions in order (or the one of that number) as of the end of the day, as on record at the moment.

    Seven queries, whatever the number of actions, tasks, reports and counts; nothing dated after the day is read.
    """
    chosen = Action.objects.filter(plan=plan_id).order_by("number")
    actions = list(chosen if number is None else chosen.filter(number=number))
    keys = [action.pk for action in actions]
    tasks = _task_lines(_Part(plan_id, keys, moment), on)
    commitments = _commitment_lines(_Part(plan_id, keys, moment), on)
    nodes = _nodes(keys)
    return PlanActions(
        [
            ActionState(
                pk=action.pk,
                number=action.number,
                name=action.name,
                theme=action.theme,
                summary=action.summary,
                owner=action.owner,
                on=on,
                tasks=tuple(tasks[action.pk]),
                commitments=tuple(commitments[action.pk]),
                nodes=tuple(nodes[action.pk]),
            )
            for action in actions
        ]
    )


def find_action(scope: Scope, number: int) -> ActionPage:
    """The plan's action of that number; Outside if it has none. Ten queries."""
    found = actions_of_plan(scope.plan.pk, scope.as_of.last_on, number=number, moment=scope.moment).actions
    if not found:
        raise Outside(Text("计划中没有这项行动。", "The plan has no such action."))
    (action,) = found
    links = GoalOfAction.objects.filter(action=action.pk).select_related("goal__indicator")
    goals = tuple(
        ServedGoal(link.goal.indicator.slug, link.goal.indicator.short, link.stated, link.reason)
        for link in links.order_by("goal__order", "id")
    )
    # A page of an earlier month shows nothing that came after it.
    is_past = scope.as_of < default_as_of(scope.year, scope.today)
    up_to = action.on if is_past else scope.today
    reports, counts = _newer_reports(action, up_to, scope), _newer_counts(action, up_to, scope)
    return ActionPage(
        action,
        goals,
        tuple(Row(line, reports.get(line.pk)) for line in action.tasks),
        tuple(Row(line, counts.get(line.pk)) for line in action.commitments),
    )


def find_task(scope: Scope, number: int, task: int) -> Task:
    """The task of that number of the plan's action; Outside if there is none. One query."""
    chosen = Task.objects.filter(action__plan=scope.plan, action__number=number, number=task)
    found = chosen.select_related("action__plan").first()
    if found is None:
        raise Outside(Text("这项行动没有这一任务。", "The action has no such task."))
    return found


def find_commitment(scope: Scope, number: int, slug: str) -> Commitment:
    """The commitment of the plan's action; Outside if there is none. One query."""
    chosen = Commitment.objects.filter(action__plan=scope.plan, action__number=number, slug=slug)
    found = chosen.select_related("action__plan").first()
    if found is None:
        raise Outside(Text("这项行动没有这一承诺。", "The action has no such commitment."))
    return found


def report_to_edit(task: Task, on: date) -> TaskReport:
    """The task's report of the day; a new one like the latest before it where the day has none. One query."""
    found = TaskReport.objects.filter(task=task, reported_on__lte=on).order_by("-reported_on").first()
    if found is not None and found.reported_on == on:
        return found
    progress, state = (0, ReportedState.IN_PROGRESS.value) if found is None else (found.progress, found.state)
    return TaskReport(task=task, reported_on=on, progress=progress, state=state, version=0)


def counts_seen(commitment: Commitment) -> int:
    """How many counts the commitment has: the version that a form for the next one carries. One query."""
    return CommitmentCount.objects.filter(commitment=commitment).count()


def _newer_reports(action: ActionState, up_to: date, scope: Scope) -> dict[int, Text]:
    tasks = [line.pk for line in action.tasks]
    reports = rows(TaskReport, scope.moment, Q(task__in=tasks))
    newer = reports.filter(reported_on__gt=action.on, reported_on__lte=up_to)
    latest = newer.order_by("task_id", "-reported_on").distinct("task_id")
    return {report.task_id: newer_report_text(report.progress, report.reported_on) for report in latest}


def _newer_counts(action: ActionState, up_to: date, scope: Scope) -> dict[int, Text]:
    units = {line.pk: line.unit for line in action.commitments}
    given = rows(CommitmentCount, scope.moment, Q(commitment__in=list(units)))
    counts = given.filter(counted_on__gt=action.on, counted_on__lte=up_to)
    totals = counts.values("commitment_id").annotate(total=Sum("amount"), first_on=Min("counted_on")).order_by()
    return {
        row["commitment_id"]: newer_count_text(row["total"], units[row["commitment_id"]], row["first_on"])
        for row in totals
    }


@dataclass(frozen=True)
class _Part:
    """Some actions of a plan, as on record at a moment. A task or commitment may since have moved to another one."""

    plan: int
    actions: list[int]
    moment: Moment | None

    @property
    def tasks(self) -> QuerySet[Any]:
        found = rows(Task, self.moment, Q(action__plan=self.plan)).filter(action__in=self.actions)
        return found.order_by("action", "number")

    @property
    def commitments(self) -> QuerySet[Any]:
        found = rows(Commitment, self.moment, Q(action__plan=self.plan)).filter(action__in=self.actions)
        return found.order_by("action", "slug")

    def latest_reports(self, on: date) -> dict[int, Any]:
        """The latest report of each task up to the day, by the task's id. One query."""
        found = rows(TaskReport, self.moment, Q(task__action__plan=self.plan)).filter(reported_on__lte=on)
        latest = found.order_by("task_id", "-reported_on").distinct("task_id")
        return {report.task_id: report for report in latest}

    def counted(self, on: date) -> Subquery:
        """The sum of a commitment's counts up to the day."""
        found = rows(CommitmentCount, self.moment, Q(commitment__action__plan=self.plan))
        own = found.filter(commitment_id=OuterRef("id"), counted_on__lte=on).order_by().values("commitment_id")
        return Subquery(own.annotate(total=Sum("amount")).values("total"))


def _task_lines(part: _Part, on: date) -> Mapping[int, list[TaskLine]]:
    """By the action's id. Three queries."""
    reports = part.latest_reports(on)
    outcomes = _memberships(
        (link.task_id, link, link.outcome)
        for link in TaskOfOutcome.objects.filter(task__action__plan=part.plan, outcome__plan=F("task__action__plan"))
        .select_related("outcome")
        .order_by("outcome__number", "id")
    )
    lines: dict[int, list[TaskLine]] = defaultdict(list)
    for task in as_rows(Task, part.tasks):
        lines[task.action_id].append(_task_line(task, reports.get(task.pk), outcomes[task.pk], on))
    return lines


def _task_line(task: Task, report: TaskReport | None, outcomes: list[Membership], on: date) -> TaskLine:
    return TaskLine(
        pk=task.pk,
        number=task.number,
        title=task.title,
        owner=task.owner,
        dates_are_sample=task.dates_are_sample,
        reading=task_reading(task, report),
        on=on,
        note=report.note if report else "",
        outcomes=tuple(outcomes),
    )


def task_reading(task: Task, report: TaskReport | None) -> TaskReading:
    """The plain value that the core takes."""
    if report is None:
        return TaskReading(task.start_on, task.due_on)
    state = ReportedState(report.state)
    return TaskReading(task.start_on, task.due_on, Decimal(report.progress), state, report.reported_on)


def _commitment_lines(part: _Part, on: date) -> Mapping[int, list[CommitmentLine]]:
    """By the action's id. Two queries."""
    outcomes = _memberships(
        (link.commitment_id, link, link.outcome)
        for link in CommitmentOfOutcome.objects.filter(
            commitment__action__plan=part.plan, outcome__plan=F("commitment__action__plan")
        )
        .select_related("outcome")
        .order_by("outcome__number", "id")
    )
    lines: dict[int, list[CommitmentLine]] = defaultdict(list)
    counted = list(part.commitments.annotate(done=part.counted(on)))
    for commitment, row in zip(as_rows(Commitment, counted), counted, strict=True):
        lines[commitment.action_id].append(_commitment_line(commitment, row.done, outcomes[commitment.pk], on))
    return lines


def _commitment_line(
    commitment: Commitment, done: Decimal | None, outcomes: list[Membership], on: date
) -> CommitmentLine:
    return CommitmentLine(
        pk=commitment.pk,
        slug=commitment.slug,
        title=commitment.title,
        unit=commitment.unit,
        dates_are_sample=commitment.dates_are_sample,
        reading=CommitmentReading(commitment.target, done, commitment.start_on, commitment.due_on),
        on=on,
        outcomes=tuple(outcomes),
    )


def _nodes(actions: list[int]) -> Mapping[int, list[Membership]]:
    """By the action's id. One query."""
    links = (
        ActionOfNode.objects.filter(action__in=actions, node__plan=F("action__plan"))
        .select_related("node")
        .order_by("node__number", "id")
    )
    return _memberships((link.action_id, link, link.node) for link in links)


def _memberships(links: Iterable[tuple[int, Link, Outcome | Node]]) -> Mapping[int, list[Membership]]:
    """By the member's id: what it belongs to."""
    found: dict[int, list[Membership]] = defaultdict(list)
    for member_id, link, part in links:
        found[member_id].append(Membership(part.number, part.title, link.stated, link.reason))
    return found
