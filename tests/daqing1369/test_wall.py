"""The wall display: what it shows, whom it is open to, and what it tells nobody."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from daqing1369.keys import make_key, revoke_key
from daqing1369.models import Purpose
from targets.models import Area, AreaTarget, Figure, Goal
from tests.factories import (
    NOW,
    make_action,
    make_area,
    make_figure,
    make_goal,
    make_indicator,
    make_plan,
    make_task,
)
from tests.year import make_air_year

QUERIES = 21  # session, user, plan, what has changed (and whose figures), the gathering of both apps, newest change
AREAS = 2  # the areas and their targets, where a goal is reported by areas


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    make_task(make_action())
    return client_of(viewer)


@pytest.fixture
def key(administrator: User) -> str:
    make_air_year()
    return make_key(purpose=Purpose.WALL, name="hall", by=administrator, now=NOW)[1]


def soup(client: Client, path: str = "/wall/", language: str = "zh-hans") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def kinds(page: BeautifulSoup) -> list[str]:
    return [one["class"][-1].removeprefix("slide--") for one in page.select("[data-slide]")]


def shown(page: BeautifulSoup) -> list[int]:
    return [number for number, one in enumerate(page.select("[data-slide]"), 1) if not one.has_attr("hidden")]


def test_the_year_in_turn(leader: Client) -> None:
    page = soup(leader)
    assert kinds(page) == ["board", "goals", "actions"]
    words = " ".join(page.get_text(" ").split())
    for text in ("27.2", "≤ 27", "滞后", "余下 61 天均值须 ≤ 25.7", "数据至 2024-10", "最近更新 2024-11-04 09:00"):
        assert text in words
    assert page.select_one("[data-clock]").get_text() == "09:00"  # type: ignore[union-attr]
    assert "behind" in soup(leader, language="en").get_text()


def make_sewage(*, target: str | None = None) -> None:
    """Eight areas: the last gave 10 of 50, the seventh nothing; with targets, each must reach it."""
    city = make_area()
    indicator = make_indicator("rural-sewage", short_zh="农村污水", combination="newest", frequency="quarterly")
    goal = make_goal(make_plan(), indicator, order=9, target=Decimal(35), reported_by="areas")
    for number in range(1, 9):
        area = make_area(
            f"23060{number}", name_zh=f"{number}区", name_en=f"District {number}", parent=city, order=number
        )
        if number != 7:
            value = "30" if number == 2 else str(50 - 5 * number)
            for month in ("2024-03", "2024-06", "2024-09"):
                make_figure(indicator, month, value, "50", area=area)
        if target is not None:
            AreaTarget.objects.create(goal=goal, area=area, target=Decimal(target), changed_at=NOW)


def test_areas_are_ranked_and_those_behind_are_named(leader: Client) -> None:
    make_sewage()
    page = soup(leader)
    assert kinds(page) == ["board", "goals", "goals", "actions", "areas"]
    rows = [[cell.get_text(strip=True) for cell in row.select("td, th")] for row in page.select(".wall-table tbody tr")]
    assert [row[:2] for row in rows] == [
        ["1", "1区"],
        ["2", "3区"],
        ["3", "2区"],
        ["3", "4区"],
        ["5", "5区"],
        ["6", "6区"],
        ["7", "8区"],
        ["—", "7区"],
    ]
    behind = [one.get_text(" ", strip=True) for one in page.select(".wall-laggards")]
    assert behind == ["缺报 7区", "位次靠后 5区 50.00 6区 40.00 8区 20.00"]
    assert "3 项数据缺报" in page.select_one(".wall__data").get_text()  # type: ignore[union-attr]


def test_areas_with_targets_are_judged_by_them(leader: Client) -> None:
    make_sewage(target="50")
    behind = [one.get_text(" ", strip=True) for one in soup(leader).select(".wall-laggards")]
    assert behind == ["缺报 7区", "未达本地目标 6区 8区"]


def test_areas_without_any_figure_have_no_slide(leader: Client) -> None:
    city = make_area()
    make_area("230601", name_zh="1区", name_en="District 1", parent=city)
    make_goal(make_plan(), make_indicator("farmland", combination="annual", frequency="annual"), reported_by="areas")
    assert "areas" not in kinds(soup(leader))
    assert Area.objects.count() == 2


def test_without_scripts_the_next_slide_is_an_address(leader: Client) -> None:
    page = soup(leader, "/wall/?year=2024&slide=3&seconds=20")
    assert shown(page) == [3]
    refresh = page.select_one("noscript meta[http-equiv=refresh]")
    assert refresh is not None
    assert refresh["content"] == "20; url=?year=2024&seconds=20&slide=1"
    assert shown(soup(leader, "/wall/?slide=99")) == [3], "the year had more slides a moment ago"


@pytest.mark.parametrize("query", ["slide=x", "slide=-1", "seconds=1.5", "seconds=99999", "slide=２", "as_of=2023-01"])
def test_nonsense_is_refused(leader: Client, query: str) -> None:
    assert leader.get(f"/wall/?{query}").status_code == 404


def test_a_part_is_the_screen_alone(leader: Client) -> None:
    part = leader.get("/wall/", headers={"HX-Request": "true", "HX-Target": "wall"})
    assert BeautifulSoup(part.content, "lxml").select_one("#wall") == soup(leader).select_one("#wall")
    assert b"<html" not in part.content


def test_the_clock_says_whether_it_stands(leader: Client, settings: Settings) -> None:
    assert soup(leader).select_one("#wall[data-held]") is not None
    settings.CLOCK = None
    assert soup(leader, "/wall/?year=2024").select_one("#wall[data-held]") is None


@pytest.mark.parametrize("number", [3, 30])
def test_the_queries_are_fixed(leader: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    make_sewage()
    for one in range(number):
        make_goal(make_plan(), make_indicator(f"goal-{one}"))
    with django_assert_num_queries(QUERIES + AREAS):
        leader.get("/wall/")


def test_a_key_opens_the_wall_and_nothing_else(client: Client, key: str) -> None:
    page = soup(client, f"/wall/{key}/")
    assert "27.2" in page.get_text()
    assert not [one["href"] for one in page.select("a")], "there is nowhere to go from here"
    assert not client.cookies, "nothing is set"
    for path in ("/", "/wall/", "/goals/pm25/", "/api/v1/plans/2024/board", "/search/?q=pm25"):
        assert client.get(path).status_code in (302, 401), path


@pytest.mark.parametrize(
    ("query", "status"),
    [("year=2024", 200), ("slide=x", 404), ("at=never", 404), ("area=999999", 404), ("language=en", 302)],
)
def test_a_key_s_address_is_told_to_nobody(client: Client, key: str, query: str, status: int) -> None:
    answer = client.get(f"/wall/{key}/?{query}")
    assert answer.status_code == status
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert status != 200 or key not in answer.content.decode()


def test_refusals_of_a_key_are_told_to_nobody_either(client: Client, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("daqing1369.wall.slides", fail)
    client.raise_request_exception = False
    broken = client.get(f"/wall/{key}/")
    assert (broken.status_code, client.post(f"/wall/{key}/").status_code) == (500, 405)
    for answer in (broken, client.post(f"/wall/{key}/"), client.get("/wall/x/")):
        assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "private, no-store")
    assert client.get("/wall/")["Referrer-Policy"] == "same-origin"


def test_the_wall_of_a_moment_says_so_and_stays_in_it(leader: Client) -> None:
    page = soup(leader, "/wall/?at=2024-11-01&recorded=2100-01-01&seconds=20", "en")
    assert "As on record on 2024-11-01 23:59" in page.get_text()
    assert "last change 2024-10-04 09:00" in page.get_text(), "and not today's"
    refresh = page.select_one("noscript meta[http-equiv=refresh]")
    assert refresh is not None
    assert str(refresh["content"]).startswith("20; url=?at=2024-11-01&recorded=2100-01-01&seconds=20&slide=")
    assert "As on record" not in soup(leader, "/wall/", "en").get_text()


def test_areas_are_ranked_as_on_the_goal_s_page(leader: Client) -> None:
    """Compared as rounded, 33.4 and 33.3 share a rank."""
    make_sewage()
    Goal.objects.filter(order=9).update(comparison="rounded", comparison_decimals=0)
    theirs = Figure.objects.filter(indicator__slug="rural-sewage")
    theirs.filter(area__code="230603").update(numerator=334, denominator=1000)
    theirs.filter(area__code="230604").update(numerator=333, denominator=1000)

    def ranks(path: str, table: str) -> list[tuple[str, str]]:
        rows = [row.select("td, th") for row in soup(leader, path).select(f"{table} tbody tr")]
        return [(cells[0].get_text(strip=True)[0], cells[1].get_text(strip=True)) for cells in rows]

    on_wall = ranks("/wall/", ".wall-table")
    assert on_wall[4:7] == [("5", "3区"), ("5", "4区"), ("7", "8区")]
    assert on_wall == ranks("/goals/rural-sewage/areas/", ".ranking")


def test_a_key_only_reads(client: Client, key: str) -> None:
    for method in ("post", "put", "delete", "patch"):
        assert getattr(client, method)(f"/wall/{key}/").status_code == 405
    assert client.head(f"/wall/{key}/").status_code == 200


def test_a_wrong_or_revoked_key_leads_to_the_login(client: Client, administrator: User) -> None:
    made, text = make_key(purpose=Purpose.WALL, name="hall", by=administrator, now=NOW)
    _, other = make_key(purpose=Purpose.API, name="screen", by=administrator, now=NOW)
    revoke_key(key_id=made.pk, by=administrator, now=NOW)
    for wrong in (text, other, "x", "大庆", "x" * 300):
        answer = client.get(f"/wall/{wrong}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/?next=/wall/")
    asked = client.get(f"/wall/{text}/", headers={"HX-Request": "true", "HX-Target": "wall"})
    assert asked.status_code == 401, "the screen goes to the login page as a whole"


def test_whoever_is_signed_in_sees_that_a_key_is_no_more(
    administrator: User, client_of: Callable[[User], Client]
) -> None:
    make_air_year()
    made, text = make_key(purpose=Purpose.WALL, name="hall", by=administrator, now=NOW)
    client = client_of(administrator)
    assert client.get(f"/wall/{text}/").status_code == 200
    revoke_key(key_id=made.pk, by=administrator, now=NOW)
    assert client.get(f"/wall/{text}/").status_code == 404


def test_the_wall_is_looked_at_by_its_parameters(client: Client, key: str) -> None:
    assert "2024-06" in soup(client, f"/wall/{key}/?as_of=2024-06").get_text()
    assert client.get(f"/wall/{key}/?area=999999").status_code == 404
