"""While the database is away, requests are refused at once, one asks now and then, and its return is seen."""

from typing import Any

import psycopg
import pytest
from django.db.backends.postgresql import base as django_base
from psycopg_pool import PoolTimeout

from daqing1369.postgresql import base
from daqing1369.postgresql.outage import PAUSE, Outage


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def gone() -> None:
    raise OSError("refused")


def here() -> None:
    """The database answers."""


def test_an_outage_is_asked_about_now_and_then() -> None:
    clock = Clock()
    outage = Outage(clock)
    with pytest.raises(OSError):
        outage.ask(gone)
    assert outage.is_known
    assert not outage.ask(gone)
    clock.now += PAUSE
    with pytest.raises(OSError):
        outage.ask(gone)
    clock.now += PAUSE
    assert outage.ask(here)
    assert not outage.is_known


def test_one_asks_at_a_time() -> None:
    outage = Outage(Clock())
    answers: list[bool] = []
    assert outage.ask(lambda: answers.append(outage.ask(here)))
    assert answers == [False]


class Server:
    """Stands for the pool and for a connection beside it. ``state``: here, busy or away."""

    def __init__(self) -> None:
        self.state, self.pool_asked, self.asked = "here", 0, 0

    def from_pool(self, *_: object) -> str:
        self.pool_asked += 1
        if self.state != "here":
            raise PoolTimeout("none within 3 s")
        return "a connection"

    def connect(self, **params: Any) -> "Server":
        self.asked += 1
        assert params == {"host": "h", "connect_timeout": base.ASK_SECONDS}
        if self.state == "away":
            raise psycopg.OperationalError("refused")
        return self

    def close(self) -> None:
        """As a connection's."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(django_base.DatabaseWrapper, "get_new_connection", server.from_pool)
    monkeypatch.setattr(base.DatabaseWrapper, "pool", "a pool")
    monkeypatch.setattr(base.DatabaseWrapper, "Database", server)
    return server


def try_it() -> str:
    connection = base.DatabaseWrapper({"OPTIONS": {}, "TIME_ZONE": None})
    found: str = connection.get_new_connection({"host": "h"})
    return found


def test_requests_are_refused_until_the_database_is_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(base, "_outage", Outage(clock))
    server.state = "away"
    with pytest.raises(psycopg.OperationalError, match="refused"):
        try_it()
    for _ in range(3):
        with pytest.raises(psycopg.OperationalError, match=r"The database is away\."):
            try_it()
    assert (server.pool_asked, server.asked) == (1, 1)
    clock.now += PAUSE
    server.state = "here"
    assert try_it() == try_it() == "a connection"
    assert (server.pool_asked, server.asked) == (3, 2)


def test_a_busy_pool_is_no_outage(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_outage", Outage(Clock()))
    server.state = "busy"
    for _ in range(2):
        with pytest.raises(PoolTimeout):
            try_it()
    assert (server.pool_asked, server.asked) == (2, 2)
