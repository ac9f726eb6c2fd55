"""The record cannot be changed, deleted or emptied: neither by SQL nor by the ORM, as the application's own role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from pghistory.models import Event

from targets.models import Figure, Indicator
from tests.factories import make_action, make_figure, make_goal, make_indicator, make_task

EVENTS = sorted(
    (model for model in apps.get_models() if issubclass(model, Event)), key=lambda model: model._meta.db_table
)
TRACKED: list[Any] = [model.pgh_tracked_model for model in EVENTS]


@pytest.fixture
def record(db: None) -> None:
    make_figure(make_indicator(), "2024-10", "28", "31")
    make_goal()
    make_task(make_action())


def execute(sql: str, model: Any) -> None:
    """The statement with ``{}`` for the model's table, as the application's own role."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(name(model)))


def refused(change: Callable[[], object], *, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        change()


def name(model: Any) -> str:
    return str(model._meta.db_table)


def test_every_recorded_table_is_looked_at() -> None:
    assert {"targets_figureevent", "actions_taskevent"} < {name(model) for model in EVENTS}
    assert all(TRACKED)


WRITTEN = pytest.mark.parametrize("label", ["targets.FigureEvent", "targets.GoalEvent", "actions.TaskEvent"])


@WRITTEN
@pytest.mark.parametrize(
    "sql", ["UPDATE {} SET reason = 'another'", "UPDATE {} SET pgh_created_at = now()", "DELETE FROM {}"]
)
def test_sql_is_refused(record: None, label: str, sql: str) -> None:
    refused(lambda: execute(sql, apps.get_model(label)), words="Cannot update or delete")


@WRITTEN
def test_the_orm_is_refused(record: None, label: str) -> None:
    events = apps.get_model(label)._default_manager.all()
    event = events.get()
    event.reason = "another"
    refused(event.save, words="Cannot update")
    refused(lambda: events.update(reason="another"), words="Cannot update")
    refused(event.delete, words="or delete rows")
    refused(lambda: events._raw_delete(events.db), words="or delete rows")
    assert events.get().reason == ""


@pytest.mark.parametrize("model", [*EVENTS, *TRACKED], ids=name)
def test_no_recorded_table_can_be_emptied(db: None, model: Any) -> None:
    refused(lambda: execute("TRUNCATE {} CASCADE", model), words="Cannot truncate")


def test_what_hangs_below_a_recorded_table_takes_nothing_along(db: None) -> None:
    refused(lambda: execute("TRUNCATE {} CASCADE", Indicator), words="Cannot truncate")
    refused(lambda: execute("TRUNCATE {} CASCADE", User), words="Cannot truncate")


@pytest.mark.parametrize("model", EVENTS, ids=name)
def test_every_table_of_the_record_has_both_guards(db: None, model: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [name(model)],
        )
        guards = {row[0].rsplit("_", 1)[0] for row in cursor.fetchall()}
    assert guards == {"pgtrigger_append_only", "pgtrigger_not_emptied", "note"}  # and its changes are told


def test_a_row_written_past_the_services_is_on_record(db: None) -> None:
    make_figure(make_indicator(), "2024-10", "28", "31")
    execute("UPDATE {} SET numerator = 29", Figure)
    execute("DELETE FROM {}", Figure)
    events = apps.get_model("targets.FigureEvent")._default_manager.order_by("pgh_id")
    assert [(event.pgh_label, event.numerator) for event in events] == [("insert", 28), ("update", 29), ("delete", 29)]


def test_the_triggers_in_the_database_are_those_of_the_code(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("pgtrigger", "ls")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > len(EVENTS) * 2
    assert not [line for line in lines if "INSTALLED" not in line or "ENABLED" not in line]
