"""Spreadsheet habits in a real browser: paste a block, take it back, copy one out; the year by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from targets.models import Draft, Figure, Plan
from tests.browser.held import DAYS, WATER, Held, hurried, version
from tests.browser.steps import (
    AWAY,
    OCTOBER,
    Open,
    end_sessions,
    figure,
    not_yet_approved,
    numerator,
    sign_in_again,
    state,
    waiting,
)

YEAR = "/figures/2024/"
# Twelve months of three goals, two numbers each, as Excel copies them: three of them are wrong.
ROWS = [["2" + str(month % 9), "28", "2７.5", "29", "5", "6"] for month in range(12)]
ROWS[1][1] = "32"  # more days than February has
ROWS[4][2] = "n/a"
ROWS[7][4] = "7"  # of six sections
BLOCK = "".join("\t".join(row) + "\r\n" for row in ROWS)

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
  return event.defaultPrevented;
}"""
COPY = """() => {
  const data = new DataTransfer();
  const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
  return [data.getData("text/plain"), data.getData("text/html")];
}"""


def paste(page: Page, text: str, at: str) -> None:
    page.locator(f"#{at}").focus()
    assert page.evaluate(PASTE, text)


def year_is_over(*, empty: bool = True) -> None:
    """October, never closed; of the year nothing on record but what the demo has of other years."""
    Plan.objects.update(closes_after_days=None)
    if empty:
        Figure.objects.filter(month__year=2024).delete()


def test_a_block_with_three_errors_is_previewed_saved_and_taken_back(open_page: Open) -> None:
    year_is_over()
    page = open_page("staff", YEAR, language="en")
    paste(page, BLOCK, "good-air-days_m202401-numerator")
    box = page.locator("#paste-box")
    expect(box).to_be_visible()
    # 30 figures of ten months, of which three are wrong; November and December are to come: twelve numbers.
    expect(box.locator(".paste__sum")).to_contain_text("27 of 30 figures will be saved · 3 not")
    expect(box.locator(".paste__sum")).to_contain_text("12 on no cell")
    expect(box.locator(".paste__problems .error")).to_have_count(3)
    assert not Figure.objects.filter(month__year=2024).exists()
    page.locator("#paste-apply").click()
    expect(box.locator(".paste__sum")).to_contain_text("27 of 30 figures saved · 3 not")
    assert Figure.objects.filter(month__year=2024, review="submitted").count() == 27
    assert Draft.objects.count() == 3
    page.locator("#paste-drop").click()
    expect(box).not_to_be_visible()
    expect(page.locator("#good-air-days_m202401-numerator")).to_be_focused()
    state(page, "pm25_m202405", "invalid")
    expect(page.locator("#pm25_m202405-numerator")).to_have_value("n/a")
    expect(page.locator("#entry-summary")).to_contain_text("27 of")
    undo = page.locator("#undo")
    expect(undo).to_contain_text("pasted block (27)")
    undo.click()
    expect(page.locator("#redo")).to_contain_text("pasted block (27)")
    assert not Figure.objects.filter(month__year=2024, numerator__isnull=False).exists()
    expect(page.locator("#pm25_m202405-numerator")).to_have_value("n/a")


