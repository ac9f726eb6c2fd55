"""The notes of an action: who reported what of which day, in which order, and nothing of days to come."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from actions.journal import Journal, journal_of
from actions.models import CommitmentCount, NoteAttachment, Task, TaskReport
from actions.queries import actions_of_plan
from targets.texts import Text
from tests.factories import NOW, make_action, make_commitment, make_plan, make_task

OCTOBER, TODAY = date(2024, 10, 31), NOW.date()
FILE = {"title": "a.pdf", "path": "x", "media_type": "application/pdf", "size": 9, "sha256": "0"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(editor: User) -> Task:
    """Two reports of one task, two counts of a promise, with a file each."""
    task = make_task(make_action(number=4))
    for day, progress, note in ((date(2024, 9, 30), 40, "九月"), (OCTOBER, 60, "十月"), (TODAY, 80, "")):
        report = TaskReport.objects.create(
            task=task,
            reported_on=day,
            progress=progress,
            state="in_progress",
            note=note,
            changed_at=NOW,
            changed_by=editor,
        )
    NoteAttachment.objects.create(report=report, changed_at=NOW, **FILE)
    NoteAttachment.objects.create(report=report, changed_at=NOW, removed=True, reason="x", **FILE)
    commitment = make_commitment(task.action)
    for day, amount in ((date(2024, 8, 31), 12), (date(2024, 9, 30), 30)):
        count = CommitmentCount.objects.create(
            commitment=commitment, counted_on=day, amount=Decimal(amount), changed_at=NOW
        )
    NoteAttachment.objects.create(count=count, changed_at=NOW, **FILE)
    return task


def journal(up_to: date = TODAY) -> Journal:
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    return journal_of(action, up_to=up_to)


def test_newest_first_with_what_changed(task: Task) -> None:
    found = [(entry.of, str(entry.on), entry.who, entry.old.en, entry.new.en) for entry in journal().entries]
    assert found[:2] == [
        ("task-1", "2024-11-04", "staff", "60 %", "80 % in progress"),
        ("task-1", "2024-10-31", "staff", "40 %", "60 % in progress"),
    ]
    assert sorted(found[2:4]) == [
        ("promise-zero-waste-cells", "2024-09-30", "", "12 cells", "42 cells"),
        ("task-1", "2024-09-30", "staff", "", "40 % in progress"),
    ]
    assert found[4] == ("promise-zero-waste-cells", "2024-08-31", "", "", "12 cells")


def test_files_that_were_not_taken_away(task: Task) -> None:
    assert [[file.title for file in entry.files] for entry in journal().entries if entry.files] == [["a.pdf"]] * 2


def test_nothing_of_later_days(task: Task) -> None:
    found = journal(OCTOBER)
    assert max(entry.on for entry in found.entries) == OCTOBER
    assert found.newer == {}
    assert journal().newer == {
        "task-1": Text(
            "更新：11 月 4 日报 80 %，自 2024 年 11 月起计入",
            "newer: 80 % on 4 November; counts from November 2024 on",
        )
    }


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 5), ("?notes_of=task-1", 3), ("?notes_of=promise-zero-waste-cells", 2), ("?as_of=2024-09", 3)],
)
def test_the_page_filters_them(task: Task, leader: Client, query: str, shown: int) -> None:
    whole = leader.get(f"/actions/4/{query}")
    assert (
        whole.content.decode().count('href="#task-1"><b>')
        + whole.content.decode().count('href="#promise-zero-waste-cells"><b>')
        == shown
    )
    headers = {"HX-Request": "true", "HX-Target": "action-notes"}
    part, _, _ = leader.get(f"/actions/4/{query}", headers=headers).content.decode().partition('<footer id="printed"')
    assert part.startswith('<section id="action-notes"') and part in whole.content.decode()


def test_a_filter_that_names_no_row(task: Task, leader: Client) -> None:
    assert leader.get("/actions/4/?notes_of=task-9").status_code == 404
