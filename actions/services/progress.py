"""What staff report of tasks and count of commitments: the only writes of both besides the loading of a plan."""

from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from actions.models import Commitment, CommitmentCount, Task, TaskReport, TaskState
from actions.services.standing import what_stands, what_was_counted
from targets.models import Plan
from targets.numbers import write_number
from targets.texts import Text

LONGEST_NOTE = 1000
MOST_DECIMALS = 4
TOO_LARGE = Decimal(10) ** 12


class Refused(Exception):
    """Nothing was written. ``field`` names what to correct, ``sentence`` says what is wrong and what would do."""

    def __init__(self, field: str, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.field = field
        self.sentence = sentence


class InFuture(Refused):
    """The day has not come yet."""


class OutsideYear(Refused):
    """The day is not one of the plan's year."""


class YearClosed(Refused):
    """The plan's year is closed: nothing is reported or counted in it."""


class ProgressOutOfRange(Refused):
    """Progress is a whole per cent from 0 to 100."""


class StateMismatch(Refused):
    """Done is 100 %, not started is 0 %, in progress is less than 100 %."""


class NoteTooLong(Refused):
    """The note does not fit."""


class AmountRefused(Refused):
    """The amount is 0, too large, or finer than what can be kept."""


class NoteMissing(Refused):
    """A miscount is only taken back with a note."""


class BelowZero(Refused):
    """More would be taken back than had been counted by some day."""


class StaleVersion(Refused):
    """Somebody wrote in between; ``version`` is the present one, ``sentence`` says what stands now."""

    def __init__(self, sentence: Text, version: int) -> None:
        super().__init__("version", sentence)
        self.version = version


@transaction.atomic
def report_task(
    *,
    task: Task,
    reported_on: date,
    progress: int,
    state: TaskState,
    note: str,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
) -> TaskReport:
    """Record how far the task had come on the day; a report of the same day is replaced, other days keep theirs.

    ``version``: of the day's report that the reporter saw, 0 for none. Repeating what is on record changes nothing.
    Raises YearClosed, InFuture, OutsideYear, ProgressOutOfRange, StateMismatch, NoteTooLong, StaleVersion.
    """
    _check_open("reported_on", task.action.plan)
    _check_day("reported_on", reported_on, task.action.plan.year, now)
    _check_progress(progress, state)
    _check_note(note)
    Task.objects.select_for_update().get(pk=task.pk)  # reports of one task come one after the other
    report = TaskReport.objects.filter(task=task, reported_on=reported_on).first()
    if report is not None and (report.progress, report.state, report.note) == (progress, state, note):
        return report
    found = 0 if report is None else report.version
    if report is not None and found != version:
        raise StaleVersion(what_stands(report), found)
    report = report or TaskReport(task=task, reported_on=reported_on)
    report.progress, report.state, report.note, report.version = progress, state, note, found + 1
    report.changed_by_id, report.changed_at, report.reason = by.pk, now, note[:500]  # the note says why
    report.save()
    return report


@transaction.atomic
def count_commitment(
    *,
    commitment: Commitment,
    counted_on: date,
    amount: Decimal,
    note: str,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
) -> CommitmentCount:
    """Record that so many more were done by the day; a negative amount takes a miscount back and needs a note.

    ``version``: how many counts of the commitment the reporter saw, so that a form sent twice counts once.
    Raises YearClosed, InFuture, OutsideYear, AmountRefused, NoteMissing, NoteTooLong, StaleVersion, BelowZero.
    """
    _check_open("counted_on", commitment.action.plan)
    _check_day("counted_on", counted_on, commitment.action.plan.year, now)
    _check_amount(amount)
    _check_note(note)
    _check_taken_back(amount, note)
    Commitment.objects.select_for_update().get(pk=commitment.pk)  # counts of one commitment come one after the other
    counts = list(CommitmentCount.objects.filter(commitment=commitment).select_related("changed_by").order_by("id"))
    if len(counts) != version:
        raise StaleVersion(what_was_counted(counts), len(counts))
    _check_totals([*((count.counted_on, count.amount) for count in counts), (counted_on, amount)])
    return CommitmentCount.objects.create(
        commitment=commitment,
        counted_on=counted_on,
        amount=amount,
        note=note,
        changed_by_id=by.pk,
        changed_at=now,
        reason=note[:500],
    )


def locked_report(*, report: TaskReport, progress: int, state: TaskState, note: str, version: int) -> TaskReport:
    """The report as it stands, locked for a correction that it can take; for the errors see ``correct_report``."""
    _check_open("progress", report.task.action.plan)
    _check_progress(progress, state)
    _check_note(note)
    Task.objects.select_for_update().get(pk=report.task_id)
    current = TaskReport.objects.get(pk=report.pk)
    if current.version != version:
        again = Text("报告已被他人更改，请重新打开。", "The report was changed meanwhile. Open it again.")
        raise StaleVersion(again, current.version)
    return current


@transaction.atomic
def correct_report(
    *,
    report: TaskReport,
    progress: int,
    state: TaskState,
    note: str,
    version: int,
    by: AbstractBaseUser,
    now: datetime,
    reason: str,
) -> TaskReport:
    """Put right what was reported of a day. ``version``: of the report that the corrector saw.

    Raises YearClosed, ProgressOutOfRange, StateMismatch, NoteTooLong, StaleVersion; the same again changes nothing.
    """
    current = locked_report(report=report, progress=progress, state=state, note=note, version=version)
    if (current.progress, current.state, current.note) == (progress, state, note):
        return current
    current.progress, current.state, current.note, current.version = progress, state, note, version + 1
    current.changed_by_id, current.changed_at, current.reason = by.pk, now, reason
    current.save()
    return current


def locked_count(*, count: CommitmentCount, amount: Decimal, note: str) -> CommitmentCount:
    """The count as it stands, locked for a correction that it can take; for the errors see ``correct_count``."""
    _check_open("amount", count.commitment.action.plan)
    _check_amount(amount)
    _check_note(note)
    _check_taken_back(amount, note)
    Commitment.objects.select_for_update().get(pk=count.commitment_id)
    others = CommitmentCount.objects.filter(commitment=count.commitment_id).exclude(pk=count.pk)
    current = CommitmentCount.objects.get(pk=count.pk)
    _check_totals([*others.values_list("counted_on", "amount"), (current.counted_on, amount)])
    return current


@transaction.atomic
def correct_count(
    *, count: CommitmentCount, amount: Decimal, note: str, by: AbstractBaseUser, now: datetime, reason: str
) -> CommitmentCount:
    """Put right what was counted by a day. Raises YearClosed, AmountRefused, NoteMissing, BelowZero, …."""
    current = locked_count(count=count, amount=amount, note=note)
    if (current.amount, current.note) == (amount, note):
        return current
    current.amount, current.note = amount, note
    current.changed_by_id, current.changed_at, current.reason = by.pk, now, reason
    current.save()
    return current


def _check_open(field: str, plan: Plan) -> None:
    if plan.is_closed:
        raise YearClosed(
            field,
            Text(
                f"{plan.year} 年度已关闭；如需更改，请管理员重新开放年度。",
                f"The year {plan.year} is closed; an administrator would have to reopen it.",
            ),
        )


def _check_day(field: str, day: date, year: int, now: datetime) -> None:
    today = timezone.localtime(now).date()
    if day > today:
        raise InFuture(
            field,
            Text(f"{day} 还没有到；今天是 {today}。", f"{day} is still to come; today is {today}."),
        )
    if day.year != year:
        raise OutsideYear(
            field,
            Text(f"{day} 不在 {year} 年度计划内。", f"{day} is not a day of the {year} plan."),
        )


def _check_progress(progress: int, state: TaskState) -> None:
    if not 0 <= progress <= 100:
        raise ProgressOutOfRange(
            "progress",
            Text("进度是 0 到 100 的整数，例如 60。", "Progress is a whole number from 0 to 100, such as 60."),
        )
    if state not in TaskState.values:
        raise StateMismatch("state", Text("请选择一种状态。", "Choose one of the states."))
    if (state == TaskState.DONE) != (progress == 100):
        raise StateMismatch(
            "state",
            Text("“已完成”对应 100 %，100 % 对应“已完成”。", "Done means 100 %, and 100 % means done."),
        )
    if state == TaskState.NOT_STARTED and progress:
        raise StateMismatch(
            "state",
            Text("“未开始”只能是 0 %；已有进展请选“进行中”。", "Not started means 0 %; choose in progress."),
        )


def _check_note(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(
            "note",
            Text(
                f"说明有 {len(note)} 字，最多 {LONGEST_NOTE} 字。",
                f"The note has {len(note)} characters; at most {LONGEST_NOTE} fit.",
            ),
        )


def _check_amount(amount: Decimal) -> None:
    if not amount.is_finite() or abs(amount) >= TOO_LARGE:
        raise AmountRefused(
            "amount", Text("数量太大，请核对，例如 27。", "The amount is too large; check it, for example 27.")
        )
    if amount == 0:
        raise AmountRefused(
            "amount", Text("新增 0 不必登记，例如填 27。", "Nothing new needs no entry; write for example 27.")
        )
    if round(amount, MOST_DECIMALS) != amount:
        raise AmountRefused(
            "amount",
            Text(f"小数最多 {MOST_DECIMALS} 位，例如 2.5。", f"At most {MOST_DECIMALS} decimals, for example 2.5."),
        )


def _check_taken_back(amount: Decimal, note: str) -> None:
    if amount < 0 and not note:
        raise NoteMissing("note", Text("扣回误计数量须写明原因。", "Say why a miscount is taken back."))


def _check_totals(dated: list[tuple[date, Decimal]]) -> None:
    """The sum by the end of any day is what a board shows as of it, so none of them may fall below 0."""
    total = Decimal(0)
    for day, amount in sorted(dated, key=lambda entry: (entry[0], -entry[1])):
        total += amount
        if total < 0:
            raise BelowZero(
                "amount",
                Text(
                    f"扣回过多：截至 {day} 的累计将为 {write_number(total)}，累计不能小于 0。",
                    f"Too much is taken back: the total by {day} would be {write_number(total)}; it cannot be below 0.",
                ),
            )