def test_a_block_all_right_needs_one_key_and_is_counted(open_page: Open) -> None:
    year_is_over()
    page = open_page("staff", YEAR, language="en")
    paste(page, "月份\tPM2.5 平均浓度\t有效天数\n1月\t48.6\t31\n2月\t44\t29\n", "good-air-days_m202401-numerator")
    expect(page.locator("#paste-apply")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#paste-box")).not_to_be_visible()
    expect(page.locator("#copy-said")).to_contain_text("2 of 2 figures saved")
    state(page, "pm25_m202402", "saved")


def test_dropping_a_block_changes_nothing(open_page: Open) -> None:
    page = open_page("staff", "/figures/2024/10/", language="en")
    paste(page, "20\t31\r\n", "good-air-days-numerator")
    expect(page.locator("#paste-box")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#paste-box")).not_to_be_visible()
    expect(page.locator("#good-air-days-numerator")).to_be_focused()
    assert figure("good-air-days").numerator == 31
    assert not Draft.objects.exists()


def test_one_number_is_pasted_as_a_number(open_page: Open) -> None:
    page = open_page("staff", "/figures/2024/10/", language="en")
    page.locator("#good-air-days-numerator").focus()
    assert not page.evaluate(PASTE, "29\r\n")


def test_a_block_survives_an_ended_session(open_page: Open) -> None:
    year_is_over()
    page = open_page("staff", YEAR, language="en", expects=AWAY)
    end_sessions()
    paste(page, "27\t31", "good-air-days_m202401-numerator")
    sign_in_again(page)
    expect(page.locator("#paste-box .paste__sum")).to_contain_text("1 of 1")
    page.locator("#paste-apply").click()
    expect(page.locator("#copy-said")).to_contain_text("1 of 1 figures saved")


def test_a_range_is_chosen_and_copied_and_comes_back_unchanged(open_page: Open) -> None:
    year_is_over(empty=False)
    page = open_page("staff", YEAR, language="en")
    page.locator("#good-air-days_m202401-numerator").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(f"Shift+{key}")
    expect(page.locator("#copy-said")).to_contain_text("9 cells chosen")
    text, markup = page.evaluate(COPY)
    assert text.split("\r\n")[0] == "27\t31\t1505.7"
    assert "<td>1505.7</td>" in markup
    expect(page.locator("#copy-said")).to_contain_text("9 cells copied")
    paste(page, text, "good-air-days_m202401-numerator")
    expect(page.locator("#paste-box .paste__sum")).to_contain_text("0 of 6 figures will be saved · 6 unchanged")


def test_a_mouse_chooses_too_and_the_whole_table_can_be_copied(open_page: Open) -> None:
    year_is_over(empty=False)
    page = open_page("staff", YEAR, language="en")
    page.locator("#good-air-days_m202401-numerator").hover()
    page.mouse.down()
    page.locator("#pm25_m202402-numerator").hover()
    page.mouse.up()
    expect(page.locator("#copy-said")).to_contain_text("6 cells chosen")
    page.locator("#good-air-days_m202405-numerator").click()
    expect(page.locator(".is-chosen")).to_have_count(0)
    page.evaluate("addEventListener('copy', e => { window.copied = e.clipboardData.getData('text/plain'); })")
    page.locator("#copy-table").click()
    expect(page.locator("#copy-said")).to_contain_text("cells copied")
    first = page.evaluate("window.copied").split("\r\n")[:2]
    assert first[0].startswith("Month\tGood-air days good days\tGood-air days valid days\tPM2.5 mean")
    assert first[1].startswith("2024-01\t27\t31\t1505.7\t31")


def test_a_year_is_entered_by_keyboard_alone(open_page: Open) -> None:
    year_is_over()
    page = open_page("staff", YEAR, language="en")
    expect(page.locator("#good-air-days_m202401-numerator")).to_be_focused()
    for number in ("27", "26"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    expect(page.locator("#good-air-days_m202403-numerator")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#good-air-days_m202403-denominator")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("29")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("31")
    page.keyboard.press("Tab")
    expect(page.locator("#pm25_m202401-numerator")).to_be_focused()
    state(page, "good-air-days_m202401", "saved")
    state(page, "good-air-days_m202402", "saved")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(page.locator("#pm25_m202401-numerator")).to_have_value("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel")).to_contain_text("PM2.5")
    last = page.locator("#good-air-days_m202410-numerator")
    last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#good-air-days_m202401-denominator")).to_be_focused()


@pytest.mark.parametrize("path", [YEAR, YEAR + "?goal=rural-sewage"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_page_keeps_its_width_and_its_place(open_page: Open, path: str, size: tuple[int, int]) -> None:
    page = open_page("staff", path, language="en", width=size[0], height=size[1], touch=size[0] < 500)
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    cells = page.locator(".entry-cell [data-cell]")
    place = "node => node.closest('td').getBoundingClientRect().height"
    before = cells.nth(4).evaluate(place)
    cells.nth(4).focus()
    expect(page.locator(".entry-cell:focus-within .entry-cell__name")).to_be_visible()
    assert cells.nth(4).evaluate(place) == before


def test_a_phone_types_and_pastes_in_the_year(open_page: Open) -> None:
    year_is_over()
    page = open_page("staff", YEAR, language="zh-CN", width=390, height=844, touch=True)
    page.locator("#good-air-days_m202401-numerator").fill("27")
    page.locator("#good-air-days_m202401-denominator").fill("31")
    page.locator("#good-air-days_m202402-numerator").focus()
    state(page, "good-air-days_m202401", "saved")
    paste(page, BLOCK, "good-air-days_m202401-numerator")
    expect(page.locator("#paste-box")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#paste-apply").click()
    expect(page.locator("#paste-box .paste__problems .error")).to_have_count(3)


def test_the_dialog_of_a_block_does_not_come_up_under_typing_hands(open_page: Open) -> None:
    not_yet_approved()
    page = open_page("staff", OCTOBER, language="en")
    held = Held(page, "**/paste/*")
    paste(page, "30\t31", "good-air-days-numerator")
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


def test_a_block_over_a_figure_just_typed_is_no_conflict_with_oneself(open_page: Open) -> None:
    not_yet_approved()
    page = open_page("staff", OCTOBER, language="en")
    page.locator(DAYS).fill("30")
    paste(page, "25\t31\r\n600\t31\r\n", DAYS.removeprefix("#"))
    expect(page.locator("#paste-box")).to_be_visible()
    page.locator("#paste-apply").click()
    expect(page.locator(DAYS)).to_have_value("25")
    state(page, "good-air-days", "saved")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("25", 3)


def test_a_block_waits_for_the_saving_that_is_under_way(open_page: Open) -> None:
    not_yet_approved()
    page = open_page("staff", OCTOBER, language="en")
    held = hurried(page)
    paste(page, "25\t31\r\n600\t31\r\n", DAYS.removeprefix("#"))
    held.let_go()
    expect(page.locator("#paste-box")).to_contain_text("30 / 31")
    page.locator("#paste-apply").click()
    expect(page.locator(DAYS)).to_have_value("25")
    assert waiting(page) == []
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("25", 3)


def test_a_row_saved_behind_the_dialog_is_no_conflict(open_page: Open) -> None:
    not_yet_approved()
    page = open_page("staff", OCTOBER, language="en")
    held, looked = Held(page, "**" + OCTOBER), Held(page, "**/paste/")
    paste(page, "25\t31\r\n600\t31\r\n", DAYS.removeprefix("#"))
    page.locator(DAYS).fill("30")  # while the server looks at the block
    looked.let_go()
    expect(page.locator("#paste-box")).to_be_visible()
    page.locator("#paste-apply").click()
    held.let_go()
    looked.let_go()
    expect(page.locator(DAYS)).to_have_value("25")
    assert (numerator("good-air-days"), figure("good-air-days").version) == ("25", 3)
