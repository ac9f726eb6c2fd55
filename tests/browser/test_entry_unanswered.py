"""A saving whose answer never came, or comes late: nobody knows what became of it, and nothing is taken for settled."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.held import Held, hurried
from tests.browser.steps import (
    AWAY,
    OCTOBER,
    Open,
    answers,
    figure,
    leave_unanswered,
    not_yet_approved,
    numerator,
    state,
    waiting,
)


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def unanswered(page: Page) -> Callable[[], None]:
    """30 is on record over 31, and the page does not know; nothing is answered until the way is opened again."""
    end = answers(page, lost=True)
    page.locator("#good-air-days-numerator").fill("30")
    leave_unanswered(page)
    state(page, "good-air-days", "waiting")
    return end


def test_a_lost_answer_saves_nothing_twice_and_is_no_conflict(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = unanswered(page)
    assert figure("good-air-days").version == 2
    end()
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("30", 2)


def test_after_a_lost_answer_the_next_figure_is_no_conflict_either(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = unanswered(page)
    page.locator("#good-air-days-numerator").fill("29")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    end()
    state(page, "good-air-days", "saved")
    expect(page.locator("#row-good-air-days .entry-conflict")).to_have_count(0)
    assert numerator("good-air-days") == "29"


def test_a_row_that_asks_for_its_lost_answer_is_not_sent_beside(open_page: Open) -> None:
    """Whatever asks for the row meanwhile would send it with the version of before."""
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    unanswered(page)()
    page.evaluate("""() => {
        const text = Response.prototype.text;
        const open = new Promise((resolve) => { window.letRead = resolve; });
        Response.prototype.text = async function () { window.isRead = true; await open; return text.call(this); };
    }""")
    page.locator("#good-air-days-numerator").fill("29")
    page.locator("h1").click()
    page.wait_for_function("() => window.isRead")
    with page.expect_response("**/state/*"):
        page.evaluate("() => window.dispatchEvent(new Event('focus'))")  # asks again for what waits
    page.evaluate("() => window.letRead()")
    state(page, "good-air-days", "saved")
    expect(page.locator("#row-good-air-days .entry-conflict")).to_have_count(0)
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("29", 3)


def test_the_old_value_after_a_lost_answer_is_a_value_like_another(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    unanswered(page)()
    with page.expect_response("**/preview/*"):
        page.locator("#good-air-days-numerator").fill("31")
    page.locator("h1").click()
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("31", 3)
    assert waiting(page) == []


def test_mine_over_theirs_with_a_lost_answer_is_asked_again(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.locator("#good-air-days-numerator").fill("30")
    Figure.objects.filter(pk=figure("good-air-days").pk).update(version=2, numerator=28)
    page.locator("h1").click()
    conflict = page.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_be_visible()
    end = answers(page, lost=True)
    with page.expect_event("requestfailed"):
        conflict.get_by_role("button", name="Save mine over it").click()
    end()
    state(page, "good-air-days", "saved")
    expect(conflict).to_have_count(0)
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("30", 3)


def test_a_reload_in_the_middle_of_a_saving_is_no_conflict_with_oneself(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    held = hurried(page)
    page.locator("#good-air-days-numerator").fill("29")
    late = held.routes.pop(0)
    page.unroute_all()
    page.reload()
    state(page, "good-air-days", "draft")
    late.fetch()  # the server took its time
    assert numerator("good-air-days") == "30"
    page.locator("#good-air-days-numerator").focus()
    page.locator("h1").click()
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("29", 3)


def test_the_reason_that_a_saving_carries_is_held_until_it_is_answered(open_page: Open) -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.locator("#good-air-days-numerator").fill("30")
    correction, reason = page.locator("#good-air-days-correction"), page.locator("#good-air-days-reason")
    correction.select_option("audited")
    held = Held(page, "**" + OCTOBER)
    page.locator("#good-air-days-save").click()
    held.wait()
    expect(correction).to_be_disabled()
    expect(reason).to_be_disabled()
    held.routes.pop(0).fulfill(status=503, body="")
    held.let_go()  # what is asked again has the reason in it
    state(page, "good-air-days", "saved")
    assert figure("good-air-days").correction == "audited"
