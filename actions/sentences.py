"""Tasks and quantified commitments in words, Chinese and English; the numbers come from ``deadlines``."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from actions.deadlines import (
    FULL,
    CommitmentReading,
    ReportedState,
    TaskReading,
    beginning,
    days_late,
    expected_share,
    has_begun,
    pace,
)
from targets.evaluation.phrases import capitalised, counted, month_name, plain, sentence, telling
from targets.periods import Month
from targets.standards.rounding import round_up
from targets.texts import Text

STATE_WORDS = {
    ReportedState.NOT_STARTED: Text("未开始", "not started"),
    ReportedState.IN_PROGRESS: Text("进行中", "in progress"),
    ReportedState.DONE: Text("已完成", "done"),
}
TASK = Text("任务", "task")
COMMITMENT = Text("量化承诺", "commitment")
_NO_DUE_DATE = Text("未定完成时限", "no due date")


def day_text(day: date) -> Text:
    """10 月 31 日, 31 October."""
    month = month_name(Month.of(day))
    return Text(f"{month.zh} {day.day} 日", f"{day.day} {month.en}")


def counts_from_text(day: date) -> Text:
    """From which month's board on what is reported of a day counts."""
    month = month_name(Month.of(day))
    return Text(f"自 {day.year} 年 {month.zh}起计入", f"counts from {month.en} {day.year} on")


def newer_report_text(progress: int, reported_on: date) -> Text:
    """A report dated after the day that the page shows."""
    day, counts = day_text(reported_on), counts_from_text(reported_on)
    return Text(f"更新：{day.zh}报 {progress} %，{counts.zh}", f"newer: {progress} % on {day.en}; {counts.en}")


def newer_count_text(amount: Decimal, unit: Text, first_on: date) -> Text:
    """Counts dated after the day that the page shows, the first of them on that day."""
    counts, written = counts_from_text(first_on), plain(amount)
    return Text(f"更新：另计 {written} {unit.zh}，{counts.zh}", f"newer: {counted(written, unit.en)}; {counts.en}")


def saved_report_text(number: int, progress: int, state: ReportedState, reported_on: date) -> Text:
    """What was put on record of a task, and from when it counts."""
    word, counts = STATE_WORDS[state], counts_from_text(reported_on)
    return Text(
        f"任务 {number} 已保存：{reported_on}，{progress} %，{word.zh}；{counts.zh}。",
        f"Task {number} saved: {reported_on}, {progress} %, {word.en}; {counts.en}.",
    )


def saved_count_text(title: Text, amount: Decimal, unit: Text, counted_on: date) -> Text:
    """What was put on record of a commitment, and from when it counts."""
    written, counts = plain(amount), counts_from_text(counted_on)
    return Text(
        f"{title.zh}：已登记 {counted_on} 新增 {written} {unit.zh}；{counts.zh}。",
        f"{title.en}: {counted(written, unit.en)} recorded for {counted_on}; {counts.en}.",
    )


def task_sentence(task: TaskReading, on: date) -> Text:
    """Where the task stands at the end of the day."""
    if task.is_done:
        return _done(task.reported_on)
    late = days_late(task, on)
    if task.due_on is not None and late is not None:
        return _late(day_text(task.due_on), late)
    if not task.progress and not has_begun(task, on):
        return _sentence(_begins(task))
    return _sentence(_progress(task), _expected(task, on), _NO_DUE_DATE if task.due_on is None else _due(task.due_on))


def commitment_sentence(commitment: CommitmentReading, unit: Text, on: date) -> Text:
    """The count against the promise, and the pace it needs: 232 of 300 cells; 34 a month needed, 23.2 so far."""
    return _sentence(_count(commitment, unit), *_outlook(commitment, unit, on))


def promise_sentence(commitment: CommitmentReading, title: Text, unit: Text, on: date) -> Text:
    """The same where no title stands beside it: 176 of 300 new zero-waste cells; 62 a month needed, 17.6 so far."""
    return _sentence(_count_of(commitment, title, unit), *_outlook(commitment, unit, on))


def tally_text(*, done: int, late: int, total: int, next_due_on: date | None) -> Text:
    """An action's tasks in one short line: 6/10 done · 2 late · next 15 Nov."""
    if not total:
        return Text("没有任务", "no tasks")
    parts = [Text(f"完成 {done}/{total}", f"{done}/{total} done")]
    if late:
        parts.append(Text(f"逾期 {late}", f"{late} late"))
    if next_due_on is not None:
        day = day_text(next_due_on)
        parts.append(Text(f"下一节点 {day.zh}", f"next {day.en}"))
    return Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))


def _sentence(*parts: Text | None) -> Text:
    written = sentence(*parts)
    return Text(written.zh, capitalised(written.en))


