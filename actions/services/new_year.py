"""The key actions taken over into a new year: their structure, none of what was reported of them."""

from datetime import date

from actions.models import (
    Action,
    ActionOfNode,
    Commitment,
    CommitmentOfOutcome,
    GoalOfAction,
    Task,
    TaskOfOutcome,
)
from targets.cards import number
from targets.models import Aspect, PlanPart
from targets.points import moved_day
from targets.services.new_year import Copy, Ids, copied, put_links
from targets.texts import Text


def copy_actions(copy: Copy) -> None:
    """The actions, tasks and commitments with their links; days fall a year later. Twelve queries at most."""
    source = copy.source
    rows = list(Action.objects.filter(plan=source).order_by("number"))
    for row in rows:
        copy.ask_texts(PlanPart.ACTION, row.number, row, "name", "theme", "summary")
    texts = ("name", "theme", "summary")
    actions = copy.put("action", [(row, copied(row, plan_id=copy.plan.pk, **copy.moved(row, *texts))) for row in rows])
    tasks = _copy_tasks(copy, actions)
    commitments = _copy_commitments(copy, actions)
    of = {"action__plan": source}
    put_links(copy, ActionOfNode.objects.filter(**of).order_by("pk"), action_id=actions, node_id=copy.nodes)
    put_links(copy, GoalOfAction.objects.filter(**of).order_by("pk"), action_id=actions, goal_id=copy.goals)
    shown = TaskOfOutcome.objects.filter(task__action__plan=source).order_by("pk")
    promised = CommitmentOfOutcome.objects.filter(commitment__action__plan=source).order_by("pk")
    put_links(copy, shown, task_id=tasks, outcome_id=copy.outcomes)
    put_links(copy, promised, commitment_id=commitments, outcome_id=copy.outcomes)


def _copy_tasks(copy: Copy, actions: Ids) -> Ids:
    tasks = list(
        Task.objects.filter(action__plan=copy.source).select_related("action").order_by("action__number", "number")
    )
    for task in tasks:
        key = f"{task.action.number}.{task.number}"
        _ask_dates(copy, PlanPart.TASK, key, task)
        copy.ask_texts(PlanPart.TASK, key, task, "title")
    return copy.put("task", [(task, _moved(copy, task, actions)) for task in tasks])


def _copy_commitments(copy: Copy, actions: Ids) -> Ids:
    promises = list(Commitment.objects.filter(action__plan=copy.source).order_by("action__number", "slug"))
    for one in promises:
        was = Text(f"{number(one.target)} {one.unit_zh}", f"{number(one.target)} {one.unit_en}")
        copy.ask(PlanPart.COMMITMENT, one.slug, Aspect.TARGET, was)
        _ask_dates(copy, PlanPart.COMMITMENT, one.slug, one)
        copy.ask_texts(PlanPart.COMMITMENT, one.slug, one, "title")
    return copy.put("commitment", [(one, _moved(copy, one, actions)) for one in promises])


def _moved(copy: Copy, row: Task | Commitment, actions: Ids) -> Task | Commitment:
    return copied(
        row,
        action_id=actions[row.action_id],
        start_on=moved_day(row.start_on, years=copy.years),
        due_on=moved_day(row.due_on, years=copy.years),
        **copy.moved(row, "title"),
        **copy.stamp,
    )


def _ask_dates(copy: Copy, part: PlanPart, key: str, row: Task | Commitment) -> None:
    if row.start_on or row.due_on:
        listed = f"{_day(row.start_on)} – {_day(row.due_on)}"
        copy.ask(part, key, Aspect.DATES, Text(listed, listed))


def _day(day: date | None) -> str:
    return "…" if day is None else day.isoformat()
