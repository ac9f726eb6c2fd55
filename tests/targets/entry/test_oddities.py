"""What is called odd, and what is not: Daqing's real months and the usual slips."""

import pytest

from targets.entry.cell import Cell
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.periods import Month
from tests.targets.entry.oddity_cases import CHECKS, CLASSES, HECTARES, VILLAGES, before, cell, kinds, mean
from tests.targets.evaluation.cases import (
    AIR,
    FARMLAND,
    PM25,
    SECTIONS,
    SEWAGE,
    WATER,
    figure,
    real_air,
    real_pm25,
)


@pytest.mark.parametrize(
    ("rule", "figures", "expected"),
    [
        (PM25, real_pm25(), {"2023-02": "few_days", "2023-04": "few_days", "2024-07": "jump", "2024-11": "jump"}),
        (AIR, real_air(), {"2023-02": "few_days", "2023-04": "few_days", "2024-11": "jump"}),
    ],
)
def test_the_real_months_entered_in_time_order(
    rule: IndicatorRule, figures: list[MonthFigure], expected: dict[str, str]
) -> None:
    """Of 70 months three jump, all of which did: the smoke of July and the haze of November 2024."""
    found = {}
    for at, one in enumerate(figures):
        odd = kinds(rule, one.month, Cell.of(one), figures[:at])
        if odd:
            found[str(one.month)] = " ".join(odd)
    assert found == expected
    assert sum(kind == "jump" for kind in found.values()) < len(figures) / 10


@pytest.mark.parametrize("at", [index for index, one in enumerate(real_pm25()) if one.month.year == 2024])
def test_a_lost_or_shifted_decimal_point_is_caught(at: int) -> None:
    figures = real_pm25()
    one, history = figures[at], figures[:at]
    assert kinds(PM25, one.month, cell(one.numerator * 10, one.denominator), history) in (["jump"], ["range"])
    assert kinds(PM25, one.month, cell(one.numerator / 10, one.denominator), history) in (["jump"], ["range"])


