"""One line of the record: what it is made of, and how a state is told beside the one before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User

from targets.entry.told import name_of
from targets.evaluation.model import IndicatorRule
from targets.models import Area, Goal, Indicator
from targets.texts import Text

NOTHING, DELETED = Text("", ""), Text("已删除", "deleted")


@dataclass(frozen=True)
class Piece:
    """One thing that a change changed. ``old`` is empty where there was nothing before, ``new`` where it was taken."""

    label: Text
    old: Text
    new: Text


@dataclass(frozen=True)
class Line:
    """One change on record. ``address``: the page where it shows, if any."""

    at: datetime
    who: str
    kind: Text
    what: Text
    area: Text
    month: str
    pieces: tuple[Piece, ...]
    correction: str = ""
    reason: str = ""
    address: str = ""


@dataclass(frozen=True)
class Names:
    """What the tables' numbers stand for. Four queries."""

    indicators: dict[int, Indicator]
    areas: dict[int, Area]
    goals: dict[int, Goal]
    people: dict[int, User]

    @classmethod
    def load(cls) -> "Names":
        indicators = {one.pk: one for one in Indicator.objects.order_by("goals__order", "slug")}
        areas = {one.pk: one for one in Area.objects.order_by("order", "code")}
        goals = {one.pk: one for one in Goal.objects.select_related("plan").order_by("id")}
        return cls(indicators, areas, goals, {one.pk: one for one in User.objects.order_by("username")})

    @cached_property
    def rules(self) -> dict[int, IndicatorRule]:
        """Of each indicator, made once: a long export asks for it at every line."""
        return {pk: indicator.as_rule() for pk, indicator in self.indicators.items()}

    def indicator(self, pk: int | None) -> Text:
        return self.indicators[pk].short if pk in self.indicators else NOTHING

    def area(self, pk: int | None) -> Text:
        return self.areas[pk].name if pk in self.areas else NOTHING

    def goal(self, pk: int | None) -> tuple[Text, Text]:
        """A goal's name with its year, and the area of its plan; of a deleted one, that it was."""
        goal = self.goals.get(pk or 0)
        if goal is None:
            return DELETED, NOTHING
        short = self.indicator(goal.indicator_id)
        year = goal.plan.year
        return Text(f"{year} 年{short.zh}", f"{short.en} {year}"), self.area(goal.plan.area_id)

    def person(self, pk: int | None) -> str:
        return name_of(self.people.get(pk or 0))


def line(
    kind: Text,
    event: Any,
    names: Names,
    *,
    what: Text,
    area: Text,
    pieces: tuple[Piece, ...],
    month: str = "",
    correction: str = "",
    address: str = "",
) -> Line:
    """The line of an event."""
    return Line(
        at=event.changed_at,
        who=names.person(event.changed_by_id),
        kind=kind,
        what=what,
        area=area,
        month=month,
        pieces=pieces,
        correction=correction,
        reason=event.reason,
        address=address,
    )


def beside(pairs: Sequence[tuple[Text, Any]], event: Any, before: Any | None) -> tuple[Piece, ...]:
    """What differs from the state before; of a deleted row, what it was."""
    if is_deletion(event):
        return tuple(Piece(label, told, DELETED) for label, tell in pairs[:1] if (told := tell(event)) != NOTHING)
    return differing(Piece(label, NOTHING if before is None else tell(before), tell(event)) for label, tell in pairs)


def differing(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces that changed."""
    return tuple(piece for piece in pieces if piece.old != piece.new)


def same(text: object) -> Text:
    """A text that is the same in both languages."""
    return Text(str(text), str(text))


def is_deletion(event: Any) -> bool:
    return bool(event.pgh_label == "delete")
