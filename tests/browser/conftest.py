"""A real browser on a real server with the demo's data; nothing is fetched from outside."""

import os
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests import databases
from tests.chromium import launch
from tests.conftest import member, session_of

ROLES = {"staff": "editor", "reviewer": "reviewer", "leader": "viewer", "admin": "administrator"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's browser where there is one, otherwise the test tool's own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver runs an event loop in this thread
    with sync_playwright() as driver:
        expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
        browser = launch(driver)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_record(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> databases.Record:
    """What is on record once the demo's plan and figures are loaded and its accounts made."""
    files = sorted(str(path) for path in (settings.BASE_DIR / "fixtures").glob("*.json"))
    with django_db_blocker.unblock():
        empty = databases.keep()
        call_command("load_plan", *files, stdout=StringIO())
        for name, group in ROLES.items():
            member(name, group)
        full = databases.keep()
        databases.put_back(empty)
    return full


class Traffic:
    """The requests that the server is at. A page that is closed leaves behind what it asked for a moment before."""

    def __init__(self) -> None:
        self.under_way, self.changed = 0, threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_told: object) -> None:
        with self.changed:
            self.under_way += 1

    def _end(self, **_told: object) -> None:
        with self.changed:
            self.under_way -= 1
            self.changed.notify_all()

    def ebb(self, server: LiveServer) -> None:
        """Return once the server has answered whatever had reached it."""
        urlopen(f"{server.url}/healthz").close()  # noqa: S310  # our own; who came before was let in before
        with self.changed:
            assert self.changed.wait_for(lambda: self.under_way == 0, timeout=60), "a request that never ends"


@pytest.fixture(scope="session")
def traffic() -> Traffic:
    return Traffic()


@pytest.fixture
def demo(
    transactional_db: None, demo_record: databases.Record, live_server: LiveServer, traffic: Traffic
) -> Iterator[None]:
    """The demo's plan, figures and accounts."""
    databases.put_back(demo_record)
    yield
    traffic.ebb(live_server)  # what is written later would be found by the next test


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, demo: None) -> Iterator[Callable[..., Page]]:
    """``open_page("staff", "/figures/", language="en", width=390, dark=True, expects=("a console error",))``."""
    contexts = []
    expected = ["status of 404", "status of 409", "status of 422"]  # what is refused is answered, not a fault
    faults: list[str] = []

    def open_as(
        role: str | None,
        path: str,
        *,
        language: str = "zh-CN",
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        touch: bool = False,
        expects: tuple[str, ...] = (),
    ) -> Page:
        expected.extend(expects)
        context = chromium.new_context(
            base_url=live_server.url,
            locale=language,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        if role is not None:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session_of(user(role)), "url": live_server.url}])
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not [fault for fault in faults if not any(text in fault for text in expected)], "the browser's console"


def sign_in(page: Page, role: str) -> None:
    """As the role's account, through the login page."""
    page.goto("/login/")
    page.locator("#id_username").fill(role)
    page.locator("#id_password").fill("demo-1369")
    page.locator("main button").click()


def user(name: str) -> User:
    return User.objects.get(username=name)
