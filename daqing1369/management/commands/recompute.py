"""``manage.py recompute [--check | --if-stale | --follow]``: every derived figure again, for the database views."""

import os
import time
from itertools import chain, count
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from daqing1369 import clock, publishing
from targets.services import computed, recheck

EVERY = 30  # seconds between two looks
NICE = 10


class Command(BaseCommand):
    help = (
        "Compute every derived figure again, from the readings on, and publish it for the database views. "
        "Where nothing runs with --follow, let a timer run it every minute with --if-stale, "
        "which looks first and mostly does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="change nothing, list each difference, exit 1 for any")
        how.add_argument("--if-stale", action="store_true", help="only where something changed since")

        how.add_argument("--follow", action="store_true", help="stay, and do so within a minute of each change")

    def handle(self, *_args: Any, check: bool, if_stale: bool, follow: bool, **_options: Any) -> None:
        if check:
            self.compare()
        elif follow:
            self.follow()
        elif not if_stale:
            self.mend()
            self.publish()
        else:
            computed.submit_due(now=clock.now())
            if publishing.is_stale(now=clock.now()):
                self.publish()

    def mend(self) -> None:
        """The readings' indices and what follows from them, where anything is not as it should be."""
        touched = recheck.mend_days(now=clock.now()) | recheck.mend_sections(now=clock.now())
        changed = computed.recompute_all(by=None, now=clock.now())
        if touched or changed:
            self.stderr.write(f"put right: months of readings {len(touched)}, computed figures {len(changed)}")

    def publish(self) -> None:
        changed = publishing.publish(today=clock.today(), now=clock.now(), valid_until=clock.day_ends_at())
        if changed is None:
            raise CommandError("another process is computing; nothing was done here")
        self.stderr.write(f"{changed} states changed" if changed != 1 else "1 state changed")

    def follow(self) -> None:
        """Publish what changes, as long as whoever started this is there; readers of pages come first."""
        os.nice(NICE)
        parent = os.getppid()
        for second in count():
            if os.getppid() != parent:
                return
            if second % EVERY == 0:
                self.catch_up()
            time.sleep(1)

    def catch_up(self) -> None:
        """A turn of ``follow``; what fails now, such as a database that is away, succeeds in a later one."""
        try:
            computed.submit_due(now=clock.now())
            if publishing.is_stale(now=clock.now()):
                publishing.publish(today=clock.today(), now=clock.now(), valid_until=clock.day_ends_at())
        except DatabaseError as error:
            self.stderr.write(f"not published now: {error}")
        finally:
            connection.close()

    def compare(self) -> None:
        """List each difference; what merely waits for its publication is counted."""
        now, number = clock.now(), 0
        published = publishing.differences(today=clock.today(), now=now)
        kept = recheck.day_differences(), recheck.section_differences(), recheck.figure_differences(now=now)
        for difference in chain(*kept, published):
            self.stdout.write(str(difference))
            number += 1
        if waits := publishing.waiting(now=now):
            self.stderr.write(f"{waits} states wait for their publication" if waits > 1 else "1 state waits")
        if number:
            raise CommandError("1 difference" if number == 1 else f"{number} differences")
        self.stderr.write("no difference")