@pytest.mark.parametrize("one", [each for each in real_air() if each.month.year == 2024])
def test_a_lost_digit_of_the_days_is_caught(one: MonthFigure) -> None:
    history = [each for each in real_air() if each.month < one.month]
    for slip in (one.numerator // 10, one.numerator % 10):
        if slip < 20:
            assert kinds(AIR, one.month, cell(slip, one.denominator), history) == ["jump"]


@pytest.mark.parametrize(
    ("month", "value", "expected"),
    [
        ("2024-07", "62.8", ["jump"]),  # 26.8 with its digits exchanged
        ("2024-07", "268", ["jump"]),  # its point forgotten
        ("2024-07", "2.68", ["jump"]),
        ("2024-07", "12.5", []),
        ("2024-07", "0.27", ["range"]),
        ("2024-07", "0", ["range"]),
        ("2024-01", "96", []),  # a bad January, but one was at 69.3
        ("2024-01", "105", ["jump"]),
        ("2024-01", "486", ["jump"]),
        ("2024-01", "500.1", ["range"]),
        ("2024-01", "1505.7", ["range"]),  # the sum typed as the mean
    ],
)
def test_pm25(month: str, value: str, expected: list[str]) -> None:
    days = Month.parse(month).days
    assert kinds(PM25, month, mean(value, days), before(real_pm25(), month)) == expected


@pytest.mark.parametrize(
    ("rule", "month", "what", "history", "expected"),
    [
        (AIR, "2024-07", cell(13, 31), before(real_air(), "2024-07"), ["jump"]),  # 31 with its digits exchanged
        (AIR, "2024-07", cell(28, 31), before(real_air(), "2024-07"), []),
        (AIR, "2024-07", cell(0, 31), before(real_air(), "2024-07"), ["jump"]),
        (AIR, "2024-07", cell(0, 0), before(real_air(), "2024-07"), ["few_days"]),
        (AIR, "2024-07", cell(26, 26), [], ["few_days"]),
        (AIR, "2025-02", cell(25, 25), [], []),
        (AIR, "2025-02", cell(24, 24), [], ["few_days"]),
        (AIR, "2024-07", cell(3, 31), [], []),  # nothing to compare with
        (AIR, "2024-07", cell(14, 31), [figure("2024-06", 29, 30)], ["jump"]),  # one month: only a wide leap
        (AIR, "2024-07", cell(18, 31), [figure("2024-06", 29, 30)], []),
        (WATER, "2024-10", cell(3, 3), CHECKS, []),
        (WATER, "2024-10", cell(2, 3), CHECKS, ["jump"]),
        (WATER, "2024-10", cell(4, 4), CHECKS, ["whole"]),
        (WATER, "2024-10", cell(0, 0), CHECKS, ["whole"]),
        (SECTIONS, "2024-10", cell(5, 6, 6, 6), CLASSES, []),
        (SECTIONS, "2024-10", cell(5, 6, 0, 6), CLASSES, []),  # only the total is judged by its level
        (SECTIONS, "2024-10", cell(2, 6, 5, 6), CLASSES, ["jump"]),
        (SECTIONS, "2024-10", cell(83333, 100000, 5, 6), CLASSES, ["whole"]),
        (SECTIONS, "2024-10", cell(5, 6, 83333, 100000), CLASSES, ["whole"]),
        (SECTIONS, "2024-02", cell(4, 5, 4, 5), CLASSES, []),  # iced, as in the February before
        (SECTIONS, "2024-02", cell(4, 4, 4, 4), CLASSES, ["whole"]),
        (SEWAGE, "2024-09", cell(108, 340), VILLAGES, []),
        (SEWAGE, "2024-09", cell(95, 340), VILLAGES, []),  # nothing new
        (SEWAGE, "2024-09", cell(94, 340), VILLAGES, ["fell"]),
        (SEWAGE, "2024-09", cell(208, 340), VILLAGES, ["jump"]),
        (SEWAGE, "2024-09", cell(108, 304), VILLAGES, ["whole"]),
        (SEWAGE, "2024-09", cell(95, 341), VILLAGES, ["fell", "whole"]),
        (SEWAGE, "2024-03", cell(96, 340), VILLAGES, ["fell"]),  # more than June has on record after it
        (SEWAGE, "2024-03", cell(0, 340), VILLAGES, ["fell"]),
        (SEWAGE, "2022-12", cell(44, 340), VILLAGES, []),  # only later ones are on record
        (SEWAGE, "2022-12", cell(44, 341), VILLAGES, ["whole"]),
        (SEWAGE, "2025-12", cell(150, 340), VILLAGES, []),  # six quarters on
        (SEWAGE, "2024-09", cell(5, 6), [figure("2024-06", 4, 6)], []),  # one village of six
        (SEWAGE, "2024-09", cell(6, 6), [figure("2024-06", 4, 6)], ["jump"]),
        (FARMLAND, "2024-12", cell("312.4", "312.4"), HECTARES, []),
        (FARMLAND, "2024-12", cell("31.24", "312.4"), HECTARES, ["fell"]),
        (FARMLAND, "2024-12", cell("318.6", "318.6"), HECTARES, ["whole"]),
    ],
)
def test_named_cases(
    rule: IndicatorRule, month: str, what: Cell, history: list[MonthFigure], expected: list[str]
) -> None:
    assert kinds(rule, month, what, history) == expected


@pytest.mark.parametrize(
    ("month", "days", "history", "expected"),
    [
        ("2024-05", 29, [24, 25, 26], ["more_days"]),
        ("2024-05", 31, [24, 25, 26], []),  # every day of the month
        ("2024-05", 29, [24, 25], []),  # too few to say what is usual
        ("2024-05", 29, [24, 29, 26], []),
        ("2024-05", 29, [31, 31, 31], []),
    ],
)
def test_more_days_than_usual(month: str, days: int, history: list[int], expected: list[str]) -> None:
    record = [figure(f"{2021 + at}-05", each, each) for at, each in enumerate(history)]
    assert kinds(AIR, month, cell(days, days), record) == expected
