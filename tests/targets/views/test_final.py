"""The page of a goal's final value, and what the goal's page says of it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Confirmation, Goal, Plan
from tests.factories import make_figure, make_goal, make_mean

PAGE = "/goals/pm25/final/?year=2024"
GOAL = "/goals/pm25/?year=2024"
FORM = {
    "value": "27.3",
    "document": "省函 7 号",
    "confirmed_on": "2025-02-01",
    "explanation": "剔除沙尘",
    "version": "0",
}


@pytest.fixture
def goal(db: None) -> Goal:
    goal = make_goal(indicator=make_mean(), direction="at_most", target=Decimal(27))
    for number in range(1, 13):
        make_figure(goal.indicator, f"2024-{number:02d}", "837", "31")
    return goal


@pytest.fixture
def later(settings: Any) -> None:
    settings.CLOCK = datetime(2025, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def client(goal: Goal, reviewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(reviewer)


def test_recorded_and_shown(later: None, client: Client) -> None:
    assert "Record the final value" in client.get(f"{GOAL}&language=en", follow=True).content.decode()
    assert client.post(PAGE, FORM).status_code == 302
    for address in (PAGE, GOAL):
        page = client.get(address).content.decode()
        for shown in ("27.3", "27.0", "+0.3", "剔除沙尘", "省函 7 号", "2025-02-01", "reviewer"):
            assert shown in page, (address, shown)


def test_a_lower_value_and_the_same(later: None, client: Client) -> None:
    client.post(PAGE, FORM | {"value": "26.9"})
    assert "−0.1" in client.get(PAGE).content.decode()
    client.post(PAGE, FORM | {"value": "27", "version": "1", "reason": "更正"})
    page = client.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "the same" in page
    assert "difference" not in page


def test_before_the_years_end_there_is_no_form(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert '<form class="life-form"' not in page
    assert 'id="final"' not in client.get(GOAL).content.decode()
    assert client.post(PAGE, FORM).status_code == 422
    assert not Confirmation.objects.exists()


def test_an_earlier_board_does_not_know_it(later: None, client: Client) -> None:
    client.post(PAGE, FORM)
    assert "省函 7 号" not in client.get(f"{GOAL}&as_of=2024-10").content.decode()
    assert "省函 7 号" in client.get(f"{GOAL}&as_of=2024-12").content.decode()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("value", text) for text in ("", "x", "-1", "27 %", "1e3")),
        *(("confirmed_on", text) for text in ("", "x", "2024-12-31")),
        *(("document", text) for text in ("", "x" * 301)),
        ("explanation", ""),
    ],
)
def test_a_refused_form_comes_back_as_typed(later: None, client: Client, field: str, text: str) -> None:
    answer = client.post(PAGE, FORM | {field: text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="life-{field}-error"' in page
    assert "剔除沙尘" in page or field == "explanation"
    assert not Confirmation.objects.exists()


def test_two_writers_both_learn_of_it(later: None, client: Client) -> None:
    client.post(PAGE, FORM)
    answer = client.post(PAGE, FORM | {"value": "27.4", "reason": "复核"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="27.4"' in page
    assert 'name="version" value="1"' in page
    assert client.post(PAGE, FORM | {"value": "27.4", "reason": "复核", "version": "1"}).status_code == 302
    assert Confirmation.objects.get().value == Decimal("27.4")


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_others_look(
    goal: Goal, later: None, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'name="value"' not in page.content.decode()
    assert client.post(PAGE, FORM).status_code == 403
    assert not Confirmation.objects.exists()


def test_no_such_goal(client: Client) -> None:
    assert client.get("/goals/nothing/final/").status_code == 404
    assert client.put(PAGE).status_code == 405


def test_queries_are_fixed(later: None, client: Client, django_assert_num_queries: Any) -> None:
    client.post(PAGE, FORM)
    with django_assert_num_queries(13):
        client.get(PAGE)


def test_nothing_is_put_on_record_at_an_earlier_moment(later: None, client: Client, goal: Goal) -> None:
    """As the plan was then, its year was open."""
    Plan.objects.update(closed_on="2025-02-09", closed_because="省厅已核定")
    assert client.post(f"{PAGE}&at=2025-02-08", FORM).status_code == 403
    assert client.post(PAGE, FORM).status_code == 422
    assert not Confirmation.objects.exists()
