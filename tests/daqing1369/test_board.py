"""The board as a leader sees it, and the pages of its nodes and outcomes."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.models import ActionOfNode, TaskOfOutcome
from targets.models import Figure, GoalOfOutcome, Node, Outcome, OutcomeOfNode
from tests.factories import make_action, make_goal, make_indicator, make_plan, make_task
from tests.year import make_air_year

QUERIES = 23  # session, user, what has changed (and whose figures), plan, gathering both apps, the code on paper


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def soup(client: Client, path: str = "/", language: str = "zh-hans", *, part: str = "") -> BeautifulSoup:
    headers = {"Accept-Language": language} | ({"HX-Request": "true", "HX-Target": part} if part else {})
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def words(tag: Tag | BeautifulSoup | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def card(page: BeautifulSoup, slug: str) -> str:
    return next(words(one) for one in page.select(".goal") if one.select_one(f"a[href^='/goals/{slug}/']"))


def test_october_in_both_languages(leader: Client) -> None:
    make_air_year()
    chinese, english = soup(leader), soup(leader, language="en")
    assert "27.2" in card(chinese, "pm25")
    assert "滞后" in card(chinese, "pm25")
    assert "余下 61 天均值须 ≤ 25.7" in card(chinese, "pm25")
    assert "已用 12 天" in card(chinese, "good-air-days")
    assert "The 61 days left must average at most 25.7" in card(english, "pm25")
    assert "behind" in card(english, "pm25")
    assert "12 of 29 bad days used" in card(english, "good-air-days")


@pytest.mark.parametrize(
    ("as_of", "zh", "en"), [("2024-11", "已无法达标", "out of reach"), ("2024-12", "未达标", "not met")]
)
def test_what_november_brought(leader: Client, as_of: str, zh: str, en: str) -> None:
    make_air_year()
    assert zh in card(soup(leader, f"/?as_of={as_of}"), "pm25")
    assert en in card(soup(leader, f"/?as_of={as_of}", "en"), "pm25")


def test_an_earlier_as_of_sees_nothing_later(leader: Client) -> None:
    make_air_year()
    page = words(soup(leader, "/?as_of=2024-01"))
    assert "48.6" in page
    assert "31.4" not in page


def test_typing_a_figure_changes_the_board_at_once(leader: Client) -> None:
    make_plan(counts_unapproved=True)
    make_air_year()
    Figure.objects.filter(month="2024-10-01", indicator__slug="good-air-days").update(numerator=20, review="submitted")
    printed = card(soup(leader), "good-air-days")
    assert "已用 23 天" in printed
    assert "含未审核数据" in printed


def test_the_swapped_board_equals_a_fresh_one(leader: Client) -> None:
    make_air_year()
    fresh, part = soup(leader, "/?as_of=2024-06"), soup(leader, "/?as_of=2024-06", part="board")
    assert part.select_one("#board") == fresh.select_one("#board")
    moved, stands = part.select_one("#data-state"), fresh.select_one("#data-state")
    assert words(moved) == words(stands)
    assert part.select_one("header") is None


def test_a_part_that_the_view_does_not_name_is_the_whole_page(leader: Client) -> None:
    make_air_year()
    assert soup(leader, "/", part="nonsense").select_one("header") is not None


def test_the_first_view_needs_no_script(leader: Client) -> None:
    make_air_year()
    page = soup(leader)
    assert len(page.select(".goal .picture")) == 2
    assert [script.get("src") for script in page.select("script")] and not [
        s for s in page.select("script") if s.string
    ]


def test_parents_show_the_weakest_and_the_count(leader: Client) -> None:
    air, pm25 = make_air_year()
    plan = make_plan()
    outcome = Outcome.objects.create(plan=plan, number=1, title_zh="空气持续改善", title_en="Air keeps improving")
    Outcome.objects.create(plan=plan, number=4, title_zh="碳排放强度", title_en="Carbon intensity")
    node = Node.objects.create(plan=plan, number=1, title_zh="之年", title_en="The year")
    for goal in (air, pm25):
        GoalOfOutcome.objects.create(goal=goal, outcome=outcome, stated=True)
    OutcomeOfNode.objects.create(node=node, outcome=outcome, reason_zh="因", reason_en="why")
    action = make_action()
    ActionOfNode.objects.create(action=action, node=node, stated=True)
    TaskOfOutcome.objects.create(task=make_task(action), outcome=outcome, reason_zh="因", reason_en="why")
    lines = {words(line).split()[-1]: words(line) for line in soup(leader).select(".list li")}
    assert "滞后" in lines["1/3"]
    assert lines["未量化"].startswith("无数据")
    members = words(soup(leader, "/outcomes/1/", "en").select_one("table"))
    assert "behind" in members and "stated by the plan" in members and "why" in members
    assert "Air keeps improving" in words(soup(leader, "/nodes/1/", "en").select_one("table"))
    assert "Not measured" in words(soup(leader, "/outcomes/4/", "en"))


@pytest.mark.parametrize("path", ["/nodes/9/", "/outcomes/9/", "/?as_of=2023-01", "/?as_of=x", "/?year=1", "/?area=x"])
def test_what_is_not_there_is_a_404(leader: Client, path: str) -> None:
    make_plan()
    assert leader.get(path).status_code == 404


def test_an_empty_installation_says_so(leader: Client) -> None:
    assert leader.get("/").status_code == 404


def test_a_plan_without_anything_renders(leader: Client) -> None:
    make_plan()
    assert soup(leader).select(".goal") == []


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_is_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = make_plan()
    for number in range(count):
        indicator = make_indicator(f"indicator-{number}")
        make_goal(plan, indicator, order=number)
        for month in range(1, 11):
            Figure.objects.create(
                indicator=indicator, area=plan.area, month=f"2024-{month:02d}-01", numerator=20, denominator=28,
                changed_at="2024-11-04T09:00:00+08:00",
            )  # fmt: skip
        make_task(make_action(number=number + 1))
    with django_assert_num_queries(QUERIES):
        leader.get("/")
