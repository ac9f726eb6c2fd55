"""Two cities in one installation: what the other's months say of ours is the same wherever our light is shown."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import Settings

from daqing1369 import publishing
from targets.models import Figure, Plan
from targets.periods import Month
from targets.queries.changes import replay
from targets.queries.plan import find_scope, goal_states
from tests.factories import NOW, make_area, make_figure, make_mean, make_plan
from tests.year import make_air_year

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def make_neighbour(*, factor: str, at: datetime) -> None:
    """Harbin with a figure for each month of three years: this year's are the years before times the factor."""
    harbin = make_area("230100", name_zh="哈尔滨市", name_en="Harbin")
    make_plan(area=harbin)
    indicator = make_mean()
    for year in (2022, 2023, 2024):
        for number in range(1, 11 if year == 2024 else 13):
            mean = Decimal(70 - 8 * min(number, 13 - number)) * (Decimal(factor) if year == 2024 else 1)
            make_figure(indicator, f"{Month(year, number)}", str(mean * 30), "30", area=harbin, changed_at=at)


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client], settings: Settings) -> Client:
    """Our light is behind, until an hour later the other city's figures show that this year is a better one."""
    settings.CLOCK = NOW + 2 * HOUR
    air, _ = make_air_year()
    Plan.objects.filter(pk=air.plan_id).update(at_risk_from=Decimal("0.15"))
    make_neighbour(factor="3", at=NOW + HOUR)
    return client_of(viewer)


BEFORE, AFTER = "2024-11-04T09:30", "2024-11-04T10:30"
PAGES = ("/goals/pm25/", "/goals/pm25/years/", "/goals/pm25/what-if/", "/goals/pm25/explain/", "/goals/pm25/areas/")


def lamp(client: Client, path: str, query: dict[str, str]) -> str:
    """The first lamp of the page, which is the goal's."""
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    found = BeautifulSoup(answer.content, "lxml").select_one("main .lamp")
    assert found is not None, path
    return next(name.removeprefix("lamp--") for name in found["class"] if name.startswith("lamp--"))


@pytest.mark.parametrize(("query", "status"), [({}, "at_risk"), ({"at": AFTER}, "at_risk"), ({"at": BEFORE}, "behind")])
def test_the_light_is_the_same_wherever_it_is_shown(leader: Client, query: dict[str, str], status: str) -> None:
    assert {path: lamp(leader, path, query) for path in PAGES} == dict.fromkeys(PAGES, status)
    board = {goal["slug"]: goal for goal in leader.get("/api/v1/plans/2024/board", query).json()["goals"]}
    detail = leader.get("/api/v1/plans/2024/goals/pm25", query).json()
    assert (board["pm25"]["status"], detail["status"]) == (status, status)
    page = BeautifulSoup(leader.get("/", query).content, "lxml")
    (card,) = [one for one in page.select(".goal") if one.select("a[href^='/goals/pm25/']")]
    assert card.select(f".lamp--{status}")


def test_the_views_for_bi_say_the_same(leader: Client) -> None:
    publishing.publish(today=NOW.date(), now=NOW + 2 * HOUR, valid_until=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, forecast_probability FROM bi_goals WHERE is_present AND goal = 'pm25'")
        (found,) = cursor.fetchall()
    forecast = leader.get("/api/v1/plans/2024/goals/pm25").json()["forecast"]
    assert (found[0], str(found[1])) == ("at_risk", forecast["probability"])


@pytest.mark.parametrize("hours", [0.5, 1, 1.5])
def test_the_replay_ends_in_what_the_pages_print(leader: Client, hours: float) -> None:
    until = NOW + timedelta(hours=hours)
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=NOW.date(), at=until)
    found = replay(scope, since=NOW - 400 * DAY, until=until)
    assert {pk: stand and stand.evaluation for pk, stand in found.stands.items()} == {
        state.goal.pk: state.evaluation for state in goal_states(scope)
    }


def test_the_change_names_the_other_cities(leader: Client) -> None:
    page = BeautifulSoup(leader.get("/goals/pm25/changes/").content, "lxml").get_text()
    assert "2024-11-04 其他城市数据更新，预测随之变化，灯由“滞后”变为“有风险”：预测达标概率由" in page
    english = leader.get("/goals/pm25/", headers={"Accept-Language": "en"}).content.decode()
    assert "Other cities' figures came in and moved the forecast on 2024-11-04: " in html.unescape(english)


def test_what_does_not_speak_for_the_other_city_moves_nothing(leader: Client) -> None:
    """Neither what is not approved nor what is taken away; nor an area's that has no plan of its own."""
    theirs = Figure.objects.filter(area__code="230100")
    theirs.update(review="draft", changed_at=NOW + HOUR)
    assert lamp(leader, PAGES[0], {}) == "behind"
    scope = find_scope(area_code="230600", year=2024, as_of=None, today=NOW.date())
    found = replay(scope, since=NOW - 400 * DAY, until=NOW + 2 * HOUR, slug="pm25")
    assert [stand and stand.evaluation.status for stand in found.stands.values()] == ["behind"]
    theirs.update(review="approved", changed_at=NOW + HOUR)
    Plan.objects.filter(area__code="230100").delete()
    assert lamp(leader, PAGES[0], {}) == "behind"
