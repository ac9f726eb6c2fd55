"""The record of an action's tasks and commitments: old beside new, newest first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from actions.history import MOST, history_of
from actions.models import Action, Commitment, CommitmentCount, Task, TaskReport
from tests.factories import NOW, make_action, make_commitment, make_task

OCTOBER, YEAR_END = date(2024, 10, 31), date(2024, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> Action:
    return make_action()


def put(task: Task, day: date, progress: int, **fields: object) -> TaskReport:
    state = "done" if progress == 100 else "in_progress"
    row = TaskReport(task=task, reported_on=day, progress=progress, state=state, **({"changed_at": NOW} | fields))
    row.save()
    return row


def count(commitment: Commitment, amount: str, day: date = OCTOBER) -> CommitmentCount:
    return CommitmentCount.objects.create(commitment=commitment, counted_on=day, amount=Decimal(amount), changed_at=NOW)


def lines(action: Action, up_to: date = YEAR_END) -> list[tuple[str, str, str]]:
    """What, old and new of each change, oldest first, without the loading of the plan."""
    changes = reversed(history_of(action.pk, up_to=up_to, whole=True).changes)
    found = [(change.what.en, change.old.en, change.new.en) for change in changes]
    return [line for line in found if line[1] or " · " in line[0]]


def test_a_report_stands_beside_the_latest_before_it(action: Action) -> None:
    task = make_task(action)
    put(task, date(2024, 9, 30), 40)
    put(task, OCTOBER, 60)
    put(task, date(2024, 10, 15), 50)  # reported late, for an earlier day
    assert lines(action) == [
        ("Task 1 · 2024-09-30", "", "40 % in progress"),
        ("Task 1 · 2024-10-31", "40 % in progress", "60 % in progress"),
        ("Task 1 · 2024-10-15", "40 % in progress", "50 % in progress"),
    ]


def test_a_replaced_and_a_deleted_report(action: Action) -> None:
    task = make_task(action)
    put(task, date(2024, 9, 30), 40)
    report = put(task, OCTOBER, 60)
    report.progress, report.state = 100, "done"
    report.save()
    report.delete()
    put(task, date(2024, 11, 1), 70)
    assert lines(action)[2:] == [
        ("Task 1 · 2024-10-31", "60 % in progress", "100 % done"),
        ("Task 1 · 2024-10-31", "100 % done", "deleted"),
        ("Task 1 · 2024-11-01", "40 % in progress", "70 % in progress"),
    ]


def test_counts_stand_beside_their_totals(action: Action) -> None:
    commitment = make_commitment(action)
    count(commitment, "200")
    wrong = count(commitment, "50")
    wrong.amount = Decimal("32.5")
    wrong.save()
    wrong.delete()
    assert lines(action) == [
        ("New zero-waste cells · 2024-10-31", "0 cells", "200 cells"),
        ("New zero-waste cells · 2024-10-31", "200 cells", "250 cells"),
        ("New zero-waste cells · 2024-10-31", "250 cells", "232.5 cells"),
        ("New zero-waste cells · 2024-10-31", "232.5 cells", "200 cells"),
    ]


def test_an_edited_task_and_an_edited_target_show_only_what_changed(action: Action) -> None:
    task, commitment = make_task(action), make_commitment(action)
    task.due_on, task.dates_are_sample = OCTOBER, True
    task.save()
    task.save()  # nothing changed: no line
    commitment.target = Decimal(250)
    commitment.save()
    assert lines(action) == [
        ("Task 1", "due 2024-12-31; given dates", "due 2024-10-31; sample dates"),
        ("New zero-waste cells", "300 cells", "250 cells"),
    ]


def test_what_was_deleted_stays_on_record(action: Action) -> None:
    task = make_task(action)
    put(task, OCTOBER, 60)
    task.delete()
    assert ("Task 1 · 2024-10-31", "", "60 % in progress") in lines(action)
    assert lines(action)[-1][2] == "deleted"


def test_later_days_and_other_actions_stay_out(action: Action) -> None:
    put(make_task(action), date(2024, 11, 30), 90)
    count(make_commitment(action), "5", date(2024, 11, 30))
    put(make_task(make_action(number=2)), OCTOBER, 10)
    assert lines(action, up_to=OCTOBER) == []
    assert len(lines(action)) == 2


def test_newest_first_with_who_and_why(action: Action, editor: User) -> None:
    task = make_task(action)
    put(task, OCTOBER, 60, changed_by=editor, reason="现场核查", changed_at=NOW - timedelta(days=1))
    put(task, date(2024, 11, 1), 70, changed_by=editor, reason="first of two")
    put(task, date(2024, 11, 2), 80, changed_by=editor, reason="second of two")
    newest, second, *_, oldest = history_of(action.pk, up_to=YEAR_END, whole=True).changes
    assert (newest.reason, newest.who, newest.at) == ("second of two", "staff", NOW)
    assert second.reason == "first of two"
    assert (oldest.reason, oldest.at) == ("现场核查", NOW - timedelta(days=1))


def test_the_newest_are_shown_and_the_others_counted(
    action: Action, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task, _ = make_task(action), make_commitment(action)
    for day in range(1, MOST + 3):
        put(task, date(2024, 1, 1) + timedelta(days=day), day)
    with django_assert_num_queries(4):
        history = history_of(action.pk, up_to=YEAR_END, whole=False)
    assert (len(history.changes), history.older) == (MOST, 4)
    assert history.changes[0].new.en == f"{MOST + 2} % in progress"
    assert history_of(action.pk, up_to=YEAR_END, whole=True).older == 0