def _done(reported_on: date | None) -> Text:
    if reported_on is None:
        return Text("已完成。", "Done.")
    day = day_text(reported_on)
    return Text(f"已完成（{day.zh}报告）。", f"Done, reported on {day.en}.")


def _late(day: Text, late: int) -> Text:
    if late == 0:
        return Text(f"应于 {day.zh}完成，尚未完成。", f"Due on {day.en} and not done.")
    return Text(f"应于 {day.zh}完成，已逾期 {late} 天。", f"Due on {day.en}: {counted(str(late), 'days')} late.")


def _begins(member: TaskReading | CommitmentReading) -> Text | None:
    first_on = beginning(member.start_on, member.due_on)
    if first_on is None:
        return None
    day = day_text(first_on)
    return Text(f"{day.zh}开始", f"begins on {day.en}")


def _due(due_on: date) -> Text:
    day = day_text(due_on)
    return Text(f"{day.zh}到期", f"due on {day.en}")


def _progress(task: TaskReading) -> Text:
    if task.reported_on is None:
        return Text("尚无报告", "no report yet")
    done = plain(task.progress)
    return Text(f"已完成 {done} %", f"{done} % done")


def _expected(task: TaskReading, on: date) -> Text | None:
    if task.due_on is None:
        return None
    expected = telling(FULL * expected_share(task.start_on, task.due_on, on), Fraction(task.progress), 0)
    return Text(f"按时序应完成 {expected} %", f"{expected} % of its time is over")


def _count(commitment: CommitmentReading, unit: Text) -> Text:
    target = plain(commitment.target)
    if commitment.done is None and not commitment.is_done:
        return Text(f"尚未计数，承诺 {target} {unit.zh}", f"none of {counted(target, unit.en)} counted yet")
    done = plain(commitment.done or Decimal(0))
    return Text(f"已完成 {done} / {target} {unit.zh}", f"{done} of {counted(target, unit.en)}")


def _count_of(commitment: CommitmentReading, title: Text, unit: Text) -> Text:
    target, name = plain(commitment.target), _within(title.en)
    if commitment.done is None and not commitment.is_done:
        return Text(f"{title.zh}尚未计数，承诺 {target} {unit.zh}", f"none of {target} {name} counted yet")
    done = plain(commitment.done or Decimal(0))
    gap = " " if title.zh[-1:].isascii() else ""
    return Text(f"{title.zh}{gap}{done}/{target} {unit.zh}", f"{done} of {target} {name}")


def _within(title: str) -> str:
    """An English title within a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _outlook(commitment: CommitmentReading, unit: Text, on: date) -> list[Text | None]:
    """What follows the count: kept, missed, still to begin, or the pace."""
    if commitment.is_done:
        return [_kept(commitment, unit)]
    due_on = commitment.due_on
    if due_on is None:
        return [_NO_DUE_DATE]
    if due_on <= on:
        return [_missed(commitment, unit, due_on)]
    if not commitment.done and not has_begun(commitment, on):
        return [_begins(commitment), _due(due_on)]
    return [_pace(commitment, unit, due_on, on)]


def _kept(commitment: CommitmentReading, unit: Text) -> Text:
    over = commitment.amount - Fraction(commitment.target)
    if not over:
        return Text("已兑现", "kept")
    more = _amount(over)
    return Text(f"已兑现，超出 {more} {unit.zh}", f"kept, {more} more than promised")


def _missed(commitment: CommitmentReading, unit: Text, due_on: date) -> Text:
    short, day = _amount(commitment.left), day_text(due_on)
    return Text(f"{day.zh}到期时差 {short} {unit.zh}", f"{short} short on {day.en}")


def _pace(commitment: CommitmentReading, unit: Text, due_on: date, on: date) -> Text:
    numbers = pace(commitment, on)
    if numbers.needed is None or numbers.months_left < 1:
        short, day = _amount(commitment.left), day_text(due_on)
        needed = Text(f"{day.zh}前还需 {short} {unit.zh}", f"{short} more needed by {day.en}")
        beside: Fraction | Decimal = commitment.left
    else:
        beside = _up(numbers.needed)
        needed = Text(f"此后每月需 {plain(beside)} {unit.zh}", f"{plain(beside)} a month needed")
    if commitment.done is None or numbers.so_far is None:
        return needed
    so_far = _trimmed(telling(numbers.so_far, beside, 1))
    if so_far == "0" and numbers.so_far:
        so_far = telling(numbers.so_far, Fraction(0), 1)  # a little is not nothing
    return Text(f"{needed.zh}，至今每月 {so_far} {unit.zh}", f"{needed.en}, {so_far} a month so far")


def _amount(value: Fraction) -> str:
    # Targets and counts have four decimals at most, so this is exact.
    return plain(round_up(value, 4))


def _up(value: Fraction) -> Decimal:
    # To the safe side: whoever keeps the shown pace keeps the promise.
    return round_up(value, 1)


def _trimmed(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written
