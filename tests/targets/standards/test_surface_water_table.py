"""GB 3838-2002, table 1: each limit on, just better and just worse, against the table written out a second time."""

from decimal import Decimal
from fractions import Fraction

import pytest

from targets.standards.aqi import LEVELS
from targets.standards.surface_water import class_iii_limit, class_of
from targets.standards.surface_water_table import (
    EVALUATED,
    TABLE,
    Grade,
    Rule,
    WaterBody,
    WaterClass,
    WaterItem,
)

RIVER, LAKE, RESERVOIR = WaterBody.RIVER, WaterBody.LAKE, WaterBody.RESERVOIR

# The standard's columns instead of its lines, written out apart from the code.
ORDER = [
    "do",
    "codmn",
    "cod",
    "bod5",
    "nh3n",
    "tp",
    "cu",
    "zn",
    "f",
    "se",
    "as",
    "hg",
    "cd",
    "cr6",
    "pb",
    "cn",
    "phenol",
    "oil",
    "las",
    "sulfide",
    "fcoli",
]
COLUMNS = {
    1: "7.5 2 15 3 0.15 0.02 0.01 0.05 1.0 0.01 0.05 0.00005 0.001 0.01 0.01 0.005 0.002 0.05 0.2 0.05 200",
    2: "6 4 15 3 0.5 0.1 1.0 1.0 1.0 0.01 0.05 0.00005 0.005 0.05 0.01 0.05 0.002 0.05 0.2 0.1 2000",
    3: "5 6 20 4 1.0 0.2 1.0 1.0 1.0 0.01 0.05 0.0001 0.005 0.05 0.05 0.2 0.005 0.05 0.2 0.2 10000",
    4: "3 10 30 6 1.5 0.3 1.0 2.0 1.5 0.02 0.1 0.001 0.005 0.05 0.05 0.2 0.01 0.5 0.3 0.5 20000",
    5: "2 15 40 10 2.0 0.4 1.0 2.0 1.5 0.02 0.1 0.001 0.01 0.1 0.1 0.2 0.1 1.0 0.3 1.0 40000",
}
STILL_WATER = {"tp": "0.01 0.025 0.05 0.1 0.2", "tn": "0.2 0.5 1.0 1.5 2.0"}
ROWS = {key: [column.split()[place] for column in COLUMNS.values()] for place, key in enumerate(ORDER)}
LIMITS = [
    (WaterItem(key), body, number, Decimal(limit), [Decimal(one) for one in row])
    for body, rows in (
        (RIVER, ROWS),
        (LAKE, ROWS | {key: row.split() for key, row in STILL_WATER.items()}),
        (RESERVOIR, {key: row.split() for key, row in STILL_WATER.items()}),
    )
    for key, row in rows.items()
    for number, limit in enumerate(row, start=1)
]


def test_the_table_has_24_items_in_the_standards_order_of_which_21_decide() -> None:
    order = "temp ph do codmn cod bod5 nh3n tp tn cu zn f se as hg cd cr6 pb cn phenol oil las sulfide fcoli"
    assert [item.value for item in WaterItem] == order.split() == [item.value for item in TABLE]
    assert set(WaterItem) - set(EVALUATED) == {WaterItem.TEMP, WaterItem.TN, WaterItem.FCOLI}
    assert len(EVALUATED) == 21


@pytest.mark.parametrize(("item", "body", "number", "limit", "row"), LIMITS)
def test_each_limit_on_just_better_and_just_worse(
    item: WaterItem, body: WaterBody, number: int, limit: Decimal, row: list[Decimal]
) -> None:
    worse_way = -1 if item is WaterItem.DO else 1
    a_little = Fraction(limit) / 10**6 * worse_way
    best = row.index(limit) + 1  # equal limits of several classes: the best of them
    following = len(row) - row[::-1].index(limit) + 1
    assert class_of(item, limit, body) == best <= number
    assert class_of(item, Fraction(limit) - a_little, body) == best
    assert class_of(item, Fraction(limit) + a_little, body) == following > number


@pytest.mark.parametrize("item", [WaterItem(key) for key in ORDER])
def test_far_beyond_the_last_limit_is_worse_than_v(item: WaterItem) -> None:
    far = 0 if item is WaterItem.DO else 10**9
    assert class_of(item, far) is WaterClass.WORSE_THAN_V


