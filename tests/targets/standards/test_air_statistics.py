"""Months, years, percentiles, limits, the index and the control value, on named cases and against other arithmetic."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.periods import Month, months_of
from targets.standards.air_index import comprehensive_index
from targets.standards.air_limits import (
    DAILY_ITEM,
    GB_3095_2012,
    GB_3095_2026,
    GB_3095_2026_TRANSITION,
    AirLimits,
    exceedance_multiple,
    limits_for,
)
from targets.standards.air_percentiles import ASSESSED_PERCENT, percentile
from targets.standards.air_statistics import (
    PeriodValue,
    annual_mean,
    annual_percentile,
    mean_to_date,
    monthly_mean,
    remaining_daily_control,
)
from targets.standards.air_validity import AirRules
from targets.standards.aqi import HJ_633_2012, Concentration, Item, Pollutant
from targets.standards.rounding import round_half_even

values = st.lists(st.integers(0, 3000).map(lambda number: Decimal(number) / 10), min_size=1, max_size=30)


def year_of(year: int, value: Concentration = 30, **missing: int) -> dict[date, Concentration | None]:
    """Every day of the year with the value; ``m2=3``: the first three days of February are missing."""
    day, days = date(year, 1, 1), dict[date, Concentration | None]()
    while day.year == year:
        days[day] = None if day.day <= missing.get(f"m{day.month}", 0) else value
        day += timedelta(days=1)
    return days


@pytest.mark.parametrize(
    ("month", "missing", "is_valid"),
    [
        (Month(2024, 1), 4, True),  # 27 of 31
        (Month(2024, 1), 5, False),  # 26
        (Month(2024, 4), 3, True),
        (Month(2024, 4), 4, False),
        (Month(2023, 2), 3, True),  # 25 of 28
        (Month(2023, 2), 4, False),
        (Month(2024, 2), 4, True),  # 25 of 29
        (Month(2024, 2), 5, False),
    ],
)
def test_a_month_needs_27_days_and_february_25(month: Month, missing: int, *, is_valid: bool) -> None:
    found = monthly_mean(month, year_of(month.year, **{f"m{month.number}": missing}))
    assert (found.is_valid, found.valid_days) == (is_valid, month.days - missing)
    assert found.value == 30
    assert found.required_days == (25 if month.number == 2 else 27)


def test_a_short_month_says_so() -> None:
    found = monthly_mean(Month(2024, 1), year_of(2024, m1=5))
    assert [(why.zh, why.en) for why in found.why] == [
        ("2024 年 1 月有效 26 天，至少需要 27 天", "valid days in 2024-01: 26, at least 27 needed")
    ]


def test_a_month_takes_its_own_days_only() -> None:
    days = year_of(2024, 30) | {date(2024, 1, 1): 61, date(2024, 2, 1): 999, date(2023, 1, 31): 999}
    assert monthly_mean(Month(2024, 1), days).value == 31


def test_a_month_without_days() -> None:
    found = monthly_mean(Month(2024, 1), {})
    assert (found.value, found.valid_days, found.is_valid) == (None, 0, False)


def test_a_year_needs_324_days_and_each_month_its_own() -> None:
    four = {f"m{number}": 4 for number in (1, 3, 5, 7, 8, 10, 12)} | {f"m{number}": 3 for number in (2, 4, 6, 9, 11)}
    lean = annual_mean(2023, year_of(2023, **four))
    assert (lean.valid_days, lean.required_days, lean.short_months) == (322, 324, ())
    assert [why.en for why in lean.why] == ["valid days in the year: 322, at least 324 needed"]
    enough = annual_mean(2023, year_of(2023, **(four | {"m1": 2})))
    assert (enough.valid_days, enough.is_valid) == (324, True)
    short = annual_mean(2023, year_of(2023, m4=4))
    assert (short.valid_days, short.is_valid) == (361, False)
    assert [(one.month, one.valid_days, one.required_days) for one in short.short_months] == [(Month(2023, 4), 26, 27)]


def test_the_year_is_the_mean_of_days_not_of_months() -> None:
    days = {day: 60 if day.month == 2 else 30 for day in year_of(2023)}
    assert annual_mean(2023, days).value == Fraction(60 * 28 + 30 * 337, 365)


def test_the_year_to_date() -> None:
    to_date = mean_to_date(Month(2024, 10), year_of(2024, Decimal("27.25")))
    assert (to_date.value, to_date.valid_days, to_date.required_days) == (Fraction(109, 4), 305, 268)
    assert to_date.is_valid
    assert not mean_to_date(Month(2024, 10), year_of(2024, m9=4)).is_valid
    assert mean_to_date(Month(2024, 8), year_of(2024, m9=4)).is_valid
    assert mean_to_date(Month(2024, 12), year_of(2024)) == annual_mean(2024, year_of(2024))


def test_the_numbers_of_days_are_settings() -> None:
    rules = AirRules(days_of_month=20, days_of_february=15, days_of_year=200)
    assert annual_mean(2023, year_of(2023, m1=10, m2=13), rules).is_valid


@settings(max_examples=30)
@given(st.dictionaries(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.none() | st.integers(0, 900), max_size=80))
def test_a_year_by_whole_numbers(days: Mapping[date, int | None]) -> None:
    found: PeriodValue = annual_mean(2023, days)
    there = [value for value in days.values() if value is not None]
    assert found.valid_days == len(there)
    assert (found.value or 0) * len(there) == sum(there)
    months = [monthly_mean(month, days) for month in months_of(2023)]
    assert sum(((one.value or Fraction(0)) * one.valid_days for one in months), Fraction(0)) == sum(there)
    assert found.short_months == tuple(short for one in months for short in one.short_months)


@pytest.mark.parametrize(
    ("count", "percent", "expected"),
    [
        (11, 90, 10),  # k = 10
        (10, 90, Fraction(91, 10)),  # k = 9.1
        (365, 90, Fraction(3286, 10)),  # k = 328.6
        (366, 95, Fraction(34775, 100)),
        (365, 98, Fraction(35772, 100)),
        (1, 95, 1),
        (2, 50, Fraction(3, 2)),
        (5, 0, 1),
        (5, 100, 5),
    ],
)
def test_percentile_of_the_first_numbers(count: int, percent: int, expected: Concentration) -> None:
    assert percentile(range(count, 0, -1), percent) == expected


def test_percentile_interpolates() -> None:
    assert percentile([Decimal("10.5"), 20, 40], 75) == 30
    assert percentile([], 90) is None
    with pytest.raises(ValueError, match="not a percentage: 101"):
        percentile([1], 101)


@settings(max_examples=50)
@given(values, st.integers(0, 100))
def test_percentile_by_shares_of_values_in_whole_numbers(sample: list[Decimal], percent: int) -> None:
    """Hundredths of a place and tenths of a unit, counted as whole numbers from the top instead of from below."""
    from_top = (len(sample) - 1) * (100 - percent)
    whole, rest = divmod(from_top, 100)
    downwards = sorted((int(value * 10) for value in sample), reverse=True)
    following = downwards[min(whole + 1, len(downwards) - 1)]
    assert percentile(sample, percent) == Fraction(downwards[whole] * (100 - rest) + following * rest, 1000)


@settings(max_examples=30)
@given(values, st.integers(0, 99))
def test_a_higher_percentile_is_never_less(sample: list[Decimal], percent: int) -> None:
    one, more = percentile(sample, percent), percentile(reversed(sample), percent + 1)
    assert one is not None
    assert more is not None
    assert min(sample) <= one <= more <= max(sample)


def test_a_years_percentile_is_valid_like_its_mean() -> None:
    ozone = annual_percentile(2024, year_of(2024, 100, m3=5), ASSESSED_PERCENT[Item.O3_8H])
    assert ozone.value == 100
    assert (ozone.valid_days, ozone.is_valid) == (361, False)
    assert [short.month for short in ozone.short_months] == [Month(2024, 3)]


def test_the_percentages() -> None:
    assert {item.value: percent for item, percent in ASSESSED_PERCENT.items()} == {
        "o3_8h": 90, "co_24h": 95, "pm25_24h": 95, "pm10_24h": 95, "so2_24h": 98, "no2_24h": 98,
    }  # fmt: skip


def test_limits_of_2012() -> None:
    rows = {"pm25": (35, 75), "pm10": (70, 150), "no2": (40, 80), "so2": (60, 150), "co": (4, 4), "o3": (160, 160)}
    assert {one.value: (GB_3095_2012.of_year(one), GB_3095_2012.day[DAILY_ITEM[one]]) for one in Pollutant} == rows
    assert GB_3095_2012.day[Item.O3_1H] == 200


def test_a_day_at_its_limit_has_index_100() -> None:
    assert {item: points[2] for item, points in HJ_633_2012.breakpoints.items() if item in GB_3095_2012.day} == dict(
        GB_3095_2012.day
    )


@pytest.mark.parametrize(
    ("day", "limits", "year", "daily"),
    [
        (date(2014, 1, 3), GB_3095_2012, 35, 75),
        (date(2024, 12, 31), GB_3095_2012, 35, 75),
        (date(2026, 2, 28), GB_3095_2012, 35, 75),
        (date(2026, 3, 1), GB_3095_2026_TRANSITION, 30, 60),
        (date(2030, 12, 31), GB_3095_2026_TRANSITION, 30, 60),
        (date(2031, 1, 1), GB_3095_2026, 25, 50),
    ],
)
def test_limits_in_force(day: date, limits: AirLimits, year: int, daily: int) -> None:
    assert limits_for(day) is limits
    assert (limits.of_year(Pollutant.PM25), limits.day[Item.PM25_24H]) == (year, daily)


def test_a_limit_that_is_not_at_hand_is_not_taken_from_elsewhere() -> None:
    known = {one for one in Pollutant if GB_3095_2026_TRANSITION.of_year(one) is not None}
    assert known == {Pollutant.PM25}


@pytest.mark.parametrize(
    ("amount", "limit", "multiple"),
    [
        (150, 75, "1.00"),
        (Decimal("75.1"), 75, "0.00"),
        (Decimal("492.1"), 150, "2.28"),
        (Decimal("4.01"), 4, "0.00"),
        (Fraction(225, 200), 1, "0.12"),  # 0.125: half to even
        (75, 75, None),
        (0, 75, None),
    ],
)
def test_exceedance_multiple(amount: Concentration, limit: int, multiple: str | None) -> None:
    found = exceedance_multiple(amount, limit)
    assert (None if found is None else str(found)) == multiple


def test_exceedance_needs_a_limit_and_an_exact_value() -> None:
    inexact: Any = 80.5
    with pytest.raises(ValueError, match="above zero"):
        exceedance_multiple(1, 0)
    with pytest.raises(TypeError, match="exact"):
        exceedance_multiple(inexact, 75)


def test_comprehensive_index() -> None:
    pm25, pm10, o3, no2, so2, co = Pollutant
    amounts: dict[Pollutant, Concentration | None] = {
        pm25: 35, pm10: Decimal("63"), o3: 120, no2: 20, so2: 12, co: Decimal("1.1"),
    }  # fmt: skip
    found = comprehensive_index(amounts)
    assert found.parts == {
        pm25: 1, pm10: Fraction(9, 10), o3: Fraction(3, 4), no2: Fraction(1, 2), so2: Fraction(1, 5),
        co: Fraction(11, 40),
    }  # fmt: skip
    assert found.value == Fraction(145, 40)
    assert round_half_even(found.value, 2) == Decimal("3.62")
    assert (found.largest, found.missing) == ((pm25,), ())
    tied = comprehensive_index(amounts | {pm10: 70})
    assert tied.largest == (pm25, pm10)


def test_the_index_is_not_summed_without_one_of_the_six() -> None:
    found = comprehensive_index({Pollutant.PM25: 35, Pollutant.CO: 0, Pollutant.SO2: None})
    assert found.value is None
    assert found.parts == {Pollutant.PM25: 1, Pollutant.CO: 0}
    assert set(found.missing) == set(Pollutant) - {Pollutant.PM25, Pollutant.CO}
    assert comprehensive_index({}).largest == ()


def test_remaining_daily_control() -> None:
    # Ten months of the demo's 2024: 8311.2 on 305 days, 61 days open.
    left = remaining_daily_control(27, Decimal("8311.2"), valid_days=305, open_days=61)
    assert left == (27 * 366 - Fraction(83112, 10)) / 61
    assert math.floor(left * 10) == 257
    assert remaining_daily_control(27, 27 * 366, valid_days=366, open_days=0) is None
    assert remaining_daily_control(27, 0, valid_days=0, open_days=366) == 27
    beyond = remaining_daily_control(27, 10_000, valid_days=356, open_days=10)
    assert beyond is not None
    assert beyond < 0
    with pytest.raises(ValueError, match="days are not negative"):
        remaining_daily_control(27, 0, valid_days=1, open_days=-1)


@given(st.integers(1, 80), st.integers(0, 30_000), st.integers(0, 365), st.integers(1, 365))
def test_who_keeps_the_control_value_meets_the_limit(limit: int, total: int, valid: int, left: int) -> None:
    control = remaining_daily_control(limit, total, valid_days=valid, open_days=left)
    assert control is not None
    assert (total + control * left) / (valid + left) == limit
