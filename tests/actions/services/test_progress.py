"""Reporting tasks and counting commitments: each exit, and what is on record afterwards."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction

from actions.models import Commitment, CommitmentCount, Task, TaskReport, TaskState
from actions.services.progress import (
    AmountRefused,
    BelowZero,
    InFuture,
    NoteMissing,
    NoteTooLong,
    OutsideYear,
    ProgressOutOfRange,
    Refused,
    StaleVersion,
    StateMismatch,
    correct_count,
    correct_report,
    count_commitment,
    report_task,
)
from tests.factories import NOW, make_action, make_commitment, make_task

OCTOBER = date(2024, 10, 31)
BUSY, DONE, IDLE = TaskState.IN_PROGRESS, TaskState.DONE, TaskState.NOT_STARTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def task() -> Task:
    return make_task(make_action())


@pytest.fixture
def commitment() -> Commitment:
    return make_commitment(make_action())


def report(task: Task, by: User, **fields: Any) -> TaskReport:
    values: dict[str, Any] = {"reported_on": OCTOBER, "progress": 60, "state": BUSY, "note": "已启动", "version": 0}
    return report_task(task=task, by=by, now=NOW, **(values | fields))


def count(commitment: Commitment, by: User, amount: str, **fields: Any) -> CommitmentCount:
    seen = CommitmentCount.objects.filter(commitment=commitment).count()
    values: dict[str, Any] = {"counted_on": OCTOBER, "amount": Decimal(amount), "note": "", "version": seen}
    return count_commitment(commitment=commitment, by=by, now=NOW, **(values | fields))


def events(model: str) -> list[Any]:
    return list(apps.get_model("actions", model)._default_manager.order_by("pgh_id"))


def test_a_report_is_kept_with_who_when_and_why(task: Task, editor: User) -> None:
    report(task, editor)
    row = TaskReport.objects.get()
    assert (row.task_id, row.reported_on, row.progress, row.state) == (task.pk, OCTOBER, 60, "in_progress")
    assert (row.note, row.version, row.changed_by, row.changed_at) == ("已启动", 1, editor, NOW)
    (event,) = events("TaskReportEvent")
    assert (event.pgh_label, event.progress, event.changed_by, event.reason) == ("insert", 60, editor, "已启动")


def test_another_day_is_another_report(task: Task, editor: User) -> None:
    report(task, editor)
    report(task, editor, reported_on=date(2024, 11, 4), progress=70)
    assert list(TaskReport.objects.values_list("reported_on", "progress")) == [
        (OCTOBER, 60),
        (date(2024, 11, 4), 70),
    ]


def test_the_same_day_is_replaced_and_the_old_one_stays_on_record(task: Task, editor: User, reviewer: User) -> None:
    report(task, editor)
    report(task, reviewer, progress=100, state=DONE, note="验收", version=1)
    row = TaskReport.objects.get()
    assert (row.progress, row.state, row.note, row.version, row.changed_by) == (100, "done", "验收", 2, reviewer)
    assert [(event.pgh_label, event.progress, event.changed_by) for event in events("TaskReportEvent")] == [
        ("insert", 60, editor),
        ("update", 100, reviewer),
    ]


def test_repeating_what_stands_changes_nothing(task: Task, editor: User) -> None:
    first = report(task, editor)
    assert report(task, editor).pk == first.pk
    assert TaskReport.objects.get().version == 1
    assert len(events("TaskReportEvent")) == 1


@pytest.mark.parametrize("seen", [0, 2])
def test_a_report_written_in_between_is_not_overwritten(task: Task, editor: User, reviewer: User, seen: int) -> None:
    report(task, reviewer, progress=40)
    with pytest.raises(StaleVersion) as refusal:
        report(task, editor, version=seen)
    assert refusal.value.version == 1
    assert "40 %" in refusal.value.sentence.zh and "reviewer" in refusal.value.sentence.en
    assert TaskReport.objects.get().progress == 40
    report(task, editor, version=refusal.value.version)
    assert TaskReport.objects.get().progress == 60


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        ({"reported_on": date(2024, 11, 5)}, InFuture, "reported_on"),
        ({"reported_on": date(2025, 1, 1)}, InFuture, "reported_on"),
        ({"reported_on": date(2023, 12, 31)}, OutsideYear, "reported_on"),
        ({"progress": 101, "state": DONE}, ProgressOutOfRange, "progress"),
        ({"progress": -1}, ProgressOutOfRange, "progress"),
        ({"progress": 100}, StateMismatch, "state"),
        ({"progress": 99, "state": DONE}, StateMismatch, "state"),
        ({"progress": 1, "state": IDLE}, StateMismatch, "state"),
        ({"state": "paused"}, StateMismatch, "state"),
        ({"note": "字" * 1001}, NoteTooLong, "note"),
    ],
)
def test_a_refused_report_writes_nothing(
    task: Task, editor: User, fields: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        report(task, editor, **fields)
    assert raised.value.field == field
    assert raised.value.sentence.zh and raised.value.sentence.en
    assert not TaskReport.objects.exists() and not events("TaskReportEvent")


@pytest.mark.parametrize(
    "fields",
    [
        {"progress": 0, "state": IDLE},
        {"progress": 0},
        {"progress": 99},
        {"progress": 100, "state": DONE},
        {"reported_on": date(2024, 11, 4)},
        {"reported_on": date(2024, 1, 1)},
        {"reported_on": date(2024, 2, 29)},
        {"note": "字" * 1000},
    ],
)
def test_the_edges_are_taken(task: Task, editor: User, fields: dict[str, Any]) -> None:
    report(task, editor, **fields)
    assert TaskReport.objects.count() == 1


def test_counts_add_up_and_are_on_record(commitment: Commitment, editor: User) -> None:
    count(commitment, editor, "232")
    count(commitment, editor, "0.5", counted_on=date(2024, 11, 4))
    count(commitment, editor, "-2.5", note="重复登记")
    assert sum(CommitmentCount.objects.values_list("amount", flat=True)) == 230
    assert [(event.amount, event.changed_by, event.changed_at) for event in events("CommitmentCountEvent")] == [
        (Decimal(232), editor, NOW),
        (Decimal("0.5"), editor, NOW),
        (Decimal("-2.5"), editor, NOW),
    ]
    assert events("CommitmentCountEvent")[-1].reason == "重复登记"


def test_a_form_sent_twice_counts_once(commitment: Commitment, editor: User) -> None:
    count(commitment, editor, "27", version=0)
    with pytest.raises(StaleVersion) as refusal:
        count(commitment, editor, "27", version=0)
    assert refusal.value.version == 1
    assert "27" in refusal.value.sentence.zh and "staff" in refusal.value.sentence.en
    assert CommitmentCount.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "fields", "refusal", "field"),
    [
        ("0", {}, AmountRefused, "amount"),
        ("0.00001", {}, AmountRefused, "amount"),
        ("1E+12", {}, AmountRefused, "amount"),
        ("1E+400", {}, AmountRefused, "amount"),
        ("NaN", {}, AmountRefused, "amount"),
        ("Infinity", {}, AmountRefused, "amount"),
        ("-1", {}, NoteMissing, "note"),
        ("-11", {"note": "误计"}, BelowZero, "amount"),
        ("-1", {"note": "误计", "counted_on": date(2024, 10, 30)}, BelowZero, "amount"),
        ("5", {"counted_on": date(2024, 11, 5)}, InFuture, "counted_on"),
        ("5", {"counted_on": date(2023, 12, 31)}, OutsideYear, "counted_on"),
        ("5", {"note": "字" * 1001}, NoteTooLong, "note"),
        ("5", {"version": 0}, StaleVersion, "version"),
        ("5", {"version": 2}, StaleVersion, "version"),
    ],
)
def test_a_refused_count_writes_nothing(
    commitment: Commitment, editor: User, amount: str, fields: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    count(commitment, editor, "10")
    with pytest.raises(refusal) as raised:
        count(commitment, editor, amount, **fields)
    assert raised.value.field == field
    assert CommitmentCount.objects.get().amount == 10
    assert len(events("CommitmentCountEvent")) == 1


def test_all_that_was_counted_can_be_taken_back(commitment: Commitment, editor: User) -> None:
    count(commitment, editor, "10")
    count(commitment, editor, "-10", note="误计")
    assert sum(CommitmentCount.objects.values_list("amount", flat=True)) == 0


def test_only_totals_at_the_end_of_a_day_must_not_be_negative(commitment: Commitment, editor: User) -> None:
    first, second = date(2024, 10, 1), date(2024, 10, 2)
    count(commitment, editor, "10", counted_on=first)
    count(commitment, editor, "-8", counted_on=second, note="误计")
    count(commitment, editor, "5", counted_on=second)
    count(commitment, editor, "-5", counted_on=first, note="误计")
    with pytest.raises(BelowZero):
        count(commitment, editor, "-3", counted_on=first, note="误计")
    assert sum(CommitmentCount.objects.values_list("amount", flat=True)) == 2


def test_nothing_counted_yet_with_another_version(commitment: Commitment, editor: User) -> None:
    with pytest.raises(StaleVersion):
        count(commitment, editor, "10", version=1)


@pytest.mark.parametrize("model", ["TaskReportEvent", "CommitmentCountEvent", "TaskEvent", "CommitmentEvent"])
@pytest.mark.parametrize("change", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_record_refuses_to_be_changed(task: Task, editor: User, model: str, change: str) -> None:
    commitment = make_commitment(task.action)
    report(task, editor)
    count(commitment, editor, "10")
    table = apps.get_model("actions", model)._meta.db_table
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(f'"{table}"'))
    assert len(events(model)) == 1


@pytest.mark.parametrize(
    "fields",
    [{"progress": 101, "state": DONE}, {"progress": 100, "state": BUSY}, {"progress": 5, "state": IDLE}],
)
def test_the_database_itself_refuses_nonsense(task: Task, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskReport.objects.create(task=task, reported_on=OCTOBER, changed_at=NOW, **fields)


def test_a_corrected_report_says_who_when_and_why(task: Task, editor: User, administrator: User) -> None:
    first = report(task, editor)
    values: dict[str, Any] = {"progress": 55, "state": BUSY, "note": "更正", "version": 1}
    correct_report(report=first, by=administrator, now=NOW, reason="misread", **values)
    row = TaskReport.objects.get()
    assert (row.progress, row.note, row.version, row.changed_by, row.reason) == (
        55,
        "更正",
        2,
        administrator,
        "misread",
    )
    with pytest.raises(StaleVersion):
        correct_report(report=first, by=administrator, now=NOW, reason="", **values)
    correct_report(report=first, by=administrator, now=NOW, reason="", **(values | {"version": 2}))
    assert len(events("TaskReportEvent")) == 2, "what stands already changes nothing"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"progress": 101}, ProgressOutOfRange),
        ({"progress": 100}, StateMismatch),
        ({"note": "x" * 1001}, NoteTooLong),
    ],
)
def test_a_wrong_correction_of_a_report(task: Task, editor: User, values: dict[str, Any], error: type[Refused]) -> None:
    first = report(task, editor)
    given: dict[str, Any] = {"progress": 55, "state": BUSY, "note": "", "version": 1}
    with pytest.raises(error):
        correct_report(report=first, by=editor, now=NOW, reason="", **(given | values))
    assert len(events("TaskReportEvent")) == 1


def test_a_corrected_count_says_who_when_and_why(commitment: Commitment, editor: User, administrator: User) -> None:
    first = count(commitment, editor, "12")
    given: dict[str, Any] = {"count": first, "by": administrator, "now": NOW, "reason": "recounted"}
    correct_count(amount=Decimal(11), note="", **given)
    correct_count(amount=Decimal(11), note="", **given)
    newest = events("CommitmentCountEvent")[-1]
    assert (newest.amount, newest.changed_by, newest.reason) == (11, administrator, "recounted")
    assert len(events("CommitmentCountEvent")) == 2, "what stands already changes nothing"


@pytest.mark.parametrize(
    ("amount", "note", "error"),
    [
        ("0", "", AmountRefused),
        ("-1", "", NoteMissing),
        ("12", "x" * 1001, NoteTooLong),
        ("4", "", BelowZero),
    ],
)
def test_a_wrong_correction_of_a_count(
    commitment: Commitment, editor: User, amount: str, note: str, error: type[Refused]
) -> None:
    """Five were taken back the day after; more than that must stay counted before."""
    first = count(commitment, editor, "12")
    count(commitment, editor, "-5", counted_on=date(2024, 11, 1), note="counted twice")
    with pytest.raises(error):
        correct_count(count=first, amount=Decimal(amount), note=note, by=editor, now=NOW, reason="")
    assert len(events("CommitmentCountEvent")) == 2
