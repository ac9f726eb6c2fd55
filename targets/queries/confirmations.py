"""The year's final value of a goal: the province's beside ours."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q

from targets.evaluation.model import GoalEvaluation
from targets.models import Confirmation, Goal
from targets.periods import Month
from targets.queries.moments import as_rows, events_of, rows, until
from targets.queries.plan import Outside, Scope, goal_states
from targets.standards.rounding import round_half_even
from targets.texts import Text


@dataclass(frozen=True)
class Final:
    """A goal's confirmed value as the pages show it. ``difference``: theirs less ours, with the shown decimals."""

    confirmation: Confirmation
    ours: Decimal | None
    difference: Decimal | None

    @property
    def differs(self) -> bool:
        return self.difference != 0

    @property
    def signed(self) -> str:
        """The difference as it is read: ``+0.3``, ``−0.3``; empty where there is none to take."""
        return "" if self.difference is None else f"{self.difference:+f}".replace("-", "−")


@dataclass(frozen=True)
class Settled:
    """One state of the record, newest first on the page."""

    at: datetime
    who: str
    value: Decimal
    document: str
    reason: str


@dataclass(frozen=True)
class FinalPage:
    """The year of a goal, closed or still to be."""

    goal: Goal
    evaluation: GoalEvaluation  # of the whole year, as it stands today
    confirmation: Confirmation | None
    record: list[Settled]

    @property
    def ours(self) -> Fraction | None:
        return self.evaluation.value

    @property
    def final(self) -> Final | None:
        return None if self.confirmation is None else final_value(self.confirmation, self.goal)


def is_over(year: int, today: date) -> bool:
    """Whether the plan's year is over, so that the province can have confirmed it."""
    return today > Month(year, 12).last_on


def find_final_page(scope: Scope, slug: str) -> FinalPage:
    """The goal with its whole year's value and what the province said. Four queries; Outside for no such goal."""
    december = replace(scope, as_of=Month(scope.year, 12))
    states = goal_states(december, slug=slug)
    if not states:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    goal = states[0].goal
    found = rows(Confirmation, scope.moment, Q(goal=goal.pk)).select_related("changed_by").order_by("id")[:1]
    confirmation = next(iter(as_rows(Confirmation, found)), None)
    return FinalPage(goal, states[0].evaluation, confirmation, _record(confirmation, scope))


def final_of(goal: Goal, scope: Scope) -> Final | None:
    """What the goal's page says of the closed year; nothing where it looks back to before that. One query.

    The goal's indicator must be loaded.
    """
    found = rows(Confirmation, scope.moment, Q(goal=goal.pk)).filter(changed_at__date__lte=scope.seen_until)
    confirmation = next(iter(as_rows(Confirmation, found.select_related("changed_by").order_by("id")[:1])), None)
    return None if confirmation is None else final_value(confirmation, goal)


def final_value(confirmation: Confirmation, goal: Goal) -> Final:
    """The confirmed value beside ours, both with the goal's shown decimals."""
    decimals = goal.indicator.decimals
    theirs = round_half_even(confirmation.value, decimals)
    ours = None if confirmation.ours is None else round_half_even(confirmation.ours, decimals)
    return Final(confirmation, ours, None if ours is None else theirs - ours)


def _record(confirmation: Confirmation | None, scope: Scope) -> list[Settled]:
    if confirmation is None:
        return []
    events = events_of(Confirmation).filter(until(scope.moment), pgh_obj_id=confirmation.pk)
    return [
        Settled(
            at=event.changed_at,
            who=event.changed_by.get_username() if event.changed_by else "",
            value=event.value,
            document=event.document,
            reason=event.reason,
        )
        for event in events.select_related("changed_by").order_by("-pgh_id")
    ]
