"""One goal of a plan with what it was evaluated from."""

from targets.queries.plan import GoalState, Outside, Scope, goal_states
from targets.texts import Text


def find_state(scope: Scope, slug: str) -> GoalState:
    """The plan's goal of the indicator; Outside if it has none. As many queries as ``goal_states``."""
    found = goal_states(scope, slug=slug)
    if not found:
        raise Outside(Text("本年度计划没有这一指标。", "The plan of this year has no such goal."))
    return found[0]
