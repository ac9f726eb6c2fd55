"""``manage.py close_year 2024 --reason TEXT``: nothing of the year changes any more."""

from typing import Any

from django.core.management.base import CommandError

from daqing1369 import clock
from daqing1369.management.closing import YearCommand
from targets.services.closing import close_year, unfinished
from targets.services.refusals import Refused


class Command(YearCommand):
    help = (
        "Close a year: its figures and reports are not entered, imported, reviewed or computed over any more. "
        "Refused while the year runs or figures of it wait for a reviewer; reopen_year takes it back."
    )

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = self.plan(options)
        left = unfinished(plan).sentence
        try:
            close_year(plan_id=plan.pk, reason=options["reason"], by=None, now=clock.now(), today=clock.today())
        except Refused as refusal:
            raise CommandError(f"nothing was closed: {refusal.sentence.en}") from refusal
        self.stdout.write(f"{plan.area.code} {plan.year}: closed")
        if left:
            self.stdout.write(left.en)
