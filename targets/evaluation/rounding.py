"""Rounding and comparison by GB/T 8170-2008, exactly, for any size of number.

Clause 3 of the standard rounds half to even, once, from the full value; clause 4.3 compares the full value with a limit
(全数值比较法) unless the document that sets the limit prescribes the rounded value (修约值比较法). The rounding is
confirmed by several published descriptions and by how air reports use it; the clause numbers and the default comparison
were not read in the standard itself. Therefore each goal states its comparison and nothing is fixed in code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, floor

from targets.evaluation.model import Comparison, Direction, GoalRule

EXACT_DECIMALS = 8
_EXACTLY = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # sums of Decimal are exact in it

Exact = Fraction | Decimal | int


@dataclass(frozen=True)
class Limit:
    """The outermost value on the way to a miss: ``attained`` says whether that value itself still meets the target."""

    value: Fraction
    attained: bool


def round_half_even(value: Exact, decimals: int) -> Decimal:
    """The value rounded half to even, with exactly so many decimals (GB/T 8170-2008, clause 3)."""
    return _scaled(round(Fraction(value) * 10**decimals), decimals)


def round_down(value: Exact, decimals: int) -> Decimal:
    """The value rounded towards minus infinity: the safe side of an upper limit."""
    return _scaled(floor(Fraction(value) * 10**decimals), decimals)


def round_up(value: Exact, decimals: int) -> Decimal:
    """The value rounded towards plus infinity: the safe side of a lower limit."""
    return _scaled(ceil(Fraction(value) * 10**decimals), decimals)


def value_exact(value: Exact) -> Decimal:
    """The value with the eight decimals that the read API gives beside the shown ones."""
    return round_half_even(value, EXACT_DECIMALS)


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """The sum without rounding, whatever the decimal context; no trailing zeros, no exponent. Of nothing: 0."""
    total = _EXACTLY.normalize(reduce(_EXACTLY.add, values, Decimal(0)))
    exponent = total.as_tuple().exponent
    return _scaled(int(total), 0) if isinstance(exponent, int) and exponent > 0 else total


def compared(value: Fraction, rule: GoalRule) -> Fraction:
    """The value as the goal's rule compares it (GB/T 8170-2008, clause 4.3): full, or rounded as stated."""
    if rule.comparison is Comparison.EXACT:
        return value
    return Fraction(round_half_even(value, _comparison_decimals(rule)))


def meets(value: Fraction, rule: GoalRule) -> bool:
    """Whether the value meets the goal's target; the target itself does. No tolerance beyond the stated comparison."""
    if rule.direction is Direction.AT_LEAST:
        return compared(value, rule) >= Fraction(rule.target)
    return compared(value, rule) <= Fraction(rule.target)


def limit(rule: GoalRule) -> Limit:
    """The largest (at most) or smallest (at least) value that meets the target.

    Compared exactly this is the target. Compared rounded it lies half a unit of the last compared digit beyond the last
    multiple that meets; there it still meets only if half to even leads back to that multiple.
    """
    target = Fraction(rule.target)
    if rule.comparison is Comparison.EXACT:
        return Limit(target, attained=True)
    steps = 10 ** _comparison_decimals(rule)
    if rule.direction is Direction.AT_MOST:
        last = floor(target * steps)
        return Limit(Fraction(2 * last + 1, 2 * steps), attained=last % 2 == 0)
    last = ceil(target * steps)
    return Limit(Fraction(2 * last - 1, 2 * steps), attained=last % 2 == 0)


def _comparison_decimals(rule: GoalRule) -> int:
    if rule.comparison_decimals is None:
        raise ValueError(f"{rule.indicator.slug}: a rounded comparison needs its number of decimals")
    return rule.comparison_decimals


def _scaled(units: int, decimals: int) -> Decimal:
    # Built from its digits: arithmetic on a Decimal would round to the context's precision.
    sign, digits, _ = Decimal(units).as_tuple()
    return Decimal((sign, digits, -decimals))
