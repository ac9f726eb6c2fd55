"""The wall in a real browser: it turns, it fits, and it gets over the server's being away. No test waits for real."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from daqing1369.keys import make_key
from daqing1369.models import Purpose
from targets.models import Figure
from tests.browser.conftest import user
from tests.factories import NOW

OpenPage = Callable[..., Page]
PART = "**/wall/**"
AT = datetime(2026, 1, 1, tzinfo=UTC)  # the browser's own clock, which is wrong: the server's is shown
# The test's clock would also time the page's questions out, after a few real milliseconds.
PATIENT = "AbortSignal.timeout = () => new AbortController().signal"

CUT_OFF = """() => {
  const slide = [...document.querySelectorAll("[data-slide]")].find((one) => !one.hidden);
  const foot = document.querySelector(".wall__foot").getBoundingClientRect();
  const found = [];
  if (document.documentElement.scrollHeight > innerHeight) found.push("the page scrolls down");
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
  for (const one of slide.querySelectorAll(".card, .card *:not(svg *)")) {
    const box = one.getBoundingClientRect();
    if (box.width && (box.bottom > foot.top + 1 || box.right > innerWidth + 1)) found.push(`outside: ${one.className}`);
  }
  for (const one of slide.querySelectorAll(".card")) {
    const isCut = one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2;
    if (isCut) found.push(`cut off: ${one.innerText}`);
  }
  return found;
}"""


def open_wall(open_page: OpenPage, path: str = "/wall/", **options: object) -> Page:
    """The wall under a clock of the test's own, which stands until it is moved."""
    page = open_page("leader", "/healthz", **options)
    page.clock.install(time=AT)
    page.add_init_script(PATIENT)
    page.goto(path)
    expect(page.locator("[data-controls]")).to_be_attached()
    return page


def shown(page: Page) -> int:
    numbers = page.locator("[data-slide]").evaluate_all("all => all.map((one, i) => one.hidden ? 0 : i + 1)")
    (number,) = [number for number in numbers if number]
    return int(number)


def test_the_slides_turn_by_themselves_and_begin_again(open_page: OpenPage) -> None:
    page = open_wall(open_page)
    count = page.locator("[data-slide]").count()
    assert count == 6
    seen = [shown(page)]
    for _ in range(count):
        page.clock.run_for(15_000)
        seen.append(shown(page))
    assert seen == [1, 2, 3, 4, 5, 6, 1]


def test_the_slides_turn_as_fast_as_the_address_says(open_page: OpenPage) -> None:
    page = open_wall(open_page, "/wall/?seconds=5")
    page.clock.run_for(10_000)
    assert shown(page) == 3


def test_keyboard_and_controls_stop_and_step(open_page: OpenPage) -> None:
    page = open_wall(open_page, language="en-US")
    page.keyboard.press("ArrowRight")
    assert shown(page) == 2
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == 6
    page.keyboard.press(" ")
    expect(page.get_by_text("Paused")).to_be_visible()
    page.clock.run_for(60_000)
    assert shown(page) == 6
    pause = page.get_by_role("button", name="Pause")
    pause.focus()
    expect(page.locator("[data-controls]")).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(pause).to_have_attribute("aria-pressed", "false")
    page.clock.run_for(16_000)  # it looks once a second
    assert shown(page) == 1
    page.get_by_role("button", name="Next").click()
    assert shown(page) == 2


def test_a_correction_appears_by_itself_and_the_slide_stays(open_page: OpenPage) -> None:
    page = open_wall(open_page, "/wall/?seconds=300")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-slide]:visible")).to_contain_text("27.2")
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1500)
    asked(page)
    expect(page.locator("[data-slide]:visible")).to_contain_text("29.")
    assert shown(page) == 2


def asked(page: Page) -> None:
    """Let time pass until the server is asked again, and wait until it answered."""
    with page.expect_response(PART, timeout=60_000), page.expect_request(PART, timeout=60_000) as question:
        while not question.is_done():
            page.clock.run_for(5_000)


def away(route: Route) -> None:
    route.abort("connectionrefused")


def starting(route: Route) -> None:
    route.fulfill(status=503, body="starting")


def test_while_the_server_is_away_the_picture_stays_and_says_so(open_page: OpenPage) -> None:
    page = open_wall(open_page, expects=("net::ERR_", "503"))
    server: list[Callable[[Route], None]] = [away]
    page.route(PART, lambda route: server[-1](route))
    warning = page.locator("[data-away]")
    with page.expect_event("requestfailed"):
        page.clock.run_for(31_000)
    expect(warning).to_be_hidden()  # one question without an answer is nothing yet
    page.clock.run_for(120_000)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("服务器自 09:00 起无应答")
    expect(warning.locator("svg")).to_be_visible()
    before = shown(page)
    page.clock.run_for(15_000)
    assert shown(page) != before, "the slides go on turning"
    assert "27.2" in page.locator("#wall").inner_text() + page.locator("#wall").inner_html()

    server.append(starting)
    asked(page)
    expect(warning).to_be_visible()

    server.append(lambda route: route.continue_())
    asked(page)
    expect(warning).to_be_hidden()


def test_a_newer_program_reloads_the_page(open_page: OpenPage) -> None:
    page = open_wall(open_page)
    page.evaluate("window.isOld = true")

    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("wall.css", "wall.0123456789ab.css"))

    page.route(PART, newer, times=1)
    with page.expect_navigation():
        page.clock.run_for(31_000)
    assert page.evaluate("window.isOld") is None
    assert page.locator("[data-slide]").count() == 6


def test_the_clock_stands_where_the_server_s_does(open_page: OpenPage) -> None:
    page = open_wall(open_page)
    page.clock.run_for(20_000)
    expect(page.locator("[data-clock]")).to_have_text("09:00")
    page.evaluate("delete document.getElementById('wall').dataset.held")
    page.clock.run_for(5 * 1000)
    expect(page.locator("[data-clock]")).to_have_text("09:00")
    page.route(PART, away)
    page.evaluate(
        "document.getElementById('wall').dataset.now = Number(document.getElementById('wall').dataset.now) + 60"
    )
    page.clock.run_for(1_000)
    expect(page.locator("[data-clock]")).to_have_text("09:01")


def test_a_key_opens_it_without_a_login_and_a_revoked_one_closes_it(open_page: OpenPage) -> None:
    made, text = make_key(purpose=Purpose.WALL, name="hall", by=user("admin"), now=NOW)
    page = open_page(None, "/healthz", expects=("401",))
    page.clock.install(time=AT)
    page.goto(f"/wall/{text}/")
    expect(page.locator("#wall")).to_contain_text("27.2")
    made.revoked_at = NOW
    made.save()
    page.clock.run_for(31_000)
    expect(page.locator("#id_username")).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (3840, 2160), (1280, 1024)])
def test_every_slide_fits_every_screen(open_page: OpenPage, language: str, width: int, height: int) -> None:
    page = open_wall(open_page, "/wall/?seconds=300", language=language, width=width, height=height)
    for number in range(1, page.locator("[data-slide]").count() + 1):
        assert page.evaluate(CUT_OFF) == [], f"slide {number} at {width} × {height}"
        page.keyboard.press("ArrowRight")
