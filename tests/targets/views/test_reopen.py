"""The page of months opened again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Goal, Reopening
from tests.factories import make_goal

PAGE = "/reopen/"
FORM = {
    "goal": "good-air-days",
    "area": "230600",
    "month": "2024-09",
    "until_on": "2024-11-11",
    "reason": "省站更正九月数据",
}


@pytest.fixture
def goal(db: None) -> Goal:
    return make_goal()


@pytest.fixture
def client(goal: Goal, administrator: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(administrator)


def test_a_locked_cells_link_fills_the_form(client: Client) -> None:
    page = client.get(f"{PAGE}?goal=good-air-days&area=&month=2024-09").content.decode()
    assert 'value="2024-09"' in page
    assert '<option value="230600" selected>' in page


def test_opened_listed_and_ended(client: Client) -> None:
    assert client.post(PAGE, FORM).status_code == 302
    page = client.get(PAGE).content.decode()
    for shown in ("2024-09", "2024-11-11", "省站更正九月数据", "admin"):
        assert shown in page
    leave = Reopening.objects.get()
    assert client.post(PAGE, {"end": leave.pk}).status_code == 302
    assert client.post(PAGE, {"end": leave.pk}).status_code == 302, "ending twice is no error"
    assert 'name="end"' not in client.get(PAGE).content.decode()
    assert str(Reopening.objects.get().until_on) == "2024-11-03"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("goal", text) for text in ("", "nothing", "\x00")),
        *(("month", text) for text in ("", "2024-13", "2024-11", "九月")),
        *(("until_on", text) for text in ("", "x", "2024-11-03", "2025-01-04")),
        ("reason", ""),
    ],
)
def test_a_refused_form_comes_back_as_typed(client: Client, field: str, text: str) -> None:
    answer = client.post(PAGE, FORM | {field: text})
    assert answer.status_code == 422
    assert f'id="life-{field}-error"' in answer.content.decode()
    assert not Reopening.objects.exists()


def test_a_sign_that_no_text_holds_names_no_area(client: Client) -> None:
    assert client.post(PAGE, FORM | {"area": "\x00"}).status_code == 422


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])
def test_administrators_only(
    goal: Goal, role: str, request: pytest.FixtureRequest, client_of: Callable[[User], Client]
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, FORM).status_code == 403
    assert not Reopening.objects.exists()


def test_queries_are_fixed(client: Client, django_assert_num_queries: Any) -> None:
    for day in range(4, 9):
        client.post(PAGE, FORM | {"until_on": f"2024-11-{day:02d}"})
    client.get(PAGE)
    with django_assert_num_queries(10):
        client.get(PAGE)
