"""Backup and restore, rehearsed: everything comes back as it was, or nothing changes and a sentence says why."""

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql
from pytest_django import Settings

from daqing1369.backups import contents, engine, making, restoring
from daqing1369.backups.engine import BackupError, Database, database_of
from daqing1369.management.commands.backup import known_migrations
from targets.models import Attachment
from tests.conftest import member
from tests.factories import NOW, make_figure, make_indicator

KNOWN = frozenset({"app.0001_one"})


@dataclass
class Scratch:
    """Small databases of one's own."""

    server: psycopg.Connection[Any]
    origin: Database
    made: int = 0

    def new(self, *statements: str) -> Database:
        self.made += 1
        database = self.origin.named(f"{self.origin.name}_scratch{self.made}")
        self.server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database.name)))
        self.run(database, *statements)
        return database

    def run(self, database: Database, *statements: str) -> list[Any]:
        with database.connect() as one:
            for statement in statements:
                asked = one.execute(statement.encode())
            return asked.fetchall() if statements and asked.description else []


@pytest.fixture
def scratch(db: None) -> Iterator[Scratch]:
    origin = database_of(connection)
    with origin.connect(autocommit=True) as server:
        one = Scratch(server, origin)
        yield one
        for number in range(1, one.made + 1):
            name = sql.Identifier(f"{origin.name}_scratch{number}")
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


PLACES = (
    "CREATE TABLE django_migrations (app text, name text)",
    "INSERT INTO django_migrations VALUES ('app', '0001_one')",
    "CREATE TABLE places (id serial PRIMARY KEY, name text, share numeric)",
    "INSERT INTO places (name, share) VALUES ('大庆', 81.5), ('安达', NULL), ('安达', NULL)",
    "CREATE VIEW named AS SELECT name FROM places",
)


def read(database: Database) -> dict[str, Any]:
    with database.connect() as one:
        found = contents.read(one)
    return {key: found[key] for key in ("tables", "sequences", "objects", "migrations")}


@pytest.fixture
def taken(scratch: Scratch, tmp_path: Path) -> tuple[Database, Path]:
    """A database with three places, and its backup."""
    database = scratch.new(*PLACES)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "abc").write_bytes(b"a source")
    making.back_up(database, tmp_path / "one", attachments=tmp_path / "kept")
    return database, tmp_path / "one"


