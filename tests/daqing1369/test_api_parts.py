"""The read API's lists and details beside the board: the same figures, as JSON and CSV, in fixed numbers of queries."""

import csv
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actions.models import GoalOfAction, TaskReport
from targets.models import City, DustDay, Figure, FrozenMonth, Goal
from tests.factories import (
    NOW,
    make_action,
    make_area,
    make_commitment,
    make_figure,
    make_goal,
    make_indicator,
    make_plan,
    make_task,
)
from tests.measured import make_section
from tests.year import make_air_year

PLAN = "/api/v1/plans/2024"


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    air, pm25 = make_air_year()
    for number, name in enumerate(("Sartu", "Longfeng"), start=2):
        make_area(f"23060{number}", name_zh=f"区{number}", name_en=name, parent=make_area(), order=number)
    days = dict.fromkeys(("min_days_year", "min_days_month", "min_days_february"))
    villages = make_indicator("rural-sewage", combination="newest", counts_days=False, **days)
    make_goal(air.plan, villages, order=3, reported_by="areas", target=35)
    make_figure(villages, "2024-09", "12", "40", area=make_area("230602"))
    action = make_action()
    GoalOfAction.objects.create(action=action, goal=pm25, stated=True)
    task = make_task(action)
    TaskReport.objects.create(
        task=task, reported_on=date(2024, 10, 8), progress=40, state="in_progress", changed_at=NOW
    )
    make_task(action, 2, due_on=date(2024, 10, 1))
    make_commitment(action)
    return client_of(viewer)


def table(client: Client, path: str, **query: str) -> list[dict[str, str]]:
    answer = client.get(path, {"format": "csv"} | query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200 and answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by this mark"
    return list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))


