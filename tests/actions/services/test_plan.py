"""Actions, tasks, commitments and their links, from files."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from actions.models import Action, Commitment, CommitmentCount, GoalOfAction, Task, TaskOfOutcome, TaskReport
from actions.services import plan, plan_schema
from targets.services import fixture_schema
from targets.services import plan as targets_plan
from targets.services.fixture_files import Batch, read
from targets.services.fixture_sync import Report, Stamp
from tests import plan_files as files
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def batch_of(folder: Path, document: dict[str, Any]) -> Batch:
    return read([files.write(folder, document)], fixture_schema.SECTIONS | plan_schema.SECTIONS)


def load(folder: Path, document: dict[str, Any]) -> list[str]:
    """Load the document; what it did to the actions, in words."""
    batch, report, stamp = batch_of(folder, document), Report(), Stamp(by=None, now=NOW)
    faults = batch.problems + targets_plan.check(batch, reason="") + plan.check(batch)
    assert [str(fault) for fault in faults] == []
    targets_plan.load(batch, stamp=stamp, report=Report())
    plan.load(batch, stamp=stamp, report=report)
    return [str(change) for change in report.changes]


def problems(folder: Path, document: dict[str, Any]) -> list[str]:
    batch = batch_of(folder, document)
    return [str(problem) for problem in batch.problems + plan.check(batch)]


def test_creates_every_row_by_name(tmp_path: Path) -> None:
    assert load(tmp_path, files.everything()) == [
        "created action 230600 2024 1",
        "created task 230600 2024 1 1",
        "created commitment 230600 2024 cells-1",
        "created node of action 230600 2024 1 1",
        "created goal of action 230600 2024 1 pm25",
        "created outcome of task 230600 2024 1 1 1",
        "created outcome of commitment 230600 2024 cells-1 1",
        "created report 230600 2024 1 1 2024-10-31",
        "created count 230600 2024 cells-1 2024-10-31",
    ]
    task = Task.objects.get()
    assert (task.changed_by, task.changed_at, task.reason) == (None, NOW, "plan.json")


def test_reports_and_counts_are_on_record_as_of_the_next_month(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    moments = {TaskReport.objects.get().changed_at, CommitmentCount.objects.get().changed_at}
    assert [moment.isoformat() for moment in moments] == ["2024-11-04T01:00:00+00:00"]


def test_a_second_load_writes_nothing(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    events = [
        apps.get_model("actions", f"{name}Event").objects
        for name in ("Task", "Commitment", "TaskReport", "CommitmentCount")
    ]
    before = [manager.count() for manager in events]
    assert load(tmp_path, files.everything()) == []
    assert [manager.count() for manager in events] == before == [1, 1, 1, 1]


def test_a_change_is_told_and_on_record(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    task = files.action()["tasks"][0] | {"due_on": None}
    changed = {"actions_of": [files.actions_of(files.action(tasks=[task]))]}
    assert load(tmp_path, changed) == ["changed task 230600 2024 1 1: due_on 2024-12-31 → –"]
    history = apps.get_model("actions", "TaskEvent").objects.order_by("pgh_id")
    assert [str(event.due_on) for event in history] == ["2024-12-31", "None"]


def test_a_commitment_keeps_its_counts_when_it_moves_to_another_action(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    moved = files.actions_of(
        files.action(commitments=[]), files.action(2, tasks=[], commitments=files.action()["commitments"])
    )
    assert "changed commitment 230600 2024 cells-1: action" in load(tmp_path, {"actions_of": [moved]})
    commitment = Commitment.objects.get()
    assert (commitment.action.number, commitment.counts.count()) == (2, 1)


def test_links_that_left_the_file_are_removed(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    task = files.action()["tasks"][0] | {"outcomes": []}
    bare = files.actions_of(files.action(goals=[], tasks=[task]))
    assert load(tmp_path, {"actions_of": [bare]}) == [
        "removed goal of action 230600 2024 1 pm25",
        "removed outcome of task 230600 2024 1 1 1",
    ]
    assert not GoalOfAction.objects.exists()
    assert not TaskOfOutcome.objects.exists()


def test_parts_that_left_the_file_are_left_and_told(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    emptied = {"actions_of": [{"area": "230600", "year": 2024, "actions": []}]}
    assert load(tmp_path, emptied) == [
        "left action 230600 2024 1: is not in the file",
        "left task 230600 2024 1 1: is not in the file",
        "left commitment 230600 2024 cells-1: is not in the file",
    ]
    assert (Action.objects.count(), Task.objects.count(), TaskOfOutcome.objects.count()) == (1, 1, 1)


def test_what_was_reported_is_never_overwritten(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    TaskReport.objects.update(progress=55)
    CommitmentCount.objects.update(amount=13)
    assert load(tmp_path, files.everything()) == [
        "left report 230600 2024 1 1 2024-10-31: is already there with other values",
        "left count 230600 2024 cells-1 2024-10-31: is already there with other values",
    ]


def refused(**sections: Any) -> dict[str, Any]:
    return files.everything() | sections


def action(**fields: Any) -> dict[str, Any]:
    return refused(actions_of=[files.actions_of(files.action(**fields))])


OF = "actions of 230600 2024"
REPORT = "report 230600 2024 1 1 2024-10-31"
COUNT = "count 230600 2024 cells-1 2024-10-31"
WRONG = {
    "no such plan": (
        refused(actions_of=[files.actions_of() | {"year": 2025}]),
        "actions of 230600 2025: year: there is no plan of 230600 for 2025",
    ),
    "no such node": (
        action(nodes=[files.link("number", 9)]),
        f'{OF}, action 1: nodes: the plan has no node "9"',
    ),
    "no such goal": (
        action(goals=[files.link("slug", "noise")]),
        f'{OF}, action 1: goals: the plan has no goal "noise"',
    ),
    "no such outcome": (
        action(tasks=[files.action()["tasks"][0] | {"outcomes": [files.link("number", 9)]}]),
        f'{OF}, action 1, task 1: outcomes: the plan has no outcome "9"',
    ),
    "due before it starts": (
        action(tasks=[files.action()["tasks"][0] | {"due_on": "2023-12-31"}]),
        f'{OF}, action 1, task 1: due_on: lies before the start; given: "2023-12-31"',
    ),
    "a day that does not exist": (
        action(tasks=[files.action()["tasks"][0] | {"due_on": "2024-02-30"}]),
        f'{OF}, action 1, task 1: due_on: is a day that does not exist; given: "2024-02-30"',
    ),
    "a slug twice in the plan": (
        refused(
            actions_of=[files.actions_of(files.action(), files.action(2, commitments=files.action()["commitments"]))]
        ),
        f"{OF}, action 2, commitment cells-1: slug: is given twice in the plan",
    ),
    "no such task": (
        refused(reports=[files.report(task=9)]),
        "report 230600 2024 1 9 2024-10-31: task: the plan has no task 9 of action 1",
    ),
    "a state that does not fit": (
        refused(reports=[files.report(progress=100)]),
        f'{REPORT}: state: does not fit a progress of 100; given: "in_progress"',
    ),
    "progress above 100": (
        refused(reports=[files.report(progress=101)]),
        f"{REPORT}: progress: must be less than or equal to 100; given: 101",
    ),
    "no such commitment": (
        refused(counts=[files.count(commitment="trees")]),
        'count 230600 2024 trees 2024-10-31: commitment: the plan has no commitment "trees"',
    ),
    "a count of nothing": (refused(counts=[files.count(amount="0")]), f'{COUNT}: amount: must not be 0; given: "0"'),
    "taken back without a note": (
        refused(counts=[files.count(amount="-1")]),
        f'{COUNT}: note: an amount taken back needs a note; given: ""',
    ),
}


@pytest.mark.parametrize(("document", "told"), WRONG.values(), ids=WRONG)
def test_a_fault_is_told(tmp_path: Path, document: dict[str, Any], told: str) -> None:
    assert f"plan.json: {told}" in problems(tmp_path, document)


def test_what_the_database_knows_may_be_referred_to(tmp_path: Path) -> None:
    load(tmp_path, files.everything())
    later = {"reports": [files.report(reported_on="2024-11-30")], "counts": [files.count(counted_on="2024-11-30")]}
    assert load(tmp_path, later) == [
        "created report 230600 2024 1 1 2024-11-30",
        "created count 230600 2024 cells-1 2024-11-30",
    ]
