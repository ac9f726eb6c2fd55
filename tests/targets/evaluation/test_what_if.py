"""Assumed months: the presets keep what they promise, and the assumption goes through the one evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume as given_that
from hypothesis import given
from hypothesis import strategies as st

from targets.evaluation.aggregate import Record
from targets.evaluation.model import Combination, Direction, GoalRule, IndicatorRule, MonthFigure, Status, Verdict
from targets.evaluation.what_if import ASSUMED, Field, Outcome, Preset, fields_of, figure_of, outcome, preset
from targets.periods import Month
from tests.targets.evaluation.cases import (
    DAYS,
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    MEAN,
    PM25_GOAL,
    SECTIONS,
    SECTIONS_GOAL,
    SEWAGE,
    SEWAGE_GOAL,
    WATER,
    WATER_GOAL,
    at,
    figure,
    goal,
    moderate,
    months,
    real_air,
    real_pm25,
)


def filled(
    rule: GoalRule, figures: Sequence[MonthFigure], month: int, numbers: Mapping[Month, Decimal], *, whole: bool = True
) -> Outcome:
    as_of = Month(rule.year, month)
    fields = fields_of(Record.at(rule, figures, as_of), whole=whole)
    assumed = [figure_of(rule.indicator, one, numbers[one.month]) for one in fields if one.month in numbers]
    return outcome(at(rule, figures, month), figures, assumed)


def chosen(
    rule: GoalRule, figures: Sequence[MonthFigure], month: int, kind: Preset, *, whole: bool = True
) -> Mapping[Month, Decimal]:
    record = Record.at(rule, figures, Month(rule.year, month))
    return preset(record, at(rule, figures, month), fields_of(record, whole=whole), kind, whole=whole)


def written(numbers: Mapping[Month, Decimal]) -> dict[int, str]:
    return {month.number: str(number) for month, number in numbers.items()}


SEWAGE_YEARS = [*months({9: (80, 340), 12: (90, 340)}, 2023), *months({9: (108, 340)})]
FARMLAND_YEARS = [figure("2023-12", "950.5", "1000")]
PRESETS = [
    (PM25_GOAL, real_pm25(), 10, Preset.LAST_YEAR, {11: "34.44", 12: "35.46"}),
    (PM25_GOAL, real_pm25(), 10, Preset.BETTER, {11: "31.00", 12: "31.92"}),
    (PM25_GOAL, real_pm25(), 10, Preset.REQUIRED, {11: "25.7", 12: "25.7"}),
    (PM25_GOAL, real_pm25(), 11, Preset.REQUIRED, {}),  # lost: nothing can be required
    (PM25_GOAL, real_pm25(2024), 10, Preset.LAST_YEAR, {}),
    (GOOD_AIR_GOAL, real_air(), 10, Preset.LAST_YEAR, {11: "27", 12: "29"}),
    (GOOD_AIR_GOAL, real_air(), 10, Preset.BETTER, {11: "30", 12: "31"}),
    (GOOD_AIR_GOAL, real_air(), 10, Preset.REQUIRED, {11: "22", 12: "22"}),
    (GOOD_AIR_GOAL, real_air(2022, 2024), 11, Preset.LAST_YEAR, {12: "30"}),
    (SECTIONS_GOAL, [*months({12: (4, 6)}, 2023), *months({10: (5, 6)})], 11, Preset.REQUIRED, {11: "5", 12: "5"}),
    (SEWAGE_GOAL, SEWAGE_YEARS, 10, Preset.LAST_YEAR, {12: "118"}),
    (SEWAGE_GOAL, SEWAGE_YEARS, 10, Preset.BETTER, {12: "119"}),
    (SEWAGE_GOAL, SEWAGE_YEARS, 10, Preset.REQUIRED, {12: "119"}),
    (WATER_GOAL, months({10: (10, 10)}), 10, Preset.REQUIRED, {11: "10", 12: "10"}),
]


@pytest.mark.parametrize(("rule", "figures", "month", "kind", "numbers"), PRESETS)
def test_the_presets(
    rule: GoalRule, figures: list[MonthFigure], month: int, kind: Preset, numbers: dict[int, str]
) -> None:
    found = written(chosen(rule, figures, month, kind))
    assert {month: found.get(month) for month in numbers} == numbers


def test_a_measured_part_is_not_rounded_to_whole_hectares() -> None:
    rule = replace(FARMLAND_GOAL, target=Decimal("95.123"))
    assert written(chosen(rule, FARMLAND_YEARS, 10, Preset.REQUIRED, whole=False)) == {12: "951.23"}
    assert written(chosen(rule, FARMLAND_YEARS, 10, Preset.LAST_YEAR, whole=False)) == {12: "950.50"}


def test_february_of_a_leap_year_has_a_day_more_than_the_year_before() -> None:
    figures = [*months({2: (28, 28)}, 2023), *months({1: (31, 31)})]
    assert written(chosen(goal(DAYS, ">=", 92), figures, 1, Preset.LAST_YEAR))[2] == "29"


def test_where_nothing_is_on_record_a_share_is_asked_for() -> None:
    (field,) = fields_of(Record.at(FARMLAND_GOAL, [], Month(2024, 10)), whole=True)
    assert field.is_share and field.of == 100
    assert filled(FARMLAND_GOAL, [], 10, {Month(2024, 12): Decimal("99.5")}).assumed.value == Fraction("99.5")


def test_the_year_assumed_to_its_end_has_a_verdict() -> None:
    found = filled(PM25_GOAL, real_pm25(), 10, dict.fromkeys((Month(2024, 11), Month(2024, 12)), Decimal("25.7")))
    assert (found.present.status, found.present.as_of) == (Status.BEHIND, Month(2024, 10))
    assert (found.assumed.verdict, found.assumed.as_of, found.open) == (Verdict.MET, Month(2024, 12), ())
    assert [
        result.month.number for result in found.assumed.months if result.figure and result.figure.origin == ASSUMED
    ] == [11, 12]


def test_what_is_left_blank_stays_open() -> None:
    found = filled(PM25_GOAL, real_pm25(), 10, {Month(2024, 11): Decimal(30)})
    assert (found.assumed.verdict, found.assumed.as_of) == (Verdict.OPEN, Month(2024, 11))
    assert found.open == (Month(2024, 12),)
    assert found.assumed.required is not None


def test_nothing_assumed_is_the_goal_as_it_stands() -> None:
    found = filled(PM25_GOAL, real_pm25(), 10, {})
    assert found.assumed is found.present


def test_figures_after_the_as_of_month_do_not_count() -> None:
    found = filled(PM25_GOAL, real_pm25(), 10, dict.fromkeys((Month(2024, 11), Month(2024, 12)), Decimal(0)))
    assert found.assumed.numerator == Decimal("8311.2")


signs = st.sampled_from([">=", "<="])
places = st.sampled_from([None, 0, 1])
of_years = st.sampled_from([2023, 2024])  # 2024 is a leap year


@st.composite
def open_years(draw: st.DrawFn) -> tuple[GoalRule, list[MonthFigure], int, bool]:
    """A goal of any kind whose first months are on record."""
    indicator: IndicatorRule = draw(st.sampled_from([DAYS, MEAN, SECTIONS, SEWAGE, WATER, FARMLAND_GOAL.indicator]))
    year, last = draw(of_years), draw(st.integers(min_value=1, max_value=11))
    target = draw(st.decimals(min_value=1, max_value=99, places=1))
    rule = goal(indicator, draw(signs), target, year=year, decimals=draw(places))
    figures = []
    for number in range(1, last + 1):
        month = Month(year, number)
        of = month.days if indicator.counts_days else draw(st.integers(min_value=6, max_value=6))
        share = draw(st.integers(min_value=0, max_value=of))
        figures.append(figure(month, share * (40 if indicator.combination is Combination.MEAN else 1), of))
    if indicator.combination is Combination.ANNUAL:
        figures = [figure(Month(year - 1, 12), "512.5", "1000")]
    return rule, figures, last, indicator.combination is not Combination.ANNUAL


@moderate
@given(case=open_years(), data=st.data())
def test_as_required_just_meets_and_one_step_worse_does_not(
    case: tuple[GoalRule, list[MonthFigure], int, bool], data: st.DataObject
) -> None:
    rule, figures, last, whole = case
    numbers = chosen(rule, figures, last, Preset.REQUIRED, whole=whole)
    fields = fields_of(Record.at(rule, figures, Month(rule.year, last)), whole=whole)
    given_that(numbers)
    assert set(numbers) == {one.month for one in fields}
    assert filled(rule, figures, last, numbers, whole=whole).assumed.verdict is Verdict.MET
    step = Decimal("0.1") if rule.indicator.combination is Combination.MEAN else Decimal(1 if whole else "0.01")
    worse = step if rule.direction is Direction.AT_MOST else -step
    if rule.indicator.combination in (Combination.MEAN, Combination.NEWEST, Combination.ANNUAL):
        lowered = {month: number + worse for month, number in numbers.items()}
    else:
        place = data.draw(st.sampled_from(sorted(numbers)))
        lowered = {**numbers, place: numbers[place] + worse}
    parts: dict[Month, Field] = {one.month: one for one in fields}
    given_that(all(0 <= number <= (parts[month].of or number) for month, number in lowered.items()))
    assert filled(rule, figures, last, lowered, whole=whole).assumed.verdict is Verdict.NOT_MET
