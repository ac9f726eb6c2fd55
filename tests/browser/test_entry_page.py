"""The entry page in a real browser: keyboard, saving on leaving a row, and nothing typed is lost on the way."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from targets.entry.cell import Cell
from targets.models import Figure
from tests.browser.conftest import sign_in, user
from tests.browser.steps import not_yet_approved
from tests.factories import NOW

Open = Callable[..., Page]
OCTOBER = "/figures/2024/10/"


@pytest.fixture(autouse=True)
def october(demo: None) -> None:
    not_yet_approved()


def figure(slug: str) -> Figure:
    return Figure.objects.get(indicator__slug=slug, month="2024-10-01")


def state(page: Page, slug: str, name: str, *words: str) -> None:
    shown = page.locator(f"#row-{slug} .entry-state[data-state={name}]")
    for word in words or ("",):
        expect(shown).to_contain_text(word)


def numbers(slug: str) -> tuple[str, str]:
    found = figure(slug)
    return f"{found.numerator:.1f}", f"{found.denominator:.0f}"


def test_leaving_a_row_saves_it_and_the_line_above_follows(open_page: Open) -> None:
    Figure.objects.filter(indicator__slug="good-air-days", month="2024-10-01").delete()
    page = open_page("staff", OCTOBER, language="en")
    expect(page.locator("#entry-summary")).to_contain_text("3 of 4 due saved")
    page.locator("#good-air-days-numerator").fill("２９")
    state(page, "good-air-days", "unsaved", "not saved yet")
    page.keyboard.press("Enter")
    expect(page.locator("#good-air-days-denominator")).to_be_focused()
    page.keyboard.type("31")
    state(page, "good-air-days", "draft", "29 / 31 = 93.55 %", "read as 29")
    page.keyboard.press("Enter")
    expect(page.locator("#pm25-numerator")).to_be_focused()
    state(page, "good-air-days", "saved")
    expect(page.locator("#entry-summary")).to_contain_text("4 of 4 due saved 09:00")
    assert numbers("good-air-days") == ("29.0", "31")


def test_a_row_is_sent_without_the_others(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.locator("#good-air-days-numerator").fill("30")
    state(page, "good-air-days", "draft")
    page.locator("h1").click()
    state(page, "good-air-days", "saved")
    assert [request.url.rsplit("/figures/")[1] for request in sent] == ["2024/10/good-air-days/preview/", "2024/10/"]
    for request in sent:
        sent_fields = parse_qs(request.post_data or "", keep_blank_values=True)
        names = set(sent_fields) - {"csrfmiddlewaretoken", "save", "unsettled"}
        assert {name.startswith("good-air-days-") for name in names} == {True}
        assert {"good-air-days-numerator", "good-air-days-version", "good-air-days-mark"} < names


def test_arrows_move_between_rows_and_escape_restores(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-denominator").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#pm25-denominator")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#good-air-days-denominator")).to_be_focused()
    page.keyboard.type("3")
    page.keyboard.press("Escape")
    expect(page.locator("#good-air-days-denominator")).to_have_value("31")
    state(page, "good-air-days", "unchanged")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#good-air-days-numerator")).to_be_focused()


def test_a_wheel_changes_nothing(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-numerator").focus()
    page.mouse.wheel(0, 300)
    expect(page.locator("#good-air-days-numerator")).to_have_value("31")
    assert page.locator("input[type=number]").count() == 0


def test_a_wrong_row_is_marked_while_the_right_one_is_saved(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-numerator").fill("32")
    expect(page.locator("#good-air-days-numerator")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#row-good-air-days .error")).to_contain_text("cannot exceed")
    page.locator("#drinking-water-numerator").fill("2")
    page.locator("#save-all").focus()
    state(page, "drinking-water", "saved", "2 / 3 = 66.67 %")
    state(page, "good-air-days", "invalid", "not saved: please correct")
    expect(page.locator("#good-air-days-numerator")).to_have_value("32")
    assert (numbers("drinking-water"), numbers("good-air-days")) == (("2.0", "3"), ("31.0", "31"))


def test_what_is_typed_while_the_answer_is_on_its_way_stays_and_is_saved_next(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    held: list[Route] = []
    page.route("**" + OCTOBER, lambda route: held.append(route) if not held else route.continue_())
    first, second = page.locator("#good-air-days-numerator"), page.locator("#pm25-numerator")
    first.fill("30")
    with page.expect_request("**" + OCTOBER):
        second.focus()
    first.fill("29")
    held[0].continue_()
    expect(first).to_be_focused()
    expect(page.locator("#row-good-air-days [name=good-air-days-version]")).to_have_value("2")
    expect(first).to_have_value("29")
    second.focus()
    state(page, "good-air-days", "saved")
    expect(page.locator("#row-good-air-days [name=good-air-days-version]")).to_have_value("3")
    assert numbers("good-air-days") == ("29.0", "31")


def test_two_tabs_on_one_cell_see_both_values(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    theirs = figure("good-air-days")
    theirs.numerator, theirs.version, theirs.changed_by, theirs.changed_at = 28, 2, user("admin"), NOW
    theirs.save()
    page.locator("#good-air-days-numerator").fill("30")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    conflict = page.locator("#row-good-air-days .entry-conflict")
    expect(conflict).to_contain_text("28 / 31 = 90.32 %")
    expect(conflict).to_contain_text("30 / 31 = 96.77 %")
    expect(conflict).to_contain_text("admin")
    conflict.get_by_role("button", name="Save mine over it").click()
    state(page, "good-air-days", "saved")
    assert numbers("good-air-days") == ("30.0", "31")


def test_clearing_asks_first(open_page: Open) -> None:
    page = open_page("staff", OCTOBER, language="en")
    page.locator("#good-air-days-numerator").fill("")
    page.locator("#good-air-days-denominator").fill("")
    state(page, "good-air-days", "confirm", "not cleared yet")
    page.locator("#drinking-water-numerator").fill("2")
    page.locator("h1").click()
    state(page, "drinking-water", "saved", "2 / 3")  # a saving that was asked for later has come and gone
    assert not Cell.of(figure("good-air-days")).is_blank
    page.locator("#good-air-days-clear").check()
    page.locator("#good-air-days-save").click()
    state(page, "good-air-days", "empty", "left blank")
    assert Cell.of(figure("good-air-days")).is_blank


def test_without_a_network_what_is_typed_stays_and_says_so(
    chromium: Browser, live_server: LiveServer, demo: None
) -> None:
    context = chromium.new_context(base_url=live_server.url, locale="en")
    page = context.new_page()
    sign_in(page, "staff")
    page.goto(OCTOBER)
    context.set_offline(True)
    page.locator("#good-air-days-numerator").fill("30")
    page.locator("#pm25-numerator").focus()
    expect(page.locator("#trouble")).to_be_visible()
    state(page, "good-air-days", "waiting", "kept in this browser, not yet sent")
    context.set_offline(False)
    state(page, "good-air-days", "saved")
    expect(page.locator("#trouble")).to_be_hidden()
    assert numbers("good-air-days") == ("30.0", "31")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_page_fits_the_screen(open_page: Open, width: int, height: int) -> None:
    page = open_page("staff", OCTOBER, language="en", width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#pm25-numerator").evaluate("node => node.getClientRects()[0].height") >= 30
