"""What is odd is said with its arithmetic, in both languages."""

from dataclasses import replace
from decimal import Decimal

import pytest

from targets.entry.cell import Cell
from targets.entry.oddities import oddities
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.periods import Month
from targets.texts import Text
from tests.targets.entry.oddity_cases import CLASSES, VILLAGES, before, cell, mean, said
from tests.targets.evaluation.cases import (
    AIR,
    PM25,
    SECTIONS,
    SEWAGE,
    figure,
    real_air,
    real_pm25,
)


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
