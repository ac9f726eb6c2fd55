"""The entry page as a browser without JavaScript sees it: its fields, its rows, its forms."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

from targets.models import Goal
from tests.factories import make_figure, make_goal, make_indicator, make_mean, make_plan

OCTOBER = "/figures/2024/10/"
HTMX = {"HX-Request": "true"}

SECTIONS: dict[str, Any] = {
    "short_zh": "国控断面优良比例",
    "short_en": "Excellent sections",
    "combination": "newest",
    "counts_days": False,
    "numerator_name_zh": "优良断面",
    "numerator_name_en": "excellent sections",
    "denominator_name_zh": "参评断面",
    "denominator_name_en": "sections assessed",
    "due_day": 3,
    "provisional_until_day": None,
}
SEWAGE: dict[str, Any] = SECTIONS | {"short_en": "Rural sewage", "frequency": "quarterly", "due_day": 10}


def make_goals() -> dict[str, Goal]:
    """Two air goals and the sections, due in October, and rural sewage, which is not; October 2024 is not entered."""
    plan = make_plan()
    indicators = [
        make_indicator(),
        make_mean(),
        make_indicator("surface-water", **SECTIONS),
        make_indicator("rural-sewage", **SEWAGE),
    ]
    make_figure(indicators[0], "2024-09", "29", "30")
    make_figure(indicators[0], "2023-10", "30", "31", origin="computed")
    make_figure(indicators[1], "2024-09", "408.9", "30")
    make_figure(indicators[3], "2024-09", "108", "340", origin="sample")
    goals = [make_goal(plan, indicator, order=order) for order, indicator in enumerate(indicators)]
    return {goal.indicator.slug: goal for goal in goals}


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "lxml")


def page(client: Client, path: str = OCTOBER, language: str = "en") -> BeautifulSoup:
    response = client.get(path, headers={"Accept-Language": language})
    assert response.status_code == 200
    return soup(response)


def fields(page: Tag) -> dict[str, str]:
    """What the form would send if nobody typed anything."""
    found: dict[str, str] = {}
    for control in page.select("#entry input[name], .entry-row input[name]"):
        if control.get("type") != "checkbox" or control.has_attr("checked"):
            found[str(control["name"])] = str(control.get("value", ""))
    for area in page.select("textarea[name]"):
        found[str(area["name"])] = area.get_text()
    for choice in page.select("select[name]"):
        chosen = choice.select_one("option[selected]")
        found[str(choice["name"])] = "" if chosen is None else str(chosen["value"])
    return found


def row(page: Tag, slug: str) -> Tag:
    found = page.select_one(f"#row-{slug}")
    assert found is not None, f"no row {slug}"
    return found


def state(page: Tag, slug: str) -> str:
    found = row(page, slug).select_one(".entry-state")
    assert found is not None
    return str(found["data-state"])


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())
