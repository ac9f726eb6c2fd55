"""The plan and its numbers."""

from targets.models.figures import Figure, Origin, Review
from targets.models.indicator import Indicator
from targets.models.plan import Area, Goal, GoalOfOutcome, Link, Node, Outcome, OutcomeOfNode, Plan

__all__ = [
    "Area",
    "Figure",
    "Goal",
    "GoalOfOutcome",
    "Indicator",
    "Link",
    "Node",
    "Origin",
    "Outcome",
    "OutcomeOfNode",
    "Plan",
    "Review",
]
