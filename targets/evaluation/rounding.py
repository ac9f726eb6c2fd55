"""How a goal compares its value with its target: each goal states its comparison by GB/T 8170-2008."""

from fractions import Fraction

from targets.evaluation.model import Comparison, Direction, GoalRule
from targets.standards.rounding import Limit, as_compared, is_within, outermost


def compared(value: Fraction, rule: GoalRule) -> Fraction:
    """The value as the goal's rule compares it: full, or rounded as stated."""
    return as_compared(value, _decimals(rule))


def meets(value: Fraction, rule: GoalRule) -> bool:
    """Whether the value meets the goal's target; the target itself does. No tolerance beyond the stated comparison."""
    return is_within(value, rule.target, at_least=rule.direction is Direction.AT_LEAST, decimals=_decimals(rule))


def limit(rule: GoalRule) -> Limit:
    """The largest (at most) or smallest (at least) value that meets the target."""
    return outermost(rule.target, at_least=rule.direction is Direction.AT_LEAST, decimals=_decimals(rule))


def _decimals(rule: GoalRule) -> int | None:
    if rule.comparison is Comparison.EXACT:
        return None
    if rule.comparison_decimals is None:
        raise ValueError(f"{rule.indicator.slug}: a rounded comparison needs its number of decimals")
    return rule.comparison_decimals