def said(client: Client, path: str, **query: str) -> Any:
    answer = client.get(path, query, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.json()


def test_the_plans(leader: Client) -> None:
    make_plan(2023)
    listed = said(leader, "/api/v1/plans")["plans"]
    assert [(plan["year"], plan["as_of"]) for plan in listed] == [(2024, "2024-10"), (2023, "2023-12")]
    assert said(leader, PLAN) == listed[0] | {"at": None}
    assert [row["year"] for row in table(leader, "/api/v1/plans")] == ["2024", "2023"]
    assert leader.get("/api/v1/plans", {"area": "999999"}).status_code == 404


@pytest.mark.parametrize("as_of", ["2024-01", "2024-10", "2024-12"])
def test_goals_are_the_boards(leader: Client, as_of: str) -> None:
    board = said(leader, f"{PLAN}/board", as_of=as_of)
    assert said(leader, f"{PLAN}/goals", as_of=as_of)["goals"] == board["goals"]
    rows = table(leader, f"{PLAN}/goals", as_of=as_of)
    assert [(row["slug"], row["value"], row["status"]) for row in rows] == [
        (goal["slug"], goal["value"] or "", goal["status"]) for goal in board["goals"]
    ]


def test_one_goal_with_its_years(leader: Client) -> None:
    pm25 = said(leader, f"{PLAN}/goals/pm25", as_of="2024-10")
    board = next(goal for goal in said(leader, f"{PLAN}/board")["goals"] if goal["slug"] == "pm25")
    assert {name: pm25[name] for name in board} == board
    assert pm25["rest_in_earlier_years"] == [{"year": 2022, "value": "33.7"}, {"year": 2023, "value": "35.0"}]
    assert [year["year"] for year in pm25["history"]] == [2023, 2022]
    assert [len(year["months"]) for year in pm25["history"]] == [12, 12]
    assert {type(month["value"]) for year in pm25["history"] for month in year["months"]} <= {str, type(None)}
    assert (pm25["forecast"]["years"], pm25["owner"]) == ([2022, 2023], "atmosphere section")
    assert float(pm25["forecast"]["low"]) < float(pm25["forecast"]["median"]) < float(pm25["forecast"]["high"])
    rows = table(leader, f"{PLAN}/goals/pm25", as_of="2024-10")
    assert len(rows) == 10 and rows[0]["value"] == "48.6"


def test_areas_with_their_parts(leader: Client) -> None:
    listed = said(leader, f"{PLAN}/areas")["areas"]
    assert [(area["area"], area["name"]) for area in listed] == [("230602", "Sartu"), ("230603", "Longfeng")]
    assert listed[0]["goals"][0]["slug"] == "rural-sewage"
    rows = table(leader, f"{PLAN}/areas")
    assert [(row["name"], row["value"]) for row in rows] == [("Sartu", "30.0"), ("Longfeng", "")]


def test_actions_and_one_of_them(leader: Client) -> None:
    (line,) = said(leader, f"{PLAN}/actions")["actions"]
    assert (line["number"], line["tasks"], line["done"], line["late"]) == (1, 2, 0, 1)
    detail = said(leader, f"{PLAN}/actions/1")
    assert [(task["progress"], task["days_late"]) for task in detail["tasks"]] == [("40", None), ("0", 30)]
    assert detail["commitments"][0]["target"] == "300" and detail["commitments"][0]["done"] is None
    assert [goal["slug"] for goal in detail["goals"]] == ["pm25"]
    assert len(table(leader, f"{PLAN}/actions")) == 1
    assert [row["kind"] for row in table(leader, f"{PLAN}/actions/1")] == ["task", "task", "commitment"]


def test_changes_page_by_page(leader: Client) -> None:
    def ids(**query: str) -> tuple[list[str], str | None]:
        page = said(leader, f"{PLAN}/changes", since="2000-01-01", **query)
        return [change["id"] for change in page["changes"]], page["next"]

    whole, _ = ids(limit="500")
    seen, cursor = ids(limit="7")
    while cursor is not None:
        more, cursor = ids(limit="7", cursor=cursor)
        seen += more
    assert seen == whole and len(set(whole)) == len(whole)
    assert {"target", "task", "commitment", "figure"} <= {
        change["kind"] for change in said(leader, f"{PLAN}/changes", since="2000-01-01", limit="500")["changes"]
    }
    answer = leader.get(f"{PLAN}/changes", {"since": "2000-01-01", "limit": "7", "format": "csv"})
    assert 'rel="next"' in answer["Link"]


def test_changes_are_of_the_plan_and_since_then(leader: Client) -> None:
    make_goal(make_plan(2023), Goal.objects.get(order=1).indicator)
    figures = said(leader, f"{PLAN}/changes", since="2024-11-04", limit="500")["changes"]
    assert {change["month"][:4] for change in figures} <= {"2024", ""}
    assert all(change["what"] != "Good-air days 2023" for change in figures)
    assert said(leader, f"{PLAN}/changes", since="2024-11-05")["changes"] == []
    exact = said(leader, f"{PLAN}/changes", since="2024-11-04T09:00:00+08:00", until="2024-11-04T01:00:00Z")
    assert exact["changes"] and {change["at"] for change in exact["changes"]} == {"2024-11-04T09:00:00+08:00"}


def test_what_was_decided_of_measurements_in_the_plans_year_is_a_change_of_it(leader: Client) -> None:
    ours = City.objects.create(name="大庆", area=make_area(), changed_at=NOW)
    for city in (ours, City.objects.create(name="鹤岗", changed_at=NOW)):
        for day in ("2023-03-28", "2024-03-28"):
            DustDay.objects.create(city=city, day=day, document="120号", changed_at=NOW)
    FrozenMonth.objects.create(section=make_section("肇源"), month="2024-01-01", note="冰厚", changed_at=NOW)
    listed = said(leader, f"{PLAN}/changes", since="2024-11-04", limit="500")["changes"]
    decided = {
        (one["kind"], one["what"], one["month"]) for one in listed if one["kind"] in ("sand-dust day", "frozen month")
    }
    assert decided == {("sand-dust day", "大庆 2024-03-28", ""), ("frozen month", "肇源", "2024-01")}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PLAN}/goals/nothing", 404),
        (f"{PLAN}/goals/%00", 404),
        (f"{PLAN}/goals/" + "x" * 5000, 404),
        (f"{PLAN}/goals?format=xml", 422),
        (f"{PLAN}/goals?as_of=", 422),
        (f"{PLAN}/goals?area=%00", 404),
        (f"{PLAN}/goals?as_of=2024-10&as_of=nonsense", 422),
        (f"{PLAN}/actions/10", 404),
        (f"{PLAN}/actions/99999999999999999999", 422),
        (f"{PLAN}/actions/１", 422),
        (f"{PLAN}/actions/-1", 422),
        (f"{PLAN}/changes", 422),
        (f"{PLAN}/changes?since=", 422),
        (f"{PLAN}/changes?since=yesterday", 422),
        (f"{PLAN}/changes?since=2024-02-30", 422),
        (f"{PLAN}/changes?since=2024-10-01T09:00:00", 422),
        (f"{PLAN}/changes?since=2024-10-01&limit=0", 422),
        (f"{PLAN}/changes?since=2024-10-01&limit=１", 422),
        (f"{PLAN}/changes?since=2024-10-01&cursor=x", 404),
        (f"{PLAN}/changes?since=2024-10-01&cursor=9.9.9", 200),
        (f"{PLAN}/changes?since=0001-01-01", 200),
        (f"{PLAN}/changes?since=9999-12-31T23:59:59Z", 200),
        ("/api/v1/plans/2024/nothing", 404),
        ("/api/v1/", 404),
    ],
)
def test_strange_questions_get_a_sentence(leader: Client, path: str, status: int) -> None:
    answer = leader.get(path)
    assert answer.status_code == status
    assert status == 200 or isinstance(answer.json()["detail"], str)


