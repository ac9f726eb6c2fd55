"""Who changed what of a goal: its figures of the plan's year up to a month, and its target; newest first."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F, Q, Window
from django.db.models.functions import Lag

from targets.cards import number
from targets.entry.cell import NUMBERS, Cell, with_month
from targets.evaluation.model import ReportedBy
from targets.models import Goal
from targets.periods import Month, months_until
from targets.queries.moments import Moment, until
from targets.texts import Text

MOST = 60
DELETED = Text("已删除", "deleted")


@dataclass(frozen=True)
class Change:
    """One line of the record. ``old`` is empty where there was nothing before."""

    at: datetime
    who: str
    what: Text
    old: Text
    new: Text
    origin: str
    reason: str
    note: str


def changes_of(goal: Goal, as_of: Month, moment: Moment | None = None) -> list[Change]:
    """The newest changes of the year's figures up to the month, at most MOST of each kind. Two queries."""
    return sorted([*_figures(goal, as_of, moment), *_targets(goal, moment)], key=lambda change: change.at, reverse=True)


def _before(field: str) -> Window:
    return Window(Lag(field), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())


def _figures(goal: Goal, as_of: Month, moment: Moment | None) -> list[Change]:
    months = [month.first_on for month in months_until(as_of)]
    area = goal.plan.area_id
    who = Q(area=area) | Q(area__parent=area) if goal.reported_by == ReportedBy.AREAS else Q(area=area)
    events = (
        apps.get_model("targets", "FigureEvent")
        ._default_manager.filter(who, until(moment), indicator=goal.indicator_id, month__in=months)
        .annotate(before=_before("pgh_id"), **{f"old_{name}": _before(name) for name in (*NUMBERS, "reason")})
        .select_related("changed_by", "area")
        .order_by("-pgh_id")[:MOST]
    )
    return [_figure_change(event, is_city=event.area_id == area) for event in events]


def _figure_change(event: Any, *, is_city: bool) -> Change:
    month = str(Month.of(event.month))
    named = Text(month, month) if is_city else Text(f"{event.area.name_zh} {month}", f"{event.area.name_en} {month}")
    old, new = pair(event.old_numerator, event.old_denominator), pair(event.numerator, event.denominator)
    if old == new:  # what changed is the month by itself, or nothing of the value
        before = Cell(*(getattr(event, f"old_{name}") for name in NUMBERS))
        old, new = with_month(old, before), with_month(new, event)
    return Change(
        at=event.changed_at,
        who=event.changed_by.get_username() if event.changed_by else "",
        what=named,
        old=old if event.before else Text("", ""),
        new=DELETED if event.pgh_label == "delete" else new,
        origin=event.origin,
        reason=event.reason if old != new or event.reason != event.old_reason else "",  # else of the value that stays
        note=event.note,
    )


def _targets(goal: Goal, moment: Moment | None) -> list[Change]:
    events = (
        apps.get_model("targets", "GoalEvent")
        ._default_manager.filter(until(moment), pgh_obj_id=goal.pk)
        .annotate(old_target=_before("target"), old_direction=_before("direction"))
        .select_related("changed_by")
        .order_by("-pgh_id")[:MOST]
    )
    return [
        Change(
            at=event.changed_at,
            who=event.changed_by.get_username() if event.changed_by else "",
            what=Text("目标值", "target"),
            old=_target(event.old_direction, event.old_target),
            new=_target(event.direction, event.target),
            origin="",
            reason=event.reason,
            note="",
        )
        for event in events
    ]


def pair(numerator: Decimal | None, denominator: Decimal | None) -> Text:
    """``28 / 31``, or that it is blank."""
    if numerator is None or denominator is None:
        return Text("空白", "blank")
    text = f"{number(numerator)} / {number(denominator)}"
    return Text(text, text)


def _target(direction: str | None, target: Decimal | None) -> Text:
    if target is None:
        return Text("", "")
    text = f"{'≥' if direction == 'at_least' else '≤'} {number(target)}"
    return Text(text, text)
