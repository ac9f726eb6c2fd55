"""``manage.py reopen_year 2024 --reason TEXT``: a closed year changes again, within its months' own locks."""

from typing import Any

from django.core.management.base import CommandError

from daqing1369 import clock
from daqing1369.management.closing import YearCommand
from targets.services.closing import reopen_year
from targets.services.refusals import Refused


class Command(YearCommand):
    help = "Open a closed year again. Months that are locked by their own days stay so until each is opened again."

    def handle(self, *_args: Any, **options: Any) -> None:
        plan = self.plan(options)
        try:
            reopen_year(plan_id=plan.pk, reason=options["reason"], by=None, now=clock.now())
        except Refused as refusal:
            raise CommandError(f"nothing was opened: {refusal.sentence.en}") from refusal
        self.stdout.write(f"{plan.area.code} {plan.year}: open")
