"""The side panel beside the cells: opened by key and by finger, following, closed, and giving values back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.held import DAYS, WATER, Held
from tests.browser.steps import not_yet_approved

OpenPage = Callable[..., Page]
OCTOBER = "/figures/2024/10/"


def opened(page: Page, key: str) -> None:
    expect(page.locator("#panel .panel")).to_have_attribute("data-key", key)


def test_the_keyboard_opens_follows_and_closes(open_page: OpenPage) -> None:
    page = open_page("staff", OCTOBER, language="en-US")
    page.locator("#good-air-days-denominator").focus()
    page.keyboard.press("Control+Enter")
    opened(page, "good-air-days")
    expect(page.locator("#good-air-days-denominator")).to_be_focused()
    expect(page.locator("#panel svg circle.is-here")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    opened(page, "pm25")
    expect(page.locator("#pm25-denominator")).to_be_focused()
    page.keyboard.press("Control+Enter")  # again: into the panel
    expect(page.locator("#panel .panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .panel")).to_have_count(0)
    expect(page.locator("#pm25-denominator")).to_be_focused()


def test_escape_first_brings_back_what_was_typed_over(open_page: OpenPage) -> None:
    page = open_page("staff", OCTOBER, language="en-US")
    cell = page.locator("#good-air-days-denominator")
    saved = cell.input_value()
    cell.focus()
    page.keyboard.press("Control+Enter")
    opened(page, "good-air-days")
    cell.fill("7")
    page.keyboard.press("Escape")
    expect(cell).to_have_value(saved)
    opened(page, "good-air-days")
    page.keyboard.press("Escape")
    expect(page.locator("#panel .panel")).to_have_count(0)
    expect(cell).to_be_focused()


def test_a_value_saved_is_in_the_panel_and_goes_back(open_page: OpenPage) -> None:
    page = open_page("staff", OCTOBER, language="en-US")
    cell = page.locator("#drinking-water-numerator")
    before = cell.input_value()
    cell.focus()
    page.keyboard.press("Control+Enter")
    opened(page, "drinking-water")
    cell.fill("1")
    page.locator("#drinking-water-correction").select_option("typing")
    page.locator("#drinking-water-save").click()
    steps = page.locator("#panel .panel__steps li")
    expect(steps.first).to_contain_text("corrected typing")
    page.locator("#panel .panel__restore button").first.click()
    expect(cell).to_have_value(before)
    expect(steps.first).to_contain_text(f"1 / 3 → {before} / 3")
    expect(page.locator("#panel .panel__value")).to_contain_text("approved")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_a_finger_opens_and_closes_it(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("staff", OCTOBER, width=size[0], height=size[1])
    page.locator("#row-pm25 .entry-more").click()
    opened(page, "pm25")
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("#panel [data-panel-close]").click()
    expect(page.locator("#panel .panel")).to_have_count(0)


def test_the_years_grid_has_it_too(open_page: OpenPage) -> None:
    page = open_page("staff", "/figures/2024/", language="en-US")
    page.locator("#pm25_m202403-numerator").focus()
    page.keyboard.press("Control+Enter")
    opened(page, "pm25_m202403")
    page.locator("#pm25_m202404-numerator").focus()
    opened(page, "pm25_m202404")


def test_without_htmx_the_link_is_a_page(open_page: OpenPage) -> None:
    page = open_page("staff", OCTOBER + "pm25/panel/", language="en-US")
    expect(page.locator("main .panel")).to_be_visible()
    expect(page.locator("[data-panel-close]")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_closed_panel_stays_closed(open_page: OpenPage) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**/panel/*", "GET")
    page.locator(DAYS).focus()
    page.keyboard.press("Control+Enter")
    held.let_go()
    expect(page.locator("#panel .panel")).to_be_visible()
    page.locator(WATER).focus()
    held.wait()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .panel")).to_have_count(0)
    held.let_go()
    expect(page.locator("#panel .panel")).to_have_count(0)


def test_a_source_half_typed_keeps_the_panel_from_following(open_page: OpenPage) -> None:
    not_yet_approved()
    page = open_page("staff", OCTOBER, language="en-US")
    page.clock.install()
    page.locator(DAYS).focus()
    page.keyboard.press("Control+Enter")
    opened(page, "good-air-days")
    address = page.locator("#source-link-good-air-days")
    address.fill("https://a.cn/report")
    followed: list[str] = []
    page.on("request", lambda request: followed.append(request.url) if request.url.endswith("/panel/") else None)
    page.locator(WATER).focus()
    page.clock.run_for(1000)
    assert followed == []
    expect(address).to_have_value("https://a.cn/report")
    page.get_by_role("button", name="Add the link").click()
    expect(page.locator("#panel .sources__list")).to_contain_text("a.cn")
    page.get_by_role("button", name="Take away").click()
    expect(page.locator("#panel .sources__list")).to_have_count(0)
    expect(page.locator("#panel .panel")).to_be_focused()
