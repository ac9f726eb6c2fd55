"""The reviewer's queue in a real browser: by keyboard alone, and without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from targets.models import Figure
from tests.browser.conftest import sign_in, user
from tests.browser.held import Held
from tests.factories import NOW

Open = Callable[..., Page]
SLUGS = ("pm25", "surface-water", "drinking-water")


def waiting(*slugs: str) -> list[Figure]:
    """October's figures as staff submitted them."""
    figures = list(Figure.objects.filter(indicator__slug__in=slugs, month="2024-10-01", area__code="230600"))
    for figure in figures:
        figure.review, figure.changed_at = "submitted", NOW - timedelta(hours=1)
        figure.entered_by = figure.changed_by = user("staff")
        figure.entered_at, figure.version = figure.changed_at, figure.version + 1
        figure.save()
    return figures


def reviews(figures: list[Figure]) -> list[str]:
    return [Figure.objects.get(pk=figure.pk).review for figure in figures]


def test_many_are_approved_and_one_returned_by_keyboard(open_page: Open) -> None:
    waiting(*SLUGS)
    page = open_page("reviewer", "/review/", language="en")
    ids = [str(row.get_attribute("id")) for row in page.locator(".review-row").all()]
    figures = [Figure.objects.get(pk=name.removeprefix("figure-")) for name in ids]
    assert len(figures) == 3
    page.locator("#approve-chosen").focus()
    while not page.evaluate("document.activeElement.matches('input[name=figure]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("(2)")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("2 figures approved.")
    expect(page.locator(".review-row")).to_have_count(1)
    assert reviews(figures) == ["approved", "approved", "submitted"]

    expect(page.locator(f"#{ids[2]} input[name=figure]")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#{ids[2]} .error")).to_contain_text("A sentence is needed")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("The bulletin says otherwise.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#nothing-waits")).to_be_visible()
    figures[2].refresh_from_db()
    assert (figures[2].review, figures[2].review_note) == ("returned", "The bulletin says otherwise.")


def test_a_group_is_ticked_at_once_and_one_button_approves_its_own_line(open_page: Open) -> None:
    figures = waiting(*SLUGS)
    page = open_page("reviewer", "/review/", language="en")
    page.locator("[data-all]").first.click()
    assert page.locator("input[name=figure]:checked").count() >= 1
    page.locator("[data-all]").first.click()
    expect(page.locator("input[name=figure]:checked")).to_have_count(0)
    page.locator(f"#approve-{figures[1].pk}").click()
    expect(page.locator(".review-row")).to_have_count(2)
    assert reviews(figures)[1] == "approved"
    assert reviews(figures).count("submitted") == 2


def test_without_scripts(chromium: Browser, live_server: LiveServer, demo: None) -> None:
    figures = waiting(*SLUGS)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    page = context.new_page()
    sign_in(page, "reviewer")
    page.goto("/review/")
    page.locator(f"#tick-{figures[0].pk}").check()
    page.locator(f"#tick-{figures[2].pk}").check()
    page.locator("#approve-chosen").click()
    expect(page.locator("#messages")).to_contain_text("2 figures approved.")
    page.locator("summary", has_text="Return").click()
    page.locator("textarea").fill("Please check.")
    page.locator("button[name=return]").click()
    expect(page.locator("#nothing-waits")).to_be_visible()
    assert reviews(figures) == ["approved", "returned", "approved"]
    context.close()


@pytest.mark.parametrize("path", ["/review/", "/history/", "/completeness/"])
def test_on_a_phone_nothing_is_cut(open_page: Open, path: str) -> None:
    waiting(*SLUGS)
    page = open_page("reviewer", path, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_record_is_filtered_without_leaving_the_page(open_page: Open) -> None:
    waiting(*SLUGS)
    page = open_page("leader", "/history/", language="en")
    page.locator("#filter-person").select_option("staff")
    expect(page.locator(".history tbody tr")).to_have_count(3)
    expect(page).to_have_url(page.url)
    assert "person=staff" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="All of these as CSV").click()
    assert download.value.suggested_filename == "history.csv"
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 4


def test_a_reviewers_sentence_is_typed_on(open_page: Open) -> None:
    waiting(*SLUGS)
    page = open_page("reviewer", "/review/", language="en")
    held = Held(page, "**/review/*")
    rows = page.locator(".review-row:has(textarea)")
    name = rows.nth(1).get_attribute("id")
    rows.nth(2).locator("input[type=checkbox]").check()
    rows.nth(0).locator("[name=approve]").click()
    held.wait()
    rows.nth(1).locator("summary").click()
    rows.nth(1).locator("textarea").click()
    page.keyboard.type("coun")
    held.let_go()
    page.keyboard.type("ted")
    expect(page.locator("[data-count]")).to_have_text("(1)")
    expect(page.locator(f"#{name} textarea")).to_have_value("counted")
