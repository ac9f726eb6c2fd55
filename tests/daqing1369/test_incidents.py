"""A failure is a clear page, part or document; a database that is away says "try again"."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from daqing1369 import board, incidents, sessions
from daqing1369.api import plans
from tests.factories import make_goal
from tests.operate.chaos.scene import WORDS


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, client_of: Callable[[User], Client], viewer: User) -> Client:
    """A client of an installation whose database went away after the session was read."""
    make_goal()

    def gone(*_args: object, **_kwargs: object) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(board, "year_state", gone)
    monkeypatch.setattr(plans, "list_of", gone)
    client = client_of(viewer)
    client.raise_request_exception = False
    return client


def test_a_page_says_try_again_in_both_languages(broken: Client) -> None:
    answer = broken.get("/?as_of=2024-09")
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "no-store" in answer["Cache-Control"]
    assert '<a class="button" href="/?as_of=2024-09">重试' in text
    assert WORDS in text
    assert "Try again in a moment." in text
    assert f"<code>{answer['X-Request-ID']}</code>" in text
    assert "server closed" not in text


def test_a_part_leaves_the_page_as_it_is(broken: Client) -> None:
    answer = broken.get("/", headers={"HX-Request": "true", "HX-Target": "board"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert answer.content.decode() == "数据库繁忙或没有应答，请稍后再试。"


def test_the_api_answers_in_json(broken: Client) -> None:
    answer = broken.get("/api/v1/plans", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert json.loads(answer.content) == {
        "detail": f"{WORDS}. Try again in a moment.",
        "request": answer["X-Request-ID"],
    }


def test_a_form_is_not_offered_again_by_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().post("/figures/2024/10/", REQUEST_ID="0123456789")
    try:
        raise OperationalError
    except OperationalError:
        text = incidents.server_error(request).content.decode()
    assert "send it again in a moment" in text
    assert "重试 ·" not in text
    assert 'href="/figures/2024/10/"' not in text


def test_the_session_itself_may_be_out_of_reach(
    monkeypatch: pytest.MonkeyPatch, client_of: Callable[[User], Client], viewer: User
) -> None:
    """Nobody is sent to the login page only because the database does not know them just now."""

    def gone(*_args: object) -> bool:
        raise InterfaceError("connection already closed")

    client = client_of(viewer)
    client.raise_request_exception = False
    monkeypatch.setattr(sessions, "is_page_of_another", gone)
    assert client.get("/").status_code == 503


def test_any_other_failure_is_a_500(
    monkeypatch: pytest.MonkeyPatch, client_of: Callable[[User], Client], viewer: User
) -> None:
    def wrong(*_args: object, **_kwargs: object) -> HttpResponse:
        raise DataError("a number that does not fit")

    monkeypatch.setattr(board, "year_state", wrong)
    make_goal()
    client = client_of(viewer)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    text = answer.content.decode()
    assert "系统出现故障" in text and "Something went wrong" in text
    assert f"<code>{answer['X-Request-ID']}</code>" in text
    assert client.get("/", headers={"HX-Request": "true"}).content.decode() == "系统出现故障，已保存的数据不受影响。"


def test_what_a_failure_came_from_counts() -> None:
    lost = OperationalError("away")
    outer = ValueError("while answering")
    outer.__cause__ = lost
    assert incidents.is_away(outer)
    lost.__context__ = outer  # a circle ends
    assert not incidents.is_away(ValueError())
    assert not incidents.is_away(None)


def test_the_page_comes_without_collected_files(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "daqing1369.storage.Storage"}}
    text = incidents.server_error(RequestFactory().get("/")).content.decode()
    assert "系统出现故障" in text
