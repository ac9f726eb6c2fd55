"""A computed value that changes under a given figure reaches reviewer, editor, board and goal, until it is settled."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.entry.cell import Cell
from targets.models import CityDay, Figure, Indicator, Plan
from targets.queries.access import EVERYTHING, Access
from targets.services.computed import recompute
from targets.services.figures import save_figure
from targets.services.review import approve
from tests.entry_page import make_goals, page, words
from tests.factories import NOW, make_figure, make_slot
from tests.measured import LATER, city_place, make_air_feeds, make_feed, make_month, make_section, make_section_month

ClientOf = Callable[[User], Client]
OCTOBER = "2024-10"
ALL = Access(EVERYTHING, EVERYTHING)
MARK = "measured: 96.08, differs"


@pytest.fixture
def given(editor: User, reviewer: User) -> Figure:
    """October's twenty of twenty-one days, overridden by twenty-one; not yet approved."""
    indicator = make_goals()["good-air-days"].indicator
    make_air_feeds()
    recompute([make_month(OCTOBER, 20, 1)], by=None, now=NOW)
    cell = Cell(Decimal(21), Decimal(21))
    return save_figure(
        slot=make_slot(indicator), cell=cell, version=1, by=editor, now=NOW, correction="superior", reason="上级调整"
    )


def agree(by: User) -> None:
    one = Figure.objects.get(indicator__slug="good-air-days", month=f"{OCTOBER}-01")
    approve(figure_id=one.pk, version=one.version, by=by, now=NOW, access=ALL, today=NOW.date())


def spoil() -> None:
    CityDay.objects.filter(day=f"{OCTOBER}-01").update(aqi=150)
    recompute([city_place(OCTOBER)], by=None, now=LATER)


def read(client: Client, path: str, selector: str, language: str = "en") -> list[str]:
    return [words(one) for one in page(client, path, language).select(selector)]


def test_the_reviewer_sees_that_a_figure_stands_in_place_of_a_computed_one(
    given: Figure, reviewer: User, client_of: ClientOf
) -> None:
    [told] = read(client_of(reviewer), "/review/", ".review-computed")
    assert told == "overridden stands in place of the value computed from measurements: 95.24 % (20 / 21)"
    assert (
        "由监测数据计算的数值：95.24 %（20 / 21）"
        in read(client_of(reviewer), "/review/", ".review-computed", "zh-hans")[0]
    )


def test_a_change_under_it_reaches_reviewer_and_editor(
    given: Figure, editor: User, reviewer: User, client_of: ClientOf
) -> None:
    agree(reviewer)
    desk, staff = client_of(reviewer), client_of(editor)
    assert read(desk, "/review/", "#overtaken") == read(staff, "/duties/", ".duty--differs") == []
    spoil()
    [passed] = read(desk, "/review/", ".review-row[id^=passed]")
    assert "given: 21 of 21 days computed now: 19 of 21 days computed before: 20 of 21 days" in passed
    [duty] = read(staff, "/duties/", ".duty--differs")
    assert "the measurements now give 19 of 21 days: take it over, or say in the note why" in duty
    assert "1 figure stands in place of a computed one that changed since" in words(
        page(desk, "/duties/").select_one("#duties")
    )


def test_it_is_settled_by_the_computed_value_or_by_a_note(
    given: Figure, editor: User, reviewer: User, client_of: ClientOf
) -> None:
    agree(reviewer)
    spoil()
    slot, version = make_slot(given.indicator), Figure.objects.get(pk=given.pk).version
    settled = {"by": editor, "now": LATER}
    save_figure(slot=slot, cell=Cell(Decimal(21), Decimal(21)), version=version, note="省厅核定", **settled)  # type: ignore[arg-type]
    assert read(client_of(reviewer), "/review/", "#overtaken") == []
    assert read(client_of(editor), "/duties/", ".duty--differs") == []


def test_an_agreeing_figure_and_a_closed_year_are_no_items(given: Figure, reviewer: User, client_of: ClientOf) -> None:
    agree(reviewer)
    recompute([city_place(OCTOBER)], by=None, now=LATER)
    assert read(client_of(reviewer), "/review/", "#overtaken") == []
    spoil()
    Plan.objects.update(closed_on="2024-11-20", closed_because="结账")
    assert read(client_of(reviewer), "/review/", "#overtaken") == []


def test_a_typed_share_that_agreed_once_is_an_item_once_it_differs(
    given: Figure, reviewer: User, client_of: ClientOf
) -> None:
    """Typed before there was anything computed, as in a year whose measurements come later."""
    indicator = Indicator.objects.get(slug="surface-water")
    make_figure(indicator, OCTOBER, "1", "1")
    make_feed(indicator, "water_share")
    recompute([make_section_month(make_section("肇源"), OCTOBER, 4, 4)], by=None, now=LATER)
    [passed] = read(client_of(reviewer), "/review/", ".review-row[id^=passed]")
    assert "given: 1 of 1 days computed now: 0 of 1 days computed before: —" in passed


@pytest.mark.parametrize("path", ["/", "/goals/good-air-days/"])
def test_board_and_goal_say_what_the_measurements_would_give(
    given: Figure, reviewer: User, viewer: User, client_of: ClientOf, path: str
) -> None:
    agree(reviewer)
    leader = client_of(viewer)
    text = words(page(leader, path).select_one("#board, #goal"))
    assert MARK in text
    assert "监测计算值 96.08，不同" in words(page(leader, path, "zh-hans").select_one("#board, #goal"))
    given.delete()
    assert "differs" not in words(page(leader, path).select_one("#board, #goal"))


def test_figures_of_years_without_a_plan_come_last_and_say_what_made_them(
    given: Figure, reviewer: User, client_of: ClientOf
) -> None:
    recompute([make_month("2016-03", 20)], by=None, now=LATER)
    shown = page(client_of(reviewer), "/review/")
    groups = [str(one["id"]) for one in shown.select(".review-group h2")]
    assert groups[-1] == "group-unplanned"
    row = words(shown.select_one(".review-group--unplanned .review-row__why"))
    assert "computed (import by command line, or the month was over)" in row
