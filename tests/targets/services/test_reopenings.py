"""A locked month is opened again by one law, and the query says which leaves hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from targets.models import Goal, Reopening
from targets.periods import Month
from targets.queries.reopenings import Leave, find_goal_of, given_leaves, leaves, places
from targets.services.refusals import Refused
from targets.services.reopenings import DayOutside, NoSuchLeave, NothingToOpen, end_leave, reopen
from tests.factories import NOW, make_area, make_goal

TODAY = NOW.date()  # 2024-11-04
SEPTEMBER = Month(2024, 9)


@pytest.fixture
def goal(db: None) -> Goal:
    return make_goal()


def give(goal: Goal, by: User, **fields: Any) -> Reopening:
    given: dict[str, Any] = {
        "area": goal.plan.area,
        "month": SEPTEMBER,
        "until_on": TODAY + timedelta(days=7),
        "reason": "省站更正",
        "today": TODAY,
    }
    return reopen(goal=goal, by=by, now=NOW, **(given | fields))


def test_the_longest_leave_holds_through_its_day(goal: Goal, administrator: User) -> None:
    give(goal, administrator)
    give(goal, administrator, until_on=TODAY + timedelta(days=3), reason="短")
    key = (goal.indicator_id, goal.plan.area_id, SEPTEMBER)
    last = TODAY + timedelta(days=7)
    assert leaves(TODAY) == leaves(last) == {key: Leave(last, "省站更正")}
    assert leaves(last + timedelta(days=1)) == {}


@pytest.mark.parametrize("days", [0, 60])
def test_days_that_can_be_given(goal: Goal, administrator: User, days: int) -> None:
    until_on = TODAY + timedelta(days=days)
    assert give(goal, administrator, until_on=until_on).until_on == until_on


@pytest.mark.parametrize("days", [-1, 61])
def test_days_that_cannot(goal: Goal, administrator: User, days: int) -> None:
    with pytest.raises(DayOutside):
        give(goal, administrator, until_on=TODAY + timedelta(days=days))


@pytest.mark.parametrize("month", [Month(2024, 11), Month(2024, 12), Month(2023, 12)])
def test_months_that_cannot(goal: Goal, administrator: User, month: Month) -> None:
    with pytest.raises(NothingToOpen) as refusal:
        give(goal, administrator, month=month)
    assert refusal.value.field == "month"


def test_areas_that_report_the_goal_and_no_others(goal: Goal, administrator: User) -> None:
    county = make_area("230621", parent=goal.plan.area)
    elsewhere = make_area("230100")
    with pytest.raises(NothingToOpen):
        give(goal, administrator, area=county)
    goal.reported_by = "areas"
    assert give(goal, administrator, area=county).area == county
    with pytest.raises(NothingToOpen):
        give(goal, administrator, area=elsewhere)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501])
def test_a_reason_is_needed(goal: Goal, administrator: User, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        give(goal, administrator, reason=reason)
    assert refusal.value.field == "reason"
    assert not Reopening.objects.exists()


def test_ended_early_on_record(goal: Goal, administrator: User, reviewer: User) -> None:
    leave = give(goal, administrator)
    end_leave(leave_id=leave.pk, by=reviewer, now=NOW + timedelta(hours=1), today=TODAY)
    assert leaves(TODAY) == {}
    with pytest.raises(NoSuchLeave):
        end_leave(leave_id=leave.pk, by=reviewer, now=NOW, today=TODAY)
    holding, (over,) = given_leaves(TODAY)
    assert not holding
    assert (over.given_by, over.given_at, over.ended_by) == ("admin", NOW, "reviewer")
    assert over.ended_at == NOW + timedelta(hours=1)
    assert apps.get_model("targets", "ReopeningEvent")._default_manager.count() == 2


def test_over_by_itself_is_ended_by_nobody(goal: Goal, administrator: User) -> None:
    give(goal, administrator)
    _, (over,) = given_leaves(TODAY + timedelta(days=8))
    assert (over.given_by, over.ended_by, over.ended_at) == ("admin", "", None)


def test_queries(goal: Goal, administrator: User, django_assert_num_queries: Any) -> None:
    for days in range(5):
        give(goal, administrator, until_on=TODAY + timedelta(days=days))
    with django_assert_num_queries(1):
        leaves(TODAY)
    with django_assert_num_queries(3):
        given_leaves(TODAY)


def test_places(goal: Goal) -> None:
    county = make_area("230621", parent=goal.plan.area, order=2)
    make_area("230699", parent=goal.plan.area, reports=False)
    make_area("230100")
    assert places() == ([goal.indicator], [goal.plan.area, county])
    assert find_goal_of(slug="good-air-days", area_code="230621", month=SEPTEMBER) == (goal, county)
    assert find_goal_of(slug="good-air-days", area_code="230100", month=SEPTEMBER) is None
    assert find_goal_of(slug="good-air-days", area_code="", month=SEPTEMBER) is None
    assert find_goal_of(slug="good-air-days", area_code="230600", month=Month(2023, 9)) is None
