"""A city's year of daily air values as its page shows it: calendar, days by level, good days, what is lacking. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from targets.measurements.air_words import ITEMS, DataShown
from targets.periods import Month, months_of, months_until
from targets.standards.air_days import AirDay, DustPolicy, GoodDayShares, days_by_level, good_day_shares
from targets.standards.air_statistics import PeriodValue, ShortMonth, mean, period_value
from targets.standards.air_validity import RULES
from targets.standards.aqi import GOOD_AT_MOST, LEVELS, Item, Level, Pollutant, level_of

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """A city's day as it is on record. ``values``, ``indices``: by the columns of ``ITEMS``; µg/m³, CO mg/m³.

    ``aqi`` None: the standard's NA. ``document``: what says that sand and dust affected the day; None: nothing does.
    ``has_hours``: stations measured, though too little for any value of the day.
    """

    on: date
    aqi: int | None = None
    primary: tuple[Pollutant, ...] = ()
    values: Mapping[str, Decimal | None]
    indices: Mapping[str, int | None]
    standard: str = ""
    by_stations: bool = False
    is_reviewed: bool = False
    never_supplied: tuple[Item, ...] = ()
    document: str | None = None
    has_hours: bool = False

    @property
    def is_dust(self) -> bool:
        return self.document is not None

    @property
    def level(self) -> Level | None:
        return None if self.aqi is None else level_of(self.aqi)

    @property
    def exceeding(self) -> tuple[Pollutant, ...]:
        """The pollutants whose sub-index is above 100 (超标污染物); none where the AQI is NA."""
        if self.aqi is None:
            return ()
        over = {ITEMS[field].pollutant for field, index in self.indices.items() if (index or 0) > GOOD_AT_MOST}
        return tuple(one for one in Pollutant if one in over)

    @property
    def state(self) -> DataShown:
        if self.aqi is not None:
            return DataShown.REVIEWED if self.is_reviewed else DataShown.PROVISIONAL
        measured = self.has_hours or any(value is not None for value in self.values.values())
        return DataShown.INSUFFICIENT if measured else DataShown.NONE


@dataclass(frozen=True)
class CalendarDay:
    """A day of the calendar. ``is_ahead``: it has not come yet, so that nothing is missing. ``document``: of dust."""

    on: date
    facts: DayFacts | None
    is_ahead: bool
    document: str | None

    @property
    def state(self) -> DataShown:
        return DataShown.NONE if self.facts is None else self.facts.state

    @property
    def level(self) -> Level | None:
        return None if self.facts is None else self.facts.level

    @property
    def is_dust(self) -> bool:
        return self.document is not None


@dataclass(frozen=True)
class Bar:
    """A piece of a month's bar in days: from ``start`` on, ``days`` long."""

    level: int
    start: int
    days: int


@dataclass(frozen=True)
class MonthDays:
    """A month of the year: its days, how many have each level, and how its data stand."""

    month: Month
    days: tuple[CalendarDay, ...]
    by_level: tuple[int, ...]  # of level 1 to 6
    states: Mapping[DataShown, int]  # without days ahead
    shares: GoodDayShares
    required: int

    @property
    def valid(self) -> int:
        return self.shares.raw.valid

    @property
    def is_short(self) -> bool:
        return self.valid < self.required

    @property
    def has_come(self) -> bool:
        return not all(day.is_ahead for day in self.days)

    @property
    def bars(self) -> tuple[Bar, ...]:
        starts = [sum(self.by_level[:place]) for place in range(len(LEVELS))]
        return tuple(
            Bar(level.number, start, days)
            for level, start, days in zip(LEVELS, starts, self.by_level, strict=True)
            if days
        )


