"""What is built before the workers are forked: answered as to anybody, and nothing of it stays on record."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from daqing1369 import rehearsal
from daqing1369.models import Snapshot
from tests.elsewhere import parameters
from tests.year import make_air_year


@pytest.fixture(autouse=True)
def application() -> None:
    """Loaded before a test listens to what is logged: loading it sets the logging up."""
    import_module("daqing1369.wsgi")


def login_answered() -> set[str]:
    with ThreadPoolExecutor(1) as thread:  # which has no connection of an earlier test's
        return set(thread.submit(rehearsal.answer_login).result())


def test_the_login_page_is_answered_and_asks_no_database() -> None:
    assert login_answered() == {"200 OK"}
    assert not logging.root.manager.disable


def test_a_login_page_that_was_refused_is_told_once(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.ALLOWED_HOSTS = ["", "board.example"]
    assert login_answered() == {"400 Bad Request"}
    assert [record.getMessage() for record in caplog.records] == [
        "the login page was not answered before the start: 400 Bad Request"
    ]


def test_the_pages_are_shown_and_leave_no_code(transactional_db: None) -> None:
    make_air_year()
    assert rehearsal.show_pages() == [200] * 8  # board, a goal, figures, the board for programs; in both languages
    assert not Snapshot.objects.exists()


def test_the_first_reader_finds_what_was_evaluated(
    transactional_db: None, viewer: User, client_of: Callable[[User], Client]
) -> None:
    make_air_year()
    rehearsal.show_pages()
    with CaptureQueriesContext(connection) as asked:
        assert client_of(viewer).get("/").status_code == 200
    assert len(asked) > 3
    assert not [query["sql"] for query in asked if 'FROM "targets_figure"' in query["sql"]]


def test_without_a_plan_it_is_told_once_and_the_server_starts(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert rehearsal.show_pages() == []
    (told,) = [record.getMessage() for record in caplog.records]
    assert told.startswith("the pages were not shown before the start: ")


def test_a_page_that_is_refused_is_told_and_ends_it(
    transactional_db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_air_year()
    monkeypatch.setattr(rehearsal, "_paths", lambda: iter(["/api/v1/plans/1999/board", "/"]))
    assert rehearsal.show_pages() == [404]
    (told,) = [record.getMessage() for record in caplog.records]
    assert told == "a page was not shown before the start: /api/v1/plans/1999/board (404)"


def test_a_start_waits_for_nobody_who_holds_a_table(transactional_db: None, caplog: pytest.LogCaptureFixture) -> None:
    make_air_year()
    with psycopg.connect(**parameters()) as other:
        other.execute("LOCK TABLE targets_plan")
        assert rehearsal.show_pages() == []
    (told,) = [record.getMessage() for record in caplog.records]
    assert "lock timeout" in told


def test_without_the_database_it_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """Outside of a test that may ask for it, the database is away."""
    assert rehearsal.show_pages() == []
    assert [record.name for record in caplog.records] == ["daqing1369.rehearsal"]
