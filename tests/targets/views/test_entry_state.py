"""What an open tab asks again and again, and the links of a page: no more of it than is needed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from targets.models import Goal
from targets.periods import Month
from targets.queries.versions import versions_of
from targets.views.scope import query_of
from tests.entry_page import OCTOBER, make_goals, page
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan

YEAR = "/figures/2024/"


@pytest.fixture
def staff(db: None, editor: User, client_of: Callable[[User], Client]) -> Client:
    make_goals()
    Goal.objects.filter(indicator__slug="rural-sewage").update(reported_by="areas")
    city = make_area()
    for order, code in enumerate(("230621", "230622")):
        county = make_area(code, parent=city, reports=True, order=order)
    make_figure(make_indicator("rural-sewage"), "2024-09", "3", "4", area=county, version=7)
    return client_of(editor)


@pytest.mark.parametrize(
    ("path", "query"),
    [(OCTOBER, ""), (OCTOBER, "?goal=pm25"), (YEAR, ""), (YEAR, "?goal=rural-sewage"), (YEAR, "?unit=230621")],
)
def test_the_state_has_the_cells_of_the_page_in_their_versions(staff: Client, path: str, query: str) -> None:
    told = staff.get(f"{path}state/{query}").json()["cells"]
    rows = page(staff, path + query).select(".entry-row")
    assert {str(row["data-key"]): int(str(row["data-version"])) for row in rows}.items() <= {
        key: cell["version"] for key, cell in told.items()
    }.items()
    assert rows


def test_a_countys_version_is_its_own(staff: Client) -> None:
    told = staff.get(f"{YEAR}state/?goal=rural-sewage").json()["cells"]
    assert told["rural-sewage_a230622_m202409"] == {"version": 7}
    assert told["rural-sewage_a230621_m202409"] == {"version": 0}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figures/2024/state/?goal=none", 404),
        ("/figures/2024/state/?unit=1", 404),
        ("/figures/2024/state/?area=99", 404),
        ("/figures/2019/state/", 404),
        ("/figures/2024/12/state/", 200),
    ],
)
def test_what_is_not_there_has_no_state(staff: Client, path: str, status: int) -> None:
    assert staff.get(path).status_code == status
    if status == 200:
        assert staff.get(path).json() == {"cells": {}}


def test_the_state_is_for_who_may_enter(staff: Client, viewer: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(viewer).get(f"{OCTOBER}state/").status_code == 403


@pytest.mark.parametrize("month", [Month(2024, 10), None])
def test_it_costs_four_queries(staff: Client, month: Month | None, django_assert_num_queries: Any) -> None:
    for number in range(5):
        make_goal(make_plan(), make_indicator(f"more-{number}"), order=10 + number)
    with django_assert_num_queries(4):
        versions_of(area_code="230600", year=2024, month=month, today=NOW.date())


def test_a_parameter_cannot_bring_another_one_into_the_links(staff: Client) -> None:
    shown = page(staff, f"{OCTOBER}?goal=x%26area%3D110000")
    links = [str(link["href"]) for link in shown.select("a[href*=goal]")]
    assert links
    assert not [link for link in links if "&area=110000" in link]


@pytest.mark.parametrize("value", ["x%26area%3D110000", "%23row", "%22%3E%3Cb%3E"])
def test_a_query_is_quoted(rf: RequestFactory, value: str) -> None:
    assert query_of(rf.get(f"/?year={value}&other=1"), "area", "year") == f"?year={value}"
    assert query_of(rf.get("/?other=1&area="), "area", "year") == ""
