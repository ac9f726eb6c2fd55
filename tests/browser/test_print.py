"""Every page on paper: A4 without overflow, black on white, without what only a screen can use."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
A4 = (595, 842)  # points
PRINTABLE = 703  # CSS pixels of A4 between its margins
PAGES = (
    "/",
    "/nodes/1/",
    "/outcomes/1/",
    "/actions/",
    "/actions/4/",
    "/goals/pm25/",
    "/goals/good-air-days/",
    "/goals/rural-sewage/",
    "/goals/rural-sewage/areas/",
    "/goals/pm25/areas/",
    "/goals/pm25/years/",
    "/history/",
    "/completeness/",
)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_page_fits_the_paper(open_page: OpenPage, language: str) -> None:
    page = open_page("leader", "/", language=language, dark=True)
    page.set_viewport_size({"width": PRINTABLE, "height": 1000})
    page.emulate_media(media="print")
    for path in PAGES:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PRINTABLE, f"{path} is {wide} wide, the paper takes {PRINTABLE}"
        for hidden in page.locator("nav, .as-of, .menu, .languages, button").all():
            assert not hidden.is_visible(), f"{path} prints {hidden.evaluate('one => one.outerHTML')[:80]}"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)", path
        expect(page.locator(".print-foot")).to_contain_text("2024-11-04 09:00")


def test_a_printed_page_is_a4(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/")
    expect(page.locator("[data-drawn]")).to_be_visible()
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(round(side) for side in sheet.get_size()) for sheet in document} == {A4}
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
    for shown in ("27.25", "2024-10", "滞后", "演示", "打印时间 2024-11-04 09:00"):
        assert shown in text


def test_the_servers_picture_is_printed_and_not_the_interactive_one(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/")
    expect(page.locator("[data-drawn]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".chart__live")).to_be_hidden()
    expect(page.locator(".chart__still")).to_be_visible()
    box = page.locator(".chart__still").bounding_box()
    assert box is not None
    assert box["width"] > 400
