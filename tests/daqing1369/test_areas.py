"""Goals that areas report, on the board, on the goal's page and in the API."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from daqing1369.year import year_state
from targets.models import Area, AreaTarget, Figure, Goal
from targets.queries.completeness import expected_cells
from targets.queries.plan import find_scope, goal_states
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan

COUNTIES = (("230622", "肇源县", "Zhaoyuan County"), ("230623", "林甸县", "Lindian County"))
SEWAGE: dict[str, Any] = {
    **{"short_zh": "农村污水", "short_en": "Rural sewage", "combination": "newest", "frequency": "quarterly"},
    **{"counts_days": False, "min_days_year": None, "min_days_month": None, "min_days_february": None},
    **{"denominator_name_zh": "行政村", "denominator_unit_zh": "个", "denominator_unit_en": "villages"},
    **{"due_day": 11, "provisional_until_day": None},
}


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(viewer)


@pytest.fixture
def sewage(db: None) -> Goal:
    """Two counties; Lindian has not given September's figure. The zone does not report."""
    city = make_area()
    for order, (code, zh, en) in enumerate(COUNTIES, start=1):
        make_area(code, name_zh=zh, name_en=en, parent=city, order=order)
    make_area("230671", name_zh="高新区", name_en="High-tech Zone", parent=city, order=9, reports=False)
    indicator = make_indicator("rural-sewage", **SEWAGE)
    goal = make_goal(make_plan(), indicator, target=Decimal(35), reported_by="areas")
    make_figure(indicator, "2023-12", "20", "100")
    for code, month, numerator in (
        *(("230622", "2024-03", "14"), ("230623", "2024-03", "10"), ("230622", "2024-06", "16")),
        *(("230623", "2024-06", "12"), ("230622", "2024-09", "20")),
    ):
        make_figure(indicator, month, numerator, "50", area=Area.objects.get(code=code))
    return goal


def page(client: Client, path: str, language: str = "zh-hans") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def words(tag: Any) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def rows(client: Client, path: str, language: str = "en") -> list[str]:
    return [words(row) for row in page(client, path, language).select(".goal-areas tr")]


def give(code: str, month: str, numerator: str | None, denominator: str | None = "50", **fields: Any) -> Figure:
    area, indicator = Area.objects.get(code=code), Goal.objects.get().indicator
    return make_figure(indicator, month, numerator, denominator, area=area, **fields)


def test_the_board_names_who_is_missing(leader: Client, sewage: Goal) -> None:
    board = page(leader, "/", "en")
    card = words(board.select_one(".goal"))
    assert "28.0" in card, "June is the newest month that all have given"
    assert "Lindian County missing" in card
    assert "Rural sewage Lindian County: 2024-09 missing, 24 days late" in words(board.select_one(".attention"))
    assert "农村污水 林甸县 2024-09 数据缺报，逾期 24 天" in words(page(leader, "/").select_one(".attention"))


def test_the_board_counts_each_areas_figure(leader: Client, sewage: Goal) -> None:
    assert "5/6 due approved" in words(page(leader, "/", "en").select_one("#data-state"))


def test_the_goals_page_lists_the_areas(leader: Client, sewage: Goal) -> None:
    AreaTarget.objects.create(goal=sewage, area=Area.objects.get(code="230622"), target=40, changed_at=NOW)
    AreaTarget.objects.create(goal=sewage, area=Area.objects.get(code="230623"), target=30, changed_at=NOW)
    give("230622", "2024-10", "20")  # no month in which one is due: counts once all have given one
    listed = rows(leader, "/goals/rural-sewage/")
    assert listed[1].startswith("Zhaoyuan County 20 50 40.00 40 reached data to 2024-10")
    assert listed[2].startswith("Lindian County 12 50 24.00 30 not reached missing 2024-09 data to 2024-06")
    assert listed[3].startswith("Daqing 28 100 28.00 35 data to 2024-06")
    assert len(listed) == 4
    chinese = words(page(leader, "/goals/rural-sewage/"))
    assert "9 月缺林甸县数据，报齐之前沿用 6 月的全市数值。" in chinese


def test_a_county_with_nothing_to_treat_is_not_applicable(leader: Client, sewage: Goal) -> None:
    give("230623", "2024-09", "0", "0")
    listed = rows(leader, "/goals/rural-sewage/")
    assert listed[2].startswith("Lindian County 0 0 not applicable")
    assert listed[3].startswith("Daqing 20 50 40.00")


