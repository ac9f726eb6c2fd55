"""The year's end of a goal: the value that the province confirmed, put on record beside ours."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from targets.models import Confirmation, Goal, Plan
from targets.periods import Month
from targets.queries.confirmations import is_over
from targets.queries.plan import Scope, goal_states
from targets.services.refusals import Refused, words
from targets.standards.rounding import round_half_even
from targets.texts import Text

_KEPT_DECIMALS = 8
_TOO_LARGE = Decimal(10) ** 12


class YearNotOver(Refused):
    """The plan's year is not over: nobody can have confirmed it."""


class YearClosed(Refused):
    """The year was closed; its final value is on record as it is."""


class ValueRefused(Refused):
    """No value of this goal: negative, a share over 100 %, or more digits than are kept."""


class DayOutside(Refused):
    """The province confirms a year after its end and not later than today."""


class ExplanationNeeded(Refused):
    """The province's value differs from ours; the difference needs an explanation."""


class StaleConfirmation(Refused):
    """Somebody recorded a value meanwhile; ``version`` is the present one."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "version",
            Text(
                "其间有人登记过最终值。请核对后再次保存，以您的为准。",
                "Somebody recorded a value meanwhile. Look at it; saving again puts yours in its place.",
            ),
        )
        self.version = version


@transaction.atomic
def confirm(
    *,
    goal: Goal,
    value: Decimal,
    document: str,
    confirmed_on: date,
    explanation: str,
    reason: str,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
    today: date,
) -> Confirmation:
    """Record or correct the province's value of the goal's year; ours of this moment is kept beside it.

    ``version``: of the record that the writer saw, 0 for none. A correction needs a reason. What stands there already
    is left as it is. ``goal`` has its indicator loaded.
    Raises YearClosed, YearNotOver, ValueRefused, DayOutside, ExplanationNeeded, StaleConfirmation, Refused (a text
    missing or too long).
    """
    plan = _held_plan(goal)
    _check_time(plan, confirmed_on, today)
    _check_value(goal, value)
    ours = _ours(goal, plan, today)
    told = {
        "value": value,
        "document": words(document, field="document", most=300, needed=_DOCUMENT),
        "confirmed_on": confirmed_on,
        "explanation": words(explanation, field="explanation", most=1000),
    }
    if not told["explanation"] and _differs(goal, value, ours):
        raise ExplanationNeeded("explanation", _EXPLANATION)
    current = _locked(goal)
    if current is not None and all(getattr(current, name) == given for name, given in told.items()):
        return current
    if (found := 0 if current is None else current.version) != version:
        raise StaleConfirmation(found)
    why = words(reason, field="reason", most=500, needed=None if current is None else _REASON)
    stamp = {"ours": ours, "version": found + 1, "changed_by": by, "changed_at": now, "reason": why}
    return _write(current or Confirmation(goal=goal), told | stamp)


def _write(confirmation: Confirmation, fields: dict[str, Any]) -> Confirmation:
    for name, value in fields.items():
        setattr(confirmation, name, value)
    confirmation.save()
    return confirmation


def _held_plan(goal: Goal) -> Plan:
    """As it is now, and not closed until the end of the transaction."""
    return Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=goal.plan_id)


def _locked(goal: Goal) -> Confirmation | None:
    """What is on record, held against another writer: the goal's row is there before its confirmation is."""
    Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    return Confirmation.objects.filter(goal=goal).first()


_DOCUMENT = Text("请填文件名称及文号，例如 省环委办〔2025〕3 号。", "Name the paper that says so, with its number.")
_EXPLANATION = Text("与我市数值不一致，请说明差异原因。", "It differs from our value; explain the difference.")
_REASON = Text("更正已登记的最终值须说明理由。", "Say why the recorded value is corrected.")


def _check_time(plan: Plan, confirmed_on: date, today: date) -> None:
    year = plan.year
    if plan.is_closed:
        raise YearClosed("value", Text("该年度已关闭；请先重新开放年度。", "The year is closed; open it again first."))
    if not is_over(year, today):
        raise YearNotOver(
            "value", Text(f"{year} 年尚未结束，不能登记最终值。", f"{year} is not over; there is no final value yet.")
        )
    if not Month(year, 12).last_on < confirmed_on <= today:
        raise DayOutside(
            "confirmed_on",
            Text(f"日期应在 {year} 年结束之后、不晚于今天。", f"The day lies after {year} and not after today."),
        )


def _check_value(goal: Goal, value: Decimal) -> None:
    if goal.indicator.scale == 100 and value > 100:
        raise ValueRefused("value", Text("比例不会超过 100 %。", "A share is at most 100 %."))
    if value < 0:
        raise ValueRefused("value", Text("数值不会小于 0。", "The value is not below 0."))
    if value >= _TOO_LARGE or value != round_half_even(value, _KEPT_DECIMALS):
        raise ValueRefused("value", Text("最多 8 位小数，请核对。", "At most 8 decimals; check the value."))


def _ours(goal: Goal, plan: Plan, today: date) -> Decimal | None:
    scope = Scope(plan, Month(plan.year, 12), today)
    ours = goal_states(scope, slug=goal.indicator.slug)[0].evaluation.value
    return None if ours is None else round_half_even(ours, _KEPT_DECIMALS)


def _differs(goal: Goal, value: Decimal, ours: Decimal | None) -> bool:
    decimals = goal.indicator.decimals
    return ours is None or round_half_even(value, decimals) != round_half_even(ours, decimals)
