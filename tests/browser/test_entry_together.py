"""A second tab and a second person: who does not type sees the save, who does sees both values."""

import pytest
from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.conftest import sign_in
from tests.browser.held import Held
from tests.browser.steps import AWAY, OCTOBER, Open, not_yet_approved, numerator, state


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def second_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto(OCTOBER)
    return other


def save(page: Page, text: str) -> None:
    page.locator("#good-air-days-numerator").fill(text)
    page.locator("h1").click()
    state(page, "good-air-days", "saved")


def test_a_second_tab_sees_the_save(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    other = second_tab(page)
    save(page, "30")
    expect(other.locator("#good-air-days-numerator")).to_have_value("30")
    expect(other.locator("[name=good-air-days-version]")).to_have_value("2")
    save(other, "29")
    expect(page.locator("#good-air-days-numerator")).to_have_value("29")
    assert numerator("good-air-days") == "29"


def test_a_save_while_the_tab_is_looking_is_looked_for_again(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    other = second_tab(page)
    held = Held(page, "**/state/*", "GET")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    held.wait()
    before = held.routes.pop(0)
    answer = before.fetch()
    save(other, "30")
    before.fulfill(response=answer)
    held.wait()
    held.routes.pop(0).continue_()
    expect(page.locator("#good-air-days-numerator")).to_have_value("30")


def test_a_row_being_typed_in_stays_and_says_so(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    other = second_tab(page)
    other.locator("#good-air-days-numerator").fill("28")
    save(page, "30")
    expect(other.locator("#row-good-air-days")).to_contain_text("saved elsewhere meanwhile")
    expect(other.locator("#good-air-days-numerator")).to_have_value("28")
    other.locator("h1").click()
    conflict = other.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_contain_text("30 / 31")
    expect(conflict).to_contain_text("28 / 31")


def test_what_waits_for_its_reason_stays_when_another_value_is_saved(open_page: Open) -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-numerator").fill("28")
    page.locator("h1").click()
    state(page, "good-air-days", "reason")
    Figure.objects.filter(month="2024-10-01", indicator__slug="good-air-days").update(version=2, numerator=30)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#row-good-air-days")).to_contain_text("saved elsewhere meanwhile")
    expect(page.locator("#good-air-days-numerator")).to_have_value("28")


def test_two_people_on_one_cell_both_see_both_values(open_page: Open) -> None:
    mine = open_page("staff", OCTOBER, language="en", expects=AWAY)
    theirs = open_page("admin", OCTOBER, language="en")
    save(theirs, "30")
    mine.locator("#good-air-days-numerator").fill("28")
    mine.locator("h1").click()
    conflict = mine.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_contain_text("30 / 31 = 96.77 %")
    expect(conflict).to_contain_text("28 / 31 = 90.32 %")
    conflict.get_by_role("button", name="Save mine over it").click()
    state(mine, "good-air-days", "saved")
    theirs.locator("#good-air-days-numerator").fill("27")
    theirs.locator("h1").click()
    expect(theirs.locator("#row-good-air-days .entry-conflict")).to_contain_text("28 / 31")
    expect(theirs.locator("#row-good-air-days .entry-conflict")).to_contain_text("27 / 31")


def test_a_focused_row_that_is_not_typed_in_is_drawn_again_around_the_focus(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    other = second_tab(page)
    other.locator("#good-air-days-denominator").focus()
    save(page, "30")
    expect(other.locator("#good-air-days-numerator")).to_have_value("30")
    expect(other.locator("#good-air-days-denominator")).to_be_focused()


def test_a_login_in_one_tab_is_a_login_in_all(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    other = second_tab(page)
    page.context.clear_cookies()
    other.locator("#good-air-days-numerator").fill("30")
    other.locator("h1").click()
    expect(other.locator("#login-again")).to_be_visible()
    third = page.context.new_page()
    sign_in(third, "staff")
    other.evaluate("window.dispatchEvent(new Event('focus'))")
    state(other, "good-air-days", "saved")
    expect(other.locator("#login-again")).to_be_hidden()
