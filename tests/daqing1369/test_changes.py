"""What changed since, for the plan and for one goal: pages as a reader sees them, and the law of the replay."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import wraps
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from actions.changes import replay_actions
from actions.models import CommitmentCount, TaskReport
from actions.queries import actions_of
from targets.models import Figure, Plan
from targets.queries.changes import replay
from targets.queries.plan import find_scope, goal_states
from tests.factories import (
    NOW,
    make_action,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_mean,
    make_plan,
    make_task,
)

DAY = timedelta(days=1)
START = NOW - 200 * DAY
QUERIES = 18  # session, user, duties, plan, two for the code; six for the goals, one for other cities, five for actions


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def soup(client: Client, path: str, language: str = "zh-hans", status: int = 200) -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "lxml")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def make_year() -> None:
    """PM2.5 at 25 until September, on record the 4th of each following month; October's 55 comes in today."""
    plan, indicator = make_plan(changed_at=START), make_mean(changed_at=START)
    make_goal(plan, indicator, direction="at_most", target=Decimal(27), changed_at=START)
    for number in range(1, 10):
        at = datetime(2024, number + 1, 4, 9, tzinfo=NOW.tzinfo)
        make_figure(indicator, f"2024-{number:02d}", str(25 * 30), "30", changed_at=max(at, START))
    make_figure(indicator, "2024-10", str(55 * 31), "31", changed_at=NOW)


@pytest.mark.django_db
def test_october_moved_the_light(leader: Client) -> None:
    make_year()
    told = words(soup(leader, "/changes/"))
    october = "2024-11-04 录入 10 月数据，灯由“按序时”变为“滞后”：累计由 25.0 升至 28.1 µg/m³；未达到目标 ≤ 27 µg/m³。"
    assert october in told
    assert "自 2024-10-31 23:59 以来的变化" in told
    assert "1 个灯与当时不同" in told
    english = words(soup(leader, "/goals/pm25/changes/", "en"))
    assert "October's figure came in on 2024-11-04: the light went from on track to behind" in english
    assert "The light changed 2 times" in english, "no data, on track, behind: three lights, and the first is no change"
    assert "the light went from on track to behind" in words(soup(leader, "/goals/pm25/", "en"))
    assert "录入 10 月数据" not in words(soup(leader, "/goals/pm25/?at=2024-11-03"))
    assert "本月变化" in words(soup(leader, "/"))


@pytest.mark.django_db
def test_a_correction_and_a_target_are_told_with_who_made_them(leader: Client, editor: User) -> None:
    make_year()
    figure = Figure.objects.get(month="2024-10-01")
    figure.numerator, figure.changed_by, figure.changed_at = Decimal(26 * 31), editor, NOW
    figure.save()
    goal = make_plan().goals.get()
    goal.target, goal.changed_by, goal.changed_at = Decimal(20), editor, NOW
    goal.save()
    page = soup(leader, "/changes/?show=lights")
    assert "目标由 ≤ 27 µg/m³ 调整为 ≤ 20 µg/m³" in words(page)
    assert "staff" in words(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "status", "when"),
    [
        ("?since=2024-10-01&until=2024-10-31", 200, ["2024-10-04 09:00"]),
        ("?since=2024-10-01T08:30", 200, ["2024-11-04 09:00", "2024-10-04 09:00"]),
        ("?since=2024-11-04&until=2024-10-31", 404, []),
        ("?since=soon", 404, []),
        ("?until=2024-12-31", 404, []),
        ("?at=2024-10-31", 200, ["2024-10-04 09:00"]),
        ("?at=2001-01-01", 200, []),
    ],
)
def test_what_is_asked_for(leader: Client, query: str, status: int, when: list[str]) -> None:
    make_year()
    told, of_goal = (
        [one.get_text() for one in soup(leader, path + query, status=status).select(".change-table .when")]
        for path in ("/changes/", "/goals/pm25/changes/")
    )
    assert told == when
    assert of_goal[: max(1, len(when))] == when, "by default the goal's page looks back to the year's beginning"


@pytest.mark.django_db
def test_a_plan_without_anything_and_a_goal_that_is_none(leader: Client) -> None:
    make_plan()
    assert "该时段内没有变化" in words(soup(leader, "/changes/"))
    soup(leader, "/goals/nothing/changes/", status=404)


@pytest.mark.django_db
def test_at_a_moment_the_goal_has_the_name_of_then(leader: Client) -> None:
    make_year()
    indicator = make_mean()
    indicator.name_en, indicator.changed_at = "Fine dust", NOW
    indicator.save()
    assert "Fine dust" in words(soup(leader, "/goals/pm25/changes/", "en"))
    then = words(soup(leader, "/goals/pm25/changes/?at=2024-11-03", "en"))
    assert "Fine dust" not in then and "PM2.5 annual mean" in then


