"""The words of a digest of reminders: one plain message, Chinese first, then English. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from targets.periods import Month
from targets.texts import Text

MOST_LINES = 40


class About(StrEnum):
    """Why a line stands in the digest; also their order."""

    RETURNED = "returned"
    LATE = "late"
    DUE_SOON = "due_soon"
    TO_REVIEW = "to_review"


@dataclass(frozen=True)
class Line:
    """One figure that somebody is reminded of. ``link``: the whole address of its cell."""

    about: About
    name: Text
    area: Text
    month: Month
    link: str
    due_on: date
    days_late: int = 0
    closes_in: int | None = None
    is_locked: bool = False
    sentence: str = ""


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


_HEADS = {
    About.RETURNED: Text("退回", "returned"),
    About.LATE: Text("逾期", "late"),
    About.DUE_SOON: Text("即将到期", "due soon"),
    About.TO_REVIEW: Text("待审核", "to review"),
}


def letter(lines: Sequence[Line], *, who: str, today: date, all_of_them: str) -> Letter:
    """The message about at least one line. ``all_of_them``: the address of the reader's whole list."""
    ordered = sorted(lines, key=lambda line: (list(About).index(line.about), line.due_on, line.link))
    counts = [(about, sum(line.about is about for line in ordered)) for about in About]
    zh = "、".join(f"{_HEADS[about].zh} {count} 项" for about, count in counts if count)
    en = ", ".join(f"{count} {_HEADS[about].en}" for about, count in counts if count)
    parts = [
        f"{_flat(who)}：\n\n截至 {today}，您在“大庆1369”有以下事项：{zh}。",
        *_blocks(ordered, "zh"),
        f"完整清单：{all_of_them}",
        "—— —— ——",
        f"{_flat(who)},\n\nas of {today} Daqing 1369 has for you: {en}.",
        *_blocks(ordered, "en"),
        f"The whole list: {all_of_them}",
    ]
    return Letter(f"大庆1369：{zh} / Daqing 1369: {en}"[:200], "\n\n".join(parts) + "\n")


def _blocks(lines: Sequence[Line], language: str) -> list[str]:
    blocks = []
    for about in About:
        chosen = [line for line in lines if line.about is about]
        told = [f"- {_told(line).in_language(language)}\n  {line.link}" for line in chosen[:MOST_LINES]]
        more = len(chosen) - len(told)
        if more:
            told.append(Text(f"- 另有 {more} 项", f"- and {more} more").in_language(language))
        if told:
            blocks.append("\n".join([f"[{_HEADS[about].in_language(language)}]", *told]))
    return blocks


def _told(line: Line) -> Text:
    zh, en = f"{line.name.zh} · {line.area.zh} · {line.month}", f"{line.name.en} · {line.area.en} · {line.month}"
    more = _state(line)
    return Text(_flat(f"{zh}：{more.zh}" if more.zh else zh), _flat(f"{en}: {more.en}" if more.en else en))


def _state(line: Line) -> Text:
    if line.about is About.RETURNED:
        return Text(f"退回意见“{line.sentence}”", f"returned with “{line.sentence}”")
    if line.about is About.TO_REVIEW:
        return Text("", "")
    closes = Text("", "")
    if line.is_locked:
        closes = Text("，已锁定，可请管理员重新开放", "; locked, an administrator can open it again")
    elif line.closes_in is not None:
        closes = Text(f"，{line.closes_in} 天后关闭", f"; closes in {_days(line.closes_in)}")
    if line.days_late:
        return Text(
            f"应于 {line.due_on} 前填报，已逾期 {line.days_late} 天{closes.zh}",
            f"was due {line.due_on}, {_days(line.days_late)} late{closes.en}",
        )
    return Text(f"请于 {line.due_on} 前填报{closes.zh}", f"due {line.due_on}{closes.en}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _flat(text: str) -> str:
    """One line, whatever was typed into it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
