"""What the page of a goal's years shows as CSV. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from targets.charts.year import Series
from targets.evaluation.model import GoalEvaluation
from targets.evaluation.words import VERDICT_WORDS
from targets.sheets.chart_data import Cell, Table
from targets.texts import Text

_YES, _NO = Text("是", "yes"), Text("否", "no")


def years_table(numbers: Sequence[int], series: Sequence[Series], unit: Text) -> Table:
    """The months as rows, the years as columns."""
    headings = [
        Text("月份", "Month"),
        *(Text(f"{one.name.zh}（{unit.zh}）", f"{one.name.en} ({unit.en})") for one in series),
    ]
    rows: list[Sequence[Cell]] = [
        (number, *(one.values[place] for one in series)) for place, number in enumerate(numbers)
    ]
    return headings, rows


def values_table(years: Sequence[tuple[GoalEvaluation, bool]]) -> Table:
    """A line for each year; of one without a plan (False) neither target nor verdict."""
    unit = years[0][0].rule.indicator.unit if years else Text("", "")
    headings = [
        Text("年份", "Year"),
        Text(f"结果值（{unit.zh}）", f"Value ({unit.en})"),
        Text(f"目标（{unit.zh}）", f"Target ({unit.en})"),
        Text("能否评价", "Evaluable"),
        Text("结论", "Verdict"),
        Text("有效天数", "Valid days"),
        Text("数据截至", "Data to"),
    ]
    rows: list[Sequence[Cell]] = [
        (
            one.rule.year,
            one.value,
            Fraction(one.rule.target) if has_plan else None,
            _YES if one.validity.evaluable else _NO,
            VERDICT_WORDS[one.verdict] if has_plan else None,
            one.validity.valid_days,
            None if one.data_through is None else str(one.data_through),
        )
        for one, has_plan in years
    ]
    return headings, rows