@pytest.mark.parametrize(
    ("value", "expected"),
    [("5.9", 6), ("5.999", 6), ("6", 1), ("6.001", 1), ("7", 1), ("8.999", 1), ("9", 1), ("9.001", 6), ("0", 6)],
)
@pytest.mark.parametrize("body", WaterBody)
def test_ph_knows_two_classes(value: str, expected: int, body: WaterBody) -> None:
    assert class_of(WaterItem.PH, Decimal(value), body) == expected


def test_what_has_no_limits_has_no_class() -> None:
    assert class_of(WaterItem.TEMP, Decimal("-0.1")) is None  # water under ice may read below zero
    assert class_of(WaterItem.TN, 100, RIVER) is None
    assert class_of(WaterItem.TN, 100, LAKE) is WaterClass.WORSE_THAN_V


def test_only_phosphorus_and_nitrogen_differ_in_still_water() -> None:
    differing = {item for item in WaterItem if TABLE[item].limits_in(RIVER) != TABLE[item].limits_in(LAKE)}
    assert differing == {WaterItem.TP, WaterItem.TN}
    assert not RIVER.is_still and LAKE.is_still and RESERVOIR.is_still


def test_the_class_iii_limit() -> None:
    assert class_iii_limit(WaterItem.CODMN) == 6
    assert class_iii_limit(WaterItem.TP) == Decimal("0.2")
    assert class_iii_limit(WaterItem.TP, RESERVOIR) == Decimal("0.05")
    assert [class_iii_limit(item) for item in (WaterItem.TEMP, WaterItem.PH, WaterItem.TN)] == [None] * 3


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal("-0.001"), -1])
def test_nonsense_is_refused(value: Decimal | int) -> None:
    with pytest.raises(ValueError, match="nh3n"):
        class_of(WaterItem.NH3N, value)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="exact"):
        class_of(WaterItem.NH3N, 0.15)  # type: ignore[arg-type]


def test_classes_are_ordered_named_and_graded() -> None:
    told = [(one.label.zh, one.label.en, one.grade.label.zh, one.grade.colour_name.en) for one in sorted(WaterClass)]
    assert told == [
        ("Ⅰ类", "class I", "优", "blue"),
        ("Ⅱ类", "class II", "优", "blue"),
        ("Ⅲ类", "class III", "良好", "green"),
        ("Ⅳ类", "class IV", "轻度污染", "yellow"),
        ("Ⅴ类", "class V", "中度污染", "orange"),
        ("劣Ⅴ类", "worse than class V", "重度污染", "red"),
    ]
    assert [one.is_good for one in sorted(WaterClass)] == [True, True, True, False, False, False]


def test_no_colour_of_the_air_quality_index_is_used() -> None:
    colours = {grade.colour for grade in Grade}
    assert len(colours) == 5
    assert not colours & {level.colour for level in LEVELS}


@pytest.mark.parametrize("written", ["{}", "{}类", " {} ", "{}类 "])
@pytest.mark.parametrize("one", WaterClass)
def test_a_class_is_read_as_it_is_written(one: WaterClass, written: str) -> None:
    assert WaterClass.parse(written.format(one.numeral)) is one


@pytest.mark.parametrize(("written", "one"), [("III", 3), ("IV类", 4), ("劣V", 6), ("V", 5)])
def test_a_class_is_read_in_latin_letters(written: str, one: int) -> None:
    assert WaterClass.parse(written) == one


@pytest.mark.parametrize("written", ["", "-", "--", "*", "VI", "3", "类", "WORSE_THAN_V", "劣Ⅳ", "Ⅲ类类"])
def test_what_is_no_class_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="such as Ⅲ"):
        WaterClass.parse(written)


def test_every_item_has_a_name_and_a_unit() -> None:
    assert all(item.label.zh and item.label.en for item in WaterItem)
    assert {item.value for item in WaterItem if item.unit.en != "mg/L"} == {"temp", "ph", "fcoli"}
    assert {item.value for item in WaterItem if TABLE[item].rule is not Rule.AT_MOST} == {"temp", "ph", "do"}
