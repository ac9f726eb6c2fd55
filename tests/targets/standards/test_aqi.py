"""HJ 633: named values, each breakpoint on, just below and just above, and the laws of the formula."""

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.standards.aqi import (
    HJ_633_2012,
    HJ_633_2026,
    LEVELS,
    STANDARDS,
    Concentration,
    Item,
    Pollutant,
    Standard,
    daily_aqi,
    iaqi,
    level_of,
    standard_for,
    with_rounding,
)

OLD, NEW = HJ_633_2012, HJ_633_2026
AS_GIVEN = (OLD, with_rounding(NEW, rounds_first=False))  # both tables, judging the concentration as it is

# The standards' rows once more, written out apart from the code: item -> (index, concentration) pairs.
ROWS_2012 = {
    "so2_24h": "0:0 50:50 100:150 150:475 200:800 300:1600 400:2100 500:2620",
    "so2_1h": "0:0 50:150 100:500 150:650 200:800",
    "no2_24h": "0:0 50:40 100:80 150:180 200:280 300:565 400:750 500:940",
    "no2_1h": "0:0 50:100 100:200 150:700 200:1200 300:2340 400:3090 500:3840",
    "pm10_24h": "0:0 50:50 100:150 150:250 200:350 300:420 400:500 500:600",
    "co_24h": "0:0 50:2 100:4 150:14 200:24 300:36 400:48 500:60",
    "co_1h": "0:0 50:5 100:10 150:35 200:60 300:90 400:120 500:150",
    "o3_1h": "0:0 50:160 100:200 150:300 200:400 300:800 400:1000 500:1200",
    "o3_8h": "0:0 50:100 100:160 150:215 200:265 300:800",
    "pm25_24h": "0:0 50:35 100:75 150:115 200:150 300:250 400:350 500:500",
}
ROWS_2026 = ROWS_2012 | {
    "pm10_24h": "0:0 50:50 100:120 150:250 200:350 300:420 400:500 500:600",
    "pm25_24h": "0:0 50:35 100:60 150:115 200:150 300:250 400:350 500:500",
}
BREAKPOINTS = [
    (standard, Item(name), int(index), int(amount))
    for standard, rows in zip(AS_GIVEN, (ROWS_2012, ROWS_2026), strict=True)
    for name, row in rows.items()
    for index, amount in (pair.split(":") for pair in row.split())
]


def clean_day(**changes: Concentration | None) -> dict[Item, Concentration | None]:
    """All seven items of 2012 with a low value; changes by the item's name."""
    day: dict[Item, Concentration | None] = dict.fromkeys(OLD.daily_items, 1)
    return day | {Item(name): value for name, value in changes.items()}


@pytest.mark.parametrize(
    ("item", "amount", "expected"),
    [
        *[("pm25_24h", c, i) for c, i in ((35, 50), (36, 52), (50, 69), (75, 100), (76, 102), (115, 150), (116, 152))],
        *[("pm25_24h", c, i) for c, i in ((150, 200), (151, 201), (250, 300), (350, 400), (500, 500))],
        *[("pm10_24h", c, i) for c, i in ((150, 100), (151, 101), (420, 300))],
        *[("o3_8h", c, i) for c, i in ((160, 100), (161, 101), (265, 200))],
        *[("co_24h", Decimal(c), i) for c, i in (("2.1", 53), ("2.2", 55), ("4.1", 101))],
        *[("no2_24h", c, i) for c, i in ((80, 100), (81, 101))],
        *[("so2_24h", c, i) for c, i in ((150, 100), (475, 150))],
    ],
)
def test_values_of_2012(item: str, amount: Concentration, expected: int) -> None:
    assert iaqi(Item(item), amount, OLD) == expected


@pytest.mark.parametrize(
    ("item", "amount", "expected"),
    [
        ("pm25_24h", 60, 100),
        ("pm25_24h", 61, 101),
        ("pm25_24h", 75, 114),
        ("pm10_24h", 120, 100),
        ("pm10_24h", 121, 101),
        ("pm10_24h", 150, 112),
    ],
)
def test_values_of_2026(item: str, amount: int, expected: int) -> None:
    assert iaqi(Item(item), amount, NEW) == expected


@pytest.mark.parametrize(("standard", "item", "index", "amount"), BREAKPOINTS)
def test_breakpoint(standard: Standard, item: Item, index: int, amount: int) -> None:
    hair = Fraction(1, 10**9)
    assert iaqi(item, amount, standard) == index
    if index > 0:
        assert iaqi(item, amount - hair, standard) == index
    if amount < standard.breakpoints[item][-1]:
        assert iaqi(item, amount + hair, standard) == index + 1


def test_the_tables_have_no_other_breakpoints() -> None:
    for standard, rows in ((OLD, ROWS_2012), (NEW, ROWS_2026)):
        assert set(standard.breakpoints) == set(Item)
        assert {item: len(points) for item, points in standard.breakpoints.items()} == {
            Item(name): len(row.split()) for name, row in rows.items()
        }


