"""Making a backup: one snapshot for the dump, the counts and the checksums."""

import hashlib
import io
import json
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from daqing1369.backups import contents
from daqing1369.backups.engine import BackupError, Database, programs_for

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "attachments"
STEP = 1024 * 1024


@dataclass(frozen=True)
class Made:
    """What a backup holds, and the files that rows name and the folder does not have."""

    manifest: dict[str, Any]
    missing: list[str]


def back_up(database: Database, target: Path, *, attachments: Path) -> Made:
    """Write the backup, complete or not at all. Raises BackupError; an existing file is never overwritten."""
    if target.exists():
        raise BackupError(f"{target} is there already. Give another name, for example one with the date.")
    if not target.parent.is_dir():
        raise BackupError(f"The directory {target.parent} does not exist. Make it first.")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            made = _write(database, Path(folder), attachments)
            (Path(folder) / "backup").rename(target)
    except OSError as error:
        raise BackupError(f"The backup cannot be written: {error}") from error
    return made


def _write(database: Database, folder: Path, attachments: Path) -> Made:
    dump = folder / DUMP
    with database.connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        if snapshot is None:
            raise BackupError("The server gives no snapshot.")
        found = contents.read(connection)
        needed = contents.files_of_rows(connection)
        _dump(database, found["server"], str(snapshot[0]), dump)
    manifest = {"format": FORMAT, **found, "dump": digest(dump)}
    with _pack(folder / "backup") as archive:
        # After the snapshot: a file is written before its row is.
        files = sorted(path for path in attachments.iterdir() if path.is_file()) if attachments.is_dir() else []
        manifest[FILES] = {path.name: digest(path) for path in files}
        _add_text(archive, json.dumps(manifest, ensure_ascii=False, indent=1))
        archive.add(dump, DUMP)
        for path in files:
            archive.add(path, f"{FILES}/{path.name}")
    missing = [name for name, sha in needed.items() if manifest[FILES].get(name, {}).get("sha256") != sha]
    return Made(manifest, sorted(missing))


def _dump(database: Database, server: int, snapshot: str, target: Path) -> None:
    program = programs_for(server) / "pg_dump"
    ran = subprocess.run(  # noqa: S603  # PostgreSQL's own program
        [program, "--format=custom", f"--snapshot={snapshot}", f"--file={target}", database.argument()],
        env=database.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise BackupError(f"pg_dump failed: {ran.stderr.strip()}")


@contextmanager
def _pack(path: Path) -> Iterator[tarfile.TarFile]:
    """A new tar file that only its owner reads, on the disk when the block ends."""
    path.touch(mode=0o600)
    with path.open("r+b") as raw:
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
            yield archive
        raw.flush()
        os.fsync(raw.fileno())


def _add_text(archive: tarfile.TarFile, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def digest(path: Path) -> dict[str, Any]:
    """The file's size and SHA-256."""
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
