"""Loads demo reports and counts: only where there is none yet, and on record as of the month after theirs."""

from collections.abc import Iterator
from typing import Any

from actions.models import Commitment, CommitmentCount, Task, TaskReport
from actions.services import plan_schema as schema
from targets.services.fixture_figures import on_record_at
from targets.services.fixture_files import Batch, Problem, items_of, key_of, keys_of
from targets.services.fixture_sync import Key, Report, Stamp, Wanted, fill


def _tasks() -> dict[Key, int]:
    rows = Task.objects.values_list("action__plan__area__code", "action__plan__year", "action__number", "number", "pk")
    return {(code, year, action, number): pk for code, year, action, number, pk in rows}


def _commitments() -> dict[Key, int]:
    rows = Commitment.objects.values_list("action__plan__area__code", "action__plan__year", "slug", "pk")
    return {(code, year, slug): pk for code, year, slug, pk in rows}


def check(batch: Batch) -> Iterator[Problem]:
    """A fault for each report or count of something that the plan does not have. Two queries."""
    tasks: set[tuple[Any, ...]] = set(_tasks())
    commitments: set[tuple[Any, ...]] = set(_commitments())
    for _, raw in batch.raw("actions_of"):
        of = key_of("actions_of", raw) or ()
        for action in items_of(raw, "actions"):
            number = key_of("actions", action) or ()
            tasks |= {(*of, *number, task) for task in keys_of(action, "tasks")}
            commitments |= {(*of, slug) for slug in keys_of(action, "commitments")}
    for record, raw in batch.raw("reports"):
        key = key_of("reports", raw)
        if key and key[:4] not in tasks:
            yield record.problem("task", f"the plan has no task {key[3]} of action {key[2]}")
    for record, raw in batch.raw("counts"):
        key = key_of("counts", raw)
        if key and key[:3] not in commitments:
            yield record.problem("commitment", f'the plan has no commitment "{key[2]}"')


def load(batch: Batch, *, stamp: Stamp, report: Report) -> None:
    """Write the checked reports and counts. Three queries at most for each."""
    if batch.valid.get("reports"):
        _load_reports(batch, stamp, report)
    if batch.valid.get("counts"):
        _load_counts(batch, stamp, report)


def _load_reports(batch: Batch, stamp: Stamp, report: Report) -> None:
    tasks = _tasks()
    keys = {pk: key for key, pk in tasks.items()}
    existing: dict[Key, TaskReport] = {
        (*keys[row.task_id], row.reported_on.isoformat()): row for row in TaskReport.objects.all()
    }
    wanted: dict[Key, Wanted] = {}
    for record, new in batch.data("reports", schema.Report):
        of = (new.area, new.year, new.action, new.task)
        values = {"task_id": tasks[of]} | new.model_dump(exclude={"area", "year", "action", "task"})
        moment = stamp.of(record.file) | {"changed_at": on_record_at(new.reported_on)}
        wanted[*of, new.reported_on.isoformat()] = Wanted(values, moment)
    fill(report, "report", TaskReport, existing, wanted)


def _load_counts(batch: Batch, stamp: Stamp, report: Report) -> None:
    commitments = _commitments()
    keys = {pk: key for key, pk in commitments.items()}
    existing: dict[Key, CommitmentCount] = {
        (*keys[row.commitment_id], row.counted_on.isoformat()): row for row in CommitmentCount.objects.all()
    }
    wanted: dict[Key, Wanted] = {}
    for record, new in batch.data("counts", schema.Count):
        of = (new.area, new.year, new.commitment)
        values = {"commitment_id": commitments[of]} | new.model_dump(exclude={"area", "year", "commitment"})
        moment = stamp.of(record.file) | {"changed_at": on_record_at(new.counted_on)}
        wanted[*of, new.counted_on.isoformat()] = Wanted(values, moment)
    fill(report, "count", CommitmentCount, existing, wanted)
