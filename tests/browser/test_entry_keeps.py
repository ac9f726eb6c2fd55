"""Nothing typed is lost: a cut network, a reload, a crash, an answer that never came."""

from typing import Any

import pytest
from playwright.sync_api import Dialog, expect
from pytest_django import Settings

from tests.browser.conftest import user
from tests.browser.steps import AWAY, OCTOBER, Open, answers, figure, not_yet_approved, numerator, state, waiting


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


def test_a_lost_answer_saves_nothing_twice_and_is_no_conflict(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = answers(page, lost=True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    assert figure("good-air-days").version == 2
    end()
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("30", 2)


def test_after_a_lost_answer_the_next_figure_is_no_conflict_either(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    end = answers(page, lost=True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    page.locator("#good-air-days-numerator").fill("29")
    page.locator("h1").click()
    state(page, "good-air-days", "waiting")
    end()
    state(page, "good-air-days", "saved")
    expect(page.locator("#row-good-air-days .entry-conflict")).to_have_count(0)
    assert numerator("good-air-days") == "29"


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
