"""A goal across the years: each by its own plan, and the same months side by side."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from targets.models import Goal
from tests.factories import NOW, make_figure, make_goal, make_indicator, make_plan
from tests.year import make_air_year

PAGE = "/goals/pm25/years/"
HOUR = timedelta(hours=1)


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def soup(client: Client, path: str = PAGE, language: str = "en") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def rows(page: BeautifulSoup, table: str) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.select(f"{table} tbody tr")
    ]


def test_each_year_with_value_and_validity(leader: Client) -> None:
    table = rows(soup(leader), "#values")
    assert [row[:2] for row in table] == [["2024 to date", "27.25"], ["2023", "25.30"], ["2022", "25.90"]]
    assert table[0][2] == "≤ 27 µg/m³"
    assert [row[2] for row in table[1:]] == ["no plan", "no plan"]
    assert [row[4] for row in table] == ["not yet", "not evaluable", "evaluable"]
    assert [row[5] for row in table] == ["305", "315", "365"]


def test_an_earlier_plan_judges_its_own_year(leader: Client) -> None:
    goal = make_goal(make_plan(2022), make_indicator("pm25"), direction="at_most", target=25)
    assert goal.indicator.slug == "pm25"
    table = {row[0]: row for row in rows(soup(leader), "#values")}
    assert table["2022"][2:4] == ["≤ 25 µg/m³", "not met"]


def test_the_months_of_the_years_are_a_table_beside_the_chart(leader: Client) -> None:
    page = soup(leader)
    table = rows(page, "#years-table")
    assert table[0] == ["1", "48.57", "51.01", "69.31"]
    assert table[2] == ["3", "28.31", "—", "27.00"]
    figure = json.loads(page.select_one("#years-figure").string)  # type: ignore[union-attr, arg-type]
    assert [trace["meta"]["role"] for trace in figure["data"]] == ["year_now", "year_1", "year_2"]
    assert [trace["name"] for trace in figure["data"]] == ["2024", "2023", "2022"]
    assert figure["data"][1]["y"][2] is None
    assert page.select_one("figure svg") is not None


def test_the_year_to_date_instead(leader: Client) -> None:
    page = soup(leader, f"{PAGE}?show=to-date")
    assert rows(page, "#years-table")[9][1] == "27.25"
    assert [link.get_text() for link in page.select(".switch [aria-current]")] == ["year to date"]


def test_at_most_five_years_are_drawn_and_all_are_listed(leader: Client) -> None:
    goal = make_goal(make_plan(), make_indicator("long"))
    for year in range(2014, 2025):
        make_figure(goal.indicator, f"{year}-05", "20", "31")
    page = soup(leader, "/goals/long/years/")
    assert len(rows(page, "#values")) == 11
    assert len(rows(page, "#years-table")[0]) == 6


def test_a_quarterly_goal_shows_its_quarters_alone(leader: Client) -> None:
    goal = make_goal(make_plan(), make_indicator("quarterly", combination="newest", frequency="quarterly"))
    make_figure(goal.indicator, "2024-06", "20", "31")
    assert [row[0] for row in rows(soup(leader, "/goals/quarterly/years/"), "#years-table")] == ["3", "6", "9", "12"]


def test_a_goal_without_any_figure_still_has_its_page(leader: Client) -> None:
    make_goal(make_plan(), make_indicator("empty"))
    assert [row[:2] for row in rows(soup(leader, "/goals/empty/years/"), "#values")] == [["2024 to date", "—"]]


def test_the_numbers_are_taken_away(leader: Client) -> None:
    table = list(csv.reader(io.StringIO(leader.get(f"{PAGE}months.csv").content.decode().removeprefix("\ufeff"))))
    assert table[0] == ["月份", "2024（µg/m³）", "2023（µg/m³）", "2022（µg/m³）"]
    assert table[1] == ["1", "48.57096774", "51.01290323", "69.31290323"]
    assert table[3][2] == ""
    values = list(csv.reader(io.StringIO(leader.get(f"{PAGE}values.csv").content.decode().removeprefix("\ufeff"))))
    assert values[2][:4] == ["2023", "25.30126984", "", "否"]
    months = leader.get("/goals/pm25/months.csv").content.decode().removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(months)))[1][:5] == ["2024-01", "1505.7", "31", "48.57096774", "48.57096774"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/goals/nothing/years/", 404),
        (f"{PAGE}?year=2023", 404),
        (f"{PAGE}?show=all", 404),
        (f"{PAGE}months.csv?show=x", 404),
    ],
)
def test_what_cannot_be_shown_is_said(leader: Client, path: str, status: int) -> None:
    assert leader.get(path).status_code == status


def test_the_part_equals_the_page(leader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "years", "Accept-Language": "en"}
    part = BeautifulSoup(leader.get(f"{PAGE}?as_of=2024-06", headers=headers).content, "lxml")
    assert part.select_one("#years") == soup(leader, f"{PAGE}?as_of=2024-06").select_one("#years")


def test_posting_is_refused(leader: Client) -> None:
    assert leader.post(PAGE).status_code == 405


def test_at_a_moment_each_year_has_the_target_of_then(leader: Client, settings: Settings) -> None:
    settings.CLOCK = NOW + 2 * HOUR
    old = make_goal(make_plan(2022), make_indicator("pm25"), direction="at_most", target=25)
    now = Goal.objects.get(plan__year=2024, indicator__slug="pm25")
    for goal, target in ((now, "28"), (old, "30")):
        goal.target, goal.changed_at = Decimal(target), NOW + HOUR
        goal.save()
    told = {
        at: {row[0]: row[2:4] for row in rows(soup(leader, f"{PAGE}?at={at}"), "#values")}
        for at in ("2024-11-04T09:30", "2024-11-04T10:30")
    }
    assert told["2024-11-04T09:30"]["2024 to date"][0] == "≤ 27 µg/m³"
    assert told["2024-11-04T09:30"]["2022"] == ["≤ 25 µg/m³", "not met"]
    assert told["2024-11-04T10:30"]["2024 to date"][0] == "≤ 28 µg/m³"
    assert told["2024-11-04T10:30"]["2022"] == ["≤ 30 µg/m³", "met"]


@pytest.mark.parametrize(("query", "queries"), [("", 9), ("?at=2024-11-04", 13)])
@pytest.mark.parametrize("years", [3, 20])
def test_the_number_of_queries_is_fixed(
    leader: Client, django_assert_num_queries: DjangoAssertNumQueries, years: int, query: str, queries: int
) -> None:
    goal = make_goal(make_plan(), make_indicator("long"))
    for year in range(2024 - years, 2024):
        make_figure(goal.indicator, f"{year}-05", "20", "31")
        make_goal(make_plan(year), goal.indicator)
    with django_assert_num_queries(queries):
        leader.get(f"/goals/long/years/{query}")
