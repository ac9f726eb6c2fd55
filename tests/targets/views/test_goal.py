"""A goal's page: value, proof, rule, months, earlier years and the record, in both languages."""

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import Figure, Goal
from tests.factories import NOW, make_figure, make_goal, make_indicator, make_plan
from tests.year import make_air_year


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def text(client: Client, path: str, language: str = "zh-hans") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def test_pm25_of_october(leader: Client) -> None:
    chinese, english = text(leader, "/goals/pm25/"), text(leader, "/goals/pm25/", "en")
    for page in (chinese, english):
        assert "27.25" in page
        assert "(27 × 366 − 8311.2) ÷ 61" in page
        assert "25.90" in page and "25.30" in page  # 2022 and 2023
    assert "尚可达标" in chinese and "attainable" in english
    assert "无法评价" in chinese  # 2023 has too few valid days


@pytest.mark.parametrize(("as_of", "zh"), [("2024-11", "已无法达标"), ("2024-12", "未达标")])
def test_the_proof_of_later_months(leader: Client, as_of: str, zh: str) -> None:
    assert zh in text(leader, f"/goals/pm25/?as_of={as_of}")


def test_the_months_are_a_table_beside_the_chart(leader: Client) -> None:
    page = BeautifulSoup(leader.get("/goals/pm25/").content, "lxml")
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("table")[0].select("tr")
    ]
    assert rows[1][:5] == ["2024-01", "1505.7", "31", "48.57", "48.57"]
    assert rows[10][4] == "27.25"
    assert rows[11][1] == "—"
    figure = json.loads(page.select_one("#year-figure").string)  # type: ignore[union-attr, arg-type]
    drawn = {trace["meta"]["role"]: trace["y"] for trace in figure["data"]}
    assert drawn["to_date"][9] == 27.25
    assert page.select_one("figure svg") is not None


def test_the_record_shows_old_and_new(leader: Client, editor: User) -> None:
    figure = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    figure.numerator, figure.changed_by, figure.changed_at, figure.reason = 700, editor, NOW, "审核数据"
    figure.save()
    page = text(leader, "/goals/pm25/")
    assert "731.7 / 31 700 / 31" in page
    assert "staff" in page and "审核数据" in page


def test_the_record_shows_an_edited_target(leader: Client) -> None:
    goal = Goal.objects.get(indicator__slug="pm25")
    goal.target, goal.reason = 28, "superior's adjustment"
    goal.save()
    assert "≤ 27 ≤ 28" in text(leader, "/goals/pm25/")


def test_the_part_equals_the_page(leader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "goal"}
    part = BeautifulSoup(leader.get("/goals/pm25/?as_of=2024-06", headers=headers).content, "lxml")
    page = BeautifulSoup(leader.get("/goals/pm25/?as_of=2024-06").content, "lxml")
    assert part.select_one("#goal") == page.select_one("#goal")


@pytest.mark.parametrize("path", ["/goals/nothing/", "/goals/pm25/?as_of=2023-10", "/goals/pm25/?as_of=2024-99"])
def test_what_is_not_there_is_a_404(leader: Client, path: str) -> None:
    assert leader.get(path).status_code == 404


def test_posting_is_refused(leader: Client) -> None:
    assert leader.post("/goals/pm25/").status_code == 405


def test_a_goal_without_any_figure(leader: Client) -> None:
    make_goal(make_plan(), make_indicator("empty"))
    page = text(leader, "/goals/empty/", "en")
    assert "no data" in page and "No earlier year is on record." in page


def test_a_blanked_month_is_missing_and_not_zero(leader: Client) -> None:
    Figure.objects.filter(indicator__slug="pm25", month="2024-03-01").update(numerator=None, denominator=None)
    assert "missing" in text(leader, "/goals/pm25/", "en")


def test_only_the_page_that_draws_loosens_styles(leader: Client) -> None:
    assert "'unsafe-inline'" in leader.get("/goals/pm25/")["Content-Security-Policy"]
    board = leader.get("/")["Content-Security-Policy"]
    assert "unsafe" not in board
    assert "script-src 'self'" in board


@pytest.mark.parametrize("years", [3, 30])
def test_the_number_of_queries_is_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, years: int
) -> None:
    goal = make_goal(make_plan(), make_indicator("long"))
    for year in range(2024 - years, 2024):
        make_figure(goal.indicator, f"{year}-05", "20", "31")
    with django_assert_num_queries(21):  # one for what has changed, six for why the light did, two for the code
        leader.get("/goals/long/")
