"""The building blocks of sentences."""

from decimal import Decimal
from fractions import Fraction

import pytest

from targets.evaluation.model import GoalRule
from targets.evaluation.phrases import (
    all_in_one,
    clauses,
    counted,
    month_list,
    number,
    plain,
    quality,
    quoted,
    sentence,
    target_text,
    telling,
    things,
)
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import AIR, FARMLAND, MEAN, PM25_GOAL, SECTIONS, SEWAGE, WATER, WATER_GOAL, goal


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("27.00", "27"),
        ("0", "0"),
        ("0.50", "0.5"),
        ("300", "300"),
        ("3E+2", "300"),
        ("-1.50", "−1.5"),
        ("8311.2", "8311.2"),
    ],
)
def test_plain(given: str, written: str) -> None:
    assert plain(Decimal(given)) == written


@pytest.mark.parametrize(
    ("value", "beside", "told"),
    [
        ("27.24983607", "27", "27.2"),
        ("27.04", "27", "27.04"),
        ("26.96", "27", "26.96"),
        ("27", "27", "27.0"),
        ("27.05", "27", "27.05"),  # 27.0 would hide the miss
        ("27.06", "27", "27.1"),
        ("27.000000001", "27", "27.00000000"),  # no more than eight decimals
        ("-0.01", "0", "−0.01"),
        ("99.96", "100", "99.96"),
    ],
)
def test_a_value_is_told_on_its_side(value: str, beside: str, told: str) -> None:
    assert telling(Fraction(value), Decimal(beside), 1) == told


def test_a_negative_number_has_a_true_minus() -> None:
    assert number(Fraction("-18.7774"), 1) == "−18.8"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (goal(AIR, ">=", "92.00"), "≥ 92 %", "at least 92 %"),
        (PM25_GOAL, "≤ 27 µg/m³", "at most 27 µg/m³"),
        (WATER_GOAL, "100 %", "100 %"),
        (goal(WATER, "<=", 100), "≤ 100 %", "at most 100 %"),
        (goal(MEAN, ">=", 0), "≥ 0 µg/m³", "at least 0 µg/m³"),
    ],
)
def test_the_target_with_its_direction(rule: GoalRule, zh: str, en: str) -> None:
    assert target_text(rule) == Text(zh, en)


@pytest.mark.parametrize(
    ("count", "unit", "said"),
    [
        ("1", "days", "1 day"),
        ("0", "days", "0 days"),
        ("2", "days", "2 days"),
        ("1", "ha", "1 ha"),
        ("1", "counties", "1 county"),
        ("1", "administrative villages", "1 administrative village"),
        ("1.5", "days", "1.5 days"),
    ],
)
def test_counted(count: str, unit: str, said: str) -> None:
    assert counted(count, unit) == said


@pytest.mark.parametrize(
    ("name", "unit", "short"),
    [
        (Text("优良天数", "good days"), Text("天", "days"), Text("优良", "good")),
        (Text("污染天", "bad days"), Text("天", "days"), Text("污染", "bad")),
        (Text("有效天数", "valid days"), Text("天", "days"), Text("有效", "valid")),
        (Text("天数", "days"), Text("天", "days"), Text("天数", "days")),  # nothing would be left
        (Text("超标日", "exceedances"), Text("天", "days"), Text("超标日", "exceedances")),
    ],
)
def test_what_makes_a_day_count(name: Text, unit: Text, short: Text) -> None:
    assert quality(name, unit) == short


def test_so_many_of_what_is_counted() -> None:
    assert things(11, SEWAGE) == Text("11 个行政村", "11 villages")
    assert things(1, SECTIONS) == Text("1 个断面", "1 section")
    assert things(Decimal("3.0"), WATER) == Text("3 个次", "3 checks")
    assert things(Decimal("12.5"), FARMLAND) == Text("12.5 公顷", "12.5 ha")


@pytest.mark.parametrize(
    ("numbers", "zh", "en"),
    [
        ([6], "6 月", "June"),
        ([6, 4], "4 月、6 月", "April and June"),
        ([4, 5], "4 月、5 月", "April and May"),
        ([4, 5, 6], "4—6 月", "April to June"),
        ([1, 2, 3, 6, 9, 10], "1—3 月、6 月、9 月、10 月", "January to March, June, September and October"),
        (list(range(1, 13)), "1—12 月", "January to December"),
    ],
)
def test_a_list_of_months(numbers: list[int], zh: str, en: str) -> None:
    assert month_list([Month(2024, at) for at in numbers]) == Text(zh, en)


def test_clauses_and_enumerations() -> None:
    one, two, three = Text("一", "one"), Text("二", "two"), Text("三", "three")
    assert clauses(one, None, two) == Text("一；二", "one; two")
    assert sentence(one, None) == Text("一。", "one.")
    assert all_in_one([one, two, three]) == Text("一，二，三", "one, two and three")
    assert all_in_one([one]) == one


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        (Text("编制规划", "Draw up the plan"), "“编制规划”", "“Draw up the plan”"),
        (Text("新建“无废细胞”", 'Use the "three lines"'), "“新建‘无废细胞’”", "“Use the ‘three lines’”"),
        (Text("「甲」和“乙”", '"A" and "B"'), "“‘甲’和‘乙’”", "“‘A’ and ‘B’”"),
        (Text('半个"', 'one " alone'), "“半个‘”", "“one ‘ alone”"),
    ],
)
def test_a_quotation_within_a_quotation(name: Text, zh: str, en: str) -> None:
    assert quoted(name) == Text(zh, en)
