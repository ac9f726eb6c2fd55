"""Why an action's light changed, in named cases and both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from actions.deadlines import CommitmentReading, ReportedState, TaskReading
from actions.sentences_changes import ActionStep, Happening, Kind, Member, write_action_step
from targets.evaluation.model import Status
from targets.texts import Text

ON, OCTOBER = date(2024, 11, 4), date(2024, 10, 31)
PLAN, CELLS, UNIT = Text("编制规划", "Draw up the plan"), Text("无废细胞", "Zero-waste cells"), Text("个", "cells")


def report(progress: int, number: int = 3, **more: Any) -> Happening:
    return Happening(Kind.REPORT, PLAN, number=number, progress=progress, dated_on=OCTOBER, **more)


def count(amount: int, **more: Any) -> Happening:
    return Happening(Kind.COUNT, CELLS, amount=Decimal(amount), unit=UNIT, dated_on=OCTOBER, **more)


CASES = {
    "a report": ([report(80)], "报告任务 3 进展 80 %", "Task 3 was reported at 80 %"),
    "a report corrected": (
        [report(70, is_new=False)],
        "更正任务 3 2024-10-31 的进展为 70 %",
        "Task 3 was corrected to 70 % for 2024-10-31",
    ),
    "a report deleted": (
        [report(70, is_new=False, is_gone=True)],
        "删除任务 3 2024-10-31 的进展",
        "The report of task 3 for 2024-10-31 was deleted",
    ),
    "a count": ([count(12)], "“无废细胞”新增 12 个", "12 cells were counted for “Zero-waste cells”"),
    "one count": ([count(1)], "“无废细胞”新增 1 个", "1 cell was counted for “Zero-waste cells”"),
    "a miscount": ([count(-2)], "“无废细胞”冲减 2 个", "2 cells of “Zero-waste cells” were taken back"),
    "a task on record": (
        [Happening(Kind.TASK, PLAN)],
        "任务“编制规划”列入记录",
        "The task “Draw up the plan” came on record",
    ),
    "a promise edited": (
        [Happening(Kind.COMMITMENT, CELLS, is_new=False)],
        "修改承诺“无废细胞”",
        "The commitment “Zero-waste cells” was edited",
    ),
    "a task deleted": (
        [Happening(Kind.TASK, PLAN, is_new=False, is_gone=True)],
        "删除任务“编制规划”",
        "The task “Draw up the plan” was deleted",
    ),
    "several": ([report(80), count(12)], "报告任务 3 进展 80 %；“无废细胞”新增 12 个", None),
    "many": (
        [report(80, number) for number in (1, 2, 3)] + [count(12)],
        "报告 3 项任务进展；“无废细胞”新增 12 个",
        "3 tasks were reported and 12 cells were counted for “Zero-waste cells”",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_happened(name: str) -> None:
    happened, zh, en = CASES[name]
    told = write_action_step(ActionStep(ON, OCTOBER, tuple(happened), Status.BEHIND, Status.ON_TRACK))
    assert told.zh == f"2024-11-04 {zh}，灯由“滞后”变为“按序时”。"
    if en is not None:
        assert told.en == f"{en} on 2024-11-04: the light went from behind to on track."


@pytest.mark.parametrize(
    ("overdue", "zh", "en"),
    [
        (
            0,
            "2024-11-04 评价截至 10 月底，灯仍为“滞后”。",
            "October was over on 2024-11-04: the light did not change (behind).",
        ),
        (
            1,
            "2024-11-04 评价截至 10 月底，1 项任务到期未完成，灯仍为“滞后”。",
            "October was over and 1 task due by then was not done on 2024-11-04: the light did not change (behind).",
        ),
        (
            2,
            "2024-11-04 评价截至 10 月底，2 项任务到期未完成，灯仍为“滞后”。",
            "October was over and 2 tasks due by then were not done on 2024-11-04: the light did not change (behind).",
        ),
    ],
)
def test_a_month_passed(overdue: int, zh: str, en: str) -> None:
    step = ActionStep(ON, OCTOBER, (), Status.BEHIND, Status.BEHIND, overdue)
    assert write_action_step(step) == Text(zh, en)


@pytest.mark.parametrize("day", [date(2024, 1, 20), date(2024, 1, 31)])
def test_a_day_of_the_first_month_passed(day: date) -> None:
    told = write_action_step(ActionStep(day, day, (), Status.AT_RISK, Status.BEHIND, 1))
    assert told.zh == f"{day} 评价截至 {day}，1 项任务到期未完成，灯由“有风险”变为“滞后”。"
    assert (
        told.en == f"A day passed and 1 task due by then was not done on {day}: the light went from at risk to behind."
    )


def task(progress: int, number: int = 1, due_on: date = date(2024, 12, 31)) -> Member:
    """Begun on the first of January and reported at the end of October, when 305 of 366 days (83 %) were over."""
    state = ReportedState.DONE if progress == 100 else ReportedState.IN_PROGRESS
    reading = TaskReading(date(2024, 1, 1), due_on, Decimal(progress), state, OCTOBER)
    return Member(PLAN, reading, number=number)


def promise(done: int) -> Member:
    reading = CommitmentReading(Decimal(300), Decimal(done), date(2024, 1, 1), date(2024, 12, 31))
    return Member(CELLS, reading, unit=UNIT)


REASONS = {
    "a task falls behind its term": (
        (Status.ON_TRACK, Status.AT_RISK, [task(90), task(80, 2), promise(290)]),
        "灯由“按序时”变为“有风险”：任务 2 已完成 80 %；按时序应完成 83 %；12 月 31 日到期。",
        "the light went from on track to at risk; task 2: 80 % done; 83 % of its time is over; due on 31 December.",
    ),
    "more than one": (
        (Status.ON_TRACK, Status.AT_RISK, [task(80), task(81, 2), task(82, 3)]),
        "任务 1 已完成 80 %；按时序应完成 83 %；12 月 31 日到期；另有 2 项。",
        "task 1: 80 % done; 83 % of its time is over; due on 31 December; so do 2 more.",
    ),
    "a task is late": (
        (Status.AT_RISK, Status.BEHIND, [task(80), task(90, 2, OCTOBER)]),
        "任务 2 应于 10 月 31 日完成，尚未完成。",
        "task 2: due on 31 October and not done.",
    ),
    "a promise is behind": (
        (Status.ON_TRACK, Status.BEHIND, [task(90), promise(200)]),
        "无废细胞200/300 个；此后每月需 50 个，至今每月 20 个。",
        "200 of 300 zero-waste cells; 50 a month needed, 20 a month so far.",
    ),
    "nothing is behind any more": (
        (Status.BEHIND, Status.ON_TRACK, [task(90), promise(290)]),
        "灯由“滞后”变为“按序时”：各项任务和承诺均不落后。",
        "the light went from behind to on track; no task and no commitment is behind.",
    ),
    "all is done": (
        (Status.ON_TRACK, Status.MET, [task(100), promise(300)]),
        "各项任务和承诺均已完成。",
        "every task and commitment is done.",
    ),
    "the light is as before": (
        (Status.BEHIND, Status.BEHIND, [task(90, 2, OCTOBER)]),
        "灯仍为“滞后”。",
        "the light did not change (behind).",
    ),
}


@pytest.mark.parametrize("name", REASONS)
def test_why_a_month_that_passed_changed_the_light(name: str) -> None:
    (before, after, members), zh, en = REASONS[name]
    told = write_action_step(ActionStep(ON, OCTOBER, (), before, after, members=tuple(members)))
    assert told.zh.endswith(zh)
    assert told.en.endswith(en)
