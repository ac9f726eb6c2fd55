"""What browser tests of entering and reviewing do and look at."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib.sessions.models import Session
from playwright.sync_api import Error, Page, Route, expect

from targets.models import Figure
from tests.browser.conftest import user
from tests.factories import NOW

Open = Callable[..., Page]
PASSWORD = "demo-1369"
OCTOBER = "/figures/2024/10/"
AWAY = (
    "status of 401",
    "status of 5",
    "Error Code 401",
    "Error Code 5",
    "htmx:sendError",
    "htmx:afterRequest",
    "net::ERR_",
)


def state(page: Page, slug: str, name: str) -> None:
    expect(page.locator(f"#row-{slug} .entry-state")).to_have_attribute("data-state", name)


def leave_unanswered(page: Page) -> None:
    """Leave the cell; the saving has been sent, and whatever the server did with it is done, when this returns."""
    with page.expect_event("requestfailed", lambda request: request.method == "POST" and request.url.endswith(OCTOBER)):
        page.locator("h1").click()


def figure(slug: str) -> Figure:
    return Figure.objects.get(indicator__slug=slug, month="2024-10-01")


def numerator(slug: str) -> str:
    """As on record."""
    return f"{figure(slug).numerator:.0f}"


def waiting(page: Page) -> list[str]:
    """What the browser keeps of what was typed."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('entry|'))")
    return found


def not_yet_approved() -> None:
    """October as it is before the review, so that a change needs no reason."""
    Figure.objects.filter(month="2024-10-01").update(review="submitted")


def end_sessions() -> None:
    Session.objects.all().delete()


def sign_in_again(page: Page, *, password: str = PASSWORD, name: str | None = None) -> None:
    dialog = page.locator("#login-again")
    expect(dialog).to_be_visible()
    if name is not None:
        dialog.locator("[name=username]").fill(name)
    dialog.locator("[name=password]").fill(password)
    dialog.get_by_role("button", name="Sign in", exact=True).click()


def answers(page: Page, *, status: int | None = None, lost: bool = False) -> Callable[[], None]:
    """From now on the server does not answer a saving (or answers ``status``; or its answer is ``lost`` on the way)."""

    def handle(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
        elif status is not None:
            route.fulfill(status=status, body="")
        else:
            if lost:
                route.fetch()
            with suppress(Error):  # the way is open again meanwhile: it was let through
                route.abort()

    pattern = "**" + OCTOBER
    page.route(pattern, handle)
    return lambda: page.unroute(pattern, handle)


def wait_for_review() -> None:
    """October's figures as staff submitted them."""
    staff = user("staff")
    waits = {"review": "submitted", "entered_by": staff, "entered_at": NOW, "changed_by": staff}
    Figure.objects.filter(month="2024-10-01", area__code="230600").update(**waits)
