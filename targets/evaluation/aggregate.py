"""From months to the year: which figures count as of a month, and what they add up to; nothing is rounded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from targets.evaluation.model import (
    Combination,
    EarlierRest,
    GoalRule,
    IndicatorRule,
    MonthFigure,
    MonthResult,
    Validity,
)
from targets.periods import Month, months_of, months_until
from targets.standards.rounding import Exact, exact_sum, exact_sums


@dataclass(frozen=True)
class Tally:
    """A numerator over a denominator. ``value`` is None where that is 0: not applicable, neither 0 nor 100 %."""

    numerator: Decimal
    denominator: Decimal
    value: Fraction | None


def ratio(numerator: Exact, denominator: Exact, scale: int) -> Fraction | None:
    """scale × numerator ÷ denominator; None where the denominator is 0."""
    top, of_top = numerator.as_integer_ratio()
    bottom, of_bottom = denominator.as_integer_ratio()
    return None if bottom == 0 else Fraction(scale * top * of_bottom, of_top * bottom)  # made, and reduced, once


def total(figures: Iterable[MonthFigure], scale: int) -> Tally:
    """Numerators and denominators summed, then divided once: never a mean of monthly values."""
    listed = list(figures)
    numerator = exact_sum(figure.numerator for figure in listed)
    denominator = exact_sum(figure.denominator for figure in listed)
    return Tally(numerator, denominator, ratio(numerator, denominator, scale))


@dataclass(frozen=True)
class Record:
    """One goal's rule and the figures of its indicator and area known at the end of a month."""

    rule: GoalRule
    as_of: Month
    figures: Mapping[Month, MonthFigure]

    @classmethod
    def at(cls, rule: GoalRule, figures: Iterable[MonthFigure], as_of: Month) -> "Record":
        """The record without what came later.

        Raises ValueError for an as-of month outside the plan's year and for two figures of one month.
        """
        if as_of.year != rule.year:
            raise ValueError(f"{as_of} does not lie in the plan's year {rule.year}")
        known: dict[Month, MonthFigure] = {}
        for figure in sorted(figures, key=lambda each: each.month):
            if figure.month in known:
                raise ValueError(f"{rule.indicator.slug}: two figures for {figure.month}")
            if figure.month <= as_of:
                known[figure.month] = figure
        return cls(rule, as_of, known)

    @property
    def indicator(self) -> IndicatorRule:
        """What is measured."""
        return self.rule.indicator

    @property
    def is_over(self) -> bool:
        """The year counts as of the end of the as-of month."""
        return self.as_of.number == 12

    @cached_property
    def earlier_years(self) -> tuple[int, ...]:
        """The years before the plan's that have any figure, in order."""
        return tuple(sorted({month.year for month in self.figures if month.year < self.rule.year}))

    def behind(self, month: Month) -> tuple[MonthFigure, ...]:
        """The figures behind the value of the month's year at the month's end, in order."""
        year = [self.figures[each] for each in months_until(month) if each in self.figures]
        if self.indicator.combination is Combination.ANNUAL:
            return tuple(figure for figure in year if figure.month.number == 12)
        if self.indicator.combination is Combination.NEWEST:
            return _newest(year)
        return tuple(year)

    def to_date(self, month: Month) -> Tally | None:
        """The year's value from its start to the month's end; None without a figure."""
        figures = self.behind(month)
        return total(figures, self.indicator.scale) if figures else None

    def path(self, year: int) -> dict[Month, Fraction | None]:
        """The value to date at the end of each month of the year that has a figure; None: a denominator of 0."""
        scale = self.indicator.scale
        if self.indicator.combination not in (Combination.SUM, Combination.MEAN):
            return {month: ratio(one.numerator, one.denominator, scale) for month, one in self._each_alone(year)}
        figures = self.behind(Month(year, 12))
        tops = exact_sums(figure.numerator for figure in figures)
        bottoms = exact_sums(figure.denominator for figure in figures)
        return {
            figure.month: ratio(top, bottom, scale) for figure, top, bottom in zip(figures, tops, bottoms, strict=True)
        }

    def _each_alone(self, year: int) -> list[tuple[Month, MonthFigure]]:
        """Each month that has a figure with the one figure behind the value to date."""
        months = months_of(year)[-1:] if self.indicator.combination is Combination.ANNUAL else months_of(year)
        return [(month, figure) for month in months if month in self.figures for figure in self.behind(month)]

    @cached_property
    def open_months(self) -> tuple[Month, ...]:
        """The months of the plan's year without a figure, past or future."""
        return tuple(month for month in months_of(self.rule.year) if month not in self.figures)

    @property
    def open_due_months(self) -> tuple[Month, ...]:
        """Those of them for which a figure is due."""
        return tuple(month for month in self.open_months if self.indicator.frequency.is_due(month))

    @property
    def open_days(self) -> int:
        """Every calendar day of a month without a figure; a month with one contributes its valid days and no more."""
        return sum(month.days for month in self.open_months)


def _newest(year: list[MonthFigure]) -> tuple[MonthFigure, ...]:
    """The newest total that no area is missing from; while there is none, the newest of all."""
    complete = [figure for figure in year if not figure.missing_areas]
    return tuple((complete or year)[-1:])


