"""``manage.py check_upload ID``: the work on one upload, in a process of its own; the import page starts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from daqing1369 import clock
from targets.services.import_run import work_in_turn


class Command(BaseCommand):
    help = "Do what uploads wait for, this one first: to be checked, or to be applied. Not meant to be called by hand."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; `make check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, id: int, **_options: Any) -> None:  # the argument's name
        work_in_turn(first=id, now=clock.now)
