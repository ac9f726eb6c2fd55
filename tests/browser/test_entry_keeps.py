"""Nothing typed is lost: a cut network, a reload, a crash, an answer that never came."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Route, expect
from pytest_django import Settings

from targets.models import Figure
from tests.browser.conftest import user
from tests.browser.steps import (
    AWAY,
    OCTOBER,
    Open,
    answers,
    figure,
    not_yet_approved,
    numerator,
    state,
    waiting,
)


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def test_a_cut_network_loses_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.context.set_offline(True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    state(page, "good-air-days", "waiting")
    expect(page.locator("#row-good-air-days .entry-state")).to_contain_text("kept in this browser, not yet sent")
    expect(page.locator("#trouble")).to_be_visible()
    page.context.set_offline(False)
    state(page, "good-air-days", "saved")
    expect(page.locator("#trouble")).to_be_hidden()
    assert numerator("good-air-days") == "30"
    assert waiting(page) == []


def test_an_answer_to_what_was_asked_before_the_cut_does_not_say_that_all_is_well(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    held: list[Route] = []
    page.route("**/panel/", lambda route: held.append(route))
    with page.expect_request("**/panel/"):
        page.locator("#row-pm25 .entry-more").click()
    page.context.set_offline(True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    expect(page.locator("#trouble")).to_be_visible()
    page.evaluate("() => { window.told = new Promise((done) => addEventListener('htmx:afterRequest', done)); }")
    held[0].fulfill(body="<p class='panel'>2024-10</p>")
    page.evaluate("window.told.then(() => null)")
    assert page.locator("#trouble").is_visible()
    expect(page.locator("#panel .panel")).to_be_visible()


def test_a_server_in_trouble_is_asked_again_until_it_answers(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = answers(page, status=503)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    end()
    state(page, "good-air-days", "saved")
    assert numerator("good-air-days") == "30"


def test_a_reload_in_the_middle_loses_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.route("**/preview/", lambda route: route.abort())
    page.locator("#good-air-days-numerator").fill("3")
    page.locator("#good-air-days-numerator").press("0")
    page.locator("#good-air-days-note").evaluate("node => node.closest('details').open = true")
    page.locator("#good-air-days-note").fill("counted again")
    assert len(waiting(page)) == 1
    page.unroute_all()
    page.reload()
    expect(page.locator("#good-air-days-numerator")).to_have_value("30")
    expect(page.locator("#good-air-days-note")).to_have_value("counted again")
    state(page, "good-air-days", "draft")
    expect(page.locator("#good-air-days-note")).to_be_visible()
    assert waiting(page) == [], "the server has it now"
    page.locator("#good-air-days-numerator").focus()
    page.locator("h1").click()
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").note) == ("30", "counted again")


def test_a_killed_page_loses_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.context.set_offline(True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)
    other = context.new_page()
    other.goto("/")
    expect(other.locator("#waiting")).to_contain_text("Kept in this browser, not yet sent")
    other.locator("#waiting a").click()
    expect(other.locator("#good-air-days-numerator")).to_have_value("30")
    state(other, "good-air-days", "saved")
    assert numerator("good-air-days") == "30"


def test_a_change_meanwhile_goes_through_the_conflict(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = answers(page)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    theirs: Any = figure("good-air-days")
    theirs.numerator, theirs.version, theirs.entered_by = 28, 2, user("admin")
    theirs.save()
    end()
    page.reload()
    conflict = page.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_contain_text("28 / 31")
    expect(conflict).to_contain_text("30 / 31")
    conflict.get_by_role("button", name="Keep theirs").click()
    expect(page.locator("#good-air-days-numerator")).to_have_value("28")
    assert waiting(page) == []


def test_leaving_warns_only_when_the_browser_cannot_keep_it(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    warned: list[str] = []

    def warn(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", warn)
    page.route("**/preview/", lambda route: route.abort())
    page.locator("#good-air-days-numerator").press("1")
    page.reload()
    assert warned == []
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.locator("#good-air-days-numerator").press("2")
    page.reload()
    assert warned == ["beforeunload"]


def test_what_a_locked_row_cannot_take_is_shown_until_it_is_dropped(open_page: Open, settings: Settings) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.route("**/preview/", lambda route: route.abort())
    page.locator("#good-air-days-numerator").fill("30")
    assert len(waiting(page)) == 1
    settings.CLOCK = settings.CLOCK.replace(year=2025, month=3)
    page.reload()
    line = page.locator("#waiting")
    expect(line).to_contain_text("Good-air days: 30 / 31 (cannot be entered here any more)")
    line.get_by_role("button", name="Drop").click()
    expect(line).to_be_hidden()
    assert waiting(page) == []


def no_saving(page: Page) -> None:
    """The server takes nothing of what is typed, in any tab."""
    page.context.route(
        "**/figures/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )


def duplicate(page: Page) -> Page:
    """A tab that begins with a copy of this one's store."""
    with page.expect_popup() as found:
        page.evaluate("void window.open(location.href)")
    found.value.wait_for_load_state()
    return found.value


