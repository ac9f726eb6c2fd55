"""The key actions with their tasks and quantified commitments."""

from datetime import date
from typing import Any

from actions.queries import actions_of, find_action
from actions.states import ActionState, CommitmentLine, TaskLine
from daqing1369.api.answers import as_csv, say
from daqing1369.api.board import action_json
from daqing1369.api.goals import seen_json
from targets.cards import number
from targets.queries.plan import Outside, Scope
from targets.texts import Text

COLUMNS = (
    *("number", "name", "theme", "owner", "status", "progress", "tasks", "done", "late", "next_due_on", "sentence"),
)
PART_COLUMNS = (
    *("kind", "number", "slug", "title", "owner", "status", "state", "progress", "target", "done", "unit"),
    *("start_on", "due_on", "days_late", "reported_on", "dates_are_sample", "note", "sentence"),
)


def list_of(scope: Scope, *, csv: bool) -> Any:
    """As many queries as ``actions_of_plan``."""
    listed = [line_json(action) for action in actions_of(scope).actions]
    return as_csv("actions", COLUMNS, listed) if csv else seen_json(scope) | {"actions": listed}


def line_json(action: ActionState) -> dict[str, Any]:
    return action_json(action) | {
        "owner": say(action.owner),
        "tasks": len(action.tasks),
        "done": action.done,
        "late": action.late,
        "next_due_on": _day(action.next_due_on),
        "sentence": say(action.detail),
    }


def detail_of(scope: Scope, text: str, *, csv: bool) -> Any:
    """As many queries as ``find_action``. Outside (422) for what is no number."""
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Outside(Text("行动编号应为数字。", "The number of an action is written in digits."), status=422)
    page = find_action(scope, int(text))
    action = page.action
    tasks, commitments = [task_json(one) for one in action.tasks], [commitment_json(one) for one in action.commitments]
    if csv:
        blank = dict.fromkeys(PART_COLUMNS)
        rows = [blank | {"kind": "task"} | one for one in tasks]
        rows += [blank | {"kind": "commitment"} | one for one in commitments]
        return as_csv(f"action-{action.number}", PART_COLUMNS, rows)
    return {
        **seen_json(scope),
        **action_json(action),
        "owner": say(action.owner),
        "summary": say(action.summary),
        "sentence": say(action.detail),
        "nodes": [node.number for node in action.nodes],
        "outcomes": [outcome.number for outcome in action.outcomes],
        "goals": [
            {"slug": goal.slug, "title": say(goal.name), "stated": goal.stated, "reason": say(goal.reason)}
            for goal in page.goals
        ],
        "tasks": tasks,
        "commitments": commitments,
    }


def task_json(line: TaskLine) -> dict[str, Any]:
    reading = line.reading
    return {
        "number": line.number,
        "title": say(line.title),
        "owner": say(line.owner),
        "status": line.status,
        "state": reading.state,
        "progress": number(reading.progress),
        "start_on": _day(reading.start_on),
        "due_on": _day(reading.due_on),
        "days_late": line.days_late,
        "reported_on": _day(reading.reported_on),
        "dates_are_sample": line.dates_are_sample,
        "note": line.note,
        "sentence": say(line.sentence),
    }


def commitment_json(line: CommitmentLine) -> dict[str, Any]:
    reading = line.reading
    return {
        "slug": line.slug,
        "title": say(line.title),
        "unit": say(line.unit),
        "status": line.status,
        "target": number(reading.target),
        "done": None if reading.done is None else number(reading.done),
        "start_on": _day(reading.start_on),
        "due_on": _day(reading.due_on),
        "dates_are_sample": line.dates_are_sample,
        "sentence": say(line.sentence),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
