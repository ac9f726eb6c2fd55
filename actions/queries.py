"""The actions of a plan with what is on record of them as of a day, gathered in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from actions.deadlines import CommitmentReading, ReportedState, TaskReading
from actions.journal import journal_of
from actions.models import (
    Action,
    ActionOfNode,
    Commitment,
    CommitmentCount,
    CommitmentOfOutcome,
    GoalOfAction,
    NoteAttachment,
    Task,
    TaskOfOutcome,
    TaskReport,
)
from actions.pages import ActionPage, Row, ServedGoal
from actions.series import monthly
from actions.states import ActionState, CommitmentLine, Membership, PlanActions, TaskLine
from targets.models import Node, Outcome
from targets.models.plan import Link
from targets.periods import judged_on
from targets.queries.moments import Moment, as_rows, rows
from targets.queries.plan import Outside, Scope, goal_states
from targets.texts import Text

__all__ = ["ActionState", "PlanActions", "actions_of", "actions_of_plan"]


def actions_of(scope: Scope, *, number: int | None = None) -> PlanActions:
    """The plan's actions (or the one of that number) as the scope sees them; queries as ``actions_of_plan``."""
    on = judged_on(scope.as_of, scope.today)
    return actions_of_plan(scope.plan.pk, scope.year, on, number=number, moment=scope.moment)


def actions_of_plan(
    plan_id: int, year: int, on: date, *, number: int | None = None, moment: Moment | None = None
) -> PlanActions:
    """The plan's actions in order (or the one of that number) as of the end of the day, as on record at the moment.

    Seven queries, whatever the number of actions, tasks, reports and counts; nothing dated after the day is read.
    """
    chosen = Action.objects.filter(plan=plan_id).order_by("number")
    actions = list(chosen if number is None else chosen.filter(number=number))
    keys = [action.pk for action in actions]
    part = _Part(plan_id, year, keys, moment)
    tasks, commitments = _task_lines(part, on), _commitment_lines(part, on)
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
                year=year,
                on=on,
                tasks=tuple(tasks[action.pk]),
                commitments=tuple(commitments[action.pk]),
                nodes=tuple(nodes[action.pk]),
            )
            for action in actions
        ],
        on,
    )


def find_action(scope: Scope, number: int) -> ActionPage:
    """The plan's action of that number; Outside if it has none.

    Thirteen queries, two more where areas report any goal of the plan.
    """
    found = actions_of(scope, number=number).actions
    if not found:
        raise Outside(Text("计划中没有这项行动。", "The plan has no such action."))
    (action,) = found
    journal = journal_of(action, up_to=scope.seen_until, moment=scope.moment)
    seen = min(action.on, scope.today)
    return ActionPage(
        action=action,
        goals=_served(action, scope),
        tasks=tuple(
            Row(line, journal.newer.get(line.anchor), monthly(journal.progress.get(line.pk, []), scope.year, seen))
            for line in action.tasks
        ),
        commitments=tuple(Row(line, journal.newer.get(line.anchor)) for line in action.commitments),
        journal=journal,
    )


def _served(action: ActionState, scope: Scope) -> tuple[ServedGoal, ...]:
    """The goals that the action serves, with their lamps. Three queries; two more where areas report any goal."""
    states = {state.goal.pk: state for state in goal_states(scope)}
    links = GoalOfAction.objects.filter(action=action.pk, goal__in=states).order_by("goal__order", "id")
    return tuple(
        ServedGoal(
            slug=states[link.goal_id].goal.indicator.slug,
            name=states[link.goal_id].goal.indicator.short,
            stated=link.stated,
            reason=link.reason,
            status=states[link.goal_id].evaluation.status,
            headline=states[link.goal_id].evaluation.sentences.headline,
        )
        for link in links
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


def find_file(scope: Scope, number: int, pk: int) -> NoteAttachment:
    """A file beside a note of the plan's action that was not taken away; 404 otherwise. One query."""
    of_report = Q(report__task__action__plan=scope.plan, report__task__action__number=number)
    of_count = Q(count__commitment__action__plan=scope.plan, count__commitment__action__number=number)
    found = NoteAttachment.objects.filter(of_report | of_count, pk=pk, removed=False).first()
    if found is None:
        raise Outside(Text("没有这个文件，或已被移除。", "There is no such file, or it was taken away."))
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


@dataclass(frozen=True)
class _Part:
    """Some actions of a plan, as on record at a moment. A task or commitment may since have moved to another one."""

    plan: int
    year: int
    actions: list[int]
    moment: Moment | None

    @property
    def tasks(self) -> QuerySet[Any]:
        found = rows(Task, self.moment, Q(action__plan=self.plan)).filter(action__in=self.actions)
        return found.order_by("action_id", "number")

    @property
    def commitments(self) -> QuerySet[Any]:
        found = rows(Commitment, self.moment, Q(action__plan=self.plan)).filter(action__in=self.actions)
        return found.order_by("action_id", "slug")

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
        lines[task.action_id].append(_task_line(task, reports.get(task.pk), outcomes[task.pk], part.year, on))
    return lines


def _task_line(task: Task, report: TaskReport | None, outcomes: list[Membership], year: int, on: date) -> TaskLine:
    return TaskLine(
        pk=task.pk,
        number=task.number,
        title=task.title,
        owner=task.owner,
        dates_are_sample=task.dates_are_sample,
        reading=task_reading(task, report),
        year=year,
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
        lines[commitment.action_id].append(
            _commitment_line(commitment, row.done, outcomes[commitment.pk], part.year, on)
        )
    return lines


def _commitment_line(
    commitment: Commitment, done: Decimal | None, outcomes: list[Membership], year: int, on: date
) -> CommitmentLine:
    return CommitmentLine(
        pk=commitment.pk,
        slug=commitment.slug,
        title=commitment.title,
        unit=commitment.unit,
        dates_are_sample=commitment.dates_are_sample,
        reading=CommitmentReading(commitment.target, done, commitment.start_on, commitment.due_on),
        year=year,
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
