"""What every answer says to browsers and caches, what a page may run, and which cookies and hosts are ours."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.strangers.test_redirects import stays
from tests.strangers.walk import OPEN, OWN_PAGES, changed, make_world, written

ClientOf = Callable[[User], Client]
SLOW = (".pdf", ".docx")  # downloads, made by the page of the same name
ADMINISTRATION = ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/targets/goal/", "/admin/actions/")
ELSEWHERE = dict.fromkeys(("next", "url", "to", "back", "return", "redirect"), "//evil.example/")
NOTHING_BUT_A_FILE = "default-src 'none'; sandbox"


def policy(answer: Any) -> dict[str, set[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {part[0]: set(part[1:]) for part in parts}


def check_policy(address: str, answer: Any) -> None:
    if answer["Content-Security-Policy"] == NOTHING_BUT_A_FILE:
        return
    told = policy(answer)
    assert told["default-src"] == {"'none'"}, address
    assert told["script-src"] == {"'self'"}, f"{address}: scripts are files of ours"
    assert told["frame-ancestors"] == {"'none'"} == told["base-uri"], address
    assert told["form-action"] == told["connect-src"] == {"'self'"}, address
    assert told["style-src"] - {"'unsafe-inline'"} == {"'self'"}, address
    is_drawn = not answer.streaming and b"plotly" in answer.content
    assert is_drawn or "'unsafe-inline'" not in told["style-src"], f"{address} draws nothing with plotly.js"


def check_markup(address: str, answer: Any) -> None:
    page = BeautifulSoup(answer.content, "lxml")
    for script in page.select("script"):
        is_data = script.get("type") in ("application/json", "application/ld+json")
        assert is_data or script.get("src"), f"{address}: an inline script is refused by the policy"
        assert not script.get_text(strip=True) or is_data, address
    for tag in page.select("*"):
        wrong = [name for name in tag.attrs if name == "style" or name.startswith(("on", "hx-on"))]
        assert not wrong, f"{address}: <{tag.name} {wrong}>"
    assert not page.select("style"), f"{address}: styles are files"
    sources = [
        str(tag.get("src") or tag.get("href")) for tag in page.select("script[src], link[href], img[src], iframe")
    ]
    assert not [source for source in sources if re.match(r"(https?:)?//", source)], f"{address}: nothing from elsewhere"


def check_answer(address: str, answer: Any) -> None:
    assert answer["X-Frame-Options"] == "DENY", address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer"), address
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
    cached = answer["Cache-Control"]
    assert "private" in cached or "no-store" in cached, f"{address}: {cached}"
    assert "public" not in cached, address
    check_policy(address, answer)
    if answer["Content-Type"].startswith("text/html") and not answer.streaming:
        check_markup(address, answer)


def test_every_page_is_strict_and_private_and_asking_writes_nothing(db: None, client_of: ClientOf) -> None:
    world = make_world()
    client, before = client_of(world.chief), written()
    pages = [address for address in OWN_PAGES if not address.endswith(SLOW)]
    for address in (*pages, *ADMINISTRATION, "/nothing/"):
        answer = client.get(address, {} if address.startswith("/api/") else ELSEWHERE)
        check_answer(address, answer)
        assert answer.status_code < 500, address
        assert answer.status_code not in (301, 302) or stays(answer), f"{address} leads to another site"
    assert changed(before) == []


@pytest.mark.parametrize("address", [*OPEN[:3], "/", "/nothing/", "/api/v1/plans", "/api/v1/nothing", "/admin/"])
def test_a_stranger_is_told_no_less(db: None, address: str) -> None:
    check_answer(address, Client().get(address))


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("none", None),
        ("same-origin", None),
        *((site, "same-origin") for site in ("same-site", "cross-site", "", "None")),
    ],
)
def test_only_what_another_site_may_have_opened_is_cut_off_from_it(db: None, site: str, told: str | None) -> None:
    for address in ("/login/", "/", "/nothing/", "/api/v1/nothing"):
        answer = Client().get(address, headers={"Sec-Fetch-Site": site})
        assert answer.get("Cross-Origin-Opener-Policy") == told, address


def test_a_refusal_is_as_strict(db: None, viewer: User, client_of: ClientOf) -> None:
    strict = Client(enforce_csrf_checks=True)
    for answer in (client_of(viewer).get("/keys/"), strict.post("/login/", {"username": "x"})):
        assert answer.status_code == 403
        check_policy("403", answer)
        check_markup("403", answer)
        assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "", "a b"])
@pytest.mark.parametrize("address", OPEN[:3])
def test_another_host_is_refused(db: None, host: str, address: str) -> None:
    assert Client().get(address, headers={"Host": host}).status_code == 400


def test_a_forwarded_host_is_not_believed(administrator: User, client_of: ClientOf) -> None:
    answer = client_of(administrator).post(
        "/keys/", {"purpose": "wall", "name": "hall"}, headers={"X-Forwarded-Host": "evil.example"}
    )
    assert b"http://testserver/wall/" in answer.content and b"evil.example" not in answer.content


@pytest.fixture
def secured(settings: Settings) -> Iterator[Client]:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    yield Client(headers={"X-Forwarded-Proto": "https"})


def test_cookies_are_out_of_reach(viewer: User, secured: Client) -> None:
    secured.get("/login/")
    answer = secured.post("/login/", {"username": "leader", "password": "demo-1369"}, secure=True)
    session, token = answer.cookies[project.SESSION_COOKIE_NAME], secured.cookies[project.CSRF_COOKIE_NAME]
    assert session["httponly"] and session["secure"] and session["samesite"] == "Lax"
    assert token["secure"] and token["samesite"] == "Lax"
    language = secured.get("/login/?language=en").cookies[project.LANGUAGE_COOKIE_NAME]
    assert language["secure"] and language["samesite"] == "Lax"


TOLD = """
import json, daqing1369.settings as s
names = ("SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS "
         "DEBUG SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE CSRF_TRUSTED_ORIGINS ALLOWED_HOSTS EMAIL_URL PROXIES")
print(json.dumps({name: getattr(s, name) for name in names.split()}))
"""


def test_production_sets_every_flag() -> None:
    given = {"DATABASE_URL": "postgres://x@127.0.0.1/x", "ALLOWED_HOSTS": "board.example", "SECRET_KEY": "x" * 50}
    told = subprocess.run(  # noqa: S603  # our own settings
        [sys.executable, "-c", TOLD], capture_output=True, check=True, cwd=project.BASE_DIR, env=os.environ | given
    )
    assert json.loads(told.stdout) == {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "DEBUG": False,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_TRUSTED_ORIGINS": ["https://board.example"],
        "ALLOWED_HOSTS": ["board.example"],
        "EMAIL_URL": "",
        "PROXIES": 1,
    }