def month_results(record: Record, paces: Mapping[int, Fraction]) -> tuple[MonthResult, ...]:
    """All twelve months of the plan's year, each with the same month a year earlier."""
    year = record.rule.year
    cumulative, last_cumulative = record.path(year), record.path(year - 1)
    return tuple(
        MonthResult(
            month=month,
            figure=record.figures.get(month),
            is_due=record.indicator.frequency.is_due(month),
            is_past=month <= record.as_of,
            value=_own_value(record, month),
            cumulative=cumulative.get(month),
            pace=paces.get(month.number),
            last_year=_own_value(record, year_earlier),
            last_year_cumulative=last_cumulative.get(year_earlier),
        )
        for month, year_earlier in zip(months_of(year), months_of(year - 1), strict=True)
    )


def _own_value(record: Record, month: Month) -> Fraction | None:
    figure = record.figures.get(month)
    if figure is None:
        return None
    own, of = figure.month_numerator, figure.month_denominator
    if record.indicator.combination is not Combination.NEWEST or own is None or of is None:
        own, of = figure.numerator, figure.denominator
    return ratio(own, of, record.indicator.scale)


def minimum_days(indicator: IndicatorRule, month: Month) -> int | None:
    """The valid days the month needs, where the indicator's standard says (GB 3095, table 4: 27, in February 25)."""
    return indicator.min_days_february if month.number == 2 else indicator.min_days_month


def check_validity(record: Record) -> Validity:
    """Whether the year can be evaluated by the indicator's own rules, now and at all."""
    missing = tuple(month for month in record.open_due_months if month <= record.as_of)
    year = [record.figures[month] for month in months_of(record.rule.year) if month in record.figures]
    incomplete = tuple(figure.month for figure in year if figure.missing_areas)
    if not record.indicator.counts_days:
        return Validity(
            evaluable=_all_figures_there(record),
            broken=False,
            short_months=(),
            missing_months=missing,
            valid_days=None,
            incomplete_months=incomplete,
        )
    days = int(exact_sum(figure.denominator for figure in year))
    short = tuple(figure.month for figure in year if _is_short(record.indicator, figure))
    needed = record.indicator.min_days_year or 0
    return Validity(
        evaluable=not record.open_due_months and not short and not incomplete and days >= needed,
        broken=bool(short) or days + record.open_days < needed,
        short_months=short,
        missing_months=missing,
        valid_days=days,
        incomplete_months=incomplete,
    )


def _all_figures_there(record: Record) -> bool:
    """Whether nothing that the year's value needs is missing, neither a month nor an area of one."""
    if record.indicator.combination in (Combination.NEWEST, Combination.ANNUAL):
        last = record.figures.get(Month(record.rule.year, 12))
        return last is not None and not last.missing_areas
    behind = record.behind(Month(record.rule.year, 12))
    return not record.open_due_months and not any(figure.missing_areas for figure in behind)


def _is_short(indicator: IndicatorRule, figure: MonthFigure) -> bool:
    needed = minimum_days(indicator, figure.month)
    return needed is not None and figure.denominator < needed


def rounding_error(record: Record) -> Fraction | None:
    """The most by which means typed with rounded digits can move the year's mean; None where no mean was typed."""
    figures = record.behind(record.as_of)
    days = Fraction(exact_sum(figure.denominator for figure in figures))
    typed = [figure for figure in figures if figure.half_unit is not None]
    if record.indicator.combination is not Combination.MEAN or not typed or days == 0:
        return None
    doubt = sum((Fraction(figure.half_unit or 0) * Fraction(figure.denominator) for figure in typed), Fraction(0))
    return record.indicator.scale * doubt / days


def rest_in_earlier_years(record: Record) -> tuple[tuple[int, Fraction], ...]:
    """The value of the open months alone in each earlier year that has a figure for all of them, in order of years."""
    if not record.indicator.counts_days:
        return ()
    return tuple((rest.year, rest.value) for rest in earlier_rests(record) if rest.value is not None)


def earlier_rests(record: Record) -> tuple[EarlierRest, ...]:
    """What the open part of the year brought in each earlier year that has a figure for all of it, in order of years.

    Open are the months without a figure, where days count, otherwise those of them that are due; of a total, the time
    from its newest month to December.
    """
    match record.indicator.combination:
        case Combination.ANNUAL:
            return ()
        case Combination.NEWEST:
            return tuple(rest for year in record.earlier_years if (rest := _change(record, year)) is not None)
        case _:
            months = record.open_months if record.indicator.counts_days else record.open_due_months
            numbers = [month.number for month in months]
            rests = [_rest(record, year, numbers) for year in record.earlier_years if numbers]
            return tuple(rest for rest in rests if rest is not None)


def _rest(record: Record, year: int, numbers: list[int]) -> EarlierRest | None:
    figures = [record.figures.get(Month(year, number)) for number in numbers]
    there = [figure for figure in figures if figure is not None]
    tally = total(there, record.indicator.scale)
    if len(there) < len(numbers) or tally.value is None:
        return None
    return EarlierRest(year, tally.numerator, tally.denominator, tally.value)


def _change(record: Record, year: int) -> EarlierRest | None:
    newest = max((figure.month for figure in record.behind(record.as_of)), default=None)
    if newest is None or newest.number == 12:
        return None
    then, last = record.figures.get(Month(year, newest.number)), record.figures.get(Month(year, 12))
    if then is None or last is None or then.missing_areas or last.missing_areas:
        return None
    return EarlierRest(year, exact_sum([last.numerator, -then.numerator]), last.denominator, None)
