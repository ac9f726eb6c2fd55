"""What days make of months and years: HJ 663-2013 with the validity of GB 3095. Exact, nothing rounded on the way.

A period's value is of its valid days, whether or not there are enough of them; whether there are stands beside it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from targets.periods import Month, months_of, months_until
from targets.standards.air_percentiles import percentile
from targets.standards.air_validity import RULES, AirRules
from targets.standards.aqi import Concentration, exact_concentration
from targets.texts import Text

Daily = Mapping[date, Concentration | None]  # valid daily values of one item; None, or no entry: no valid value


@dataclass(frozen=True)
class ShortMonth:
    """A month with fewer valid days than its mean needs."""

    month: Month
    valid_days: int
    required_days: int


@dataclass(frozen=True)
class PeriodValue:
    """A month's, year's or cumulative value. ``value`` None: no valid day at all. ``why``: what it lacks, if anything.

    ``required_days`` of a year: 324; of a shorter period: what its months need together.
    """

    value: Fraction | None
    valid_days: int
    required_days: int
    short_months: tuple[ShortMonth, ...]
    why: tuple[Text, ...]

    @property
    def is_valid(self) -> bool:
        """Whether the value may be judged: the period is evaluable."""
        return not self.why


def monthly_mean(month: Month, daily: Daily, rules: AirRules = RULES) -> PeriodValue:
    """The mean of the month's valid daily means (GB 3095 3.12), valid with 27 of them, in February 25 (table 4).

    In the unit of ``daily``, of which other months are left out. ValueError for a negative concentration, TypeError for
    a float.
    """
    return period_value([month], daily, mean, rules)


def annual_mean(year: int, daily: Daily, rules: AirRules = RULES) -> PeriodValue:
    """The mean of the year's valid daily means, not of its months' (GB 3095 3.13).

    Valid with 324 of them and enough in each month (table 4). Unit and errors as of ``monthly_mean``.
    """
    return period_value(months_of(year), daily, mean, rules)


def mean_to_date(month: Month, daily: Daily, rules: AirRules = RULES) -> PeriodValue:
    """The mean of the valid daily means from January to the month's end. Unit and errors as of ``monthly_mean``.

    The standard is silent on such a period before December; here each of its months must have enough days (inferred).
    """
    return period_value(months_until(month), daily, mean, rules)


def annual_percentile(year: int, daily: Daily, percent: int, rules: AirRules = RULES) -> PeriodValue:
    """A percentile of the year's valid daily values (HJ 663-2013, annex A, believed), valid as ``annual_mean``."""
    return period_value(months_of(year), daily, lambda values: percentile(values, percent), rules)


def period_value(
    months: Sequence[Month],
    daily: Daily,
    statistic: Callable[[Sequence[Fraction]], Fraction | None],
    rules: AirRules = RULES,
) -> PeriodValue:
    """A statistic of the valid days of some months, each of which needs enough days (GB 3095 table 4)."""
    wanted = set(months)
    days = {day: value for day, value in daily.items() if value is not None and Month.of(day) in wanted}
    counts = Counter(map(Month.of, days))
    short = tuple(
        ShortMonth(month, counts[month], rules.days_required(month))
        for month in months
        if counts[month] < rules.days_required(month)
    )
    is_year = len(wanted) == 12 and len({month.year for month in wanted}) == 1
    required = rules.days_of_year if is_year else sum(rules.days_required(month) for month in months)
    why = [] if not is_year or len(days) >= required else [_few_days(len(days), required)]
    return PeriodValue(
        value=statistic([exact_concentration(value) for value in days.values()]),
        valid_days=len(days),
        required_days=required,
        short_months=short,
        why=(*why, *map(_short, short)),
    )


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The arithmetic mean; None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def remaining_daily_control(
    limit: Concentration, total: Concentration, *, valid_days: int, open_days: int
) -> Fraction | None:
    """The year's remaining daily control value (年剩余日控制值): the mean of the open days that keeps the year's limit.

    ``(limit × D − total) / open_days`` with D the valid days so far and the open ones; limit and result in the unit of
    the daily values, ``total`` their sum so far. None without open days. Below zero: out of reach. No standard's; it
    agrees with two published county bulletins. ValueError for a negative number of days or a negative amount.
    """
    if valid_days < 0 or open_days < 0:
        raise ValueError(f"days are not negative: {valid_days}, {open_days}")
    if open_days == 0:
        return None
    allowed = exact_concentration(limit) * (valid_days + open_days)
    return (allowed - exact_concentration(total)) / open_days


def _few_days(valid: int, required: int) -> Text:
    return Text(
        f"全年有效 {valid} 天，至少需要 {required} 天",
        f"valid days in the year: {valid}, at least {required} needed",
    )


def _short(one: ShortMonth) -> Text:
    return Text(
        f"{one.month.year} 年 {one.month.number} 月有效 {one.valid_days} 天，至少需要 {one.required_days} 天",
        f"valid days in {one.month}: {one.valid_days}, at least {one.required_days} needed",
    )
