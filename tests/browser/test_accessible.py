"""Everyone can use every page and state: axe has nothing to say of it, in each language and theme, zoomed or not."""

import os
import re
from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings as django_settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import resolve
from django.utils.encoding import force_bytes
from django.utils.http import urlencode, urlsafe_base64_encode
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from actions.models import NoteAttachment, TaskReport
from daqing1369.keys import make_key
from daqing1369.models import Purpose
from targets.services.imports import receive, work
from tests.browser.conftest import user
from tests.browser.pages import GROUPS, NO_PAGES, Look, on_paper
from tests.browser.steps import wait_for_review
from tests.conftest import session_of
from tests.factories import NOW
from tests.loading import DAYS, csv, day_row, load
from tests.sheets import HEAD
from tests.sheets import csv as table
from tests.strangers.walk import PAGES

ROW = ["230600", "2024-10", "good-air-days", "29", "30"]
STRUCTURE: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
COLOURS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
# The colours are judged on one text of each kind (its colour, size and weight, what lies behind it): the dear rule of
# axe then sees fifty texts of a page and not two thousand.
RUN = """async ([options, isSampled]) => {
  const grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const style = getComputedStyle(one);
      const own = style.backgroundImage + style.backgroundColor + style.opacity;
      grounds.set(one, ground(one.parentElement) + (own === "nonergba(0, 0, 0, 0)1" ? "" : own));
    }
    return grounds.get(one);
  };
  const kinds = new Map();
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const one of isSampled ? document.body.querySelectorAll("*") : []) {
    if (!hasText(one) || !one.checkVisibility() || !one.getClientRects().length) continue;
    const style = getComputedStyle(one);
    const kind = [style.color, style.fontSize, style.fontWeight, one.disabled, ground(one)].join("|");
    if (!kinds.has(kind)) kinds.set(kind, one);
  }
  const { violations } = await axe.run(isSampled ? [...kinds.values()] : document, options);
  const told = (one) => `${one.html.slice(0, 160)} ${one.any[0]?.message ?? one.all[0]?.message ?? ""}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(told).join(" | ")}`);
}"""
PLAIN = """() => {
  const found = [];
  const h1 = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
  if (h1.length !== 1) found.push(`${h1.length} h1 are seen`);
  const running = document.getAnimations().length;
  if (running) found.push(`${running} animations run`);
  for (const one of document.querySelectorAll("main svg, main canvas")) {
    const isNamed = one.closest("[role=img][aria-label]:not([aria-label='']), [aria-hidden=true], a, button");
    if (!isNamed && one.checkVisibility()) found.push(`a picture without a name: ${one.outerHTML.slice(0, 160)}`);
  }
  return found;
}"""
DJANGO_S_OWN = ("link-in-text-block", "empty-table-header")  # the administration's templates are not ours
ZOOMED = ((720, 450), (320, 512))  # 200 % of 1440 × 900, and what WCAG 1.4.10 asks for
# Group by group in Chinese and light or in English and dark by turns; `make everyone` sees each in all four.
DRESSES = list(product(("zh-CN", "en-US"), ("light", "dark")))
BY_TURNS = DRESSES[0], DRESSES[3]
WALKS = list(product(GROUPS, DRESSES) if os.environ.get("EVERYONE") == "on" else zip(GROUPS, cycle(BY_TURNS)))


