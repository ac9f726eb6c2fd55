"""Every page on paper: A4 without overflow, black on white, without what only a screen can use."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
A4 = (595, 842)  # points
PRINTABLE = 703  # CSS pixels of A4 between its margins
VISIBLE = """[...document.querySelectorAll("nav, .as-of, .menu, .languages, button")]
    .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"""
PAGES = (
    ("zh-CN", ("/", "/nodes/1/", "/goals/pm25/", "/goals/rural-sewage/areas/", "/goals/pm25/years/", "/history/")),
    (
        "en-US",
        ("/", "/actions/", "/actions/4/", "/goals/rural-sewage/", "/goals/good-air-days/years/", "/completeness/"),
    ),
)


@pytest.mark.parametrize(("language", "paths"), PAGES, ids=["chinese", "english"])
def test_every_page_fits_the_paper(open_page: OpenPage, language: str, paths: tuple[str, ...]) -> None:
    page = open_page("leader", paths[0], language=language, dark=True, width=PRINTABLE)
    page.emulate_media(media="print")
    for path in paths:
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PRINTABLE, f"{path} is {wide} wide, the paper takes {PRINTABLE}"
        seen = page.evaluate(VISIBLE)
        assert not seen, f"{path} prints {seen}"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)", path
        expect(page.locator(".print-foot")).to_contain_text("2024-11-04")


def test_a_printed_page_is_a4(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/")
    expect(page.locator("[data-drawn]")).to_be_visible()
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(round(side) for side in sheet.get_size()) for sheet in document} == {A4}
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in document)
    for shown in ("27.25", "2024-10", "滞后", "演示", "打印日期 2024-11-04"):
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


def test_a_printed_what_if_shows_what_is_assumed(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/what-if/?m11=30", language="en")
    page.emulate_media(media="print")
    expect(page.locator("#m11")).to_be_visible()
    expect(page.locator("#m11-said")).to_be_visible()
    for hidden in ("#m11-slider", "#preset-clear", "#what-if-form button"):
        expect(page.locator(hidden)).to_be_hidden()
