"""Records beside which a figure is called odd, and what is said of it."""

from decimal import Decimal

from targets.entry.cell import Cell
from targets.entry.oddities import oddities
from targets.evaluation.model import IndicatorRule, MonthFigure
from targets.periods import Month
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
