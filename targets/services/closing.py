"""A year closed, so that nothing of it changes any more, and opened again with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Q

from targets.models import Draft, Figure, Plan, Review
from targets.services.load_turns import take_turns
from targets.services.refusals import Refused, words
from targets.texts import Text

_WHY_CLOSED = Text(
    "请说明关闭该年度的理由，例如“省厅已核定全年数据”。",
    "Say why the year is closed, for example “the province confirmed the year”.",
)
_WHY_OPENED = Text(
    "请说明重新开放该年度的理由，例如“省厅复核更正 3 月数据”。",
    "Say why the year is opened again, for example “the province corrected March”.",
)


class YearNotOver(Refused):
    """Only a year that is over is closed."""


class StillWaiting(Refused):
    """Figures of the year wait for a reviewer; closed, nobody could settle them."""


class NothingToDo(Refused):
    """The year is closed already, or open already."""


@dataclass(frozen=True)
class Unfinished:
    """What nobody can go on with once the year is closed, and what does not forbid closing it."""

    returned: int  # figures that a reviewer sent back, and nobody sent again
    drafts: int  # figures typed and not saved

    @property
    def sentence(self) -> Text | None:
        """None where there is nothing."""
        if not (self.returned or self.drafts):
            return None
        return Text(
            f"关闭后无法再处理：退回后未重新提交的数据 {self.returned} 项，未保存的草稿 {self.drafts} 份。",
            f"Once it is closed nobody can go on with returned figures that were not sent again: {self.returned}, "
            f"and with drafts: {self.drafts}.",
        )


def unfinished(plan: Plan) -> Unfinished:
    """What is unfinished in the plan's year. Two queries."""
    about = _of_year(plan)
    returned = Figure.objects.filter(about, review=Review.RETURNED).count()
    return Unfinished(returned, Draft.objects.filter(about).count())


@transaction.atomic
def close_year(*, plan_id: int, reason: str, by: AbstractBaseUser | None, now: datetime, today: date) -> Plan:
    """Close the plan's year: its figures and reports are not entered, imported, reviewed or computed over any more.

    Waits for whoever is writing figures: they came before. Raises NothingToDo, YearNotOver, StillWaiting, Refused (no
    reason, or too long).
    """
    plan = _locked(plan_id)
    if plan.is_closed:
        raise NothingToDo("reason", Text(f"{plan.year} 年度已关闭。", f"The year {plan.year} is closed already."))
    if today.year <= plan.year:
        raise YearNotOver(
            "reason",
            Text(
                f"{plan.year} 年尚未结束，{plan.year + 1} 年 1 月 1 日起可以关闭。",
                f"{plan.year} is not over; it can be closed from {plan.year + 1}-01-01 on.",
            ),
        )
    _let_writers_end()
    waiting = _waiting(plan)
    if waiting:
        raise StillWaiting(
            "reason",
            Text(
                f"{plan.year} 年还有 {waiting} 项数据待审核，请先审核通过或退回。",
                f"Figures of {plan.year} wait for a reviewer: {waiting}. Approve or return them first.",
            ),
        )
    plan.closed_on, plan.closed_because = today, words(reason, field="reason", most=500, needed=_WHY_CLOSED)
    return _written(plan, plan.closed_because, by=by, now=now)


@transaction.atomic
def reopen_year(*, plan_id: int, reason: str, by: AbstractBaseUser | None, now: datetime) -> Plan:
    """Let the plan's year change again, within its months' own locks. Raises NothingToDo, Refused (no reason, …)."""
    plan = _locked(plan_id)
    if not plan.is_closed:
        raise NothingToDo("reason", Text(f"{plan.year} 年度未关闭。", f"The year {plan.year} is not closed."))
    said = words(reason, field="reason", most=500, needed=_WHY_OPENED)
    plan.closed_on, plan.closed_because = None, ""
    return _written(plan, said, by=by, now=now)


def _locked(plan_id: int) -> Plan:
    """After whoever computes or loads measurements just now."""
    take_turns()
    return Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan_id)


def _let_writers_end() -> None:
    """Until the end of the transaction no figure is written: what comes after finds the year closed."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Figure._meta.db_table)} IN SHARE MODE")


def _waiting(plan: Plan) -> int:
    """How many of the year's figures wait for a reviewer."""
    return Figure.objects.filter(_of_year(plan), review=Review.SUBMITTED).count()


def _of_year(plan: Plan) -> Q:
    of_plan = Q(area=plan.area_id) | Q(area__parent=plan.area_id)
    return of_plan & Q(indicator__goals__plan=plan.pk, month__year=plan.year)


def _written(plan: Plan, reason: str, *, by: AbstractBaseUser | None, now: datetime) -> Plan:
    plan.changed_by_id, plan.changed_at, plan.reason = by.pk if by else None, now, reason
    plan.save(update_fields=["closed_on", "closed_because", "changed_by", "changed_at", "reason"])
    return plan
