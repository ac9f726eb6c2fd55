"""Alive is not ready: /readyz says whether this process can serve."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from daqing1369 import readiness


class Pool:
    """A pool of four connections."""

    def __init__(self, size: int, available: int) -> None:
        self.told = {"pool_size": size, "pool_max": 4, "pool_available": available}

    def get_stats(self) -> dict[str, int]:
        return self.told


class Connection:
    """A database connection of a thread that holds none."""

    connection: Any = None

    def __init__(self, pool: Pool | None) -> None:
        self.pool = pool

    def cursor(self) -> Any:
        raise ConnectionError


def test_ready(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert "no-store" in answer["Cache-Control"]


def test_migrations_wait(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'targets' AND name LIKE '0002%'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "migrations wait"})
    assert client.get("/healthz").status_code == 200


def test_a_newer_database_is_served(client: Client, db: None) -> None:
    """While an upgrade goes round, the old processes stay until they are replaced."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('targets', '9999_later', now())")
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("size", "available", "said"),
    [(4, 0, "busy"), (4, 1, "database does not answer"), (3, 0, "database does not answer")],
)
def test_a_pool_without_a_connection_to_spare(
    client: Client, monkeypatch: pytest.MonkeyPatch, size: int, available: int, said: str
) -> None:
    monkeypatch.setattr(readiness, "connection", Connection(Pool(size, available)))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": said})


def test_without_a_pool_only_the_database_is_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "connection", Connection(None))
    assert client.get("/readyz").json() == {"status": "database does not answer"}
