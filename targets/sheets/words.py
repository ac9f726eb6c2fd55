"""The words of the spreadsheets: names of reasons and ways, and what is said of a cell that cannot be taken. Pure."""

from targets.entry.cell import Given
from targets.periods import Month
from targets.sheets.columns import HEADINGS, Field, squeezed
from targets.texts import Text

# The values of targets.models.Correction.
CORRECTIONS: dict[str, Text] = {
    "audited": Text("数据经审核", "audited data"),
    "typing": Text("录入更正", "corrected typing"),
    "definition": Text("口径变化", "changed definition"),
    "superior": Text("上级调整", "superior's adjustment"),
    "other": Text("其他", "other"),
}
GIVEN: dict[str, Text] = {Given.MEAN: Text("均值", "mean"), Given.SUM: Text("总和", "sum")}
_MORE_GIVEN = {"平均": Given.MEAN, "平均值": Given.MEAN, "average": Given.MEAN, "合计": Given.SUM, "total": Given.SUM}

CORRECTIONS_BY_NAME = {
    squeezed(name): value for value, told in CORRECTIONS.items() for name in (value, told.zh, told.en)
}
GIVEN_BY_NAME = {squeezed(name): str(value) for value, told in GIVEN.items() for name in (value, told.zh, told.en)} | {
    squeezed(name): str(value) for name, value in _MORE_GIVEN.items()
}

FORMULA = Text(
    "这里是公式，只接受数值。请复制后“选择性粘贴 → 数值”。",
    "This is a formula; only values are taken. Copy it and paste it as a value.",
)


def missing(name: Field) -> Text:
    told = HEADINGS[name]
    return Text(f"缺少{told.zh}。请填写这一格。", f"The {told.en.lower()} is missing. Fill it in.")


def unknown(name: Field, text: str) -> Text:
    told, shown = HEADINGS[name], _shown(text)
    example = _EXAMPLES[name]
    return Text(
        f"没有这个{told.zh}：“{shown}”。例如 {example.zh}。",
        f"There is no {told.en.lower()} “{shown}”. For example {example.en}.",
    )


_EXAMPLES = {
    Field.AREA: Text("230600 或 大庆市", "230600 or Daqing"),
    Field.INDICATOR: Text("pm25 或 优良天数比例", "pm25 or Good-air days"),
    Field.CORRECTION: Text(
        "、".join(told.zh for told in CORRECTIONS.values()), ", ".join(told.en for told in CORRECTIONS.values())
    ),
    Field.GIVEN: Text("均值 或 总和", "mean or sum"),
}


def ambiguous(name: Field, text: str) -> Text:
    told, shown = HEADINGS[name], _shown(text)
    return Text(
        f"“{shown}”不止一个。请改填代码。", f"More than one {told.en.lower()} is called “{shown}”. Write its code."
    )


def two_years(year: int, month: Month) -> Text:
    return Text(
        f"年份列是 {year}，月份却是 {month}。请改成一致。",
        f"The year says {year}, but the month is {month}. Make them agree.",
    )


def reason_too_long(length: int, most: int) -> Text:
    return Text(f"更正说明有 {length} 字，最多 {most} 字。", f"The reason has {length} characters; it can have {most}.")


def twice(place: str) -> Text:
    """The same figure stands in an earlier row already."""
    return Text(
        f"前面已有同一指标、地区、月份的一行（行号 {place}）。请只保留一行。",
        f"The same figure stands in an earlier row already (row {place}). Keep one of them.",
    )


def nobody_asks(month: Month) -> Text:
    """No plan of the year asks the area for the figure."""
    return Text(
        f"{month.year} 年度计划不由该地区填报这一指标。请核对地区、指标和月份。",
        f"The plan of {month.year} does not ask this area for this figure. Check area, indicator and month.",
    )


def not_over(month: Month) -> Text:
    return Text(f"{month} 尚未结束，还不能填报。", f"{month} is not over yet, so there is no figure.")


LOCKED = Text("该月已锁定。如需更改，请管理员重新开放。", "The month is closed. An administrator can open it again.")
YEAR_CLOSED = Text(
    "该年度已关闭，不再接受数据。如需更改，请管理员重新开放年度。",
    "The year is closed and takes no more figures. An administrator would have to reopen the year.",
)
NOT_YOURS = Text("您没有填报这一指标、地区的权限。", "This figure is for other editors to enter.")
NOTE_ALONE = Text(
    "只有备注没有数值，而已有数值在册。请一并填写数值。",
    "A note without numbers, where a value is on record. Write the numbers as well.",
)
REASON_NEEDED = Text(
    "该数已审核通过，更改需要更正原因（选“其他”时还要说明）。",
    "This figure was approved: a change needs a reason for the correction, and “other” needs a text.",
)


def _shown(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text.strip()[:31])
    return printable if len(printable) <= 30 else f"{printable[:30]}…"
