"""What an address says of the scope is kept: by each link, form and file of a page that shows an earlier moment."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from daqing1369.models import Snapshot
from daqing1369.snapshots import _STATED, seen_at
from targets.models import Node, Outcome
from targets.periods import Month
from targets.queries.plan import Scope
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
from tests.year import make_air_year

ROOT = Path(__file__).parents[2]
HOUR = timedelta(hours=1)
KEPT = {"area": "230600", "year": "2024", "as_of": "2024-09", "at": "2024-11-04", "recorded": "2100-01-01"}
PAGES = (
    "/",
    "/nodes/1/",
    "/outcomes/1/",
    "/changes/",
    "/completeness/",
    "/actions/",
    "/actions/1/",
    "/actions/deadlines/",
    "/goals/pm25/",
    "/goals/pm25/years/",
    "/goals/pm25/what-if/",
    "/goals/pm25/explain/",
    "/goals/pm25/changes/",
    "/goals/rural-sewage/areas/",
)
# Where these lead is always the present, or the same for every scope.
ELSEWHERE = ("/figures/", "/login/", "/logout/", "/admin/", "/api/", "/static/", "/wall/", "/history/", "/review/")


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    air, _ = make_air_year()
    villages = make_indicator("rural-sewage", combination="newest", counts_days=False, min_days_year=None,
                              min_days_month=None, min_days_february=None)  # fmt: skip
    make_goal(air.plan, villages, order=3, reported_by="areas", target=35)
    make_figure(villages, "2024-09", "12", "40", area=make_area("230602", parent=make_area(), order=1))
    make_goal(make_plan(2023), air.indicator)
    action = make_action()
    make_task(action)
    make_commitment(action)
    Node.objects.create(plan=air.plan, number=1, title_zh="节点", title_en="Node")
    Outcome.objects.create(plan=air.plan, number=1, title_zh="目标", title_en="Outcome")
    return client_of(viewer)


def soup(client: Client, path: str, query: dict[str, str]) -> BeautifulSoup:
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "lxml")


def lost(address: str, wanted: dict[str, str]) -> set[str]:
    said = parse_qs(urlsplit(address).query)
    return {name for name, value in wanted.items() if said.get(name) != [value]}


def links(page: BeautifulSoup) -> list[str]:
    found = [str(one["href"]) for one in page.select("main a[href]")]
    inside = [one for one in found if one.startswith("/") and len(one) > 1 and not one.startswith(ELSEWHERE)]
    return [one for one in inside if "language=" not in one]


@pytest.mark.parametrize("path", PAGES)
def test_each_link_form_and_file_keeps_the_whole_scope(leader: Client, path: str) -> None:
    page = soup(leader, path, KEPT)
    forgetful = {address: gone for address in links(page) if (gone := lost(address, KEPT))}
    # The one form that asks for another moment begins anew.
    for form in page.select("form[method=get]:not(.moment form)"):
        had = {str(one["name"]) for one in form.select("input[name], select[name]")}
        if gone := KEPT.keys() - had:
            forgetful[str(form)[:80]] = gone
    assert forgetful == {}


def test_another_year_of_the_goal_is_seen_from_the_same_moment(leader: Client) -> None:
    page = soup(leader, "/goals/good-air-days/years/", KEPT)
    (other,) = [one for one in links(page) if "year=2023" in one]
    assert lost(other, KEPT | {"year": "2023"}) == {"as_of"}
    assert leader.get(other).status_code == 200


def test_a_printed_state_is_kept_like_a_moment(leader: Client) -> None:
    leader.get("/?as_of=2024-09")
    code = {"code": Snapshot.objects.get().code, "as_of": "2024-09"}
    page = soup(leader, "/goals/pm25/changes/", code)
    assert [one for one in links(page) if lost(one, code)] == []
    assert page.select_one(f"main form input[name=code][value='{code['code']}']") is not None


def scope(**fields: Any) -> Scope:
    return replace(Scope(make_plan(), Month(2024, 10), NOW.date()), **fields)


def test_until_when_a_page_sees_the_record(leader: Client) -> None:
    """Now; the moment asked for; the moment that it was printed at; of both the earlier one."""
    leader.get("/")
    code = Snapshot.objects.get().code
    plain, printed = RequestFactory().get("/"), RequestFactory().get("/", {"code": code})
    assert seen_at(scope(), plain, NOW + HOUR) == NOW + HOUR
    assert seen_at(scope(at=NOW - HOUR), plain, NOW + HOUR) == NOW - HOUR
    assert seen_at(scope(at=NOW + 2 * HOUR), plain, NOW + HOUR) == NOW + HOUR, "never what is still to come"
    assert seen_at(scope(), printed, NOW + HOUR) == NOW
    assert seen_at(scope(at=NOW - HOUR), RequestFactory().get("/", {"code": code}), NOW + HOUR) == NOW - HOUR


# Read by pages that carry a code, but what they state is the same with or without: which row's form is open. What is
# searched for belongs to a page that carries none.
SILENT = {"edit", "q"}
READS = re.compile(r'request\.GET(?:\.get\(|\[)"(\w+)"|for name in \(((?:"\w+",? ?)+)\)')


def test_every_parameter_that_a_page_with_a_code_reads_is_in_the_code_s_address() -> None:
    read = set()
    for app in ("daqing1369", "targets/views", "actions/views"):
        for file in (ROOT / app).glob("*.py"):
            text = file.read_text(encoding="utf-8")
            if "scope_context" in text:
                read |= {name for found in READS.findall(text) for name in re.findall(r"\w+", " ".join(found))}
    assert {"as_of", "month", "notes_of", "history"} <= read, "the sources are not read as this test expects"
    assert read - SILENT - {"as_of"} <= _STATED, "name it in daqing1369/snapshots.py, or here if it states nothing"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"goal": "pm25", "month": "2024-03", "show": "late"}, "as_of=2024-10&goal=pm25&month=2024-03&show=late"),
        ({"utm_source": "x", "edit": "task-1", "show": ""}, "as_of=2024-10"),
    ],
)
def test_the_code_s_address_keeps_what_the_page_states_and_nothing_else(
    leader: Client, asked: dict[str, str], kept: str
) -> None:
    leader.get("/completeness/", asked)
    assert Snapshot.objects.get().address == f"/completeness/?{kept}"
