"""``manage.py import_figures FILE``: monthly figures from CSV or XLSX, by the rules of the import page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from targets.models import Area, Correction, RowState, Upload, UploadState
from targets.periods import Month
from targets.queries.access import EVERYTHING, Access, access_of
from targets.queries.imports import rows_of
from targets.services.figures import ReasonNeeded
from targets.services.imports import NotReady, confirm, drop, receive, work
from targets.sheets.archive import check_size
from targets.sheets.table import Refused

MOST_TOLD = 50
_PIECE = 256 * 1024


class Command(BaseCommand):
    help = (
        "Import monthly figures from a CSV or XLSX file, all or nothing. Without --user it works for the system, "
        "which may enter every figure; months that are closed stay closed. Columns: area, month, indicator, "
        "numerator, denominator and, where needed, given, month_numerator, month_denominator, note, correction, "
        "reason; in any order, with Chinese, English or these headings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and change nothing")
        parser.add_argument("--user", help="work for this user, with that user's rights")
        parser.add_argument("--correction", choices=Correction.values, help="why approved figures are changed")
        parser.add_argument("--reason", default="", help="the same in words; needed for the correction “other”")
        parser.add_argument("--area", help="code of the area, for a file without that column")
        parser.add_argument("--year", type=int, help="the year, for months that are told without one")
        parser.add_argument("--month", help="YYYY-MM, for a file without that column")

    def handle(self, *_args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        user = self.user(options["user"])
        month = self.month(options["month"])
        area = self.area(options["area"])
        access = access_of(user, clock.today()) if user else Access(EVERYTHING, EVERYTHING)
        try:
            upload = receive(
                chunks=self.pieces(file),
                name=file.name,
                by=user,
                now=clock.now(),
                area=area,
                year=month.year if month else options["year"],
                month=month.number if month else None,
            )
        except Refused as refusal:
            raise CommandError(f"nothing was imported: {refusal}") from None
        except OSError as error:
            raise CommandError(f"nothing was imported: {error}") from None
        try:
            self.run(upload, access, options, dry_run=dry_run)
        finally:
            self.clear(upload)

    def run(self, upload: Upload, access: Access, options: dict[str, Any], *, dry_run: bool) -> None:
        """Check, say what was found, apply. CommandError where nothing could be done."""
        self.stderr.write(f"Checking {upload.name} …")
        checked = work(upload=upload, now=clock.now(), access=access)
        if checked.state == UploadState.REFUSED:
            raise CommandError(f"nothing was imported: {checked.sentence_en}")
        for _, remark in checked.remarks:
            self.stderr.write(remark)
        self.tell(checked)
        if checked.counts.get(RowState.ERROR):
            raise CommandError(f"nothing was imported: {checked.counts[RowState.ERROR]} rows have errors")
        if dry_run:
            self.stderr.write("Nothing was changed: this was a dry run.")
            return
        try:
            confirmed = confirm(
                upload=checked, run=checked.run, correction=options["correction"] or "", reason=options["reason"]
            )
        except ReasonNeeded:
            raise CommandError("nothing was imported: approved figures change; say why with --correction") from None
        except NotReady:
            raise CommandError("nothing was imported: the upload is no longer there") from None
        self.stderr.write("Applying …")
        applied = work(upload=confirmed, now=clock.now(), access=access)
        if applied.state != UploadState.APPLIED:
            raise CommandError("nothing was imported: figures were changed meanwhile; run it again")
        self.stdout.write(f"applied: {applied.done}")

    def tell(self, upload: Upload) -> None:
        """The counts to stdout; each row with an error to stderr, up to MOST_TOLD of them."""
        for state in (*RowState.values, "odd"):
            if count := upload.counts.get(state, 0):
                self.stdout.write(f"{state}: {count}")
        for state in (RowState.ERROR.value, "odd"):
            rows = rows_of(upload, state)
            for row in rows[:MOST_TOLD]:
                place = f"{row.sheet}!{row.line}" if row.sheet else f"line {row.line}"
                told = " ".join(sentence for _, _, sentence in [*row.problems, *row.oddities])
                self.stderr.write(f"{state}: {place}: {told}")
            if (more := upload.counts.get(state, 0) - MOST_TOLD) > 0:
                self.stderr.write(f"{state}: {more} more")

    def clear(self, upload: Upload) -> None:
        try:
            drop(upload=upload, now=clock.now())
        except NotReady:
            return

    def pieces(self, file: Path) -> Iterator[bytes]:
        check_size(file.stat().st_size)
        with file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece

    def user(self, name: str | None) -> User | None:
        found = User.objects.filter(username=name, is_active=True).first() if name else None
        if name and found is None:
            raise CommandError(f"there is no user {name!r}", returncode=2)
        return found

    def area(self, code: str | None) -> Area | None:
        found = Area.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise CommandError(f"there is no area {code!r}", returncode=2)
        return found

    def month(self, text: str | None) -> Month | None:
        try:
            return Month.parse(text) if text else None
        except ValueError as error:
            raise CommandError(f"--month: {error}", returncode=2) from None
