"""An ended session: signing in on the page, without leaving it and without losing anything."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from daqing1369 import accounts
from tests.browser.conftest import user
from tests.browser.steps import (
    AWAY,
    OCTOBER,
    PASSWORD,
    Open,
    end_sessions,
    not_yet_approved,
    numerator,
    sign_in_again,
    state,
    waiting,
)
from tests.factories import NOW


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def test_typing_through_an_ended_session_loses_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.evaluate("window.stayed = true")
    page.locator("#good-air-days-numerator").fill("30")
    end_sessions()
    page.locator("#drinking-water-numerator").fill("2")
    expect(page.locator("#trouble")).to_contain_text("You are signed out")
    state(page, "good-air-days", "waiting")
    sign_in_again(page)
    expect(page.locator("#login-again")).to_be_hidden()
    expect(page.locator("#drinking-water-numerator")).to_be_focused()
    page.locator("h1").click()
    for slug in ("good-air-days", "drinking-water"):
        expect(page.locator(f"#row-{slug} .entry-state")).to_have_attribute("data-state", "saved")
    expect(page.locator("#trouble")).to_be_hidden()
    assert page.evaluate("window.stayed"), "the page was never left"
    assert (numerator("good-air-days"), numerator("drinking-water")) == ("30", "2")
    assert waiting(page) == []


def test_a_wrong_password_says_so_in_the_dialog(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.wait_for_load_state("networkidle")  # a part that comes late would open the dialog before anything is typed
    end_sessions()
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    sign_in_again(page, password="wrong")
    expect(page.locator("#login-again [data-part=error]")).to_contain_text("do not match")
    sign_in_again(page)
    state(page, "good-air-days", "saved")


def test_what_one_person_typed_is_never_sent_as_another(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.wait_for_load_state("networkidle")  # a part that comes late would open the dialog before anything is typed
    end_sessions()
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    sign_in_again(page, name="admin")
    dialog = page.locator("#login-again")
    expect(dialog).to_contain_text("admin is signed in now. What staff typed is not sent")
    dialog.get_by_role("button", name="Go on as the other person").click()
    expect(page.locator("body")).to_have_attribute("data-user", "admin")
    expect(page.locator("#good-air-days-numerator")).to_have_value("31")
    assert len(waiting(page)) == 1
    assert numerator("good-air-days") == "31"


def test_another_person_signed_in_in_a_second_tab_sends_nothing_of_the_first(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    other = page.context.new_page()
    page.context.clear_cookies()
    other.goto("/login/")
    other.locator("#id_username").fill("admin")
    other.locator("#id_password").fill("demo-1369")
    other.locator("main button").click()
    expect(other.locator("body")).to_have_attribute("data-user", "admin")
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    expect(page.locator("#login-again")).to_contain_text("admin is signed in now")
    assert numerator("good-air-days") == "31"


def test_on_the_board_what_was_asked_for_follows_the_login(open_page: Open) -> None:
    page = open_page("leader", "/", language="en", expects=AWAY)
    end_sessions()
    page.locator("#as_of").select_option("2024-11")
    sign_in_again(page)
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("out of reach")
    expect(page.locator("#trouble")).to_be_hidden()


def test_later_keeps_the_banner_and_buttons_explain_themselves(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.wait_for_load_state("networkidle")  # a part that comes late would open the dialog before anything is typed
    end_sessions()
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    dialog = page.locator("#login-again")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_have_attribute("data-opening", "")
    dialog.get_by_role("button", name="Later").click()
    expect(page.locator("#trouble")).to_be_visible()
    expect(page.locator("#good-air-days-save")).to_have_attribute("title", re.compile("You are signed out"))
    page.locator("#trouble").get_by_role("button", name="Sign in here").click()
    sign_in_again(page)
    state(page, "good-air-days", "saved")
    expect(page.locator("#good-air-days-save")).not_to_have_attribute("title", re.compile("."))


def test_a_finger_on_its_way_presses_nothing_of_a_dialog_that_comes_up_under_it(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    is_open = page.evaluate(
        """() => {
            const dialog = document.getElementById("login-again");
            document.dispatchEvent(new CustomEvent("session:over", { detail: { name: "", wants: "asked" } }));
            const tap = new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1 });
            dialog.querySelector("[data-part=later]").dispatchEvent(tap);
            return dialog.open;
        }"""
    )
    assert is_open


def test_a_warning_comes_before_the_end(open_page: Open, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 240
    page = open_page("staff", OCTOBER, language="en")
    warning = page.locator("#session")
    expect(warning).to_contain_text("Your sign-in ends in 4 min.")
    settings.SESSION_COOKIE_AGE = 3600
    warning.get_by_role("button", name="Sign in again").click()
    sign_in_again(page)
    expect(warning).to_be_hidden()
    expect(page.locator("#login-again")).to_be_hidden()


def test_a_first_password_is_changed_in_another_tab_and_loses_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    page.locator("#good-air-days-numerator").fill("30")
    accounts.account_made(user=user("staff"), by=user("admin"), now=NOW)
    end_sessions()
    page.locator("#pm25-numerator").focus()
    sign_in_again(page)
    dialog = page.locator("#login-again")
    expect(dialog).to_contain_text("This password is a first one")
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Change the password").click()
    other = opened.value
    for name, typed in (("present", PASSWORD), ("new", "quite-new-1369"), ("again", "quite-new-1369")):
        other.locator(f"#id_{name}").fill(typed)
    other.locator("main button").click()
    expect(other.locator("#messages")).to_contain_text("The password is changed")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    state(page, "good-air-days", "saved")
    expect(dialog).to_be_hidden()
    assert numerator("good-air-days") == "30"
