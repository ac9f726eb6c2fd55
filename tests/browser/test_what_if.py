"""What if, in a browser: a slider rewrites everything at once, the address is the page, and the keyboard is enough."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import sign_in

PAGE = "/goals/pm25/what-if/"


@pytest.mark.parametrize(
    ("language", "met", "missed"), [("en", "would be met", "missed"), ("zh-CN", "将达标", "将不达标")]
)
def test_a_slider_rewrites_value_verdict_and_sentence(
    open_page: Callable[..., Page], language: str, met: str, missed: str
) -> None:
    page = open_page("leader", PAGE, language=language)
    page.locator("#m11-slider").fill("20")
    page.locator("#m12-slider").fill("20")
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text(met)
    expect(page.locator("#outcome .goal-head__value")).to_have_text("26.04")
    expect(page.locator("#m12")).to_have_value("20")
    expect(page.locator("#m12-said")).to_contain_text("20 µg/m³")
    page.locator("#m12-slider").fill("60")
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text(missed)
    expect(page.locator(".series--assumed rect")).to_have_count(2)


def test_the_address_shows_somebody_else_the_same(open_page: Callable[..., Page]) -> None:
    page = open_page("leader", PAGE, language="en")
    page.locator("#m11").fill("25.7")
    page.locator("#m12").fill("25.7")
    expect(page).to_have_url(re.compile(r"m11=25\.7&m12=25\.7"))
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text("would be met")
    shared = open_page("reviewer", page.url, language="en")
    for part in ("#outcome .goal-head__headline", "#outcome .goal-head__value", "#m11-said"):
        expect(shared.locator(part)).to_have_text(page.locator(part).inner_text())


def test_a_bad_field_is_told_while_typing_and_the_other_goes_on(open_page: Callable[..., Page]) -> None:
    page = open_page("leader", PAGE, language="en")
    page.locator("#m11").fill("x1")
    expect(page.locator("#m11-said")).to_contain_text("is not a number")
    expect(page.locator("#m11")).to_have_attribute("aria-invalid", "true")
    page.locator("#m12").fill("30")
    expect(page.locator("#m12-said")).to_have_text("30 µg/m³ over 31 days")
    page.locator("#m11").fill("30")
    expect(page.locator("#m11")).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text("would be missed")


def test_the_keyboard_is_enough(open_page: Callable[..., Page]) -> None:
    page = open_page("leader", PAGE, language="en")
    page.locator("#preset-required").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#m11")).to_have_value("25.7")
    expect(page.locator("#preset-required")).to_be_focused()
    page.locator("#m11-slider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#m11")).to_have_value("25.9")
    expect(page.locator("#m11-slider")).to_be_focused()
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text("would be missed")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("25,7")
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text("would be met")
    expect(page.locator("#m11")).to_be_focused()
    expect(page.locator("#m11")).to_have_value("25,7")


def test_a_preset_goes_into_the_history(open_page: Callable[..., Page]) -> None:
    page = open_page("leader", PAGE, language="en")
    page.locator("#preset-last_year").click()
    expect(page.locator("#m11")).to_have_value("34.44")
    expect(page.locator("#preset-last_year")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.locator("#m11")).to_have_value("")


def test_without_javascript_the_form_does_the_same(chromium: Browser, live_server: LiveServer, demo: None) -> None:
    context = chromium.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "leader")
    page.goto(PAGE)
    expect(page.locator("#m11-slider")).to_be_hidden()
    page.locator("#m11").fill("25.7")
    page.locator("#m12").fill("25.7")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("#outcome .goal-head__headline")).to_contain_text("would be met")
    expect(page).to_have_url(re.compile(r"m11=25\.7&m12=25\.7"))
    context.close()