def make_progress() -> None:
    action = make_action(number=1)
    task = make_task(action, due_on=date(2024, 9, 30), changed_at=START)
    promise = make_commitment(action, changed_at=START)
    TaskReport.objects.create(
        task=task, reported_on=date(2024, 9, 30), progress=50, state="in_progress", changed_at=START
    )
    CommitmentCount.objects.create(commitment=promise, counted_on=date(2024, 10, 1), amount=290, changed_at=NOW - DAY)
    TaskReport.objects.create(task=task, reported_on=date(2024, 10, 31), progress=100, state="done", changed_at=NOW)


@pytest.mark.django_db
def test_a_figure_that_did_not_change_counts_no_longer_where_the_plan_says_so() -> None:
    plan, indicator = make_plan(counts_unapproved=True, changed_at=START), make_mean(changed_at=START)
    make_goal(plan, indicator, direction="at_most", target=Decimal(27), changed_at=START)
    make_figure(indicator, "2024-05", "620", "31", review="submitted", changed_at=START)
    Plan.objects.update(counts_unapproved=False, changed_at=NOW)
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=NOW.date(), at=NOW)
    (change,) = replay(scope, since=NOW - 10 * DAY, until=NOW).changes
    assert [stand and stand.evaluation.value for stand in (change.step.before, change.step.after)] == [20, None]
    assert goal_states(scope)[0].evaluation.value is None


@pytest.mark.django_db
def test_a_report_moves_an_actions_light(leader: Client) -> None:
    make_plan()
    make_progress()
    told = words(soup(leader, "/changes/"))
    assert "2024-11-04 报告任务 1 进展 100 %，灯由“滞后”变为“按序时”：各项任务和承诺均不落后。" in told
    assert "2024-11-03 “新建‘无废细胞’”新增 290 个，灯仍为“滞后”。" in told
    whole = words(soup(leader, "/changes/?since=2024-09-01"))
    assert "1 项任务到期未完成" in whole


@pytest.mark.django_db
def test_the_number_of_queries_is_fixed(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_year()
    make_progress()
    with django_assert_num_queries(QUERIES):
        leader.get("/changes/?since=2024-04-30")
    for number in range(3):
        indicator = make_indicator(f"more-{number}")
        make_goal(make_plan(), indicator, order=number, changed_at=START)
        make_figure(indicator, "2024-05", "20", "31", changed_at=START + DAY)
        make_task(make_action(number=number + 2), changed_at=NOW)
    with django_assert_num_queries(QUERIES):
        leader.get("/changes/?since=2024-04-30")


_EVENTS = st.lists(
    st.tuples(st.integers(0, 199), st.integers(1, 10), st.none() | st.integers(0, 31), st.booleans()), max_size=8
)


def alone(test: Callable[..., None]) -> Callable[..., None]:
    """Each example begins with an empty record: what one has deleted would stand in the next one's past."""

    @wraps(test)
    def one(**given: Any) -> None:
        with transaction.atomic():
            test(**given)
            transaction.set_rollback(True)

    return one


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=_EVENTS, since=st.integers(0, 199), until=st.integers(0, 200))
@alone
def test_the_last_step_ends_in_what_the_pages_print(
    events: list[tuple[int, int, int | None, bool]], since: int, until: int
) -> None:
    """Whatever comes on record in whatever order of dates; the steps follow each other without a gap."""
    plan, indicator = make_plan(changed_at=START), make_indicator(changed_at=START)
    goal = make_goal(plan, indicator, changed_at=START)
    for days, month, good, moves_target in events:
        values = {"numerator": good, "denominator": None if good is None else 31, "changed_at": START + days * DAY}
        Figure.objects.update_or_create(
            indicator=indicator, area=plan.area, month=date(2024, month, 1), defaults=values, create_defaults=values
        )
        if moves_target:
            goal.target, goal.changed_at = Decimal(60 + month), START + days * DAY
            goal.save()
    end = START + max(since, until) * DAY
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=end.date(), at=end)
    found = replay(scope, since=START + min(since, until) * DAY, until=end)
    expected = {state.goal.pk: state.evaluation for state in goal_states(scope)}
    ended = {pk: stand.evaluation for pk, stand in found.stands.items() if stand is not None}
    assert {pk: (one.status, one.value, one.rule, one.as_of) for pk, one in ended.items()} == {
        pk: (one.status, one.value, one.rule, one.as_of) for pk, one in expected.items()
    }
    turns = [(change.step.before, change.step.after) for change in found.changes]
    for (_, after), (before, _) in pairwise(turns):
        assert before is not None
        assert after is not None
        assert (before.evaluation.value, before.evaluation.status) == (after.evaluation.value, after.evaluation.status)
    assert [change.at for change in found.changes] == sorted(change.at for change in found.changes)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 30, 150, 199, 200])
def test_actions_end_in_what_their_pages_print(days: int) -> None:
    make_plan()
    make_progress()
    end = START + days * DAY
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=end.date(), at=end)
    found = replay_actions(scope, since=START - DAY, until=end)
    shown = actions_of(scope)
    assert found.lamps == {action.number: action.status for action in shown.actions}
