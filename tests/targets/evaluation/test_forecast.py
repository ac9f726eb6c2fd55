"""The forecast: what it promises whatever the figures, and its shares against plain enumeration."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.aggregate import Record
from targets.evaluation.forecast import foresee, years_to_go_by
from targets.evaluation.forecast_mean import Lognormal
from targets.evaluation.forecast_pool import ALONE, pool_of
from targets.evaluation.forecast_record import MANY_CITIES, track_record
from targets.evaluation.forecast_share import beta_binomial, open_bad_days
from targets.evaluation.model import Forecast, GoalRule, MonthFigure
from targets.periods import Month
from tests.targets.evaluation.cases import (
    DAYS,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    few,
    figure,
    goal,
    moderate,
    real_air,
    real_pm25,
    year,
)

MEAN_GOAL, DAYS_GOAL = goal(MEAN, "<=", 27), goal(DAYS, ">=", 92)
means = st.lists(st.integers(5, 120), min_size=12, max_size=12)
bad_days = st.lists(st.integers(0, 12), min_size=12, max_size=12)
rest = st.integers(1, 11)


def a_year(of: int, values: list[int]) -> list[MonthFigure]:
    return year([(value * 30, 30) for value in values], of)


def days_of(of: int, bad: list[int]) -> list[MonthFigure]:
    return year([(28 - value, 28) for value in bad], of)


def foreseen(rule: GoalRule, figures: list[MonthFigure], month: int) -> Forecast:
    forecast = foresee(Record.at(rule, figures, Month(rule.year, month)))
    assert forecast is not None
    return forecast


@given(means, means, rest)
@moderate
def test_a_mean_lies_where_its_interval_says_and_the_order_of_figures_does_not_matter(
    earlier: list[int], now: list[int], month: int
) -> None:
    figures = [*a_year(2022, earlier), *a_year(2023, earlier[::-1]), *a_year(2024, now)]
    forecast = foreseen(MEAN_GOAL, figures, month)
    assert forecast == foreseen(MEAN_GOAL, figures[::-1], month)
    assert forecast.years == (2022, 2023)
    assert [one.month.number for one in forecast.path] == list(range(month + 1, 13))
    assert all(0 < one.low < one.median < one.high for one in forecast.path)
    assert (forecast.path[-1].median, forecast.low) == (forecast.median, forecast.path[-1].low)
    assert 0 <= forecast.probability <= 1


@given(means, means, rest, st.data())
@moderate
def test_a_worse_month_so_far_never_betters_the_outlook_of_a_mean(
    earlier: list[int], now: list[int], month: int, data: st.DataObject
) -> None:
    place, more = data.draw(st.integers(0, month - 1)), data.draw(st.integers(1, 60))
    worse = [*now[:place], now[place] + more, *now[place + 1 :]]
    before, after = (
        foreseen(MEAN_GOAL, [*a_year(2023, earlier), *a_year(2024, values)], month) for values in (now, worse)
    )
    assert after.probability <= before.probability + 1e-12
    assert after.median > before.median


@given(bad_days, bad_days, rest, st.data())
@moderate
def test_a_worse_month_so_far_never_betters_the_outlook_of_a_share(
    earlier: list[int], now: list[int], month: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, month - 1))
    worse = [*now[:place], now[place] + 1, *now[place + 1 :]]
    before, after = (
        foreseen(DAYS_GOAL, [*days_of(2023, earlier), *days_of(2024, values)], month) for values in (now, worse)
    )
    assert after.probability <= before.probability + 1e-12
    assert before.low <= before.median <= before.high <= 100


@given(means, means, rest)
@few
def test_the_unit_does_not_matter(earlier: list[int], now: list[int], month: int) -> None:
    figures = [*a_year(2023, earlier), *a_year(2024, now)]
    larger = [replace(each, numerator=each.numerator * 1000) for each in figures]
    small, large = foreseen(MEAN_GOAL, figures, month), foreseen(goal(MEAN, "<=", 27000), larger, month)
    assert large.median == pytest.approx(small.median * 1000)
    assert large.probability == pytest.approx(small.probability, abs=1e-9)


def test_a_share_is_what_enumeration_finds() -> None:
    now = [(month, 0.0, 28.0) for month in range(24288, 24297)]
    so_far = {month: (2.0, days) for month, _, days in now}
    earlier = {month - 12: (1.0, 28.0) for month in range(24288, 24300)}
    to_come = [(24297, 2), (24298, 3)]
    joint = open_bad_days(earlier, so_far, to_come)[-1]
    alone = [open_bad_days(earlier, so_far, [one])[-1] for one in to_come]
    assert joint.sum() == pytest.approx(1)
    assert len(joint) == 6
    counted_mean = float(np.arange(6) @ joint)
    assert counted_mean == pytest.approx(sum(float(np.arange(len(each)) @ each) for each in alone))


def test_days_of_a_month_are_counted_as_polya_draws_them() -> None:
    share, likeness, days = 0.3, 0.2, 3
    size = 1 / likeness - 1
    a, b = share * size, (1 - share) * size
    expected = [0.0] * (days + 1)
    for outcome in product((0, 1), repeat=days):
        chance, bad = 1.0, 0
        for drawn, is_bad in enumerate(outcome):
            chance *= (a + bad if is_bad else b + drawn - bad) / (a + b + drawn)
            bad += is_bad
        expected[bad] += chance
    assert beta_binomial(days, np.array([share]), likeness)[0] == pytest.approx(expected)


def test_a_share_meets_exactly_as_its_count_does() -> None:
    # 31 days are open and none has been bad: met with at most 29 bad days of 366, missed with 30.
    figures = [*days_of(2023, [2] * 12), *year([(31, 31)] * 10 + [(25, 25)])]
    rule = goal(DAYS, ">=", "92.07")  # 337 of 366 is 92.076 %, 336 is 91.80 %
    eased = goal(DAYS, ">=", "91.81")
    assert foreseen(rule, figures, 11).probability == foreseen(eased, figures, 11).probability


@pytest.mark.parametrize("rule", [PM25_GOAL, GOOD_AIR_GOAL])
def test_without_an_earlier_year_there_is_no_forecast(rule: GoalRule) -> None:
    figures = real_pm25 if rule is PM25_GOAL else real_air
    assert at(rule, figures(2024), 6).forecast is None
    assert at(rule, figures(2024), 6).status in ("behind", "on_track")


def test_an_earlier_year_counts_if_it_has_the_rest_of_the_year() -> None:
    # March 2023 is missing.
    assert years_to_go_by(Record.at(PM25_GOAL, real_pm25(), Month(2024, 2))) == (2022,)
    assert years_to_go_by(Record.at(PM25_GOAL, real_pm25(), Month(2024, 3))) == (2022, 2023)
    only = [each for each in real_pm25(2023, 2024) if each.month != Month(2023, 12)]
    assert at(PM25_GOAL, only, 6).forecast is None


@pytest.mark.parametrize(("gap", "is_foreseen"), [(5, True), (6, False)])
def test_a_year_from_long_ago_tells_nothing(*, gap: int, is_foreseen: bool) -> None:
    figures = a_year(2024 - gap, [30] * 12) + a_year(2024, [30] * 12)[:9]
    forecast = foresee(Record.at(MEAN_GOAL, figures, Month(2024, 9)))
    assert (forecast is not None) is is_foreseen


def test_what_is_certain_over_or_not_seasonal_is_not_foreseen() -> None:
    assert at(PM25_GOAL, real_pm25(), 11).attainability == "out_of_reach"
    assert at(PM25_GOAL, real_pm25(), 11).forecast is None
    assert at(PM25_GOAL, real_pm25(), 12).forecast is None
    secured = [*days_of(2023, [1] * 12), *days_of(2024, [0] * 12)]
    assert at(goal(DAYS, ">=", 10), secured, 6).forecast is None
    for rule in (SECTIONS_GOAL, SEWAGE_GOAL, WATER_GOAL):
        figures = [figure(Month(of, month), 5, 6) for of in (2023, 2024) for month in range(1, 13)]
        assert at(rule, figures, 6).forecast is None


def test_other_cities_tell_of_a_season_and_a_city_is_not_its_own_neighbour() -> None:
    own = {24276 + month: 20.0 + month for month in range(12)}
    assert pool_of({"a": own}).common("a", own).trust == 0
    assert pool_of({}).common() == ALONE
    shared = pool_of({"a": own, "b": {month: value * 2 for month, value in own.items()}}).common("a", own)
    assert 0 < shared.trust < 1
    assert shared.months[24287] > shared.months[24276] - 1  # of the other city alone
    figures = [*a_year(2023, [30] * 12), *a_year(2024, [30] * 6)]
    record = Record.at(MEAN_GOAL, figures, Month(2024, 6))
    assert foresee(record, shared) != foresee(record)


def test_a_sum_above_0_is_never_below_0() -> None:
    assert Lognormal(0.0, 1.0).below(-3) == 0
    assert Lognormal(0.0, 1.0).below(1.0) == 0.5


def test_the_record_is_the_citys_own_where_it_has_enough_years() -> None:
    steady = [each for of in range(2018, 2024) for each in a_year(of, [40, 35, 30, 25, 20, 15, 15, 15, 20, 30, 35, 40])]
    own = track_record(MEAN_GOAL, tuple(steady), Month(2024, 6))
    assert own is not None
    assert (own.relative, own.years) == (False, (2019, 2020, 2021, 2022, 2023))
    many = track_record(PM25_GOAL, tuple(real_pm25()), Month(2024, 6))
    assert many is not None
    assert (many.relative, many.error) == (True, MANY_CITIES[6])
    assert track_record(GOOD_AIR_GOAL, tuple(real_air()), Month(2024, 6)) is None
