"""``manage.py check_upload ID``: the work on one upload, in a process of its own; the import page starts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from targets.models import Upload
from targets.services.imports import work


class Command(BaseCommand):
    help = "Do what an upload waits for: its check, or to be applied. Not meant to be called by hand."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; `make check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, id: int, **_options: Any) -> None:  # the argument's name
        upload = Upload.objects.filter(pk=id).select_related("user").first()
        if upload is None:
            raise CommandError(f"there is no upload {id}")
        self.stdout.write(str(work(upload=upload, now=clock.now()).state))
