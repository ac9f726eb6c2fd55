"""What the brief says about a goal, sentence by sentence, in both languages."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.brief.model import GoalFact
from targets.brief.sentences import (
    area_sentences,
    chance_text,
    forecast_sentence,
    goal_text,
    last_year_clause,
    last_year_value,
    marks_sentence,
    month_sentence,
    month_value,
    shortfall_sentence,
    to_date_sentence,
)
from targets.evaluation.compose import AreaState
from targets.evaluation.model import Forecast, GoalEvaluation
from targets.periods import Month
from targets.texts import Text
from tests.targets.evaluation.cases import (
    FARMLAND_GOAL,
    GOOD_AIR_GOAL,
    PM25_GOAL,
    SECTIONS_GOAL,
    SEWAGE_GOAL,
    WATER_GOAL,
    at,
    few,
    figure,
    months,
    real_air,
    real_pm25,
)

NAME = Text("名", "Name")
OUTLOOK = Forecast(28.04, 26.96, 29.4, 0.29, (2022, 2023), ())
SEWAGE = [*months({9: (68, 340), 12: (74, 340)}, 2023), *months({9: (108, 340)})]


def air(now: int, before: int) -> GoalEvaluation:
    """January with so many good days of 31, after so many of last year."""
    return at(GOOD_AIR_GOAL, [figure("2023-01", before, 31), figure("2024-01", now, 31)], 1)


def area(name: str, value: int | None, *, target: int | None = None, missing: tuple[int, ...] = ()) -> AreaState:
    """An area with a value in per cent of 100."""
    met = None if target is None or value is None else value >= target
    return AreaState(
        name,
        Text(f"{name}县", f"{name} County"),
        None if value is None else Decimal(value),
        None if value is None else Decimal(100),
        None if value is None else Fraction(value),
        None if value is None else Month(2024, 9),
        "approved",
        None if target is None else Decimal(target),
        met,
        tuple(Month(2024, number) for number in missing),
    )


@pytest.mark.parametrize(
    ("evaluation", "is_over", "zh", "en"),
    [
        (air(31, 30), True, "1 月为 100.0 %。", "In January it was 100.0 %."),
        (air(0, 30), True, "1 月为 0.0 %。", "In January it was 0.0 %."),
        (air(31, 30), False, "1 月至今为 100.0 %。", "So far in January it is 100.0 %."),
        (at(GOOD_AIR_GOAL, [], 2), True, "2 月数据缺报。", "The figure of February is missing."),
        (at(GOOD_AIR_GOAL, [], 2), False, "2 月数据尚未产生。", "There is no figure of February yet."),
        (at(PM25_GOAL, real_pm25(), 10), True, "10 月为 23.6 µg/m³。", "In October it was 23.6 µg/m³."),
    ],
)
def test_the_month_by_itself(evaluation: GoalEvaluation, *, is_over: bool, zh: str, en: str) -> None:
    assert month_sentence(evaluation, is_over=is_over) == Text(zh, en)


def test_a_month_in_which_none_is_due_is_passed_over() -> None:
    assert month_sentence(at(SEWAGE_GOAL, SEWAGE, 10), is_over=True) is None
    assert month_sentence(at(FARMLAND_GOAL, [], 10), is_over=True) is None


@pytest.mark.parametrize(
    ("evaluation", "zh", "en"),
    [
        (
            air(30, 28),
            "同比上升 6.5 个百分点（上年同期 90.3 %，改善）",
            "up 6.5 percentage points on the same period of 2023 (90.3 %), an improvement",
        ),
        (
            air(28, 30),
            "同比下降 6.5 个百分点（上年同期 96.8 %，变差）",
            "down 6.5 percentage points on the same period of 2023 (96.8 %), a worsening",
        ),
        (air(30, 30), "同比持平", "unchanged from the same period of 2023"),
        (
            air(0, 31),
            "同比下降 100.0 个百分点（上年同期 100.0 %，变差）",
            "down 100.0 percentage points on the same period of 2023 (100.0 %), a worsening",
        ),
        (
            at(PM25_GOAL, [figure("2023-01", 930, 31), figure("2024-01", 837, 31)], 1),
            "同比下降 10.0%（上年同期 30.0 µg/m³，改善）",
            "down 10.0 % on the same period of 2023 (30.0 µg/m³), an improvement",
        ),
        (
            at(PM25_GOAL, [figure("2023-01", 837, 31), figure("2024-01", 930, 31)], 1),
            "同比上升 11.1%（上年同期 27.0 µg/m³，变差）",
            "up 11.1 % on the same period of 2023 (27.0 µg/m³), a worsening",
        ),
        (
            at(GOOD_AIR_GOAL, months({1: (30, 31)}), 1),
            "上年同期无数据",
            "with nothing on record for the same period of 2023",
        ),
    ],
)
def test_beside_last_year(evaluation: GoalEvaluation, zh: str, en: str) -> None:
    assert last_year_clause(evaluation) == Text(zh, en)


def test_unlike_periods_say_so() -> None:
    told = last_year_clause(at(GOOD_AIR_GOAL, real_air(), 10))
    assert told.zh == "同比上升 4.3 个百分点（上年同期 91.7 %，改善）；上年缺 3 月数据，同比仅供参考"
    assert told.en.endswith("an improvement (but 2023 lacks March, so the two periods are not alike)")
    assert last_year_value(at(GOOD_AIR_GOAL, real_air(), 10)) == Text("91.7*", "91.7*")
    assert last_year_value(air(30, 28)) == Text("90.3", "90.3")


@pytest.mark.parametrize(
    ("evaluation", "zh", "en"),
    [
        (
            air(30, 30),
            "截至 1 月底累计 96.8 %（目标 ≥ 92 %），同比持平。",
            "To the end of January the year stood at 96.8 % against a target of at least 92 %, "
            "unchanged from the same period of 2023.",
        ),
        (
            at(SECTIONS_GOAL, [*months({10: (5, 6)}, 2023), *months({10: (5, 6)})], 10),
            "截至 10 月底为 83.33 %（6 个断面中 5 个，目标 ≥ 83.3 %），同比持平。",
            "To the end of October it stood at 83.33 % (5 of 6 sections) against a target of at least 83.3 %, "
            "unchanged from the same period of 2023.",
        ),
        (
            at(SEWAGE_GOAL, SEWAGE, 10),
            "截至 9 月底为 31.8 %（340 个行政村中 108 个，目标 ≥ 35 %），同比上升 11.8 个百分点"
            "（上年同期 20.0 %，改善）。",
            "To the end of September it stood at 31.8 % (108 of 340 villages) against a target of at least 35 %, "
            "up 11.8 percentage points on the same period of 2023 (20.0 %), an improvement.",
        ),
        (
            at(WATER_GOAL, [*months({1: (3, 3)}, 2023), *months({1: (2, 3)})], 1),
            "截至 1 月底累计 66.7 %（目标 100 %），同比下降 33.3 个百分点（上年同期 100.0 %，变差）。",
            "To the end of January the year stood at 66.7 % against a target of 100 %, "
            "down 33.3 percentage points on the same period of 2023 (100.0 %), a worsening.",
        ),
        (
            at(FARMLAND_GOAL, months({12: (300, 300)}, 2023), 10),
            "上年结算为 100.0 %。",
            "For 2023 it was settled at 100.0 %.",
        ),
        (
            at(GOOD_AIR_GOAL, [*real_air(2023), *real_air(2024)], 12),
            "同比上升 1.7 个百分点（上年同期 91.7 %，改善）；上年缺 3 月数据，同比仅供参考。",
            "Up 1.7 percentage points on the same period of 2023 (91.7 %), an improvement "
            "(but 2023 lacks March, so the two periods are not alike).",
        ),
    ],
)
def test_the_year_to_date(evaluation: GoalEvaluation, zh: str, en: str) -> None:
    assert to_date_sentence(evaluation) == Text(zh, en)


def test_without_any_figure_there_is_no_year_to_date() -> None:
    assert to_date_sentence(at(GOOD_AIR_GOAL, [], 3)) is None
    assert to_date_sentence(at(FARMLAND_GOAL, [], 10)) is None


def test_a_forecast_is_told_with_its_interval_and_chance() -> None:
    told = forecast_sentence(replace(at(PM25_GOAL, real_pm25(), 10), forecast=OUTLOOK))
    assert told == Text(
        "按往年同期推算，全年约 28.0 µg/m³（八成可能在 27.0 至 29.4 之间），达标可能性约 29%。",
        "Going by earlier years the year would end near 28.0 µg/m³ (8 in 10 chances for 27.0 to 29.4); "
        "the chance of meeting the target is about 29 %.",
    )
    assert forecast_sentence(replace(at(PM25_GOAL, real_pm25(), 10), forecast=None)) is None
    assert forecast_sentence(replace(at(PM25_GOAL, real_pm25(), 12), forecast=OUTLOOK)) is None, "the year is over"


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.0, "不足 1%", "below 1 %"),
        (0.004, "不足 1%", "below 1 %"),
        (0.01, "约 1%", "about 1 %"),
        (0.5, "约 50%", "about 50 %"),
        (0.99, "约 99%", "about 99 %"),
        (1.0, "超过 99%", "above 99 %"),
    ],
)
def test_a_forecast_knows_neither_0_nor_100(probability: float, zh: str, en: str) -> None:
    assert chance_text(probability) == Text(zh, en)


def test_a_stocks_month_and_its_total_say_which_they_are() -> None:
    october = figure("2024-10", 5, 6, month_numerator=Decimal(6), month_denominator=Decimal(6))
    evaluation = at(SECTIONS_GOAL, [october], 10)
    assert month_sentence(evaluation, is_over=True) == Text(
        "10 月当月为 100.0 %（6 个断面中 6 个）。", "In October alone it was 100.0 % (6 of 6 sections)."
    )
    told = to_date_sentence(evaluation)
    assert told is not None
    assert told.zh.startswith("截至 10 月底累计 83.33 %（6 个断面中 5 个，目标 ≥ 83.3 %）")
    assert told.en.startswith("To the end of October the year stood at 83.33 % (5 of 6 sections) against")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (
            5,
            Text(
                "6 个断面中，未达Ⅲ类的断面 1 个（名称未记录）。",
                "Sections worse than class III: 1 of 6 sections (name not recorded).",
            ),
        ),
        (6, None),
        (
            0,
            Text(
                "6 个断面中，未达Ⅲ类的断面 6 个（名称未记录）。",
                "Sections worse than class III: 6 of 6 sections (name not recorded).",
            ),
        ),
    ],
)
def test_sections_that_fall_short_are_counted_and_their_names_are_missed(count: int, told: Text | None) -> None:
    assert shortfall_sentence(GoalFact(NAME, at(SECTIONS_GOAL, months({10: (count, 6)}), 10))) == told


def test_no_shortfall_is_told_where_areas_tell_it_or_days_are_counted() -> None:
    assert shortfall_sentence(GoalFact(NAME, at(SEWAGE_GOAL, SEWAGE, 10), (area("甲", 34),))) is None
    assert shortfall_sentence(GoalFact(NAME, air(20, 30))) is None
    assert shortfall_sentence(GoalFact(NAME, at(SECTIONS_GOAL, [], 10))) is None


def test_areas_are_named_the_weakest_first() -> None:
    evaluation = at(SEWAGE_GOAL, SEWAGE, 10)
    areas = (area("甲", 34), area("乙", 20), area("丙", 36), area("丁", 30), area("戊", 0), area("己", None))
    assert area_sentences(GoalFact(NAME, evaluation, areas)) == (
        Text(
            "低于 35 %的县区 4 个：戊县（0.0 %）、乙县（20.0 %）、丁县（30.0 %），另有 1 个见附件。",
            "Below 35 %: 戊 County (0.0 %), 乙 County (20.0 %), 丁 County (30.0 %) and 1 more, all in the annex.",
        ),
    )


def test_missing_areas_and_own_targets() -> None:
    areas = (area("甲", 34, target=34), area("乙", 33, target=34), area("丙", None, missing=(3, 9)))
    assert area_sentences(GoalFact(NAME, at(SEWAGE_GOAL, SEWAGE, 10), areas)) == (
        Text("缺报 1 个：丙县（3 月、9 月）。", "Figures are missing from 丙 County (March and September)."),
        Text(
            "未达到本级目标 1 个：乙县（33.0 %，目标 34 %）。",
            "Short of their own target: 乙 County (33.0 %, target 34 %).",
        ),
    )


def test_where_all_areas_keep_up_none_is_named() -> None:
    assert area_sentences(GoalFact(NAME, at(SEWAGE_GOAL, SEWAGE, 10), (area("甲", 35), area("乙", 100)))) == ()


def test_marks_stand_with_the_figures() -> None:
    sample = at(SECTIONS_GOAL, [figure("2024-10", 5, 6, origin="sample", provisional=True)], 10)
    assert marks_sentence(sample) == Text("（初步数据、示例数据）", "(Provisional and sample.)")
    assert marks_sentence(at(SECTIONS_GOAL, months({10: (5, 6)}), 10)) is None


@pytest.mark.parametrize(
    ("evaluation", "zh", "en"),
    [
        (air(31, 30), "100.0", "100.0"),
        (at(GOOD_AIR_GOAL, [], 1), "缺报", "missing"),
        (at(SEWAGE_GOAL, SEWAGE, 10), "—", "—"),
        (at(WATER_GOAL, months({1: (0, 0)}), 1), "不适用", "n/a"),
        (at(WATER_GOAL, months({1: (9999, 10000)}), 1), "99.99", "99.99"),
    ],
)
def test_the_months_cell(evaluation: GoalEvaluation, zh: str, en: str) -> None:
    assert month_value(evaluation) == Text(zh, en)


def test_the_whole_of_october() -> None:
    told = goal_text(GoalFact(NAME, at(PM25_GOAL, real_pm25(), 10)), month_is_over=True)
    assert told.zh.startswith("10 月为 23.6 µg/m³。截至 10 月底累计 27.2 µg/m³（目标 ≤ 27 µg/m³），同比上升 18.6%")
    assert "余下 61 天均值须 ≤ 25.7；2022 年同期 33.7，2023 年同期 35.0。" in told.zh
    assert "The 61 days left must average at most 25.7" in told.en


def test_once_the_year_is_over_the_verdict_comes_first() -> None:
    told = goal_text(GoalFact(NAME, at(PM25_GOAL, real_pm25(), 12)), month_is_over=True)
    assert told.zh.startswith("全年 31.4 µg/m³，未达到目标 ≤ 27 µg/m³。同比")
    assert told.en.startswith("The year ended at 31.4 µg/m³: target of at most 27 µg/m³ missed. Up ")


@few
@given(st.lists(st.integers(0, 28), min_size=1, max_size=11), st.lists(st.integers(0, 28), max_size=12))
def test_every_record_makes_whole_sentences(now: list[int], before: list[int]) -> None:
    rows = [figure(Month(2023, at + 1), good, 28) for at, good in enumerate(before)]
    rows += [figure(Month(2024, at + 1), good, 28) for at, good in enumerate(now)]
    for rule in (GOOD_AIR_GOAL, PM25_GOAL, SECTIONS_GOAL, WATER_GOAL, SEWAGE_GOAL):
        told = goal_text(GoalFact(NAME, at(rule, rows, len(now))), month_is_over=True)
        assert told.zh.endswith(("。", "）"))
        assert told.en.endswith((".", ".)"))
        assert not any(wrong in told.zh + told.en for wrong in ("None", "。。", "..", "Decimal", "Fraction"))
