"""``manage.py export_air --city NAME``: the computed days of a city as CSV."""

import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.days import DayError, read_day
from targets.queries.air_export import NoSuchCity, exported_days, find_city
from targets.sheets.air_data import COLUMNS


class Command(BaseCommand):
    help = (
        "Print what was computed for each day of a city as CSV. A day whose AQI is NA has an empty aqi and level and "
        "valid=false; primary pollutants that tie are joined by +; level is 1 to 6."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", required=True, metavar="NAME", help="with or without 市")
        parser.add_argument("--from", dest="first", metavar="DATE", help="the first day, such as 2024-01-01")
        parser.add_argument("--to", dest="last", metavar="DATE", help="the last day, that day included")

    def handle(self, *_args: Any, city: str, first: str | None, last: str | None, **_options: Any) -> None:
        since, until = self.day("--from", first), self.day("--to", last)
        if since and until and since > until:
            raise CommandError(f"--from {since} is after --to {until}", returncode=2)
        try:
            found = find_city(city.strip())
        except NoSuchCity as missing:
            near = f" Names like it: {', '.join(missing.near)}." if missing.near else ""
            raise CommandError(f"there is no city {city.strip()!r} with air values.{near}") from None
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        count = 0
        for count, row in enumerate(exported_days(found, since, until), start=1):  # noqa: B007  # counted after the loop
            writer.writerow(row)
        if not count:
            self.stderr.write(f"{found.name} has no day in that span.")

    def day(self, option: str, text: str | None) -> date | None:
        try:
            return read_day(text) if text else None
        except DayError as error:
            raise CommandError(f"{option}: {error.sentence.en}", returncode=2) from None