@dataclass(frozen=True)
class AirYear:
    """The year. ``through``: the newest day with a value; ``is_over``: nothing more is to come.

    ``found``: the year's valid days by the standard's minima. ``compared``: the days of last year that stand beside.
    """

    year: int
    days: tuple[DayFacts, ...]
    compared: tuple[DayFacts, ...]
    months: tuple[MonthDays, ...]
    shares: GoodDayShares
    policy: DustPolicy
    through: date | None
    is_over: bool
    found: PeriodValue
    pm25: PeriodValue
    last_finished: Month | None

    @property
    def states(self) -> Mapping[DataShown, int]:
        """Days by the state of their data, without the days ahead."""
        return {state: sum(month.states[state] for month in self.months) for state in DataShown}

    @property
    def short_months(self) -> tuple[ShortMonth, ...]:
        """Months that are over and have too few days."""
        return tuple(
            ShortMonth(one.month, one.valid, one.required)
            for one in self.months
            if one.is_short and (self.is_over or (self.last_finished is not None and one.month <= self.last_finished))
        )

    @property
    def by_level(self) -> tuple[int, ...]:
        return tuple(sum(month.by_level[place] for month in self.months) for place in range(len(LEVELS)))

    @property
    def polluted(self) -> tuple[DayFacts, ...]:
        """Days above 100, in order."""
        return tuple(day for day in self.days if day.aqi is not None and day.aqi > GOOD_AT_MOST)

    @property
    def dust(self) -> tuple[CalendarDay, ...]:
        return tuple(day for month in self.months for day in month.days if day.is_dust)

    @property
    def never_supplied(self) -> tuple[Item, ...]:
        """What the source declares, of any day, that it never has."""
        named = {item for day in self.days for item in day.never_supplied}
        return tuple(item for item in Item if item in named)

    @property
    def standards(self) -> tuple[str, ...]:
        return tuple(sorted({day.standard for day in self.days if day.standard}))

    @property
    def open_days(self) -> int:
        """Days for which a PM2.5 value is to come: of the months without any, and after the newest one in its month.

        A year that is over has none. Other days without a value, in a month that has some, are out.
        """
        if self.is_over:
            return 0
        valued = [day.on for day in self.days if day.values.get("pm25") is not None]
        begun = {Month.of(on) for on in valued}
        rest = (max(begun).last_on - max(valued)).days if valued else 0
        return rest + sum(month.days for month in months_of(self.year) if month not in begun)

    @property
    def pm25_total(self) -> Fraction:
        return (self.pm25.value or Fraction(0)) * self.pm25.valid_days

    def leaves(self, day: CalendarDay) -> bool:
        """Whether the deduction takes the sand-dust day out of the valid days."""
        aqi = None if day.facts is None else day.facts.aqi
        return day.is_dust and aqi is not None and self.policy.takes(aqi)


def air_year(
    year: int,
    days: Sequence[DayFacts],
    before: Sequence[DayFacts],
    dust: Mapping[date, str],
    *,
    today: date,
    policy: DustPolicy = DustPolicy.GOOD_DAYS_STAY,
) -> AirYear:
    """The year of a city from its days on record, those of the year before, and the year's sand-dust days by document.

    Of a year that is not over, the days of last year up to the same day stand beside.
    """
    by_day = {day.on: day for day in days}
    through = max((day.on for day in days if day.state is not DataShown.NONE), default=None)
    is_over = today.year > year or through == Month(year, 12).last_on
    until = (12, 31) if is_over or through is None else (through.month, through.day)
    months = months_of(year) if is_over or through is None else months_until(Month.of(through))
    indices = {day.on: day.aqi for day in days}
    return AirYear(
        year=year,
        days=tuple(days),
        compared=tuple(day for day in before if (day.on.month, day.on.day) <= until),
        months=tuple(_month(month, by_day, dust, today, policy) for month in months_of(year)),
        shares=_shares(days, policy),
        policy=policy,
        through=through,
        is_over=is_over,
        found=period_value(months, indices, mean),
        pm25=period_value(months, {day.on: day.values.get("pm25") for day in days}, mean),
        last_finished=Month.of(today).plus(-1) if Month.of(today) > Month(1900, 1) else None,
    )


def _month(
    month: Month, by_day: Mapping[date, DayFacts], dust: Mapping[date, str], today: date, policy: DustPolicy
) -> MonthDays:
    ons = [month.first_on + DAY * number for number in range(month.days)]
    days = tuple(CalendarDay(on, by_day.get(on), on > today and on not in by_day, dust.get(on)) for on in ons)
    facts = [day.facts for day in days if day.facts is not None]
    states = Counter(day.state for day in days if not day.is_ahead)
    levels = days_by_level(one.aqi for one in facts).by_level
    return MonthDays(
        month=month,
        days=days,
        by_level=tuple(levels[level.number] for level in LEVELS),
        states={state: states[state] for state in DataShown},
        shares=_shares(facts, policy),
        required=RULES.days_required(month),
    )


def _shares(days: Iterable[DayFacts], policy: DustPolicy) -> GoodDayShares:
    return good_day_shares([AirDay(aqi=day.aqi, is_dust=day.is_dust) for day in days], policy)
