"""Loads actions, tasks, commitments, and their demo reports and counts: check first, then load."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from actions.models import (
    Action,
    ActionOfNode,
    Commitment,
    CommitmentOfOutcome,
    GoalOfAction,
    Task,
    TaskOfOutcome,
)
from actions.services import plan_reports
from actions.services import plan_schema as schema
from targets.models import Goal, Node, Outcome, Plan
from targets.services.fixture_files import Batch, Problem, Record, items_of, key_of, keys_of
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, note_left, since, sync, sync_links
from targets.services.plan import Parts, closed_plans, known_plans, unknown

_NESTED = {"nodes", "goals", "tasks", "commitments"}


def check(batch: Batch) -> list[Problem]:
    """The faults that only show beside other records and the database. A fixed number of queries; writes nothing."""
    plans, closed = known_plans(batch), closed_plans()
    problems: list[Problem] = []
    for record, raw in batch.raw("actions_of"):
        key = key_of("actions_of", raw)
        if key in closed:
            problems.append(record.problem("year", "the year is closed; reopen it with reopen_year first"))
        if key and key in plans:
            problems += _check_actions(record, raw, plans[key])
        elif key:
            problems.append(record.problem("year", f"there is no plan of {key[0]} for {key[1]}"))
    return problems + list(plan_reports.check(batch))


def _check_actions(record: Record, raw: dict[str, Any], parts: Parts) -> Iterator[Problem]:
    slugs = Counter(slug for action in items_of(raw, "actions") for slug in keys_of(action, "commitments"))
    for action in items_of(raw, "actions"):
        part = f"action {action.get('number')}"
        yield from unknown(record, part, action, "nodes", parts.nodes)
        yield from unknown(record, part, action, "goals", parts.goals)
        for task in items_of(action, "tasks"):
            yield from unknown(record, f"{part}, task {task.get('number')}", task, "outcomes", parts.outcomes)
        for commitment in items_of(action, "commitments"):
            below = f"{part}, commitment {commitment.get('slug')}"
            yield from unknown(record, below, commitment, "outcomes", parts.outcomes)
            if (key := key_of("commitments", commitment)) and slugs[key[0]] > 1:
                yield record.problem("slug", "is given twice in the plan", part=below)


@dataclass
class Family:
    """The rows of one plan by their natural keys; links are made between them."""

    nodes: dict[Key, Node]
    outcomes: dict[Key, Outcome]
    goals: dict[Key, Goal]
    actions: dict[Key, Action] = field(default_factory=dict)
    tasks: dict[Key, Task] = field(default_factory=dict)
    commitments: dict[Key, Commitment] = field(default_factory=dict)


def load(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Write the checked records. To be called in a transaction; some twenty queries for a plan, whatever its size."""
    for record, data in batch.data("actions_of", schema.ActionsOf):
        plan = Plan.objects.get(area__code=data.area, year=data.year)
        _load_actions(record, data, plan, stamp.of(record.file), since(data.in_force_on, stamp.now), report)
    plan_reports.load(batch, stamp=stamp, report=report)


def _load_actions(
    record: Record,
    data: schema.ActionsOf,
    plan: Plan,
    stamp: dict[str, Any],
    first: dict[str, Any],
    report: Report,
) -> None:
    of: Key = (data.area, data.year)
    family = Family(
        {(*of, row.number): row for row in plan.nodes.all()},
        {(*of, row.number): row for row in plan.outcomes.all()},
        {(*of, row.indicator.slug): row for row in plan.goals.select_related("indicator")},
    )
    actions: dict[Key, Action] = {(*of, row.number): row for row in Action.objects.filter(plan=plan)}
    wanted: dict[Key, Wanted] = {
        (*of, action.number): Wanted({"plan_id": plan.pk} | action.model_dump(exclude=_NESTED))
        for action in data.actions
    }
    note_left(report, "action", actions, wanted)
    family.actions = sync(report, "action", Action, actions, wanted)
    _load_tasks(of, data, plan, family, stamp, first, report)
    _load_commitments(of, data, plan, family, stamp, first, report)
    _load_action_links(of, data, family, report)
    _load_outcome_links(of, data, family, report)


