"""Every sentence about a task or a promise, in both languages."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.deadlines import CommitmentReading, ReportedState, TaskReading, pace
from actions.sentences import (
    commitment_sentence,
    counts_from_text,
    newer_count_text,
    newer_report_text,
    promise_sentence,
    tally_text,
    task_sentence,
)
from targets.texts import Text

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
OCTOBER = date(2024, 10, 31)
CELLS = Text("个", "cells")


def task(progress: int, start_on: date | None = FIRST, due_on: date | None = LAST) -> TaskReading:
    state = ReportedState.DONE if progress == 100 else ReportedState.IN_PROGRESS
    return TaskReading(start_on, due_on, Decimal(progress), state, date(2024, 9, 28))


def promise(
    done: str | None, target: str = "300", start_on: date | None = FIRST, due_on: date | None = LAST
) -> CommitmentReading:
    return CommitmentReading(Decimal(target), None if done is None else Decimal(done), start_on, due_on)


@pytest.mark.parametrize(
    ("reading", "zh", "en"),
    [
        (task(100), "已完成（9 月 28 日报告）。", "Done, reported on 28 September."),
        (TaskReading(FIRST, LAST, Decimal(100), ReportedState.DONE), "已完成。", "Done."),
        (
            task(60, due_on=date(2024, 10, 20)),
            "应于 10 月 20 日完成，已逾期 11 天。",
            "Due on 20 October: 11 days late.",
        ),
        (task(60, due_on=date(2024, 10, 30)), "应于 10 月 30 日完成，已逾期 1 天。", "Due on 30 October: 1 day late."),
        (task(60, due_on=OCTOBER), "应于 10 月 31 日完成，尚未完成。", "Due on 31 October and not done."),
        (TaskReading(date(2024, 11, 1), LAST), "11 月 1 日开始。", "Begins on 1 November."),
        (
            task(60),
            "已完成 60 %；按时序应完成 83 %；12 月 31 日到期。",
            "60 % done; 83 % of its time is over; due on 31 December.",
        ),
        (
            task(83),
            "已完成 83 %；按时序应完成 83.3 %；12 月 31 日到期。",
            "83 % done; 83.3 % of its time is over; due on 31 December.",
        ),
        (
            TaskReading(FIRST, LAST),
            "尚无报告；按时序应完成 83 %；12 月 31 日到期。",
            "No report yet; 83 % of its time is over; due on 31 December.",
        ),
        (task(5, None, None), "已完成 5 %；未定完成时限。", "5 % done; no due date."),
        (TaskReading(None, None), "尚无报告；未定完成时限。", "No report yet; no due date."),
    ],
)
def test_task(reading: TaskReading, zh: str, en: str) -> None:
    assert task_sentence(reading, OCTOBER) == Text(zh, en)


@pytest.mark.parametrize(
    ("reading", "zh", "en"),
    [
        (
            promise("232"),
            "已完成 232 / 300 个；此后每月需 34 个，至今每月 23.2 个。",
            "232 of 300 cells; 34 a month needed, 23.2 a month so far.",
        ),
        (promise("300.0000"), "已完成 300 / 300 个；已兑现。", "300 of 300 cells; kept."),
        (promise(None, "0"), "已完成 0 / 0 个；已兑现。", "0 of 0 cells; kept."),
        (
            promise(None),
            "尚未计数，承诺 300 个；此后每月需 150 个。",
            "None of 300 cells counted yet; 150 a month needed.",
        ),
        (
            promise("0"),
            "已完成 0 / 300 个；此后每月需 150 个，至今每月 0 个。",
            "0 of 300 cells; 150 a month needed, 0 a month so far.",
        ),
        (
            promise("232", due_on=OCTOBER),
            "已完成 232 / 300 个；10 月 31 日到期时差 68 个。",
            "232 of 300 cells; 68 short on 31 October.",
        ),
        (
            promise("232", due_on=date(2024, 11, 15)),
            "已完成 232 / 300 个；11 月 15 日前还需 68 个，至今每月 23.2 个。",
            "232 of 300 cells; 68 more needed by 15 November, 23.2 a month so far.",
        ),
        (
            promise("299.95"),
            "已完成 299.95 / 300 个；此后每月需 0.1 个，至今每月 30 个。",
            "299.95 of 300 cells; 0.1 a month needed, 30 a month so far.",
        ),
        (
            promise(None, start_on=date(2024, 11, 1)),
            "尚未计数，承诺 300 个；11 月 1 日开始；12 月 31 日到期。",
            "None of 300 cells counted yet; begins on 1 November; due on 31 December.",
        ),
        (promise("5", "300", None, None), "已完成 5 / 300 个；未定完成时限。", "5 of 300 cells; no due date."),
        (promise("1", "1"), "已完成 1 / 1 个；已兑现。", "1 of 1 cell; kept."),
    ],
)
def test_commitment(reading: CommitmentReading, zh: str, en: str) -> None:
    assert commitment_sentence(reading, CELLS, OCTOBER) == Text(zh, en)


TITLE = Text("新建“无废细胞”", "New zero-waste cells")


@pytest.mark.parametrize(
    ("reading", "zh", "en"),
    [
        pytest.param(
            promise("176"),
            "新建“无废细胞”176/300 个；此后每月需 62 个，至今每月 17.6 个。",
            "176 of 300 new zero-waste cells; 62 a month needed, 17.6 a month so far.",
            id="on the way",
        ),
        pytest.param(
            promise("90", "210", due_on=date(2025, 8, 31)),
            "新建“无废细胞”90/210 个；此后每月需 12 个，至今每月 9 个。",
            "90 of 210 new zero-waste cells; 12 a month needed, 9 a month so far.",
            id="whole numbers",
        ),
        pytest.param(
            promise(None),
            "新建“无废细胞”尚未计数，承诺 300 个；此后每月需 150 个。",
            "None of 300 new zero-waste cells counted yet; 150 a month needed.",
            id="nothing counted",
        ),
        pytest.param(
            promise("300"), "新建“无废细胞”300/300 个；已兑现。", "300 of 300 new zero-waste cells; kept.", id="done"
        ),
        pytest.param(
            promise("312.5"),
            "新建“无废细胞”312.5/300 个；已兑现，超出 12.5 个。",
            "312.5 of 300 new zero-waste cells; kept, 12.5 more than promised.",
            id="more than done",
        ),
        pytest.param(
            promise("176", due_on=date(2024, 10, 30)),
            "新建“无废细胞”176/300 个；10 月 30 日到期时差 124 个。",
            "176 of 300 new zero-waste cells; 124 short on 30 October.",
            id="past due",
        ),
        pytest.param(
            promise(None, start_on=date(2024, 11, 1)),
            "新建“无废细胞”尚未计数，承诺 300 个；11 月 1 日开始；12 月 31 日到期。",
            "None of 300 new zero-waste cells counted yet; begins on 1 November; due on 31 December.",
            id="before its start",
        ),
        pytest.param(
            promise("0.25", "1"),
            "新建“无废细胞”0.25/1 个；此后每月需 0.4 个，至今每月 0.02 个。",
            "0.25 of 1 new zero-waste cells; 0.4 a month needed, 0.02 a month so far.",
            id="fractional: 0.375 is needed, so 0.4; 0.025 so far, half to even",
        ),
        pytest.param(
            promise("176", due_on=date(2024, 11, 30)),
            "新建“无废细胞”176/300 个；此后每月需 124 个，至今每月 17.6 个。",
            "176 of 300 new zero-waste cells; 124 a month needed, 17.6 a month so far.",
            id="one month left",
        ),
        pytest.param(
            promise(None, "0"), "新建“无废细胞”0/0 个；已兑现。", "0 of 0 new zero-waste cells; kept.", id="target 0"
        ),
        pytest.param(
            promise("5", "0"),
            "新建“无废细胞”5/0 个；已兑现，超出 5 个。",
            "5 of 0 new zero-waste cells; kept, 5 more than promised.",
            id="more than a target of 0",
        ),
    ],
)
def test_promise(reading: CommitmentReading, zh: str, en: str) -> None:
    assert promise_sentence(reading, TITLE, CELLS, OCTOBER) == Text(zh, en)


def test_an_abbreviation_keeps_its_capitals() -> None:
    title = Text("完成 VOCs", "VOC plants mended")
    assert promise_sentence(promise("3", "4"), title, CELLS, LAST) == Text(
        "完成 VOCs 3/4 个；12 月 31 日到期时差 1 个。", "3 of 4 VOC plants mended; 1 short on 31 December."
    )


@given(
    done=st.decimals(0, 300, places=4), target=st.decimals(0, 1000, places=4), on=st.dates(FIRST, date(2024, 11, 30))
)
def test_whoever_keeps_the_pace_shown_keeps_the_promise(done: Decimal, target: Decimal, on: date) -> None:
    reading = CommitmentReading(target, done, FIRST, LAST)
    numbers = pace(reading, on)
    written = re.search(r"([0-9.]+) a month needed", promise_sentence(reading, TITLE, CELLS, on).en)
    assert (written is None) == (numbers.needed is None)
    if written is not None:
        assert reading.amount + Fraction(written[1]) * numbers.months_left >= target


def test_tally() -> None:
    assert tally_text(done=6, late=2, total=10, next_due_on=date(2024, 11, 15)) == Text(
        "完成 6/10 · 逾期 2 · 下一节点 11 月 15 日", "6/10 done · 2 late · next 15 November"
    )
    assert tally_text(done=1, late=0, total=1, next_due_on=None) == Text("完成 1/1", "1/1 done")
    assert tally_text(done=0, late=0, total=0, next_due_on=None) == Text("没有任务", "no tasks")


def test_what_is_newer_than_the_page_says_from_when_it_counts() -> None:
    day = date(2024, 11, 3)
    assert counts_from_text(day) == Text("自 2024 年 11 月起计入", "counts from November 2024 on")
    assert newer_report_text(95, day) == Text(
        "更新：11 月 3 日报 95 %，自 2024 年 11 月起计入", "newer: 95 % on 3 November; counts from November 2024 on"
    )
    assert newer_count_text(Decimal("36.0000"), CELLS, day) == Text(
        "更新：另计 36 个，自 2024 年 11 月起计入", "newer: 36 cells; counts from November 2024 on"
    )