def test_a_zone_that_is_switched_on_is_expected_too(leader: Client, sewage: Goal) -> None:
    Area.objects.filter(code="230671").update(reports=True)
    assert any(row.startswith("High-tech Zone — —") for row in rows(leader, "/goals/rural-sewage/"))


def test_a_correction_counts_at_once_beside_the_old_value(leader: Client, sewage: Goal) -> None:
    sewage.plan.counts_unapproved = True
    sewage.plan.save()
    standing: dict[str, Any] = {"standing_version": 1, "standing_numerator": 12, "standing_denominator": 50}
    give("230623", "2024-09", "15", review="submitted", correction="audited", **standing)
    shown = page(leader, "/goals/rural-sewage/", "en")
    assert "correction, not yet approved; was 32 / 100" in words(shown)
    assert "not yet approved" in words(shown.select_one(".goal-areas"))
    assert "not yet approved" in words(page(leader, "/", "en").select_one(".goal"))
    assert "35 100 35.00" in words(shown.select_one("tfoot"))


def test_a_correction_waits_where_only_approved_figures_count(leader: Client, sewage: Goal) -> None:
    standing: dict[str, Any] = {"standing_version": 1, "standing_numerator": 12, "standing_denominator": 50}
    give("230623", "2024-09", "15", review="submitted", correction="audited", **standing)
    shown = words(page(leader, "/goals/rural-sewage/", "en"))
    assert "a correction waits for approval: 35 / 100" in shown
    assert "Daqing 32 100 32.00" in shown


def test_a_submitted_figure_is_there_but_does_not_count(leader: Client, sewage: Goal) -> None:
    give("230623", "2024-09", "15", review="submitted")
    board = page(leader, "/", "en")
    assert "28.0" in words(board.select_one(".goal"))
    assert "missing, " not in words(board.select_one(".attention"))


def test_the_record_names_the_area(leader: Client, sewage: Goal) -> None:
    figure = give("230623", "2024-09", "15")
    figure.numerator, figure.version = Decimal(16), 2
    figure.save()
    recorded = words(page(leader, "/goals/rural-sewage/", "en").select_one("#goal > section:last-of-type"))
    assert "Lindian County 2024-09 15 / 50 16 / 50" in recorded


def test_the_api_lists_the_areas(leader: Client, sewage: Goal) -> None:
    (goal,) = leader.get("/api/v1/plans/2024/board", headers={"Accept-Language": "en"}).json()["goals"]
    assert (goal["reported_by"], goal["numerator"], goal["denominator"]) == ("areas", "28", "100")
    assert goal["areas"][1] == {
        "area": "230623",
        "name": "Lindian County",
        "value": "24.0",
        "numerator": "12",
        "denominator": "50",
        "data_through": "2024-06",
        "review": "approved",
        "target": None,
        "is_met": None,
        "missing_months": ["2024-09"],
    }
    assert [month["missing_areas"] for month in goal["months"]][8] == ["Lindian County"]


def test_a_goal_of_the_city_has_no_areas(leader: Client, db: None) -> None:
    make_goal()
    (goal,) = leader.get("/api/v1/plans/2024/board").json()["goals"]
    assert (goal["reported_by"], goal["areas"]) == ("city", [])
    assert page(leader, "/goals/good-air-days/").select_one("#areas") is None


def test_on_time_goes_by_the_first_value_not_by_its_correction(sewage: Goal) -> None:
    figure = give("230623", "2024-09", "15", changed_at=NOW.replace(month=10, day=8))
    figure.numerator, figure.entered_at, figure.changed_at = Decimal(16), NOW, NOW
    figure.save()
    scope = find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())
    cell = expected_cells(scope)[-1]
    assert (cell.code, str(cell.month), cell.is_on_time) == ("230623", "2024-09", True)
    assert year_state(scope).complete.on_time == 1, "the board counts by the same law"


def test_the_number_of_queries_does_not_grow_with_the_areas(
    leader: Client, sewage: Goal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = find_scope(area_code="230600", year=None, as_of=None, today=NOW.date())
    asked: dict[str, Callable[[], object]] = {
        path: partial(leader.get, path) for path in ("/", "/goals/rural-sewage/", "/api/v1/plans/2024/board")
    }
    asked["cells"] = partial(expected_cells, scope)
    before = {name: queries(ask) for name, ask in asked.items()}
    for number in range(12):
        make_area(f"2307{number:02d}", name_zh="县", name_en="County", parent=make_area())
        give(f"2307{number:02d}", "2024-09", "20")
    assert {name: queries(ask) for name, ask in asked.items()} == before
    assert before["cells"] == 5
    with django_assert_num_queries(4):
        goal_states(scope)


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)
