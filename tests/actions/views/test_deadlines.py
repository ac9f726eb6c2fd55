"""The page of all deadlines, its filters, and the same rows as CSV and workbook."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from actions.models import CommitmentCount, Task, TaskReport
from actions.outlook import COLUMNS
from tests.factories import NOW, make_action, make_commitment, make_plan, make_task

PAGE = "/actions/deadlines/"
QUERIES = 13  # session, user, navigation, the plan, seven for its actions, two for the code
WATER = {"owner_zh": "水科、综合科", "owner_en": "water section, general section"}


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


def put(task: Task, progress: int) -> None:
    TaskReport.objects.create(
        task=task,
        reported_on=date(2024, 9, 30),
        progress=progress,
        state="done" if progress == 100 else "in_progress",
        changed_at=NOW,
    )


@pytest.fixture
def plan(db: None) -> None:
    first, fourth = make_action(number=1), make_action(number=4, name_zh="深耕", name_en="Deep cultivation")
    dues: list[tuple[date | None, int]] = [
        (date(2024, 10, 20), 50),
        (date(2024, 9, 30), 60),
        (date(2024, 11, 15), 70),
        (date(2024, 12, 20), 70),
        (None, 10),
        (date(2024, 5, 31), 100),
    ]
    for number, (due_on, progress) in enumerate(dues, start=1):
        put(make_task(first, number, due_on=due_on), progress)
    make_task(fourth, 1, title_zh="=1+1", title_en="=1+1", due_on=date(2024, 11, 1), **WATER)
    commitment = make_commitment(fourth)
    CommitmentCount.objects.create(
        commitment=commitment, counted_on=date(2024, 10, 31), amount=Decimal(176), changed_at=NOW
    )


def get(client: Client, query: str = "", *, language: str = "en", target: str = "") -> BeautifulSoup:
    headers = {"Accept-Language": language} | ({"HX-Request": "true", "HX-Target": target} if target else {})
    answer = client.get(f"{PAGE}{query}", headers=headers)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def words(tag: Any) -> str:
    return " ".join(tag.get_text(" ").split())


def titles(page: BeautifulSoup) -> list[str]:
    return [words(one) for one in page.select(".item th a")]


def table(client: Client, query: str = "", *, language: str = "en") -> list[list[str]]:
    answer = client.get(f"/actions/deadlines.csv{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(content)))


def test_the_page_in_both_languages(leader: Client, plan: None) -> None:
    page = get(leader)
    assert [words(one) for one in page.select(".group")] == [
        "Overdue 2",
        "Due within 30 days 2",
        "Due in 31 to 60 days 1",
        "Due in 61 to 90 days 1",
        "No due date 1",
        "Done 1",
    ]
    assert titles(page) == ["Task 2", "Task 1", "=1+1", "Task 3", "Task 4", "New zero-waste cells", "Task 5", "Task 6"]
    first, *_, promise, _undated, _done = [words(one) for one in page.select(".item")]
    assert "31 days late" in first and "behind" in first and "1 Opening" in first
    assert "61 days left" in promise and "176 of 300 cells; 62 a month needed, 17.6 a month so far" in promise
    assert "8 tasks and commitments" in words(page.select_one("#deadlines"))
    assert page.select_one(".item th a")["href"] == "/actions/1/#task-2"  # type: ignore[index]
    chinese = words(get(leader, language="zh-hans").select_one("#deadlines"))
    assert "已逾期 2" in chinese and "31—60 天到期 1" in chinese and "逾期 31 天" in chinese


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?action=4", ["=1+1", "New zero-waste cells"]),
        ("?unit=水科", ["=1+1"]),
        ("?unit=综合科&state=overdue", ["Task 2", "Task 1"]),
        ("?state=30&action=1", ["Task 3"]),
        ("?state=later", []),
        ("?unit=&action=&state=done", ["Task 6"]),
        ("?as_of=2024-09&state=overdue", ["Task 2"]),
        ("?as_of=2024-12&state=undated", ["Task 5"]),
    ],
)
def test_filters_hold_for_the_page_and_its_sheets(leader: Client, plan: None, query: str, found: list[str]) -> None:
    page = get(leader, query)
    assert titles(page) == found
    assert ("Nothing is due" in words(page.select_one("#deadlines"))) == (not found)
    rows = table(leader, query)[1:]
    assert [row[5].removeprefix("'") for row in rows] == found
    links = [str(one["href"]) for one in page.select(".filter__files a")]
    assert [leader.get(link).status_code for link in links] == [200, 200]
    assert [row[5].removeprefix("'") for row in table(leader, links[0].removeprefix("/actions/deadlines.csv"))[1:]] == (
        found
    )


def test_units_are_offered_one_by_one(leader: Client, plan: None) -> None:
    page = get(leader, "?unit=水科")
    offered = [(one["value"], words(one), one.has_attr("selected")) for one in page.select("#filter-unit option")]
    assert offered == [
        ("", "all", False),
        ("水科", "water section", True),
        ("综合科", "general section", False),
    ]


def test_the_csv_has_the_pages_rows_and_runs_nothing(leader: Client, plan: None) -> None:
    headings, *rows = table(leader)
    assert headings == [column.heading.en for column in COLUMNS]
    assert len(rows) == len(titles(get(leader))) == 8
    assert rows[2] == [
        *("Due within 30 days", "4", "Deep cultivation", "task", "1", "'=1+1", "water section, general section"),
        *("2024-01-01", "2024-11-01", "", "", "1", "0", "at risk"),
        "No report yet; 100 % of its time is over; due on 1 November.",
    ]
    assert rows[0][9:13] == ["", "31", "", "60"]
    assert table(leader, language="zh-hans")[0][0] == "期限"


def test_the_workbook_has_the_same_rows(leader: Client, plan: None) -> None:
    answer = leader.get("/actions/deadlines.xlsx", headers={"Accept-Language": "en"})
    assert answer["Content-Disposition"] == 'attachment; filename="daqing1369-deadlines-2024-10.xlsx"'
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows == table(leader)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_part_equals_the_page(leader: Client, plan: None) -> None:
    part, page = get(leader, "?action=4", target="deadlines"), get(leader, "?action=4")
    assert part.select_one("head") is None
    assert part.select_one("#deadlines") == page.select_one("#deadlines")


def test_links_keep_the_month(leader: Client, plan: None) -> None:
    page = get(leader, "?as_of=2024-06&action=1")
    assert all("as_of=2024-06" in str(one["href"]) for one in page.select(".item a, .filter__files a"))
    hidden = page.select_one(".filter [type=hidden]")
    assert hidden is not None and (hidden["name"], hidden["value"]) == ("as_of", "2024-06")
    answer = leader.get("/actions/?as_of=2024-06")
    assert "/actions/deadlines/?as_of=2024-06" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?unit=nobody", "?action=7", "?action=x", "?action=１", "?state=soon", "?as_of=nonsense"]
)
def test_what_means_nothing_is_refused(leader: Client, plan: None, query: str) -> None:
    for path in (PAGE, "/actions/deadlines.csv", "/actions/deadlines.xlsx"):
        answer = leader.get(f"{path}{query}", headers={"Accept-Language": "en"})
        assert answer.status_code == 404
        assert words(BeautifulSoup(answer.content, "lxml").select_one("main"))


def test_a_plan_without_actions(leader: Client) -> None:
    make_plan()
    assert titles(get(leader)) == []
    assert len(table(leader)) == 1


@pytest.mark.parametrize("tasks", [3, 30])
def test_query_count(leader: Client, django_assert_num_queries: DjangoAssertNumQueries, tasks: int) -> None:
    action = make_action(make_plan(), 4)
    make_commitment(action)
    for number in range(1, tasks + 1):
        put(make_task(action, number), 50)
    with django_assert_num_queries(QUERIES):
        get(leader)
    with django_assert_num_queries(QUERIES - 3):  # a sheet has no navigation and no code
        table(leader)


def test_wrong_methods_and_strangers(leader: Client, client: Client, plan: None) -> None:
    for path in (PAGE, "/actions/deadlines.csv", "/actions/deadlines.xlsx"):
        assert leader.post(path).status_code == 405
        assert client.get(path)["Location"].startswith("/login/?next=")
