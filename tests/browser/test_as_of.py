"""Looking at an earlier moment in a real browser: to it, within it, and back to the present."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]


def test_a_moment_is_chosen_kept_and_left(open_page: OpenPage) -> None:
    page = open_page("leader", "/", language="en-US")
    expect(page.locator(".moment-bar")).to_have_count(0)
    page.locator(".moment summary").click()
    page.locator("#at").fill("2024-07-05T18:00")
    page.get_by_role("button", name="Show that moment").click()
    expect(page.locator(".moment-bar")).to_contain_text("As on record on 2024-07-05 18:00")
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("33.0")
    page.locator("#as_of").select_option("2024-03")
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("40.2")
    expect(page).to_have_url(re.compile("at=2024-07-05T18"))
    page.locator(".goal a[href^='/goals/pm25/']").click()
    expect(page.locator(".moment-bar")).to_contain_text("2024-07-05 18:00")
    page.get_by_role("link", name="show the present").click()
    expect(page.locator(".moment-bar")).to_have_count(0)
    expect(page).not_to_have_url(re.compile(r"[?&]at="))


def test_on_a_phone_nothing_is_cut(open_page: OpenPage) -> None:
    for path in ("/?at=2024-07-05", "/changes/?since=2024-05-31", "/goals/pm25/changes/"):
        page = open_page("leader", path, width=390, height=844)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
