"""Indicators, goals and small literal records for the tests of the evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import settings

from targets.evaluation.goal import evaluate
from targets.evaluation.model import (
    Combination,
    Comparison,
    Direction,
    GoalEvaluation,
    GoalRule,
    IndicatorRule,
    MonthFigure,
    PaceKind,
)
from targets.periods import Frequency, Month
from targets.texts import Text

AIR = IndicatorRule(
    slug="good-air-days",
    name=Text("环境空气质量优良天数比例", "Share of good-air days"),
    unit=Text("%", "%"),
    combination=Combination.SUM,
    frequency=Frequency.MONTHLY,
    scale=100,
    decimals=1,
    detail_decimals=2,
    numerator_name=Text("优良天数", "good days"),
    numerator_unit=Text("天", "days"),
    denominator_name=Text("有效天数", "valid days"),
    denominator_unit=Text("天", "days"),
    shortfall_name=Text("污染天数", "bad days"),
    counts_days=True,
    min_days_year=324,
    min_days_month=27,
    min_days_february=25,
)
DAYS = replace(AIR, slug="days", min_days_year=None, min_days_month=None, min_days_february=None)
PM25 = replace(
    AIR,
    slug="pm25",
    name=Text("细颗粒物（PM2.5）年均浓度", "Annual mean of PM2.5"),
    unit=Text("µg/m³", "µg/m³"),
    combination=Combination.MEAN,
    scale=1,
    numerator_name=Text("有效日均值之和", "sum of valid daily means"),
    numerator_unit=Text("µg/m³·天", "µg/m³ × days"),
    shortfall_name=Text("超出量", "excess"),
)
MEAN = replace(PM25, slug="mean", min_days_year=None, min_days_month=None, min_days_february=None)
SECTIONS = IndicatorRule(
    slug="surface-water",
    name=Text("国控考核断面优良水体比例", "Share of excellent sections"),
    unit=Text("%", "%"),
    combination=Combination.NEWEST,
    frequency=Frequency.MONTHLY,
    scale=100,
    decimals=1,
    detail_decimals=2,
    numerator_name=Text("Ⅰ至Ⅲ类断面", "sections of class I to III"),
    numerator_unit=Text("个", "sections"),
    denominator_name=Text("参评断面", "sections assessed"),
    denominator_unit=Text("个", "sections"),
    shortfall_name=Text("未达Ⅲ类的断面", "sections worse than class III"),
    counts_days=False,
)
SEWAGE = replace(
    SECTIONS,
    slug="rural-sewage",
    name=Text("农村生活污水治理率", "Rural sewage treatment rate"),
    frequency=Frequency.QUARTERLY,
    numerator_name=Text("完成治理的行政村", "villages with treatment completed"),
    numerator_unit=Text("个", "villages"),
    denominator_name=Text("行政村总数", "all administrative villages"),
    denominator_unit=Text("个", "villages"),
    shortfall_name=Text("未完成治理的行政村", "villages still without treatment"),
)
WATER = replace(
    SECTIONS,
    slug="drinking-water",
    name=Text("饮用水水源水质达标率", "Compliance of drinking-water sources"),
    combination=Combination.SUM,
    numerator_name=Text("达标水源", "compliant sources"),
    numerator_unit=Text("个次", "checks"),
    denominator_name=Text("监测水源", "sources monitored"),
    denominator_unit=Text("个次", "checks"),
    shortfall_name=Text("不达标水源", "failed checks"),
)
FARMLAND = replace(
    SECTIONS,
    slug="farmland",
    name=Text("受污染耕地安全利用率", "Safe use of polluted farmland"),
    combination=Combination.ANNUAL,
    frequency=Frequency.ANNUAL,
    numerator_name=Text("安全利用面积", "area in safe use"),
    numerator_unit=Text("公顷", "ha"),
    denominator_name=Text("受污染耕地总面积", "total area of polluted farmland"),
    denominator_unit=Text("公顷", "ha"),
    shortfall_name=Text("未安全利用面积", "area not in safe use"),
)

# Daqing, from public unreviewed daily values: the sum of the daily PM2.5 means in µg/m³ × days, good days, valid days.
# March 2023 has no values at all; February and April 2023 have few.
REAL: dict[int, tuple[tuple[str, int, int] | None, ...]] = {
    2022: (
        *(("2148.7", 20, 31), ("1067.3", 26, 28), ("837.1", 30, 31), ("986.6", 28, 30), ("522.5", 31, 31)),
        *(("352.5", 30, 30), ("299.5", 31, 31), ("257.2", 31, 31), ("324.8", 30, 30), ("604.2", 31, 31)),
        *(("1266.9", 27, 30), ("787.4", 30, 31)),
    ),
    2023: (
        *(("1581.4", 24, 31), ("1080.3", 20, 24), None, ("344.6", 14, 15), ("591.3", 27, 31)),
        *(("360.4", 28, 30), ("510.6", 29, 31), ("259.9", 31, 31), ("361.1", 30, 30), ("747.7", 30, 31)),
        *(("1033.2", 27, 30), ("1099.4", 29, 31)),
    ),
    2024: (
        *(("1505.7", 27, 31), ("1276.6", 26, 29), ("877.7", 30, 31), ("1279.6", 26, 30), ("625.4", 31, 31)),
        *(("439.6", 30, 30), ("785.5", 31, 31), ("380.5", 31, 31), ("408.9", 30, 30), ("731.7", 31, 31)),
        *(("2152.9", 20, 30), ("1021.7", 29, 31)),
    ),
}

Number = Decimal | int | str

# Enough examples to find a broken law, few enough for a suite that is run all day.
moderate = settings(max_examples=25, deadline=None, database=None)
few = settings(moderate, max_examples=8)  # for laws that evaluate a whole year per example


def goal(indicator: IndicatorRule, sign: str, target: Number, year: int = 2024, **more: Any) -> GoalRule:
    """``goal(AIR, ">=", 92)``; ``decimals=0`` compares rounded."""
    direction = {">=": Direction.AT_LEAST, "<=": Direction.AT_MOST}[sign]
    decimals = more.pop("decimals", None)
    comparison = Comparison.EXACT if decimals is None else Comparison.ROUNDED
    return GoalRule(
        indicator, year, direction, Decimal(target), comparison=comparison, comparison_decimals=decimals, **more
    )


def figure(month: Month | str, numerator: Number, denominator: Number, **more: Any) -> MonthFigure:
    """``figure("2024-10", 31, 31)``."""
    when = Month.parse(month) if isinstance(month, str) else month
    return MonthFigure(when, Decimal(numerator), Decimal(denominator), **more)


def year(counts: Iterable[tuple[Number, Number] | None], of: int = 2024) -> list[MonthFigure]:
    """Figures from January on; None leaves the month blank."""
    return [figure(Month(of, at), *pair) for at, pair in enumerate(counts, start=1) if pair is not None]


def months(pairs: Mapping[int, tuple[Number, Number]], of: int = 2024) -> list[MonthFigure]:
    """Figures by the month's number."""
    return [figure(Month(of, number), *pair) for number, pair in pairs.items()]


def real_air(*years: int) -> list[MonthFigure]:
    """Good and valid days."""
    return [each for of in years or tuple(REAL) for each in year((row and (row[1], row[2]) for row in REAL[of]), of)]


def real_pm25(*years: int) -> list[MonthFigure]:
    """Sums of daily means and valid days."""
    return [each for of in years or tuple(REAL) for each in year((row and (row[0], row[2]) for row in REAL[of]), of)]


def at(rule: GoalRule, figures: Iterable[MonthFigure], month: int, *, first_month_over: bool = True) -> GoalEvaluation:
    """The evaluation as of a month of the goal's year."""
    return evaluate(rule, figures, Month(rule.year, month), first_month_over=first_month_over)


GOOD_AIR_GOAL = goal(AIR, ">=", 92, pace=PaceKind.SEASONAL)
PM25_GOAL = goal(PM25, "<=", 27, pace=PaceKind.SEASONAL)
SECTIONS_GOAL = goal(SECTIONS, ">=", "83.3")
WATER_GOAL = goal(WATER, ">=", 100)
FARMLAND_GOAL = goal(FARMLAND, ">=", 100)
SEWAGE_GOAL = goal(SEWAGE, ">=", 35, pace=PaceKind.SCHEDULE)
