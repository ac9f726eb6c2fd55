"""What `manage.py doctor` judges: plain values in, a finding with what to do out."""

from datetime import datetime
from typing import NamedTuple

OK, NOTE, WRONG = "ok", "note", "wrong"
OLDEST_SERVER = 14  # that Django 5.2 works with
MEGA = 1024 * 1024
TOO_FULL, FULL = 500 * MEGA, 2048 * MEGA  # bytes that are free
WORKERS = 2  # processes that hold a pool each
SECONDS_APART = 5.0


class Finding(NamedTuple):
    """One line of the doctor: a state, what was found, and what to do where it is not fine."""

    check: str
    state: str
    found: str
    remedy: str = ""


def configuration(*, evaluation: bool, held: datetime | None, demo: bool, complaints: list[str]) -> Finding:
    """``complaints``: what Django's own checks say."""
    if not evaluation and (held or demo):
        found = f"production with the demo's clock ({held})" if held else "production with the demo's banner"
        return Finding("configuration", WRONG, found, "Remove CLOCK and DEMO from the environment.")
    if complaints:
        return Finding("configuration", WRONG, "; ".join(complaints), "Change the settings named; README.md has all.")
    if evaluation:
        return Finding(
            "configuration",
            NOTE,
            f"evaluation mode{f', clock held at {held}' if held else ''}",
            "For production set DATABASE_URL, SECRET_KEY and ALLOWED_HOSTS.",
        )
    return Finding("configuration", OK, "production, nothing missing")


def server(*, version: int, encoding: str, connections: int, pool: int) -> Finding:
    """``version``: as PostgreSQL numbers it (150018); ``connections``: how many the server takes."""
    found = f"PostgreSQL {version // 10000}.{version % 10000}, {encoding}, {connections} connections"
    found += f", up to {WORKERS * pool} of them for each instance"
    if version // 10000 < OLDEST_SERVER:
        return Finding("database", WRONG, found, f"Upgrade the server to PostgreSQL {OLDEST_SERVER} or newer.")
    if encoding != "UTF8":
        return Finding("database", WRONG, found, "Make the database anew: CREATE DATABASE … ENCODING 'UTF8'.")
    if connections < WORKERS * pool + 5:
        remedy = f"Raise max_connections, or lower DB_POOL_MAX ({pool} for each of an instance's {WORKERS} processes)."
        return Finding("database", WRONG, found, remedy)
    return Finding("database", OK, found)


def rights(*, role: str, may_create: bool, foreign: int, may_make_databases: bool) -> Finding:
    """``foreign``: tables of the schema that belong to another role."""
    if not may_create:
        remedy = f"As the database's owner: GRANT CREATE ON SCHEMA public TO {role};"
        return Finding("rights", WRONG, f"{role} may not create tables: upgrades would fail", remedy)
    if foreign:
        remedy = f"As an administrator: REASSIGN OWNED BY … TO {role};"
        return Finding("rights", WRONG, f"{foreign} tables do not belong to {role}: upgrades would fail", remedy)
    if not may_make_databases:
        remedy = f"For backup --verify, as an administrator: ALTER ROLE {role} CREATEDB;"
        return Finding("rights", NOTE, f"{role} owns the tables, may not create databases", remedy)
    return Finding("rights", OK, f"{role} owns the tables, may create databases")


def migrations(*, waiting: list[str], unknown: list[str]) -> Finding:
    """``waiting``: not run yet; ``unknown``: on record in the database, and not of this program."""
    if unknown:
        remedy = "The program is older than its database: install the newer version again, or restore a backup."
        return Finding("migrations", WRONG, f"{len(unknown)} unknown to this program, {unknown[0]} first", remedy)
    if waiting:
        return Finding("migrations", WRONG, f"{len(waiting)} not run, {waiting[0]} first", "Run manage.py migrate.")
    return Finding("migrations", OK, "all run")


def printing(trouble: str | None) -> Finding:
    """``trouble``: what keeps this machine from making a PDF."""
    if trouble:
        found, _, remedy = trouble.partition(". ")
        return Finding("printing", WRONG, found, remedy)
    return Finding("printing", OK, "Pango and a Chinese font are there")


