"""Somebody who is faster than the page: what is typed, pressed or chosen while a row is on its way."""

import pytest
from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.held import DAYS, WATER, Held, hurried, version
from tests.browser.steps import AWAY, OCTOBER, Open, figure, not_yet_approved, numerator, state


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def test_who_comes_back_at_once_types_over_what_is_selected(open_page: Open) -> None:
    """The answer redraws the field one came back to; what is selected there stays selected."""
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    held.wait()
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(DAYS)).to_be_focused()
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("29")
    expect(page.locator(DAYS)).to_have_value("29")


def test_the_caret_stays_where_it_was(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    page.locator(DAYS).focus()
    page.keyboard.press("Home")
    page.keyboard.type("1")
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("2")
    expect(page.locator(DAYS)).to_have_value("1230")


@pytest.mark.parametrize("before", ["", "coun"])
def test_a_note_opened_meanwhile_goes_on_being_typed(open_page: Open, before: str) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    page.locator("#row-good-air-days .entry-note summary").click()
    page.locator("#good-air-days-note").click()
    page.keyboard.type(before)
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("ted")
    expect(page.locator("#good-air-days-note")).to_have_value(before + "ted")
    expect(page.locator("#good-air-days-note")).to_be_focused()
    page.locator(WATER).focus()
    held.let_go()
    version(page, "good-air-days", 3)
    assert figure("good-air-days").note == before + "ted"


def change_elsewhere(page: Page) -> None:
    """Somebody else saves 28; the page looks."""
    Figure.objects.filter(pk=figure("good-air-days").pk).update(version=2, numerator=28)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    version(page, "good-air-days", 2)


def test_a_row_changed_elsewhere_keeps_what_is_selected(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator(WATER).focus()
    page.keyboard.press("Shift+Enter")
    page.locator(DAYS).select_text()
    change_elsewhere(page)
    page.keyboard.type("29")
    expect(page.locator(DAYS)).to_have_value("29")


def test_a_row_changed_elsewhere_leaves_its_note_open(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#row-good-air-days .entry-note summary").click()
    page.locator("#good-air-days-note").click()
    change_elsewhere(page)
    page.keyboard.type("ted")
    expect(page.locator("#good-air-days-note")).to_have_value("ted")


def test_what_is_typed_before_the_page_listens_is_saved(open_page: Open) -> None:
    page = open_page("staff", "/", language="en")
    held = Held(page, "**/entry*.js*", "GET")
    page.goto(OCTOBER, wait_until="commit")
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    while held.routes:
        held.routes.pop(0).continue_()
    page.unroute_all()
    version(page, "good-air-days", 2)


def test_a_late_answer_names_nobody_else(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**/state/*", "GET")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    held.wait()
    route = held.routes.pop(0)
    answer = route.fetch().json()
    answer["cells"]["pm25"]["version"] = 2  # looked at after the row that is meant
    page.locator(DAYS).fill("30")
    page.locator("h1").click()
    version(page, "good-air-days", 2)
    page.locator(DAYS).fill("29")
    with page.expect_request("**/pm25/"):
        route.fulfill(json=answer)
    expect(page.locator(".entry-elsewhere")).to_have_count(0)


def test_a_reason_is_typed_on_while_it_is_looked_at(open_page: Open) -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")
    page = open_page("staff", OCTOBER, language="en")
    page.locator(DAYS).fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "reason")
    held = Held(page, "**/preview/*")
    page.locator("#good-air-days-correction").select_option("other")
    page.locator("#good-air-days-reason").focus()
    page.keyboard.type("coun")
    held.wait()
    page.keyboard.type("ted")
    page.keyboard.press("Home")
    held.let_go()
    page.keyboard.type("re")
    expect(page.locator("#good-air-days-reason")).to_have_value("recounted")
    version(page, "good-air-days", 1)  # half of it is not saved behind the reader's back


def test_save_pressed_while_the_row_is_being_saved(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    page.locator(DAYS).fill("29")
    page.locator("#good-air-days-save").click()
    held.let_go()
    version(page, "good-air-days", 2)
    held.let_go()
    version(page, "good-air-days", 3)
    assert numerator("good-air-days") == "29"


def test_a_failure_puts_nothing_back_later(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    held = hurried(page)
    page.locator(DAYS).fill("29")
    held.routes.pop(0).fulfill(status=503, body="")
    expect(page.locator("#trouble")).to_be_visible()
    page.locator(DAYS).fill("28")
    page.locator("#row-good-air-days .entry-more").click()
    expect(page.locator("#panel .panel")).to_be_visible()
    expect(page.locator(DAYS)).to_have_value("28")


def test_a_row_typed_again_and_left_saves_no_other_row(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    page.locator(DAYS).fill("29")
    page.locator(WATER).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    held.let_go()
    version(page, "good-air-days", 2)
    held.wait()
    assert "save=good-air-days" in str(held.routes[0].request.post_data)
    held.let_go()
    version(page, "good-air-days", 3)
    assert not held.routes
    expect(page.locator(WATER)).to_be_focused()


def test_a_draft_of_an_older_text_is_not_said_of_the_newer(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**/preview/*")
    page.locator(DAYS).fill("3")
    held.wait()
    page.evaluate("""() => document.addEventListener("htmx:afterRequest", () => {
        window.word = document.querySelector("#row-good-air-days .entry-state").dataset.state; }, { once: true })""")
    page.locator(DAYS).press("End")
    page.keyboard.type("0")
    held.let_go()
    assert page.evaluate("window.word") == "unsaved"


def test_what_is_typed_on_behind_a_saving_is_a_draft(open_page: Open) -> None:
    """The row is drawn again by the answer; it hears what was typed meanwhile, though nobody types on or leaves it."""
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    page.locator(DAYS).focus()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    held.let_go()
    state(page, "good-air-days", "draft")
    expect(page.locator(DAYS)).to_be_focused()


def test_a_label_under_a_finger_leaves_no_row(open_page: Open) -> None:
    """The finger takes the focus out of the row for the moment until its field has it."""
    page = open_page("staff", OCTOBER, language="en", width=390, height=844, touch=True)
    page.locator(DAYS).tap()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    with page.expect_response("**/preview/*"):
        page.locator("label[for=good-air-days-denominator]").tap()
        expect(page.locator("#good-air-days-denominator")).to_be_focused()
    state(page, "good-air-days", "draft")
    version(page, "good-air-days", 1)
