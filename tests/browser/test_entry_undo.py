"""Undo and redo of what was saved on the page."""

import pytest
from playwright.sync_api import Page, expect

from targets.entry.cell import Cell
from targets.models import Draft, Figure
from tests.browser.conftest import user
from tests.browser.held import DAYS, WATER, Held, version
from tests.browser.steps import AWAY, OCTOBER, Open, answers, figure, not_yet_approved, numerator, state
from tests.factories import NOW


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def save(page: Page, text: str) -> None:
    version = int(page.locator("[name=good-air-days-version]").input_value())
    page.locator("#good-air-days-numerator").fill(text)
    page.locator("h1").click()
    saved(page, text, version + 1)


def saved(page: Page, text: str, version: int) -> None:
    expect(page.locator("[name=good-air-days-version]")).to_have_value(str(version))
    expect(page.locator("#good-air-days-numerator")).to_have_value(text)


def test_undo_and_redo_by_button(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    undo, redo = page.locator("#undo"), page.locator("#redo")
    expect(undo).to_be_hidden()
    save(page, "30")
    save(page, "29")
    expect(undo).to_have_text("Undo 29 → 30 (Good-air days)")
    expect(redo).to_be_hidden()
    undo.click()
    saved(page, "30", 4)
    expect(redo).to_have_text("Redo 30 → 29 (Good-air days)")
    expect(undo).to_have_text("Undo 30 → 31 (Good-air days)")
    undo.click()
    saved(page, "31", 5)
    expect(undo).to_be_hidden()
    redo.click()
    saved(page, "30", 6)
    redo.click()
    saved(page, "29", 7)
    assert numerator("good-air-days") == "29"


def test_undo_by_key_unless_the_field_is_being_typed_in(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    page.locator("#drinking-water-numerator").focus()
    page.keyboard.press("Control+z")
    saved(page, "31", 3)
    page.keyboard.press("Control+y")
    saved(page, "30", 4)
    page.keyboard.press("Control+z")
    saved(page, "31", 5)
    page.keyboard.press("Control+Shift+Z")
    saved(page, "30", 6)
    page.locator("#drinking-water-numerator").press("End")
    page.keyboard.type("7")
    page.keyboard.press("Control+z")
    expect(page.locator("#drinking-water-numerator")).to_have_value("3")
    saved(page, "30", 6)


def test_a_key_is_heard_as_soon_as_the_row_is_drawn(open_page: Open) -> None:
    """Not 20 ms later: htmx would give the new button the old one's class until it has settled."""
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    page.evaluate("""() => document.addEventListener("htmx:afterRequest", () => document.dispatchEvent(
        new KeyboardEvent("keydown", { key: "y", ctrlKey: true })), { once: true })""")
    page.keyboard.press("Control+z")
    saved(page, "30", 4)


def test_undo_waits_for_the_saving_it_is_to_take_back(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    held = Held(page, "**" + OCTOBER)
    page.locator(WATER).fill("2")
    page.locator("h1").click()
    held.wait()
    page.keyboard.press("Control+z")
    held.let_go()
    version(page, "drinking-water", 2)
    held.let_go()
    version(page, "drinking-water", 3)
    assert (numerator("good-air-days"), numerator("drinking-water")) == ("30", "3")


def test_two_undos_at_once_take_back_two(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    page.locator(WATER).fill("2")
    page.locator("h1").click()
    version(page, "drinking-water", 2)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    version(page, "drinking-water", 3)
    version(page, "good-air-days", 3)


def test_undo_loses_nothing_that_waits_to_be_saved(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    held = Held(page, "**" + OCTOBER)
    page.locator(WATER).fill("2")
    page.locator(DAYS).fill("28")
    page.locator("h1").click()
    held.wait()
    page.keyboard.press("Control+z")
    held.let_go()
    held.let_go()
    version(page, "good-air-days", 3)
    assert numerator("good-air-days") == "28"
    held.let_go()
    version(page, "good-air-days", 4)
    assert numerator("good-air-days") == "30"


def test_undo_outlives_a_reload(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    page.reload()
    page.locator("#undo").click()
    saved(page, "31", 3)


def test_undoing_a_first_entry_clears_it(open_page: Open) -> None:
    Figure.objects.filter(indicator__slug="good-air-days", month="2024-10-01").delete()
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-denominator").fill("31")
    save(page, "30")
    expect(page.locator("#undo")).to_have_text("Undo 30 / 31 → blank / blank (Good-air days)")
    page.locator("#undo").click()
    state(page, "good-air-days", "empty")
    assert Cell.of(figure("good-air-days")).is_blank
    page.locator("#redo").click()
    saved(page, "30", 3)


def test_undo_over_somebody_elses_change_is_a_conflict(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    save(page, "30")
    theirs = open_page("admin", OCTOBER, language="en")
    save(theirs, "28")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved(page, "28", 3)
    page.locator("#undo").click()
    conflict = page.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_contain_text("28 / 31")
    expect(conflict).to_contain_text("31 / 31")
    assert numerator("good-air-days") == "28"


def test_undo_in_the_year_brings_the_note_back_too(open_page: Open) -> None:
    Figure.objects.filter(pk=figure("good-air-days").pk).update(note="as measured")
    known = figure("good-air-days")
    texts = {"numerator": "30", "denominator": "31", "note": "counted again"}
    Draft.objects.create(
        user=user("staff"), indicator=known.indicator, area=known.area, month=known.month,
        texts=texts, version=known.version, saved_at=NOW,
    )  # fmt: skip
    page = open_page("staff", "/figures/2024/", language="en")
    page.locator("#good-air-days_m202410-numerator").focus()
    page.locator("#drinking-water_m202410-numerator").focus()
    version = page.locator("[name=good-air-days_m202410-version]")
    expect(version).to_have_value("2")
    assert figure("good-air-days").note == "counted again"
    page.locator("#undo").click()
    expect(version).to_have_value("3")
    assert (numerator("good-air-days"), figure("good-air-days").note) == ("31", "as measured")


def test_an_undo_that_is_asked_again_is_still_an_undo(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    save(page, "30")
    held = Held(page, "**" + OCTOBER)
    page.locator("#undo").click()
    held.wait()
    held.routes.pop(0).fulfill(status=503, body="")
    held.let_go()
    saved(page, "31", 3)
    expect(page.locator("#redo")).to_have_text("Redo 31 → 30 (Good-air days)")
    expect(page.locator("#undo")).to_be_hidden()


def test_a_value_typed_after_an_undo_that_failed_is_a_value(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", expects=AWAY)
    save(page, "30")
    end = answers(page, status=503)
    with page.expect_response("**" + OCTOBER):
        page.locator("#undo").click()
    page.locator("#good-air-days-numerator").fill("28")
    end()
    page.locator("h1").click()
    saved(page, "28", 4)  # the undo, of which nobody knows what became, is asked for again first
    expect(page.locator("#undo")).to_contain_text("Undo 28")
    expect(page.locator("#redo")).to_be_hidden()