def mail(*, configured: bool, site: str, trouble: str | None, tried: bool) -> Finding:
    """``trouble``: why the mail server could not be reached, where it was tried."""
    if not configured:
        remedy = "Set EMAIL_URL, EMAIL_FROM and SITE_URL, or leave send_reminders out."
        return Finding("mail", NOTE, "no mail server: no reminders", remedy)
    if not site:
        return Finding("mail", WRONG, "EMAIL_URL without SITE_URL", "Set SITE_URL: links in mails begin with it.")
    if trouble:
        return Finding("mail", WRONG, f"the mail server refuses: {trouble}", "Correct EMAIL_URL, or the mail server.")
    if not tried:
        return Finding("mail", OK, "configured, not tried (--mail does)")
    return Finding("mail", OK, "the mail server takes the connection")


def disk(*, folder: str, free: int) -> Finding:
    found = f"{free // MEGA} MB free at {folder}"
    if free < TOO_FULL:
        return Finding("disk", WRONG, found, "Make room now: old backups first, then the log.")
    if free < FULL:
        return Finding("disk", NOTE, found, "Make room soon: old backups first, then the log.")
    return Finding("disk", OK, found)


def clock(*, here: float, there: float) -> Finding:
    """Seconds since 1970 on this machine and on the database's."""
    apart = here - there
    if abs(apart) > SECONDS_APART:
        remedy = "Turn on time synchronisation on both machines: timedatectl set-ntp true"
        return Finding("clock", WRONG, f"{apart:+.0f} s against the database's", remedy)
    return Finding("clock", OK, f"{apart:+.1f} s against the database's")


def time_zone(*, name: str, here: str, there: str | None) -> Finding:
    """The same moment, written in the project's zone by this machine and by the database's; None: it has no such."""
    if there is None:
        return Finding("time zone", WRONG, f"the database's machine does not know {name}", "Install tzdata there.")
    if here != there:
        found = f"{here} here and {there} in the database, both for {name}"
        return Finding("time zone", WRONG, found, "Update tzdata on both machines.")
    return Finding("time zone", OK, f"{name}, now {here}")


def recompute(*, stale: bool) -> Finding:
    """``stale``: something changed, or a day passed, since the verdicts were published."""
    if stale:
        remedy = "Run manage.py recompute, and keep recompute --follow running as a service."
        return Finding("recompute", NOTE, "the database views for BI tools are not current", remedy)
    return Finding("recompute", OK, "the database views for BI tools are current")


def static(*, root: str, missing: list[str], newer: list[str]) -> Finding:
    """``missing``: files that were never collected; ``newer``: those that changed since."""
    remedy = "Run manage.py collectstatic --noinput and restart the service."
    if missing:
        return Finding("static files", WRONG, f"{len(missing)} not collected in {root}, {missing[0]} first", remedy)
    if newer:
        return Finding("static files", WRONG, f"{len(newer)} changed since they were collected", remedy)
    return Finding("static files", OK, f"collected in {root}")


def folder(*, setting: str, path: str, writable: bool, readable: bool, served: bool) -> Finding:
    """``readable``: by everybody on the machine; ``served``: below what the web server hands out."""
    if not writable:
        remedy = f"As root: install -d -o USER -m 700 {path} (USER: whom the service runs as)."
        return Finding("folders", WRONG, f"{setting} {path} cannot be written", remedy)
    if served:
        return Finding("folders", WRONG, f"{setting} {path} lies among the static files", f"Set {setting} elsewhere.")
    if readable:
        return Finding("folders", NOTE, f"{setting} {path} can be read by everybody here", f"chmod 700 {path}")
    return Finding("folders", OK, f"{setting} {path}")


def kept_out(*, check: str, path: str, reason: str) -> Finding:
    """``path``: what could not be looked at."""
    remedy = "Run the doctor as the service's user, and let that user enter the folder and those above it."
    return Finding(check, WRONG, f"{path} cannot be looked at: {reason}", remedy)


def files(*, named: int, missing: int) -> Finding:
    """``named``: by rows; ``missing``: from ATTACHMENTS_DIR."""
    if missing:
        remedy = "Bring them back: manage.py restore, or the attachments of a backup (tar -xf)."
        return Finding("attachments", WRONG, f"{missing} of {named} files are missing", remedy)
    return Finding("attachments", OK, f"{named} files, all there")
