"""The list of the key actions."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.models import CommitmentCount, TaskReport
from targets.models import Plan
from tests.factories import NOW, make_action, make_area, make_commitment, make_plan, make_task

QUERIES = 13  # session, user, navigation, the plan, seven for its actions, two for the code


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def rows(client: Client, path: str = "/actions/", language: str = "en") -> list[str]:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "lxml")
    return [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]


def fill(plan: Plan, tasks: int) -> None:
    action = make_action(plan, 4, name_en="Deep cultivation", name_zh="深耕", theme_en="Zero waste", theme_zh="无废")
    commitment = make_commitment(action)
    CommitmentCount.objects.create(
        commitment=commitment, counted_on=date(2024, 10, 31), amount=Decimal(232), changed_at=NOW
    )
    for number in range(1, tasks + 1):
        task = make_task(action, number, due_on=date(2024, 10, 20) if number == 1 else date(2024, 11, 15))
        for month, progress in ((9, 40), (10, 60)):
            TaskReport.objects.create(
                task=task, reported_on=date(2024, month, 1), progress=progress, state="in_progress", changed_at=NOW
            )


def test_october_in_both_languages(leader: Client) -> None:
    fill(make_plan(), 3)
    (english,) = rows(leader)
    assert english == (
        "4 Deep cultivation Zero waste general section behind 64 % 0 1 3 2024-11-15 "
        "behind New zero-waste cells 232 of 300 cells; 34 a month needed, 23.2 a month so far."
    )
    (chinese,) = rows(leader, language="zh-hans")
    assert "4 深耕 无废 综合科 滞后" in chinese
    assert "已完成 232 / 300 个；此后每月需 34 个，至今每月 23.2 个。" in chinese


def test_as_of_an_earlier_month(leader: Client) -> None:
    fill(make_plan(), 3)
    (september,) = rows(leader, "/actions/?as_of=2024-09")
    assert "30 % 0 0 3 2024-10-20" in september
    assert "None of 300 cells counted yet" in september


def test_another_city_and_another_year(leader: Client) -> None:
    fill(make_plan(), 1)
    make_action(make_plan(area=make_area("230100", name_zh="哈尔滨市", name_en="Harbin")), 1, name_en="Theirs")
    make_action(make_plan(2023), 1, name_en="Before")
    assert "Theirs" in rows(leader, "/actions/?area=230100")[0]
    assert "Before" in rows(leader, "/actions/?year=2023")[0]
    assert "Deep cultivation" in rows(leader)[0]


def test_links_keep_the_month(leader: Client) -> None:
    fill(make_plan(), 1)
    page = BeautifulSoup(leader.get("/actions/?as_of=2024-06").content, "lxml")
    assert page.select_one("#actions a[href='/actions/4/?as_of=2024-06']")


def test_a_plan_without_actions(leader: Client) -> None:
    make_plan()
    assert "The plan has no actions." in leader.get("/actions/", headers={"Accept-Language": "en"}).content.decode()


def test_the_part_equals_the_page(leader: Client) -> None:
    fill(make_plan(), 2)
    headers = {"HX-Request": "true", "HX-Target": "actions"}
    part = BeautifulSoup(leader.get("/actions/?as_of=2024-06", headers=headers).content, "lxml")
    page = BeautifulSoup(leader.get("/actions/?as_of=2024-06").content, "lxml")
    assert part.select_one("head") is None
    assert part.select_one("#actions") == page.select_one("#actions")


@pytest.mark.parametrize("tasks", [3, 30])
def test_query_count(leader: Client, django_assert_num_queries: DjangoAssertNumQueries, tasks: int) -> None:
    fill(make_plan(), tasks)
    with django_assert_num_queries(QUERIES):
        leader.get("/actions/")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/actions/?as_of=2025-01", 404),
        ("/actions/?as_of=nonsense", 422),
        ("/actions/?year=1999", 404),
        ("/actions/?area=999999", 404),
    ],
)
def test_what_is_not_on_record(leader: Client, path: str, status: int) -> None:
    make_plan()
    assert leader.get(path).status_code in (404, status)


def test_wrong_method_and_strangers(leader: Client, client: Client) -> None:
    make_plan()
    assert leader.post("/actions/").status_code == 405
    assert client.get("/actions/")["Location"] == "/login/?next=/actions/"
