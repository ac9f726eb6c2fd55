"""Locked months opened again by an administrator, for a while and on record."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.evaluation.model import ReportedBy
from targets.models import Area, Goal, Reopening
from targets.periods import Month, last_finished_month
from targets.services.refusals import Refused, words
from targets.texts import Text

MOST_DAYS = 60
_REASON = Text("请说明重新开放的理由。", "Say why the month is opened again.")


_CLOSED = Text("该年度已关闭；请先重新开放年度。", "The year is closed; open the year itself again first.")


class NothingToOpen(Refused):
    """The month is not over, not of the goal's year, or the area gives no figure of the goal."""


class DayOutside(Refused):
    """The leave ends today at the earliest and MOST_DAYS from today at the latest."""


class NoSuchLeave(Exception):
    """The leave is not there, or is over already."""


@transaction.atomic
def reopen(
    *,
    goal: Goal,
    area: Area,
    month: Month,
    until_on: date,
    reason: str,
    by: AbstractBaseUser,
    now: datetime,
    today: date,
) -> Reopening:
    """Let the figure of the goal, area and month be changed through a day. ``goal`` has its plan loaded.

    Leaves may overlap; the longest holds. Raises NothingToOpen, DayOutside, Refused (no reason, or too long).
    """
    if month.year != goal.plan.year or month > last_finished_month(today):
        raise NothingToOpen("month", Text("请选择本年度已结束的月份。", "Choose a month of the year that is over."))
    if goal.plan.is_closed:
        raise NothingToOpen("month", _CLOSED)
    own = area.pk == goal.plan.area_id
    if not own and not (goal.reported_by == ReportedBy.AREAS and area.parent_id == goal.plan.area_id):
        raise NothingToOpen("area", Text("该地区不填报这一指标。", "This area gives no figure of the goal."))
    last = today + timedelta(days=MOST_DAYS)
    if not today <= until_on <= last:
        raise DayOutside(
            "until_on",
            Text(
                f"截止日期应在今天起 {MOST_DAYS} 天之内，即不晚于 {last}。",
                f"The last day lies within {MOST_DAYS} days from today: {last} at the latest.",
            ),
        )
    return Reopening.objects.create(
        indicator_id=goal.indicator_id,
        area=area,
        month=month.first_on,
        until_on=until_on,
        reason=words(reason, field="reason", most=500, needed=_REASON),
        changed_by_id=by.pk,
        changed_at=now,
    )


@transaction.atomic
def end_leave(*, leave_id: int, by: AbstractBaseUser, now: datetime, today: date) -> Reopening:
    """End the leave before its day: it held through yesterday. Raises NoSuchLeave."""
    leaves = Reopening.objects.select_for_update(of=("self",)).select_related("indicator", "area")
    leave = leaves.filter(pk=leave_id, until_on__gte=today).order_by("pk").first()
    if leave is None:
        raise NoSuchLeave
    leave.until_on, leave.changed_by_id, leave.changed_at = today - timedelta(days=1), by.pk, now
    leave.save()
    return leave
