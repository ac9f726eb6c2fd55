"""A restore that runs out of room or is interrupted: a sentence, and no file of a database that was not restored."""

import errno
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from daqing1369.backups import making, restoring
from daqing1369.backups.engine import BackupError, Database

FULL = OSError(errno.ENOSPC, "No space left on device")
NOWHERE = Database({"dbname": "none"})


@pytest.fixture
def backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup with two files; no database is asked."""
    monkeypatch.setattr(restoring, "_look", lambda *_given, **_options: [])
    monkeypatch.setattr(restoring, "_load", lambda *_given, **_options: None)
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("dump", "one", "two"):
        (parts / name).write_text(name)
    files = {name: making.digest(parts / name) for name in ("one", "two")}
    manifest = {"format": making.FORMAT, "dump": making.digest(parts / "dump"), "migrations": [], making.FILES: files}
    (parts / "manifest").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "full", "w") as archive:
        archive.add(parts / "manifest", making.MANIFEST)
        archive.add(parts / "dump", making.DUMP)
        for name in files:
            archive.add(parts / name, f"{making.FILES}/{name}")
    return tmp_path / "full"


def restore(backup: Path, **options: Any) -> restoring.Restored:
    return restoring.restore(NOWHERE, backup, known=set(), attachments=backup.parent / "kept", **options)


@pytest.mark.parametrize("beside", [True, False])
def test_no_room_to_unpack_is_told_as_such(backup: Path, monkeypatch: pytest.MonkeyPatch, *, beside: bool) -> None:
    def full(*_given: object) -> None:
        raise FULL

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(BackupError, match=r"no room in .*Make room there") as told:
        restore(backup, within=backup.parent if beside else None)
    assert (str(backup.parent) in str(told.value), "TMPDIR" in str(told.value)) == (beside, not beside)


def test_a_verification_unpacks_beside_the_backup(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(restoring, "_load", lambda _database, dump, *_given, **_options: seen.append(dump))
    monkeypatch.setattr(Database, "connect", lambda *_given, **_options: MagicMock())
    restoring.verify(NOWHERE, backup, known=set())
    assert seen[0].parent.parent == backup.parent
    assert not seen[0].exists()


def test_no_room_for_the_second_file_leaves_none(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.copyfile

    def copy(source: Path, target: Path) -> None:
        real(source, target)
        if source.name == "two":
            raise FULL

    monkeypatch.setattr(shutil, "copyfile", copy)
    with pytest.raises(BackupError, match="as it was: the attachments cannot be written"):
        restore(backup)
    assert not list((backup.parent / "kept").iterdir())


def test_an_interrupt_while_the_database_is_loaded_leaves_no_file(
    backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[str] = []

    def interrupted(*_given: object, **_options: object) -> None:
        there.extend(path.name for path in (backup.parent / "kept").iterdir())
        raise KeyboardInterrupt

    monkeypatch.setattr(restoring, "_load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(backup)
    assert sorted(there) == ["one", "two"]
    assert not list((backup.parent / "kept").iterdir())


class Interrupted(subprocess.Popen[bytes]):
    """A program that is waited for in vain once."""

    told = False

    def wait(self, timeout: float | None = None) -> int:
        if not self.told:
            self.told = True
            raise KeyboardInterrupt
        return super().wait(timeout)


@pytest.mark.parametrize("code", [0, 3])
def test_an_interrupt_waits_for_what_psql_says(code: int, tmp_path: Path) -> None:
    """It may have committed: what it answers decides whether the files stay."""
    sent = tmp_path / "sent"
    psql = Interrupted(["sh", "-c", f"cat > {sent}; exit {code}"], stdin=subprocess.PIPE)
    assert psql.stdin is not None
    assert restoring._end(psql, psql.stdin, b"COMMIT;\n") == code
    assert sent.read_bytes() == b"COMMIT;\n"
