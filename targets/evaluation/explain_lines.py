"""One line of arithmetic with its numbers written out, as plain data: what every step of an explanation is made of.

Every expression can be computed again from what is printed: + − × ÷ and brackets, full numbers, nothing rounded inside.
What comes out is given to eight decimals, or to as many more as it takes to stand on its side of the target.
"""

from dataclasses import dataclass
from fractions import Fraction

from targets.evaluation.model import Comparison, Direction, GoalRule
from targets.evaluation.phrases import number, plain
from targets.evaluation.rounding import compared, meets
from targets.standards.rounding import EXACT_DECIMALS, round_half_even
from targets.texts import Text


@dataclass(frozen=True)
class Line:
    """One line of arithmetic. ``against`` and ``holds``: what the result is held against, and whether it keeps it."""

    name: Text
    expression: str
    sign: str  # "=", or "≈" where the result has more than the printed decimals
    result: str
    unit: Text
    rounded: str = ""  # the value as the rule compares it, where it is rounded first
    against: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Step:
    """One step of the way. ``key`` is its anchor on the page."""

    key: str
    title: Text
    lines: tuple[Line, ...]
    said: tuple[Text, ...] = ()


def held(name: Text, expression: str, value: Fraction, rule: GoalRule) -> Line:
    """A line whose result is held against the target by the goal's rule."""
    found, holds = line_of(name, expression, value, rule), meets(value, rule)
    rounded = (
        "" if rule.comparison is Comparison.EXACT else number(compared(value, rule), rule.comparison_decimals or 0)
    )
    return Line(
        name,
        expression,
        found.sign,
        found.result,
        found.unit,
        rounded,
        f"{sign_text(rule)} {plain(rule.target)}",
        holds,
    )


def line_of(name: Text, expression: str, value: Fraction, rule: GoalRule) -> Line:
    written = long(value, rule)
    exact = Fraction(written.replace("−", "-")) == value
    return Line(name, expression, "=" if exact else "≈", _trimmed(written) if exact else written, rule.indicator.unit)


def long(value: Fraction, rule: GoalRule | None) -> str:
    """Eight decimals, or as many more as it takes to stand on its side of the target."""
    target = None if rule is None else Fraction(rule.target)
    decimals = EXACT_DECIMALS
    while target is not None and value != target and Fraction(round_half_even(value, decimals)) == target:
        decimals += 1
    return number(value, decimals)


def short(value: Fraction) -> str:
    """A sum or a limit: exact, without needless zeros."""
    decimals = 0
    while (value * 10**decimals).denominator != 1:
        decimals += 1
    return number(value, decimals)


def _trimmed(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written


def scale_text(rule: GoalRule) -> str:
    return "" if rule.indicator.scale == 1 else f"{rule.indicator.scale} × "


def sign_text(rule: GoalRule) -> str:
    return "≥" if rule.direction is Direction.AT_LEAST else "≤"
