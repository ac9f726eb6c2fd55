"""Which figures count as of a month, what they add up to, and whether the year is valid."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.aggregate import (
    Record,
    Tally,
    check_validity,
    month_results,
    ratio,
    rest_in_earlier_years,
    total,
)
from targets.evaluation.model import GoalRule, MonthFigure
from targets.periods import Month
from tests.targets.evaluation.cases import (
    AIR,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    figure,
    goal,
    months,
    real_air,
    real_pm25,
    year,
)

OCTOBER = Month(2024, 10)


def record(rule: GoalRule, figures: list[MonthFigure], month: int) -> Record:
    return Record.at(rule, figures, Month(rule.year, month))


amounts = st.decimals(-(10**12), 10**12, places=6) | st.fractions()


@given(numerator=amounts, denominator=amounts, scale=st.sampled_from([1, 100]))
def test_a_ratio_is_the_exact_quotient(numerator: Decimal, denominator: Decimal, scale: int) -> None:
    wanted = None if denominator == 0 else scale * Fraction(numerator) / Fraction(denominator)
    assert ratio(numerator, denominator, scale) == wanted


def test_counts_are_summed_and_divided_once() -> None:
    # Monthly shares of 0 % and 100 % average to 50 %; 1 of 31 days is bad.
    assert total([figure("2024-01", 0, 1), figure("2024-02", 30, 30)], 100) == Tally(
        Decimal(30), Decimal(31), Fraction(3000, 31)
    )


def test_a_mean_weighs_by_valid_days() -> None:
    tally = record(PM25_GOAL, real_pm25(), 10).to_date(OCTOBER)
    assert tally == Tally(Decimal("8311.2"), Decimal(305), Fraction(83112, 3050))


def test_a_denominator_of_0_is_not_applicable() -> None:
    assert total([figure("2024-01", 0, 0)], 100) == Tally(Decimal(0), Decimal(0), None)


@pytest.mark.parametrize(
    ("rule", "figures", "month", "value"),
    [
        (SECTIONS_GOAL, {1: (4, 6), 3: (5, 6), 4: (3, 6)}, 3, Fraction(500, 6)),
        (SECTIONS_GOAL, {1: (4, 6)}, 10, Fraction(400, 6)),  # the newest, however old
        (SECTIONS_GOAL, {}, 10, None),
        (WATER_GOAL, {1: (3, 3), 2: (2, 3)}, 2, Fraction(500, 6)),
        (FARMLAND_GOAL, {6: (92, 100), 12: (100, 100)}, 11, None),  # settled in December
        (FARMLAND_GOAL, {6: (92, 100), 12: (99, 100)}, 12, Fraction(99)),
    ],
)
def test_the_year_to_date_by_combination(
    rule: GoalRule, figures: dict[int, tuple[int, int]], month: int, value: Fraction | None
) -> None:
    assert at(rule, months(figures), month).value == value


def test_last_years_total_is_not_this_years() -> None:
    assert at(SEWAGE_GOAL, [figure("2023-12", 74, 340)], 2).value is None


def test_later_months_are_not_seen() -> None:
    early = at(GOOD_AIR_GOAL, real_air(), 10)
    assert early == at(GOOD_AIR_GOAL, real_air()[:-2], 10)
    assert [result.figure for result in early.months[10:]] == [None, None]


def test_the_as_of_month_must_be_of_the_year() -> None:
    with pytest.raises(ValueError, match="2023-12 does not lie in the plan's year 2024"):
        Record.at(GOOD_AIR_GOAL, [], Month(2023, 12))


def test_a_month_has_one_figure() -> None:
    with pytest.raises(ValueError, match="good-air-days: two figures for 2024-01"):
        Record.at(GOOD_AIR_GOAL, [figure("2024-01", 1, 1)] * 2, OCTOBER)


@pytest.mark.parametrize(
    ("figures", "month", "open_days"),
    [
        ({}, 1, 366),
        (dict.fromkeys(range(1, 10), (20, 27)), 10, 92),  # October missing: past and future alike
        (dict.fromkeys(range(1, 11), (20, 27)), 10, 61),  # lost days of a month with a figure are out
        ({1: (0, 0)}, 1, 335),
        ({number: (20, 27) for number in range(1, 13) if number != 2}, 12, 29),
    ],
)
def test_open_days(figures: dict[int, tuple[int, int]], month: int, open_days: int) -> None:
    assert record(GOOD_AIR_GOAL, months(figures), month).open_days == open_days


def test_months_list_their_own_value_the_year_to_date_and_last_years() -> None:
    figures = [*year([(27, 31), None, (31, 31)]), *year([(31, 31), (14, 28)], 2023)]
    january, february, march, *_ = at(GOOD_AIR_GOAL, figures, 3).months
    assert (january.value, january.cumulative) == (Fraction(2700, 31), Fraction(2700, 31))
    assert (january.last_year, january.last_year_cumulative) == (Fraction(100), Fraction(100))
    assert (february.figure, february.value, february.cumulative) == (None, None, None)
    assert (february.last_year, february.last_year_cumulative) == (Fraction(50), Fraction(4500, 59))
    assert (march.value, march.cumulative, march.last_year) == (Fraction(100), Fraction(5800, 62), None)


def test_the_months_own_value_is_kept_beside_the_newest_total() -> None:
    own = figure("2024-01", 5, 6, month_numerator=Decimal(2), month_denominator=Decimal(4))
    january, february, *_ = at(SECTIONS_GOAL, [own, figure("2024-02", 3, 6)], 2).months
    assert (january.value, january.cumulative) == (Fraction(50), Fraction(500, 6))
    assert (february.value, february.cumulative) == (Fraction(50), Fraction(50))


def test_due_and_past_months() -> None:
    results = month_results(record(SEWAGE_GOAL, [], 10), {})
    assert [result.month.number for result in results if result.is_due] == [3, 6, 9, 12]
    assert [result.month.number for result in results if not result.is_past] == [11, 12]


def test_a_settled_year_of_an_annual_indicator_has_one_cumulative_value() -> None:
    results = at(FARMLAND_GOAL, months({6: (92, 100), 11: (95, 100), 12: (100, 100)}), 12).months
    assert [result.cumulative for result in results if result.cumulative is not None] == [Fraction(100)]
    assert results[5].value == 92


FULL = [(20, 31), (20, 29), *[(20, 30)] * 10]


@pytest.mark.parametrize(
    ("days", "month", "evaluable", "broken", "short", "missing"),
    [
        (FULL, 12, True, False, (), ()),
        (FULL, 11, False, False, (), ()),
        ([(20, 26), *FULL[1:]], 12, False, True, (1,), ()),  # 26 in January
        ([FULL[0], (20, 25), *FULL[2:]], 12, True, False, (), ()),  # 25 are enough in February
        ([FULL[0], (20, 24), *FULL[2:]], 11, False, True, (2,), ()),
        ([(20, 27), (20, 25), *[(20, 27)] * 10], 12, False, True, (), ()),  # each month, but 322 days
        ([(20, 27), (20, 27), *[(20, 27)] * 10], 12, True, False, (), ()),  # 324
        ([*FULL[:5], None, *FULL[6:]], 11, False, False, (), (6,)),
        ([*FULL[:5], None, *FULL[6:]], 12, False, False, (), (6,)),
        ([], 3, False, False, (), (1, 2, 3)),
        ([(0, 0)], 1, False, True, (1,), ()),
    ],
)
def test_validity_of_a_year_of_days(
    days: list[tuple[int, int] | None],
    month: int,
    *,
    evaluable: bool,
    broken: bool,
    short: tuple[int, ...],
    missing: tuple[int, ...],
) -> None:
    validity = check_validity(record(GOOD_AIR_GOAL, year(days), month))
    assert (validity.evaluable, validity.broken) == (evaluable, broken)
    assert tuple(each.number for each in validity.short_months) == short
    assert tuple(each.number for each in validity.missing_months) == missing


def test_a_year_can_lose_too_many_days_without_a_short_month() -> None:
    lenient = replace(AIR, min_days_month=None, min_days_february=None)
    figures = year([(1, 1), (1, 1)])  # at most 2 + 306 of 324
    assert check_validity(record(goal(lenient, ">=", 92), figures, 2)).broken
    assert not check_validity(record(goal(lenient, ">=", 92), figures[:1], 1)).broken


@pytest.mark.parametrize(
    ("rule", "there", "evaluable", "missing"),
    [
        (WATER_GOAL, range(1, 13), True, []),
        (WATER_GOAL, [*range(1, 4), *range(5, 13)], False, [4]),
        (SECTIONS_GOAL, [12], True, list(range(1, 12))),
        (SECTIONS_GOAL, range(1, 12), False, [12]),
        (SEWAGE_GOAL, [3, 12], True, [6, 9]),
        (SEWAGE_GOAL, [3, 6, 9, 10], False, [12]),
        (FARMLAND_GOAL, [12], True, []),
        (FARMLAND_GOAL, [11], False, [12]),
    ],
)
def test_validity_of_other_years(rule: GoalRule, there: list[int], missing: list[int], *, evaluable: bool) -> None:
    validity = check_validity(record(rule, months(dict.fromkeys(there, (1, 1))), 12))
    assert (validity.evaluable, validity.broken, validity.valid_days) == (evaluable, False, None)
    assert [month.number for month in validity.missing_months] == missing


def test_typed_means_carry_their_rounding_error_into_the_year() -> None:
    typed, summed = figure("2024-01", "843.2", 31, half_unit=Decimal("0.05")), figure("2024-02", "1276.6", 29)
    assert at(goal(MEAN, "<=", 27), [typed, summed], 2).rounding_error == Fraction("0.05") * 31 / 60
    assert at(goal(MEAN, "<=", 27), [summed], 2).rounding_error is None
    assert at(goal(MEAN, "<=", 27), [typed, summed], 1).rounding_error == Fraction("0.05")


def test_the_open_months_in_earlier_years_where_complete() -> None:
    earlier = rest_in_earlier_years(record(PM25_GOAL, real_pm25(), 10))
    assert earlier == ((2022, Fraction("2054.3") / 61), (2023, Fraction("2132.6") / 61))
    assert rest_in_earlier_years(record(GOOD_AIR_GOAL, real_air(), 10)) == (
        (2022, Fraction(5700, 61)),
        (2023, Fraction(5600, 61)),
    )


@pytest.mark.parametrize(
    ("rule", "figures", "month", "years"),
    [
        (PM25_GOAL, real_pm25(), 2, [2022]),  # March 2023 is missing
        (PM25_GOAL, real_pm25(), 3, [2022, 2023]),
        (PM25_GOAL, real_pm25(), 12, []),  # nothing is open
        (PM25_GOAL, real_pm25(2022, 2023), 1, [2022]),
        (GOOD_AIR_GOAL, [figure("2023-11", 0, 0), figure("2023-12", 0, 0), *real_air(2024)], 10, []),
        (SECTIONS_GOAL, [*months({11: (5, 6), 12: (5, 6)}, 2023), *year([(5, 6)] * 10)], 10, []),
    ],
)
def test_which_earlier_years_are_complete(
    rule: GoalRule, figures: list[MonthFigure], month: int, years: list[int]
) -> None:
    assert [of for of, _ in rest_in_earlier_years(record(rule, figures, month))] == years
