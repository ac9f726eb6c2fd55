"""The AQI of many days: equal to the single day's, and to a second function that was written apart."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from targets.standards import aqi_bulk
from targets.standards.aqi import (
    HJ_633_2012,
    HJ_633_2026,
    STANDARDS,
    Concentration,
    Item,
    Pollutant,
    Standard,
    daily_aqi,
    iaqi,
    with_rounding,
)
from targets.standards.aqi_bulk import BulkAqi, DayIndex
from tests.targets.standards.second_aqi import Day, second_aqi, second_iaqi

VERSIONS = {"HJ 633-2012": 2012, "HJ 633-2026": 2026}
tenths = st.integers(0, 9000).map(lambda number: Decimal(number) / 10)
amounts = st.one_of(tenths, st.fractions(0, 1300, max_denominator=60), st.integers(0, 1300))
days = st.fixed_dictionaries({item: st.none() | amounts for item in HJ_633_2012.daily_items})
standards = st.sampled_from([with_rounding(one, rounds_first=on) for one in STANDARDS for on in (False, True)])
absent = st.sets(st.sampled_from(HJ_633_2012.daily_items), max_size=3)


def in_order(standard: Standard, values: dict[Item, Concentration | None]) -> list[Concentration | str | None]:
    return [values[item] for item in standard.daily_items]


def single(values: dict[Item, Concentration | None], standard: Standard, never: set[Item]) -> DayIndex:
    """What the single day's function says, in the short form."""
    day = daily_aqi(values, standard, never_supplied=never)
    indices = tuple(day.sub_indices.get(item) for item in standard.daily_items)
    return DayIndex(day.aqi, day.level.number if day.level else None, day.primary, indices)


def second(values: dict[Item, Concentration | None], standard: Standard, never: set[Item]) -> Day:
    return second_aqi(
        {item.value: amount for item, amount in values.items()},
        VERSIONS[standard.code],
        rounds=standard.rounds_first,
        never=frozenset(item.value for item in never),
    )


@given(standards, days, absent)
@example(HJ_633_2012, dict.fromkeys(HJ_633_2012.daily_items, 0), set())
@example(HJ_633_2012, dict.fromkeys(HJ_633_2012.daily_items), set())
@example(HJ_633_2012, dict.fromkeys(HJ_633_2012.daily_items, 900), set())
@example(HJ_633_2012, dict.fromkeys(HJ_633_2012.daily_items, 900), {Item.O3_1H})
@example(HJ_633_2026, dict.fromkeys(HJ_633_2012.daily_items, 900) | {Item.CO_24H: None}, {Item.O3_1H})
def test_three_ways_one_answer(standard: Standard, values: dict[Item, Concentration | None], never: set[Item]) -> None:
    values = values | dict.fromkeys(never)
    bulk = BulkAqi(standard, never_supplied=never)
    short = bulk(in_order(standard, values))
    assert short == single(values, standard, never)
    assert short == bulk(in_order(standard, values)), "remembered"
    indices = {
        item.value: index for item, index in zip(bulk.items, short.sub_indices, strict=True) if index is not None
    }
    assert (short.aqi, short.level, [one.value for one in short.primary], indices) == second(values, standard, never)


@given(standards, st.sampled_from(HJ_633_2026.daily_items), amounts)
def test_the_second_function_agrees_on_every_sub_index(standard: Standard, item: Item, amount: Concentration) -> None:
    expected = second_iaqi(item.value, amount, VERSIONS[standard.code], rounds=standard.rounds_first)
    assert iaqi(item, amount, standard) == expected


@pytest.mark.slow
@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.code)
def test_every_tenth_up_to_a_hundred(standard: Standard) -> None:
    bulk = BulkAqi(standard)
    for item in standard.daily_items:
        for number in range(1000):
            amount = Decimal(number) / 10
            expected = second_iaqi(item.value, amount, VERSIONS[standard.code], rounds=standard.rounds_first)
            assert bulk.sub_index(item, amount) == expected, f"{item} {amount}"


def test_digits_and_numbers_are_the_same() -> None:
    bulk = BulkAqi(HJ_633_2012)
    texts = ["75.1", "150", "0", "0.00", "007.5", "20", "2.2"]
    numbers = [Decimal(text) for text in texts]
    assert bulk(texts) == bulk(numbers)
    assert bulk(texts).aqi == 101
    assert bulk(texts).sub_indices[-1] == 55


@pytest.mark.parametrize("wrong", ["", " 1", "1,5", "-1", "NaN", "1e3", "٣", "1.", ".5", "--"])
def test_a_text_that_is_no_plain_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="plain digits"):
        BulkAqi(HJ_633_2012).sub_index(Item.PM25_24H, wrong)


def test_refuses_what_the_single_day_refuses() -> None:
    inexact: Any = 2.2
    bulk = BulkAqi(HJ_633_2012)
    with pytest.raises(TypeError, match="exact"):
        bulk.sub_index(Item.CO_24H, inexact)
    with pytest.raises(ValueError, match="negative"):
        bulk.sub_index(Item.CO_24H, Decimal(-1))
    with pytest.raises(ValueError, match="never supplied: o3_8h"):
        BulkAqi(HJ_633_2012, never_supplied=[Item.O3_8H])([1] * 7)
    with pytest.raises(ValueError, match="6 values for 7 items"):
        bulk([1] * 6)


def test_ties_in_their_order() -> None:
    day = BulkAqi(HJ_633_2012)([75, 150, 160, 200, 80, 150, 4])
    assert (day.aqi, day.level, day.primary) == (100, 2, tuple(Pollutant))


def counting(monkeypatch: pytest.MonkeyPatch) -> list[Concentration]:
    """The concentrations that are computed from now on."""
    computed: list[Concentration] = []

    def counted(item: Item, amount: Concentration, standard: Standard) -> int | None:
        computed.append(amount)
        return iaqi(item, amount, standard)

    monkeypatch.setattr(aqi_bulk, "iaqi", counted)
    return computed


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    computed = counting(monkeypatch)
    bulk = BulkAqi(HJ_633_2012, most=10)
    many = [Fraction(number, 7) for number in range(100)] * 2
    assert [bulk.sub_index(Item.PM25_24H, one) for one in many] == [
        iaqi(Item.PM25_24H, one, HJ_633_2012) for one in many
    ]
    assert len(computed) == 200, "with room for ten, none of the hundred is still there the second time"


def test_a_concentration_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed = counting(monkeypatch)
    bulk = BulkAqi(HJ_633_2012)
    for number in range(2000):
        assert bulk([Decimal(number % 50) / 10] * 7).aqi is not None
    assert len(computed) == 7 * 50


def test_a_day_is_cheap_to_pass_on() -> None:
    aqi, level, primary, sub_indices = BulkAqi(HJ_633_2012)(["36", *itertools.repeat("1", 6)])
    assert (aqi, level, primary, sub_indices[0]) == (52, 2, (Pollutant.PM25,), 52)
