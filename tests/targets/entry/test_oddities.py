"""What is called odd, and what is not: Daqing's real months, the usual slips, and laws."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.entry.cell import Cell
from targets.entry.oddities import Kind, comparable, is_stock, oddities
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.periods import Frequency, Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    AIR,
    FARMLAND,
    PM25,
    SECTIONS,
    SEWAGE,
    WATER,
    Number,
    figure,
    moderate,
    real_air,
    real_pm25,
)

RULES = (AIR, PM25, SECTIONS, SEWAGE, WATER, FARMLAND)
VILLAGES = [figure("2023-12", 74, 340), figure("2024-03", 82, 340), figure("2024-06", 95, 340)]
CHECKS = [figure(Month(year, number), 3, 3) for year in (2023, 2024) for number in range(1, 13 if year == 2023 else 10)]
CLASSES = [
    figure("2023-02", 4, 5, month_numerator=Decimal(4), month_denominator=Decimal(5)),
    *(
        figure(Month(2024, number), 5, 6, month_numerator=Decimal(5), month_denominator=Decimal(6))
        for number in range(3, 10)
    ),
    *(figure(Month(2023, number), 5, 6) for number in range(8, 13)),
]
HECTARES = [figure("2022-12", "306.8", "312.4"), figure("2023-12", "312.4", "312.4")]


def cell(top: Number, bottom: Number, *own: Number) -> Cell:
    return Cell(Decimal(top), Decimal(bottom), *(Decimal(each) for each in own))


def kinds(rule: IndicatorRule, month: str | Month, what: Cell, history: list[MonthFigure]) -> list[str]:
    when = Month.parse(month) if isinstance(month, str) else month
    return [one.kind.value for one in oddities(rule, when, what, history)]


def said(rule: IndicatorRule, month: str, what: Cell, history: list[MonthFigure]) -> Text:
    (one,) = oddities(rule, Month.parse(month), what, history)
    return one.sentence


def before(figures: list[MonthFigure], month: str) -> list[MonthFigure]:
    return [each for each in figures if each.month < Month.parse(month)]


def mean(value: str, days: int) -> Cell:
    return cell(Decimal(value) * days, days)


# --- Daqing's real months ---------------------------------------------------------------------------------------


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


# --- Sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "month", "what", "history", "zh", "en"),
    [
        (
            PM25, "2024-11", cell("2152.9", 30), before(real_pm25(), "2024-11"),
            "71.76 µg/m³，比 7 个可比月份（11 月及前后月）的最高值（2022 年 11 月 42.23 µg/m³）高 29.53，"
            "超过其 1.5 倍（63.34）。",
            "71.76 µg/m³ is 29.53 above the highest of the 7 comparable months (November and the months beside it): "
            "42.23 µg/m³ in November 2022. It is more than 1.5 times that (63.34).",
        ),
        (
            PM25, "2024-07", mean("2.68", 31), before(real_pm25(), "2024-07"),
            "2.68 µg/m³，比 7 个可比月份（7 月及前后月）的最低值（2022 年 8 月 8.30 µg/m³）低 5.62，"
            "也低于其除以 1.5 的 5.53。",
            "2.68 µg/m³ is 5.62 below the lowest of the 7 comparable months (July and the months beside it): "
            "8.30 µg/m³ in August 2022. It is below that divided by 1.5 (5.53).",
        ),
        (
            PM25, "2024-07", cell("27.2", 31), [],
            "27.2 ÷ 31 = 0.88 µg/m³，低于 1 µg/m³，月均值不会这么低。若 27.2 本身就是均值，请选“均值”。",
            "27.2 ÷ 31 = 0.88 µg/m³ is below 1; no monthly mean is that low. "
            "If 27.2 is the mean itself, choose “mean”.",
        ),
        (
            PM25, "2024-07", cell(0, 31), [],
            "0 ÷ 31 = 0.00 µg/m³，低于 1 µg/m³，月均值不会这么低。",
            "0 ÷ 31 = 0.00 µg/m³ is below 1; no monthly mean is that low.",
        ),
        (
            PM25, "2024-07", replace(cell("26139.2", 31), half_unit=Decimal("0.05")), [],
            "843.20 µg/m³ 高于日均值标尺的上限 500 µg/m³。若这是日均值之和，请选“总和”：÷ 31 = 27.20 µg/m³。",
            "843.20 µg/m³ is above 500, where the scale of daily means ends. "
            "If it is the sum of the daily means, choose “sum”: ÷ 31 = 27.20 µg/m³.",
        ),
        (
            PM25, "2024-07", cell("15501", 31), [],
            "500.03 µg/m³ 高于日均值标尺的上限 500 µg/m³。",
            "500.03 µg/m³ is above 500, where the scale of daily means ends.",
        ),
        (
            AIR, "2024-07", cell(13, 31), before(real_air(), "2024-07"),
            "41.94 %，比 7 个可比月份（7 月及前后月）的最低值（2023 年 6 月 93.33 %）低 51.39 个百分点，"
            "超过 10 个百分点。",
            "41.94 % is 51.39 percentage points below the lowest of the 7 comparable months "
            "(July and the months beside it): 93.33 % in June 2023. More than 10 is not expected.",
        ),
        (
            AIR, "2024-07", cell(3, 31), [figure("2023-07", 29, 31)],
            "9.68 %，比唯一可比的月份（2023 年 7 月 93.55 %）低 83.87 个百分点，超过 50 个百分点。",
            "9.68 % is 83.87 percentage points below the only comparable month: 93.55 % in July 2023. "
            "More than 50 is not expected.",
        ),
        (
            AIR, "2024-07", cell(31, 31), [figure(f"{year}-07", 9, 30) for year in range(2019, 2024)],
            "100.00 %，比往年 5 个 7 月的最高值（2023 年 7 月 30.00 %）高 70.00 个百分点，超过 10 个百分点。",
            "100.00 % is 70.00 percentage points above the highest of the 5 earlier Julys: 30.00 % in July 2023. "
            "More than 10 is not expected.",
        ),
        (
            AIR, "2024-07", cell(26, 26), [],
            "7 月有效 26 天，少于规定的 27 天，全年将不能评价。",
            "26 valid days in July, fewer than the 27 required: the year will not be evaluable.",
        ),
        (
            AIR, "2024-05", cell(29, 29), [figure(f"{1997 + days}-05", days, days) for days in (24, 25, 26)],
            "有效 29 天，只缺 2 天；3 个可比月份至少缺 5 天（2023 年 5 月 26/31）。",
            "29 valid days, only 2 missing; each of 3 comparable months misses at least 5 (26 of 31 in May 2023).",
        ),
        (
            SECTIONS, "2024-10", cell(5, 6, 5, 7), CLASSES,
            "当月参评断面 7，与上次（2024 年 9 月）的 6 不同。",
            "Sections assessed, this month: 7, but 6 in September 2024, the last on record.",
        ),
        (
            SEWAGE, "2024-09", cell(208, 340), VILLAGES,
            "61.18 %，比上次（2024 年 6 月 27.94 %）高 33.24 个百分点，超过这段时间的 10 个百分点。",
            "61.18 % is 33.24 percentage points above the last on record: 27.94 % in June 2024. "
            "More than 10 in that time is not expected.",
        ),
        (
            SEWAGE, "2024-09", cell(94, 340), VILLAGES,
            "完成治理的行政村 94，比 2024 年 6 月的 95 少 1；累计数不应减少。",
            "Villages with treatment completed: 94 is 1 below the 95 of June 2024. "
            "What is counted to date does not fall.",
        ),
        (
            SEWAGE, "2024-03", cell(96, 340), VILLAGES,
            "完成治理的行政村 96，比之后 2024 年 6 月已报的 95 多 1；累计数不应减少。",
            "Villages with treatment completed: 96 is 1 above the 95 that June 2024 has on record after it. "
            "What is counted to date does not fall.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_says_its_arithmetic(
    rule: IndicatorRule, month: str, what: Cell, history: list[MonthFigure], zh: str, en: str
) -> None:
    assert said(rule, month, what, history) == Text(zh, en)


def test_a_share_that_fell_because_the_whole_grew() -> None:
    fell, whole = oddities(SEWAGE, Month(2024, 9), cell(95, 341), VILLAGES)
    assert fell.sentence == Text(
        "与 2024 年 6 月相比，比例由 27.94 % 降到 27.86 %，因为行政村总数由 340 增到 341；存量比例不应下降。",
        "Beside June 2024 the share falls from 27.94 % to 27.86 %, as all administrative villages rise from 340 to "
        "341. A share to date should not fall.",
    )
    assert whole.sentence.en == "All administrative villages: 341, but 340 in June 2024, the last on record."


# --- Laws -------------------------------------------------------------------------------------------------------

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
