"""What is gathered of a plan's actions as of a day, and in how many queries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from actions.deadlines import ReportedState, TaskReading
from actions.models import (
    ActionOfNode,
    Commitment,
    CommitmentCount,
    CommitmentOfOutcome,
    Task,
    TaskOfOutcome,
    TaskReport,
)
from actions.queries import actions_of_plan, find_action
from targets.evaluation.model import Status
from targets.models import Node, Outcome, Plan
from targets.periods import Month
from targets.queries.plan import Scope
from targets.texts import Text
from tests.factories import NOW, make_action, make_area, make_commitment, make_plan, make_task

OCTOBER, NOVEMBER = date(2024, 10, 31), date(2024, 11, 30)
REASON: dict[str, Any] = {"reason_zh": "理由", "reason_en": "because"}

pytestmark = pytest.mark.django_db


def report(task: Task, day: date, progress: int, note: str = "") -> None:
    state = "done" if progress == 100 else "in_progress"
    TaskReport.objects.create(task=task, reported_on=day, progress=progress, state=state, note=note, changed_at=NOW)


def count(commitment: Commitment, day: date, amount: str) -> None:
    CommitmentCount.objects.create(commitment=commitment, counted_on=day, amount=Decimal(amount), changed_at=NOW)


def test_the_latest_report_up_to_the_day_counts() -> None:
    task = make_task(make_action())
    report(task, date(2024, 9, 30), 60, "september")
    report(task, OCTOBER, 90, "october")
    report(task, date(2024, 11, 1), 100, "november")
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    (line,) = action.tasks
    assert line.reading == TaskReading(
        date(2024, 1, 1), date(2024, 12, 31), Decimal(90), ReportedState.IN_PROGRESS, OCTOBER
    )
    assert (line.note, line.status) == ("october", Status.ON_TRACK)
    assert (action.done, action.late, action.next_due_on) == (0, 0, date(2024, 12, 31))
    (later,) = actions_of_plan(make_plan().pk, 2024, NOVEMBER).actions
    assert (later.done, later.status, later.next_due_on) == (1, Status.MET, None)


def test_counts_up_to_the_day_are_summed() -> None:
    commitment = make_commitment(make_action())
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    assert action.commitments[0].reading.done is None
    assert action.status is Status.NO_DATA
    for day, amount in ((date(2024, 2, 29), "200"), (OCTOBER, "32"), (date(2024, 11, 1), "68")):
        count(commitment, day, amount)
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    assert action.commitments[0].reading.done == 232
    assert action.progress == Fraction(232, 300)
    assert f"{action.share}" == "0.7733"
    (action,) = actions_of_plan(make_plan().pk, 2024, NOVEMBER).actions
    assert action.status is Status.MET


def test_other_plans_stay_out() -> None:
    make_task(make_action())
    other = make_plan(area=make_area("230100", name_zh="哈尔滨市", name_en="Harbin"))
    make_task(make_action(other), title_en="theirs")
    make_task(make_action(make_plan(2025)), title_en="next year's")
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    assert [line.title.en for line in action.tasks] == ["Task 1"]


def test_one_action_by_its_number() -> None:
    for number in (2, 1):
        make_action(number=number)
    plan = make_plan().pk
    assert [action.number for action in actions_of_plan(plan, 2024, OCTOBER).actions] == [1, 2]
    assert [action.number for action in actions_of_plan(plan, 2024, OCTOBER, number=2).actions] == [2]
    assert actions_of_plan(plan, 2024, OCTOBER, number=3).actions == []


def test_an_action_with_nothing_is_not_green() -> None:
    make_action()
    (action,) = actions_of_plan(make_plan().pk, 2024, OCTOBER).actions
    assert (action.status, action.progress, action.share) == (Status.NO_DATA, None, "0.0000")
    assert action.detail == Text("没有任务", "no tasks")


def test_members_of_outcomes_and_nodes() -> None:
    plan = make_plan()
    outcome = Outcome.objects.create(plan=plan, number=3, title_zh="无废", title_en="Zero waste")
    node = Node.objects.create(plan=plan, number=1, title_zh="节点", title_en="Node")
    action = make_action(plan, 4)
    task, commitment = make_task(action), make_commitment(action)
    report(task, OCTOBER, 100)
    TaskOfOutcome.objects.create(task=task, outcome=outcome, stated=True)
    CommitmentOfOutcome.objects.create(commitment=commitment, outcome=outcome, **REASON)
    ActionOfNode.objects.create(action=action, node=node, **REASON)
    gathered = actions_of_plan(plan.pk, 2024, OCTOBER)
    first, second = gathered.members_of_outcomes()[3]
    assert (first.is_task, first.status, first.stated, first.action_number) == (True, Status.MET, True, 4)
    assert (second.is_task, second.status, second.reason) == (False, Status.NO_DATA, Text("理由", "because"))
    ((member, link),) = gathered.members_of_nodes()[1]
    assert (member.number, link.reason.en) == (4, "because")


def fill(plan: Plan, tasks: int) -> None:
    action = make_action(plan, tasks)
    outcome, _ = Outcome.objects.get_or_create(plan=plan, number=1, defaults={"title_zh": "目标", "title_en": "Goal"})
    for number in range(1, tasks + 1):
        task = make_task(action, number)
        report(task, OCTOBER, 50)
        report(task, date(2024, 6, 30), 30)
        TaskOfOutcome.objects.create(task=task, outcome=outcome, stated=True)
        count(make_commitment(action, f"promise-{number}"), OCTOBER, "3")


@pytest.mark.parametrize("tasks", [0, 3, 30])
def test_seven_queries_whatever_the_number(tasks: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan = make_plan()
    fill(plan, tasks)
    with django_assert_num_queries(7):
        gathered = actions_of_plan(plan.pk, 2024, OCTOBER)
        gathered.members_of_outcomes()
        assert sum(len(action.tasks) for action in gathered.actions) == tasks


@pytest.mark.parametrize("late_entry", [False, True], ids=["in order", "a month reported later"])
def test_the_months_of_a_task_are_what_the_plan_said_as_of_each(late_entry: bool) -> None:  # noqa: FBT001
    task = make_task(make_action(number=4), due_on=date(2024, 10, 15))
    for day, progress in ((date(2024, 2, 10), 10), (date(2024, 2, 29), 20), (date(2024, 6, 30), 60), (OCTOBER, 90)):
        report(task, day, progress)
    if late_entry:
        report(task, date(2024, 4, 30), 45)
    plan = make_plan()
    page = find_action(Scope(plan, Month(2024, 10), NOW.date()), 4)
    points = page.tasks[0].points
    assert [point.month.number for point in points] == list(range(1, 11))
    for point in points:
        (action,) = actions_of_plan(plan.pk, 2024, point.month.last_on).actions
        reading = action.tasks[0].reading
        assert point.progress == (None if reading.reported_on is None else reading.progress), point.month
    assert [point.progress for point in points][3:6] == [45 if late_entry else 20, 45 if late_entry else 20, 60]


def test_months_to_come_have_no_point() -> None:
    report(make_task(make_action(number=4)), date(2024, 2, 10), 10)
    page = find_action(Scope(make_plan(), Month(2024, 12), NOW.date()), 4)
    assert [point.month.number for point in page.tasks[0].points] == list(range(1, 12))
    page = find_action(Scope(make_plan(), Month(2024, 3), NOW.date()), 4)
    assert [point.progress for point in page.tasks[0].points] == [None, 10, 10]
