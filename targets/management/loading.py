"""What the commands that import measurements share: files in, progress, and what became of them."""

import csv
import time
from abc import ABC, abstractmethod
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from targets.measurements.taken import Options
from targets.models import Load, LoadKind, LoadState
from targets.queries.loads import REPORT, report_rows, rule_counts
from targets.services.load_run import begin, run
from targets.sheets.formulas import harmless_text

COUNTS = ("rows", "taken", "new", "changed", "unchanged", "corrected", "noted", "left", "rejected")
MOST_NAMED = 20
# What became of the figure beside a computed value that changed; by targets.services.computed.Effect.
EFFECTS = {
    "submitted": "waits for approval",
    "corrected": "a correction that waits for approval; the approved value stands",
    "approved": "as approved before",
    "differs": "the figure was given by hand and stays; it differs",
    "closed": "the year is closed; the figure stays",
    "none": "no figure yet, or it says the same",
}
_PAUSE = 0.5  # seconds between two lines of progress


class LoadCommand(BaseCommand, ABC):
    """A command that imports files of one kind. Each file is one transaction; a refused one leaves the others."""

    kind: LoadKind

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--reviewed", action="store_true", help="the values were reviewed")
        parser.add_argument(
            "--past-the-clock",
            action="store_true",
            help="take readings dated after the setting CLOCK too, up to the database's own clock; nothing shows them "
            "before their time (for a demo, whose clock stands still)",
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write every remark on a row to this CSV file")

    def handle(self, *_args: Any, files: list[Path], report: Path | None, **options: Any) -> None:
        self.find(files)
        said = replace(self.said(options), past_clock=options["past_the_clock"])
        refused: list[str] = []
        with ExitStack() as stack:
            remarks = self.report(report, stack)
            for file in files:
                load = self.load(file, said)
                self.tell(load)
                if remarks:
                    remarks.writerows(map(self.safe, report_rows(load, "en")))
                if load.state == LoadState.REFUSED:
                    refused.append(f"{file.name}: {load.sentence_en}")
                elif not load.counts.get("taken") and not load.counts.get("left"):
                    refused.append(f"{file.name}: none of its rows could be taken.")
        if refused:
            raise CommandError("nothing was imported from " + " ".join(refused))

    @abstractmethod
    def said(self, options: dict[str, Any]) -> Options:
        """What was said beside the files."""

    def find(self, files: list[Path]) -> None:
        """CommandError for a file that is not there, before anything is read."""
        for file in files:
            if not file.is_file():
                why = "is a directory" if file.is_dir() else "does not exist"
                raise CommandError(f"nothing was imported: {file} {why}. Give the path of a CSV file.")

    @staticmethod
    def safe(row: tuple[str | int, ...]) -> list[str]:
        """What the file says must not run in the spreadsheet that opens the report."""
        return [harmless_text(str(cell)) for cell in row]

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
                load = begin(kind=self.kind, name=file.name, options=said, by=None, now=clock.now())
                return run(load=load, stream=stream, now=clock.now(), by=None, tell=progress)
        except OSError as error:
            raise CommandError(f"nothing was imported: {error}") from None

    def tell(self, load: Load) -> None:
        """What became of the file, to stdout."""
        if load.state == LoadState.REFUSED:
            self.stdout.write(f"{load.name}: refused: {load.sentence_en}")
            return
        told = ", ".join(f"{name} {load.counts.get(name, 0)}" for name in COUNTS)
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
        for one in load.figures[:MOST_NAMED]:
            now, was = one["now"] or "no data", one["was"] or "nothing"
            effect = EFFECTS[one["effect"]]
            self.stdout.write(f"  {one['indicator']} {one['area']} {one['month']}: {was} → {now}, {effect}")
        if len(load.figures) > MOST_NAMED:
            self.stdout.write(f"  and {len(load.figures) - MOST_NAMED} more figures; the file's page names each")

    def compare(self, counts: dict[str, int]) -> None:
        """How far what the file says of itself is from what was computed."""


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
