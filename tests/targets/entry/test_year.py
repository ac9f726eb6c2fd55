"""The grid that a block is laid upon is the grid that the page shows."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from targets.entry.grid import grid_of
from targets.entry.paste import Grid
from targets.entry.year import year_page_of
from targets.models import Area, Goal
from targets.periods import Month
from targets.queries.access import access_of
from targets.queries.entry import ALL, Asked, Sheet, find_sheet, find_year
from targets.queries.slots import Key
from targets.services.entry import fresh
from tests.entry_page import OCTOBER, make_goals, page
from tests.factories import NOW, make_area, make_figure, make_indicator

TODAY = NOW.date()
YEAR = "/figures/2024/"


@pytest.fixture
def goals(db: None) -> dict[str, Goal]:
    """Sewage comes from two counties; in August, when none was due, one of them gave a figure."""
    made = make_goals()
    Goal.objects.filter(indicator__slug="rural-sewage").update(reported_by="areas")
    for order, code in enumerate(("230621", "230622")):
        make_area(code, name_zh=f"{code}县", name_en=f"County {code}", parent=make_area(), reports=True, order=order)
    make_figure(make_indicator("rural-sewage"), "2024-08", "1", "9", area=Area.objects.get(code="230622"))
    return made


def year_sheet(user: User, asked: Asked = ALL) -> Sheet:
    access = access_of(user, TODAY)
    return find_year(area_code="230600", year=2024, today=TODAY, access=access, user=user.pk, asked=asked)


def names(grid: Grid) -> list[str]:
    return [f"{place.key}-{place.field}" for line in grid.lines for place in line.places if place is not None]


@pytest.mark.parametrize(
    ("query", "asked"),
    [("", ALL), ("?goal=rural-sewage", Asked(slug="rural-sewage")), ("?unit=230622", Asked(unit="230622"))],
)
def test_a_years_inputs_are_the_pages(
    goals: dict[str, Goal], editor: User, client_of: Callable[[User], Client], query: str, asked: Asked
) -> None:
    shown = page(client_of(editor), YEAR + query).select("[data-cell]")
    grid = grid_of(year_sheet(editor, asked))
    assert names(grid) == [str(one["name"]) for one in shown]
    assert len({len(line.places) for line in grid.lines} | {len(grid.heads)}) == 1


def test_a_months_inputs_are_the_pages(
    goals: dict[str, Goal], editor: User, client_of: Callable[[User], Client]
) -> None:
    access = access_of(editor, TODAY)
    sheet = find_sheet(area_code="230600", month=Month(2024, 10), today=TODAY, access=access, user=editor.pk)
    shown = page(client_of(editor), OCTOBER).select("[data-cell]")
    assert names(grid_of(sheet)) == [str(one["name"]) for one in shown]


@pytest.mark.parametrize("key", ["good-air-days_m202410", "pm25_m202409"])
def test_a_near_cell_is_as_on_the_page_and_the_others_as_on_record(
    goals: dict[str, Goal], editor: User, key: str
) -> None:
    whole, near = year_sheet(editor), year_sheet(editor, Asked(near=Key.parse(key)))
    on_record = [(one.slot, one.figure, one.draft, one.computation) for one in whole.records]
    assert [(one.slot, one.figure, one.draft, one.computation) for one in near.records] == on_record
    assert [one for one in near.records if one.key == key] == [one for one in whole.records if one.key == key]
    assert any(one.past for one in near.records)
    others = [one for one in near.records if one.indicator.slug not in key]
    assert others
    assert not any(one.past for one in others)


def test_columns_are_goals_or_areas_with_a_line_for_each_month(goals: dict[str, Goal], editor: User) -> None:
    sheet = year_sheet(editor)
    city = year_page_of(sheet, [fresh(record) for record in sheet.records])
    assert [column.name.en for column in city.columns] == ["Good-air days", "PM2.5 mean", "Excellent sections"]
    assert [line.month.number for line in city.lines] == list(range(1, 13))
    assert [line.is_to_come for line in city.lines] == [False] * 10 + [True] * 2
    assert [choice.query for choice in city.choices if choice.is_here] == [""]
    sheet = year_sheet(editor, Asked(slug="rural-sewage"))
    counties = year_page_of(sheet, [fresh(record) for record in sheet.records])
    assert [column.name.en for column in counties.columns] == ["County 230621", "County 230622"]
    august = counties.lines[7].cells
    assert [cell.is_there for cell in august] == [False, True]
    december = counties.lines[11].cells[0]
    assert (december.is_there, december.is_to_come) == (False, True)


def test_headings_name_goal_and_field_in_both_languages(goals: dict[str, Goal], editor: User) -> None:
    first, second = grid_of(year_sheet(editor)).heads[:2]
    assert {"优良天数比例", "goodairdays", "优良天数比例%", "优良天数", "优良天数比例优良天数"} <= first
    assert {"有效天数", "goodairdaysvaliddays"} <= second
    assert "优良天数比例" not in second
