"""The log: one line a request, under the number that the answer carries, without what opens something."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from daqing1369 import logs
from daqing1369.keys import make_key
from tests.factories import NOW, make_goal


class Kept(logging.Handler):
    """Lines as they would stand on stderr."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.JsonLines())
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        assert "\n" not in text
        self.lines.append(json.loads(text))


@pytest.fixture
def kept(settings: Settings) -> Iterator[Kept]:
    settings.LOG_REQUESTS = True
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_a_request_is_a_line(kept: Kept, client_of: Callable[[User], Client], viewer: User) -> None:
    make_goal()
    answer = client_of(viewer).get("/?as_of=2024-10")
    (line,) = kept.lines
    assert answer["X-Request-ID"] == line["request"]
    assert len(line["request"]) == 16
    told = {name: line[name] for name in ("level", "logger", "user", "method", "path", "status")}
    assert told == {
        "level": "INFO",
        "logger": "daqing1369.requests",
        "user": "leader",
        "method": "GET",
        "path": "/",
        "status": 200,
    }
    assert line["ms"] > 0
    assert line["time"].endswith("+08:00")


def test_a_stranger_has_no_name_and_asks_no_database(kept: Kept, client: Client, db: None) -> None:
    client.get("/nowhere/")
    client.get("/healthz")
    assert [(line["path"], line["status"], line["user"]) for line in kept.lines] == [
        ("/nowhere/", 302, ""),
        ("/healthz", 200, ""),
    ]


@pytest.mark.parametrize(
    ("told", "is_taken"),
    [
        ("abcdef-0123456789", True),
        ("short", False),
        ("a" * 65, False),
        ("with space 1", False),
        ('x"{}12345', False),
    ],
)
def test_a_proxys_number_is_taken_where_it_is_well_formed(
    kept: Kept, client: Client, db: None, told: str, *, is_taken: bool
) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": told})
    assert (answer["X-Request-ID"] == told) == is_taken
    assert kept.lines[0]["request"] == answer["X-Request-ID"]


def test_keys_are_not_written(
    kept: Kept, client: Client, administrator: User, caplog: pytest.LogCaptureFixture
) -> None:
    make_goal()
    _, key = make_key(purpose="wall", name="room", by=administrator, now=NOW)
    wrong = key[::-1]
    for address in (f"/wall/{key}/", f"/wall/{wrong}/", f"/wall/{wrong}", f"/reset/MQ/{'c5h-' + '0' * 32}/"):
        client.get(address)
    assert [line["path"] for line in kept.lines] == ["/wall/…/", "/wall/…/", "/wall/…", "/reset/MQ/…/"]
    assert [line["status"] for line in kept.lines] == [200, 302, 302, 302]


def test_what_happens_within_a_request_bears_its_number(kept: Kept) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        logging.getLogger("somewhere").error("odd: %s", "大庆")
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logging.getLogger("django.request").error(
                "Internal Server Error: %s", request.path, exc_info=sys.exc_info(), extra={"request": request}
            )
        return HttpResponse(status=500)

    request = RequestFactory().get("/wall/" + "k" * 43 + "/", headers={"X-Request-ID": "0123456789"})
    logs.request_log(view)(request)
    odd, failed, line = kept.lines
    assert {one["request"] for one in kept.lines} == {"0123456789"}
    assert odd["message"] == "odd: 大庆"
    assert failed["message"] == "Internal Server Error: /wall/…/"
    assert failed["traceback"].endswith("ValueError: two\nlines\n")
    assert line["status"] == 500
    logging.getLogger("somewhere").error("later")
    assert "request" not in kept.lines[-1]


def test_no_line_where_none_is_wanted(kept: Kept, client: Client, db: None, settings: Settings) -> None:
    settings.LOG_REQUESTS = False
    assert client.get("/healthz")["X-Request-ID"]
    assert kept.lines == []


def test_lines_for_people() -> None:
    record = logging.LogRecord("daqing1369.requests", logging.INFO, __file__, 1, "request", None, None)
    record.request = RequestFactory().get("/goals/pm25/", REQUEST_ID="0123456789")
    record.status, record.ms = 200, 12.5
    line = logs.Lines().format(record)
    assert line.endswith("INFO daqing1369.requests: request GET /goals/pm25/ 200 12.5 ms [0123456789]")
