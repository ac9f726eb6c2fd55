"""Areas in order of their value, the better first; equal ones share a rank, the next is left out: 1, 2, 2, 4."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from targets.evaluation.compose import AreaState
from targets.evaluation.model import Direction, GoalRule
from targets.evaluation.rounding import compared


@dataclass(frozen=True)
class Place:
    """An area and its rank; None: there is nothing to rank, no figure or not applicable."""

    area: AreaState
    rank: int | None
    is_shared: bool


def ranks(values: Sequence[Fraction | None], direction: Direction) -> tuple[int | None, ...]:
    """The rank of each value: one more than the number of better ones. A value of None has none."""
    known = [value for value in values if value is not None]

    def is_better(one: Fraction, other: Fraction) -> bool:
        return one > other if direction is Direction.AT_LEAST else one < other

    return tuple(None if value is None else 1 + sum(is_better(other, value) for other in known) for value in values)


def ranked(areas: Sequence[AreaState], rule: GoalRule) -> tuple[Place, ...]:
    """The areas by rank, those that share one in their given order; at the end those without.

    Values are ranked as the goal compares them with its target: in full, or rounded as the rule states.
    """
    values = [None if area.value is None else compared(area.value, rule) for area in areas]
    found = ranks(values, rule.direction)
    places = [
        Place(area, rank, is_shared=rank is not None and found.count(rank) > 1)
        for area, rank in zip(areas, found, strict=True)
    ]
    return tuple(sorted(places, key=lambda place: (place.rank is None, place.rank or 0)))