@pytest.fixture
def world(demo: None, tmp_path: Path, settings: Any) -> dict[str, str]:
    """Rows that the demo has none of: what waits, a file, a load, an upload, a key; by the names in the addresses."""
    settings.ATTACHMENTS_DIR = settings.UPLOADS_DIR = tmp_path / "kept"
    admin = user("admin")
    wait_for_review()
    file = {"title": "x.txt", "path": "x", "media_type": "text/plain", "size": 1, "sha256": "0" * 64, "changed_at": NOW}
    report = TaskReport.objects.filter(task__action__number=2).order_by("pk").first()
    sheet = work(upload=receive(chunks=[table(HEAD, ROW)], name="october.csv", by=admin, now=NOW), now=NOW)
    reset = {"of": urlsafe_base64_encode(force_bytes(admin.pk)), "key": default_token_generator.make_token(admin)}
    return {
        "note_file": str(NoteAttachment.objects.create(report=report, **file).pk),
        "load": str(load(csv(DAYS, day_row(pm25="x")), by=admin).pk),
        "upload": str(sheet.pk),
        "wall": make_key(purpose=Purpose.WALL, name="hall", by=admin, now=NOW)[1],
        "reset": urlencode(reset),
    }


Dress = tuple[str, str]
Visit = Callable[[Look, Dress], Page]
OpenPage = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer, world: dict[str, str]) -> Iterator[Visit]:
    """The page in the look's state, in a language and a theme: one browser context for each role and dress."""
    pages: dict[tuple[str | None, Dress], Page] = {}

    def fresh(role: str | None, dress: Dress) -> Page:
        looks: Any = {"locale": dress[0], "color_scheme": dress[1], "viewport": {"width": 1440, "height": 900}}
        context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce", **looks)
        if role is not None:
            key = session_of(user(role))
            context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        context.route("**/plotly*", lambda asked: asked.abort())  # the server's pictures stand
        return context.new_page()

    def visited(look: Look, dress: Dress) -> Page:
        known = (look.role, dress)
        if known not in pages:
            pages[known] = fresh(*known)
        page = pages[known]
        if look.path:
            page.emulate_media(media="screen")
            answer = page.goto(look.path.format(**world))
            assert answer is not None
            assert answer.status == look.status, f"{look.path}: {answer.status}"
        if look.act is not None:
            look.act(page)
        return page

    yield visited
    for page in pages.values():
        page.context.close()


def faults(page: Page) -> Iterator[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    yield from page.evaluate(RUN, [STRUCTURE, False])
    yield from page.evaluate(RUN, [COLOURS, True])
    yield from page.evaluate(PLAIN)


def too_wide(page: Page) -> Iterator[str]:
    """What is cut or must be scrolled sideways where the browser zooms."""
    for width, height in ZOOMED:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{wide} pixels wide of {width}"
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize(("group", "dress"), WALKS)
def test_every_page_is_for_everyone(visit: Visit, group: str, dress: Dress) -> None:
    found = []
    for look in GROUPS[group]:
        page = visit(look, dress)
        told = [*faults(page), *(() if look.act is on_paper else too_wide(page))]
        if look.path.startswith("/admin/"):
            told = [fault for fault in told if not fault.startswith(DJANGO_S_OWN)]
        found += [f"{look}: {fault}" for fault in told]
    assert not found, "\n".join(found)


def test_no_page_is_forgotten() -> None:
    """What is not looked at is no page of a person's."""
    looked_at = {route(look.path.partition("?")[0]) for group in GROUPS.values() for look in group if look.path}
    own = {route(address) for address in PAGES if not address.startswith(("/api/", "/admin/"))}
    left = {one for one in own - looked_at if not one.endswith((".csv", ".xlsx", ".docx", ".pdf"))}
    assert left == NO_PAGES


def route(address: str) -> str:
    """The pattern that the address is one of."""
    found = resolve(re.sub("{.*?}", "1", address)) if address != "/no/such/page/" else None
    return "" if found is None else found.route


def test_the_interactive_chart_is_for_everyone(open_page: OpenPage) -> None:
    page = open_page("leader", "/goals/pm25/years/", language="en-US")
    page.emulate_media(reduced_motion="reduce")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("[data-drawn] .main-svg").first).to_have_attribute("aria-hidden", "true")
        assert [*faults(page)] == [], scheme
    page.set_viewport_size({"width": 320, "height": 512})
    page.wait_for_function("() => document.documentElement.scrollWidth <= 320")
