"""Laws of what is called odd, whatever the record."""

import random
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from targets.entry.cell import Cell
from targets.entry.oddities import Kind, comparable, is_stock, oddities
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.periods import Frequency, Month
from tests.targets.entry.oddity_cases import RULES, before, cell, kinds
from tests.targets.evaluation.cases import (
    AIR,
    PM25,
    SECTIONS,
    WATER,
    figure,
    moderate,
)

decimals = st.decimals(0, 10**14 - 1, places=10, allow_nan=False, allow_infinity=False)
counts = st.integers(0, 40).map(Decimal)
amounts = st.one_of(counts, decimals)
months = st.builds(Month, st.integers(2020, 2025), st.integers(1, 12))
records = st.lists(st.builds(MonthFigure, months, amounts, amounts), max_size=30, unique_by=lambda one: one.month)
cells = st.one_of(
    st.just(Cell()), st.builds(Cell, amounts, amounts), st.builds(Cell, amounts, amounts, amounts, amounts)
)
frequencies = st.sampled_from(Frequency)


@given(st.sampled_from(RULES), frequencies, months, cells, records, st.randoms(use_true_random=False))
@moderate
def test_it_never_raises_and_the_order_does_not_matter(
    rule: IndicatorRule, often: Frequency, month: Month, what: Cell, record: list[MonthFigure], luck: random.Random
) -> None:
    rule = replace(rule, frequency=often)
    found = oddities(rule, month, what, record)
    shuffled = list(record)
    luck.shuffle(shuffled)
    assert oddities(rule, month, what, shuffled) == found
    assert [one.kind for one in found] == sorted({one.kind for one in found}, key=list(Kind).index)
    assert all(one.sentence.zh.endswith("。") and one.sentence.en.endswith(".") for one in found)
    assert not (what.is_blank and found)


@given(st.sampled_from((AIR, PM25, WATER, SECTIONS)), months, counts, counts, records)
@moderate
def test_a_value_within_what_was_on_record_does_not_jump(
    rule: IndicatorRule, month: Month, top: Decimal, bottom: Decimal, record: list[MonthFigure]
) -> None:
    earlier = [one for one in record if one.month < month]
    values = [Cell.of(one).value(rule.scale) for one in comparable(month, earlier)]
    known = [value for value in values if value is not None]
    value = cell(top, bottom).value(rule.scale)
    if value is not None and known and min(known) <= value <= max(known):
        assert "jump" not in kinds(rule, month, cell(top, bottom), record)


@given(st.sampled_from(RULES), months, cells)
@moderate
def test_without_a_record_nothing_jumps(rule: IndicatorRule, month: Month, what: Cell) -> None:
    assert not {"jump", "fell", "whole", "more_days"} & set(kinds(rule, month, what, []))


@given(st.sampled_from(RULES), months, cells, records)
@moderate
def test_the_figure_of_the_month_itself_is_not_its_own_history(
    rule: IndicatorRule, month: Month, what: Cell, record: list[MonthFigure]
) -> None:
    others = [one for one in record if one.month != month]
    assert oddities(rule, month, what, [*others, figure(month, 1, 7)]) == oddities(rule, month, what, others)


def test_a_stock_is_what_is_counted_to_date_once_a_quarter_or_year() -> None:
    assert [is_stock(rule) for rule in RULES] == [False, False, False, True, False, True]


def test_with_enough_years_only_the_same_month_counts() -> None:
    years = [figure(f"{year}-{month:02d}", 20, 30) for year in range(2019, 2024) for month in (6, 7, 8)]
    assert {one.month.number for one in comparable(Month(2024, 7), years)} == {7}
    assert {one.month.number for one in comparable(Month(2023, 7), before(years, "2023-07"))} == {6, 7, 8}
    assert comparable(Month(2024, 12), years) == []
