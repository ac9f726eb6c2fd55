"""Before a plan's first month is over, its terms are judged at the day that it is: nothing is late in advance."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from actions.changes import replay_actions
from actions.models import Action, ActionOfNode, TaskReport
from actions.queries import actions_of
from daqing1369.versions import reading
from daqing1369.year import year_state
from targets.brief.sentences import month_value
from targets.evaluation.model import Status
from targets.models import Node
from targets.queries.completeness import expected_cells
from targets.queries.plan import Scope, find_scope, goal_states
from tests.factories import make_action, make_goal, make_indicator, make_plan, make_task

pytestmark = pytest.mark.django_db
EARLY = timezone.make_aware(datetime(2023, 11, 1))


@pytest.fixture(autouse=True)
def year() -> None:
    """One task that is due in the first month, one that begins in it; on record since the autumn before."""
    action = make_action(make_plan(2024, changed_at=EARLY))
    make_task(action, 1, due_on=date(2024, 1, 20), changed_at=EARLY)
    make_task(action, 2, start_on=date(2024, 1, 10), due_on=date(2024, 6, 30), changed_at=EARLY)


def seen(today: date) -> Scope:
    return find_scope(area_code="230600", year=2024, as_of=None, today=today)


@pytest.mark.parametrize(
    ("today", "statuses", "late"),
    [
        (date(2023, 11, 4), ["too_early", "too_early"], 0),
        (date(2024, 1, 5), ["at_risk", "too_early"], 0),
        (date(2024, 1, 19), ["at_risk", "at_risk"], 0),
        (date(2024, 1, 20), ["behind", "at_risk"], 1),
        (date(2024, 2, 4), ["behind", "at_risk"], 1),
    ],
)
def test_a_task_is_late_once_its_day_is_there(today: date, statuses: list[str], late: int) -> None:
    (action,) = actions_of(seen(today)).actions
    assert [task.status for task in action.tasks] == statuses
    assert action.late == late


def test_what_is_kept_of_a_day_is_not_the_next_days() -> None:
    node = Node.objects.create(plan=make_plan(), number=1, title_zh="强市", title_en="strong city")
    ActionOfNode.objects.create(action=Action.objects.get(), node=node, stated=True)
    with reading():
        days = [year_state(seen(date(2024, 1, day))) for day in (19, 20)]
    assert [day.actions[0].late for day in days] == [0, 1]
    assert [day.nodes[0].members[0].status for day in days] == [Status.AT_RISK, Status.BEHIND]


def test_a_report_of_the_first_month_counts_at_once() -> None:
    scope = seen(date(2024, 1, 15))
    (action,) = actions_of(scope).actions
    TaskReport.objects.create(
        task_id=action.tasks[0].pk, reported_on=scope.today, progress=100, state="done", changed_at=EARLY
    )
    (action,) = actions_of(scope).actions
    assert action.tasks[0].status is Status.MET


def test_a_year_that_has_not_begun_has_its_strip(
    viewer: User, client_of: Callable[[User], Client], settings: Settings
) -> None:
    settings.CLOCK = timezone.make_aware(datetime(2023, 11, 4, 9))
    client = client_of(viewer)
    board = BeautifulSoup(client.get("/?year=2024", headers={"Accept-Language": "en"}).content, "lxml")
    assert "too early" in board.select_one(".nine").get_text(" ").lower()  # type: ignore[union-attr]
    assert "0/0 due approved · time elapsed 0 %" in " ".join(board.get_text(" ").split())
    page = BeautifulSoup(client.get("/actions/1/?year=2024").content, "lxml")
    assert page.select("rect.lane__term")


@pytest.mark.parametrize(("today", "due"), [(date(2023, 11, 4), 0), (date(2024, 1, 31), 0), (date(2024, 2, 1), 1)])
def test_no_figure_is_due_before_the_first_month_is_over(today: date, due: int) -> None:
    make_goal(make_plan(), make_indicator())
    assert len(expected_cells(seen(today))) == due


@pytest.mark.parametrize("day", [1, 10, 20, 31, 40])
def test_what_changed_ends_in_what_the_pages_show(day: int) -> None:
    end = timezone.make_aware(datetime(2024, 1, 1, 12)) + timedelta(days=day - 1)
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=end.date(), at=end)
    found = replay_actions(scope, since=EARLY + timedelta(days=1), until=end)
    assert found.lamps == {action.number: action.status for action in actions_of(scope).actions}
    assert found.lamps[1] is (found.changes[-1].step.after if found.changes else Status.TOO_EARLY)


def test_the_day_on_which_a_light_changed_is_told(
    viewer: User, client_of: Callable[[User], Client], settings: Settings
) -> None:
    settings.CLOCK = timezone.make_aware(datetime(2024, 1, 25, 9))
    client = client_of(viewer)
    told = {
        language: BeautifulSoup(
            client.get("/changes/?since=2024-01-12", headers={"Accept-Language": language}).content, "lxml"
        ).get_text(" ")
        for language in ("zh-hans", "en")
    }
    assert "日期推进 2024-01-20 评价截至 2024-01-20，1 项任务到期未完成" in " ".join(told["zh-hans"].split())
    assert "月度推进" not in told["zh-hans"]
    assert "A day passed and 1 task due by then was not done on 2024-01-20" in told["en"]


@pytest.mark.parametrize(("begun", "shown"), [(2023, 2024), (2024, 2024), (2025, 2025)])
def test_before_any_year_has_begun_the_first_is_shown(begun: int, shown: int) -> None:
    make_plan(2025)
    assert find_scope(area_code="230600", year=None, as_of=None, today=date(begun, 11, 4)).year == shown


def test_a_month_that_is_not_over_is_to_come_and_not_missing() -> None:
    goal = make_goal(make_plan(2024), make_indicator())
    for today, is_past in ((date(2023, 11, 4), False), (date(2024, 1, 20), False), (date(2024, 2, 4), True)):
        (state,) = goal_states(seen(today))
        assert state.goal == goal
        assert state.evaluation.months[0].is_past is is_past
        assert bool(state.evaluation.validity.missing_months) is is_past
        assert month_value(state.evaluation).en == ("missing" if is_past else "to come")
