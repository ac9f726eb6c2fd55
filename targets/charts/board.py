"""The board's charts as plain values, drawn by the template as SVG. Floats appear here and not before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from targets.charts.lines import broken
from targets.evaluation.model import Combination, GoalEvaluation, MonthResult
from targets.evaluation.rounding import meets

WIDTH, HEIGHT, BASE, TOP = 408.0, 96.0, 76.0, 6.0
STEP = WIDTH / 12
BAR = 21.0
MOST_BOXES = 60  # a larger budget is drawn as one bar
MOST_DOTS = 12  # a larger denominator is no longer a handful of things


class Kind(StrEnum):
    BUDGET = "budget"  # boxes spent and left, shortfalls by month
    LEVEL = "level"  # the month's value by month, against the target
    TOTAL = "total"  # the total to date by month, against its pace
    HANDFUL = "handful"  # a few things, good or not
    CHECKS = "checks"  # twelve months, each kept or broken
    ONCE = "once"  # settled once a year


@dataclass(frozen=True)
class Bar:
    """A bar of one month; ``state``: good, over, hollow (no figure)."""

    month: int
    x: float
    y: float
    height: float
    state: str

    @property
    def centre(self) -> float:
        return self.x + BAR / 2


@dataclass(frozen=True)
class Chart:
    """What the template draws; every length is in the units of a 408 × 96 picture."""

    kind: Kind
    bars: tuple[Bar, ...] = ()
    target_y: float | None = None
    last_year: tuple[str, ...] = ()  # the points of each unbroken run of months
    pace: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()  # spent, left, over
    spent_share: float | None = None  # instead of boxes, where they would be too many
    dots: tuple[bool, ...] = ()


def kind_of(evaluation: GoalEvaluation) -> Kind:
    """Which picture fits the goal, by how its months combine; nothing is tied to a name."""
    indicator = evaluation.rule.indicator
    if indicator.combination is Combination.ANNUAL:
        return Kind.ONCE
    if indicator.combination is Combination.MEAN:
        return Kind.LEVEL
    if indicator.combination is Combination.NEWEST:
        few = evaluation.denominator is not None and evaluation.denominator <= MOST_DOTS
        return Kind.HANDFUL if few else Kind.TOTAL
    if evaluation.budget is not None and evaluation.budget.allowed:
        return Kind.BUDGET
    return Kind.LEVEL if evaluation.budget is None else Kind.CHECKS


def draw(evaluation: GoalEvaluation) -> Chart:
    """The picture of one goal as of its month."""
    kind = kind_of(evaluation)
    if kind is Kind.BUDGET:
        return _budget(evaluation)
    if kind is Kind.HANDFUL:
        return Chart(kind, dots=_dots(evaluation))
    if kind is Kind.CHECKS:
        return Chart(kind, bars=tuple(_bar(result, 0, 1, _kept(result)) for result in evaluation.months))
    if kind is Kind.ONCE:
        return Chart(kind)
    return _values(evaluation, kind)


def _dots(evaluation: GoalEvaluation) -> tuple[bool, ...]:
    good, of = int(evaluation.numerator or 0), int(evaluation.denominator or 0)
    return tuple(place < good for place in range(of))


def _kept(result: MonthResult) -> str:
    if result.figure is None:
        return "hollow"
    return "good" if result.figure.numerator == result.figure.denominator else "over"


def _budget(evaluation: GoalEvaluation) -> Chart:
    budget = evaluation.budget
    if budget is None:
        return Chart(Kind.LEVEL)
    spent, left = min(budget.used, budget.allowed), max(budget.left, 0)
    over = max(-budget.left, 0)
    short = [_shortfall(result) for result in evaluation.months]
    most = max([count for count in short if count is not None] + [Fraction(6)])
    bars = tuple(
        _bar(result, count, most, "hollow" if count is None else "good")
        for result, count in zip(evaluation.months, short, strict=True)
    )
    if budget.allowed + over > MOST_BOXES:
        return Chart(Kind.BUDGET, bars=bars, spent_share=min(1.0, budget.used / budget.allowed))
    return Chart(Kind.BUDGET, bars=bars, boxes=("spent",) * spent + ("left",) * left + ("over",) * over)


def _shortfall(result: MonthResult) -> Fraction | None:
    if result.figure is None:
        return None
    return Fraction(result.figure.denominator) - Fraction(result.figure.numerator)


def _values(evaluation: GoalEvaluation, kind: Kind) -> Chart:
    """Bars of the months (or of the total to date) with target, last year and pace on one scale."""
    to_date = kind is Kind.TOTAL
    target = Fraction(evaluation.rule.target)
    own = [result.cumulative if to_date else result.value for result in evaluation.months]
    before = [result.last_year for result in evaluation.months]
    pace = [result.pace for result in evaluation.months] if to_date else []
    drawn = [value for value in [*own, *([] if to_date else before), *pace, target] if value is not None]
    most = max(drawn) * Fraction(21, 20) or Fraction(1)
    bars = tuple(
        _bar(result, value, most, _state(evaluation, value, judged=not to_date))
        for result, value in zip(evaluation.months, own, strict=True)
    )
    return Chart(
        kind,
        bars=bars,
        target_y=_y(target, most),
        last_year=() if to_date else _runs(before, most),
        pace=_runs(pace, most),
    )


def _state(evaluation: GoalEvaluation, value: Fraction | None, *, judged: bool) -> str:
    if value is None:
        return "hollow"
    return "over" if judged and not meets(value, evaluation.rule) else "good"


def _y(value: Fraction, most: Fraction) -> float:
    return round(BASE - float(value / most) * (BASE - TOP), 2)


def _bar(result: MonthResult, value: Fraction | int | None, most: Fraction | int, state: str) -> Bar:
    number = result.month.number
    top = BASE - 3 if value is None else min(_y(Fraction(value), Fraction(most)), BASE - 1.5)
    return Bar(number, round((number - 1) * STEP + (STEP - BAR) / 2, 2), top, round(BASE - top, 2), state)


def _runs(values: Sequence[Fraction | None], most: Fraction) -> tuple[str, ...]:
    """A line through the months that have a value, broken where one has none."""
    return broken(
        [
            None if value is None else (round((place + 0.5) * STEP, 2), _y(value, most))
            for place, value in enumerate(values)
        ]
    )
