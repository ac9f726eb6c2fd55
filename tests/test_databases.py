"""The tests' own database: what a test commits is gone after it, and what the migrations made is there again."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests import databases, fingerprints
from tests.conftest import member


def lines(record: databases.Record) -> dict[str, list[bytes]]:
    return {table: sorted(rows.splitlines()) for table, rows in record.rows.items()}


@pytest.mark.django_db(transaction=True)
def test_the_record_is_put_back_as_it_was() -> None:
    before = databases.keep()
    first = member("staff", "editor").pk
    Permission.objects.filter(codename="view_user").delete()
    Group.objects.filter(name="viewer").delete()
    databases.put_back(before)
    assert lines(databases.keep()) == lines(before)
    assert databases.keep().sequences == before.sequences
    assert User.objects.create_user("staff").pk == first


def test_a_changed_migration_asks_for_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "targets" / "migrations").mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("Django==5.2\n")
    migration = tmp_path / "targets" / "migrations" / "0001_initial.py"
    monkeypatch.setattr(fingerprints, "ROOT", tmp_path)
    found = set()
    for text in ("one", "two"):
        migration.write_text(text)
        found.add(fingerprints.of_files(fingerprints.schema()))
    migration.rename(migration.with_name("0002_later.py"))
    found.add(fingerprints.of_files(fingerprints.schema()))
    assert len(found) == 3
