"""The sections of a month as CSV, both ways where natural background is deducted. Pure."""

from collections.abc import Sequence

from targets.measurements.section_rows import SectionRow
from targets.measurements.section_words import LEVELS, STATES, alert_title, main_text
from targets.periods import Month
from targets.sheets.chart_data import Cell, Table
from targets.standards.surface_water_table import WaterClass
from targets.texts import Text

_NOTHING = Text("", "")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_HEADINGS = (
    Text("月份", "Month"),
    Text("省份", "Province"),
    Text("断面", "Section"),
    Text("河流", "River"),
    Text("控制级别", "Control level"),
    Text("参评", "Assessed"),
    Text("已确认", "Confirmed"),
    Text("目标类别", "Target class"),
    Text("上年同期累计类别", "Cumulative class, same period last year"),
    Text("上年同月类别", "Class, same month last year"),
    Text("当月类别", "Class of the month"),
    Text("当月类别（扣除自然本底）", "Class of the month, background deducted"),
    Text("累计类别", "Cumulative class"),
    Text("累计类别（扣除自然本底）", "Cumulative class, background deducted"),
    Text("当月主要污染指标（超标倍数）", "Main pollutants of the month (multiples)"),
    Text("累计主要污染指标（超标倍数）", "Cumulative main pollutants (multiples)"),
    Text("达到目标", "Target reached"),
    Text("当月样品数", "Samples of the month"),
    Text("当月封冻", "Frozen this month"),
    Text("当月数据状态", "State of the month's data"),
    Text("累计数据状态", "State of the cumulative data"),
    Text("缺测月份", "Months without data"),
    Text("预警", "Alert"),
)


def sections_table(rows: Sequence[SectionRow], month: Month) -> Table:
    """A line for each section; a class that there is none of is blank."""
    return _HEADINGS, [_line(row, month) for row in rows]


def _line(row: SectionRow, month: Month) -> Sequence[Cell]:
    section, now, total, level = row.section, row.now, row.cumulative, row.alert.level
    return (
        str(month),
        section.province,
        section.name,
        section.river,
        LEVELS[section.level],
        _yes(section.counts),
        _yes(section.confirmed),
        _label(section.target),
        _label(row.before.cumulative.raw),
        _label(row.before.own.raw),
        _label(now.own.raw),
        _label(now.own.adjusted),
        _label(total.raw),
        _label(total.adjusted),
        main_text(now.own.main) if now.own.main else _NOTHING,
        main_text(total.main) if total.main else _NOTHING,
        _yes(row.reaches_target),
        now.samples,
        _yes(now.is_frozen),
        STATES[now.state],
        STATES[row.state_to_date],
        " ".join(map(str, row.missing)),
        _NOTHING if level is None else alert_title(level),
    )


def _yes(value: bool | None) -> Text:  # noqa: FBT001 - the value is what is written
    return _NOTHING if value is None else _YES if value else _NO


def _label(water_class: WaterClass | None) -> Text:
    return _NOTHING if water_class is None else water_class.label
