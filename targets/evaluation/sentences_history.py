"""What is required from now on, set against what the same months brought in earlier years of the same city.

Compared exactly. The required number is printed on the safe side, with as many decimals as it takes for the printed
numbers to say the same as the count of years.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from targets.evaluation.model import (
    Attainability,
    Combination,
    Direction,
    EarlierRest,
    GoalEvaluation,
    GoalRule,
    Required,
    Verdict,
)
from targets.evaluation.phrases import MOST_DECIMALS, counted, named, number, plain, quality, sentence, things
from targets.evaluation.rounding import limit
from targets.standards.rounding import exact_sum, round_down, round_up
from targets.texts import Text

YEARS_NAMED = 5
_NO_YEAR = Text("没有同期数据齐全的往年可比", "no earlier year has a figure for all of these months")


@dataclass(frozen=True)
class _Year:
    year: int
    written: Text
    holds: bool  # whether it would have been enough


@dataclass(frozen=True)
class _Ask:
    """What is required, and how each complete earlier year did.

    ``brought``: how the years' numbers are introduced. ``so``, ``not_so``: that a year would have been enough, or not.
    """

    required: Text
    years: tuple[_Year, ...]
    brought: Text
    so: Text
    not_so: Text


def history_sentence(evaluation: GoalEvaluation) -> Text | None:
    """The whole sentence; None where nothing is required of the rest of the year, or counts have no like before."""
    ask = _ask(evaluation)
    if ask is None or not (ask.years or evaluation.rule.indicator.counts_days):
        return None
    return sentence(ask.required, _past(ask) if ask.years else _NO_YEAR)


def _ask(evaluation: GoalEvaluation) -> _Ask | None:
    if evaluation.verdict is not Verdict.OPEN or evaluation.value is None:
        return None
    indicator = evaluation.rule.indicator
    if indicator.combination is Combination.SUM and not indicator.counts_days:
        return _no_failure(evaluation)
    if evaluation.required is None:
        return None
    if indicator.combination is Combination.NEWEST:
        return _change(evaluation, evaluation.required)
    if indicator.combination is Combination.MEAN:
        return _mean(evaluation, evaluation.required)
    same_days = all(rest.denominator == evaluation.required.over for rest in evaluation.earlier_rests)
    return (_days if same_days else _share)(evaluation, evaluation.required)


def _past(ask: _Ask) -> Text:
    shown, count, of = ask.years[-YEARS_NAMED:], sum(year.holds for year in ask.years), len(ask.years)
    years = named([Text(f"{year.year} 年", str(year.year)) for year in shown])
    values = named([year.written for year in shown])
    respectively = "分别" if len(shown) > 1 else ""
    brought = ask.brought.en.replace("were", "was") if values.en == "1" else ask.brought.en
    told = Text(f"{years.zh}同期{ask.brought.zh.format(respectively)} {values.zh}", f"{brought} {values.en}")
    if of == 1:
        so = ask.so if count else ask.not_so
    elif of > len(shown):
        so = Text(f"有记录的 {of} 年中 {count} 年{ask.so.zh}", f"{ask.so.en} in {count} of all {of} years on record")
    else:
        so = Text(f"{of} 年中 {count} 年{ask.so.zh}", f"{ask.so.en} in {count} of {of} years")
    return Text(f"{told.zh}，{so.zh}", f"in the same months of {years.en} {told.en}: {so.en}")


def _mean(evaluation: GoalEvaluation, required: Required) -> _Ask:
    rule, at_most = evaluation.rule, evaluation.rule.direction is Direction.AT_MOST
    values = [(rest.year, rest.value) for rest in evaluation.earlier_rests if rest.value is not None]
    bound = _Bound.of(rule, required.exact, attained=limit(rule).attained, values=[value for _, value in values])
    open_days = _open_days(evaluation)
    sign, words = ("≤", "at most") if at_most else ("≥", "at least")
    return _Ask(
        Text(
            f"余下 {open_days.zh}均值须 {sign} {bound.written}",
            f"The {open_days.en} left must average {words} {bound.written}",
        ),
        tuple(_Year(year, _same(bound.beside(value)), bound.holds(value)) for year, value in values),
        Text("{}为", "they averaged"),
        Text("达到此水平", "that low" if at_most else "that high"),
        Text("未达到此水平", "not that low" if at_most else "not that high"),
    )


def _share(evaluation: GoalEvaluation, required: Required) -> _Ask:
    """Where the same months had other numbers of days, shares are compared instead of days."""
    rule, at_most = evaluation.rule, evaluation.rule.direction is Direction.AT_MOST
    values = [(rest.year, rest.value) for rest in evaluation.earlier_rests if rest.value is not None]
    counted_days = required.over - required.exact if at_most else required.exact
    exact = rule.indicator.scale * Fraction(counted_days) / required.over
    bound = _Bound.of(rule, exact, attained=True, values=[value for _, value in values])
    name = quality(rule.indicator.numerator_name, rule.indicator.denominator_unit)
    open_days, unit = _open_days(evaluation), rule.indicator.unit
    sign, words = ("≤", "at most") if at_most else ("≥", "at least")
    return _Ask(
        Text(
            f"余下 {open_days.zh}{name.zh}率须 {sign} {bound.written} {unit.zh}",
            f"Of the {open_days.en} left {words} {bound.written} {unit.en} {'may' if at_most else 'must'} be {name.en}",
        ),
        tuple(_Year(year, _with(bound.beside(value), unit), bound.holds(value)) for year, value in values),
        Text("{}为", "it was"),
        Text("达到此水平", "that low" if at_most else "that high"),
        Text("未达到此水平", "not that low" if at_most else "not that high"),
    )


def _days(evaluation: GoalEvaluation, required: Required) -> _Ask:
    rule, indicator = evaluation.rule, evaluation.rule.indicator
    at_most, day = rule.direction is Direction.AT_MOST, indicator.denominator_unit
    name = indicator.numerator_name if at_most else indicator.shortfall_name
    bad, allowed, open_days = quality(name, day), required.over - required.value, _open_days(evaluation)
    days = counted(plain(allowed), name.en)
    return _Ask(
        Text(
            f"余下 {open_days.zh}至多允许{bad.zh} {plain(allowed)} {day.zh}"
            if allowed
            else f"余下 {open_days.zh}不得再有{bad.zh}",
            f"The {open_days.en} left may have {f'at most {days}' if allowed else f'no more {name.en}'}",
        ),
        tuple(
            _Year(rest.year, Text(f"{plain(count)} {day.zh}", plain(count)), count <= allowed)
            for rest, count in _bad_ones(evaluation)
        ),
        Text(f"{bad.zh}{{}}为", "there were"),
        Text("不超过此数", "that few"),
        Text("超过此数", "more than that"),
    )


def _no_failure(evaluation: GoalEvaluation) -> _Ask | None:
    """Checks of which none may fail: how often none did."""
    rule, budget = evaluation.rule, evaluation.budget
    months = evaluation.proof.open_units
    if budget is None or evaluation.attainability is not Attainability.ATTAINABLE or not months:
        return None
    unit = rule.indicator.denominator_unit
    left = "the month left" if months == 1 else f"the {months} months left"
    return _Ask(
        Text(f"余下 {months} 个月不得出现{budget.name.zh}", f"No {budget.name.en} are allowed in {left}"),
        tuple(
            _Year(rest.year, Text(f"{plain(count)} {unit.zh}", plain(count)), count == 0)
            for rest, count in _bad_ones(evaluation)
        ),
        Text(f"{budget.name.zh}{{}}为", "there were"),
        Text("做到", "none"),
        Text("未做到", "more than none"),
    )


def _change(evaluation: GoalEvaluation, required: Required) -> _Ask:
    """A total that must still rise (fall) by so many: by how many it did in the same time."""
    rule, at_most = evaluation.rule, evaluation.rule.direction is Direction.AT_MOST
    needed = things(required.value, rule.indicator)
    unit = rule.indicator.denominator_unit
    years = []
    for rest in evaluation.earlier_rests:
        change = -rest.numerator if at_most else rest.numerator
        years.append(_Year(rest.year, Text(f"{plain(change)} {unit.zh}", plain(change)), change >= required.value))
    verb = Text("减少", "fall") if at_most else Text("增加", "rise")
    return _Ask(
        Text(f"到年底累计数还须{verb.zh} {needed.zh}", f"The total must still {verb.en} by {needed.en} by December"),
        tuple(years),
        Text(f"{verb.zh}{{}}为", f"it {'fell' if at_most else 'rose'} by"),
        Text("达到此数", "that many"),
        Text("未达到此数", "not that many"),
    )


def _bad_ones(evaluation: GoalEvaluation) -> list[tuple[EarlierRest, Decimal]]:
    at_most = evaluation.rule.direction is Direction.AT_MOST
    return [
        (rest, rest.numerator if at_most else exact_sum([rest.denominator, -rest.numerator]))
        for rest in evaluation.earlier_rests
    ]


def _open_days(evaluation: GoalEvaluation) -> Text:
    count, day = str(evaluation.proof.open_units), evaluation.rule.indicator.denominator_unit
    return Text(f"{count} {day.zh}", counted(count, day.en))


@dataclass(frozen=True)
class _Bound:
    """A bound as it is printed, on the safe side, and the exact one by which years are counted."""

    at_most: bool
    exact: Fraction
    attained: bool
    shown: Fraction
    decimals: int

    @classmethod
    def of(cls, rule: GoalRule, exact: Fraction, *, attained: bool, values: Sequence[Fraction]) -> "_Bound":
        """With the indicator's decimals, or more where an earlier year lies between the printed and the exact bound."""
        at_most, first = rule.direction is Direction.AT_MOST, rule.indicator.decimals
        found = cls(at_most, exact, attained, exact, first)
        for decimals in range(first, MOST_DECIMALS + 1):
            found = cls(at_most, exact, attained, _safe(exact, decimals, at_most=at_most, attained=attained), decimals)
            if all(found.holds(value) == found.is_printed_within(value) for value in values):
                break
        return found

    @property
    def written(self) -> str:
        return number(self.shown, self.decimals)

    def holds(self, value: Fraction) -> bool:
        """Whether the value keeps the exact bound."""
        return value == self.exact if self.attained and value == self.exact else (value < self.exact) == self.at_most

    def is_printed_within(self, value: Fraction) -> bool:
        return value <= self.shown if self.at_most else value >= self.shown

    def beside(self, value: Fraction) -> str:
        """The value so that a reader who compares it with the printed bound finds what is true of the exact ones."""
        for decimals in range(self.decimals, MOST_DECIMALS + 1):
            written = number(value, decimals)
            if self.is_printed_within(Fraction(written.replace("−", "-"))) == self.holds(value):
                return written
        return self.written if self.holds(value) else number(value, MOST_DECIMALS)


def _safe(exact: Fraction, decimals: int, *, at_most: bool, attained: bool) -> Fraction:
    rounded: Callable[[Fraction, int], Decimal] = round_down if at_most else round_up
    shown = Fraction(rounded(exact, decimals))
    if shown == exact and not attained:
        shown += Fraction(-1 if at_most else 1, 10**decimals)
    return shown


def _same(written: str) -> Text:
    return Text(written, written)


def _with(written: str, unit: Text) -> Text:
    return Text(f"{written} {unit.zh}".rstrip(), f"{written} {unit.en}".rstrip())
