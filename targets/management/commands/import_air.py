"""``manage.py import_air FILE…``: daily values of cities and hourly values of stations."""

import csv
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from targets.measurements.taken import Options
from targets.models import Load, LoadKind, LoadState
from targets.queries.loads import REPORT, report_rows, rule_counts
from targets.services.load_run import COUNTS, begin, run

MOST_NAMED = 20
_PAUSE = 0.5  # seconds between two lines of progress


class Command(BaseCommand):
    help = (
        "Import air values from CSV files: daily values of cities (columns city, date, pm25_ug_m3 …) or hourly values "
        "of stations (date_yyyymmdd, hour, station, pm25_ug_m3 …). Every row is taken, corrected by a named rule, or "
        "rejected with its reason; a changed value becomes a new version; importing a file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--ozone",
            choices=("1h", "8h"),
            default="1h",
            help="what a daily column o3_ug_m3 holds: the highest 1-hour value (default) or the highest 8-hour mean",
        )
        parser.add_argument("--reviewed", action="store_true", help="the values were reviewed")
        parser.add_argument(
            "--city", default="", metavar="NAME", help="of stations whose file does not name their city"
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every remark on a row to this CSV file")

    def handle(self, *_args: Any, files: list[Path], ozone: str, reviewed: bool, city: str, **options: Any) -> None:
        self.find(files)
        said = Options(ozone=ozone, reviewed=reviewed, city=city.strip())
        refused: list[str] = []
        with ExitStack() as stack:
            report = self.report(options["report"], stack)
            for file in files:
                load = self.load(file, said)
                self.tell(load)
                if report:
                    report.writerows(report_rows(load, "en"))
                if load.state == LoadState.REFUSED:
                    refused.append(f"{file.name}: {load.sentence_en}")
                elif not load.counts.get("taken") and not load.counts.get("left"):
                    refused.append(f"{file.name}: none of its rows could be taken.")
        if refused:
            raise CommandError("nothing was imported from " + " ".join(refused))

    def find(self, files: list[Path]) -> None:
        """CommandError for a file that is not there, before anything is read."""
        for file in files:
            if not file.is_file():
                why = "is a directory" if file.is_dir() else "does not exist"
                raise CommandError(f"nothing was imported: {file} {why}. Give the path of a CSV file.")

    def report(self, path: Path | None, stack: ExitStack) -> Any:
        if path is None:
            return None
        try:
            stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
        except OSError as error:
            raise CommandError(f"nothing was imported: the report cannot be written: {error}") from None
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(REPORT)
        return writer

    def load(self, file: Path, said: Options) -> Load:
        progress = Progress(self, file.name)
        try:
            with file.open("rb") as stream:
                load = begin(kind=LoadKind.AIR, name=file.name, options=said, by=None, now=clock.now())
                return run(load=load, stream=stream, now=clock.now(), by=None, tell=progress)
        except OSError as error:
            raise CommandError(f"nothing was imported: {error}") from None

    def tell(self, load: Load) -> None:
        """What became of the file, to stdout."""
        if load.state == LoadState.REFUSED:
            self.stdout.write(f"{load.name}: refused: {load.sentence_en}")
            return
        told = ", ".join(f"{name} {load.counts[name]}" for name in COUNTS)
        self.stdout.write(f"{load.name}: {load.shape}: {told}")
        if load.created:
            more = f" and {len(load.created) - MOST_NAMED} more" if len(load.created) > MOST_NAMED else ""
            self.stdout.write(f"  created, to be confirmed: {', '.join(load.created[:MOST_NAMED])}{more}")
        for each in rule_counts(load):
            where = f"first in line {each.first.line}" if each.first.line else "the whole file"
            at = " ".join(filter(None, (where, each.first.column, each.first.value and f"“{each.first.value}”")))
            self.stdout.write(f"  {each.rule.outcome} {each.rule.name}: {each.count} ({at}). {each.rule.sentence.en}")
        if untold := load.counts.get("untold"):
            self.stdout.write(f"  {untold} more remarks were counted, but not kept")
        self.compare(load.counts)

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


class Progress:
    """Percent of the bytes, to stderr, now and then."""

    def __init__(self, command: BaseCommand, name: str) -> None:
        self.command, self.name = command, name
        self.told_at, self.told = 0.0, -1

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 100
        moment = time.monotonic()
        if percent == self.told or (percent < 100 and moment - self.told_at < _PAUSE):
            return
        self.told, self.told_at = percent, moment
        self.command.stderr.write(f"{self.name}: {percent} %")
