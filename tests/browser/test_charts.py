"""The interactive charts in a real browser: drawn where seen, drawn anew, taken away."""

import csv
import io
from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
PNG = b"\x89PNG\r\n\x1a\n"


def test_a_chart_is_drawn_once_it_is_seen(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/rural-sewage/areas/", height=500)
    heat = page.locator("[data-chart='heat-figure']")
    expect(page.locator("[data-chart='heat-figure'][data-drawn]")).to_have_count(0)
    heat.scroll_into_view_if_needed()
    expect(heat.locator(".js-plotly-plot")).to_be_visible()
    expect(heat).to_have_attribute("data-drawn", "yes")


def test_what_the_next_pages_draw_with_is_fetched_once_the_board_stands(open_page: OpenPage) -> None:
    page = open_page("leader", "/actions/")
    with page.expect_response(lambda answer: "plotly" in answer.url) as fetched:
        page.goto("/")
    assert fetched.value.ok
    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventStart > 0"), "the page stands first"


def test_a_chart_is_drawn_again_after_a_swap_and_after_going_back(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/years/", language="en-US")
    drawn = page.locator("[data-chart][data-drawn] .js-plotly-plot")
    expect(drawn).to_be_visible()
    page.locator("#as_of").select_option("2024-06")
    expect(page.locator("#years-table tr:has(th:text-is('7')) td").first).to_have_text("—")
    expect(drawn).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 1
    page.go_back()
    expect(page.locator("#years-table tr:has(th:text-is('7')) td").first).to_have_text("25.34")
    expect(drawn).to_be_visible()
    assert page.locator(".js-plotly-plot").count() == 1


def test_the_buttons_speak_the_readers_language(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/")
    buttons = page.locator(".modebar-btn")
    expect(buttons.first).to_be_attached()
    words = buttons.evaluate_all("all => all.map(one => one.dataset.title)")
    assert words == ["下载为图片", "框选缩放", "平移", "放大", "缩小", "还原坐标轴"]
    expect(page.locator(".chart__live .main-svg").first).to_have_attribute("aria-hidden", "true")
    expect(page.get_by_role("img", name="柱：2024 年月均")).to_be_attached()


def test_the_picture_and_the_numbers_are_taken_away(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/years/")
    expect(page.locator("[data-drawn]")).to_be_visible()
    with page.expect_download() as picture:
        page.get_by_role("button", name="下载为图片").last.press("Enter")
    assert picture.value.suggested_filename == "pm25-2024-10-years-month.png"
    assert picture.value.path().read_bytes().startswith(PNG)
    with page.expect_download() as numbers:
        page.locator(".chart__take a").click()
    rows = list(csv.reader(io.StringIO(numbers.value.path().read_text(encoding="utf-8-sig"))))
    shown = page.locator("#years-table tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    assert [[row[0], *(f"{float(cell):.2f}" if cell else "—" for cell in row[1:])] for row in rows[1:]] == shown


def test_other_colours_are_drawn_anew(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/")
    ground = page.locator(".chart__live .main-svg rect.bg, .chart__live .main-svg .bglayer rect").first
    frame = page.locator(".chart__live .main-svg").first
    expect(page.locator("[data-drawn]")).to_be_visible()
    expect(ground).to_be_attached()
    expect(frame).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="dark")
    expect(frame).to_have_css("background-color", "rgb(27, 33, 40)")


def test_without_scripts_the_picture_and_the_table_stand(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/years/")
    plain = page.context.browser.new_context(  # type: ignore[union-attr]
        java_script_enabled=False, base_url=page.url, storage_state=page.context.storage_state()
    )
    seen = plain.new_page()
    seen.goto("/goals/rural-sewage/years/")
    expect(seen.locator(".chart__still")).to_be_visible()
    expect(seen.locator("[data-png]")).to_be_hidden()
    seen.locator(".switch a").first.click()
    expect(seen.locator(".switch a").first).to_have_attribute("aria-current", "true")
    plain.close()
