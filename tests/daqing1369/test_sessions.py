"""Signing in again from an open page, and whose page it is."""

from collections.abc import Callable
from time import time

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from tests.factories import make_goal

IN_PLACE = {"X-In-Place": "1"}
PASSWORD = "demo-1369"
PART = {"HX-Request": "true"}


def sign_in(client: Client, *, password: str = PASSWORD, language: str = "en") -> tuple[int, str]:
    data = {"username": "staff", "password": password}
    answer = client.post("/login/", data, headers=IN_PLACE | {"Accept-Language": language})
    return answer.status_code, answer.content.decode()


def test_a_page_signs_in_without_getting_a_page(client: Client, editor: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 600
    answer = client.post("/login/", {"username": "staff", "password": "demo-1369"}, headers=IN_PLACE)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["X-User"] == "staff"
    assert 590 <= int(answer["X-Session-Left"]) <= 600
    assert client.get("/nothing/").status_code == 404, "a stranger would be sent to the login"


def test_a_chinese_name_fits_a_header(client: Client, editor: User) -> None:
    editor.username = "王工"
    editor.save()
    answer = client.post("/login/", {"username": "王工", "password": "demo-1369"}, headers=IN_PLACE)
    assert answer["X-User"] == "%E7%8E%8B%E5%B7%A5"
    page = {"X-Page-User": "%E7%8E%8B%E5%B7%A5"}
    assert client.get("/login/", headers=IN_PLACE | page).status_code == 204
    assert client.get("/nothing/", headers=PART | page).status_code == 404


@pytest.mark.parametrize(("language", "sentence"), [("en", "do not match"), ("zh-hans", "不")])
def test_a_wrong_password_is_a_sentence(client: Client, editor: User, language: str, sentence: str) -> None:
    status, told = sign_in(client, password="wrong", language=language)
    assert status == 422
    assert sentence in told
    assert "<" not in told


def test_too_many_attempts_are_a_sentence(client: Client, editor: User, settings: Settings) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong")
    status, told = sign_in(client)
    assert status == 429
    assert "Wait 15 minutes" in told
    assert "<" not in told


def test_who_is_signed_in_may_sign_in_again_before_the_end(client: Client, editor: User) -> None:
    sign_in(client)
    session = client.session
    session["ends_at"] = int(time()) + 60
    session.save()
    assert int(client.get("/login/", headers=IN_PLACE)["X-Session-Left"]) <= 60
    assert sign_in(client)[0] == 204
    assert int(client.get("/login/", headers=IN_PLACE)["X-Session-Left"]) > 600


def test_a_page_asks_whether_it_is_signed_in(client: Client, editor: User) -> None:
    assert client.get("/login/", headers=IN_PLACE).status_code == 401
    assert client.cookies["csrftoken"].value, "for the login that follows"
    sign_in(client)
    assert client.get("/login/", headers=IN_PLACE)["X-User"] == "staff"
    Session.objects.all().delete()
    assert client.get("/login/", headers=IN_PLACE).status_code == 401


def test_a_page_tells_whose_it_is_and_how_long(
    client: Client, editor: User, client_of: Callable[[User], Client]
) -> None:
    make_goal()
    sign_in(client)
    for who, most in ((client, 2 * 3600), (client_of(editor), 2 * 3600)):
        body = BeautifulSoup(who.get("/").content, "lxml").body
        assert body is not None
        assert body["data-user"] == "staff"
        assert most - 10 <= int(str(body["data-session-left"])) <= most
    stranger = BeautifulSoup(Client().get("/login/").content, "lxml")
    assert stranger.select_one("#login-again") is None
    assert stranger.body is not None
    assert not stranger.body.has_attr("data-user")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_of_one_person_gets_and_sends_nothing_as_another(
    client_of: Callable[[User], Client], editor: User, viewer: User, method: str
) -> None:
    make_goal()
    client = client_of(viewer)
    answer = getattr(client, method)("/", headers=PART | {"X-Page-User": "staff"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["X-User"] == "leader"
    assert "HX-Redirect" not in answer
    assert client.get("/", headers=PART | {"X-Page-User": "leader"}).status_code == 200


def test_a_page_with_a_login_of_its_own_is_not_sent_away(client: Client, db: None) -> None:
    answer = client.get("/figures/2024/10/", headers=PART | {"X-Page-User": "staff"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer
    assert "HX-Redirect" in client.get("/figures/2024/10/", headers=PART)
