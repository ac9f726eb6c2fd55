"""The read API as of a moment: taken and echoed everywhere, and no parameter ignored in silence."""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from targets.models import Figure, Goal, Plan
from tests.factories import NOW, make_action
from tests.targets.test_moments import DAY
from tests.year import make_air_year

PLAN = "/api/v1/plans/2024"
THEN = "2024-11-04T23:59:59.999999+08:00"
PATHS = (
    PLAN,
    *(f"{PLAN}/{part}" for part in ("board", "goals", "goals/pm25", "areas", "actions", "actions/1")),
    f"{PLAN}/changes?since=2024-01-01",
)


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client], settings: Settings) -> Client:
    """Two days later PM2.5's target, its October and the plan's title were edited."""
    settings.CLOCK = NOW + 2 * DAY
    _, pm25 = make_air_year()
    make_action()
    later = {"changed_at": NOW + DAY}
    Goal.objects.filter(pk=pm25.pk).update(target=Decimal(26), **later)
    Figure.objects.filter(indicator=pm25.indicator_id, month="2024-10-01").update(numerator=Decimal(1), **later)
    Plan.objects.filter(pk=pm25.plan_id).update(title_zh="新计划", **later)
    return client_of(viewer)


def with_query(path: str, **query: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode(query)}"


@pytest.mark.parametrize("path", PATHS)
def test_each_answer_echoes_its_moment(leader: Client, path: str) -> None:
    assert leader.get(path).json()["at"] is None
    answer = leader.get(with_query(path, at="2024-11-04"))
    assert answer.status_code == 200
    assert answer.json()["at"] == THEN


def test_each_answer_is_of_its_moment(leader: Client) -> None:
    def told(**query: str) -> tuple[object, ...]:
        goal = leader.get(f"{PLAN}/goals/pm25", query).json()
        (board,) = [one for one in leader.get(f"{PLAN}/board", query).json()["goals"] if one["slug"] == "pm25"]
        assert {name: goal[name] for name in board} == board
        return goal["target"], goal["value"], leader.get(PLAN, query).json()["title"]

    assert told(at="2024-11-04") == ("27", "27.2", "计划")
    assert told() == ("26", "24.9", "新计划")


def test_changes_end_at_the_moment(leader: Client) -> None:
    def days(**query: str) -> set[str]:
        answer = leader.get(f"{PLAN}/changes", {"since": "2024-11-01", "limit": "500"} | query).json()
        return {change["at"][:10] for change in answer["changes"]} | {answer["until"][:10]}

    assert days() == {"2024-11-04", "2024-11-05", "2024-11-06"}
    assert days(at="2024-11-04") == days(at="2024-11-04", until="2024-11-06") == {"2024-11-04"}
    assert days(at="2024-11-05", until="2024-11-04") == {"2024-11-04"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *((path, name) for path in (PLAN, f"{PLAN}/goals") for name in ("recorded", "code", "since")),
        ("/api/v1/plans", "as_of"),
        ("/api/v1/plans", "at"),
        (PLAN, "format"),
        (f"{PLAN}/board", "format"),
    ],
)
def test_a_parameter_that_is_not_taken_is_refused_by_name(leader: Client, path: str, name: str) -> None:
    value = {"as_of": "2024-13", "format": "csv", "recorded": "2024-11-04"}.get(name, "2024-11-04")
    answer = leader.get(path, {name: value}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert f"The parameter {name} is not taken here; these are: area" in answer.json()["detail"]


def test_json_may_be_asked_for_everywhere_and_strangers_parameters_are_nobody_s(leader: Client) -> None:
    for path in PATHS:
        assert leader.get(with_query(path, format="json", utm_source="x")).status_code == 200, path


@pytest.mark.parametrize(("at", "status"), [("", 422), ("soon", 422), ("2024-11-07", 404), ("1999-01-01", 200)])
def test_a_moment_that_cannot_be(leader: Client, at: str, status: int) -> None:
    answer = leader.get(f"{PLAN}/board", {"at": at})
    assert answer.status_code == status
    assert status == 200 or answer.json()["detail"]
