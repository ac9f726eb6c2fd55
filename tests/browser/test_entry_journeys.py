"""From the login to "4 of 4 due saved": by keyboard alone, counted, and by touch on a phone."""

import pytest
from playwright.sync_api import Page, expect

from targets.models import Figure
from tests.browser.steps import AWAY, OCTOBER, Open, end_sessions, figure, numerator, sign_in_again, state

DUE = {
    "good-air-days": ("29", "31"),
    "pm25": ("24.5", "31"),
    "surface-water": ("5", "6"),
    "drinking-water": ("3", "3"),
}
MOST_MOVES = 6


@pytest.fixture(autouse=True)
def october_is_missing(demo: None) -> None:
    Figure.objects.filter(month="2024-10-01", indicator__slug__in=DUE).delete()


class Keys:
    """Types and counts: the keys of the figures themselves, and the moves between them."""

    def __init__(self, page: Page) -> None:
        self.page, self.figures, self.moves = page, 0, 0

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.figures += len(text)

    def move(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.moves += 1


def test_the_keyboard_alone_from_login_to_all_saved(open_page: Open) -> None:
    """18 keys of figures, as people write them ("29/31"), and 6 moves: Tab, Enter at the login, Enter after a row."""
    page = open_page(None, "/login/", language="en")
    keys = Keys(page)
    page.keyboard.type("staff")
    keys.move("Tab")
    page.keyboard.type("demo-1369")
    keys.move("Enter")
    expect(page.locator("#entry-summary")).to_contain_text("0 of 4 due saved")
    for slug, (top, bottom) in DUE.items():
        expect(page.locator(f"#{slug}-numerator")).to_be_focused()
        keys.type(f"{top}/{bottom}")
        keys.move("Enter")
    expect(page.locator("#entry-summary")).to_contain_text("4 of 4 due saved")
    assert (keys.figures, keys.moves) == (18, MOST_MOVES)
    assert {slug: numerator(slug) for slug in ("good-air-days", "surface-water", "drinking-water")} == {
        "good-air-days": "29",
        "surface-water": "5",
        "drinking-water": "3",
    }


def test_by_touch_on_a_phone_through_an_ended_session(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en", width=390, height=844, touch=True, expects=AWAY)
    expect(page.locator("body")).to_be_focused()  # the keyboard covers nothing before it is asked for
    for slug, (top, bottom) in DUE.items():
        page.locator(f"#{slug}-numerator").tap()
        page.keyboard.type(top)
        page.locator(f"#{slug}-denominator").tap()
        page.keyboard.type(bottom)
    state(page, "drinking-water", "draft")  # refused, it would open the dialog before the button is touched
    end_sessions()
    page.locator("#save-all").tap()
    sign_in_again(page)
    expect(page.locator("#entry-summary")).to_contain_text("4 of 4 due saved")
    for slug in DUE:
        state(page, slug, "saved")
        assert figure(slug).denominator is not None
    page.locator("#undo").tap()
    expect(page.locator("#entry-summary")).to_contain_text("3 of 4 due saved")
    page.locator("#redo").tap()
    expect(page.locator("#entry-summary")).to_contain_text("4 of 4 due saved")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
