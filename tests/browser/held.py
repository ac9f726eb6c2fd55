"""Answers that wait on their way: for whoever is faster than the page."""

from time import monotonic

from playwright.sync_api import Page, Route, expect

from tests.browser.steps import OCTOBER

DAYS = "#good-air-days-numerator"
WATER = "#drinking-water-numerator"


class Held:
    """Requests that wait on their way until they are let go, in order."""

    def __init__(self, page: Page, pattern: str, method: str = "POST") -> None:
        self.page, self.method = page, method
        self.routes: list[Route] = []
        page.route(pattern, self._take)
        page.evaluate("""() => { window.answered = 0;
            document.addEventListener("htmx:afterRequest", () => { window.answered += 1; }); }""")

    def _take(self, route: Route) -> None:
        if route.request.method == self.method:
            self.routes.append(route)
        else:
            route.fallback()

    def wait(self, number: int = 1) -> None:
        until = monotonic() + 20
        while len(self.routes) < number:
            assert monotonic() < until, "nothing was sent"
            self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def let_go(self) -> None:
        self.wait()
        before = self.page.evaluate("window.answered")
        self.routes.pop(0).continue_()
        self.page.wait_for_function("before => window.answered > before", arg=before)


def hurried(page: Page) -> Held:
    """30 good days are typed and on their way; the reader is in the next row already."""
    held = Held(page, "**" + OCTOBER)
    page.locator(DAYS).fill("30")
    page.locator(WATER).focus()
    held.wait()
    return held


def version(page: Page, slug: str, number: int) -> None:
    expect(page.locator(f"[name={slug}-version]")).to_have_value(str(number))
