"""Stand-ins: somebody does an absent editor's or reviewer's own work for a time, on record."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from targets.models import StandIn
from targets.services.refusals import Refused
from targets.texts import Text

MOST_DAYS = 90
AHEAD_DAYS = 366
ADMINISTERS = "targets.add_standin"
_WORK = ("targets.enter_figure", "targets.review_figure")
_STATED = Text("请选择在职的其他人员。", "Choose somebody else who is active.")


class NoWork(Refused):
    """The absent person neither enters nor reviews figures by their own right: there is nothing to hand over."""


class NotSomebodyElse(Refused):
    """The deputy is the absent person, or nobody who can sign in."""


class DaysOutside(Refused):
    """From today on at the earliest, for MOST_DAYS at most."""


class NotYours(Exception):
    """Only the absent person and administrators name and end a stand-in."""


class NoSuchStandIn(Exception):
    """The stand-in is not there, or is over already."""


def has_work(user: User) -> bool:
    """Whether the person enters or reviews figures by a right of their own, not as somebody's deputy."""
    return any(user.has_perm(right) for right in _WORK)


@transaction.atomic
def name_stand_in(
    *, absent: User | None, deputy: User | None, from_on: date, until_on: date, by: User, now: datetime, today: date
) -> StandIn:
    """Let the deputy do the absent person's own work from one day through another. Times may overlap.

    Raises NotYours, NoWork, NotSomebodyElse, DaysOutside.
    """
    if absent is None or not (absent.pk == by.pk or by.has_perm(ADMINISTERS)):
        raise NotYours
    if not absent.is_active or not has_work(absent):
        raise NoWork("absent", Text("此人没有填报或审核工作可代理。", "This person has no figures to enter or review."))
    if deputy is None or not deputy.is_active or deputy.pk == absent.pk:
        raise NotSomebodyElse("deputy", _STATED)
    _check_days(from_on, until_on, today)
    return StandIn.objects.create(
        absent=absent, deputy=deputy, from_on=from_on, until_on=until_on, changed_by_id=by.pk, changed_at=now
    )


@transaction.atomic
def end_stand_in(*, stand_in_id: int, by: User, now: datetime, today: date) -> None:
    """End the stand-in now: it held through yesterday; one that began today or later is taken back, on record.

    Raises NotYours, NoSuchStandIn.
    """
    rows = StandIn.objects.select_for_update().filter(pk=stand_in_id, until_on__gte=today)
    row = rows.order_by("pk").first()
    if row is None:
        raise NoSuchStandIn
    if row.absent_id != by.pk and not by.has_perm(ADMINISTERS):
        raise NotYours
    row.changed_by, row.changed_at = by, now
    if row.from_on < today:
        row.until_on = today - timedelta(days=1)
        row.save()
    else:
        row.reason = "taken back"
        row.save()  # the history's last state says who took it back
        row.delete()


def _check_days(from_on: date, until_on: date, today: date) -> None:
    if not today <= from_on <= today + timedelta(days=AHEAD_DAYS):
        raise DaysOutside(
            "from_on", Text("开始日期应在今天起一年之内。", "The first day lies within a year from today.")
        )
    last = from_on + timedelta(days=MOST_DAYS - 1)
    if not from_on <= until_on <= last:
        raise DaysOutside(
            "until_on",
            Text(
                f"结束日期不早于开始日期，最长 {MOST_DAYS} 天，即不晚于 {last}。",
                f"The last day is not before the first and at most {MOST_DAYS} days on: {last} at the latest.",
            ),
        )
