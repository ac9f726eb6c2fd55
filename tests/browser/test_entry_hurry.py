"""Somebody who is faster than the page: what is typed, pressed or chosen while an answer is on its way."""

from time import monotonic

import pytest
from playwright.sync_api import Page, Route, expect

from targets.models import Figure
from tests.browser.steps import AWAY, OCTOBER, Open, figure, not_yet_approved, numerator, state

DAYS = "#good-air-days-numerator"
WATER = "#drinking-water-numerator"


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


class Held:
    """Requests that wait on their way until they are let go, in order."""

    def __init__(self, page: Page, pattern: str, method: str = "POST") -> None:
        self.page, self.method = page, method
        self.routes: list[Route] = []
        page.route(pattern, self._take)
        page.evaluate("""() => { window.answered = 0;
            document.addEventListener("htmx:afterRequest", () => { window.answered += 1; }); }""")

    def _take(self, route: Route) -> None:
        if route.request.method == self.method:
            self.routes.append(route)
        else:
            route.fallback()

    def wait(self, number: int = 1) -> None:
        until = monotonic() + 20
        while len(self.routes) < number:
            assert monotonic() < until, "nothing was sent"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def let_go(self) -> None:
        self.wait()
        before = self.page.evaluate("window.answered")
        self.routes.pop(0).continue_()
        self.page.wait_for_function("before => window.answered > before", arg=before)


def version(page: Page, slug: str, number: int) -> None:
    expect(page.locator(f"[name={slug}-version]")).to_have_value(str(number))


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
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    page.locator(DAYS).focus()
    page.keyboard.press("Home")
    page.keyboard.type("1")
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("2")
    expect(page.locator(DAYS)).to_have_value("1230")


def test_a_row_changed_elsewhere_keeps_what_is_selected(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator(WATER).focus()
    page.keyboard.press("Shift+Enter")
    page.locator(DAYS).select_text()
    Figure.objects.filter(pk=figure("good-air-days").pk).update(version=2, numerator=28)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    version(page, "good-air-days", 2)
    page.keyboard.type("29")
    expect(page.locator(DAYS)).to_have_value("29")


def test_a_note_opened_meanwhile_goes_on_being_typed(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    page.locator("#row-good-air-days .entry-note summary").click()
    page.locator("#good-air-days-note").click()
    page.keyboard.type("coun")
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("ted")
    expect(page.locator("#good-air-days-note")).to_have_value("counted")
    expect(page.locator("#good-air-days-note")).to_be_focused()
    page.locator(WATER).focus()
    held.let_go()
    version(page, "good-air-days", 3)
    assert figure("good-air-days").note == "counted"


def test_a_note_opened_meanwhile_is_typed_in(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    page.locator("#row-good-air-days .entry-note summary").click()
    page.locator("#good-air-days-note").click()
    held.let_go()
    version(page, "good-air-days", 2)
    page.keyboard.type("ted")
    expect(page.locator("#good-air-days-note")).to_have_value("ted")


def test_a_row_changed_elsewhere_leaves_its_note_open(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#row-good-air-days .entry-note summary").click()
    page.locator("#good-air-days-note").click()
    Figure.objects.filter(pk=figure("good-air-days").pk).update(version=2, numerator=28)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    version(page, "good-air-days", 2)
    page.keyboard.type("ted")
    expect(page.locator("#good-air-days-note")).to_have_value("ted")


def saved(page: Page, text: str) -> None:
    page.locator(DAYS).fill(text)
    page.locator("h1").click()
    version(page, "good-air-days", 2)


def test_undo_waits_for_the_saving_it_is_to_take_back(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    saved(page, "30")
    held = Held(page, "**" + OCTOBER)
    page.locator(WATER).fill("2")
    page.locator("h1").click()
    held.wait()
    page.keyboard.press("Control+z")
    held.let_go()
    version(page, "drinking-water", 2)
    held.let_go()
    version(page, "drinking-water", 3)
    assert (numerator("good-air-days"), numerator("drinking-water")) == ("30", "3")


def test_two_undos_at_once_take_back_two(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    saved(page, "30")
    page.locator(WATER).fill("2")
    page.locator("h1").click()
    version(page, "drinking-water", 2)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    version(page, "drinking-water", 3)
    version(page, "good-air-days", 3)


def test_undo_loses_nothing_that_waits_to_be_saved(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    saved(page, "30")
    held = Held(page, "**" + OCTOBER)
    page.locator(WATER).fill("2")
    page.locator(DAYS).fill("28")
    page.locator("h1").click()
    held.wait()
    page.keyboard.press("Control+z")
    held.let_go()
    held.let_go()
    version(page, "good-air-days", 3)
    assert numerator("good-air-days") == "28"
    held.let_go()
    version(page, "good-air-days", 4)
    assert numerator("good-air-days") == "30"


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
    saved(page, "30")
    page.locator(DAYS).fill("29")
    with page.expect_request("**/pm25/"):
        route.fulfill(json=answer)
    expect(page.locator(".entry-elsewhere")).to_have_count(0)


def approved() -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")


def test_a_reason_is_typed_on_while_it_is_looked_at(open_page: Open) -> None:
    approved()
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
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    page.locator(DAYS).fill("29")
    page.locator("#good-air-days-save").click()
    held.let_go()
    version(page, "good-air-days", 2)
    held.let_go()
    version(page, "good-air-days", 3)
    assert numerator("good-air-days") == "29"


def test_a_failure_puts_nothing_back_later(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    page.locator(DAYS).fill("29")
    held.routes.pop(0).fulfill(status=503, body="")
    expect(page.locator("#trouble")).to_be_visible()
    page.locator(DAYS).fill("28")
    page.locator("#row-good-air-days .entry-more").click()
    expect(page.locator("#panel .panel")).to_be_visible()
    expect(page.locator(DAYS)).to_have_value("28")


def test_a_row_typed_again_and_left_saves_no_other_row(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
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


def test_the_dialog_of_a_block_does_not_come_up_under_typing_hands(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**/paste/*")
    page.locator(DAYS).focus()
    page.evaluate("""() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "30\\t31");
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(paste);
    }""")
    held.wait()
    page.locator(WATER).select_text()
    page.keyboard.type("2")
    held.let_go()
    page.keyboard.press("Enter")
    version(page, "drinking-water", 1)
    expect(page.locator("#drinking-water-denominator")).to_be_focused()
    expect(page.locator("#paste-apply")).to_be_visible()
    assert len(held.routes) == 0
    version(page, "drinking-water", 2)
    assert numerator("drinking-water") == "2"
    page.locator("#paste-apply").click()
    held.let_go()
    version(page, "good-air-days", 2)


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


def test_a_closed_panel_stays_closed(open_page: Open) -> None:
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


def test_a_reviewers_sentence_is_typed_on(open_page: Open) -> None:
    page = open_page("reviewer", "/review/", language="en")
    held = Held(page, "**/review/*")
    rows = page.locator(".review-row:has(textarea)")
    name = rows.nth(1).get_attribute("id")
    rows.nth(2).locator("input[type=checkbox]").check()
    rows.nth(0).locator("[name=approve]").click()
    held.wait()
    rows.nth(1).locator("summary").click()
    rows.nth(1).locator("textarea").click()
    page.keyboard.type("coun")
    held.let_go()
    page.keyboard.type("ted")
    expect(page.locator("[data-count]")).to_have_text("(1)")
    expect(page.locator(f"#{name} textarea")).to_have_value("counted")
