"""Restoring a backup: everything, seen to be equal, or nothing."""

import errno
import json
import secrets
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from psycopg import errors, sql

from daqing1369.backups import contents
from daqing1369.backups.engine import BackupError, Database, programs_for
from daqing1369.backups.making import DUMP, FILES, FORMAT, MANIFEST, digest

LOCK_SECONDS = 10
NO_ROOM = errno.ENOSPC, errno.EDQUOT
# Everything of ours in the database but the schemas themselves, whose rights stay, and what extensions brought.
CLEAR = f"""
DO $clear$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                ELSE 'TABLE' END AS kind, format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {contents.OURS} AND {contents.NO_EXTENSION.format("c")}
            ORDER BY c.relkind NOT IN ('r', 'p')  -- an identity's sequence goes with its table only
    LOOP
        EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name);
    END LOOP;
    FOR one IN
        SELECT c.oid::regprocedure AS name FROM pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace
            WHERE {contents.OURS} AND {contents.NO_EXTENSION.format("c")}
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
    END LOOP;
END $clear$;
"""  # noqa: S608  # constants


@dataclass(frozen=True)
class Restored:
    """What the backup held, the roles whose rights could not be given, and files it does not know, which stay."""

    manifest: dict[str, Any]
    missing_roles: list[str]
    others: int


def restore(
    database: Database,
    source: Path,
    *,
    known: set[str],
    attachments: Path | None,
    replace: bool = False,
    within: Path | None = None,
) -> Restored:
    """The backup in place of what is in the database. ``known``: the migrations that this program has.

    Without ``attachments`` the database alone. It is unpacked ``within`` a folder, by default that for temporary files.
    Raises BackupError, and then the database is as it was.
    """
    with unpacked(source, within=within) as (folder, manifest):
        newer = sorted(set(manifest["migrations"]) - known)
        if newer:
            raise BackupError(
                f"The backup was made by a newer program: this one does not know the migration {newer[0]}"
                f" ({len(newer)} in all). Install the version that made it, or a later one, and restore again."
            )
        roles = _look(database, manifest, replace=replace)
        added: list[Path] = []
        try:
            _add_files(folder / FILES, attachments, added)
            _load(database, folder / DUMP, manifest, replace=replace, with_rights=not roles)
        except BaseException:
            for path in added:
                path.unlink(missing_ok=True)
            raise
    there = sum(path.is_file() for path in attachments.iterdir()) if attachments and attachments.is_dir() else 0
    return Restored(manifest, roles, max(0, there - len(manifest[FILES])))


