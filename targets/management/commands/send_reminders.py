"""``manage.py send_reminders [--dry-run]``: one digest a person of what is due, late, returned or to be reviewed."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser

from daqing1369 import clock
from targets.models import Digest
from targets.services.reminders import Handed, Wanted, claim, compose, find_wanted, hand_over, untold


class Command(BaseCommand):
    help = (
        "Send the reminders that nobody got yet, one message a person; meant for a timer, once or more a day. "
        "Needs EMAIL_URL and SITE_URL; evaluation mode prints the messages instead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print what would be sent; record and send nothing")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set: give the address of the site, such as https://board.example")
        if not settings.EMAIL_URL and not dry_run:
            raise CommandError("EMAIL_URL is not set: give the mail server, such as smtp+tls://user:password@host:587")
        wanted = find_wanted(clock.today(), site=settings.SITE_URL)
        for user in wanted.unreachable:
            self.stderr.write(f"{user.get_username()}: has reminders, but no e-mail address")
        if dry_run:
            self.preview(wanted)
        else:
            self.send(wanted)

    def preview(self, wanted: Wanted) -> None:
        found = untold(wanted)
        for items in found.values():
            told = compose(items, today=clock.today(), site=settings.SITE_URL)
            self.stdout.write(f"To: {items[0].user.email}\nSubject: {told.subject}\n\n{told.body}")
        self.stderr.write(f"{_messages(len(found))} would be sent; nothing was recorded")

    def send(self, wanted: Wanted) -> None:
        """CommandError, exit 1, where the mail server is away or refuses a message."""
        mail = get_connection(stream=self.stdout)
        try:
            mail.open()
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"the mail server does not answer, nothing was sent: {error}") from error
        now, site, sender = clock.now(), settings.SITE_URL, settings.DEFAULT_FROM_EMAIL
        counts = dict.fromkeys(Handed, 0)
        for digest in claim(wanted=wanted, now=now, today=clock.today(), site=site):
            result, words = hand_over(digest_id=digest, mail=mail, now=now, sender=sender, site=site)
            counts[result] += 1
            if result in (Handed.REFUSED, Handed.UNCLEAR):
                self.stderr.write(f"{Digest.objects.get(pk=digest).address}: {result}: {words}")
                mail.close()
        mail.close()
        self.stderr.write(f"{_messages(counts[Handed.SENT])} sent")
        if counts[Handed.REFUSED] or counts[Handed.UNCLEAR]:
            raise CommandError(
                f"{counts[Handed.REFUSED]} refused, the next run tries again; "
                f"{counts[Handed.UNCLEAR]} perhaps sent, not tried again"
            )


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
