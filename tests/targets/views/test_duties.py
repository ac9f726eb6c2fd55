"""The page of what one owes."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client

from targets.models import Goal
from targets.queries.duties import Duties, duties_of
from tests.factories import NOW, make_figure, make_goal, make_plan

PAGE = "/duties/"
SignIn = Callable[[User], Client]


@pytest.fixture
def goal(db: None) -> Goal:
    goal = make_goal(plan=make_plan(closes_after_days=10))
    make_figure(goal.indicator, "2024-09", "9", "30", review="returned", review_note="请核对九月")
    make_figure(goal.indicator, "2024-08", "9", "31", review="submitted")
    return goal


def test_each_line_leads_to_its_cell(goal: Goal, editor: User, client_of: SignIn) -> None:
    soup = BeautifulSoup(client_of(editor).get(PAGE, headers={"Accept-Language": "en"}).content, "lxml")
    rows = soup.select(".duty")
    assert [row["class"][-1] for row in rows[:3]] == ["duty--returned", "duty--due", "duty--locked"]
    assert rows[0].a is not None
    assert rows[0].a["href"] == "/figures/2024/9/#row-good-air-days"
    assert "请核对九月" in rows[0].text
    assert "closes in 11 days" in rows[1].text
    assert len(rows) == 9, "the page shows them all"
    assert "wait" not in soup.text


def test_the_part_shows_the_first_and_where_the_others_are(goal: Goal, editor: User) -> None:
    text = render_to_string("targets/duties.html", {"duties": duties_of(editor.pk, NOW.date())})
    soup = BeautifulSoup(text, "lxml")
    assert len(soup.select(".duty")) == 6
    assert soup.select_one('a[href="/duties/"]') is not None
    assert not render_to_string("targets/duties.html", {"duties": Duties()}).strip()


def test_a_reviewer_sees_how_many_wait(goal: Goal, reviewer: User, client_of: SignIn) -> None:
    page = client_of(reviewer).get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "1 figure waits for your review" in page
    assert "duty--" not in page


@pytest.mark.parametrize("role", ["viewer", "administrator"])
def test_nothing_is_said(goal: Goal, role: str, request: pytest.FixtureRequest, client_of: SignIn) -> None:
    client = client_of(request.getfixturevalue(role))
    assert "You owe nothing." in client.get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert client.post(PAGE).status_code == 405


def test_queries_are_fixed(goal: Goal, editor: User, client_of: SignIn, django_assert_num_queries: Any) -> None:
    client = client_of(editor)
    with django_assert_num_queries(17):
        client.get(PAGE)
