"""The six pollutants of a year against the limits of GB 3095, and against last year. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from targets.measurements.air_words import ITEMS
from targets.measurements.air_year import AirYear, DayFacts
from targets.standards.air_index import ComprehensiveIndex, comprehensive_index
from targets.standards.air_limits import AirLimits, exceedance_multiple, limits_for
from targets.standards.air_percentiles import ASSESSED_PERCENT, percentile
from targets.standards.air_statistics import mean
from targets.standards.aqi import Pollutant, exact_concentration

# What HJ 663-2013 judges a year by: the mean against the year's limit, a percentile of the days against the day's.
_MEANS = ("pm25", "pm10", "no2", "so2")
_ORDER = ("pm25", "pm10", "o3_8h", "no2", "so2", "co")


@dataclass(frozen=True)
class ItemYear:
    """A statistic of one item. ``percent`` None: the mean. ``limit`` None: not at hand. Values exact, in its unit.

    ``never``: the source declares that it never supplies the item.
    """

    field: str
    percent: int | None
    value: Fraction | None
    valid_days: int
    limit: int | None
    before: Fraction | None
    before_days: int
    never: bool

    @property
    def multiple(self) -> Decimal | None:
        """By how many times the limit it is above it; None where it is not."""
        if self.value is None or self.limit is None:
            return None
        return exceedance_multiple(self.value, self.limit)

    @property
    def keeps(self) -> bool | None:
        """Whether the value, unrounded, keeps the limit."""
        return None if self.value is None or self.limit is None else self.value <= self.limit


@dataclass(frozen=True)
class ItemsYear:
    """All of them, with the comprehensive index of this year and last. ``highest_1h``: of ozone, with its day."""

    limits: AirLimits
    rows: tuple[ItemYear, ...]
    index: ComprehensiveIndex
    index_before: ComprehensiveIndex
    highest_1h: tuple[Decimal, date] | None
    uneven: tuple[int, int] | None = None  # the most valid days of this year and last, where they are far apart


def items_year(year: AirYear) -> ItemsYear:
    """What the year's days give for each statistic, whether or not there are enough days."""
    limits = limits_for(date(year.year, 12, 31))
    rows = tuple(
        _row(year, field, percent, limits)
        for field in _ORDER
        for percent in ([None] if field in _MEANS else []) + [ASSESSED_PERCENT[ITEMS[field]]]
    )
    ozone = [(value, day.on) for day in year.days if (value := day.values.get("o3_1h")) is not None]
    return ItemsYear(
        limits=limits,
        rows=rows,
        index=_index({row.field: row.value for row in rows if row.percent is None or row.field not in _MEANS}, limits),
        index_before=_index(
            {row.field: row.before for row in rows if row.percent is None or row.field not in _MEANS}, limits
        ),
        highest_1h=max(ozone, default=None),
        uneven=_uneven(rows),
    )


def _uneven(rows: Sequence[ItemYear]) -> tuple[int, int] | None:
    """The valid days of the two years, where the fewer ones are less than nine in ten of the others."""
    now, before = max(row.valid_days for row in rows), max(row.before_days for row in rows)
    return (now, before) if before and now and min(now, before) * 10 < max(now, before) * 9 else None


def _row(year: AirYear, field: str, percent: int | None, limits: AirLimits) -> ItemYear:
    item = ITEMS[field]
    now, before = _values(year.days, field), _values(year.compared, field)
    limit = limits.year.get(item.pollutant) if percent is None else limits.day.get(item)
    return ItemYear(
        field=field,
        percent=percent,
        value=_statistic(now, percent),
        valid_days=len(now),
        limit=limit,
        before=_statistic(before, percent),
        before_days=len(before),
        never=item in year.never_supplied and not now,
    )


def _values(days: Sequence[DayFacts], field: str) -> list[Fraction]:
    return [exact_concentration(value) for day in days if (value := day.values.get(field)) is not None]


def _statistic(values: Sequence[Fraction], percent: int | None) -> Fraction | None:
    return mean(values) if percent is None else percentile(values, percent)


def _index(values: dict[str, Fraction | None], limits: AirLimits) -> ComprehensiveIndex:
    return comprehensive_index({Pollutant(ITEMS[field].pollutant): value for field, value in values.items()}, limits)
