"""The board and the goal's page in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def card(page: Page, slug: str) -> str:
    return page.locator(f".goal:has(a[href^='/goals/{slug}/'])").inner_text()


@pytest.mark.parametrize(
    ("language", "headline", "lamp"),
    [("zh-CN", "余下 61 天均值须 ≤ 25.7", "滞后"), ("en-US", "The 61 days left must average at most 25.7", "behind")],
)
def test_the_leader_sees_the_year_on_one_screen(open_page: OpenPage, language: str, headline: str, lamp: str) -> None:
    page = open_page("leader", "/", language=language)
    assert headline in card(page, "pm25")
    assert lamp in card(page, "pm25")
    assert page.locator(".goal").count() == 6
    assert page.locator(".nine li").count() == 9
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "1440 × 900 without scrolling"


def test_on_a_phone_what_needs_attention_comes_first_and_nothing_is_cut(open_page: OpenPage) -> None:
    page = open_page("leader", "/", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    attention = page.locator(".attention-first").bounding_box()
    goals = page.locator(".goals").bounding_box()
    assert attention is not None and goals is not None
    assert attention["y"] < goals["y"]


def test_moving_the_month_moves_board_and_address(open_page: OpenPage) -> None:
    page = open_page("leader", "/", language="en-US")
    page.locator("#as_of").select_option("2024-11")
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("out of reach")
    expect(page).to_have_url(re.compile("as_of=2024-11"))
    expect(page.locator("#data-state")).to_contain_text("2024-11")
    page.reload()
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("out of reach")
    page.go_back()
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("behind")


def test_the_language_is_switched_and_remembered(open_page: OpenPage) -> None:
    page = open_page("leader", "/?as_of=2024-06", language="en-US")
    page.locator(".languages a").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert "as_of=2024-06" in page.url
    page.goto("/goals/pm25/")
    expect(page.locator("h1")).to_contain_text("PM2.5")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_plotly_draws_and_draws_again_after_a_swap(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/", language="en-US")
    drawn = page.locator("[data-chart][data-drawn] .js-plotly-plot")
    expect(drawn).to_be_visible()
    page.locator("#as_of").select_option("2024-06")
    expect(page.locator("#month-2024-07")).to_contain_text("to come")
    expect(drawn).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 1


def test_without_scripts_the_board_is_complete(open_page: OpenPage) -> None:
    page = open_page("leader", "/")
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, locale="zh-CN", base_url=page.url, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto("/")
    assert "27.2" in card(plain, "pm25")
    assert plain.locator(".goal svg.picture").count() >= 3
    plain.locator("#as_of").select_option("2024-12")
    plain.locator(".as-of button").click()
    assert "未达标" in card(plain, "pm25")
    context.close()
