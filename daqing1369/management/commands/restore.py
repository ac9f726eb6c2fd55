"""``manage.py restore FILE [--replace]``: a backup in place of what is there, all or nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from daqing1369.backups import restoring
from daqing1369.backups.engine import BackupError, database_of
from daqing1369.management.commands.backup import known_migrations


class Command(BaseCommand):
    help = (
        "Restore a backup: the database in one transaction that compares every table with the backup before it ends, "
        "and the files of ATTACHMENTS_DIR. Stop the service first."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; an empty database passes no check

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="delete what is in the database; without it, it must be empty"
        )

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        known = known_migrations()
        try:
            done = restoring.restore(
                database_of(connection), file, known=known, attachments=settings.ATTACHMENTS_DIR, replace=replace
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        finally:
            connection.close()
        self.tell(done, waiting=len(known - set(done.manifest["migrations"])))

    def tell(self, done: restoring.Restored, *, waiting: int) -> None:
        told = done.manifest
        rows = sum(int(table["rows"]) for table in told["tables"].values())
        self.stdout.write(
            f"restored as of {told['made_at']}: {len(told['tables'])} tables, {rows} rows,"
            f" {len(told['attachments'])} files; every table and sequence is as the backup says"
        )
        if done.missing_roles:
            names = ", ".join(done.missing_roles)
            self.stderr.write(f"no rights were given, for the server has no role {names}; docs/bi.md says how to")
        if done.others:
            self.stderr.write(f"{done.others} files in {settings.ATTACHMENTS_DIR} are not of the backup and were left")
        if waiting:
            self.stderr.write("the backup is of an older version: run manage.py migrate, then manage.py recompute")
        else:
            self.stderr.write("look at it with manage.py recompute --check")
