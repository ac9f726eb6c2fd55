"""What a copied plan must decide, in words, and how its texts and days move to another year. Pure."""

import re
from datetime import date

from targets.texts import Text

PARTS = {
    "plan": Text("计划", "plan"),
    "node": Text("节点", "node"),
    "outcome": Text("定性目标", "goal in words"),
    "goal": Text("数值目标", "goal in numbers"),
    "action": Text("重点行动", "key action"),
    "task": Text("任务", "task"),
    "commitment": Text("量化承诺", "commitment"),
}
ASPECTS = {
    "texts": Text("文字", "wording"),
    "main_line": Text("主线", "main line"),
    "thresholds": Text("阈值与期限", "thresholds and deadlines"),
    "target": Text("目标值", "target"),
    "area_targets": Text("县区目标值", "targets of areas"),
    "milestones": Text("时序节点值", "milestones"),
    "dates": Text("起止日期", "dates"),
}
# A text that names a year, or a five-year plan, is written for one year and read again for the next.
_OF_A_YEAR = re.compile(
    r"(?<!\d)20\d\d(?!\d)|[“\"]?十[一二三四五六七八九]五|Five-Year|本年|今年|this year", re.IGNORECASE
)
PROMISE = Text("承诺数", "promise")


def aspect_text(part: str, aspect: str) -> Text:
    return PROMISE if (part, aspect) == ("commitment", "target") else ASPECTS[aspect]


def point_text(part: str, key: str, aspect: str) -> Text:
    """``任务 2.3 · 起止日期``, ``task 2.3 · dates``."""
    kind, what = PARTS[part], aspect_text(part, aspect)
    return Text(
        f"{' '.join(word for word in (kind.zh, key) if word)} · {what.zh}",
        f"{' '.join(word for word in (kind.en, key) if word)} · {what.en}",
    )


def names_a_year(*texts: str) -> bool:
    """Whether one of the texts was written for one year."""
    return any(_OF_A_YEAR.search(text) for text in texts)


def moved_text(text: str, *, from_year: int, to_year: int) -> str:
    """The text with the old plan's own year replaced; other years, such as a five-year plan's end, are left."""
    return re.sub(rf"(?<!\d){from_year}(?!\d)", str(to_year), text)


def moved_day(day: date | None, *, years: int) -> date | None:
    """The same day so many years later; 29 February falls on the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
