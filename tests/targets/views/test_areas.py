"""A goal by areas: rank, tiles, months, raw figures; the city's own goals say that only the city reports them."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from targets.models import AreaTarget, Goal
from tests.factories import NOW, make_area, make_figure, make_goal, make_indicator, make_plan

PAGE = "/goals/sewage/areas/"
NAMES = {"230602": "萨尔图区", "230603": "龙凤区", "230604": "让胡路区", "230623": "林甸县", "230624": "杜尔伯特"}
# In March and June: Saertu leads, Longfeng and Ranghulu are equal, Lindian has nothing to count, Dorbod gave nothing.
GIVEN = {"230602": ("4", "5"), "230603": ("1", "2"), "230604": ("3", "6"), "230623": ("0", "0")}


def make_areas_goal(slug: str = "sewage") -> Goal:
    city = make_area()
    sewage = make_indicator(slug, combination="newest", frequency="quarterly", counts_days=False, min_days_year=None)
    goal = make_goal(make_plan(), sewage, target=Decimal(35), reported_by="areas", changed_at=NOW)
    for order, (code, name) in enumerate(NAMES.items(), start=1):
        area = make_area(code, name_zh=name, name_en=f"Area {code}", parent=city, order=order)
        if code in GIVEN:
            make_figure(sewage, "2024-06", *GIVEN[code], area=area, note=f"=实地 {code}")
    return goal


@pytest.fixture
def leader(viewer: User, client_of: Callable[[User], Client]) -> Client:
    make_areas_goal()
    return client_of(viewer)


def soup(client: Client, path: str = PAGE, language: str = "zh-hans") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def rows(page: BeautifulSoup, table: str) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.select(f"{table} tbody tr")
    ]


def test_equal_areas_share_a_rank_and_the_others_are_named(leader: Client) -> None:
    table = rows(soup(leader), ".ranking")
    assert [row[:3] for row in table] == [
        ["1", "萨尔图区", "80.00"],
        ["2 并列", "龙凤区", "50.00"],
        ["2 并列", "让胡路区", "50.00"],
        ["—", "林甸县", "不适用"],
        ["—", "杜尔伯特", "—"],
    ]
    assert "缺报" in table[-1][-1]


def test_each_area_is_one_tile_with_value_and_word(leader: Client) -> None:
    tiles = [" ".join(tile.get_text(" ").split()) for tile in soup(leader).select(".tile:not(.tile--empty)")]
    assert len(tiles) == 5
    assert "萨尔图区 80.0 第 1 位 缺报" in tiles
    assert any("林甸县" in tile and "不适用" in tile for tile in tiles)
    assert all(tile.select("a[href^='#area-']") for tile in soup(leader).select(".tile:not(.tile--empty)"))


def test_an_areas_own_target_has_a_lamp(leader: Client) -> None:
    goal = Goal.objects.get(indicator__slug="sewage")
    for code in ("230602", "230603"):
        AreaTarget.objects.create(goal=goal, area=make_area(code), target=60, changed_at=NOW)
    page = soup(leader, language="en")
    words = {row[1]: row[4] for row in rows(page, ".ranking")}
    assert words["Area 230602"] == "60 reached"
    assert words["Area 230603"] == "60 not reached"
    assert words["Area 230604"] == "—"


def test_months_say_what_is_missing_and_what_is_not_applicable(leader: Client) -> None:
    table = {row[0]: row[1:] for row in rows(soup(leader, language="en"), ".heat")}
    assert table["Area 230602"] == ["missing", "80.0", "missing"]
    assert table["Area 230623"][1] == "not applicable"
    page = soup(leader)
    assert page.select_one(".heat .heat--4") is not None


def test_the_raw_figures_stand_with_their_notes(leader: Client) -> None:
    page = soup(leader)
    group = page.select_one("#figures-230602")
    assert group is not None
    told = " ".join(group.get_text(" ").split())
    assert "2024-06 4 5" in told and "=实地 230602" in told


def test_a_goal_of_the_city_says_so(leader: Client) -> None:
    make_goal(make_plan(), make_indicator())
    page = soup(leader, "/goals/good-air-days/areas/")
    assert page.select(".ranking, .tile, .heat") == []
    assert "由市级统一报送" in page.get_text()


def test_before_anything_is_due_nothing_is_ranked(leader: Client) -> None:
    page = soup(leader, f"{PAGE}?as_of=2024-01", "en")
    assert [row[0] for row in rows(page, ".ranking")] == ["—"] * 5
    assert "no month is due" in " ".join(page.get_text().split())


def test_the_part_equals_the_page(leader: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "areas"}
    part = BeautifulSoup(leader.get(f"{PAGE}?as_of=2024-06", headers=headers).content, "lxml")
    assert part.select_one("#areas") == soup(leader, f"{PAGE}?as_of=2024-06", "zh-hans").select_one("#areas")


@pytest.mark.parametrize("name", ["ranking", "months"])
def test_the_numbers_are_taken_away(leader: Client, name: str) -> None:
    answer = leader.get(f"{PAGE}{name}.csv?as_of=2024-06", headers={"Accept-Language": "zh-hans"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="sewage-2024-06-')
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    told = {row[1 if name == "months" else 2]: row for row in table[1:] if name == "ranking" or row[2] == "2024-06"}
    assert told["萨尔图区"][3:6] == ["4", "5", "80"]
    assert told["杜尔伯特"][3:6] == ["", "", ""]
    if name == "months":
        assert told["萨尔图区"][-1] == "'=实地 230602"


@pytest.mark.parametrize("path", ["/goals/nothing/areas/", f"{PAGE}?as_of=2023-10", "/goals/nothing/areas/months.csv"])
def test_what_is_not_there_is_a_404(leader: Client, path: str) -> None:
    assert leader.get(path).status_code == 404


def test_posting_is_refused(leader: Client) -> None:
    assert leader.post(PAGE).status_code == 405


def test_the_number_of_queries_is_fixed(leader: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(10):
        leader.get(PAGE)
    for number in range(20):
        make_area(f"2307{number:02d}", name_zh="区", name_en="Area", parent=make_area())
    with django_assert_num_queries(10):
        leader.get(PAGE)
