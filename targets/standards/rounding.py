"""Rounding and comparison by GB/T 8170-2008, exactly, for any size of number.

Clause 3 of the standard rounds half to even, once, from the full value; clause 4.3 compares the full value with a limit
(全数值比较法) unless the document that sets the limit prescribes the rounded value (修约值比较法). The rounding is
confirmed by several published descriptions and by how air reports use it (mark B); the clause numbers and the default
comparison were not read in the standard itself (mark C). Therefore whoever sets a limit states the comparison, and
nothing is fixed in code: ``decimals`` None is the full value, a number the value rounded to so many decimals.

Values and limits are in whatever unit the caller uses, the same for both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import reduce
from itertools import accumulate
from math import ceil, floor

EXACT_DECIMALS = 8
_EXACTLY = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)  # sums of Decimal are exact in it

Exact = Fraction | Decimal | int


@dataclass(frozen=True)
class Limit:
    """The outermost value on the way to a miss: ``attained`` says whether that value itself still meets the limit."""

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


def exact_sums(values: Iterable[Decimal]) -> Iterator[Decimal]:
    """The sum so far after each value, without rounding, whatever the decimal context."""
    return accumulate(values, _EXACTLY.add)


def as_compared(value: Exact, decimals: int | None) -> Fraction:
    """The value as it is held against a limit (GB/T 8170-2008, clause 4.3).

    Full (全数值比较法) where ``decimals`` is None, otherwise rounded half to even to so many (修约值比较法).
    """
    return Fraction(value) if decimals is None else Fraction(round_half_even(value, decimals))


def is_within(value: Exact, limit: Exact, *, at_least: bool, decimals: int | None) -> bool:
    """Whether the value keeps the limit; the limit itself does (GB/T 8170-2008, clause 4.3; ``as_compared``).

    ``at_least``: the limit is a lower one. No tolerance beyond the stated comparison; the limit is never rounded.
    """
    held = as_compared(value, decimals)
    return held >= Fraction(limit) if at_least else held <= Fraction(limit)


def outermost(limit: Exact, *, at_least: bool, decimals: int | None) -> Limit:
    """The largest value (the smallest, with ``at_least``) that keeps the limit by the stated comparison.

    Compared in full this is the limit. Compared rounded it lies half a unit of the last compared digit beyond the last
    multiple that keeps it; there it still does only if half to even leads back to that multiple.
    """
    if decimals is None:
        return Limit(Fraction(limit), attained=True)
    steps = 10**decimals
    last, outward = (ceil(Fraction(limit) * steps), -1) if at_least else (floor(Fraction(limit) * steps), 1)
    return Limit(Fraction(2 * last + outward, 2 * steps), attained=last % 2 == 0)


def _scaled(units: int, decimals: int) -> Decimal:
    # Built from its digits: arithmetic on a Decimal would round to the context's precision.
    sign, digits, _ = Decimal(units).as_tuple()
    return Decimal((sign, digits, -decimals))
