"""``manage.py export_water --section NAME``: the computed days of a section as CSV."""

import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.days import DayError, read_day
from targets.models import Section
from targets.queries.water_export import COLUMNS, NoSuchSection, exported_days, find_section
from targets.sheets.formulas import harmless_text


class Command(BaseCommand):
    help = (
        "Print the class of each day on record of a water section as CSV (GB 3838-2002, as measured). Main pollutants "
        "are joined by +, with how far they exceed class III, such as codmn(0.3); a day without values has no class."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--section", required=True, metavar="NAME")
        parser.add_argument("--province", default="", metavar="NAME", help="where two provinces have the name")
        parser.add_argument("--from", dest="first", metavar="DATE", help="the first day, such as 2024-01-01")
        parser.add_argument("--to", dest="last", metavar="DATE", help="the last day, that day included")

    def handle(
        self, *_args: Any, section: str, province: str, first: str | None, last: str | None, **_options: Any
    ) -> None:
        since, until = self.day("--from", first), self.day("--to", last)
        if since and until and since > until:
            raise CommandError(f"--from {since} is after --to {until}", returncode=2)
        found = self.section(section.strip(), province.strip())
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        count = 0
        for count, row in enumerate(exported_days(found, since, until), start=1):  # noqa: B007  # counted after the loop
            writer.writerow([harmless_text(cell) for cell in row])
        if not count:
            self.stderr.write(f"{found.name} has no day on record in that span.")

    def section(self, name: str, province: str) -> Section:
        """The section that is meant. CommandError where it is not known, or not which."""
        try:
            return find_section(name, province)
        except NoSuchSection as missing:
            if missing.provinces:
                several = ", ".join(missing.provinces)
                raise CommandError(
                    f"more than one province has {name!r}: {several}. Say which with --province."
                ) from None
            near = f" Names like it: {', '.join(missing.near)}." if missing.near else ""
            where = f" in {province}" if province else ""
            raise CommandError(f"there is no section {name!r}{where} on record.{near}") from None

    def day(self, option: str, text: str | None) -> date | None:
        try:
            return read_day(text) if text else None
        except DayError as error:
            raise CommandError(f"{option}: {error.sentence.en}", returncode=2) from None
