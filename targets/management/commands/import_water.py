"""``manage.py import_water FILE…``: reports of automatic stations and manual samples of water sections."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from targets.management.loading import LoadCommand
from targets.measurements.taken import Options
from targets.models import LoadKind


class Command(LoadCommand):
    help = (
        "Import water samples from CSV files (columns section, monitor_time_mmdd_hhmm, codmn_mg_l, nh3n_mg_l …). Every "
        "row is taken, corrected by a named rule, or rejected with its reason; what a station shows while it does not "
        "operate is no sample; a changed value becomes a new version; importing a file twice changes nothing."
    )
    kind = LoadKind.WATER

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--year",
            type=int,
            metavar="YEAR",
            help="of times without a year, where the file has no snapshot_date; else its name may end in YYYYMM",
        )

    def said(self, options: dict[str, Any]) -> Options:
        year = options["year"]
        if year is not None and not 1980 <= year <= 2200:
            raise CommandError(f"--year {year} is no year of measurements; write it like 2021", returncode=2)
        return Options(reviewed=options["reviewed"], year=year)

    def compare(self, counts: dict[str, int]) -> None:
        """How many of the file's own classes are not the computed ones."""
        if compared := counts.get("class_compared"):
            differs = counts.get("class_differs", 0)
            self.stdout.write(
                f"  the file's own class beside the computed one, on {compared} samples: {differs} differ"
                f" ({differs / compared:.1%}); only the computed one is used"
            )
