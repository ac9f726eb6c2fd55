"""What `manage.py doctor` looks at. Each part gathers values and hands them to its judge in ``findings``."""

import json
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import WARNING, run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from daqing1369 import findings, publishing
from daqing1369.backups import contents
from daqing1369.findings import WRONG, Finding
from targets.brief import pdf

RIGHTS = """
SELECT current_user, has_schema_privilege('public', 'CREATE'), rolcreatedb OR rolsuper,
    (SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND NOT pg_has_role(c.relowner, 'USAGE'))
FROM pg_roles WHERE rolname = current_user
"""


def examine(*, now: datetime, mail: bool) -> Iterator[Finding]:
    """Every finding, in order; where the database does not answer, those that need none."""
    yield configuration()
    try:
        reach()
    except Exception as error:  # whatever keeps it away, it is told
        yield Finding("database", WRONG, f"does not answer: {first_line(error)}", "Check DATABASE_URL and the server.")
    else:
        yield from _with_database(now)
    yield printing()
    yield mail_server(tried=mail)
    places = sorted({Path(settings.DATA_DIR), Path(settings.ATTACHMENTS_DIR)})
    yield from dict.fromkeys(tried("disk", partial(disk, place)) for place in places)
    yield tried("static files", static_files)
    for setting in ("ATTACHMENTS_DIR", "UPLOADS_DIR"):
        yield tried("folders", partial(folder, setting, Path(getattr(settings, setting))))


def reach() -> None:
    """Connect; raises what says why not. Without the pool, which tries in the background and keeps the reason."""
    if settings.EVALUATION:
        connection.ensure_connection()
    else:
        psycopg.connect(**connection.get_connection_params()).close()


def _with_database(now: datetime) -> Iterator[Finding]:
    """Those that ask the database, each tried."""
    parts: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("database", server),
        ("rights", rights),
        ("migrations", migrations),
        ("clock", clocks),
        ("time zone", time_zone),
        ("recompute", lambda: findings.recompute(stale=publishing.is_stale(now=now))),
        ("attachments", attachments),
    )
    for name, part in parts:
        yield tried(name, part)


def tried(name: str, part: Callable[[], Finding]) -> Finding:
    """What the part finds, or what keeps it from finding anything."""
    try:
        return part()
    except (DatabaseError, psycopg.Error) as error:  # psycopg's own where Django does not stand between
        return Finding(name, WRONG, first_line(error), "See to the findings above first.")
    except OSError as error:
        return findings.kept_out(check=name, path=str(error.filename or ""), reason=error.strerror or first_line(error))


def ask(sql: str, *values: str | float) -> tuple[Any, ...]:
    """The one row that the database answers with."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def first_line(error: BaseException) -> str:
    """What went wrong, in short."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def configuration() -> Finding:
    told = run_checks(include_deployment_checks=not settings.EVALUATION)
    complaints = [f"{one.id}: {one.msg}" for one in told if one.level >= WARNING and not one.is_silenced()]
    return findings.configuration(
        evaluation=settings.EVALUATION, held=settings.CLOCK, demo=settings.DEMO, complaints=complaints
    )


def server() -> Finding:
    version, encoding, connections = ask(
        "SELECT current_setting('server_version_num')::int, pg_encoding_to_char(encoding),"
        " current_setting('max_connections')::int FROM pg_database WHERE datname = current_database()"
    )
    pool = settings.POOL["max_size"]
    return findings.server(version=version, encoding=encoding, connections=connections, pool=pool)


def rights() -> Finding:
    role, may_create, may_make_databases, foreign = ask(RIGHTS)
    return findings.rights(
        role=role, may_create=may_create, foreign=foreign, may_make_databases=bool(may_make_databases)
    )


def migrations() -> Finding:
    waiting, unknown = migrations_apart()
    return findings.migrations(waiting=waiting, unknown=unknown)


def migrations_apart() -> tuple[list[str], list[str]]:
    """Migrations that were not run, and those on record that this program does not know. Two queries."""
    loader = MigrationLoader(connection)
    ours, run = set(loader.graph.nodes), set(loader.applied_migrations)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    apps = {app for app, _ in ours}  # a package that was removed leaves its rows behind
    unknown = [key for key in run - set(loader.disk_migrations) - replaced if key[0] in apps]
    return sorted(f"{a}.{b}" for a, b in ours - run), sorted(f"{a}.{b}" for a, b in unknown)


def clocks() -> Finding:
    before = time.time()
    (there,) = ask("SELECT extract(epoch FROM clock_timestamp())::float8")
    return findings.clock(here=(before + time.time()) / 2, there=there)


def time_zone() -> Finding:
    """A moment of each half of the year would do; the present one is what people see."""
    moment = time.time()
    here = datetime.fromtimestamp(moment, ZoneInfo(settings.TIME_ZONE)).strftime("%Y-%m-%d %H:%M")
    (known,) = ask("SELECT count(*) FROM pg_timezone_names WHERE name = %s", settings.TIME_ZONE)
    there = None
    if known:
        asked = "SELECT to_char(to_timestamp(%s) AT TIME ZONE %s, 'YYYY-MM-DD HH24:MI')"
        (there,) = ask(asked, moment, settings.TIME_ZONE)
    return findings.time_zone(name=settings.TIME_ZONE, here=here, there=there)


def attachments() -> Finding:
    connection.ensure_connection()
    named = contents.files_of_rows(connection.connection)
    missing = [name for name in named if not (settings.ATTACHMENTS_DIR / name).is_file()]
    return findings.files(named=len(named), missing=len(missing))


def printing() -> Finding:
    trouble = pdf.trouble()
    return findings.printing(trouble.en if trouble else None)


def mail_server(*, tried: bool) -> Finding:
    """Opens a connection to the mail server, log-in included, where that is asked for; nothing is sent."""
    trouble = None
    if tried and settings.EMAIL_URL:
        try:
            sender = get_connection()
            sender.open()
            sender.close()
        except Exception as error:  # whatever keeps it away, it is told
            trouble = first_line(error)
    return findings.mail(configured=bool(settings.EMAIL_URL), site=settings.SITE_URL, trouble=trouble, tried=tried)


def disk(path: Path) -> Finding:
    there = existing(path)
    return findings.disk(folder=str(there), free=shutil.disk_usage(there).free)


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def static_files() -> Finding:
    """Every file of the program against the manifest that collectstatic wrote."""
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    known: dict[str, str] = {}
    written = 0.0
    if manifest.is_file():
        known = json.loads(manifest.read_text(encoding="utf-8"))["paths"]
        written = manifest.stat().st_mtime
    ours = {name: Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])}
    missing = sorted(name for name in ours if name not in known or not (root / known[name]).is_file())
    newer = sorted(name for name, path in ours.items() if name in known and path.stat().st_mtime > written)
    return findings.static(root=str(root), missing=missing, newer=newer)


def folder(setting: str, path: Path) -> Finding:
    """A folder that the product writes to, or makes at the first file."""
    return findings.folder(
        setting=setting,
        path=str(path),
        writable=is_writable(path),
        readable=path.exists() and bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH)),
        served=path.is_relative_to(settings.STATIC_ROOT),
    )


def is_writable(path: Path) -> bool:
    """Whether a file can be made there; tried, because modes do not tell it all."""
    trial = existing(path) / f".{time.time_ns()}.doctor"
    try:
        trial.touch(mode=0o600)
        trial.unlink()
    except OSError:
        return False
    return True
