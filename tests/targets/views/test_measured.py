"""What the goal's and the explaining page say of computed months: value, standard, data, what was left out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.measurements.told import day_ranges
from targets.models import CityDay, DustDay, Figure, Indicator
from targets.queries.access import EVERYTHING, Access
from targets.services.computed import recompute
from targets.services.review import approve
from tests.entry_page import make_goals, page, words
from tests.factories import NOW
from tests.measured import (
    LATER,
    city_place,
    make_air_feeds,
    make_feed,
    make_month,
    make_section,
    make_section_month,
)

ClientOf = Callable[[User], Client]
GOAL, EXPLAIN = "/goals/good-air-days/", "/goals/good-air-days/explain/"
ALL = Access(EVERYTHING, EVERYTHING)


@pytest.fixture
def leader(db: None, viewer: User, client_of: ClientOf) -> Client:
    make_goals()
    make_air_feeds()
    recompute([make_month("2024-10", 20, 1)], by=None, now=NOW)
    return client_of(viewer)


def cells(client: Client, path: str, language: str = "en", month: str = "2024-10") -> list[str]:
    found = page(client, path, language).select_one(f"#measured-{month}")
    assert found is not None
    return [words(cell) for cell in found.select("td")]


@pytest.mark.parametrize("path", [GOAL, EXPLAIN])
def test_the_month_says_what_it_is_made_of(leader: Client, path: str) -> None:
    value, share, told = cells(leader, path)
    assert value == "20 of 21 days HJ 633-2012, HJ 663-2013"
    assert share == "21 of 31 days valid (67.7 %)"
    assert told == "a file of the city's daily values · no data: 22–31 · provisional data"
    assert cells(leader, path, "zh-hans")[1:] == [
        "有效 21/31 天（67.7%）",
        "城市日值文件 · 无数据：22–31 · 数据未审核",
    ]


def test_both_dust_readings_and_the_unconfirmed_rule(leader: Client) -> None:
    DustDay.objects.create(city=CityDay.objects.first().city, day="2024-10-21", document="120", changed_at=NOW)  # type: ignore[union-attr]
    recompute([city_place("2024-10")], by=None, now=LATER)
    told = cells(leader, GOAL)[2]
    assert "as measured 20/21, without sand-dust 20/20; compared: as measured" in told
    assert "rules not confirmed by a standard's text: a sand-dust day that is good all the same stays" in told


def test_a_restatement_over_an_approved_figure_is_told_with_what_it_was(leader: Client, reviewer: User) -> None:
    one = Figure.objects.get(indicator__slug="good-air-days", month="2024-10-01")
    approve(figure_id=one.pk, version=one.version, by=reviewer, now=NOW, access=ALL, today=NOW.date())
    assert "restated" not in cells(leader, GOAL)[0]
    CityDay.objects.filter(day="2024-10-01").update(aqi=150)
    recompute([city_place("2024-10")], by=None, now=LATER)
    assert cells(leader, GOAL)[0].endswith("restated on 2024-11-20, was 20 of 21 days")
    one.refresh_from_db()
    approve(figure_id=one.pk, version=one.version, by=reviewer, now=LATER, access=ALL, today=LATER.date())
    assert cells(leader, EXPLAIN)[0].endswith("restated on 2024-11-20, was 20 of 21 days")
    assert cells(leader, EXPLAIN)[0].count("restated") == 1


def test_sections_by_name_and_why_one_is_left_out(leader: Client) -> None:
    make_feed(Indicator.objects.get(slug="surface-water"), "water_share")
    place = make_section_month(make_section("肇源", order=1), "2024-10", 3, 2)
    make_section_month(make_section("古恰泄洪闸口", order=2, confirmed=False), "2024-10", None, None, is_frozen=True)
    recompute([place], by=None, now=NOW)
    value, share, told = cells(leader, "/goals/surface-water/")
    assert value == "1 of 1 days GB 3838-2002"  # the test's indicator counts in days
    assert share == "1 of 2 sections with data"
    assert "sections: 肇源, 古恰泄洪闸口" in told
    assert "frozen, not sampled: 古恰泄洪闸口" in told
    assert "to be confirmed: 古恰泄洪闸口" in told


def test_what_holds_for_every_month_is_said_once(leader: Client) -> None:
    recompute([make_month("2024-09", 30)], by=None, now=NOW)
    shown = page(leader, GOAL)
    assert words(shown.select_one("#measured-common")) == "a file of the city's daily values · provisional data"
    assert cells(leader, GOAL)[2] == "no data: 22–31"
    assert cells(leader, GOAL, month="2024-09")[2] == ""


def test_a_goal_without_a_source_says_nothing(leader: Client) -> None:
    assert page(leader, "/goals/rural-sewage/").select_one("#measured") is None


def test_queries_do_not_grow_with_the_months(leader: Client, django_assert_max_num_queries: Any) -> None:
    recompute([make_month(f"2024-0{number}", 20) for number in range(1, 10)], by=None, now=NOW)
    with django_assert_max_num_queries(22):
        assert leader.get(GOAL).status_code == 200


def test_ranges_of_days() -> None:
    days = [date(2024, 10, number) for number in (1, 3, 4, 5, 31)]
    assert day_ranges(days) == "1, 3–5, 31"
    assert day_ranges([]) == ""
