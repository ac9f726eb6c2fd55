"""The door, the language and the client's address."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from daqing1369.middleware import client_address, language_switch, login_address
from tests.factories import make_goal


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("http://testserver/figures/2024/10/", "/login/?next=/figures/2024/10/"),
        ("http://testserver/?as_of=2024-09", "/login/?next=/%3Fas_of%3D2024-09"),
        ("https://elsewhere.example/x", "/login/?next=/x"),
        ("http://[", "/login/?next=/"),
    ],
)
def test_the_login_returns_to_a_path_of_this_site(page: str, address: str) -> None:
    assert login_address(page) == address


def test_a_form_sent_through_an_ended_session_is_not_thrown_away(client: Client, db: None) -> None:
    answer = client.post("/figures/2024/10/", {"x": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer


def test_what_cannot_be_asked_for_again_returns_to_the_board(client: Client, db: None) -> None:
    assert client.post("/logout/")["Location"] == "/login/?next=/"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.7", "10.0.0.7"),
        (2, "6.6.6.6, 10.0.0.7, 10.0.0.1", "10.0.0.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Settings, proxies: int, forwarded: str, address: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address


def test_pages_are_private_and_vary(client_of: Callable[[User], Client], viewer: User) -> None:
    make_goal()
    answer = client_of(viewer).get("/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"HX-Request", "HX-Target", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert answer["X-Frame-Options"] == "DENY"


def test_the_language_is_remembered_and_leaves_the_address(client: Client, db: None) -> None:
    answer = client.get("/login/?next=/&language=en")
    assert answer["Location"] == "/login/?next=%2F"
    assert client.cookies["django_language"].value == "en"
    assert "Sign in" in client.get("/login/").content.decode()


@pytest.mark.parametrize("language", ["xx", "zh-hans' --", "../en"])
def test_an_unknown_language_changes_nothing(client: Client, db: None, language: str) -> None:
    client.get("/login/", {"language": language})
    assert "django_language" not in client.cookies


def test_a_path_of_slashes_does_not_lead_elsewhere() -> None:
    request = RequestFactory().get("/", {"language": "en"})
    request.path = "//elsewhere.example/"
    answer = language_switch(lambda _request: HttpResponse())(request)
    assert answer["Location"] == "/elsewhere.example/"


def test_staff_land_on_the_last_finished_month(client: Client, editor: User, viewer: User) -> None:
    for name, landing in (("staff", "/figures/"), ("leader", "/")):
        answer = client.post("/login/", {"username": name, "password": "demo-1369"})
        assert answer["Location"] == landing
        client.post("/logout/")


def test_what_the_api_does_not_have_is_said_in_json(client_of: Callable[[User], Client], viewer: User) -> None:
    answer = client_of(viewer).get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert client_of(viewer).get("/nothing/")["Content-Type"].startswith("text/html")
