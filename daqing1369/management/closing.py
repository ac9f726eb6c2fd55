"""What the commands that close and reopen a year have in common."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.models import Plan
from targets.queries.points import find_plan


class YearCommand(BaseCommand):
    """A command about one plan's year, with a reason that goes on record."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--reason", required=True, help="goes on record and is shown beside the year")
        parser.add_argument("--area", default=settings.DEFAULT_AREA, metavar="CODE", help="default: %(default)s")

    def plan(self, options: dict[str, Any]) -> Plan:
        """The plan that is meant; CommandError where there is none."""
        found = find_plan(area_code=options["area"], year=options["year"])
        if found is None:
            raise CommandError(f"there is no plan of {options['year']} for the area {options['area']}")
        return found