def _load_tasks(
    of: Key,
    data: schema.ActionsOf,
    plan: Plan,
    family: Family,
    stamp: dict[str, Any],
    first: dict[str, Any],
    report: Report,
) -> None:
    rows = Task.objects.filter(action__plan=plan).select_related("action")
    tasks: dict[Key, Task] = {(*of, row.action.number, row.number): row for row in rows}
    wanted: dict[Key, Wanted] = {
        (*of, action.number, task.number): Wanted(
            {"action_id": family.actions[*of, action.number].pk} | task.model_dump(exclude={"outcomes"}), stamp, first
        )
        for action in data.actions
        for task in action.tasks
    }
    note_left(report, "task", tasks, wanted)
    family.tasks = sync(report, "task", Task, tasks, wanted)


def _load_commitments(
    of: Key,
    data: schema.ActionsOf,
    plan: Plan,
    family: Family,
    stamp: dict[str, Any],
    first: dict[str, Any],
    report: Report,
) -> None:
    """A commitment is named within the plan, so that it may move to another action and keep its counts."""
    rows = Commitment.objects.filter(action__plan=plan)
    commitments: dict[Key, Commitment] = {(*of, row.slug): row for row in rows}
    wanted: dict[Key, Wanted] = {
        (*of, new.slug): Wanted(
            {"action_id": family.actions[*of, action.number].pk} | new.model_dump(exclude={"outcomes"}), stamp, first
        )
        for action in data.actions
        for new in action.commitments
    }
    note_left(report, "commitment", commitments, wanted)
    family.commitments = sync(report, "commitment", Commitment, commitments, wanted)


def _load_action_links(of: Key, data: schema.ActionsOf, family: Family, report: Report) -> None:
    to_nodes: dict[Key, Wanted] = {}
    to_goals: dict[Key, Wanted] = {}
    for action in data.actions:
        row = family.actions[*of, action.number]
        for node in action.nodes:
            values = {"action_id": row.pk, "node_id": family.nodes[*of, node.number].pk}
            to_nodes[*of, action.number, node.number] = Wanted(values | node.model_dump(exclude={"number"}))
        for goal in action.goals:
            values = {"action_id": row.pk, "goal_id": family.goals[*of, goal.slug].pk}
            to_goals[*of, action.number, goal.slug] = Wanted(values | goal.model_dump(exclude={"slug"}))
    named = Q(action__in=[family.actions[*of, action.number].pk for action in data.actions])
    node_links = ActionOfNode.objects.filter(named).select_related("action", "node")
    goal_links = GoalOfAction.objects.filter(named).select_related("action", "goal__indicator")
    old_nodes: dict[Key, ActionOfNode] = {(*of, row.action.number, row.node.number): row for row in node_links}
    old_goals: dict[Key, GoalOfAction] = {(*of, row.action.number, row.goal.indicator.slug): row for row in goal_links}
    sync_links(report, "node of action", ActionOfNode, old_nodes, to_nodes)
    sync_links(report, "goal of action", GoalOfAction, old_goals, to_goals)


def _load_outcome_links(of: Key, data: schema.ActionsOf, family: Family, report: Report) -> None:
    """What shows an outcome: the links of the tasks and commitments that the file names."""
    tasks: dict[Key, Wanted] = {}
    commitments: dict[Key, Wanted] = {}
    named_tasks, named_commitments = [], []
    for action in data.actions:
        for task in action.tasks:
            row = family.tasks[*of, action.number, task.number]
            named_tasks.append(row.pk)
            for link in task.outcomes:
                values = {"task_id": row.pk, "outcome_id": family.outcomes[*of, link.number].pk}
                key = (*of, action.number, task.number, link.number)
                tasks[key] = Wanted(values | link.model_dump(exclude={"number"}))
        for commitment in action.commitments:
            promised = family.commitments[*of, commitment.slug]
            named_commitments.append(promised.pk)
            for link in commitment.outcomes:
                values = {"commitment_id": promised.pk, "outcome_id": family.outcomes[*of, link.number].pk}
                commitments[*of, commitment.slug, link.number] = Wanted(values | link.model_dump(exclude={"number"}))
    task_links = TaskOfOutcome.objects.filter(task__in=named_tasks).select_related("task__action", "outcome")
    commitment_links = CommitmentOfOutcome.objects.filter(commitment__in=named_commitments)
    old_tasks: dict[Key, TaskOfOutcome] = {
        (*of, row.task.action.number, row.task.number, row.outcome.number): row for row in task_links
    }
    old_commitments: dict[Key, CommitmentOfOutcome] = {
        (*of, row.commitment.slug, row.outcome.number): row
        for row in commitment_links.select_related("commitment", "outcome")
    }
    sync_links(report, "outcome of task", TaskOfOutcome, old_tasks, tasks)
    sync_links(report, "outcome of commitment", CommitmentOfOutcome, old_commitments, commitments)
