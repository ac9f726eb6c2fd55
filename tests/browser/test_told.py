"""What changes on a page is read aloud, and what can be done there is done by the keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.steps import not_yet_approved, wait_for_review

OpenPage = Callable[..., Page]
LISTEN = """() => {
  window.heard = [];
  for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
    const tell = () => window.heard.push(region.textContent.replace(/\\s+/g, " ").trim());
    new MutationObserver(tell).observe(region, { childList: true, characterData: true, subtree: true });
  }
}"""


def heard(page: Page, text: str) -> None:
    """A part of the page that was there before, and whose changes are read aloud, says it."""
    page.wait_for_function("text => window.heard.some((one) => one.includes(text))", arg=text)


def test_what_a_swap_changes_is_told(open_page: OpenPage) -> None:
    page = open_page("leader", "/", language="en-US")
    page.evaluate(LISTEN)
    page.locator("#as_of").select_option("2024-06")
    heard(page, "as of 2024-06")
    page.goto("/goals/pm25/")
    page.evaluate(LISTEN)
    page.locator("#as_of").select_option("2024-07")
    heard(page, "as of 2024-07")


def test_what_is_saved_and_undone_is_told(open_page: OpenPage) -> None:
    not_yet_approved()
    page = open_page("staff", "/figures/2024/10/", language="en-US")
    page.evaluate(LISTEN)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    heard(page, "saved")
    expect(page.locator("#undo")).to_be_visible()
    page.evaluate("window.heard = []")
    page.locator("#undo").click()
    expect(page.locator("#good-air-days-numerator")).to_have_value("31")
    heard(page, "saved")


def test_what_is_approved_and_returned_is_told(open_page: OpenPage) -> None:
    wait_for_review()
    page = open_page("reviewer", "/review/", language="en-US")
    page.evaluate(LISTEN)
    page.locator("button[name=approve][id^=approve-]:not(#approve-chosen)").first.click()
    heard(page, "approved")
    page.locator(".review-row summary").first.click()
    page.locator(".review-row textarea").first.fill("The bulletin says otherwise.")
    page.locator("button[name=return]").first.click()
    heard(page, "Returned with your sentence.")


def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """By the keyboard alone, and the ring around it is seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", selector
            return
    raise AssertionError(f"{selector} is not reached")


def test_from_the_board_to_a_months_note_by_keyboard(open_page: OpenPage) -> None:
    Figure.objects.filter(indicator__slug="pm25", month="2024-03-01").update(note="Sand twice.")
    page = open_page("leader", "/", language="en-US")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the header
    tab_to(page, ".goal a[href^='/goals/pm25/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/goals/pm25/"))
    tab_to(page, "#month-2024-03 a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/explain/.*#month-2024-03"))
    expect(page.locator("main")).to_contain_text("Sand twice.")


def test_a_key_for_the_wall_is_made_and_revoked_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("admin", "/keys/", language="en-US")
    tab_to(page, "#life-name")
    page.keyboard.type("hall")
    page.keyboard.press("Enter")
    expect(page.locator(".key-made")).to_contain_text("hall")
    tab_to(page, "[data-copy]")
    tab_to(page, ".key-made a")
    page.keyboard.press("Enter")
    expect(page.locator(".key-made")).to_have_count(0)
    tab_to(page, "main table button, main table a")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alertdialog]")).to_contain_text("hall")
    tab_to(page, "button[name=revoke]")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alertdialog]")).to_have_count(0)
    expect(page.locator("#messages")).to_contain_text("hall")
