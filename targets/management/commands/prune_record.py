"""``manage.py prune_record``: delete from the record what is older than the retention, if one is set."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from daqing1369 import clock
from daqing1369.snapshots import prune_snapshots
from targets.services.pruning import prunable, prune


class Command(BaseCommand):
    help = (
        "Delete states of the record that were written more than KEEP_RECORD_DAYS days ago; the last of them stays of "
        "each row. Refuses where the setting is not given: by default the record is kept for ever."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        days: int = settings.KEEP_RECORD_DAYS
        if not days:
            raise CommandError("nothing was deleted: KEEP_RECORD_DAYS is not set, so the record is kept for ever")
        now = clock.now()
        before = now - timedelta(days=days)
        found = prunable(before=before) if dry_run else prune(before=before, now=now)
        found |= prune_snapshots(before=before, dry_run=dry_run)
        for table, count in found.items():
            self.stdout.write(f"{table}: {count}")
        verb = "would be deleted" if dry_run else "deleted, which is on record"
        day = f"{timezone.localtime(before):%Y-%m-%d %H:%M}"
        self.stderr.write(
            f"{sum(found.values())} states older than {day} {verb}" if found else f"nothing is older than {day}"
        )
