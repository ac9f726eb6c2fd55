"""``manage.py import_air FILE…``: daily values of cities and hourly values of stations."""

from typing import Any

from django.core.management.base import CommandParser

from targets.management.loading import LoadCommand
from targets.measurements.taken import Options
from targets.models import LoadKind


class Command(LoadCommand):
    help = (
        "Import air values from CSV files: daily values of cities (columns city, date, pm25_ug_m3 …) or hourly values "
        "of stations (date_yyyymmdd, hour, station, pm25_ug_m3 …). Every row is taken, corrected by a named rule, or "
        "rejected with its reason; a changed value becomes a new version; importing a file twice changes nothing."
    )
    kind = LoadKind.AIR

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--ozone",
            choices=("1h", "8h"),
            default="1h",
            help="what a daily column o3_ug_m3 holds: the highest 1-hour value (default) or the highest 8-hour mean",
        )
        parser.add_argument(
            "--city", default="", metavar="NAME", help="of stations whose file does not name their city"
        )

    def said(self, options: dict[str, Any]) -> Options:
        return Options(ozone=options["ozone"], reviewed=options["reviewed"], city=options["city"].strip())

    def compare(self, counts: dict[str, int]) -> None:
        """How far the file's own AQI is from the computed one."""
        if compared := counts.get("aqi_compared"):
            near = ", ".join(
                f"{words} {counts[name]} ({counts[name] / compared:.1%})"
                for words, name in (
                    ("equal", "aqi_equal"),
                    ("within 3", "aqi_within_3"),
                    ("within 10", "aqi_within_10"),
                )
            )
            self.stdout.write(
                f"  the file's own AQI beside the computed one, on {compared} days: {near}, "
                f"furthest {counts['aqi_furthest']}"
            )
