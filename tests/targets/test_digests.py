"""The words of a digest: counted, in both languages, one line where one is meant."""

from dataclasses import replace
from datetime import date

from targets.digests import MOST_LINES, About, Line, letter
from targets.periods import Month
from targets.texts import Text

TODAY = date(2024, 11, 8)
LATE = Line(
    about=About.LATE,
    name=Text("PM2.5 平均浓度", "PM2.5 mean"),
    area=Text("大庆市", "Daqing"),
    month=Month(2024, 10),
    link="https://board.example/figures/2024/10/#row-pm25",
    due_on=date(2024, 11, 5),
    days_late=3,
    closes_in=7,
)


def told(*lines: Line) -> str:
    return letter(lines, who="staff", today=TODAY, all_of_them="https://board.example/duties/").body


def test_the_whole_of_a_short_one() -> None:
    made = letter([LATE], who="王 芳", today=TODAY, all_of_them="https://board.example/duties/")
    assert made.subject == "大庆1369：逾期 1 项 / Daqing 1369: 1 late"
    assert made.body == (
        "王 芳：\n\n截至 2024-11-08，您在“大庆1369”有以下事项：逾期 1 项。\n\n"
        "[逾期]\n- PM2.5 平均浓度 · 大庆市 · 2024-10：应于 2024-11-05 前填报，已逾期 3 天，7 天后关闭\n"
        "  https://board.example/figures/2024/10/#row-pm25\n\n"
        "完整清单：https://board.example/duties/\n\n—— —— ——\n\n"
        "王 芳,\n\nas of 2024-11-08 Daqing 1369 has for you: 1 late.\n\n"
        "[late]\n- PM2.5 mean · Daqing · 2024-10: was due 2024-11-05, 3 days late; closes in 7 days\n"
        "  https://board.example/figures/2024/10/#row-pm25\n\n"
        "The whole list: https://board.example/duties/\n"
    )


def test_each_state_says_its_own() -> None:
    assert "returned with “缺一天”" in told(replace(LATE, about=About.RETURNED, sentence="缺一天"))
    assert "locked, an administrator can open it again" in told(replace(LATE, closes_in=None, is_locked=True))
    soon = told(replace(LATE, about=About.DUE_SOON, days_late=0, closes_in=11))
    assert "请于 2024-11-05 前填报，11 天后关闭" in soon
    assert "due 2024-11-05; closes in 11 days" in soon
    assert "1 day late; closes in 0 days" in told(replace(LATE, days_late=1, closes_in=0))
    waiting = told(replace(LATE, about=About.TO_REVIEW))
    assert "- PM2.5 mean · Daqing · 2024-10\n" in waiting


def test_the_most_pressing_first_and_all_counted() -> None:
    lines = [replace(LATE, about=about) for about in (About.TO_REVIEW, About.DUE_SOON, About.LATE, About.RETURNED)]
    made = letter(lines, who="x", today=TODAY, all_of_them="y")
    assert made.subject.endswith("1 returned, 1 late, 1 due soon, 1 to review")
    assert made.body.index("[退回]") < made.body.index("[逾期]") < made.body.index("[即将到期]")


def test_what_was_typed_breaks_no_line() -> None:
    made = letter(
        [replace(LATE, about=About.RETURNED, sentence="a\r\nBcc: x@y.z\x00")],
        who="a\nb",
        today=TODAY,
        all_of_them="y",
    )
    assert "\n" not in made.subject
    assert "a Bcc: x@y.z" in made.body
    assert made.body.startswith("a b：")


def test_a_long_list_is_cut_and_says_so() -> None:
    made = letter([LATE] * (MOST_LINES + 5), who="x", today=TODAY, all_of_them="y")
    assert made.body.count("and 5 more") == 1
    assert f"{MOST_LINES + 5} late" in made.subject
