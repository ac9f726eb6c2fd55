"""What is provable before the year ends: attainability, the numbers that prove it, what the rest requires, the budget.

All of it is arithmetic on what is on record and on what is open. Nothing here is an opinion or a forecast.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from targets.evaluation.aggregate import Record, Tally
from targets.evaluation.model import (
    Attainability,
    Budget,
    Combination,
    Direction,
    GoalRule,
    Proof,
    Required,
    RequiredKind,
)
from targets.evaluation.rounding import limit, meets
from targets.standards.rounding import round_down, round_up


@dataclass(frozen=True)
class Outlook:
    """What the arithmetic says, before the questions whether the year is over and whether it can be evaluated."""

    attainability: Attainability
    proof: Proof
    required: Required | None
    budget: Budget | None


def outlook(record: Record) -> Outlook:
    """The outlook of the year as of the record's month, by how the indicator's months combine."""
    match record.indicator.combination:
        case Combination.ANNUAL:
            return Outlook(Attainability.UNKNOWN, _open_months_only(record), None, None)
        case Combination.NEWEST:
            return _newest(record)
        case Combination.MEAN if record.indicator.counts_days:
            return _mean(record)
        case Combination.SUM if record.indicator.counts_days:
            return _share_of_days(record)
        case Combination.SUM:
            return _unbounded_sum(record)
        case _:
            # A mean over something else than days: neither the rest's weight nor its values are bounded.
            return Outlook(Attainability.ATTAINABLE, _open_months_only(record), None, None)


@dataclass(frozen=True)
class Counts:
    """Numerator and denominator seen from the target: what speaks against it (``bad``) and what for it (``good``).

    At least: the numerator is good and the shortfall bad. At most: the other way round.
    """

    rule: GoalRule
    good: Fraction
    bad: Fraction

    @classmethod
    def of(cls, rule: GoalRule, tally: Tally | None) -> "Counts":
        """The counts behind a tally; none without one."""
        if tally is None:
            return cls(rule, Fraction(0), Fraction(0))
        numerator, rest = Fraction(tally.numerator), Fraction(tally.denominator) - Fraction(tally.numerator)
        return cls(rule, numerator, rest) if rule.direction is Direction.AT_LEAST else cls(rule, rest, numerator)

    @property
    def all(self) -> Fraction:
        """The denominator."""
        return self.good + self.bad

    def value_if(self, bad: Fraction | int, of: Fraction | int) -> Fraction:
        """The value with so many bad ones of so many; ``of`` is not 0."""
        counted = of - bad if self.rule.direction is Direction.AT_LEAST else bad
        return self.rule.indicator.scale * Fraction(counted) / of

    def meets_if(self, bad: Fraction | int, of: Fraction | int) -> bool:
        """Whether that value meets the target."""
        return meets(self.value_if(bad, of), self.rule)


def margin(rule: GoalRule, tally: Tally) -> int | None:
    """How many good ones can still turn bad with the target met; None where it is not met now, or of nothing."""
    counts = Counts.of(rule, tally)
    if tally.value is None:
        return None
    return _largest(floor(counts.good), lambda lost: counts.meets_if(counts.bad + lost, counts.all))


def _share_of_days(record: Record) -> Outlook:
    rule, open_days = record.rule, record.open_days
    counts = Counts.of(rule, record.to_date(record.as_of))
    expected = counts.all + open_days
    if expected == 0:
        return Outlook(Attainability.UNKNOWN, Proof(0, 0, None, None), None, None)
    best, worst = counts.value_if(counts.bad, expected), counts.value_if(counts.bad + open_days, expected)
    attainability = Attainability.ATTAINABLE
    if meets(worst, rule):
        attainability = Attainability.SECURED
    elif not meets(best, rule):
        attainability = Attainability.OUT_OF_REACH
    needed = _smallest(open_days, lambda days: counts.meets_if(counts.bad + open_days - days, expected))
    allowed = _largest(floor(expected), lambda bad: counts.meets_if(bad, expected))
    return Outlook(
        attainability,
        Proof(open_days, floor(expected), best, worst),
        _count(rule, needed, open_days),
        _budget(rule, allowed, counts),
    )


def _mean(record: Record) -> Outlook:
    """Daily means are never negative and have no upper bound, so only one side of a mean can be proved early."""
    rule, open_days, scale = record.rule, record.open_days, record.indicator.scale
    tally = record.to_date(record.as_of)
    collected = Fraction(tally.numerator) * scale if tally else Fraction(0)
    expected = open_days + (Fraction(tally.denominator) if tally else Fraction(0))
    if expected == 0:
        return Outlook(Attainability.UNKNOWN, Proof(0, 0, None, None), None, None)
    lowest = collected / expected
    highest = lowest if open_days == 0 else None
    at_most = rule.direction is Direction.AT_MOST
    proof = Proof(open_days, floor(expected), lowest if at_most else highest, highest if at_most else lowest)
    attainability = Attainability.ATTAINABLE
    if at_most and not meets(lowest, rule):
        attainability = Attainability.OUT_OF_REACH
    elif not at_most and meets(lowest, rule):
        attainability = Attainability.SECURED
    required = None
    if attainability is Attainability.ATTAINABLE and open_days > 0:
        required = _mean_of_rest(rule, collected, expected, open_days)
    return Outlook(attainability, proof, required, None)


def _mean_of_rest(rule: GoalRule, collected: Fraction, expected: Fraction, open_days: int) -> Required:
    """(limit × expected days − sum so far) ÷ open days, and the shown value on the side that is sure to meet."""
    exact = (limit(rule).value * expected - collected) / open_days
    decimals = rule.indicator.decimals
    step = Decimal((0, (1,), -decimals))
    at_most = rule.direction is Direction.AT_MOST
    shown = round_down(exact, decimals) if at_most else round_up(exact, decimals)
    if not meets((collected + Fraction(shown) * open_days) / expected, rule):
        # The limit of a rounded comparison can itself be a miss: one step to the safe side of it.
        nearer = Fraction(shown) - Fraction(step) if at_most else Fraction(shown) + Fraction(step)
        shown = round_down(nearer, decimals)
    return Required(RequiredKind.MEAN_OF_REST, shown, exact, open_days, rule.indicator.denominator_unit)


def _newest(record: Record) -> Outlook:
    """A stock can move either way until the year ends: nothing is provable; the gap is that of the newest total."""
    rule, tally = record.rule, record.to_date(record.as_of)
    counts = Counts.of(rule, tally)
    newest = max((figure.month for figure in record.behind(record.as_of)), default=None)
    to_come = [month for month in record.open_due_months if newest is None or month > newest]
    required = None
    if tally is not None and tally.value is not None:
        turnable = ceil(counts.bad)
        needed = _smallest(turnable, lambda more: counts.meets_if(max(counts.bad - more, Fraction(0)), counts.all))
        required = _count(rule, needed, turnable)
    return Outlook(Attainability.ATTAINABLE, Proof(len(to_come), None, None, None), required, None)


def _unbounded_sum(record: Record) -> Outlook:
    """Counts of which nobody knows how many are still to come: bounded by the share alone, 0 and the whole scale."""
    rule = record.rule
    counts = Counts.of(rule, record.to_date(record.as_of))
    ideal, worst = counts.value_if(0, 1), counts.value_if(1, 1)
    # With one bad count the ideal can be neared but not reached again, however many good ones follow.
    nothing_to_lose = not _lies_short_of(ideal, rule)
    attainability = Attainability.ATTAINABLE
    if meets(worst, rule):
        attainability = Attainability.SECURED
    elif not meets(ideal, rule) or (nothing_to_lose and counts.bad > 0):
        attainability = Attainability.OUT_OF_REACH
    budget = _budget(rule, 0, counts) if nothing_to_lose and meets(ideal, rule) else None
    proof = Proof(len(record.open_due_months), None, ideal if counts.bad == 0 else None, None)
    return Outlook(attainability, proof, _count_at_newest_size(record, counts), budget)


def _lies_short_of(ideal: Fraction, rule: GoalRule) -> bool:
    """Whether some value other than the ideal meets the target, too."""
    edge = limit(rule).value
    return edge < ideal if rule.direction is Direction.AT_LEAST else edge > ideal


def _count_at_newest_size(record: Record, counts: Counts) -> Required | None:
    """How many good ones the open months must bring if each is as large as the newest month."""
    newest = record.behind(record.as_of)[-1:]
    rest = sum(floor(figure.denominator) for figure in newest) * len(record.open_due_months)
    if rest == 0:
        return None
    needed = _smallest(rest, lambda good: counts.meets_if(counts.bad + rest - good, counts.all + rest))
    return _count(record.rule, needed, rest)


def _open_months_only(record: Record) -> Proof:
    return Proof(len(record.open_due_months), None, None, None)


def _count(rule: GoalRule, needed: int | None, over: int) -> Required | None:
    if needed is None or needed == 0:
        return None
    return Required(
        RequiredKind.COUNT_OF_REST, Decimal(needed), Fraction(needed), over, rule.indicator.denominator_unit
    )


def _budget(rule: GoalRule, allowed: int | None, counts: Counts) -> Budget | None:
    """The numerator is what an at-most goal spends, the shortfall what an at-least goal does."""
    if allowed is None:
        return None
    indicator = rule.indicator
    name = indicator.shortfall_name if rule.direction is Direction.AT_LEAST else indicator.numerator_name
    return Budget(indicator.denominator_unit, name, allowed, ceil(counts.bad))


def _smallest(count: int, holds: Callable[[int], bool]) -> int | None:
    """The smallest n in 0..count for which it holds, where it holds for all larger ones; None if for none."""
    if not holds(count):
        return None
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _largest(count: int, holds: Callable[[int], bool]) -> int | None:
    """The largest n in 0..count for which it holds, where it holds for all smaller ones; None if for none."""
    first_not = _smallest(count, lambda number: not holds(number))
    if first_not is None:
        return count
    return first_not - 1 if first_not > 0 else None