def verify(database: Database, source: Path, *, known: set[str]) -> None:
    """Restore into a scratch database of the same server, which compares every table, and drop that again."""
    name = f"daqing1369_verify_{secrets.token_hex(6)}"
    with database.connect(autocommit=True) as server:
        try:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
        except errors.InsufficientPrivilege as error:
            raise BackupError(
                f"The backup is made, but could not be verified: the role {server.info.user} may not create a scratch"
                f" database. As the server's administrator: ALTER ROLE {server.info.user} CREATEDB;"
            ) from error
        try:
            restore(database.named(name), source, known=known, attachments=None, within=source.parent)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def unpacked(source: Path, *, within: Path | None = None) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The backup's parts in a folder that is gone afterwards, each as its manifest says. Raises BackupError."""
    with tempfile.TemporaryDirectory(prefix=".daqing1369-restore-", dir=within) as name:
        folder = Path(name)
        try:
            with tarfile.open(source) as archive:
                _unpack(archive, folder)
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise BackupError(f"{error.filename or source} is not there.") from error
        except (OSError, tarfile.TarError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                other = "" if within else ", or name a folder with more by the variable TMPDIR"
                raise BackupError(
                    f"There is no room in {folder.parent} to unpack the backup, which takes as much as the file"
                    f" ({source.stat().st_size // 1024**2 + 1} MB). Make room there{other}. Nothing was changed."
                ) from error
            raise BackupError(f"{source} is not a backup of this program, or is cut off: {error}") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise BackupError(f"{source} has a format that this program does not know. Install a newer version.")
        _check_parts(source, folder, manifest)
        yield folder, manifest


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files under the names of a backup and no others, whatever the archive asks for."""
    (folder / FILES).mkdir()
    for entry in archive:
        parts = PurePosixPath(entry.name).parts
        is_ours = parts in ((MANIFEST,), (DUMP,)) or (len(parts) == 2 and parts[0] == FILES and parts[1] != "..")
        content = archive.extractfile(entry) if is_ours and entry.isfile() else None
        if content is None:
            raise tarfile.TarError(f"it holds {entry.name}")
        with folder.joinpath(*parts).open("wb") as target:
            shutil.copyfileobj(content, target)


def _check_parts(source: Path, folder: Path, manifest: dict[str, Any]) -> None:
    parts = {DUMP: manifest["dump"], **{f"{FILES}/{name}": told for name, told in manifest[FILES].items()}}
    for name, told in parts.items():
        if not (folder / name).is_file() or digest(folder / name) != told:
            raise BackupError(f"{source} is damaged: {name} is not as its manifest says. Take another backup.")


def _look(database: Database, manifest: dict[str, Any], *, replace: bool) -> list[str]:
    """The roles that rights cannot be given to, because the server does not have them."""
    with database.connect() as connection:
        if not replace and not contents.is_empty(connection):
            raise BackupError(
                f"The database {database.name} is not empty, and nothing was changed. Restore into a new one, or give"
                " --replace: everything in it is then deleted and replaced by the backup."
            )
        return contents.missing_roles(connection, manifest["grantees"])


def _add_files(source: Path, target: Path | None, added: list[Path]) -> None:
    """Put the backup's files among those that are there, and into ``added``. A name is random: equal means same."""
    if target is None or not source.is_dir():
        return
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in sorted(source.iterdir()):
            kept = target / path.name
            if kept.exists() and digest(kept) == digest(path):
                continue
            if not kept.exists():
                added.append(kept)
            _put(path, kept)
    except OSError as error:
        raise BackupError(
            f"Nothing was restored, the database is as it was: the attachments cannot be written to {target}: {error}."
            " Make room there, or give this user the right to write, and restore again."
        ) from error


def _put(source: Path, target: Path) -> None:
    """All of the file or nothing."""
    draft = target.with_name(f".{target.name}.restoring")
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _load(database: Database, dump: Path, manifest: dict[str, Any], *, replace: bool, with_rights: bool) -> None:
    """One transaction: clear, load, compare. psql commits only what ends with COMMIT, whoever is killed."""
    with database.connect() as connection:
        server = connection.info.server_version // 10000
    programs = programs_for(server)
    rights = [] if with_rights else ["--no-privileges"]
    begin = f"BEGIN;\nSET lock_timeout = '{LOCK_SECONDS}s';\n" + (CLEAR if replace else "")
    with tempfile.TemporaryFile() as said:
        psql = subprocess.Popen(  # noqa: S603  # PostgreSQL's own programs
            [programs / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", database.argument()],
            env=database.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        pg_restore = subprocess.Popen(  # noqa: S603  # the same
            [programs / "pg_restore", "--no-owner", *rights, "--file=-", dump], stdout=subprocess.PIPE, stderr=said
        )
        assert psql.stdin is not None and pg_restore.stdout is not None  # noqa: S101  # PIPE above
        with suppress(BrokenPipeError):
            psql.stdin.write(begin.encode())
            _pour(pg_restore.stdout, psql.stdin, server)
        pg_restore.stdout.close()
        is_whole = pg_restore.wait() == 0
        with suppress(BrokenPipeError):
            psql.stdin.write(contents.check_sql(manifest).encode() if is_whole else b"")
            psql.stdin.flush()
        if _end(psql, psql.stdin, b"COMMIT;\n" if is_whole else b"") or not is_whole:
            said.seek(0)
            raise BackupError(_told(said.read().decode("utf-8", "replace")))


def _end(psql: subprocess.Popen[bytes], to: IO[bytes], last: bytes) -> int:
    """Send psql the last line; its code. Interrupted, it goes on to the end: only the code tells what is committed.

    Ctrl+C reaches psql as well, which then gives up by itself what it has not committed. A second COMMIT does nothing.
    """
    while True:
        try:
            with suppress(BrokenPipeError):
                if not to.closed:
                    to.write(last)
                    to.flush()  # keeps what an interrupt left unsent, which close does not
            with suppress(BrokenPipeError):
                to.close()
            return psql.wait()
        except KeyboardInterrupt:
            continue


def _pour(source: IO[bytes], target: IO[bytes], server: int) -> None:
    """The script from one program to the other. A pg_restore of 17 or newer sets what older servers do not know."""
    for line in source:
        if line.startswith(b"SET transaction_timeout") and server < 17:
            continue
        target.write(line)
        if line.startswith(b"CREATE "):
            break
    shutil.copyfileobj(source, target)


def _told(said: str) -> str:
    """What the programs said, with what to do where it is known."""
    lines = [line for line in said.splitlines() if "ERROR" in line or "FATAL" in line or "error:" in line] or [said]
    told = f"Nothing was restored, the database is as it was. {lines[0].strip()}"
    if "lock timeout" in said:
        told += " Something else uses the database: stop the service and its timers, then try again."
    return told
