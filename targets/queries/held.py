"""What is made of a goal's figures, held while they stand: a change of one goal leaves the others' as they are.

The tokens of areas and indicators tell whose figures of what have changed (migration 0008 of daqing1369).
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db import connection

from daqing1369.versions import hold_each, keep, present_reading
from targets.evaluation.forecast import learns_from_others
from targets.models import Goal, Plan

if TYPE_CHECKING:
    from targets.queries.plan import Scope

T = TypeVar("T")
# What the goals themselves, and a record of theirs, were read from beside the figures.
_GOALS = frozenset({"targets_goal", "targets_indicator", "targets_plan", "targets_area", "targets_areatarget"})
_STATES = """
    SELECT indicator, sum(token) FILTER (WHERE is_own), sum(token) FILTER (WHERE area <> %(area)s)
    FROM (SELECT *, area = %(area)s OR area IN (SELECT id FROM targets_area WHERE parent_id = %(area)s) AS is_own
          FROM daqing1369_areachange) AS changes
    GROUP BY indicator
"""


def hold_goals(name: str, goals: Sequence[Goal], scope: "Scope", compute: Callable[[list[Goal]], list[T]]) -> list[T]:
    """Something of each goal in the scope, held while its own figures and those that its forecast learns from stand.

    It depends on nothing else but the scope's month and day. One query within a reading; outside of one, and at a
    moment of the past, all is computed.
    """
    if present_reading() is None or scope.moment is not None:
        return compute(list(goals))
    states = figure_states(scope.plan)
    known: list[Hashable] = []
    for goal in goals:
        own, others = states.get(goal.indicator_id, (None, None))
        known.append((own, others if learns_from_others(goal.indicator.as_rule()) else None))
    keys = [(name, scope.as_of, scope.today, goal.pk) for goal in goals]
    return hold_each(keys, known, lambda places: compute([goals[place] for place in places]), given=_GOALS)


def others_state(plan: Plan, indicators: Iterable[int]) -> Hashable:
    """The state of the other areas' figures of the indicators. One query within a reading."""
    states = figure_states(plan)
    return tuple(states[pk][1] if pk in states else None for pk in sorted(indicators))


def figure_states(plan: Plan) -> Mapping[int, tuple[Hashable, Hashable]]:
    """By indicator the state of the figures of the plan's area and its divisions, and of those of all other areas.

    One query within a reading, made before any figure is read.
    """

    def found() -> dict[int, tuple[Hashable, Hashable]]:
        with connection.cursor() as cursor:
            cursor.execute(_STATES, {"area": plan.area_id})
            return {pk: (own, others) for pk, own, others in cursor.fetchall()}

    return keep(("figure states", plan.area_id), found)
