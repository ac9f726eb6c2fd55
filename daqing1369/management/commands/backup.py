"""``manage.py backup FILE [--verify]``: the whole database and the attachments in one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from daqing1369.backups import making, restoring
from daqing1369.backups.engine import BackupError, database_of


class Command(BaseCommand):
    help = (
        "Write the whole database and the files of ATTACHMENTS_DIR into one new file, from one moment, while the "
        "service goes on. SECRET_KEY and the other settings are not in it: keep them apart."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--verify",
            action="store_true",
            help="restore it into a scratch database of the server, compare every table and sequence, drop that again",
        )

    def handle(self, *_args: Any, file: Path, verify: bool, **_options: Any) -> None:
        database = database_of(connection)
        try:
            made = making.back_up(database, file.absolute(), attachments=settings.ATTACHMENTS_DIR)
            if verify:
                restoring.verify(database, file, known=known_migrations())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.tell(file, made, verified=verify)

    def tell(self, file: Path, made: making.Made, *, verified: bool) -> None:
        rows = sum(int(table["rows"]) for table in made.manifest["tables"].values())
        size = file.stat().st_size / 1e6
        self.stdout.write(
            f"{file}: {len(made.manifest['tables'])} tables, {rows} rows, {len(made.manifest['attachments'])} files,"
            f" {size:.1f} MB" + (", verified: restored and equal" if verified else "")
        )
        for name in made.missing:
            self.stderr.write(f"a row names the file {name}, which {settings.ATTACHMENTS_DIR} does not have as it was")


def known_migrations() -> set[str]:
    """Every migration that this program has, as ``app.name``, and those that a squashed one stands for."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    keys = {*loader.disk_migrations, *(key for one in loader.disk_migrations.values() for key in one.replaces)}
    return {f"{app}.{name}" for app, name in keys}
