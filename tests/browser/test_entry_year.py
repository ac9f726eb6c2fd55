"""The year's grid in a real browser: a cell's strip stays while the reader is in it."""

import pytest
from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.steps import AWAY, Open, end_sessions, sign_in_again

CELL = "#row-good-air-days_m202410"
DAYS, KIND, WORDS = (f"#good-air-days_m202410-{name}" for name in ("numerator", "correction", "reason"))


@pytest.fixture(autouse=True)
def approved(demo: None) -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")


def october() -> Figure:
    return Figure.objects.get(indicator__slug="good-air-days", month="2024-10-01")


def looked_at(page: Page, text: str) -> None:
    """Type it where the reader is; the server has looked at it, and the cell shows what it says."""
    with page.expect_response("**/good-air-days_m202410/preview/"):
        page.keyboard.type(text)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_reason_is_typed_with_pauses_and_the_cell_is_saved_when_it_is_left(open_page: Open, width: int) -> None:
    page = open_page("staff", "/figures/2024/", language="en", width=width)
    page.locator(DAYS).select_text()
    looked_at(page, "30")
    expect(page.locator(f"{CELL} .entry-state")).to_have_attribute("data-state", "reason")
    page.locator(KIND).focus()
    with page.expect_response("**/preview/"):
        page.locator(KIND).select_option("other")
    expect(page.locator(KIND)).to_be_focused()
    page.locator(WORDS).focus()
    looked_at(page, "two ")
    expect(page.locator(WORDS)).to_be_focused()
    looked_at(page, "villages")
    expect(page.locator(WORDS)).to_have_value("two villages")
    page.locator("#pm25_m202410-numerator").focus()
    expect(page.locator(f"{CELL} .entry-state")).to_have_attribute("data-state", "saved")
    assert (october().correction, october().reason, f"{october().numerator:.0f}") == ("other", "two villages", "30")


def test_who_signs_in_again_is_back_in_the_reason(open_page: Open) -> None:
    page = open_page("staff", "/figures/2024/", language="en", expects=AWAY)
    page.locator(DAYS).select_text()
    looked_at(page, "30")
    page.locator(WORDS).focus()
    end_sessions()
    looked_at(page, "two")
    sign_in_again(page)
    expect(page.locator("#login-again")).to_be_hidden()
    expect(page.locator(WORDS)).to_be_focused()
    expect(page.locator(WORDS)).to_have_value("two")


def test_save_all_leads_to_the_first_cell_that_asks_why(open_page: Open) -> None:
    page = open_page("staff", "/figures/2024/", language="en")
    page.locator(DAYS).fill("30")
    page.locator("h1").click()
    expect(page.locator(f"{CELL} .entry-state")).to_have_attribute("data-state", "reason")
    page.get_by_role("button", name="Save all").click()
    expect(page.locator(KIND)).to_be_focused()


def test_a_returned_figure_is_sent_again_from_its_cell(open_page: Open) -> None:
    Figure.objects.filter(pk=october().pk).update(review="returned", review_note="attach the report")
    page = open_page("staff", "/figures/2024/", language="en")
    page.locator(DAYS).focus()
    page.locator(CELL).get_by_role("button", name="Send again as it is").click()
    expect(page.locator(f"{CELL} .entry-review")).to_contain_text("submitted")
    assert october().review == "submitted"


def test_a_draft_that_is_typed_again_as_it_is_drawn_is_saved(open_page: Open) -> None:
    Figure.objects.filter(pk=october().pk).update(review="submitted")
    page = open_page("staff", "/figures/2024/", language="en")
    page.locator(DAYS).select_text()
    looked_at(page, "30")
    page.reload()
    expect(page.locator(f"{CELL} .entry-state")).to_have_attribute("data-state", "draft")
    page.route("**/preview/", lambda _: None)  # left sooner than the server has looked at it
    page.locator(DAYS).select_text()
    page.keyboard.type("30")
    page.locator("h1").click()
    expect(page.locator(f"{CELL} .entry-state")).to_have_attribute("data-state", "saved")
    assert f"{october().numerator:.0f}" == "30"


def test_the_line_leaves_out_what_waits_in_the_browser_alone(open_page: Open) -> None:
    Figure.objects.filter(month="2024-10-01").exclude(pk=october().pk).update(review="submitted")
    page = open_page("staff", "/figures/2024/10/", language="en")
    page.route("**/preview/", lambda _: None)  # no draft is kept
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    expect(page.locator("#row-good-air-days .entry-state")).to_have_attribute("data-state", "reason")
    page.locator("#surface-water-month_numerator").fill("4")
    page.locator("h1").click()
    expect(page.locator("#row-surface-water .entry-state")).to_have_attribute("data-state", "saved")
    expect(page.locator("#entry-summary")).to_contain_text("3 of 4 due saved")