@pytest.mark.parametrize(("item", "old", "new"), [(Item.SO2_1H, None, 200), (Item.O3_8H, None, 300)])
def test_above_a_short_row(item: Item, old: int | None, new: int) -> None:
    above = Decimal("800.6")
    assert (iaqi(item, above, OLD), iaqi(item, above, NEW)) == (old, new)


@pytest.mark.parametrize("standard", STANDARDS)
def test_capped_at_500(standard: Standard) -> None:
    assert iaqi(Item.PM10_24H, 9999, standard) == iaqi(Item.CO_24H, Decimal("60.01"), standard) == 500


@pytest.mark.parametrize(
    ("item", "amount", "as_given", "rounded"),
    [
        ("pm25_24h", "75.5", 101, 102),  # to 76, the even one
        ("pm25_24h", "75.4", 101, 100),
        ("pm25_24h", "74.5", 100, 99),  # half to even: 74
        ("pm25_24h", "35.5", 51, 52),
        ("o3_8h", "160.5", 101, 100),
        ("o3_8h", "800.5", None, 300),
        ("o3_8h", "800.6", None, None),
        ("co_24h", "4.05", 101, 100),  # one decimal, half to even: 4.0
        ("co_24h", "4.15", 101, 101),
        ("pm10_24h", "600.4", 500, 500),
        ("no2_24h", "0.5", 1, 0),
    ],
)
def test_rounding_first_is_a_switch(item: str, amount: str, as_given: int | None, rounded: int | None) -> None:
    both = [with_rounding(OLD, rounds_first=on) for on in (False, True)]
    assert [iaqi(Item(item), Decimal(amount), standard) for standard in both] == [as_given, rounded]


def test_the_switch_is_off_for_2012_and_on_for_2026() -> None:
    assert (OLD.rounds_first, NEW.rounds_first) == (False, True)
    assert with_rounding(OLD, rounds_first=False) is OLD
    turned = with_rounding(OLD, rounds_first=True)
    assert turned is with_rounding(OLD, rounds_first=True)
    assert (turned.code, turned.breakpoints, turned.rounds_first) == (OLD.code, OLD.breakpoints, True)
    assert iaqi(Item.PM25_24H, Decimal("60.4"), NEW) == 100


@pytest.mark.parametrize("wrong", [Decimal("-0.1"), Decimal("NaN"), Decimal("Infinity"), Fraction(-1, 3), -1])
def test_refuses_what_is_no_concentration(wrong: Concentration) -> None:
    with pytest.raises(ValueError, match="concentration"):
        iaqi(Item.PM25_24H, wrong, OLD)


def test_refuses_floats() -> None:
    inexact: Any = 2.2
    with pytest.raises(TypeError, match="exact"):
        iaqi(Item.CO_24H, inexact, OLD)


amounts = st.fractions(min_value=0, max_value=5000, max_denominator=1000)
tables = st.sampled_from([(s, i) for s in AS_GIVEN for i in Item])
switched = st.sampled_from(
    [(with_rounding(s, rounds_first=on), i) for s in STANDARDS for i in Item for on in (False, True)]
)


def by_formula(item: Item, amount: Fraction, standard: Standard) -> Fraction | None:
    """The formula of 4.2, from the written-out rows; None beyond them."""
    row = (ROWS_2012 if standard is OLD else ROWS_2026)[item.value]
    points = [tuple(int(part) for part in pair.split(":")) for pair in row.split()]
    for (i_lo, bp_lo), (i_hi, bp_hi) in itertools.pairwise(points):
        if bp_lo <= amount <= bp_hi:
            return Fraction(i_hi - i_lo) / Fraction(bp_hi - bp_lo) * (amount - bp_lo) + i_lo
    return None


@given(tables, amounts)
def test_equals_the_formula_rounded_up(table: tuple[Standard, Item], amount: Fraction) -> None:
    standard, item = table
    exact, index = by_formula(item, amount, standard), iaqi(item, amount, standard)
    if exact is not None:
        assert isinstance(index, int)
        assert exact <= index < exact + 1
    else:
        assert index in {500, standard.beyond.get(item)}


@given(switched, amounts, amounts)
def test_more_is_never_better(table: tuple[Standard, Item], one: Fraction, other: Fraction) -> None:
    standard, item = table
    less, more = (iaqi(item, amount, standard) for amount in sorted((one, other)))
    assert less is None or more is None or less <= more


@given(amounts, st.sampled_from([Item.PM25_24H, Item.PM10_24H]))
def test_the_newer_table_is_never_milder(amount: Fraction, item: Item) -> None:
    old, new = (iaqi(item, amount, standard) for standard in AS_GIVEN)
    assert old is not None
    assert new is not None
    assert new >= old


