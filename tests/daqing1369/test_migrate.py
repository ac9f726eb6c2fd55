"""Migrations give up rather than keep everybody waiting, and say what to do."""

from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connection, transaction
from pytest_django import Settings

from daqing1369.backups.engine import database_of


def standing_in(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """Migrations of these statements."""

    def handle(_command: object, *_args: Any, **_options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    monkeypatch.setattr(migrate.Command, "handle", handle)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_table_in_use_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    standing_in(monkeypatch, "CREATE TABLE half_done ()", "ALTER TABLE targets_figure ADD COLUMN later int")
    with database_of(connection).connect() as reader:
        reader.execute("SELECT * FROM targets_figure")
        with pytest.raises(CommandError, match=r"waited 0.05 s .* pg_stat_activity .* --lock-timeout 60"):
            call_command("migrate", lock_timeout=0.05)
        assert reader.execute("SELECT to_regclass('half_done')").fetchone() == (None,)
    assert (setting("lock_timeout"), setting("statement_timeout")) == ("0", "0")


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    standing_in(monkeypatch, "SELECT pg_sleep(10)")
    with pytest.raises(CommandError, match=r"longer than 0.05 s .* backup, .* --statement-timeout 0"):
        call_command("migrate", statement_timeout=0.05)


@pytest.mark.django_db(transaction=True)
def test_another_failure_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    standing_in(monkeypatch, "SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(OperationalError) as raised:
        call_command("migrate")
    assert isinstance(raised.value.__cause__, psycopg.errors.AdminShutdown)
    connection.close()


def test_the_settings_are_the_default(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.MIGRATE_LOCK_SECONDS, settings.MIGRATE_STATEMENT_SECONDS = 5.0, 300.0
    seen: list[str] = []
    monkeypatch.setattr(
        migrate.Command,
        "handle",
        lambda *_args, **_options: seen.extend((setting("lock_timeout"), setting("statement_timeout"))),
    )
    call_command("migrate")
    assert seen == ["5s", "5min"]
    with pytest.raises(CommandError, match="lock-timeout"):
        call_command("migrate", "--lock-timeout=-1")


def test_migrations_that_have_run_are_left(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("migrate", "--lock-timeout=5", "--plan")
    assert "No planned migration operations." in capsys.readouterr().out
