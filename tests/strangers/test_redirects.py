"""Where one is sent: never to another site. Which session goes on: never one that somebody else chose."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

LOGIN = {"username": "leader", "password": "demo-1369"}
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:evil.example",
    "http://testserver@evil.example/",
    " //evil.example",
    "/%0d%0aLocation: //evil.example",
    "\t//evil.example",
)


def stays(answer: Any) -> bool:
    """Whether a browser that follows the answer stays on this site."""
    target = answer["Location"]
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc and target.startswith("/") and target[1:2] not in ("/", "\\")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_login_and_logout_stay_here(viewer: User, target: str) -> None:
    client = Client()
    assert stays(client.post(f"/login/?next={target}", LOGIN | {"next": target}))
    assert stays(client.get("/login/", {"next": target})), "whoever is signed in already is sent on"
    assert stays(client.post("/logout/", {"next": target}))
    client.post("/login/", LOGIN)
    assert stays(client.post(f"/logout/?next={target}"))


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example/", "/\\evil.example/", "/", "/goals/x/"])
def test_the_language_switch_stays_here(db: None, path: str) -> None:
    answer = Client().get("/", {"language": "en"}, PATH_INFO=path)
    assert answer.status_code == 302 and stays(answer)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_what_the_sender_says_of_its_page_leads_nowhere_else(db: None, target: str) -> None:
    part = {"HX-Request": "true", "HX-Current-URL": target.strip()}
    assert Client().get("/", headers=part)["HX-Redirect"].startswith("/login/?next=")
    assert stays(Client().post("/keys/", headers={"Referer": target.strip()}))
    assert Client().post("/keys/", headers={"Referer": target.strip()})["Location"].startswith("/login/?next=/")


def test_the_session_gets_a_new_key_at_the_login(viewer: User) -> None:
    planted = SessionStore()
    planted["planted"] = "yes"
    planted.create()
    client = Client()
    client.cookies["sessionid"] = str(planted.session_key)
    client.post("/login/", LOGIN)
    assert client.session.session_key not in (None, planted.session_key)
    assert not planted.exists(str(planted.session_key)), "whoever planted it has nothing"


@pytest.mark.parametrize("key", ["x" * 32, "", "../../etc", "0"])
def test_a_made_up_key_is_no_session(viewer: User, key: str) -> None:
    client = Client()
    client.cookies["sessionid"] = key
    client.post("/login/", LOGIN)
    assert client.cookies["sessionid"].value not in ("", key)
    assert client.get("/account/").status_code == 200


def test_signing_out_ends_the_session_for_good(viewer: User) -> None:
    client = Client()
    client.post("/login/", LOGIN)
    stolen = client.cookies["sessionid"].value
    client.post("/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/account/").status_code == 302
