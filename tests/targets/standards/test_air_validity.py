"""Hours to a day, stations to a city: how many must be there, and that nothing is rounded on the way."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets.standards.air_validity import (
    RULES,
    AirRules,
    Checked,
    city_day,
    daily_max_1h,
    daily_max_8h,
    daily_mean,
    running_8h,
)
from targets.standards.aqi import Concentration

Hours = list[Concentration | None]
amounts = st.none() | st.integers(0, 5000).map(lambda number: Decimal(number) / 10)
hours_of_a_day = st.lists(amounts, min_size=24, max_size=24)


def first(count: int, value: Concentration = 10) -> Hours:
    """A day whose first so many hours have the value and whose others are missing."""
    return [value] * count + [None] * (24 - count)


def last(count: int, value: Concentration = 10) -> Hours:
    return first(count, value)[::-1]


@pytest.mark.parametrize("function", [daily_mean, daily_max_1h])
@pytest.mark.parametrize(("count", "is_valid"), [(24, True), (20, True), (19, False), (0, False)])
def test_a_day_needs_twenty_hours(function: Callable[[Hours], Checked], count: int, *, is_valid: bool) -> None:
    day = function(first(count))
    assert (day.is_valid, day.counted, day.required) == (is_valid, count, 20)
    assert day.valid_value == (10 if is_valid else None)


def test_what_a_short_day_lacks() -> None:
    day = daily_mean(first(19))
    assert day.value == 10, "shown with its mark, not used"
    assert day.why is not None
    assert (day.why.zh, day.why.en) == (
        "有效小时值 19 个，至少需要 20 个",
        "valid hourly values: 19, at least 20 needed",
    )
    assert daily_mean([None] * 24).value is None


def test_zero_is_a_value_and_nothing_is_rounded() -> None:
    assert daily_mean([0] * 24).valid_value == 0
    assert daily_mean([1, 1, *[0] * 22]).value == Fraction(1, 12)
    assert daily_mean([Decimal("0.1")] * 21 + [None] * 3).value == Fraction(1, 10)


def test_the_highest_hour() -> None:
    assert daily_max_1h([*first(20)[:23], 200]).valid_value == 200


def test_an_eight_hour_mean_needs_six_hours() -> None:
    hours: Hours = [None, None, 8, 8, 8, 8, 8, 8, *[None] * 16]
    means = running_8h(hours)
    assert means[:7] == (None,) * 7
    assert means[7] == 8
    assert means[8] == 8, "hours 2 to 9: six of them"
    assert means[9] == 8, "hours 3 to 10: the same six"
    assert means[10:] == (None,) * 14


def test_an_eight_hour_mean_is_of_the_hours_that_are_there() -> None:
    means = running_8h([1, 2, 3, None, 5, 6, 7, 8, *[0] * 16])
    assert means[7] == Fraction(32, 7)
    assert running_8h(list(range(24)))[23] == Fraction(sum(range(16, 24)), 8)


def test_the_hours_of_the_day_before_are_not_in_a_days_maximum() -> None:
    given_means: Hours = [*first(7, 900)[:7], *last(17, 100)[7:]]
    day = daily_max_8h(given_means)
    assert day.valid_value == 100
    assert day.counted == 17
    assert daily_max_8h(given_means, replace(RULES, first_8h_mean=1)).valid_value == 900


@pytest.mark.parametrize(("count", "is_valid"), [(17, True), (14, True), (13, False), (0, False)])
def test_the_maximum_needs_fourteen_means(count: int, *, is_valid: bool) -> None:
    day = daily_max_8h(last(count, 170))
    assert (day.is_valid, day.counted, day.required) == (is_valid, count, 14)


def test_what_is_not_confirmed_is_a_setting() -> None:
    few = last(13, 161)
    assert daily_max_8h(few, AirRules(means_of_8h_maximum=13)).is_valid
    assert daily_max_8h(few, AirRules(stands_8h_above=160)).valid_value == 161
    assert not daily_max_8h(last(13, 160), AirRules(stands_8h_above=160)).is_valid
    assert daily_max_1h(first(19), AirRules(hours_of_1h_maximum=19)).is_valid
    assert city_day([1, None], AirRules(station_share=Fraction(1, 2))).is_valid


@pytest.mark.parametrize(
    ("stations", "present", "is_valid"),
    [(5, 5, True), (5, 4, True), (5, 3, False), (4, 3, True), (4, 2, False), (6, 5, True), (6, 4, False), (1, 1, True)],
)
def test_a_city_needs_three_quarters_of_its_stations(stations: int, present: int, *, is_valid: bool) -> None:
    day = city_day([7] * present + [None] * (stations - present))
    assert (day.is_valid, day.counted) == (is_valid, present)
    assert day.value == 7


def test_a_city_without_stations_has_no_day() -> None:
    for nobody in ([], [None, None]):
        day = city_day(nobody)
        assert (day.value, day.is_valid) == (None, False)


def test_the_citys_value_is_the_mean_of_stations() -> None:
    day = city_day([Decimal("38.1"), 31, Fraction(94, 3)])
    assert day.value == (Fraction(381, 10) + 31 + Fraction(94, 3)) / 3


@settings(max_examples=30)
@given(st.lists(amounts, max_size=12).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_order_of_stations_does_not_matter(lists: tuple[Hours, Hours]) -> None:
    assert city_day(lists[0]) == city_day(lists[1])


@settings(max_examples=30)
@given(hours_of_a_day, st.integers(0, 23))
def test_more_is_never_less(hours: Hours, at: int) -> None:
    dirtier = [value if value is None or index != at else value + 1 for index, value in enumerate(hours)]
    for function in (daily_mean, daily_max_1h, daily_max_8h):
        before, after = function(hours), function(dirtier)
        assert before.value is None or (after.value is not None and after.value >= before.value)
        assert (before.counted, before.is_valid) == (after.counted, after.is_valid)


@settings(max_examples=30)
@given(hours_of_a_day)
def test_running_means_by_counting(hours: Hours) -> None:
    """Tenths counted as whole numbers, window by window from its end."""
    for end, found in enumerate(running_8h(hours)):
        window = [int(value * 10) for value in hours[max(end - 7, 0) : end + 1] if value is not None]
        if end < 7 or len(window) < 6:
            assert found is None
        else:
            assert found is not None
            assert found * 10 * len(window) == sum(window)


@pytest.mark.parametrize("function", [daily_mean, daily_max_1h, running_8h, daily_max_8h])
def test_refuses_what_is_no_day(function: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match="24 hours, not 23"):
        function([1] * 23)
    with pytest.raises(ValueError, match="negative"):
        function([-1, *[1] * 23])
    with pytest.raises(TypeError, match="exact"):
        function([1.5, *[1] * 23])


def test_a_city_refuses_floats() -> None:
    inexact: Any = 31.5
    with pytest.raises(TypeError, match="exact"):
        city_day([inexact])
