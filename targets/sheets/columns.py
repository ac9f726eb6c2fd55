"""Which column holds what, by its heading: Chinese, English or the field's own name, in any order. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from targets.sheets.table import Refused, column_letters
from targets.texts import Text


class Field(StrEnum):
    """What a column can hold. The value is the heading that every version of the format understands."""

    AREA = "area"
    YEAR = "year"
    MONTH = "month"
    INDICATOR = "indicator"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    GIVEN = "given"
    MONTH_NUMERATOR = "month_numerator"
    MONTH_DENOMINATOR = "month_denominator"
    NOTE = "note"
    CORRECTION = "correction"
    REASON = "reason"


HEADINGS: dict[Field, Text] = {
    Field.AREA: Text("地区", "Area"),
    Field.YEAR: Text("年份", "Year"),
    Field.MONTH: Text("月份", "Month"),
    Field.INDICATOR: Text("指标", "Indicator"),
    Field.NUMERATOR: Text("分子", "Numerator"),
    Field.DENOMINATOR: Text("分母", "Denominator"),
    Field.GIVEN: Text("填报方式", "Given as"),
    Field.MONTH_NUMERATOR: Text("当月分子", "Numerator of the month"),
    Field.MONTH_DENOMINATOR: Text("当月分母", "Denominator of the month"),
    Field.NOTE: Text("备注", "Note"),
    Field.CORRECTION: Text("更正原因", "Correction"),
    Field.REASON: Text("更正说明", "Reason"),
}
_MORE: dict[Field, tuple[str, ...]] = {
    Field.AREA: ("区域", "县区", "区县", "填报单位", "行政区", "行政区划", "行政区划代码", "地区代码", "area code"),
    Field.YEAR: ("年", "年度"),
    Field.MONTH: ("月", "年月", "数据月份", "报告期", "日期", "period", "date"),
    Field.INDICATOR: ("指标名称", "指标代码", "目标", "项目", "goal", "slug", "indicator code"),
    Field.NUMERATOR: ("均值或总和", "mean or sum"),
    Field.DENOMINATOR: (),
    Field.GIVEN: ("填报口径", "given as mean or sum"),
    Field.MONTH_NUMERATOR: ("month numerator",),
    Field.MONTH_DENOMINATOR: ("month denominator",),
    Field.NOTE: ("说明", "notes", "remark", "remarks"),
    Field.CORRECTION: ("更正类别", "correction reason", "reason for the correction"),
    Field.REASON: ("原因说明", "更正原因说明", "explanation"),
}  # fmt: skip
REQUIRED = (Field.INDICATOR, Field.NUMERATOR, Field.DENOMINATOR)
MOST_LINES_ABOVE = 30  # titles above the headings


@dataclass(frozen=True)
class Columns:
    """Where each field stands, from 0; a field without a column is not in ``at``."""

    at: dict[Field, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether these are the headings of a sheet of figures."""
        return all(required in self.at for required in REQUIRED)

    def of(self, name: str) -> int:
        """The column of a field, from 1; 0 where it has none."""
        return self.at.get(Field(name), -1) + 1


def squeezed(name: str) -> str:
    """A heading or name without what does not matter: width, case, spaces, most signs, what stands in brackets."""
    told = unicodedata.normalize("NFKC", name[:200]).casefold()
    told = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】", "", told)
    return re.sub(r"[\s_*:,/·'\-\u200b\ufeff]+", "", told)


_KNOWN: dict[str, Field] = {
    squeezed(text): name for name in Field for text in (name.value, HEADINGS[name].zh, HEADINGS[name].en, *_MORE[name])
}


def columns_of(cells: Sequence[str]) -> Columns:
    """The headings among the cells. Raises Refused where two columns claim one field."""
    found: dict[Field, int] = {}
    doubled: tuple[Field, int, int] | None = None
    for column, cell in enumerate(cells):
        name = _KNOWN.get(squeezed(cell)) if cell else None
        if name is None:
            continue
        if name in found:
            doubled = doubled or (name, found[name], column)
        else:
            found[name] = column
    columns = Columns(found)
    if doubled is not None and columns.is_complete:
        name, first, second = doubled
        told, places = HEADINGS[name], (column_letters(first + 1), column_letters(second + 1))
        raise Refused(
            Text(f"{places[0]} 列和 {places[1]} 列都是“{told.zh}”，无法确定用哪一列。请删去一列，或改它的标题。",
                 f"Columns {places[0]} and {places[1]} are both “{told.en}”. Delete one, or give it another heading.")
        )  # fmt: skip
    return columns


def score(cells: Sequence[str]) -> int:
    """How many of the cells are known headings."""
    return sum(1 for cell in cells if cell and squeezed(cell) in _KNOWN)