def test_nothing_in_a_table_runs_as_a_formula(leader: Client) -> None:
    Goal.objects.filter(indicator__slug="pm25").update(note_en="x")
    TaskReport.objects.update(note="=1+1")
    assert table(leader, f"{PLAN}/actions/1")[0]["note"] == "'=1+1"
    Figure.objects.filter(month="2024-01-01", indicator__slug="good-air-days").update(numerator=0)
    (air, *_) = table(leader, f"{PLAN}/goals", as_of="2024-01")
    assert air["budget_used"] == "31", "numbers stay numbers"


QUERIES = {  # session, user, throttle and what has changed (and whose figures), then the question's own
    "/api/v1/plans": 5,
    PLAN: 5,
    f"{PLAN}/board": 23,
    f"{PLAN}/goals": 11,
    f"{PLAN}/goals/pm25": 9,
    f"{PLAN}/areas": 11,
    f"{PLAN}/actions": 12,
    f"{PLAN}/actions/1": 22,  # its journal, and the lights of the goals it serves
    f"{PLAN}/changes?since=2024-11-05": 9,
}


@pytest.mark.parametrize("path", QUERIES)
def test_a_fixed_number_of_queries(
    leader: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2, 8):
        make_task(make_action(number=number))
    with django_assert_num_queries(QUERIES[path]):
        assert leader.get(path).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "重点行动"), ("en", "The key actions")])
def test_the_page_of_the_document_needs_no_script_and_nothing_from_elsewhere(
    leader: Client, language: str, word: str
) -> None:
    page = BeautifulSoup(leader.get("/api/v1/docs", headers={"Accept-Language": language}).content, "lxml")
    assert word in page.get_text()
    described = said(leader, "/api/v1/openapi.json")["paths"]
    assert all(f"GET {path}" in page.get_text() for path in described)
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("script, img, link")]
    assert all(str(address).startswith("/static/") for address in loaded)
    tries = [str(link["href"]) for link in page.select("main a[href^='/api/v1/plans']")]
    assert len(tries) == len(described) and all(leader.get(address).status_code == 200 for address in tries)


def test_the_document_names_every_answer(leader: Client) -> None:
    document = said(leader, "/api/v1/openapi.json")
    for path in document["paths"].values():
        assert set(path["get"]["responses"]) == {"200", "304", "401", "404", "405", "422", "429"}
        assert path["get"]["security"] == [{"SessionCookie": []}, {"BearerKey": []}]
        assert path["get"]["description"] and all(one["description"] for one in path["get"]["parameters"])
    schemes = document["components"]["securitySchemes"]
    assert (schemes["SessionCookie"]["in"], schemes["BearerKey"]["scheme"]) == ("cookie", "bearer")
    assert len(document["components"]["schemas"]["Status"]["enum"]) == 10
