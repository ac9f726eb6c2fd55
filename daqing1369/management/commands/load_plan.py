"""``manage.py load_plan FILE…``: load or update a plan from files, all or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from actions.services import plan as actions_plan
from actions.services import plan_schema
from daqing1369 import clock
from daqing1369.settling import settle
from targets.services import fixture_monitoring, fixture_monitoring_schema, fixture_schema
from targets.services import plan as targets_plan
from targets.services.fixture_files import Batch, Problem, read
from targets.services.fixture_sync import Report, Stamp
from targets.services.load_turns import take_turns
from targets.services.settings_changed import after_settings

VERBS = ("created", "changed", "removed", "unchanged", "left", "decided")
SECTIONS = fixture_schema.SECTIONS | fixture_monitoring_schema.SECTIONS | plan_schema.SECTIONS
# An arbitrary number: two loads at the same time take turns.
LOCK = 1369


class Command(BaseCommand):
    help = (
        "Load or update a plan from JSON files (areas, indicators, plans, actions, stations, demo figures), in any "
        "order. Everything is checked before anything is written; what is already as the file says is not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--reason", help="why the target of a goal that has figures changes; goes on record")

    def handle(self, *_args: Any, files: list[Path], reason: str | None, **_options: Any) -> None:
        if reason is not None and not 1 <= len(reason.strip()) <= 500:
            raise CommandError("--reason needs a text of 1 to 500 characters", returncode=2)
        batch = read(files, SECTIONS)
        try:
            report = self.load(batch, (reason or "").strip())
        except DatabaseError as error:
            raise CommandError(f"nothing was loaded; the database refused it: {error}") from error
        self.print(report)

    @transaction.atomic
    def load(self, batch: Batch, reason: str) -> Report:
        """Check the batch, then write it; CommandError where it has a fault."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        take_turns()
        problems = batch.problems + targets_plan.check(batch, reason=reason) + actions_plan.check(batch)
        problems += fixture_monitoring.check(batch)
        if problems:
            self.refuse(problems)
        report, stamp = Report(), Stamp(by=None, now=clock.now(), reason=reason)
        targets_plan.load(batch, stamp=stamp, report=report)
        if fixture_monitoring.load(batch, stamp=stamp, report=report):
            after_settings(by=None, now=stamp.now)
        actions_plan.load(batch, stamp=stamp, report=report)
        settle(batch, stamp=stamp, report=report)
        return report

    def refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        errors = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
        raise CommandError(f"nothing was loaded: {errors}")

    def print(self, report: Report) -> None:
        for change in report.changes:
            self.stdout.write(str(change))
        for kind, counts in report.counts().items():
            told = ", ".join(f"{counts[verb]} {verb}" for verb in VERBS if counts[verb])
            self.stdout.write(f"{kind}: {told}")
