"""Who reads the API, how often, and what an answer without news costs."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from daqing1369.api.access import seconds_to_wait
from daqing1369.keys import make_key, revoke_key
from daqing1369.models import AccessKey
from targets.models import Figure
from tests.factories import NOW
from tests.year import make_air_year

BOARD = "/api/v1/plans/2024/board"
GOALS = "/api/v1/plans/2024/goals"
ORIGIN = "https://screen.example.org"


@pytest.fixture
def key(administrator: User) -> str:
    make_air_year()
    return make_key(purpose="api", name="city screen", by=administrator, now=NOW)[1]


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a_key_reads_without_a_login(client: Client, key: str, scheme: str) -> None:
    answer = client.get(BOARD, headers={"Authorization": f"{scheme} {key}"})
    assert answer.status_code == 200
    assert answer.json()["goals"][1]["value"] == "27.2"
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic {}", "Token {}", "{}", "Bearer {}x", "Bearer 大"])
def test_anything_else_is_a_stranger(client: Client, key: str, header: str) -> None:
    answer = client.get(BOARD, headers={"Authorization": header.format(key)})
    assert answer.status_code == 401
    assert answer.json()["detail"] and answer["WWW-Authenticate"] == "Bearer"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_a_key_in_the_query_opens_nothing(client: Client, key: str) -> None:
    for name in ("key", "token", "access_token", "Authorization"):
        assert client.get(BOARD, {name: key}).status_code == 401


def test_a_revoked_key_is_refused_at_once(client: Client, key: str, administrator: User) -> None:
    assert client.get(BOARD, headers=bearer(key)).status_code == 200
    revoke_key(key_id=AccessKey.objects.get().pk, by=administrator, now=NOW)
    assert client.get(BOARD, headers=bearer(key)).status_code == 401


def test_a_key_of_a_wall_does_not_read_the_api(client: Client, administrator: User) -> None:
    _, text = make_key(purpose="wall", name="hall", by=administrator, now=NOW)
    assert client.get(BOARD, headers=bearer(text)).status_code == 401


def test_who_presents_a_key_is_judged_by_it_alone(viewer: User, client_of: Callable[[User], Client], key: str) -> None:
    assert client_of(viewer).get(BOARD, headers=bearer("revoked")).status_code == 401


@pytest.mark.parametrize("page", ["/", "/goals/pm25/", "/history/", "/keys/", "/figures/", "/admin/"])
def test_a_key_opens_no_page(client: Client, key: str, page: str) -> None:
    answer = client.get(page, headers=bearer(key))
    assert answer.status_code == 302 and answer["Location"].startswith("/login/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_key_only_reads(client: Client, key: str, method: str) -> None:
    answer = getattr(client, method)(BOARD, headers=bearer(key))
    assert answer.status_code == 405
    assert answer.json()["detail"] and answer["Allow"] == "GET, HEAD"


def test_beyond_the_rate_it_says_when_to_ask_again(client: Client, key: str, settings: Settings) -> None:
    settings.API_RATE = 3
    with patch("daqing1369.api.door.time", lambda: 630.0):
        statuses = [client.get("/api/v1/plans", headers=bearer(key)).status_code for _ in range(3)]
        answer = client.get("/api/v1/plans", headers=bearer(key))
    assert statuses == [200, 200, 200]
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "30" in answer.json()["detail"]


def test_the_count_is_of_one_client_and_one_minute(db: None, settings: Settings) -> None:
    settings.API_RATE = 2
    asked = [seconds_to_wait("key 1", 600.0), seconds_to_wait("key 1", 610.9), seconds_to_wait("key 1", 645.2)]
    assert asked == [None, None, 15]
    assert seconds_to_wait("key 2", 645.2) is None
    assert seconds_to_wait("key 1", 660.0) is None, "a new minute begins"
    settings.API_RATE = 0
    assert [seconds_to_wait("key 1", 661.0) for _ in range(5)] == [None] * 5


def test_an_answer_without_news_is_304_and_empty(client: Client, key: str) -> None:
    first = client.get(GOALS, headers=bearer(key))
    etag = first["ETag"]
    assert etag.startswith('"') and "private" in first["Cache-Control"]
    for known in (etag, f'W/{etag}, "x"', f'"x", {etag}', "*"):
        again = client.get(GOALS, headers=bearer(key) | {"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert "private" in again["Cache-Control"] and "Authorization" in again["Vary"]
    for other in ('"x"', "nonsense", ""):
        assert client.get(GOALS, headers=bearer(key) | {"If-None-Match": other}).status_code == 200


def test_an_etag_changes_with_what_is_said(client: Client, key: str) -> None:
    def etag(**headers: str) -> str:
        return str(client.get(GOALS, headers=bearer(key) | headers)["ETag"])

    assert len({etag(), etag(Accept="text/csv"), etag(**{"Accept-Language": "en"})}) == 3
    before = etag()
    Figure.objects.filter(month="2024-10-01", indicator__slug="pm25").update(numerator=1)
    assert etag() != before


def test_head_says_what_get_would_without_a_body(client: Client, key: str) -> None:
    whole, head = client.get(GOALS, headers=bearer(key)), client.head(GOALS, headers=bearer(key))
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (whole["ETag"], str(len(whole.content)))
    assert client.head("/api/v1/plans/1999", headers=bearer(key)).status_code == 404


def test_no_other_origin_reads_unless_the_operator_names_it(client: Client, key: str, settings: Settings) -> None:
    asked = bearer(key) | {"Origin": ORIGIN}
    assert "Access-Control-Allow-Origin" not in client.get(GOALS, headers=asked)
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    answer = client.get(GOALS, headers=asked)
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in answer
    assert "origin" in answer["Vary"].lower()
    assert "Access-Control-Allow-Origin" not in client.get("/login/", headers=asked), "only the API"
    other = bearer(key) | {"Origin": "https://elsewhere.example.org"}
    assert "Access-Control-Allow-Origin" not in client.get(GOALS, headers=other)


def test_a_browser_may_ask_first_whether_it_may_send_a_key(client: Client, db: None, settings: Settings) -> None:
    settings.CORS_ALLOWED_ORIGINS = [ORIGIN]
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = client.options(GOALS, headers=asked)
    assert answer.status_code == 200
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
