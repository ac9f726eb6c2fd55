"""What is told of a file's rows: outcome, named rule, and its sentence."""

from dataclasses import dataclass
from enum import StrEnum

from targets.texts import Text


class Outcome(StrEnum):
    """What became of a row beyond being taken as it is; as in ``targets.models.RowOutcome``."""

    CORRECTED = "corrected"
    NOTED = "noted"
    LEFT = "left"
    REJECTED = "rejected"


OUTCOME_WORDS = {
    Outcome.CORRECTED: Text("更正后读入", "corrected"),
    Outcome.NOTED: Text("读入，请注意", "noted"),
    Outcome.LEFT: Text("不需要，未用", "left out"),
    Outcome.REJECTED: Text("未读入", "rejected"),
}


@dataclass(frozen=True)
class Rule:
    """A named rule, what becomes of a row by it, and what a reader is told."""

    name: str
    outcome: Outcome
    sentence: Text


RULES: dict[str, Rule] = {}


def rule(name: str, outcome: Outcome, zh: str, en: str) -> Rule:
    """Make a rule known by its name. ValueError for a name that is taken."""
    if name in RULES:
        raise ValueError(f"two rules are called {name}")
    RULES[name] = found = Rule(name, outcome, Text(zh, en))
    return found


@dataclass(frozen=True)
class Remark:
    """A rule applied to a line of the file (from 1, the header's is 1; 0: the file as a whole).

    ``column``: as the file names it, several joined by a blank; ``value``: as the file has it, cut to 200 signs.
    """

    line: int
    column: str
    value: str
    rule: Rule


COLUMN_BY_NAME = rule(
    "column-by-name",
    Outcome.NOTED,
    "这些列按列名对应读入，对应的标准列名见“值”一栏。",
    "These columns were recognised by their names; the columns that they stand for are listed as the value.",
)
NO_VALUE_MARK = rule(
    "no-value-mark",
    Outcome.CORRECTED,
    "这些列写的是“无值”标记（空、NaN、--、*、-），按缺测处理，不当作 0。",
    "These columns carry a mark for “no value” (blank, NaN, --, *, -); they are missing, not 0.",
)
ZERO_IS_MISSING = rule(
    "zero-is-missing",
    Outcome.CORRECTED,
    "日均浓度为 0 不可能，来源以 0 表示缺测，按缺测处理。",
    "A day's mean of 0 is impossible; the source writes a missing value as 0, so it is missing.",
)
NOT_A_NUMBER = rule(
    "not-a-number",
    Outcome.REJECTED,
    "不是数字，整行未读入。请写成普通小数，例如 35.2。",
    "Not a number, so the row was not taken. Write a plain decimal such as 35.2.",
)
NEGATIVE = rule(
    "negative",
    Outcome.REJECTED,
    "浓度不能为负数，整行未读入。",
    "A concentration is not negative, so the row was not taken.",
)
TOO_LARGE = rule(
    "too-large",
    Outcome.REJECTED,
    "数值大得不可能（超过 99999），整行未读入。",
    "The value is impossibly large (over 99999), so the row was not taken.",
)
NOT_A_DATE = rule(
    "not-a-date",
    Outcome.REJECTED,
    "不是日期，整行未读入。请写成 2024-03-28 这样的形式。",
    "Not a date, so the row was not taken. Write it like 2024-03-28.",
)
IN_THE_FUTURE = rule(
    "in-the-future",
    Outcome.REJECTED,
    "时间在系统当前时刻之后，还不可能有监测值，整行未读入。请核对年份和日期。",
    "The time is after now by the system's clock, when nothing can have been measured; the row was not taken. Check "
    "year and date.",
)
WRONG_WIDTH = rule(
    "wrong-width",
    Outcome.REJECTED,
    "列数与表头不同，整行未读入。",
    "The row has another number of columns than the header, so it was not taken.",
)
FULL_WIDTH = rule(
    "full-width-digits",
    Outcome.CORRECTED,
    "数字是全角字符，已按半角读入。",
    "The digits are full-width signs; they were read as plain ones.",
)
LOST_ALL = rule(
    "values-replaced-by-none",
    Outcome.NOTED,
    "原有数值被替换为无数据：此前有效的数值不再采用（原值随该行列出，并保留为早先版本）。如非本意，请重新导入原文件。",
    "Values on record were replaced by no data: what counted before no longer does (it is named beside the remark and "
    "kept as an earlier version). If that was not meant, load the former file again.",
)
LOST_SOME = rule(
    "value-replaced-by-none",
    Outcome.NOTED,
    "原有的个别项目数值被替换为缺测（原值随该行列出，并保留为早先版本）。如非本意，请重新导入原文件。",
    "Some of the values on record were replaced by a missing one (they are named beside the remark and kept as an "
    "earlier version). If that was not meant, load the former file again.",
)
SAID_BEFORE = rule(
    "said-before",
    Outcome.LEFT,
    "与本文件前面某行完全相同，只读一次。",
    "The same as an earlier row of this file; it is taken once.",
)
CONTRADICTS = rule(
    "contradicts",
    Outcome.REJECTED,
    "与本文件前面某行是同一时次、数值却不同，保留前面一行，本行未读入。",
    "An earlier row of this file has other values for the same time; the earlier one stands, this one was not taken.",
)
REVIEWED_STANDS = rule(
    "reviewed-stands",
    Outcome.LEFT,
    "已有审核后的数值，未审核的数值不能替换它。",
    "A reviewed value stands; a provisional one does not replace it.",
)
