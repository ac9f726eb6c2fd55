"""How much of what is due is on record, and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from targets.evaluation.model import GoalEvaluation
from targets.periods import Month, due_on


@dataclass(frozen=True)
class LateFigure:
    """A figure that is due and missing: the goal's place in the list that was asked about, and since when."""

    place: int
    month: Month
    days: int


@dataclass(frozen=True)
class Completeness:
    """Figures due up to the as-of month, those on record, those approved, and those late."""

    due: int
    entered: int
    approved: int
    late: tuple[LateFigure, ...]
    data_through: Month | None


def completeness(goals: Iterable[tuple[GoalEvaluation, int]], today: date) -> Completeness:
    """Over the goals, each with its due day (of the following month)."""
    due = entered = approved = 0
    late: list[LateFigure] = []
    through: list[Month] = []
    for place, (evaluation, due_day) in enumerate(goals):
        if evaluation.data_through is not None:
            through.append(evaluation.data_through)
        for result in evaluation.months:
            if not (result.is_due and result.is_past):
                continue
            due += 1
            if result.figure is not None:
                entered += 1
                approved += result.figure.review == "approved"
            elif today > (day := due_on(result.month, due_day)):
                late.append(LateFigure(place, result.month, (today - day).days))
    return Completeness(due, entered, approved, tuple(late), max(through, default=None))
