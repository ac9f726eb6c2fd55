"""The side panel: what it shows of a figure, the ways back to earlier values, who may see it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from targets.models import Assignment, Attachment, Figure
from targets.queries.panel import MOST_STEPS
from tests.entry_page import SECTIONS, SEWAGE, soup, words
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan
from tests.year import make_air_year

PANEL = "/figures/2024/10/{}/panel/"
HTMX = {"HX-Request": "true", "HX-Target": "panel"}


def assign(user: User) -> User:
    Assignment.objects.get_or_create(user=user, area=None, indicator=None, defaults={"changed_at": NOW})
    return user


@pytest.fixture
def staff(editor: User, client_of: Callable[[User], Client]) -> Client:
    make_air_year()
    return client_of(assign(editor))


@pytest.fixture
def figure(staff: Client, editor: User, reviewer: User) -> Figure:
    """PM2.5 of October: entered as 26.8, approved, corrected to 23.6, returned."""
    one = Figure.objects.get(indicator__slug="pm25", month="2024-10-01")
    one.delete()
    one = make_figure(one.indicator, "2024-10", "830.8", "31", half_unit="0.05", review="submitted", entered_by=editor)
    step(one, 1, reviewer, review="approved", reviewed_by=reviewer)
    step(
        one, 2, editor, numerator="731.7", half_unit=None, review="submitted", correction="audited", reason="站点审核",
        standing_numerator="830.8", standing_denominator="31", standing_half_unit="0.05", standing_version=2,
        standing_origin="entered", note="按审核数据",
    )  # fmt: skip
    step(one, 3, reviewer, review="returned", review_note="请附审核单", reason="")
    return Figure.objects.get(pk=one.pk)


def step(figure: Figure, hours: int, by: User, **fields: Any) -> None:
    changed = {"changed_by": by, "changed_at": NOW + timedelta(hours=hours), "version": figure.version + 1}
    Figure.objects.filter(pk=figure.pk).update(**(fields | changed))
    figure.refresh_from_db()


def part(client: Client, key: str = "pm25", language: str = "en", query: str = "") -> BeautifulSoup:
    response = client.get(PANEL.format(key) + query, headers=HTMX | {"Accept-Language": language})
    assert response.status_code == 200
    return soup(response)


def one(page: Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, f"no {selector}"
    return found


def test_the_figure_its_two_years_and_the_same_month_before(staff: Client) -> None:
    page = part(staff)
    assert words(one(page, ".panel__value")).startswith("23.60 µg/m³ 731.7 / 31")
    rows = [words(row) for row in page.select(".panel__table tbody tr")]
    assert len(rows) == 24
    assert rows[0].startswith("2024-10 23.60 731.7 / 31 computed")
    assert rows[-1].startswith("2022-11 42.23 1266.9 / 30")
    assert next(row for row in rows if row.startswith("2023-03")) == "2023-03 — missing"
    assert [words(year) for year in page.select(".panel__years > div")] == [
        "2023 24.12 µg/m³ 747.7 / 31",
        "2022 19.49 µg/m³ 604.2 / 31",
    ]


def test_the_chart_draws_the_numbers_of_the_table(staff: Client) -> None:
    page = part(staff)
    assert len(page.select(".panel-chart circle")) == 23  # of 24 months one has no value
    assert len(page.select(".panel-chart polyline")) == 2  # the line breaks there
    assert len(page.select(".panel-chart circle.is-here")) == 1
    assert page.select(".panel-chart__target")
    assert "27" in words(one(page, ".panel-chart__legend"))


def test_the_history_tells_each_act(staff: Client, figure: Figure) -> None:
    page = part(staff)
    steps = [words(each) for each in page.select(".panel__steps li")]
    assert [each["data-act"] for each in page.select(".panel__steps li")] == [
        "returned", "corrected", "approved", "entered", "deleted", "entered",
    ]  # fmt: skip
    assert "请附审核单" in steps[0] and "reviewer" in steps[0]
    assert "830.8 / 31 → 731.7 / 31 23.60 µg/m³" in steps[1]
    assert "audited data · 站点审核" in steps[1] and "按审核数据" in steps[1]
    assert "staff" in steps[1] and "2024-11-04 11:00" in steps[1]
    assert "830.8 / 31 26.80 µg/m³" in steps[3]
    assert "approved before: 830.8 / 31" in words(page)
    assert "Returned: 请附审核单" in words(page)


def test_the_whole_history_is_a_click_away(staff: Client, figure: Figure, settings: Settings) -> None:
    settings.CLOCK = NOW + timedelta(days=1)
    link = next(str(each["href"]) for each in part(staff).select("a") if words(each) == "In the whole history")
    assert link == "/history/?goal=pm25&area=230600&month=2024-10"
    assert "站点审核" in words(soup(staff.get(link)))


def test_a_long_history_shows_its_newest(staff: Client, editor: User) -> None:
    one_ = Figure.objects.get(indicator__slug="good-air-days", month="2024-10-01")
    for at in range(MOST_STEPS + 1):
        step(one_, at, editor, numerator=str(at % 31))
    page = part(staff, "good-air-days")
    assert len(page.select(".panel__steps li")) == MOST_STEPS
    assert "Only the newest are listed" in words(page)


def test_an_earlier_value_goes_back_as_it_was_typed(staff: Client, figure: Figure) -> None:
    page = part(staff)
    form = one(page, ".panel__restore")
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name^=pm25]")}
    assert {name: value for name, value in fields.items() if not name.endswith("mark")} == {
        "pm25-version": str(figure.version),
        "pm25-numerator": "26.8",
        "pm25-denominator": "31",
        "pm25-month_numerator": "",
        "pm25-month_denominator": "",
        "pm25-given": "mean",
        "pm25-note": "",
    }
    assert form["action"] == "/figures/2024/10/"
    staff.post(str(form["action"]), fields | {"save": "pm25"})
    figure.refresh_from_db()
    assert (figure.numerator, figure.half_unit) == (Decimal("830.8"), Decimal("0.05"))
    assert figure.review == "approved"  # the value that had been approved stands again


def test_each_earlier_value_is_offered_once_and_the_present_one_not(staff: Client, editor: User) -> None:
    one = Figure.objects.get(indicator__slug="good-air-days", month="2024-10-01")
    for hours, good in enumerate(["13", "31", "13", "30", "31"]):
        step(one, hours, editor, numerator=good, review="submitted")
    page = part(staff, "good-air-days")
    offered = [str(each["value"]) for each in page.select("input[name=good-air-days-numerator]")]
    assert offered == ["30", "13"]


def test_what_cannot_be_changed_offers_no_way_back(
    figure: Figure, reviewer: User, client_of: Callable[[User], Client]
) -> None:
    page = part(client_of(assign(reviewer)))
    assert page.select(".panel__steps li")
    assert not page.select(".panel__restore")


def test_zero_is_a_value_and_blank_is_none(staff: Client, editor: User) -> None:
    one_ = Figure.objects.get(indicator__slug="good-air-days", month="2024-10-01")
    step(one_, 1, editor, numerator="0", review="submitted")
    page = part(staff, "good-air-days")
    assert words(one(page, ".panel__value")).startswith("0.00 % 0 / 31")
    step(one_, 2, editor, numerator=None, denominator=None)
    page = part(staff, "good-air-days")
    assert words(one(page, ".panel__value")).startswith("left blank")
    assert "0 / 31 → blank" in words(one(page, ".panel__steps li[data-act=cleared]"))
    step(one_, 3, editor, numerator="0", denominator="0")
    assert words(one(part(staff, "good-air-days"), ".panel__value")).startswith("not applicable 0 / 0")


def test_a_figure_that_was_never_given(staff: Client) -> None:
    make_goal(make_plan(), make_indicator("surface-water", **SECTIONS))
    page = part(staff, "surface-water")
    assert "nothing on record" in words(page) and "Nothing is on record yet" in words(page)
    assert not page.select("svg.panel-chart") and not page.select(".panel__restore")


def test_an_areas_own_figure(staff: Client) -> None:
    area = make_area("230621", parent=make_area(), reports=True, name_zh="肇州县", name_en="Zhaozhou")
    goal = make_goal(make_plan(), make_indicator("rural-sewage", **SEWAGE), reported_by="areas")
    make_figure(goal.indicator, "2024-09", "12", "40", area=area)
    make_figure(goal.indicator, "2024-09", "108", "340")
    response = staff.get("/figures/2024/9/rural-sewage_a230621/panel/", headers={"Accept-Language": "en"})
    page = soup(response)
    assert "Zhaozhou" in words(one(page, "#panel-name"))
    assert words(one(page, ".panel__value")).startswith("30.00 % 12 / 40")
    lines = one(page, ".panel-chart").select("circle")
    assert len(lines) == 1
    year = staff.get("/figures/2024/rural-sewage_a230621_m202409/panel/", headers={"Accept-Language": "en"})
    assert words(one(soup(year), ".panel__value")) == words(one(page, ".panel__value"))


def test_sources_rule_and_supplier_are_told(staff: Client, figure: Figure) -> None:
    Attachment.objects.create(figure=figure, title="审核单.pdf", link="https://example.cn/a", changed_at=NOW)
    page = words(part(staff))
    assert "审核单.pdf" in page and "HJ 663-2013" in page and "monitoring centre" in page
    assert "Good days divided by valid days" in page


def test_the_same_address_is_a_page(staff: Client, figure: Figure) -> None:
    whole = soup(staff.get(PANEL.format("pm25")))
    assert whole.select_one("head") and whole.select_one("main .panel")
    assert one(whole, ".crumbs a")["href"] == "/figures/2024/10/#row-pm25"
    assert not whole.select("[data-panel-close]")
    assert not part(staff).select("head, main")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_undefined_variable_is_printed(staff: Client, figure: Figure, language: str) -> None:
    assert "!!" not in words(part(staff, language=language))


@pytest.mark.parametrize(
    "path",
    [
        "/figures/2024/10/nothing/panel/",
        "/figures/2024/10/pm25_a999999/panel/",
        "/figures/2024/10/PM25/panel/",
        "/figures/2024/10/pm25_m202403/panel/",
        "/figures/2024/11/pm25/panel/",  # not over
        "/figures/1999/10/pm25/panel/",
        "/figures/2024/pm25/panel/",
    ],
)
def test_what_is_no_cell_is_not_found(staff: Client, path: str) -> None:
    assert staff.get(path).status_code == 404
    assert staff.get(path, headers=HTMX).status_code == 404


def test_a_reader_who_neither_enters_nor_reviews_is_refused(
    staff: Client, viewer: User, client_of: Callable[[User], Client]
) -> None:
    assert client_of(viewer).get(PANEL.format("pm25")).status_code == 403
    assert staff.post(PANEL.format("pm25")).status_code == 405


def test_the_queries_are_counted(
    staff: Client, figure: Figure, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part(staff)
    with django_assert_num_queries(17):
        part(staff)
