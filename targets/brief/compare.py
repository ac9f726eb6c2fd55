"""This year beside last year, and the value beside its target: differences with direction and unit, in words.

Shares are compared in percentage points, everything else in per cent of last year's value. Differences are taken of
the full values and rounded once, half to even; only what is equal to the last digit is unchanged.
"""

from dataclasses import dataclass
from fractions import Fraction

from targets.evaluation.aggregate import Tally
from targets.evaluation.attainability import margin
from targets.evaluation.model import Combination, Direction, GoalEvaluation, GoalRule, MonthResult, Verdict
from targets.evaluation.phrases import counted, telling, things
from targets.periods import Month
from targets.texts import Text

NOTHING = Text("—", "—")
_PER_CENT_DECIMALS = 1


@dataclass(frozen=True)
class Change:
    """From last year's same period to this year's."""

    before: Fraction
    amount: Text | None  # with its unit, without a sign; None: equal
    rose: bool
    improved: bool | None  # None: equal


def newest(evaluation: GoalEvaluation) -> MonthResult | None:
    """The month that the value to date reaches to."""
    through = evaluation.data_through
    return None if through is None else evaluation.months[through.number - 1]


def change(evaluation: GoalEvaluation) -> Change | None:
    """The value to date against last year's at the same month; None where one of the two is missing."""
    reached = newest(evaluation)
    if evaluation.value is None or reached is None or reached.last_year_cumulative is None:
        return None
    return changed(evaluation.value, reached.last_year_cumulative, evaluation.rule)


def changed(now: Fraction, before: Fraction, rule: GoalRule) -> Change:
    """The change between two values of the goal."""
    if now == before:
        return Change(before, None, rose=False, improved=None)
    rose = now > before
    return Change(
        before, _amount(now, before, rule), rose=rose, improved=rose is (rule.direction is Direction.AT_LEAST)
    )


def unmatched_months(evaluation: GoalEvaluation) -> tuple[Month, ...]:
    """Months behind the value to date that last year has no figure for: the comparison is of unlike periods."""
    reached = newest(evaluation)
    if reached is None or evaluation.rule.indicator.combination not in (Combination.SUM, Combination.MEAN):
        return ()
    past = [result for result in evaluation.months if result.month <= reached.month and result.is_due]
    return tuple(result.month for result in past if result.figure is not None and result.last_year is None)


def change_cell(found: Change | None) -> Text:
    """``上升4.3个百分点``, ``up 4.3 pp``; a dash where there is nothing to compare."""
    if found is None:
        return NOTHING
    if found.amount is None:
        return Text("持平", "unchanged")
    side = Text("上升", "up") if found.rose else Text("下降", "down")
    return Text(f"{side.zh}{found.amount.zh}", f"{side.en} {found.amount.en}")


def difference(amount: Fraction, rule: GoalRule) -> Text:
    """The size of a difference of two values of the goal, never written as 0 where there is one."""
    written = telling(abs(amount), Fraction(0), rule.indicator.decimals)
    unit = Text("个百分点", "pp") if rule.indicator.unit.zh == "%" else rule.indicator.unit
    return Text(f"{written} {unit.zh}".rstrip(), f"{written} {unit.en}".rstrip())


def gap(evaluation: GoalEvaluation) -> Text:
    """How far the target is, in the goal's own way: days of the budget, sections, villages, µg/m³."""
    combination = evaluation.rule.indicator.combination
    if evaluation.verdict is Verdict.OPEN and combination is Combination.ANNUAL:
        return Text("12月结算", "settled in December")
    if evaluation.value is None:
        return NOTHING
    if evaluation.verdict is Verdict.OPEN:
        if evaluation.budget is not None:
            return _budget(evaluation)
        if combination is Combination.NEWEST:
            return _count(evaluation)
    return _distance(evaluation.value, evaluation.rule)


def _amount(now: Fraction, before: Fraction, rule: GoalRule) -> Text:
    if rule.indicator.unit.zh == "%" or before == 0:
        return difference(now - before, rule)
    share = telling(100 * abs(now - before) / abs(before), Fraction(0), _PER_CENT_DECIMALS)
    return Text(f"{share}%", f"{share} %")


def _budget(evaluation: GoalEvaluation) -> Text:
    budget = evaluation.budget
    if budget is None:
        return NOTHING
    if budget.allowed == budget.used == 0:
        return Text(f"无{budget.name.zh}", f"no {budget.name.en}")
    if budget.left < 0:
        return Text(f"超 {-budget.left} {budget.unit.zh}", f"{counted(str(-budget.left), budget.unit.en)} too many")
    return Text(f"余 {budget.left} {budget.unit.zh}", f"{counted(str(budget.left), budget.unit.en)} left")


def _count(evaluation: GoalEvaluation) -> Text:
    indicator, required = evaluation.rule.indicator, evaluation.required
    at_most = evaluation.rule.direction is Direction.AT_MOST
    if required is not None:
        count = things(required.value, indicator)
        return Text(f"{'多' if at_most else '差'} {count.zh}", f"{count.en} {'too many' if at_most else 'to go'}")
    if evaluation.numerator is None or evaluation.denominator is None or evaluation.value is None:
        return NOTHING
    spare = margin(evaluation.rule, Tally(evaluation.numerator, evaluation.denominator, evaluation.value))
    if spare is None:
        return _distance(evaluation.value, evaluation.rule)
    if spare == 0:
        return Text("恰好达到", "just reached")
    count = things(spare, indicator)
    return Text(f"余 {count.zh}", f"{count.en} to spare")


def _distance(value: Fraction, rule: GoalRule) -> Text:
    amount = value - Fraction(rule.target)
    if amount == 0:
        return Text("恰好达到", "just reached")
    size = difference(amount, rule)
    return Text(f"{'高' if amount > 0 else '低'} {size.zh}", f"{size.en} {'above' if amount > 0 else 'below'}")
