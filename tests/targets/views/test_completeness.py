"""How complete the year is: numbers that lead to their gaps, and who is late."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import Figure
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_mean, make_plan

QUERIES = 17  # the door and the frame; the plan; the cells; the names; who may enter; the code on paper
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def year(db: None) -> None:
    """Good-air days by the city: September late, October missing; rural sewage by two counties, one of them late."""
    air = make_goal().indicator
    for month in range(1, 10):
        on = datetime(2024, month + 1, 20 if month == 9 else 4, 9, tzinfo=CHINA)
        make_figure(
            air, f"2024-{month:02d}", "29", "30", changed_at=on, review="submitted" if month == 8 else "approved"
        )
    sewage = make_indicator(
        "rural-sewage", frequency="quarterly", counts_days=False, short_en="Rural sewage", due_day=10
    )
    make_goal(indicator=sewage, reported_by="areas", order=2)
    near = make_area("230621", name_zh="肇州县", name_en="Zhaozhou", parent=make_area())
    make_area("230622", name_zh="肇源县", name_en="Zhaoyuan", parent=make_area())
    for quarter in ("03", "06", "09"):
        make_figure(sewage, f"2024-{quarter}", "30", "90", area=near, changed_at=NOW - timedelta(days=300))


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def page(client: Client, query: str = "", *, part: str = "") -> BeautifulSoup:
    headers = {"Accept-Language": "en"} | ({"HX-Request": "true", "HX-Target": part} if part else {})
    answer = client.get(f"/completeness/{query}", headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def gaps(found: BeautifulSoup) -> list[str]:
    return [words(row) for row in found.select("#gaps tbody tr")]


def test_the_counts_by_month_goal_and_unit(year: None, leader: Client) -> None:
    found = page(leader)
    assert "16 expected · 12 entered · 11 on time · 11 approved" in words(found.select_one("#completeness"))
    by_goal = [words(row) for row in found.select("[aria-labelledby=by-goal] tbody tr")]
    assert by_goal == ["Good-air days 10 9 8 8", "Rural sewage 6 3 3 3"]
    by_unit = [words(row) for row in found.select("[aria-labelledby=by-unit] tbody tr")]
    assert by_unit == ["Daqing 10 9 8 8", "Zhaozhou 3 3 3 3", "Zhaoyuan 3 0 0 0"]
    by_month = [words(row) for row in found.select("[aria-labelledby=by-month] tbody tr")]
    assert by_month[8:] == ["2024-09 3 2 1 2", "2024-10 1 0 0 0"]


def test_late_units_by_name_and_days(year: None, leader: Client) -> None:
    late = [words(one) for one in page(leader).select(".strip__late li")]
    assert late == ["Zhaoyuan late by 208 days 3 figures"]


def test_each_number_leads_to_its_gaps(year: None, leader: Client) -> None:
    found = page(leader)
    row = found.select("[aria-labelledby=by-unit] tbody tr")[0]
    told = {}
    for name, link in zip(("expected", "entered", "on time", "approved"), row.select("a"), strict=True):
        query = str(link["href"]).removeprefix("/completeness/").removesuffix("#gaps")
        told[name] = gaps(page(leader, query))
    assert len(told["expected"]) == 10
    assert told["entered"] == ["2024-10 Good-air days Daqing 2024-11-05 not entered"]
    assert told["on time"] == ["2024-09 Good-air days Daqing 2024-10-05 entered 2024-10-20"]
    assert [line[:7] for line in told["approved"]] == ["2024-08", "2024-10"]


def test_a_gap_leads_an_editor_to_the_very_cell(year: None, editor: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(editor)
    found = page(client, "?show=missing&unit=230622&month=2024-09")
    (link,) = [str(link["href"]) for link in found.select("#gaps tbody a")]
    assert link == "/figures/2024/9/?area=230600#row-rural-sewage_a230622"
    assert 'id="row-rural-sewage_a230622"' in client.get(link).content.decode()


def test_on_time_is_told_by_the_first_value_not_by_a_later_one(year: None, leader: Client) -> None:
    figure = Figure.objects.get(month="2024-01-01", indicator__slug="good-air-days")
    figure.numerator, figure.changed_at = Decimal(28), NOW
    figure.entered_at = NOW
    figure.save()
    assert "11 on time" in words(page(leader).select_one("#completeness"))


def test_the_strip_by_itself(year: None, leader: Client) -> None:
    found = page(leader, part="completeness")
    assert found.select_one("head") is None
    assert len(found.select(".strip__months li")) == 10


@pytest.mark.parametrize("query", ["?goal=none", "?unit=999", "?month=x", "?show=x", "?year=1999", "?area=x"])
def test_what_is_not_there(year: None, leader: Client, query: str) -> None:
    assert leader.get(f"/completeness/{query}").status_code == 404


def test_a_plan_that_expects_nothing(leader: Client) -> None:
    make_plan()
    assert "0 expected" in words(page(leader).select_one("#completeness"))


def test_the_same_queries_for_few_and_many(
    year: None, leader: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_goal(indicator=make_mean(), order=3)
    leader.get("/completeness/")  # from here on it is kept what other cities show of a mean
    make_figure(make_mean(), "2023-12", "900", "30")
    with django_assert_num_queries(QUERIES):
        leader.get("/completeness/")
    for month in range(1, 10):
        make_figure(make_mean(), f"2024-0{month}", "900", "30")
    with django_assert_num_queries(QUERIES):
        leader.get("/completeness/")
