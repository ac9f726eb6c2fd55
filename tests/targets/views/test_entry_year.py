"""The year's grid: months by goals, or by areas; who may type in which cell."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from targets.models import Area, Assignment, Figure, Goal, Plan
from tests.conftest import member
from tests.entry_page import HTMX, SEWAGE, fields, make_goals, page, soup, state, words
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan

ClientOf = Callable[[User], Client]
YEAR = "/figures/2024/"
COUNTIES = {"230621": "Zhaozhou", "230622": "Zhaoyuan"}


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    made = make_goals()
    Plan.objects.update(closes_after_days=None)
    return made


@pytest.fixture
def staff(goals: dict[str, Goal], editor: User, client_of: ClientOf) -> Client:
    return client_of(editor)


@pytest.fixture
def counties(goals: dict[str, Goal]) -> dict[str, Area]:
    """Two counties that report rural sewage."""
    Goal.objects.filter(indicator__slug="rural-sewage").update(reported_by="areas")
    city = make_area()
    return {
        code: make_area(code, name_zh=name, name_en=name, parent=city, reports=True, order=order)
        for order, (code, name) in enumerate(COUNTIES.items())
    }


def cell(shown: BeautifulSoup, key: str) -> Tag | None:
    return shown.select_one(f"#row-{key}")


def heads(shown: BeautifulSoup) -> list[str]:
    return [words(head).split(" %")[0].split(" µg")[0] for head in shown.select(".entry-grid thead th")][1:]


def test_a_line_for_each_month_and_a_column_for_each_goal(staff: Client) -> None:
    shown = page(staff, YEAR)
    assert heads(shown) == ["Good-air days", "PM2.5 mean", "Excellent sections", "Rural sewage"]
    lines = [words(line) for line in shown.select(".entry-grid tbody th")]
    assert lines[0] == "Jan" and lines[-1] == "Dec" and len(lines) == 12
    first = shown.select_one("[name=good-air-days_m202409-numerator]")
    assert first is not None and first["value"] == "29"
    assert words(shown.select_one("#entry-summary")).startswith("3 of 33 due saved")


def test_what_is_not_due_or_to_come_has_no_inputs(staff: Client) -> None:
    shown = page(staff, YEAR)
    assert cell(shown, "rural-sewage_m202410") is None
    assert cell(shown, "rural-sewage_m202409") is not None
    assert cell(shown, "good-air-days_m202411") is None
    assert {str(one["title"]) for one in shown.select(".entry-grid__none")} == {
        "nothing is due",
        "the month is not over",
    }


def test_a_figure_that_was_not_due_is_there_all_the_same(staff: Client) -> None:
    make_figure(make_indicator("rural-sewage"), "2024-08", "1", "340")
    assert cell(page(staff, YEAR), "rural-sewage_m202408") is not None


def test_a_closed_month_cannot_be_typed_in_and_says_why(staff: Client) -> None:
    Plan.objects.update(closes_after_days=10)
    shown = page(staff, YEAR)
    assert state(shown, "good-air-days_m202409") == "locked"
    locked = cell(shown, "good-air-days_m202409")
    assert locked is not None and locked.select_one("input[readonly]") is not None
    assert "an administrator can open it again" in words(locked)
    assert locked.select_one("button[name=save]") is None
    assert state(shown, "good-air-days_m202410") == "empty"


def test_a_word_is_enough_in_a_cell(staff: Client) -> None:
    Figure.objects.filter(indicator__slug="good-air-days", month="2024-09-01").update(review="approved")
    shown = cell(page(staff, YEAR), "good-air-days_m202409")
    assert shown is not None
    assert words(shown.select_one(".entry-review b")) == "approved"


def test_a_cell_is_saved_by_itself_and_comes_back_as_a_cell(staff: Client, editor: User) -> None:
    key = "good-air-days_m202403"
    typed = fields(page(staff, YEAR)) | {f"{key}-numerator": "30", f"{key}-denominator": "31", "save": key}
    answer = staff.post(YEAR, typed, headers=HTMX | {"Accept-Language": "en"})
    assert answer.status_code == 200
    assert soup(answer).select_one(f"#row-{key}.entry-cell") is not None
    figure = Figure.objects.get(month="2024-03-01")
    assert (figure.numerator, figure.denominator) == (Decimal(30), Decimal(31))
    assert figure.entered_by == editor
    assert "4 of 33 due saved" in words(soup(answer))


def test_the_whole_year_can_be_sent_without_javascript(staff: Client) -> None:
    sent = fields(page(staff, YEAR))
    for month in ("202401", "202402"):
        sent |= {f"good-air-days_m{month}-numerator": "26", f"good-air-days_m{month}-denominator": "29"}
    assert staff.post(YEAR, sent).status_code == 302
    assert Figure.objects.filter(month__in=["2024-01-01", "2024-02-01"], numerator=26).count() == 2


def test_the_year_of_many_goals_can_be_sent_as_a_whole(staff: Client) -> None:
    for number in range(25):
        make_goal(make_plan(), make_indicator(f"more-{number}"), order=10 + number)
    sent = fields(page(staff, YEAR))
    assert len(sent) > 1000
    assert (
        staff.post(YEAR, sent | {"more-24_m202401-numerator": "27", "more-24_m202401-denominator": "31"}).status_code
        == 302
    )
    assert Figure.objects.get(indicator__slug="more-24").numerator == 27


def test_an_undo_finds_the_note_of_a_cell(staff: Client) -> None:
    Figure.objects.filter(indicator__slug="good-air-days", month="2024-09-01").update(note="补录")
    hidden = page(staff, YEAR).select_one("[name=good-air-days_m202409-note]")
    assert hidden is not None
    assert hidden["data-saved"] == "补录"


def test_the_parts_of_a_cell_have_addresses_of_their_own(staff: Client) -> None:
    key = "good-air-days_m202403"
    assert soup(staff.get(f"{YEAR}{key}/")).select_one(f"#row-{key}") is not None
    data = {f"{key}-numerator": "32", f"{key}-denominator": "31", f"{key}-version": "0", f"{key}-mark": "x"}
    echo = staff.post(f"{YEAR}{key}/preview/", data, headers=HTMX | {"Accept-Language": "en"})
    assert (echo.status_code, echo["X-Draft"]) == (200, "kept")
    assert words(soup(echo).select_one(".entry-state b")) == "not saved"
    assert soup(staff.post(f"{YEAR}{key}/drop/")).select_one("[data-state=empty]") is not None
    assert staff.get(f"{YEAR}state/").json()["cells"]["good-air-days_m202409"] == {"version": 1}


@pytest.mark.parametrize("path", ["2023/", "2024/?goal=nothing", "2024/?unit=1", "2024/pm25/", "2024/pm25_m202312/"])
def test_a_year_goal_area_or_month_that_is_not_there_is_not_found(staff: Client, path: str) -> None:
    assert staff.get(f"/figures/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("reviewer", 403), ("editor", 200), ("administrator", 200)]
)
def test_the_year_is_for_who_may_enter(
    goals: dict[str, Goal], role: str, status: int, request: pytest.FixtureRequest, client_of: ClientOf
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert client.get(YEAR).status_code == status
    assert client.post(YEAR).status_code in (302, status)


# Areas.


def test_the_areas_of_a_goal_are_a_grid_of_their_own(staff: Client, counties: dict[str, Area]) -> None:
    make_figure(make_indicator("rural-sewage"), "2024-06", "7", "20", area=counties["230621"])
    assert "Rural sewage" not in heads(page(staff, YEAR))
    shown = page(staff, YEAR + "?goal=rural-sewage")
    assert heads(shown) == ["Zhaozhou", "Zhaoyuan"]
    assert state(shown, "rural-sewage_a230621_m202406") == "saved"
    assert state(shown, "rural-sewage_a230622_m202406") == "empty"
    chosen = shown.select(".entry-grids [aria-current]")
    assert [words(one) for one in chosen] == ["Rural sewage"]
    assert heads(page(staff, YEAR + "?unit=230622")) == ["Rural sewage"]


def test_a_countys_editor_types_in_its_own_cells_and_looks_at_the_others(
    counties: dict[str, Area], client_of: ClientOf
) -> None:
    county = member("zhaozhou", "editor")
    Assignment.objects.filter(user=county).update(area=counties["230621"], changed_at=NOW)
    client = client_of(county)
    path = YEAR + "?goal=rural-sewage"
    shown = page(client, path)
    own, other = (cell(shown, f"rural-sewage_a{code}_m202409") for code in COUNTIES)
    assert own is not None and own.select_one("input[readonly]") is None
    assert other is not None and other.select_one("input[readonly]") is not None
    assert "entered by others" in words(other)
    sent = fields(shown)
    for code in COUNTIES:
        sent |= {
            f"rural-sewage_a{code}_m202409-{name}": text for name, text in (("numerator", "5"), ("denominator", "9"))
        }
    client.post(path, sent)
    assert [figure.area.code for figure in Figure.objects.filter(numerator=5)] == ["230621"]
    paste = {"text": "6\t9\t6\t9", "at": "rural-sewage_a230621_m202406", "apply": "yes"}
    client.post(f"{YEAR}paste/?goal=rural-sewage", paste)
    assert [figure.area.code for figure in Figure.objects.filter(numerator=6)] == ["230621"]


@pytest.mark.parametrize("path", [YEAR, YEAR + "?goal=rural-sewage"])
def test_the_query_count_does_not_grow(staff: Client, counties: dict[str, Area], path: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(path).status_code == 200
        return len(queries)

    sewage: Any = make_indicator("rural-sewage", **SEWAGE)
    make_figure(sewage, "2024-03", "7", "20", area=counties["230621"])
    Figure.objects.update(changed_by=User.objects.get(username="staff"))
    few = count()
    for number in range(12):
        code = f"2307{number:02d}"
        area = make_area(code, name_zh=code, name_en=code, parent=make_area(), reports=True, order=9 + number)
        make_figure(sewage, "2024-06", "7", "20", area=area, changed_by=User.objects.get(username="staff"))
        goal = make_goal(make_plan(), make_indicator(f"more-{number}"), order=10 + number)
        make_figure(goal.indicator, "2024-06", "7", "20")
    assert count() == few <= 19


@pytest.mark.parametrize("year", ["0", "1", "1899", "2201", "10000", "9" * 30])
@pytest.mark.parametrize("end", ["", "state/", "pm25/preview/", "pm25/panel/"])
def test_what_is_no_year_is_told(staff: Client, year: str, end: str) -> None:
    answer = (staff.post if "preview" in end else staff.get)(f"/figures/{year}/{end}")
    assert answer.status_code in (404, 422)
