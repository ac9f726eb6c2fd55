"""Reminders: who is to be told of what, claimed once and handed over once.

A run claims what is new in one transaction, as one digest a person; each digest is then marked as sent before it is
handed over. Where the mail server refuses it, the mark is taken back and the next run begins it anew; where it is not
known whether it went, the mark stays, so that nothing goes twice.
"""

import smtplib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import connection, transaction
from django.urls import reverse

from targets.digests import About, Letter, Line, letter
from targets.models import Digest, Occasion, Reminder
from targets.queries.duties import Duties, Duty, DutyKind, Waiting, all_duties

DAYS_BEFORE = 3
DAYS_BETWEEN = 7
CLOSED = 1_000_000  # the number of the one reminder of a closed month: no repetition is as late
LOCK = 1369_07  # an arbitrary number: two runs at the same time claim one after the other
_DEFINITE = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError)


class Handed(StrEnum):
    """What became of a digest."""

    SENT = "sent"
    TAKEN = "taken"  # by another run
    REFUSED = "refused"  # definitely not sent: the next run tries again
    UNCLEAR = "unclear"  # perhaps sent: not tried again


@dataclass(frozen=True)
class Item:
    """One thing to remind somebody of. ``number``: which repetition, or the version returned or waiting."""

    user: User
    line: Line
    indicator: int
    area: int
    number: int

    @property
    def key(self) -> tuple[int, str, int, int, date, int]:
        return self.user.pk, self.line.about.value, self.indicator, self.area, self.line.month.first_on, self.number


@dataclass(frozen=True)
class Wanted:
    """What is to be told, and whom no mail can reach though there is something to tell."""

    items: tuple[Item, ...]
    unreachable: tuple[User, ...]


def find_wanted(today: date, *, site: str) -> Wanted:
    """Everything that could be told today, whether it was told before or not. Eight queries."""
    items: list[Item] = []
    unreachable: list[User] = []
    for worker, duties in all_duties(today):
        found = list(_items(worker.user, duties, today, site))
        if found and not is_address(worker.user.email):
            unreachable.append(worker.user)
        else:
            items += found
    return Wanted(tuple(items), tuple(unreachable))


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def untold(wanted: Wanted) -> dict[int, list[Item]]:
    """What was not told before, by user. What a digest that never went had claimed is untold. One query."""
    told = Reminder.objects.filter(user__in={item.user.pk for item in wanted.items}, digest__sent_at__isnull=False)
    keys = set(told.values_list("user", "occasion", "indicator", "area", "month", "number"))
    found: dict[int, list[Item]] = defaultdict(list)
    for item in wanted.items:
        if item.key not in keys:
            found[item.user.pk].append(item)
    return dict(found)


@transaction.atomic
def claim(*, wanted: Wanted, now: datetime, today: date, site: str) -> list[int]:
    """Put one digest a person on record, with the reminders that it holds; the ids of those to hand over.

    Digests that were never sent are made anew from what is wanted now, by whichever run comes first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    left = [digest.pk for digest in Digest.objects.select_for_update().filter(sent_at=None).order_by("id")]
    Digest.objects.filter(pk__in=left).delete()
    made = []
    for items in untold(wanted).values():
        user, told = items[0].user, compose(items, today=today, site=site)
        digest = Digest.objects.create(user=user, address=user.email, subject=told.subject, body=told.body, made_at=now)
        Reminder.objects.bulk_create([_reminder(digest, item) for item in items])
        made.append(digest.pk)
    return made


def compose(items: list[Item], *, today: date, site: str) -> Letter:
    """The message to one person about at least one item."""
    who = items[0].user.get_full_name() or items[0].user.get_username()
    lines = [item.line for item in items]
    return letter(lines, who=who, today=today, all_of_them=site + reverse("duties"))


def hand_over(*, digest_id: int, mail: BaseEmailBackend, now: datetime, sender: str, site: str) -> tuple[Handed, str]:
    """Mark the digest as sent, then send it; what became of it, and the mail server's words where it failed.

    Not atomic on purpose: the mark must be there before the message leaves.
    """
    if not Digest.objects.filter(pk=digest_id, sent_at=None).update(sent_at=now, error=""):
        return Handed.TAKEN, ""
    digest = Digest.objects.get(pk=digest_id)
    try:
        mail.open()
    except (OSError, smtplib.SMTPException) as error:
        return _refused(digest, error)
    try:
        mail.send_messages([_message(digest, mail, sender, site)])
    except _DEFINITE as error:
        return _refused(digest, error)
    except (OSError, smtplib.SMTPException) as error:
        Digest.objects.filter(pk=digest_id).update(error=_words(error))
        return Handed.UNCLEAR, _words(error)
    return Handed.SENT, ""


def _refused(digest: Digest, error: Exception) -> tuple[Handed, str]:
    Digest.objects.filter(pk=digest.pk).update(sent_at=None, error=_words(error))
    return Handed.REFUSED, _words(error)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500].replace("\x00", "")


def _message(digest: Digest, mail: BaseEmailBackend, sender: str, site: str) -> EmailMessage:
    """Plain text; its id is the digest's, so that a copy is known as one."""
    host = urlsplit(site).hostname or "localhost"
    headers = {
        "Message-ID": f"<digest-{digest.pk}-{digest.made_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(digest.subject, digest.body, sender, [digest.address], headers=headers, connection=mail)


def _reminder(digest: Digest, item: Item) -> Reminder:
    user, occasion, indicator, area, month, number = item.key
    return Reminder(
        digest=digest,
        user_id=user,
        occasion=Occasion(occasion),
        indicator_id=indicator,
        area_id=area,
        month=month,
        number=number,
    )


def _items(user: User, duties: Duties, today: date, site: str) -> Iterable[Item]:
    for duty in duties.owed:
        found = _occasion(duty, today)
        if found is not None:
            yield Item(user, _line(duty, found[0], site), duty.indicator.pk, duty.area.pk, found[1])
    for one in duties.waiting:
        yield Item(user, _to_review(one, site), one.indicator.pk, one.area.pk, one.version)


def _occasion(duty: Duty, today: date) -> tuple[About, int] | None:
    """Why, and which repetition: late ones on the first day and then once in DAYS_BETWEEN days.

    Of a month that is closed, once: its editor cannot mend it.
    """
    if duty.kind is DutyKind.RETURNED:
        return About.RETURNED, duty.version
    if duty.kind is DutyKind.DIFFERS:
        return None  # the list shows it; nothing is late
    if duty.kind is DutyKind.LOCKED:
        return About.LATE, CLOSED
    if duty.term.days_late:
        return About.LATE, (duty.term.days_late - 1) // DAYS_BETWEEN
    return (About.DUE_SOON, 0) if (duty.term.due_on - today).days <= DAYS_BEFORE else None


def _line(duty: Duty, about: About, site: str) -> Line:
    return Line(
        about=about,
        name=duty.indicator.short,
        area=duty.area.name,
        month=duty.month,
        link=site + duty.path,
        due_on=duty.term.due_on,
        days_late=duty.term.days_late,
        closes_in=duty.term.closes_in,
        is_locked=duty.kind is DutyKind.LOCKED,
        sentence=duty.sentence,
    )


def _to_review(one: Waiting, site: str) -> Line:
    return Line(
        about=About.TO_REVIEW,
        name=one.indicator.short,
        area=one.area.name,
        month=one.month,
        link=site + reverse("review"),
        due_on=one.indicator.due_on(one.month),
    )
