"""A member of staff types a month; the board follows; nothing is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import not_yet_approved

OpenPage = Callable[..., Page]


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def cell(page: Page, field: str) -> str:
    return page.locator(f"#{field}").input_value()


def type_into(page: Page, field: str, text: str) -> None:
    page.locator(f"#{field}").fill(text)


def leave(page: Page) -> None:
    page.locator("h1").click()


def test_typing_october_changes_the_board(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/", language="en-US")
    expect(page).to_have_url(re.compile("/figures/2024/10/$"))
    row = page.locator("#row-good-air-days")
    type_into(page, "good-air-days-numerator", "２０")
    expect(row).to_contain_text("20 / 31 = 64.52 %")
    leave(page)
    expect(row.locator("[data-state]")).to_have_attribute("data-state", "odd")
    expect(page.locator("#entry-summary")).to_contain_text("4 of 4 due saved")
    page.goto("/")
    expect(page.locator(".goal", has_text="Good-air days")).to_contain_text("23 of 29 bad days used")
    expect(page.locator(".goal", has_text="Good-air days")).to_contain_text("not yet approved")


def test_a_wrong_value_keeps_nothing_else_back(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/10/", language="en-US")
    type_into(page, "good-air-days-numerator", "thirty")
    type_into(page, "drinking-water-numerator", "2")
    leave(page)
    wrong, right = page.locator("#row-good-air-days"), page.locator("#row-drinking-water")
    expect(right.locator("[data-state]")).to_have_attribute("data-state", "saved")
    expect(wrong.locator("[data-state]")).to_have_attribute("data-state", "invalid")
    expect(wrong.locator("[aria-invalid=true]")).to_have_count(1)
    assert cell(page, "good-air-days-numerator") == "thirty"
    page.reload()
    assert cell(page, "drinking-water-numerator") == "2"
    assert cell(page, "good-air-days-numerator") == "thirty", "what was typed is still there"


def test_two_tabs_on_one_cell_both_see_both_values(open_page: OpenPage) -> None:
    mine, theirs = (open_page("staff", "/figures/2024/10/", language="en-US") for _ in range(2))
    type_into(theirs, "surface-water-numerator", "4")
    leave(theirs)
    expect(theirs.locator("#row-surface-water [data-state]")).to_have_attribute("data-state", "saved")
    type_into(mine, "surface-water-numerator", "6")
    leave(mine)
    row = mine.locator("#row-surface-water")
    expect(row.locator("[data-state]")).to_have_attribute("data-state", "conflict")
    expect(row.locator(".entry-conflict")).to_contain_text("4 / 6")
    expect(row.locator(".entry-conflict")).to_contain_text("6 / 6")
    row.get_by_role("button", name="Save mine over it").click()
    expect(row.locator("[data-state]")).to_have_attribute("data-state", "saved")
    theirs.reload()
    assert cell(theirs, "surface-water-numerator") == "6"


def test_the_keyboard_alone_is_enough(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/10/", language="en-US")
    page.locator("#good-air-days-numerator").select_text()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator("#good-air-days-denominator")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#pm25-denominator")).to_be_focused()
    expect(page.locator("#row-good-air-days [data-state]")).to_have_attribute("data-state", "saved")
    page.locator("#pm25-numerator").select_text()
    page.keyboard.type("1")
    page.keyboard.press("Escape")
    assert cell(page, "pm25-numerator") == "731.7"


def test_the_wheel_changes_nothing(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/10/")
    page.locator("#good-air-days-numerator").hover()
    page.locator("#good-air-days-numerator").focus()
    page.mouse.wheel(0, 400)
    assert cell(page, "good-air-days-numerator") == "31"


def test_a_blank_is_confirmed_and_is_not_zero(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/10/", language="en-US")
    type_into(page, "drinking-water-numerator", "")
    type_into(page, "drinking-water-denominator", "")
    leave(page)
    row = page.locator("#row-drinking-water")
    expect(row.locator("[data-state]")).to_have_attribute("data-state", "confirm")
    row.locator("#drinking-water-clear").check()
    leave(page)
    expect(page.locator("#entry-summary")).to_contain_text("3 of 4 due saved")
    page.goto("/api/v1/plans/2024/board")
    assert '"numerator": null' in page.content() or '"numerator":null' in page.content()


def test_on_a_phone_nothing_is_cut(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/10/", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    type_into(page, "surface-water-numerator", "4")
    leave(page)
    expect(page.locator("#row-surface-water [data-state]")).to_have_attribute("data-state", "saved")
