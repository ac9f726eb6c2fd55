"""``manage.py new_year 2025 --from 2024``: last year's plan taken over, with what must be decided marked."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from daqing1369 import clock
from daqing1369.new_year import NewYear, new_year
from targets.points import point_text
from targets.services.refusals import Refused

STAYING = (
    "areas, indicators, the sources of computed figures and the assignments of people belong to no year: they stay as "
    "they are and hold for the new year too"
)


class Command(BaseCommand):
    help = (
        "Copy a plan into a new year: nodes, goals, links, actions, tasks and commitments, dates a year later, nothing "
        "of what was reported. What must be decided is marked and listed; see “Plan years” in the administration. "
        "All or nothing; a plan that exists is never written over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="the new year, such as 2025")
        parser.add_argument("--from", type=int, required=True, dest="from_year", metavar="YEAR")
        parser.add_argument("--area", default=settings.DEFAULT_AREA, metavar="CODE", help="default: %(default)s")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, print what would be copied")

    def handle(self, *_args: Any, year: int, from_year: int, area: str, dry_run: bool, **_options: Any) -> None:
        try:
            found = new_year(year=year, from_year=from_year, area_code=area, by=None, now=clock.now(), dry_run=dry_run)
        except Refused as refusal:
            raise CommandError(f"nothing was copied: {refusal.sentence.en}") from refusal
        except DatabaseError as error:
            raise CommandError(f"nothing was copied; the database refused it: {error}") from error
        self.print(found)
        self.stderr.write("nothing was written: --dry-run" if dry_run else STAYING)

    def print(self, found: NewYear) -> None:
        for point in found.points:
            label = point_text(point.part, point.key, point.aspect)
            self.stdout.write(f"to decide {label.en}: {point.was_en}")
        for kind, count in found.made.items():
            self.stdout.write(f"{kind}: {count} copied")
        self.stdout.write(f"to decide: {len(found.points)}")
