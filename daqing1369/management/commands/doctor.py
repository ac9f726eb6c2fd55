"""``manage.py doctor [--mail] [--format json]``: whether this installation is well, and what to do where not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from daqing1369.doctor import examine
from daqing1369.findings import WRONG, Finding


class Command(BaseCommand):
    help = (
        "Look at configuration, database, rights, migrations, PDF, mail, disk, clock, time zone, published figures, "
        "static files and folders: one line each. Changes nothing; exit 1 where something is wrong."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  # Django's attribute; its findings are among ours

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", action="store_true", help="connect to the mail server as well; sends nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, mail: bool, format: str, **_options: Any) -> None:  # the option's name
        found = list(examine(now=clock.now(), mail=mail))
        if format == "json":
            self.stdout.write(json.dumps([one._asdict() for one in found], ensure_ascii=False, indent=1))
        else:
            for one in found:
                self.stdout.write(line(one))
        wrong = sum(one.state == WRONG for one in found)
        if wrong:
            raise CommandError("1 thing is wrong" if wrong == 1 else f"{wrong} things are wrong")


def line(finding: Finding) -> str:
    """State, check, what was found and what to do."""
    told = f"{finding.state:<6}{finding.check:<14}{finding.found}"
    return f"{told} → {finding.remedy}" if finding.remedy else told
