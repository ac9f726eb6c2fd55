"""The read API keeps its contract, word by word and digit by digit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.models import Figure
from tests.factories import make_action, make_area, make_plan, make_task
from tests.year import make_air_year

BOARD = "/api/v1/plans/2024/board"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(viewer)


def goals(client: Client, as_of: str) -> dict[str, Any]:
    board = client.get(BOARD, {"as_of": as_of}).json()
    return {goal["slug"]: goal for goal in board["goals"]}


def test_pm25_of_october_is_the_contracts_example(leader: Client) -> None:
    pm25 = goals(leader, "2024-10")["pm25"]
    months = pm25.pop("months")
    expected = {
        "direction": "at_most",
        "target": "27",
        "unit": "µg/m³",
        "value": "27.2",
        "value_exact": "27.24983607",
        "status": "behind",
        "verdict": "open",
        "attainability": "attainable",
        "provisional": True,
        "data_through": "2024-10",
        "numerator": "8311.2",
        "denominator": "305",
        "required": {"kind": "mean_of_rest", "value": "25.7", "over": "61", "unit": "days"},
        "budget": None,
    }
    assert {key: pm25[key] for key in expected} == expected
    assert [month["month"] for month in months] == [f"2024-{number:02d}" for number in range(1, 11)]
    first = {"month": "2024-01", "value": "48.6", "numerator": "1505.7", "denominator": "31"}
    assert {key: months[0][key] for key in first} == first
    assert (months[0]["review"], months[0]["origin"], months[0]["provisional"]) == ("approved", "computed", False)


def test_good_air_days_of_october_have_used_12_of_29(leader: Client) -> None:
    air = goals(leader, "2024-10")["good-air-days"]
    assert air["budget"] == {"unit": "days", "allowed": "29", "used": "12", "left": "17"}
    assert air["required"] == {"kind": "count_of_rest", "value": "44", "over": "61", "unit": "days"}
    assert (air["value"], air["numerator"], air["denominator"], air["status"]) == ("96.1", "293", "305", "on_track")


@pytest.mark.parametrize(
    ("as_of", "attainability", "verdict", "status"),
    [
        ("2024-11", "out_of_reach", "open", "out_of_reach"),
        ("2024-12", "out_of_reach", "not_met", "not_met"),
    ],
)
def test_november_breaks_pm25(leader: Client, as_of: str, attainability: str, verdict: str, status: str) -> None:
    pm25 = goals(leader, as_of)["pm25"]
    assert (pm25["attainability"], pm25["verdict"], pm25["status"]) == (attainability, verdict, status)
    assert pm25["required"] is None


def test_the_default_is_the_last_finished_month(leader: Client) -> None:
    assert leader.get(BOARD).json()["as_of"] == "2024-10"


def test_a_month_without_a_figure_is_listed_with_nulls(leader: Client) -> None:
    Figure.objects.filter(month="2024-03-01").update(numerator=None, denominator=None)
    march = goals(leader, "2024-10")["pm25"]["months"][2]
    assert (march["month"], march["value"], march["numerator"], march["review"]) == ("2024-03", None, None, None)


def test_zero_is_a_value(leader: Client) -> None:
    Figure.objects.filter(month="2024-01-01", indicator__slug="pm25").update(numerator=0)
    january = goals(leader, "2024-01")["pm25"]
    assert (january["value"], january["value_exact"], january["numerator"]) == ("0.0", "0.00000000", "0")


def test_parents_and_actions(leader: Client) -> None:
    make_task(make_action())
    board = leader.get(BOARD).json()
    assert (board["year"], board["area"], board["main_line"]["status"]) == (2024, "230600", "no_data")
    assert board["actions"] == [
        {"number": 1, "name": "开局", "theme": "美丽大庆", "status": "at_risk", "progress": "0.00"}
    ]


def test_titles_follow_the_language(leader: Client) -> None:
    answer = leader.get(BOARD, headers={"Accept-Language": "en"})
    assert answer.json()["goals"][0]["title"] == "Good-air days"
    assert leader.get(BOARD).json()["goals"][0]["title"] == "优良天数比例"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{BOARD}?as_of=2023-10", 404),
        (f"{BOARD}?as_of=2025-01", 404),
        (f"{BOARD}?as_of=2024-13", 422),
        (f"{BOARD}?as_of=October", 422),
        (f"{BOARD}?as_of=2024-10-31", 422),
        (f"{BOARD}?as_of=２０２４-10", 422),
        (f"{BOARD}?area=999999", 404),
        (f"{BOARD}?area=%00", 404),
        (f"{BOARD}?area=" + "9" * 10_000, 404),
        ("/api/v1/plans/1999/board", 404),
        ("/api/v1/plans/abcd/board", 422),
        ("/api/v1/plans/99999999999/board", 422),
        ("/api/v1/plans/-1/board", 422),
    ],
)
def test_nonsense_is_answered_with_a_sentence(leader: Client, path: str, status: int) -> None:
    answer = leader.get(path)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_another_area_has_its_own_board(leader: Client) -> None:
    make_plan(2024, make_area("230100", name_zh="哈尔滨市", name_en="Harbin"))
    board = leader.get(BOARD, {"area": "230100"}).json()
    assert (board["area"], board["goals"]) == ("230100", [])


def test_it_is_described(leader: Client) -> None:
    described = leader.get("/api/v1/openapi.json").json()
    assert "/api/v1/plans/{year}/board" in described["paths"]
    assert leader.get("/api/v1/docs").status_code == 200


def test_writing_is_refused(leader: Client) -> None:
    assert leader.post(BOARD, {}).status_code == 405
