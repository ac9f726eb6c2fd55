"""The header's search field by keyboard, and a code from paper."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from targets.models import Figure

OpenPage = Callable[..., Page]


def test_a_slash_goes_to_the_field_and_enter_finds(open_page: OpenPage) -> None:
    page = open_page("leader", "/?as_of=2024-06", language="en-US")
    page.keyboard.press("/")
    field = page.get_by_label("Search goals, actions")
    expect(field).to_be_focused()
    page.keyboard.type("sewage/")
    expect(field).to_have_value("sewage/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".found").first).to_contain_text("sewage")


def test_the_code_on_paper_opens_the_page_as_it_was(open_page: OpenPage) -> None:
    page = open_page("leader", "/", language="en-US")
    page.emulate_media(media="print")
    footer = page.locator("#printed")
    expect(footer).to_be_visible()
    code = footer.locator("b").inner_text()
    page.emulate_media(media="screen")
    expect(footer).to_be_hidden()

    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1500)
    page.reload()
    expect(page.locator(".goal", has_text="PM2.5")).not_to_contain_text("27.2")

    page.keyboard.press("/")
    page.keyboard.type(code.lower().replace("-", ""))
    page.keyboard.press("Enter")
    expect(page.locator(".moment-bar")).to_contain_text(f"code {code}")
    expect(page.locator(".goal", has_text="PM2.5")).to_contain_text("27.2")

    page.locator(".goal h2 a", has_text="PM2.5").click()
    expect(page.locator(".moment-bar")).to_contain_text(f"code {code}")
    expect(page.locator("h1 ~ *, .moment-bar").first).to_be_visible()
    page.get_by_role("link", name="show the present").click()
    expect(page.locator(".moment-bar")).to_have_count(0)


def test_the_code_follows_the_month_that_is_swapped_in(open_page: OpenPage) -> None:
    page = open_page("leader", "/")
    code = page.locator("#printed b")
    first = code.text_content()
    page.locator("#as_of").select_option("2024-06")
    expect(code).not_to_have_text(first or "")
    swapped = code.text_content()
    page.reload()
    expect(code).to_have_text(swapped or "")
