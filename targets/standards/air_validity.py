"""When hours make a day and stations make a city's day: GB 3095 (table 4 of 2026, the same rules in 2012), HJ 663-2013.

Confidence. Read in the standard: 20 hours a day, 6 hours an 8-hour mean, 27 and 25 days a month, 324 a year. Believed,
not read: all that is said to be so at ``AirRules``; an administrator sets a city's share of stations and its number of
8-hour means, the others are values of the rules.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from targets.periods import Month
from targets.standards.aqi import Concentration, exact_concentration
from targets.texts import Text

HOURS = 24
WINDOW = 8  # hours of a running ozone mean


@dataclass(frozen=True)
class AirRules:
    """How much must be there for a value to count. The defaults are the standards' as far as known."""

    hours_of_day: int = 20  # GB 3095: particulates, SO2, NO2, CO
    hours_of_8h_mean: int = 6  # GB 3095: of the eight
    hours_of_1h_maximum: int = 20  # believed: for the highest 1-hour ozone as for a daily mean
    means_of_8h_maximum: int = 14  # believed, HJ 663-2013: valid 8-hour means from the hour below to the 24th
    first_8h_mean: int = 8  # believed, HJ 663-2013: the mean that ends with this hour is the day's first of its own
    stands_8h_above: int | None = None  # believed, HJ 663-2013: a maximum above the limit (160) counts with fewer; off
    station_share: Fraction = Fraction(3, 4)  # believed, HJ 663-2013: of a city's stations
    days_of_month: int = 27  # GB 3095
    days_of_february: int = 25  # GB 3095
    days_of_year: int = 324  # GB 3095, and each month its own

    def days_required(self, month: Month) -> int:
        """The daily values that a month's mean needs (GB 3095-2026 table 4, the same in 2012)."""
        return self.days_of_february if month.number == 2 else self.days_of_month


RULES = AirRules()


@dataclass(frozen=True)
class Checked:
    """A value with what it rests on. ``value`` is of what is there, valid or not; None where nothing is.

    ``counted`` of at least ``required`` hours, means or stations were there; ``why`` says what is lacking.
    """

    value: Fraction | None
    counted: int
    required: int
    why: Text | None

    @property
    def is_valid(self) -> bool:
        """Whether it may be used."""
        return self.why is None

    @property
    def valid_value(self) -> Fraction | None:
        """The value where it may be used, else None."""
        return self.value if self.is_valid else None


def daily_mean(hours: Sequence[Concentration | None], rules: AirRules = RULES) -> Checked:
    """A station's daily mean of particulates, SO2, NO2 or CO from the day's 24 hourly means (GB 3095 3 and table 4).

    In the hours' unit, exact. ``hours`` in the order of time, None for a missing one. ValueError unless there are 24,
    and for a negative concentration; TypeError for a float.
    """
    values = _present(_day(hours))
    return _checked(_mean(values), len(values), rules.hours_of_day, _HOURS)


def daily_max_1h(hours: Sequence[Concentration | None], rules: AirRules = RULES) -> Checked:
    """A station's highest hourly ozone of the day, in µg/m³ (HJ 633-2012 5.1.2). Errors as of ``daily_mean``."""
    values = _present(_day(hours))
    return _checked(max(values, default=None), len(values), rules.hours_of_1h_maximum, _HOURS)


def running_8h(hours: Sequence[Concentration | None], rules: AirRules = RULES) -> tuple[Fraction | None, ...]:
    """The 8-hour means that end with each of the day's hours, from hourly ozone in µg/m³ (GB 3095 table 4).

    A mean needs six of its eight hours; it is of those that are there. None where there are fewer, and for the first
    seven hours, whose window begins on the day before. Errors as of ``daily_mean``.
    """
    values = _day(hours)
    windows = (_present(values[max(0, end - WINDOW) : end]) for end in range(1, HOURS + 1))
    return tuple(
        _mean(window) if end >= WINDOW and len(window) >= rules.hours_of_8h_mean else None
        for end, window in enumerate(windows, start=1)
    )


def daily_max_8h(means: Sequence[Concentration | None], rules: AirRules = RULES) -> Checked:
    """A station's highest 8-hour mean of ozone on a day, in µg/m³ (HJ 633-2012 5.1.2; HJ 663-2013, believed).

    ``means``: 24, by the hour in which each ends, as published or from ``running_8h``; those that end before the 8th
    reach into the day before and are left out. Errors as of ``daily_mean``.
    """
    values = _present(_day(means)[rules.first_8h_mean - 1 :])
    highest = max(values, default=None)
    checked = _checked(highest, len(values), rules.means_of_8h_maximum, _MEANS)
    if highest is not None and rules.stands_8h_above is not None and highest > rules.stands_8h_above:
        return Checked(highest, checked.counted, checked.required, None)
    return checked


def city_day(stations: Collection[Concentration | None], rules: AirRules = RULES) -> Checked:
    """A city's daily value of one item: the mean of its stations' valid daily values (HJ 663-2013; HJ 633-2026 4.2.1).

    One entry for each of the city's stations, None where its day is not valid. In the stations' unit, exact, not
    rounded on the way. Which share of the stations must be there is believed, not read: a rule to set.
    ValueError and TypeError as ``daily_mean``.
    """
    values = _present([None if value is None else exact_concentration(value) for value in stations])
    required = max(1, math.ceil(rules.station_share * len(stations)))
    return _checked(_mean(values), len(values), required, _STATIONS)


_HOURS = Text("小时值", "hourly values")
_MEANS = Text("8 小时平均值", "8-hour means")
_STATIONS = Text("站点", "stations")


def _day(hours: Sequence[Concentration | None]) -> list[Fraction | None]:
    if len(hours) != HOURS:
        raise ValueError(f"a day has {HOURS} hours, not {len(hours)}")
    return [None if value is None else exact_concentration(value) for value in hours]


def _present(values: Sequence[Fraction | None]) -> list[Fraction]:
    return [value for value in values if value is not None]


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _checked(value: Fraction | None, counted: int, required: int, what: Text) -> Checked:
    enough = value is not None and counted >= required
    return Checked(value, counted, required, None if enough else _lacking(counted, required, what))


def _lacking(counted: int, required: int, what: Text) -> Text:
    return Text(
        f"有效{what.zh} {counted} 个，至少需要 {required} 个",
        f"valid {what.en}: {counted}, at least {required} needed",
    )