def test_a_duplicated_tab_has_a_name_of_its_own(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    no_saving(page)
    other = duplicate(page)
    page.locator("#good-air-days-numerator").fill("30")
    other.locator("#good-air-days-numerator").fill("28")
    assert len(waiting(page)) == 2
    page.reload()
    expect(page.locator("#good-air-days-numerator")).to_have_value("30")


def test_without_locks_a_living_tab_keeps_what_is_its_own(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.context.add_init_script("delete Navigator.prototype.locks")
    page.reload()
    no_saving(page)
    page.locator("#good-air-days-numerator").fill("30")
    (mine,) = waiting(page)
    other = duplicate(page)
    other.locator("#pm25-numerator").fill("3")  # by now it has looked at what others left
    assert mine in waiting(page)
    expect(other.locator("#good-air-days-numerator")).to_have_value("31")
    page.close(run_before_unload=False)
    other.evaluate("name => localStorage.setItem(name, Date.now() - 100000)", f"alive|{mine.split('|')[-1]}")
    other.reload()
    expect(other.locator("#good-air-days-numerator")).to_have_value("30")


def test_what_is_a_month_old_is_forgotten(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    for name, days in (("old", 31), ("new", 29)):
        page.evaluate(
            "([name, days]) => localStorage.setItem(`entry|someone|%2F|${name}|t`,"
            " JSON.stringify({ texts: {}, at: Date.now() - days * 86400000 }))",
            [name, days],
        )
    page.reload()
    assert waiting(page) == ["entry|someone|%2F|new|t"]


@pytest.mark.parametrize("forget", [False, True])
def test_who_signs_out_is_told_what_stays(open_page: Open, *, forget: bool) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.locator(".menu summary").click()
    expect(page.locator("#sign-out-waiting")).to_be_hidden()
    page.locator(".menu summary").click()
    no_saving(page)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator(".menu summary").click()
    expect(page.locator("#sign-out-waiting")).to_contain_text("stays in this browser")
    page.locator("#sign-out-forget").set_checked(forget)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login/**")
    assert len(waiting(page)) == (0 if forget else 1)


def test_a_reason_chosen_while_the_row_is_being_saved_is_kept(open_page: Open) -> None:
    Figure.objects.filter(month="2024-10-01").update(review="approved")
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    held: dict[str, Route] = {}

    def hold(route: Route) -> None:
        kind = "preview" if "preview" in route.request.url else "save"
        if route.request.method == "POST" and kind not in held:
            held[kind] = route
        else:
            route.continue_()

    page.route("**/figures/**", hold)
    with page.expect_request("**/preview/"):
        page.locator("#good-air-days-numerator").fill("30")
    page.locator("#good-air-days-save").click()
    state(page, "good-air-days", "saving")
    held["preview"].continue_()
    page.locator("#good-air-days-correction").select_option("audited")
    with page.expect_response(f"**{OCTOBER}"):
        held["save"].continue_()
    expect(page.locator("#good-air-days-correction")).to_have_value("audited")
    page.locator("h1").click()
    state(page, "good-air-days", "saved")
    assert figure("good-air-days").correction == "audited"
