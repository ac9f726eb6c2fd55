"""``manage.py load_measurements ID``: reads one uploaded file, in a process of its own; the upload page starts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from daqing1369 import clock
from targets.services.load_start import read_in_turn


class Command(BaseCommand):
    help = "Read uploaded files of measurements that wait, this one first. Not meant to be called by hand."
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; `make check` runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)

    def handle(self, *_args: Any, id: int, **_options: Any) -> None:  # the argument's name
        read_in_turn(first=id, now=clock.now)