def put(database: Database, file: Path, *, known: frozenset[str] = KNOWN, replace: bool = False) -> restoring.Restored:
    return restoring.restore(database, file, known=set(known), attachments=file.parent / "back", replace=replace)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_rehearsal(
    scratch: Scratch, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Back up the product's database, verify, lose everything, restore: all is as it was, with its triggers."""
    settings.ATTACHMENTS_DIR = tmp_path / "kept"
    settings.ATTACHMENTS_DIR.mkdir()
    (settings.ATTACHMENTS_DIR / "random").write_bytes(b"a source")
    member("staff", "editor")
    figure = make_figure(make_indicator(), "2024-10", "25", "31")
    for name in ("random", "lost"):
        sha = making.digest(settings.ATTACHMENTS_DIR / "random")["sha256"]
        Attachment.objects.create(figure=figure, title="t", path=name, sha256=sha, changed_at=NOW)
    call_command("backup", str(tmp_path / "full"), "--verify")
    told = capsys.readouterr()
    assert "verified: restored and equal" in told.out
    assert "names the file lost" in told.err and "random" not in told.err
    assert (tmp_path / "full").stat().st_mode & 0o077 == 0
    before = read(scratch.origin)
    assert int(before["tables"]["public.targets_figure"]["rows"]) == 1
    lost = scratch.new("CREATE TABLE targets_figure (nothing text)", "CREATE TABLE later (id serial)")
    done = restoring.restore(
        lost, tmp_path / "full", known=known_migrations(), attachments=tmp_path / "back", replace=True
    )
    assert read(lost) == before
    assert (tmp_path / "back" / "random").read_bytes() == b"a source"
    assert (done.others, done.missing_roles) == (0, [])
    with pytest.raises(psycopg.errors.RaiseException):  # the record still refuses to be changed
        scratch.run(lost, "DELETE FROM targets_figureevent")


@pytest.mark.slow
def test_a_database_that_is_not_empty_is_left(taken: tuple[Database, Path], scratch: Scratch) -> None:
    database, file = taken
    scratch.run(database, "DELETE FROM places", "CREATE TABLE later (id int REFERENCES places)")
    with pytest.raises(BackupError, match="not empty, and nothing was changed"):
        put(database, file)
    assert put(database, file, replace=True).others == 0
    assert scratch.run(database, "SELECT name, share::text FROM places ORDER BY id")[0] == ("大庆", "81.5")
    assert scratch.run(database, "SELECT to_regclass('later')") == [(None,)]
    assert scratch.run(database, "INSERT INTO places (name) VALUES ('x') RETURNING id") == [(4,)]


def rewritten(file: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The backup with another manifest."""
    target = file.with_name("changed")
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for entry in old:
            content = old.extractfile(entry)
            assert content is not None
            data = content.read()
            if entry.name == making.MANIFEST:
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    return target


def lose_a_row(manifest: dict[str, Any]) -> None:
    manifest["tables"]["public.places"]["rows"] = "4"


def change_a_row(manifest: dict[str, Any]) -> None:
    manifest["tables"]["public.places"]["total"] = "1"


def stand_further(manifest: dict[str, Any]) -> None:
    manifest["sequences"]["public.places_id_seq"] = "9"


def have_more(manifest: dict[str, Any]) -> None:
    manifest["objects"]["triggers"] = "1"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lose_a_row, "public.places has 3 rows"),
        (change_a_row, "the backup says 3 with 1"),
        (stand_further, "places_id_seq stands at 3"),
        (have_more, "0 triggers are there"),
    ],
)
def test_what_does_not_come_back_equal_is_not_kept(
    taken: tuple[Database, Path], scratch: Scratch, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    database, file = taken
    scratch.run(database, "UPDATE places SET name = 'as it was'")
    with pytest.raises(BackupError, match=said):
        put(database, rewritten(file, change), replace=True)
    assert scratch.run(database, "SELECT DISTINCT name FROM places") == [("as it was",)]
    assert not list((file.parent / "back").iterdir())


@pytest.mark.slow
def test_a_backup_of_a_newer_program_is_refused(taken: tuple[Database, Path], scratch: Scratch) -> None:
    with pytest.raises(BackupError, match=r"newer program: .*app\.0001_one"):
        put(scratch.new(), taken[1], known=frozenset({"app.0000_zero"}))


@pytest.mark.slow
def test_a_database_in_use_says_what_to_stop(taken: tuple[Database, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    database, file = taken
    monkeypatch.setattr(restoring, "LOCK_SECONDS", 0.05)
    with database.connect() as other, pytest.raises(BackupError, match="stop the service"):
        other.execute("SELECT * FROM places")
        put(database, file, replace=True)


@pytest.mark.slow
def test_a_damaged_file_is_refused(taken: tuple[Database, Path], scratch: Scratch, tmp_path: Path) -> None:
    whole = taken[1].read_bytes()
    cut, other, bent, odd = (tmp_path / name for name in ("cut", "other", "bent", "odd"))
    cut.write_bytes(whole[: len(whole) // 2])
    other.write_text("a letter")
    bent.write_bytes(whole.replace(b"a source", b"b source"))
    with tarfile.open(odd, "w") as archive:
        archive.addfile(tarfile.TarInfo("attachments/../../outside"))
    target = scratch.new()
    for file, said in (
        (cut, "cut off"),
        (other, "not a backup"),
        (bent, "damaged: attachments/abc"),
        (odd, "it holds"),
    ):
        with pytest.raises(BackupError, match=said):
            put(target, file)
    with pytest.raises(BackupError, match="not there"):
        put(target, tmp_path / "nowhere")
    assert read(target)["tables"] == {}


@pytest.mark.slow
def test_rights_of_unknown_roles_are_left_out_and_named(taken: tuple[Database, Path], scratch: Scratch) -> None:
    def grant(manifest: dict[str, Any]) -> None:
        manifest["grantees"] = ["nobody_here"]

    assert put(scratch.new(), rewritten(taken[1], grant)).missing_roles == ["nobody_here"]


def test_what_is_there_is_never_overwritten(db: None, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("last week's")
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(tmp_path / "full"))
    with pytest.raises(CommandError, match="does not exist"):
        call_command("backup", str(tmp_path / "no" / "full"))
    with pytest.raises(CommandError, match="not there"):
        call_command("restore", str(tmp_path / "none"))


def programs(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in engine.PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_programs_are_at_least_as_new_as_the_server(tmp_path: Path) -> None:
    old, new = programs(tmp_path / "old", "15.18 (Debian 15.18-0)"), programs(tmp_path / "new", "18beta1")
    assert engine.programs_for(15, [old, new]) == old
    assert engine.programs_for(16, [old, new]) == new
    with pytest.raises(BackupError, match=r"PostgreSQL 19.*old has 15.*apt-get install postgresql-client-19"):
        engine.programs_for(19, [old, new])
    with pytest.raises(BackupError, match="none at all"):
        engine.programs_for(15, [tmp_path])
