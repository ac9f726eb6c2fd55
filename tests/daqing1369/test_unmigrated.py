"""A command on a database that is away or was not migrated says so in a sentence."""

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from daqing1369.management.unmigrated import unmigrated, unreachable

pytestmark = pytest.mark.django_db(transaction=True)


def fault(statement: str) -> ProgrammingError:
    with pytest.raises(ProgrammingError) as caught, connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value


def test_a_missing_table_before_migrating_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error = fault("SELECT 1 FROM targets_nowhere")
    assert unmigrated(error) is None  # the database is migrated: it is another fault
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("targets.0001", False)])
    assert "Run manage.py migrate, then this command again." in str(unmigrated(error))
    assert unmigrated(fault("SELECT nonsense(")) is None


def test_a_server_that_is_away_is_told() -> None:
    told = unreachable(OperationalError("connection failed: Connection refused\n\tIs the server running?"))
    assert told is not None and "(connection failed: Connection refused). manage.py doctor" in told
    assert unreachable(OperationalError("deadlock detected")) is None
