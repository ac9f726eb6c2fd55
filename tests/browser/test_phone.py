"""The leader's phone: six goals on the first screen, each one tap away, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
SIZES = [(390, 844), (360, 740)]
LANGUAGES = ["zh-CN", "en-US"]


def open_board(open_page: OpenPage, language: str, width: int, height: int, path: str = "/") -> Page:
    page = open_page("leader", path, language=language, width=width, height=height, touch=True)
    expect(page.locator(".goal")).to_have_count(6)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_six_goals_stand_on_the_first_screen(open_page: OpenPage, language: str, width: int, height: int) -> None:
    page = open_board(open_page, language, width, height)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for goal in page.locator(".goal").all():
        box = goal.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, goal.inner_text()
        assert box["height"] >= 44, "a thumb needs 44 pixels"
        for part in ("h2", ".lamp__word", ".lamp__shape", ".goal__value", ".goal__target", ".goal__headline"):
            expect(goal.locator(part)).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_line_is_cut_or_covered(open_page: OpenPage, language: str) -> None:
    page = open_board(open_page, language, 360, 740)
    cut = page.locator(".goal").evaluate_all(
        """all => all.flatMap((goal) => [...goal.querySelectorAll(
            "h2, .lamp, .goal__amount, .goal__target, .goal__headline, .goal__note"
          )].filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline")
          .map((part) => part.innerText))"""
    )
    assert cut == []


def test_a_line_is_tapped_anywhere(open_page: OpenPage) -> None:
    page = open_board(open_page, "zh-CN", 390, 844)
    page.locator(".goal", has_text="PM2.5").locator(".goal__headline").tap(force=True)  # the link lies over it
    expect(page.locator("h1")).to_contain_text("PM2.5")
    assert "/goals/pm25/" in page.url


def test_what_needs_attention_is_named_first_and_one_tap_away(open_page: OpenPage) -> None:
    page = open_board(open_page, "zh-CN", 390, 844)
    first = page.locator(".attention-first")
    expect(first).to_contain_text("PM2.5")
    box, goals = first.bounding_box(), page.locator(".goals").bounding_box()
    assert box is not None
    assert goals is not None
    assert box["y"] < goals["y"]
    assert box["height"] >= 44
    first.tap()
    expect(page.locator("#attention")).to_be_in_viewport()


def test_the_line_says_the_first_thing_and_the_wide_board_all_of_it(open_page: OpenPage) -> None:
    page = open_board(open_page, "zh-CN", 390, 844)
    headline = page.locator(".goal", has_text="PM2.5").locator(".goal__headline")
    assert headline.inner_text().strip() == "余下 61 天均值须 ≤ 25.7"
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(headline).to_contain_text("2022 年同期 33.7")


def test_without_scripts_the_phone_shows_the_same(open_page: OpenPage) -> None:
    page = open_board(open_page, "zh-CN", 390, 844)
    context = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False,
        locale="zh-CN",
        base_url=page.url,
        storage_state=page.context.storage_state(),
        viewport={"width": 390, "height": 844},
    )
    plain = context.new_page()
    plain.goto("/")
    last = plain.locator(".goal").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 844
    context.close()


WIDE = """[...document.querySelectorAll("main *")].filter((one) => one.scrollWidth > one.clientWidth + 1
    && ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.checkVisibility()).map((one) => ({
    name: one.ariaLabel ?? one.getAttribute("aria-labelledby"), more: one.dataset.more, role: one.role,
    tab: one.tabIndex, told: getComputedStyle(one, "::before").content}))"""


@pytest.mark.parametrize(("language", "hint"), [("zh-CN", "左右滑动"), ("en-US", "scroll sideways")])
def test_what_is_wider_than_the_screen_says_so_and_takes_the_focus(
    open_page: OpenPage, language: str, hint: str
) -> None:
    page = open_page("leader", "/goals/rural-sewage/", language=language, width=390, height=844, touch=True)
    seen = 0
    for path in (
        "/goals/rural-sewage/",
        "/goals/rural-sewage/areas/",
        "/goals/pm25/what-if/",
        "/changes/",
        "/history/",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        for region in page.evaluate(WIDE):
            seen += 1
            assert region["name"] and region["role"] == "group" and region["tab"] == 0, (path, region)
            assert region["more"] == "after" and hint in region["told"], (path, region)
    assert seen >= 3
    page.goto("/goals/rural-sewage/")
    months = page.locator(".table-wrap:has(#month-2024-03)")
    expect(months).to_have_attribute("data-more", "after")
    months.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
    expect(months).to_have_attribute("data-more", "before")
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.locator(".table-wrap[data-more]")).to_have_count(0)