@pytest.mark.parametrize(
    ("day", "standard"),
    [
        (date(2014, 1, 3), OLD),
        (date(2024, 12, 31), OLD),
        (date(2026, 2, 28), OLD),
        (date(2026, 3, 1), NEW),
        (date(2030, 1, 1), NEW),
    ],
)
def test_the_version_that_judges_a_day(day: date, standard: Standard) -> None:
    assert standard_for(day) is standard


@pytest.mark.parametrize(
    ("aqi", "number"),
    [
        (0, 1),
        (50, 1),
        (51, 2),
        (100, 2),
        (101, 3),
        (150, 3),
        (151, 4),
        (200, 4),
        (201, 5),
        (300, 5),
        (301, 6),
        (500, 6),
    ],
)
def test_level(aqi: int, number: int) -> None:
    assert level_of(aqi).number == number


def test_levels_have_the_official_colours() -> None:
    assert [level.name.zh for level in LEVELS] == ["优", "良", "轻度污染", "中度污染", "重度污染", "严重污染"]
    assert [level.colour for level in LEVELS] == ["#00E400", "#FFFF00", "#FF7E00", "#FF0000", "#99004C", "#7E0023"]


def test_there_is_no_negative_index() -> None:
    with pytest.raises(ValueError, match="negative"):
        level_of(-1)


def test_the_largest_sub_index_is_the_day() -> None:
    day = daily_aqi(clean_day(pm25_24h=Decimal("75.1"), o3_8h=120), OLD)
    assert (day.aqi, day.primary, day.exceeding) == (101, (Pollutant.PM25,), (Pollutant.PM25,))
    assert day.level is LEVELS[2]
    assert day.sub_indices[Item.O3_8H] == 67


def test_ties_are_listed_together() -> None:
    day = daily_aqi(clean_day(pm25_24h=75, pm10_24h=150, no2_24h=80, o3_1h=160), OLD)
    assert (day.aqi, day.primary, day.exceeding) == (100, (Pollutant.PM25, Pollutant.PM10, Pollutant.NO2), ())


def test_ozone_is_named_once() -> None:
    assert daily_aqi(clean_day(o3_1h=200, o3_8h=160), OLD).primary == (Pollutant.O3,)


def test_no_primary_pollutant_up_to_50() -> None:
    assert daily_aqi(clean_day(pm25_24h=35), OLD).primary == ()
    assert daily_aqi(clean_day(pm25_24h=Decimal("35.1")), OLD).primary == (Pollutant.PM25,)


def test_a_missing_item_makes_the_day_na() -> None:
    day = daily_aqi(clean_day(pm25_24h=200, co_24h=None), OLD)
    assert (day.aqi, day.level, day.primary, day.exceeding) == (None, None, (), ())
    assert day.missing == (Item.CO_24H,)


@pytest.mark.parametrize(("pm25", "aqi"), [(60, None), (61, 101)])
def test_2026_publishes_an_incomplete_day_above_100(pm25: int, aqi: int | None) -> None:
    assert daily_aqi(clean_day(pm25_24h=pm25, co_24h=None), NEW).aqi == aqi


def test_what_a_source_never_supplies_is_left_out_and_said() -> None:
    day = daily_aqi(clean_day(pm25_24h=50, o3_8h=None), OLD, never_supplied=[Item.O3_8H])
    assert (day.aqi, day.missing, day.never_supplied) == (69, (), (Item.O3_8H,))


def test_a_declared_item_with_a_value_is_a_contradiction() -> None:
    with pytest.raises(ValueError, match="o3_8h"):
        daily_aqi(clean_day(o3_8h=0), OLD, never_supplied=[Item.O3_8H])


def test_zero_is_a_value() -> None:
    day = daily_aqi(dict.fromkeys(OLD.daily_items, 0), OLD)
    assert (day.aqi, day.missing) == (0, ())


def test_a_day_without_any_value_is_na() -> None:
    assert daily_aqi({}, OLD).missing == OLD.daily_items
    assert daily_aqi({}, OLD, never_supplied=OLD.daily_items).aqi is None


def test_one_hour_ozone_counts_in_2012_only() -> None:
    values = clean_day(o3_1h=300)
    assert daily_aqi(values, OLD).aqi == 150
    assert daily_aqi(values, NEW).aqi == 25  # CO at 1 mg/m³


def test_ozone_above_800_is_reported_by_its_one_hour_value() -> None:
    assert daily_aqi(clean_day(o3_8h=801, o3_1h=1000), OLD).aqi == 400
    assert daily_aqi(clean_day(o3_8h=801), NEW).aqi == 300
    alone = daily_aqi(clean_day(o3_8h=801, o3_1h=None), OLD, never_supplied=[Item.O3_1H])
    assert (alone.aqi, alone.missing) == (None, (Item.O3_8H,))


def test_every_pollutant_has_a_name_and_a_unit() -> None:
    assert all(pollutant.label.zh and pollutant.label.en for pollutant in Pollutant)
    assert {item.value for item in Item if item.unit == "mg/m³"} == {"co_24h", "co_1h"}
