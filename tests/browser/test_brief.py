"""Fetching the monthly brief in a real browser, with and without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

OpenPage = Callable[..., Page]
OCTOBER = "/brief/2024/10/"


def test_the_pdf_is_downloaded_and_the_page_says_so(open_page: OpenPage) -> None:
    page = open_page("leader", "/", language="en-US")
    page.get_by_role("link", name="Brief", exact=True).click()
    expect(page.locator("h1").first).to_contain_text("October 2024")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="PDF", exact=True).click()
        expect(page.locator("#download-state")).to_have_text("The PDF is being made …")
    assert download.value.suggested_filename == "daqing-1369-brief-2024-10.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    expect(page.locator("#download-state")).to_have_text("The PDF is in your downloads.")


def test_the_word_file_is_downloaded(open_page: OpenPage) -> None:
    page = open_page("leader", OCTOBER, language="en-US")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Word", exact=True).click()
    assert download.value.suggested_filename == "daqing-1369-brief-2024-10.docx"
    assert download.value.path().read_bytes().startswith(b"PK")


def test_what_keeps_the_pdf_from_being_made_is_told_on_the_page(open_page: OpenPage) -> None:
    page = open_page("leader", OCTOBER, language="en-US", expects=("status of 503",))

    def refuse(route: Route) -> None:
        route.fulfill(status=503, content_type="text/plain; charset=utf-8", body="No font here.")

    page.route("**/brief/2024/10.pdf", refuse)
    page.get_by_role("link", name="PDF", exact=True).click()
    expect(page.locator("#download-state")).to_have_text("No font here.")


def test_on_a_phone_nothing_is_cut(open_page: OpenPage) -> None:
    page = open_page("leader", OCTOBER, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
