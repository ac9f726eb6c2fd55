"""From areas to the city: a month's figure composed of what each area reports, and who is missing from it.

Numerators and denominators are summed, never averaged. An area with a denominator of 0 has nothing of the kind: not
applicable, and left out of the sums. An area without a figure is missing, and named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from targets.evaluation.aggregate import Record
from targets.evaluation.model import GoalRule, MonthFigure, Pair
from targets.evaluation.rounding import meets
from targets.periods import Frequency, Month, months_until
from targets.standards.rounding import exact_sum, round_up
from targets.texts import Text

# The weakest first: a sum is no better than the least of what went into it.
REVIEWS = ("draft", "returned", "submitted", "approved")
ORIGINS = ("sample", "entered", "imported", "computed")
_HALF_UNIT_DECIMALS = 10


@dataclass(frozen=True)
class AreaRecord:
    """What counts of one area's figures, by month; ``target`` where the goal asks something of the area itself."""

    code: str
    name: Text
    figures: Mapping[Month, MonthFigure]
    target: Decimal | None = None


@dataclass(frozen=True)
class AreaState:
    """One area's part of a goal as of a month. ``value`` None: no figure, or not applicable."""

    code: str
    name: Text
    numerator: Decimal | None
    denominator: Decimal | None
    value: Fraction | None
    through: Month | None
    review: str | None
    target: Decimal | None
    is_met: bool | None  # by the value to date; None without a target of its own or without a value
    missing_months: tuple[Month, ...]  # due, but not given, while other areas gave theirs or nobody did

    @property
    def is_applicable(self) -> bool:
        """Whether there is anything to count in the area, as far as it has reported."""
        return self.denominator is None or self.denominator != 0


def compose(parts: Iterable[tuple[Text, MonthFigure | None]], own: MonthFigure | None) -> MonthFigure | None:
    """The city's figure of one month from its areas', each with its name; None: the area gave nothing.

    ``own``: the city's own figure, which stands where no area gave one (earlier years were reported by the city).
    """
    listed = list(parts)
    given = [figure for _, figure in listed if figure is not None]
    if not given:
        return own
    counted = [figure for figure in given if figure.denominator != 0]
    month_pair = _month_pair(counted)
    return MonthFigure(
        month=given[0].month,
        numerator=exact_sum(figure.numerator for figure in counted),
        denominator=exact_sum(figure.denominator for figure in counted),
        review=_weakest((figure.review for figure in given), REVIEWS),
        origin=_weakest((figure.origin for figure in given), ORIGINS),
        provisional=any(figure.provisional for figure in given),
        month_numerator=month_pair and month_pair[0],
        month_denominator=month_pair and month_pair[1],
        half_unit=_half_unit(counted),
        missing_areas=tuple(name for name, figure in listed if figure is None),
        was=_beside(given, [figure.was for figure in given]),
        waiting=_beside(given, [figure.waiting for figure in given]),
    )


def composed(
    areas: Sequence[AreaRecord], own: Mapping[Month, MonthFigure], frequency: Frequency
) -> tuple[MonthFigure, ...]:
    """The city's figures in order, month by month.

    A month in which none is due counts only once every area has given one: nobody else could be called missing.
    """
    found = []
    for month in sorted({*own, *(month for area in areas for month in area.figures)}):
        figure = compose(((area.name, area.figures.get(month)) for area in areas), own.get(month))
        if figure is not None and figure.missing_areas and not frequency.is_due(month):
            figure = own.get(month)
        if figure is not None:
            found.append(figure)
    return tuple(found)


def area_states(
    rule: GoalRule,
    areas: Sequence[AreaRecord],
    own: Mapping[Month, MonthFigure],
    as_of: Month,
    *,
    first_month_over: bool = True,
) -> tuple[AreaState, ...]:
    """Each area's part of the goal, by the goal's own rule. Before the plan's January is over nothing is missing."""
    past = months_until(as_of) if first_month_over else ()
    due = [month for month in past if rule.indicator.frequency.is_due(month)]
    by_areas = {month for area in areas for month in area.figures}
    expected = [month for month in due if month in by_areas or month not in own]
    return tuple(_area_state(rule, area, expected, as_of) for area in areas)


def _area_state(rule: GoalRule, area: AreaRecord, expected: Sequence[Month], as_of: Month) -> AreaState:
    record = Record.at(rule, area.figures.values(), as_of)
    behind, tally = record.behind(as_of), record.to_date(as_of)
    value = tally.value if tally else None
    is_met = None
    if area.target is not None and value is not None and rule.target_decided:
        is_met = meets(value, replace(rule, target=area.target))
    return AreaState(
        code=area.code,
        name=area.name,
        numerator=tally.numerator if tally else None,
        denominator=tally.denominator if tally else None,
        value=value,
        through=max((figure.month for figure in behind), default=None),
        review=_weakest((figure.review for figure in behind), REVIEWS) if behind else None,
        target=area.target,
        is_met=is_met,
        missing_months=tuple(month for month in expected if month not in area.figures),
    )


def _month_pair(counted: Sequence[MonthFigure]) -> tuple[Decimal, Decimal] | None:
    """The month by itself: there only where each area gave it."""
    pairs = [(figure.month_numerator, figure.month_denominator) for figure in counted]
    there = [(top, bottom) for top, bottom in pairs if top is not None and bottom is not None]
    if not there or len(there) < len(pairs):
        return None
    return exact_sum(top for top, _ in there), exact_sum(bottom for _, bottom in there)


def _half_unit(counted: Sequence[MonthFigure]) -> Decimal | None:
    """The doubt of the composed mean: the areas' doubts by their weights, rounded to the side that doubts more."""
    if all(figure.half_unit is None for figure in counted):
        return None
    doubt = sum((Fraction(figure.half_unit or 0) * Fraction(figure.denominator) for figure in counted), Fraction(0))
    weight = sum((Fraction(figure.denominator) for figure in counted), Fraction(0))
    return round_up(doubt / weight, _HALF_UNIT_DECIMALS)


def _beside(given: Sequence[MonthFigure], others: Sequence[Pair | None]) -> Pair | None:
    """The sums with the areas' other values in the place of those that count; None where there is no other value."""
    if all(other is None for other in others):
        return None
    pairs = [other or Pair(figure.numerator, figure.denominator) for figure, other in zip(given, others, strict=True)]
    there = [
        (pair.numerator, pair.denominator)
        for pair in pairs
        if pair.numerator is not None and pair.denominator is not None
    ]
    if not there:
        return Pair(None, None)
    counted = [(top, bottom) for top, bottom in there if bottom != 0]
    return Pair(exact_sum(top for top, _ in counted), exact_sum(bottom for _, bottom in counted))


def _weakest(words: Iterable[str], order: Sequence[str]) -> str:
    """The word that comes first in the order; one that is not in it comes before all."""
    return min(words, key=lambda word: (order.index(word) if word in order else -1, word))
